//! Accounts: the caller's own, its sub-accounts, and their daily quotas.

use std::time::Duration;

use http::StatusCode;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::{
    Infobip,
    wire::{Wire, read},
};
use crate::{
    body::fields::Fields,
    exchange::{Answer, Request},
    refusal::Refusal,
    stand_in::{Context, forbidden},
};

/// One account and what it has used of its quotas.
pub(super) struct Account {
    pub(super) key: String,
    owner: String,
    name: String,
    enabled: bool,
    /// Creations through version 1 and version 2 together.
    pub(super) creations: Quota,
    /// Updates through version 2.
    pub(super) updates: Quota,
}

/// Forty requests a day, whatever comes of them.
#[derive(Default)]
pub(super) struct Quota(Vec<Timestamp>);

impl Quota {
    /// Uses up one request, or says how many seconds are to be waited.
    pub(super) fn spend(&mut self, now: Timestamp) -> Result<(), Refusal> {
        self.0.retain(|spent| now.duration_since(*spent) < DAY);
        let Some(oldest) = self.0.first().filter(|_| self.0.len() >= DAILY_QUOTA) else {
            self.0.push(now);
            return Ok(());
        };
        let wait =
            Duration::try_from(DAY.saturating_sub(now.duration_since(*oldest))).unwrap_or_default();
        let started = u64::from(wait.subsec_nanos() > 0);
        Err(Refusal::throttled(wait.as_secs().saturating_add(started)))
    }
}

impl Account {
    pub(super) fn premade() -> Vec<Self> {
        vec![
            Self::new(OWN.to_owned(), "Sandbox Account".to_owned(), true),
            Self::new(SUB.to_owned(), "Sandbox Sub-account".to_owned(), true),
        ]
    }

    fn new(key: String, name: String, enabled: bool) -> Self {
        let owner = OWN.to_owned();
        Self { key, owner, name, enabled, creations: Quota::default(), updates: Quota::default() }
    }

    fn view(&self) -> Value {
        json!({"key": self.key, "ownerKey": self.owner, "name": self.name, "enabled": self.enabled})
    }
}

impl Infobip {
    /// The sub-accounts; the caller's own account is none of them.
    pub(super) fn list_accounts(&self, request: &Request) -> Result<Answer, Refusal> {
        let limit = limit(request)?;
        let enabled = flag(request, "enabled")?;
        let name = request.query("name");
        let accounts: Vec<Value> = self
            .accounts
            .iter()
            .filter(|account| account.key != OWN)
            .filter(|account| name.is_none_or(|name| account.name == name))
            .filter(|account| enabled.is_none_or(|enabled| account.enabled == enabled))
            .take(limit)
            .map(Account::view)
            .collect();

        Ok(list(request, "accounts", accounts))
    }

    pub(super) fn show_account(&self, request: &Request, key: &str) -> Result<Answer, Refusal> {
        let account = self.account(key)?;
        Ok(Wire::accepted(request).answer(StatusCode::OK, "account", &account.view()))
    }

    pub(super) fn create_account(
        &mut self,
        request: &Request,
        context: &mut Context<'_>,
    ) -> Result<Answer, Refusal> {
        let body = read(request, "Account")?;
        let mut fields = Fields::of(&body)?;
        let name = fields.required_text("name", LONGEST_NAME).unwrap_or_default();
        let enabled = fields.flag("enabled").unwrap_or(true);
        fields.finish()?;

        let account = Account::new(context.ids.upper_hex(32), name, enabled);
        let view = account.view();
        self.accounts.push(account);
        Ok(Wire::accepted(request).answer(StatusCode::OK, "account", &view))
    }

    pub(super) fn update_account(
        &mut self,
        request: &Request,
        key: &str,
    ) -> Result<Answer, Refusal> {
        let account = self.account_mut(key)?;
        if account.key == OWN {
            return Err(forbidden());
        }
        let body = read(request, "Account")?;
        let mut fields = Fields::of(&body)?;
        let name = fields.short_text("name", LONGEST_NAME);
        let enabled = fields.flag("enabled");
        fields.finish()?;

        account.name = name.unwrap_or_else(|| account.name.clone());
        account.enabled = enabled.unwrap_or(account.enabled);
        Ok(Wire::accepted(request).answer(StatusCode::OK, "account", &account.view()))
    }

    pub(super) fn add_account(&mut self, name: String, context: &mut Context<'_>) -> String {
        let key = context.ids.upper_hex(32);
        self.accounts.push(Account::new(key.clone(), name, true));
        key
    }
}

/// A list under one name: a field in JSON, the root in XML.
pub(super) fn list(request: &Request, name: &str, items: Vec<Value>) -> Answer {
    match Wire::accepted(request) {
        Wire::Json => Answer::json(StatusCode::OK, &json!({name: items})),
        Wire::Xml => Wire::Xml.answer(StatusCode::OK, name, &Value::Array(items)),
    }
}

/// How many entries a list of version 1 may have; there is no second page.
pub(super) fn limit(request: &Request) -> Result<usize, Refusal> {
    let Some(limit) = request.query("limit") else { return Ok(DEFAULT_LIMIT) };
    limit.parse().map_err(|_not_a_number| StatusCode::BAD_REQUEST.into())
}

/// A query parameter that is `true` or `false`.
pub(super) fn flag(request: &Request, name: &str) -> Result<Option<bool>, Refusal> {
    let Some(flag) = request.query(name) else { return Ok(None) };
    flag.parse().map(Some).map_err(|_not_a_flag| StatusCode::BAD_REQUEST.into())
}

/// The caller's own account, with the id of the documentation's examples.
pub(super) const OWN: &str = "8F0792F86035A9F4290821F1EE6BC06A";

/// A sub-account, with the id in the path of the documentation's first example.
const SUB: &str = "D0F64A8194B48B8BB2B86E6385D22792";

/// No limit is documented; this one keeps answers readable.
pub(super) const LONGEST_NAME: usize = 255;

/// Documented for POST of both versions and for PUT of version 2.
const DAILY_QUOTA: usize = 40;
const DAY: SignedDuration = SignedDuration::from_hours(24);

/// Documented for both lists of version 1.
const DEFAULT_LIMIT: usize = 40;
