//! API keys through `settings/1`: in JSON and in XML, below an account.

use http::StatusCode;
use serde_json::{Map, Value};

use super::{
    Infobip,
    account::{flag, limit, list},
    api_key::{Wanted, find, mint},
    date,
    wire::{Wire, read},
};
use crate::{
    body::fields::Fields,
    dialect::Dialect,
    exchange::{Answer, Request},
    key::Key,
    provider::Provider,
    refusal::Refusal,
    stand_in::Context,
};

impl Infobip {
    pub(super) fn create_v1(
        &mut self,
        request: &Request,
        account: &str,
        context: &mut Context<'_>,
    ) -> Result<Answer, Refusal> {
        let account = self.account_mut(account)?;
        account.creations.spend(context.now)?;
        let wanted = wanted(request, None)?;

        let mut key = mint(&account.key, context.now, context.ids);
        key.permissions = vec!["PUBLIC_API".to_owned()];
        wanted.apply(&mut key);
        let status = match context.dialect {
            Dialect::Schemas => StatusCode::CREATED,
            Dialect::Examples => StatusCode::OK,
        };
        let answer = show(request, status, &key, context.dialect);
        context.keys.add(key);

        Ok(answer)
    }

    pub(super) fn list_v1(
        &self,
        request: &Request,
        account: &str,
        context: &Context<'_>,
    ) -> Result<Answer, Refusal> {
        let account = self.account(account)?;
        let limit = limit(request)?;
        let enabled = flag(request, "enabled")?;
        let (name, secret) = (request.query("name"), request.query("publicApiKey"));
        let wire = Wire::accepted(request);
        let keys = context
            .keys
            .known(Provider::Infobip)
            .filter(|key| key.owner == account.key)
            .filter(|key| name.is_none_or(|name| key.name.as_deref() == Some(name)))
            .filter(|key| secret.is_none_or(|secret| key.secret == secret))
            .filter(|key| enabled.is_none_or(|enabled| key.enabled == enabled))
            .take(limit)
            .map(|key| view(key, wire, context.dialect))
            .collect();

        Ok(list(request, "apiKeys", keys))
    }

    pub(super) fn show_v1(
        &self,
        request: &Request,
        account: &str,
        id: &str,
        context: &mut Context<'_>,
    ) -> Result<Answer, Refusal> {
        let account = self.account(account)?;
        let dialect = context.dialect;
        let key = find(id, Some(&account.key), context)?;
        Ok(show(request, StatusCode::OK, key, dialect))
    }

    pub(super) fn update_v1(
        &self,
        request: &Request,
        account: &str,
        id: &str,
        context: &mut Context<'_>,
    ) -> Result<Answer, Refusal> {
        let account = self.account(account)?;
        let (now, dialect) = (context.now, context.dialect);
        let key = find(id, Some(&account.key), context)?;
        wanted(request, Some(key))?.apply(key);
        key.updated_at = Some(now);

        Ok(show(request, StatusCode::OK, key, dialect))
    }
}

/// The fields of a creation, or of an update of `key`.
fn wanted(request: &Request, key: Option<&Key>) -> Result<Wanted, Refusal> {
    let body = read(request, "ApiKey")?;
    let mut fields = Fields::of(&body)?;
    let mut wanted = Wanted::read(&mut fields, key.is_none());
    wanted.enabled = fields.flag("enabled");
    let permissions = fields.choices("permissions", &PERMISSIONS.map(|(old, _)| old));
    wanted.permissions = permissions.map(|list| list.iter().map(|old| renamed(old)).collect());
    wanted.check_order(
        &mut fields,
        key.and_then(|key| key.valid_from),
        key.and_then(|key| key.expires_at),
    );
    fields.finish()?;

    Ok(wanted)
}

fn show(request: &Request, status: StatusCode, key: &Key, dialect: Dialect) -> Answer {
    let wire = Wire::accepted(request);
    wire.answer(status, "apiKey", &view(key, wire, dialect))
}

/// What is not set is absent; the two wires order the fields differently, as in the examples.
fn view(key: &Key, wire: Wire, dialect: Dialect) -> Value {
    let date = |moment| date::v1(moment, wire, dialect);
    let name = ("name", key.name.clone().map(Value::from));
    let ids = [
        ("key", Some(Value::from(key.id.as_str()))),
        ("publicApiKey", Some(Value::from(key.secret.as_str()))),
        ("accountKey", Some(Value::from(key.owner.as_str()))),
    ];
    let rest = [
        ("allowedIPs", key.allowed.clone().map(Value::from)),
        ("validFrom", key.valid_from.map(date).map(Value::from)),
        ("validTo", key.expires_at.map(date).map(Value::from)),
        ("enabled", Some(Value::from(key.enabled))),
        ("permissions", (dialect == Dialect::Schemas).then(|| old_permissions(key))),
    ];
    let fields: Vec<(&str, Option<Value>)> = match wire {
        Wire::Json => [name].into_iter().chain(ids).chain(rest).collect(),
        Wire::Xml => ids.into_iter().chain([name]).chain(rest).collect(),
    };
    let present = fields.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?)));
    Value::Object(present.collect::<Map<_, _>>())
}

/// Version 1 has no word for some of version 2's permissions, and leaves them out.
fn old_permissions(key: &Key) -> Value {
    let old =
        |new: &String| PERMISSIONS.iter().find(|(_, known)| known == new).map(|(old, _)| *old);
    key.permissions.iter().filter_map(old).collect()
}

fn renamed(old: &str) -> String {
    PERMISSIONS.iter().find(|(known, _)| *known == old).map_or(old, |(_, new)| new).to_owned()
}

/// The permissions of version 1, and what version 2 calls the same thing.
const PERMISSIONS: [(&str, &str); 5] = [
    ("ALL", "PUBLIC_API"),
    ("TFA", "2FA_CLIENT"),
    ("PUSH_CLIENT", "PUSH_CLIENT"),
    ("PEOPLE_EVENTS_PUBLIC_CLIENT", "PEOPLE_EVENTS_PUBLIC_CLIENT"),
    ("EXTERNAL_INTEGRATIONS", "EXTERNAL_INTEGRATIONS"),
];
