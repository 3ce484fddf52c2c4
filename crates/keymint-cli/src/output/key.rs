//! API keys as people and as programs read them.

use jiff::Timestamp;
use keymint::{IssuedKey, KeyDetails, KeyInfo, ProviderKind, SeenSecret};
use serde_json::{Map, Value, json};

use super::{Cell, Table};
use crate::exposed::exposed;

/// A new API key as one object; its secret only where it may be seen.
pub(crate) fn issued_object(key: &IssuedKey, reveal: bool) -> Value {
    let secret = reveal.then(|| exposed(&key.secret));
    let details = &key.details;
    json!({
        "provider": key.provider,
        "owner": key.owner.to_string(),
        "id": key.id.as_str(),
        "name": details.name,
        "secret": secret,
        "fingerprint": key.fingerprint,
        "created_at": details.created_at.map(|moment| moment.to_string()),
        "expires_at": details.expires_at.map(|moment| moment.to_string()),
        "allowed_ips": details.allow_list,
        "warnings": texts(&key.warnings),
    })
}

/// An API key that exists as one object.
pub(crate) fn object(key: &KeyInfo, reveal: bool) -> Value {
    let details = &key.details;
    let secret = match &key.secret {
        SeenSecret::Clear(secret) | SeenSecret::Masked(secret) if reveal => Some(exposed(secret)),
        SeenSecret::Clear(_) | SeenSecret::Masked(_) | SeenSecret::Hidden | _ => None,
    };
    let mut object = Map::new();
    let fields = [
        ("provider", json!(key.provider)),
        ("owner", json!(key.owner.to_string())),
        ("id", json!(key.id.as_str())),
        ("name", json!(details.name)),
        ("secret", json!(secret)),
        ("fingerprint", json!(key.fingerprint())),
        ("created_at", json!(details.created_at.map(|moment| moment.to_string()))),
        ("expires_at", json!(details.expires_at.map(|moment| moment.to_string()))),
        ("allowed_ips", json!(details.allow_list)),
        ("warnings", json!(texts(&key.warnings))),
        ("description", json!(details.description)),
        ("scopes", json!(details.scopes)),
        ("denied_ips", json!(details.deny_list)),
        ("valid_from", json!(details.valid_from.map(|moment| moment.to_string()))),
        ("enabled", json!(details.enabled)),
        ("live", json!(details.is_live_at(Timestamp::now()))),
    ];
    object.extend(fields.map(|(name, value)| (name.to_owned(), value)));
    Value::Object(object)
}

/// A new API key, told line by line.
pub(crate) fn issued_record(key: &IssuedKey, reveal: bool) -> Table {
    let secret = if reveal { Cell::new(exposed(&key.secret)).bold() } else { hidden() };
    let state = state(&key.details, Timestamp::now());
    let start = vec![
        ("provider", Cell::new(title(key.provider))),
        ("owner", Cell::new(key.owner.to_string())),
        ("id", Cell::new(key.id.as_str()).bold()),
        ("name", Cell::optional(key.details.name.as_ref())),
        ("secret", secret),
        ("fingerprint", Cell::new(&key.fingerprint)),
        ("state", state),
    ];
    record(start, &key.details)
}

/// An API key that exists, told line by line.
pub(crate) fn info_record(key: &KeyInfo, reveal: bool) -> Table {
    let start = vec![
        ("provider", Cell::new(title(key.provider))),
        ("owner", Cell::new(key.owner.to_string())),
        ("id", Cell::new(key.id.as_str()).bold()),
        ("name", Cell::optional(key.details.name.as_ref())),
        ("secret", seen(&key.secret, reveal)),
        ("fingerprint", Cell::optional(key.fingerprint())),
        ("state", state(&key.details, Timestamp::now())),
    ];
    record(start, &key.details)
}

/// API keys that exist, one a row.
pub(crate) fn list(keys: &[KeyInfo], reveal: bool) -> Table {
    let mut table = Table::new(&[
        "id",
        "name",
        "state",
        "secret",
        "fingerprint",
        "scopes",
        "allowed",
        "denied",
        "created",
        "expires",
    ]);
    let now = Timestamp::now();
    for key in keys {
        let details = &key.details;
        table.row(vec![
            Cell::new(key.id.as_str()).bold(),
            Cell::optional(details.name.as_ref()),
            state(details, now),
            seen(&key.secret, reveal),
            Cell::optional(key.fingerprint()),
            joined(details.scopes.as_deref()),
            joined(details.allow_list.as_deref()),
            joined(details.deny_list.as_deref()),
            Cell::optional(details.created_at),
            Cell::optional(details.expires_at),
        ]);
    }
    table
}

/// Whether an API key works now, and if not, why.
pub(crate) fn state(details: &KeyDetails, now: Timestamp) -> Cell {
    if details.enabled == Some(false) {
        Cell::new("disabled").bad()
    } else if details.expires_at.is_some_and(|end| end.instant() <= now) {
        Cell::new("expired").bad()
    } else if details.valid_from.is_some_and(|from| from.instant() > now) {
        Cell::new("not yet valid").doubtful()
    } else {
        Cell::new("live").good()
    }
}

fn record(mut start: Vec<(&'static str, Cell)>, details: &KeyDetails) -> Table {
    start.extend([
        ("description", Cell::optional(details.description.as_ref())),
        ("scopes", joined(details.scopes.as_deref())),
        ("allowed", joined(details.allow_list.as_deref())),
        ("denied", joined(details.deny_list.as_deref())),
        ("created", Cell::optional(details.created_at)),
        ("valid from", Cell::optional(details.valid_from)),
        ("expires", Cell::optional(details.expires_at)),
    ]);
    Table::record(start)
}

fn seen(secret: &SeenSecret, reveal: bool) -> Cell {
    match secret {
        SeenSecret::Clear(secret) | SeenSecret::Masked(secret) if reveal => {
            Cell::new(exposed(secret))
        }
        SeenSecret::Clear(_) => hidden(),
        SeenSecret::Masked(_) => Cell::new("[masked]").dim(),
        SeenSecret::Hidden | _ => Cell::default(),
    }
}

fn hidden() -> Cell {
    Cell::new("[redacted]").dim()
}

fn joined(values: Option<&[String]>) -> Cell {
    Cell::new(values.unwrap_or_default().join(", "))
}

fn title(provider: &str) -> String {
    provider
        .parse::<ProviderKind>()
        .map_or_else(|_| provider.to_owned(), |kind| kind.title().to_owned())
}

fn texts(warnings: &[keymint::Warning]) -> Vec<String> {
    warnings.iter().map(ToString::to_string).collect()
}
