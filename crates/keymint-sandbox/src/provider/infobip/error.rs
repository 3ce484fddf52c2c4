//! Infobip's two error forms, each in JSON and in XML.

use http::StatusCode;
use serde_json::{Map, Value, json};

use super::wire::Wire;
use crate::{
    body::set,
    dialect::Dialect,
    exchange::{Answer, Request},
    refusal::Refusal,
};

/// Words a refusal in the form that belongs to the path.
///
/// Accounts speak the legacy form in every age; version 1 spoke it once and speaks the new form now.
pub(super) fn answer(request: &Request, refusal: &Refusal, dialect: Dialect) -> Answer {
    let path = request.path();
    let (legacy, json_only) = match path.as_slice() {
        // Only the 400 of version 2 is documented in JSON alone.
        ["settings", "2", ..] => (false, refusal.status == StatusCode::BAD_REQUEST),
        ["settings", "1", "accounts", _, "api-keys", ..] => (dialect == Dialect::Examples, false),
        _ => (true, false),
    };
    let wire = if json_only { Wire::Json } else { Wire::accepted(request) };
    let (root, body) = if legacy {
        ("ApiException", legacy_with_fields(refusal, wire, dialect))
    } else {
        ("ApiError", new_error(refusal, wire))
    };
    wire.answer(refusal.status, root, &body).retry_after(refusal.retry_after)
}

/// `requestError.serviceException`, as the examples have it.
pub(super) fn legacy(refusal: &Refusal) -> Value {
    let (id, text) = match refusal.status {
        StatusCode::BAD_REQUEST => ("BAD_REQUEST", "Bad request"),
        StatusCode::UNAUTHORIZED => ("UNAUTHORIZED", "Unauthorized"),
        StatusCode::FORBIDDEN => ("FORBIDDEN", "Forbidden"),
        StatusCode::NOT_FOUND => ("NOT_FOUND", "Not found"),
        StatusCode::TOO_MANY_REQUESTS => ("TOO_MANY_REQUESTS", "Too many requests"),
        StatusCode::UNSUPPORTED_MEDIA_TYPE => ("UNSUPPORTED_MEDIA_TYPE", "Unsupported media type"),
        _ => ("GENERAL_ERROR", "Something went wrong. Please contact support."),
    };
    let text = refusal.text.as_deref().unwrap_or(text);
    json!({"requestError": {"serviceException": {"messageId": id, "text": text}}})
}

/// The schemas add messages field by field; how XML would spell them is not documented.
fn legacy_with_fields(refusal: &Refusal, wire: Wire, dialect: Dialect) -> Value {
    let mut body = legacy(refusal);
    let exception = body.pointer_mut("/requestError/serviceException");
    if let Some(exception) = exception
        && !refusal.problems.is_empty()
        && (wire, dialect) == (Wire::Json, Dialect::Schemas)
    {
        set(exception, "validationErrors", messages_by_field(refusal));
    }
    body
}

fn messages_by_field(refusal: &Refusal) -> Map<String, Value> {
    let mut fields: Map<String, Value> = Map::new();
    for problem in &refusal.problems {
        let messages = fields.entry(problem.field.clone()).or_insert_with(|| json!([]));
        if let Some(messages) = messages.as_array_mut() {
            messages.push(Value::from(problem.text.as_str()));
        }
    }
    fields
}

/// Five fields, all of them always there; how XML would spell a violation is not documented.
fn new_error(refusal: &Refusal, wire: Wire) -> Value {
    let (description, action, resource) = wording(refusal.status);
    let description = refusal.text.as_deref().unwrap_or(description);
    let violations: Vec<Value> = match wire {
        Wire::Json => refusal
            .problems
            .iter()
            .map(|problem| json!({"property": problem.field, "violation": problem.text}))
            .collect(),
        Wire::Xml => Vec::new(),
    };
    let resources: Vec<Value> =
        resource.iter().map(|(name, url)| json!({"name": name, "url": url})).collect();

    json!({
        "errorCode": format!("E{}", refusal.status.as_u16()),
        "description": description,
        "action": action,
        "violations": violations,
        "resources": resources
    })
}

/// Description, action and resource of a status, as documented.
fn wording(
    status: StatusCode,
) -> (&'static str, &'static str, Option<(&'static str, &'static str)>) {
    match status {
        StatusCode::BAD_REQUEST | StatusCode::UNSUPPORTED_MEDIA_TYPE => (
            "Request cannot be processed.",
            "Check the syntax, violations and adjust the request.",
            None,
        ),
        StatusCode::UNAUTHORIZED => (
            "The request lacks valid authentication credentials for the requested resource.",
            "Check the resources and adjust authentication credentials.",
            Some((
                "API Authentication",
                "https://www.infobip.com/docs/essentials/api-authentication",
            )),
        ),
        StatusCode::FORBIDDEN => (
            "Insufficient permissions to access the requested resource.",
            "Repeat the request with new or different credentials.",
            Some((
                "API Scopes",
                "https://www.infobip.com/docs/essentials/api-essentials/api-authorization#api-scopes",
            )),
        ),
        StatusCode::NOT_FOUND => (
            "Not found - request URL doesn't exist on the API server or resource is not found.",
            "Check the resources and adjust your request.",
            None,
        ),
        StatusCode::TOO_MANY_REQUESTS => (
            "Too many requests sent.",
            "Check request rate limit specified in the API endpoint documentation resource.",
            Some((
                "Throttling handling errors",
                "https://www.infobip.com/docs/essentials/integration-best-practices#throttling-handling-errors",
            )),
        ),
        _ => ("Something went wrong.", "Contact the support.", None),
    }
}
