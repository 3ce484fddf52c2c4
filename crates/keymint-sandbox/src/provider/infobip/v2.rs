//! API keys through `settings/2`: JSON only, paged, across accounts.

mod list;

use http::StatusCode;
use jiff::{Timestamp, ToSpan as _, tz::TimeZone};
use serde_json::{Map, Value, json};

use super::{
    Infobip,
    account::OWN,
    api_key::{Wanted, find, mint},
    date,
};
use crate::{
    body::{fields::Fields, json as json_body, set},
    exchange::{Answer, Request},
    key::Key,
    refusal::Refusal,
    stand_in::{Context, forbidden},
};

impl Infobip {
    pub(super) fn create_v2(
        &mut self,
        request: &Request,
        context: &mut Context<'_>,
    ) -> Result<Answer, Refusal> {
        let body = json_body(request, StatusCode::UNSUPPORTED_MEDIA_TYPE)?;
        let mut fields = Fields::of(&body)?;
        let account = fields.text("accountId");
        // Somebody else's account: 404 is not among the documented answers.
        let account =
            self.account_mut(account.as_deref().unwrap_or(OWN)).map_err(|_unknown| forbidden())?;
        account.creations.spend(context.now)?;

        let mut wanted = Wanted::read(&mut fields, true);
        if wanted.valid_from.is_some_and(|from| from < whole_second(context.now)) {
            fields.problem("validFrom", "must not be before the creation");
        }
        wanted.valid_from.get_or_insert(context.now);
        wanted.valid_to = wanted.valid_to.or_else(|| a_year_after(wanted.valid_from?));
        wanted.check_order(&mut fields, None, None);
        read_rights(&mut wanted, &mut fields, account.key == OWN, context);
        fields.finish()?;

        let mut key = mint(&account.key, context.now, context.ids);
        wanted.apply(&mut key);
        if key.platform.is_empty() && key.permissions.is_empty() {
            key.permissions = vec![DEFAULT_PERMISSION.to_owned()];
        }
        let view = view(&key);
        context.keys.add(key);

        Ok(Answer::json(StatusCode::OK, &view))
    }

    /// An absent field is kept; what an empty list does is documented for each of them.
    pub(super) fn update_v2(
        &mut self,
        request: &Request,
        id: &str,
        context: &mut Context<'_>,
    ) -> Result<Answer, Refusal> {
        let owner = find(id, None, context)?.owner.clone();
        self.account_mut(&owner)?.updates.spend(context.now)?;
        let body = json_body(request, StatusCode::UNSUPPORTED_MEDIA_TYPE)?;
        let mut fields = Fields::of(&body)?;
        let mut wanted = Wanted::read(&mut fields, false);
        wanted.enabled = fields.flag("enabled");
        read_rights(&mut wanted, &mut fields, owner == OWN, context);
        let now = context.now;
        let key = find(id, None, context)?;
        wanted.check_order(&mut fields, key.valid_from, key.expires_at);
        if wanted.scopes.is_some() && has_items(wanted.platform.as_ref()) {
            fields.problem("scopeGuids", "cannot be combined with platform");
        }
        fields.finish()?;

        if let Some(platform) = &wanted.platform {
            let reset =
                if platform.is_empty() { vec![DEFAULT_PERMISSION.to_owned()] } else { Vec::new() };
            wanted.permissions.get_or_insert(reset);
        }
        if wanted.permissions.as_ref().is_some_and(Vec::is_empty)
            && !has_items(wanted.platform.as_ref())
        {
            wanted.permissions = Some(vec![DEFAULT_PERMISSION.to_owned()]);
        }
        wanted.apply(key);
        key.updated_at = Some(now);

        Ok(Answer::json(StatusCode::OK, &view(key)))
    }
}

pub(super) fn show(id: &str, context: &mut Context<'_>) -> Result<Answer, Refusal> {
    Ok(Answer::json(StatusCode::OK, &view(find(id, None, context)?)))
}

/// Permissions, platform links and scopes, and which of them exclude each other.
fn read_rights(
    wanted: &mut Wanted,
    fields: &mut Fields<'_>,
    own_account: bool,
    context: &mut Context<'_>,
) {
    wanted.permissions = fields.choices("permissions", &PERMISSIONS);
    wanted.scopes = fields.texts("scopeGuids");
    wanted.platform = read_platform(fields, context);

    let permissions = wanted.permissions.as_deref().unwrap_or_default();
    let has = |name: &str| permissions.iter().any(|permission| permission == name);
    if has("PUBLIC_API") && has("WEB_SDK") {
        fields.problem("permissions", "PUBLIC_API and WEB_SDK cannot be combined");
    }
    if !has_items(wanted.platform.as_ref()) {
        return;
    }
    if !permissions.is_empty() {
        fields.problem("permissions", "cannot be combined with platform");
    }
    if !own_account {
        fields.problem("platform", "may be set for the main account only");
    }
}

/// Each platform link gets a key of its own.
fn read_platform(fields: &mut Fields<'_>, context: &mut Context<'_>) -> Option<Vec<Value>> {
    let Some(links) = fields.value("platform")?.as_array() else {
        fields.problem("platform", "must be a list of objects");
        return None;
    };
    let mut platform = Vec::new();
    for (index, link) in links.iter().enumerate() {
        if link.get("applicationId").and_then(Value::as_str).is_none() {
            fields.problem(&format!("platform[{index}].applicationId"), "is required");
        }
        if !matches!(link.get("action").and_then(Value::as_str), None | Some("FILL" | "FORCE")) {
            fields.problem(&format!("platform[{index}].action"), "is not a known value");
        }
        let mut stored = Map::from_iter([("key".to_owned(), context.ids.upper_hex(32).into())]);
        for name in ["applicationId", "entityId", "action"] {
            if let Some(value) = link.get(name) {
                stored.insert(name.to_owned(), value.clone());
            }
        }
        platform.push(Value::Object(stored));
    }
    Some(platform)
}

fn has_items(list: Option<&Vec<Value>>) -> bool {
    list.is_some_and(|list| !list.is_empty())
}

fn view(key: &Key) -> Value {
    let mut view = json!({
        "id": key.id,
        "apiKeySecret": key.secret,
        "accountId": key.owner,
        "name": key.name
    });
    let optional = [
        ("allowedIPs", key.allowed.clone().map(Value::from)),
        ("validFrom", key.valid_from.map(date::v2).map(Value::from)),
        ("validTo", key.expires_at.map(date::v2).map(Value::from)),
        ("enabled", Some(Value::from(key.enabled))),
        ("permissions", (!key.permissions.is_empty()).then(|| key.permissions.clone().into())),
        ("platform", (!key.platform.is_empty()).then(|| key.platform.clone().into())),
        ("scopeGuids", key.scopes.clone().map(Value::from)),
    ];
    for (name, value) in optional {
        if let Some(value) = value {
            set(&mut view, name, value);
        }
    }
    view
}

/// Version 2 writes whole seconds, so the second of the creation itself is not "before".
fn whole_second(moment: Timestamp) -> Timestamp {
    Timestamp::from_second(moment.as_second()).unwrap_or(moment)
}

fn a_year_after(moment: Timestamp) -> Option<Timestamp> {
    let later = moment.to_zoned(TimeZone::UTC).checked_add(1.year()).ok()?;
    Some(later.timestamp())
}

const PERMISSIONS: [&str; 3] = [DEFAULT_PERMISSION, "2FA_CLIENT", "WEB_SDK"];
const DEFAULT_PERMISSION: &str = "PUBLIC_API";
