//! Who calls: user names, API keys, session tokens and access tokens.

use http::StatusCode;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::{Infobip, error, wire::read};
use crate::{
    authorization::Authorization,
    body::{FORM, fields::Fields, form, set},
    clock::after,
    credentials::Credentials,
    exchange::{Answer, Request},
    key::Key,
    provider::Provider,
    refusal::Refusal,
    stand_in::{Context, forbidden, unauthorized},
};

/// One token that was given out.
pub(super) struct Session {
    scheme: &'static str,
    token: String,
    until: Timestamp,
}

impl Infobip {
    /// Basic, IBSSO and OAuth manage everything; an API key manages accounts, never API keys.
    pub(super) fn authenticate(
        &mut self,
        request: &Request,
        manages_keys: bool,
        context: &Context<'_>,
    ) -> Result<(), Refusal> {
        let authorization = Authorization::of(request).ok_or_else(unauthorized)?;
        let known = Credentials::SANDBOX;

        if authorization.has_scheme("app") {
            if !may_use_app(authorization.value, request, context) {
                return Err(unauthorized());
            }
            return if manages_keys { Err(forbidden()) } else { Ok(()) };
        }
        let user = authorization.has_scheme("basic").then(|| authorization.basic()).flatten();
        let accepted = user.is_some_and(|(name, password)| is_the_user(&name, &password))
            || authorization.has_scheme("ibsso")
                && authorization.value == known.infobip_session_token
            || authorization.has_scheme("bearer")
                && authorization.value == known.infobip_access_token
            || self.is_in_session(&authorization, context.now);
        if accepted { Ok(()) } else { Err(unauthorized()) }
    }

    /// No 401 is documented for a wrong password, so it is a 400.
    pub(super) fn open_session(
        &mut self,
        request: &Request,
        context: &mut Context<'_>,
    ) -> Result<Answer, Refusal> {
        let body = read(request, "Session")?;
        let mut fields = Fields::of(&body)?;
        let name = fields.required_text("username", LONGEST).unwrap_or_default();
        let password = fields.required_text("password", LONGEST).unwrap_or_default();
        fields.finish()?;
        if !is_the_user(&name, &password) {
            return Err(StatusCode::BAD_REQUEST.into());
        }

        let token = self.begin(IBSSO, context);
        Ok(Answer::json(StatusCode::OK, &json!({"token": token})))
    }

    /// Ends the session whose token the caller shows.
    pub(super) fn close_session(&mut self, request: &Request) -> Result<Answer, Refusal> {
        let authorization = Authorization::of(request).ok_or_else(unauthorized)?;
        if !authorization.has_scheme(IBSSO) {
            return Err(forbidden());
        }
        self.sessions.retain(|session| session.token != authorization.value);
        Ok(Answer::empty(StatusCode::OK))
    }

    /// Client credentials only; its errors have a field of their own beside the old form.
    pub(super) fn give_token(
        &mut self,
        request: &Request,
        context: &mut Context<'_>,
    ) -> Result<Answer, Refusal> {
        if request.media_type().as_deref() != Some(FORM) {
            return Err(StatusCode::UNSUPPORTED_MEDIA_TYPE.into());
        }
        let body = form::parse(&request.body);
        let field = |name: &str| body.get(name).and_then(Value::as_str);
        let known = Credentials::SANDBOX;
        let client = field("client_id").zip(field("client_secret"));
        if field("grant_type") != Some("client_credentials") {
            return Ok(token_error("unsupported_grant_type", StatusCode::BAD_REQUEST));
        }
        if client != Some((known.infobip_client_id, known.infobip_client_secret)) {
            return Ok(token_error("invalid_client", StatusCode::UNAUTHORIZED));
        }

        let token = self.begin(BEARER, context);
        let body =
            json!({"access_token": token, "expires_in": LIFE.as_secs(), "token_type": "Bearer"});
        Ok(Answer::json(StatusCode::OK, &body))
    }

    fn begin(&mut self, scheme: &'static str, context: &mut Context<'_>) -> String {
        let token = context.ids.groups();
        let until = after(context.now, LIFE);
        self.sessions.push(Session { scheme, token: token.clone(), until });
        token
    }

    /// A session token lives on as long as it is used; an access token has its hour.
    fn is_in_session(&mut self, authorization: &Authorization<'_>, now: Timestamp) -> bool {
        self.sessions.retain(|session| now < session.until);
        let mut sessions = self.sessions.iter_mut();
        let shown = sessions.find(|session| {
            authorization.has_scheme(session.scheme) && session.token == authorization.value
        });
        let Some(session) = shown else { return false };
        if session.scheme == IBSSO {
            session.until = after(now, LIFE);
        }
        true
    }
}

fn is_the_user(name: &str, password: &str) -> bool {
    let known = Credentials::SANDBOX;
    name == known.infobip_username && password == known.infobip_password
}

/// An API key that is live and may be used from where the caller is.
fn may_use_app(secret: &str, request: &Request, context: &Context<'_>) -> bool {
    let may_be_used = |key: &Key| key.is_live(context.now) && key.admits(request.peer);
    secret == Credentials::SANDBOX.infobip_api_key
        || context.keys.by_secret(Provider::Infobip, secret).is_some_and(may_be_used)
}

fn token_error(code: &str, status: StatusCode) -> Answer {
    let mut body = error::legacy(&status.into());
    set(&mut body, "error", code);
    Answer::json(status, &body)
}

const IBSSO: &str = "ibsso";
const BEARER: &str = "bearer";

/// Documented for sessions as sixty minutes of inactivity.
const LIFE: SignedDuration = SignedDuration::from_hours(1);

const LONGEST: usize = 255;
