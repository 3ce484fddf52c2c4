//! BitGPT: the API keys of one organization.

mod analytics;
mod api_key;
mod envelope;

use http::{Method, StatusCode, header::ACCEPT};

use crate::{
    authorization::Authorization,
    credentials::Credentials,
    exchange::{Answer, Request},
    provider::Provider,
    refusal::Refusal,
    stand_in::{Context, StandIn, forbidden, not_found, unauthorized},
};

/// BitGPT has no state besides its API keys.
pub(crate) struct BitGpt;

/// What the `Authorization` header carried.
enum Caller {
    /// An access token, which may do everything.
    Token,
    /// An API key that may list API keys.
    Lister,
    /// An API key that may not, or not from this address.
    Restricted,
}

impl StandIn for BitGpt {
    fn route(&mut self, request: &Request, context: &mut Context<'_>) -> Result<Answer, Refusal> {
        let caller = caller(request, context).ok_or_else(unauthorized)?;
        accepts_json(request)?;

        match (&request.method, request.path().as_slice()) {
            (&Method::GET, ["developers", "api_keys"]) => {
                caller.may_list()?;
                Ok(api_key::list(context))
            }
            (&Method::GET, ["analytics", "api_keys"]) => {
                caller.may_list()?;
                Ok(analytics::show(context))
            }
            (&Method::POST, ["developers", "api_keys"]) => {
                caller.may_manage()?;
                api_key::create(request, context)
            }
            (&Method::GET, ["developers", "api_keys", id]) => {
                caller.may_manage()?;
                api_key::show(id, context)
            }
            (&Method::PUT, ["developers", "api_keys", id]) => {
                caller.may_manage()?;
                api_key::update(request, id, context)
            }
            _ => Err(not_found()),
        }
    }

    fn refuse(&self, _: &Request, refusal: Refusal, context: &mut Context<'_>) -> Answer {
        envelope::error(&refusal, context)
    }

    fn owners(&self) -> Vec<String> {
        vec![ORGANIZATION.to_owned()]
    }

    fn add_owner(&mut self, _: &mut Context<'_>) -> Option<String> {
        None
    }
}

impl Caller {
    fn may_list(&self) -> Result<(), Refusal> {
        match self {
            Self::Token | Self::Lister => Ok(()),
            Self::Restricted => Err(forbidden()),
        }
    }

    /// API keys cannot manage API keys, whatever their scopes.
    fn may_manage(&self) -> Result<(), Refusal> {
        match self {
            Self::Token => Ok(()),
            Self::Lister | Self::Restricted => Err(forbidden()),
        }
    }
}

/// An access token comes as `Bearer`; an API key comes bare, or as `Bearer` as one recipe has it.
fn caller(request: &Request, context: &Context<'_>) -> Option<Caller> {
    let authorization = Authorization::of(request)?;
    let bearer = authorization.has_scheme("bearer");
    if !bearer && authorization.scheme.is_some() {
        return None;
    }

    let known = Credentials::SANDBOX;
    if bearer && authorization.value == known.bitgpt_access_token {
        return Some(Caller::Token);
    }
    if authorization.value == known.bitgpt_api_key {
        return Some(Caller::Lister);
    }
    let key = context.keys.by_secret(Provider::BitGpt, authorization.value)?;
    if !key.is_live(context.now) {
        return None;
    }
    // No scopes means every scope.
    let scopes = key.scopes.as_deref().unwrap_or_default();
    let lists = scopes.is_empty() || scopes.iter().any(|scope| scope == "api_keys.read");
    Some(if lists && key.admits(request.peer) { Caller::Lister } else { Caller::Restricted })
}

/// "JSON is required": a caller that wants something else gets 406.
fn accepts_json(request: &Request) -> Result<(), Refusal> {
    let accept = request.header(ACCEPT.as_str()).unwrap_or("*/*");
    let accepts =
        ["application/json", "application/*", "*/*"].iter().any(|range| accept.contains(range));
    if accepts { Ok(()) } else { Err(StatusCode::NOT_ACCEPTABLE.into()) }
}

/// The organization of the access token, with the id of the documentation's example.
const ORGANIZATION: &str = "org_0197c0f1-9589-7990-b421-4b806f637b0c";
