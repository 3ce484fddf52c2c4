//! SendKit: workspaces, each with at most one API key.

mod api_key;
mod workspace;

use http::{Method, StatusCode};
use jiff::Timestamp;
use serde_json::{Value, json};

use self::workspace::Workspace;
use crate::{
    authorization::Authorization,
    body::set,
    credentials::Credentials,
    dialect::Dialect,
    exchange::{Answer, Request},
    provider::Provider,
    refusal::Refusal,
    stand_in::{Context, StandIn, forbidden, not_found, unauthorized},
};

/// SendKit's workspaces.
pub(crate) struct SendKit {
    workspaces: Vec<Workspace>,
}

/// Whose key opened the door.
enum Caller {
    /// A platform key of the user who owns every workspace.
    Owner,
    /// A platform key of a user who is a plain member.
    Member,
    /// A workspace key, which sees its own workspace only.
    Workspace(String),
}

impl SendKit {
    pub(crate) fn new() -> Self {
        Self { workspaces: Workspace::premade() }
    }

    fn workspace(&self, id: &str) -> Result<&Workspace, Refusal> {
        self.workspaces.iter().find(|workspace| workspace.id == id).ok_or_else(not_found)
    }
}

impl StandIn for SendKit {
    fn route(&mut self, request: &Request, context: &mut Context<'_>) -> Result<Answer, Refusal> {
        let caller = caller(request, context).ok_or_else(unauthorized)?;

        match (&request.method, request.path().as_slice()) {
            (&Method::GET, ["v1", "account"]) => self.account(&caller),
            (&Method::GET, ["v1", "workspaces"]) => Ok(self.list(&caller)),
            (&Method::POST, ["v1", "workspaces"]) => self.create(request, &caller, context),
            (&Method::GET, ["v1", "workspaces", id]) => self.show(id, &caller),
            (&Method::PATCH, ["v1", "workspaces", id]) => self.update(request, id, &caller),
            (&Method::DELETE, ["v1", "workspaces", id]) => self.delete(id, &caller, context),
            (&Method::POST, ["v1", "workspaces", id, "api-key"]) => {
                self.create_key(id, &caller, context)
            }
            (&Method::POST, ["v1", "workspaces", id, "api-key", "rotate"]) => {
                self.rotate_key(id, &caller, context)
            }
            (&Method::DELETE, ["v1", "workspaces", id, "api-key"]) => {
                self.delete_key(id, &caller, context)
            }
            _ => Err(not_found()),
        }
    }

    fn refuse(&self, _: &Request, refusal: Refusal, context: &mut Context<'_>) -> Answer {
        let status = refusal.status;
        let body = match context.dialect {
            Dialect::Schemas => nested_error(&refusal),
            Dialect::Examples => flat_error(&refusal),
        };
        Answer::json(status, &body).retry_after(refusal.retry_after)
    }

    fn owners(&self) -> Vec<String> {
        self.workspaces.iter().map(|workspace| workspace.id.clone()).collect()
    }

    fn add_owner(&mut self, context: &mut Context<'_>) -> Option<String> {
        let name = format!("Workspace {}", self.workspaces.len().saturating_add(1));
        Some(self.add(name, context))
    }
}

impl Caller {
    /// Workspace keys are refused wherever a platform key is asked for.
    fn platform(&self) -> Result<(), Refusal> {
        match self {
            Self::Owner | Self::Member => Ok(()),
            Self::Workspace(_) => Err(forbidden()),
        }
    }

    /// Only owners and admins manage workspaces and their API keys.
    fn manager(&self) -> Result<(), Refusal> {
        match self {
            Self::Owner => Ok(()),
            Self::Member | Self::Workspace(_) => Err(forbidden()),
        }
    }
}

/// `X-Api-Key`, or the guide's `Authorization: Bearer`.
fn caller(request: &Request, context: &Context<'_>) -> Option<Caller> {
    let bearer =
        Authorization::of(request).filter(|authorization| authorization.has_scheme("bearer"));
    let secret = request.header("x-api-key").or_else(|| bearer.map(|bearer| bearer.value))?;

    let known = Credentials::SANDBOX;
    if secret == known.sendkit_user_key {
        return Some(Caller::Owner);
    }
    if secret == known.sendkit_member_key {
        return Some(Caller::Member);
    }
    if secret == known.sendkit_workspace_key {
        return Some(Caller::Workspace(workspace::FIRST.to_owned()));
    }
    let key =
        context.keys.by_secret(Provider::SendKit, secret).filter(|key| key.is_live(context.now))?;
    Some(Caller::Workspace(key.owner.clone()))
}

fn success(status: StatusCode, data: &Value) -> Answer {
    Answer::json(status, &json!({"success": true, "data": data}))
}

/// The error that the pages' schemas describe; its `code` values are documented nowhere.
fn nested_error(refusal: &Refusal) -> Value {
    let (code, title, sentence) = wording(refusal.status);
    let message = refusal.text.as_deref().unwrap_or(sentence);
    let mut error = json!({"code": code.unwrap_or(title), "message": message});
    if !refusal.problems.is_empty() {
        set(&mut error, "details", details(refusal));
    }
    json!({"success": false, "error": error})
}

/// The error that the pages' examples show, word for word.
fn flat_error(refusal: &Refusal) -> Value {
    let (_, title, sentence) = wording(refusal.status);
    let message = refusal.text.as_deref().unwrap_or(sentence);
    let mut error = json!({"error": title, "message": message, "code": refusal.status.as_u16()});
    if refusal.status == StatusCode::CONFLICT {
        set(&mut error, "details", "Resource already exists");
    }
    error
}

fn details(refusal: &Refusal) -> Value {
    let details = refusal.problems.iter();
    details.map(|problem| json!({"field": problem.field, "message": problem.text})).collect()
}

/// Code, title and sentence of a status; 403, 404 and 409 are documented, the rest follow their pattern.
fn wording(status: StatusCode) -> (Option<&'static str>, &'static str, &'static str) {
    let (code, sentence) = match status {
        StatusCode::BAD_REQUEST => ("BAD_REQUEST", "The request is invalid"),
        StatusCode::UNAUTHORIZED => ("UNAUTHORIZED", "Authentication is required"),
        StatusCode::FORBIDDEN => ("FORBIDDEN", "You don't have permission to access this resource"),
        StatusCode::NOT_FOUND => ("NOT_FOUND", "The requested resource was not found"),
        StatusCode::CONFLICT => {
            ("CONFLICT", "The request conflicts with the current state of the resource")
        }
        StatusCode::TOO_MANY_REQUESTS => ("RATE_LIMITED", "Too many requests"),
        _ => return (None, status.canonical_reason().unwrap_or("Error"), "The request failed"),
    };
    (Some(code), status.canonical_reason().unwrap_or("Error"), sentence)
}

/// `2025-06-01T10:30:00.000Z`.
fn date(moment: Timestamp) -> String {
    moment.strftime("%Y-%m-%dT%H:%M:%S%.3fZ").to_string()
}

/// The user behind the owner's platform key.
const USER: &str = "664f0a1b2c3d4e5f6a7b8c9d";
