//! API keys: created once in full, masked ever after, and never deleted.

use base64::{Engine as _, engine::general_purpose::STANDARD_NO_PAD};
use http::StatusCode;
use jiff::{Timestamp, civil::DateTime, tz::TimeZone};
use serde_json::{Map, Value, json};

use super::{ORGANIZATION, envelope::success};
use crate::{
    body::{fields::Fields, json as json_body, set},
    dialect::Dialect,
    exchange::{Answer, Request},
    key::Key,
    provider::Provider,
    refusal::Refusal,
    stand_in::{Context, not_found},
};

pub(super) fn create(request: &Request, context: &mut Context<'_>) -> Result<Answer, Refusal> {
    let body = json_body(request, StatusCode::NOT_ACCEPTABLE)?;
    let mut fields = Fields::of(&body)?;
    let label = fields.required_text("label", LONGEST_LABEL);
    let description = fields.text("description");
    let scopes = fields.choices("scopes", &SCOPES);
    let allowed = fields.addresses("ip_allow_list");
    let expires_at = fields.moment("expires_at", parse_date);
    fields.finish()?;

    let id = format!("api_key_{}", context.ids.uuid_v7(context.now));
    let inner = format!("{}_bitgpt", context.ids.uuid_v7(context.now));
    let secret = format!("sk_live_{}", STANDARD_NO_PAD.encode(inner));
    let mut key = Key::new(Provider::BitGpt, ORGANIZATION, id, secret, context.now);
    key.name = label;
    key.description = description;
    key.scopes = scopes;
    key.allowed = allowed;
    key.expires_at = expires_at;
    let view = match context.dialect {
        Dialect::Schemas => whole(&key),
        Dialect::Examples => brief(&key, &key.secret),
    };
    context.keys.add(key);

    Ok(success(&view, CREATED, context))
}

/// Neither label nor secret is in the documented list: the one is missing, the other masked.
pub(super) fn list(context: &mut Context<'_>) -> Answer {
    let keys = context.keys.known(Provider::BitGpt);
    let views: Value = keys.map(|key| brief(key, &masked(&key.secret))).collect();
    success(&views, CREATED, context)
}

pub(super) fn show(id: &str, context: &mut Context<'_>) -> Result<Answer, Refusal> {
    let key =
        context.keys.known(Provider::BitGpt).find(|key| key.id == id).ok_or_else(not_found)?;
    let view = only(&whole(key), &SHOWN);
    Ok(success(&view, CREATED, context))
}

/// Only label and description can be changed; the answer is a placeholder, as documented.
pub(super) fn update(
    request: &Request,
    id: &str,
    context: &mut Context<'_>,
) -> Result<Answer, Refusal> {
    let now = context.now;
    let mut known = context.keys.known_mut(Provider::BitGpt);
    let key = known.find(|key| key.id == id).ok_or_else(not_found)?;
    let body = json_body(request, StatusCode::NOT_ACCEPTABLE)?;
    let mut fields = Fields::of(&body)?;
    let label = fields.required_text("label", LONGEST_LABEL);
    let description = fields.text("description");
    fields.finish()?;

    key.name = label;
    key.description = description.or(key.description.take());
    key.updated_at = Some(now);
    drop(known);
    Ok(success(&json!({"id": id}), "API key updated", context))
}

/// Every documented field.
fn whole(key: &Key) -> Value {
    json!({
        "id": key.id,
        "organization_id": key.owner,
        "label": key.name,
        "description": key.description,
        "secret": key.secret,
        "scopes": key.scopes.as_deref().unwrap_or_default(),
        "ip_allow_list": key.allowed.as_deref().unwrap_or_default(),
        "expires_at": key.expires_at.map(date),
        "created_at": date(key.created_at),
        "updated_at": key.updated_at.map(date),
        "metrics": {"api_key_id": key.id, "total_requests": 0, "last_used_at": null}
    })
}

/// The seven fields of the documented list, and of one of the two documented creations.
fn brief(key: &Key, secret: &str) -> Value {
    let mut view = whole(key);
    set(&mut view, "secret", secret);
    only(
        &view,
        &["id", "secret", "scopes", "ip_allow_list", "expires_at", "created_at", "updated_at"],
    )
}

fn only(view: &Value, names: &[&str]) -> Value {
    let fields =
        names.iter().filter_map(|name| Some(((*name).to_owned(), view.get(name)?.clone())));
    Value::Object(fields.collect::<Map<_, _>>())
}

/// `sk_live_MDE5N2MwZWMt...GdwdA`: the prefix, the first twelve and the last five characters.
fn masked(secret: &str) -> String {
    let length = secret.chars().count();
    let first: String = secret.chars().take(20).collect();
    let last: String = secret.chars().skip(length.saturating_sub(5)).collect();
    format!("{first}...{last}")
}

/// `2025-06-30 15:00:22`; which zone is meant is nowhere said, so it is UTC here.
fn date(moment: Timestamp) -> String {
    moment.strftime("%Y-%m-%d %H:%M:%S").to_string()
}

fn parse_date(text: &str) -> Option<Timestamp> {
    let local = DateTime::strptime("%Y-%m-%d %H:%M:%S", text).ok()?;
    Some(local.to_zoned(TimeZone::UTC).ok()?.timestamp())
}

/// The documentation has this message on lists and reads as well.
const CREATED: &str = "Resource created successfully";

const LONGEST_LABEL: usize = 255;

/// What one API key is shown with: everything but organization and secret.
const SHOWN: [&str; 9] = [
    "id",
    "label",
    "description",
    "scopes",
    "ip_allow_list",
    "expires_at",
    "created_at",
    "updated_at",
    "metrics",
];

/// The closed list of scopes.
const SCOPES: [&str; 32] = [
    "invoices.create",
    "invoices.update",
    "invoices.read",
    "payments.create",
    "payments.update",
    "payments.read",
    "products.create",
    "products.read",
    "products.update",
    "products.delete",
    "api_keys.create",
    "api_keys.update",
    "api_keys.delete",
    "api_keys.read",
    "webhooks.create",
    "webhooks.read",
    "webhooks.update",
    "webhooks.delete",
    "webhooks_queue.read",
    "webhooks_queue.update",
    "notifications.read",
    "notifications.update",
    "notifications_settings.read",
    "notifications_settings.update",
    "organizations.create",
    "organizations.read",
    "organizations.update",
    "organizations.deactivate",
    "users.update",
    "users.deactivate",
    "users.sessions.read",
    "users.sessions.deactivate",
];
