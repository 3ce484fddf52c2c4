//! What an API key shall be like.

use std::time::Duration;

use clap::Args;
use jiff::Timestamp;
use keymint::{AddressRange, DateTime, KeyRequest, KeyUpdate, ListField};
use serde_json::{Map, Value, json};

use super::values;
use crate::failure::Failure;

/// The fields of a new or changed API key.
#[derive(Args, Debug, Default)]
#[command(next_help_heading = "Fields")]
pub(crate) struct Fields {
    /// The name, or label
    #[arg(long, value_name = "N")]
    pub(crate) name: Option<String>,
    /// What it is for
    #[arg(long, value_name = "D")]
    pub(crate) description: Option<String>,
    /// What it may do, in the provider's words; may be repeated
    #[arg(long = "scope", value_name = "S", value_delimiter = ',', conflicts_with = "no_scopes")]
    pub(crate) scopes: Vec<String>,
    /// Send an empty list of scopes: all of them at BitGPT, the default at Infobip
    #[arg(long)]
    pub(crate) no_scopes: bool,
    /// From where it may be used: an address or a range; may be repeated
    #[arg(
        long = "allow-ip",
        value_name = "CIDR",
        value_delimiter = ',',
        conflicts_with = "no_allow_ips"
    )]
    pub(crate) allow: Vec<AddressRange>,
    /// Send an empty list of allowed addresses, which lifts the restriction
    #[arg(long)]
    pub(crate) no_allow_ips: bool,
    /// From where it may not be used; may be repeated
    #[arg(
        long = "deny-ip",
        value_name = "CIDR",
        value_delimiter = ',',
        conflicts_with = "no_deny_ips"
    )]
    pub(crate) deny: Vec<AddressRange>,
    /// Send an empty list of denied addresses, which lifts the restriction
    #[arg(long)]
    pub(crate) no_deny_ips: bool,
    /// When it begins to work: a date, or a time with its zone
    #[arg(long, value_name = "T", value_parser = values::moment)]
    pub(crate) valid_from: Option<DateTime>,
    /// When it ceases to work: a date, or a time with its zone
    #[arg(long, value_name = "T", value_parser = values::moment, conflicts_with = "ttl")]
    pub(crate) expires: Option<DateTime>,
    /// How long it works from now on, such as 90d or 12h
    #[arg(long, value_name = "SPAN", value_parser = values::span)]
    pub(crate) ttl: Option<Duration>,
}

impl Fields {
    /// The request for a new API key.
    pub(crate) fn request(&self, now: Timestamp) -> Result<KeyRequest, Failure> {
        let mut request = KeyRequest::new();
        request.name.clone_from(&self.name);
        request.description.clone_from(&self.description);
        request.scopes = list(&self.scopes, self.no_scopes);
        request.allow_empty_scopes = self.no_scopes;
        if let Some(ranges) = given(&self.allow, self.no_allow_ips) {
            request = request.allow_list(ranges);
        }
        if let Some(ranges) = given(&self.deny, self.no_deny_ips) {
            request = request.deny_list(ranges);
        }
        request.valid_from = self.valid_from;
        request.expires = self.end(now)?;
        Ok(request)
    }

    /// The changes to an API key.
    pub(crate) fn update(&self, now: Timestamp) -> Result<KeyUpdate, Failure> {
        let request = self.request(now)?;
        let mut update = KeyUpdate::new();
        update.name = request.name;
        update.description = request.description;
        update.scopes = request.scopes;
        update.allow_empty_scopes = request.allow_empty_scopes;
        update.allow_list = request.allow_list;
        update.deny_list = request.deny_list;
        update.valid_from = request.valid_from;
        update.expires = request.expires;
        Ok(update)
    }

    fn end(&self, now: Timestamp) -> Result<Option<DateTime>, Failure> {
        if let Some(ttl) = self.ttl {
            let end = now.checked_add(ttl).map_err(|_too_far| {
                Failure::usage("`--ttl` leads beyond the year 9999; give a shorter span")
            })?;
            // Providers cut fractions of a second off, or refuse them.
            return Ok(Some(Timestamp::from_second(end.as_second()).unwrap_or(end).into()));
        }
        if self.expires.is_some_and(|end| end.instant() <= now) {
            return Err(Failure::usage("`--expires` has passed; give a later time"));
        }
        Ok(self.expires)
    }
}

/// The fields that are given, for showing them.
pub(crate) fn shown(request: &KeyRequest) -> Map<String, Value> {
    let texts = |list: &ListField<AddressRange>| list.to_sent(ToString::to_string);
    let fields = [
        ("name", json!(request.name)),
        ("description", json!(request.description)),
        ("scopes", json!(request.scopes.to_sent(Clone::clone))),
        ("allowed_ips", json!(texts(&request.allow_list))),
        ("denied_ips", json!(texts(&request.deny_list))),
        ("valid_from", json!(request.valid_from.map(|moment| moment.to_string()))),
        ("expires_at", json!(request.expires.map(|moment| moment.to_string()))),
    ];
    let given = fields.into_iter().filter(|(_, value)| !value.is_null());
    given.map(|(name, value)| (name.to_owned(), value)).collect()
}

fn list(values: &[String], empty: bool) -> ListField<String> {
    given(values, empty).map_or(ListField::Absent, ListField::from)
}

fn given<T: Clone>(values: &[T], empty: bool) -> Option<Vec<T>> {
    (empty || !values.is_empty()).then(|| values.to_vec())
}
