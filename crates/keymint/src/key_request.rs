//! What an API key shall be like.

use std::net::IpAddr;

use keymint_core::DateTime;
use serde::{Deserialize, Serialize};

use crate::address::{AddressRange, distinct};
use crate::list_field::ListField;

/// An API key to be made, in no provider's terms.
///
/// What the provider cannot honour is refused before anything is sent; see [`Capabilities`](crate::Capabilities).
///
/// ```
/// use keymint::KeyRequest;
///
/// let request = KeyRequest::new()
///     .name("billing")
///     .scopes(["invoices.read"])
///     .allow_list(["203.0.113.0/24".parse()?])
///     .expires("2027-01-01".parse()?);
/// # assert_eq!(request.name.as_deref(), Some("billing"));
/// # Ok::<_, Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
#[must_use]
pub struct KeyRequest {
    /// The name, or label.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What it is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// What it may do, in the provider's words: scopes, or permissions.
    #[serde(skip_serializing_if = "ListField::is_absent")]
    pub scopes: ListField<String>,
    /// Whether an empty list of scopes is meant, where it does not mean "nothing".
    #[serde(skip_serializing_if = "is_false")]
    pub allow_empty_scopes: bool,
    /// From where it may be used.
    #[serde(skip_serializing_if = "ListField::is_absent")]
    pub allow_list: ListField<AddressRange>,
    /// From where it may not be used.
    #[serde(skip_serializing_if = "ListField::is_absent")]
    pub deny_list: ListField<AddressRange>,
    /// When it begins to work.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_from: Option<DateTime>,
    /// When it ceases to work.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires: Option<DateTime>,
}

impl KeyRequest {
    /// Starts with nothing said.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the name.
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Sets what it is for.
    pub fn description(mut self, description: impl Into<String>) -> Self {
        self.description = Some(description.into());
        self
    }

    /// Sets what it may do; an empty list is an empty list, not an absent one.
    pub fn scopes<S: Into<String>>(mut self, scopes: impl IntoIterator<Item = S>) -> Self {
        self.scopes = scopes.into_iter().map(Into::into).collect::<Vec<_>>().into();
        self
    }

    /// Says that an empty list of scopes is meant.
    ///
    /// At BitGPT such a key may do everything; at Infobip the provider puts its default in place of it.
    pub fn allow_empty_scopes(mut self) -> Self {
        self.allow_empty_scopes = true;
        self
    }

    /// Sets from where it may be used; an empty list is sent as one.
    pub fn allow_list(mut self, ranges: impl IntoIterator<Item = AddressRange>) -> Self {
        self.allow_list = distinct(ranges).into();
        self
    }

    /// Sets from where it may not be used; an empty list is sent as one.
    pub fn deny_list(mut self, ranges: impl IntoIterator<Item = AddressRange>) -> Self {
        self.deny_list = distinct(ranges).into();
        self
    }

    /// Whether its lists let an address use it; an empty or absent list restricts nobody.
    pub fn admits(&self, address: IpAddr) -> bool {
        admits(&self.allow_list, &self.deny_list, address)
    }

    /// Sets when it begins to work.
    pub fn valid_from(mut self, moment: DateTime) -> Self {
        self.valid_from = Some(moment);
        self
    }

    /// Sets when it ceases to work.
    pub fn expires(mut self, moment: DateTime) -> Self {
        self.expires = Some(moment);
        self
    }
}

/// What of an API key shall change; whatever is not said stays as it is.
///
/// ```
/// use keymint::KeyUpdate;
///
/// let update = KeyUpdate::new().name("billing, second half").allow_list(["203.0.113.7".parse()?]);
/// # assert!(update.description.is_none());
/// # Ok::<_, keymint::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
#[must_use]
pub struct KeyUpdate {
    /// The name, or label.
    pub name: Option<String>,
    /// What it is for.
    pub description: Option<String>,
    /// What it may do.
    pub scopes: ListField<String>,
    /// Whether an empty list of scopes is meant, where it does not mean "nothing".
    pub allow_empty_scopes: bool,
    /// From where it may be used.
    pub allow_list: ListField<AddressRange>,
    /// From where it may not be used.
    pub deny_list: ListField<AddressRange>,
    /// When it begins to work.
    pub valid_from: Option<DateTime>,
    /// When it ceases to work.
    pub expires: Option<DateTime>,
    /// Whether it works at all.
    pub enabled: Option<bool>,
}

impl KeyUpdate {
    /// Starts with no change.
    pub fn new() -> Self {
        Self::default()
    }

    /// Changes the name.
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Changes what it is for.
    pub fn description(mut self, description: impl Into<String>) -> Self {
        self.description = Some(description.into());
        self
    }

    /// Changes what it may do; an empty list is an empty list, not an absent one.
    pub fn scopes<S: Into<String>>(mut self, scopes: impl IntoIterator<Item = S>) -> Self {
        self.scopes = scopes.into_iter().map(Into::into).collect::<Vec<_>>().into();
        self
    }

    /// Says that an empty list of scopes is meant.
    pub fn allow_empty_scopes(mut self) -> Self {
        self.allow_empty_scopes = true;
        self
    }

    /// Changes from where it may be used; an empty list lifts the restriction.
    pub fn allow_list(mut self, ranges: impl IntoIterator<Item = AddressRange>) -> Self {
        self.allow_list = distinct(ranges).into();
        self
    }

    /// Changes from where it may not be used; an empty list lifts the restriction.
    pub fn deny_list(mut self, ranges: impl IntoIterator<Item = AddressRange>) -> Self {
        self.deny_list = distinct(ranges).into();
        self
    }

    /// Whether the new lists let an address use it; a list that does not change is not asked.
    pub fn admits(&self, address: IpAddr) -> bool {
        admits(&self.allow_list, &self.deny_list, address)
    }

    /// Changes when it begins to work.
    pub fn valid_from(mut self, moment: DateTime) -> Self {
        self.valid_from = Some(moment);
        self
    }

    /// Changes when it ceases to work.
    pub fn expires(mut self, moment: DateTime) -> Self {
        self.expires = Some(moment);
        self
    }

    /// Switches it on or off.
    pub fn enabled(mut self, enabled: bool) -> Self {
        self.enabled = Some(enabled);
        self
    }
}

fn admits(
    allow: &ListField<AddressRange>,
    deny: &ListField<AddressRange>,
    address: IpAddr,
) -> bool {
    let allowed =
        allow.values().is_empty() || allow.values().iter().any(|range| range.contains(address));
    allowed && !deny.values().iter().any(|range| range.contains(address))
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
fn is_false(value: &bool) -> bool {
    !value
}
