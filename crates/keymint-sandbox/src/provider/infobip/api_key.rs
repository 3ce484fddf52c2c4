//! What both versions of the API key operations share.

use http::StatusCode;
use jiff::Timestamp;
use serde_json::Value;

use super::{account::LONGEST_NAME, date};
use crate::{
    body::fields::Fields,
    ids::Ids,
    key::Key,
    provider::Provider,
    refusal::Refusal,
    stand_in::{Context, not_found},
};

/// The fields of a creation or an update that were sent; the others stay as they are.
#[derive(Default)]
pub(super) struct Wanted {
    pub(super) name: Option<String>,
    pub(super) allowed: Option<Vec<String>>,
    pub(super) valid_from: Option<Timestamp>,
    pub(super) valid_to: Option<Timestamp>,
    pub(super) enabled: Option<bool>,
    pub(super) permissions: Option<Vec<String>>,
    pub(super) scopes: Option<Vec<String>>,
    pub(super) platform: Option<Vec<Value>>,
}

impl Wanted {
    /// Reads what both versions have in common.
    pub(super) fn read(fields: &mut Fields<'_>, creation: bool) -> Self {
        let name = if creation {
            fields.required_text("name", LONGEST_NAME)
        } else {
            fields.short_text("name", LONGEST_NAME)
        };
        Self {
            name,
            allowed: fields.addresses("allowedIPs"),
            valid_from: fields.moment("validFrom", date::parse),
            valid_to: fields.moment("validTo", date::parse),
            ..Self::default()
        }
    }

    /// Refuses a validity that ends before it begins.
    pub(super) fn check_order(
        &self,
        fields: &mut Fields<'_>,
        from: Option<Timestamp>,
        to: Option<Timestamp>,
    ) {
        let from = self.valid_from.or(from);
        let to = self.valid_to.or(to);
        if from.zip(to).is_some_and(|(from, to)| to < from) {
            fields.problem("validTo", "must not be before validFrom");
        }
    }

    pub(super) fn apply(self, key: &mut Key) {
        key.name = self.name.or(key.name.take());
        key.allowed = self.allowed.or(key.allowed.take());
        key.valid_from = self.valid_from.or(key.valid_from);
        key.expires_at = self.valid_to.or(key.expires_at);
        key.enabled = self.enabled.unwrap_or(key.enabled);
        key.permissions = self.permissions.unwrap_or(std::mem::take(&mut key.permissions));
        key.scopes = self.scopes.or(key.scopes.take());
        key.platform = self.platform.unwrap_or(std::mem::take(&mut key.platform));
    }
}

/// A new API key of the account, with an id and a secret of its own.
pub(super) fn mint(account: &str, now: Timestamp, ids: &mut Ids) -> Key {
    let id = ids.upper_hex(32);
    let secret = format!("{}-{}", ids.hex(32), ids.groups());
    Key::new(Provider::Infobip, account, id, secret, now)
}

/// The API key with this id, in this account or, without one, in any.
pub(super) fn find<'a>(
    id: &str,
    account: Option<&str>,
    context: &'a mut Context<'_>,
) -> Result<&'a mut Key, Refusal> {
    let mut known = context.keys.known_mut(Provider::Infobip);
    let found =
        known.find(|key| key.id == id && account.is_none_or(|account| key.owner == account));
    found.ok_or_else(not_found)
}

/// Reads a number from the query and holds it to its documented range.
pub(super) fn number(text: Option<&str>, default: usize, most: usize) -> Result<usize, Refusal> {
    let Some(text) = text else { return Ok(default) };
    let number = text.parse().ok().filter(|number| *number <= most);
    number.ok_or_else(|| StatusCode::BAD_REQUEST.into())
}
