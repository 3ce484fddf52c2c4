//! The envelope around every BitGPT answer.

use http::StatusCode;
use serde_json::{Map, Value, json};

use crate::{dialect::Dialect, exchange::Answer, refusal::Refusal, stand_in::Context};

/// The guide has a support id in every answer, the examples of successes have none.
pub(super) fn success(data: &Value, message: &str, context: &mut Context<'_>) -> Answer {
    let support_id = match context.dialect {
        Dialect::Schemas => Value::from(support_id(context)),
        Dialect::Examples => Value::Null,
    };
    let body = json!({
        "status": 200,
        "data": data,
        "error": null,
        "log": null,
        "validator": null,
        "support_id": support_id,
        "message": message,
        "env": "development"
    });
    Answer::json(StatusCode::OK, &body)
}

pub(super) fn error(refusal: &Refusal, context: &mut Context<'_>) -> Answer {
    let error = refusal.text.as_deref().unwrap_or_else(|| wording(refusal));
    let body = json!({
        "status": refusal.status.as_u16(),
        "data": null,
        "error": error,
        "log": null,
        "validator": validator(refusal),
        "support_id": support_id(context),
        "message": null,
        "env": "development"
    });
    Answer::json(refusal.status, &body).retry_after(refusal.retry_after)
}

/// Field by field, the first thing that is wrong with it.
fn validator(refusal: &Refusal) -> Value {
    if refusal.problems.is_empty() {
        return Value::Null;
    }
    let mut fields = Map::new();
    for problem in &refusal.problems {
        fields.entry(problem.field.clone()).or_insert_with(|| problem.text.as_str().into());
    }
    Value::Object(fields)
}

fn support_id(context: &mut Context<'_>) -> String {
    format!("support_{}", context.ids.uuid_v7(context.now))
}

/// Only the sentence of 403 is documented.
fn wording(refusal: &Refusal) -> &'static str {
    match refusal.status {
        StatusCode::BAD_REQUEST if refusal.problems.is_empty() => {
            "The request body could not be read."
        }
        StatusCode::BAD_REQUEST => "Some fields are invalid.",
        StatusCode::UNAUTHORIZED => "The access token or API key is missing or incorrect.",
        StatusCode::FORBIDDEN => {
            "Access denied. You do not have permission to perform this action."
        }
        StatusCode::NOT_FOUND => "The requested resource was not found.",
        StatusCode::NOT_ACCEPTABLE => "JSON is required.",
        StatusCode::TOO_MANY_REQUESTS => "Too many requests.",
        StatusCode::SERVICE_UNAVAILABLE => "The service is unavailable.",
        _ => "Something went wrong.",
    }
}
