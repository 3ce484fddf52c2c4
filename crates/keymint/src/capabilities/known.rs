//! The four providers, by their documents.

use super::{
    AddressForms, Capabilities, EmptyScopes, FieldRule, KeyIdentity, KeysAtOnce, Overlap,
    OwnerRule, Period, Quota, RevokeEffect, SecretVisibility, Use, VerifyMeans,
};

/// An installation of SenderWiz: many keys a customer, which a list shows in full and a delete ends at once.
pub(crate) static SENDERWIZ: Capabilities = Capabilities {
    name: FieldRule::ALWAYS,
    description: FieldRule::ALWAYS,
    allow_list: FieldRule::ALWAYS,
    deny_list: FieldRule::ALWAYS,
    addresses: AddressForms::SingleDocumented,
    list: Some(SecretVisibility::Clear),
    revoke: Some(RevokeEffect::Delete),
    overlap: Overlap::Ours,
    // No call with a customer's key is in our document; the list shows active keys with their secrets.
    verify: VerifyMeans::List,
    zoneless_dates: true,
    ..Capabilities::new("senderwiz")
};

/// BitGPT: an organization's keys, whose scopes, addresses and expiry are set once, and which nothing but time ends.
pub(crate) static BITGPT: Capabilities = Capabilities {
    owner: OwnerRule::OwnOnly,
    name: FieldRule::new(Use::Required, Use::Required),
    longest_name: Some(255),
    description: FieldRule::ALWAYS,
    scopes: FieldRule::AT_CREATION,
    empty_scopes: EmptyScopes::Everything,
    allow_list: FieldRule::AT_CREATION,
    addresses: AddressForms::Ranges,
    expires: FieldRule::AT_CREATION,
    list: Some(SecretVisibility::Masked),
    get: true,
    revoke: None,
    overlap: Overlap::UntilExpiry,
    verify: VerifyMeans::Call,
    zoneless_dates: true,
    ..Capabilities::new("bitgpt")
};

/// Infobip, first version: an account's keys, which end at a date that can be moved, or are switched off.
pub(crate) static INFOBIP: Capabilities = Capabilities {
    owner: OwnerRule::Optional,
    name: FieldRule::new(Use::Required, Use::Optional),
    scopes: FieldRule::ALWAYS,
    empty_scopes: EmptyScopes::ProviderDefault,
    allow_list: FieldRule::ALWAYS,
    addresses: AddressForms::Ipv4RangesDocumented,
    valid_from: FieldRule::ALWAYS,
    expires: FieldRule::ALWAYS,
    enabled: FieldRule::new(Use::Never, Use::Optional),
    list: Some(SecretVisibility::Clear),
    get: true,
    revoke: Some(RevokeEffect::Disable),
    overlap: Overlap::ServerEnforced,
    verify: VerifyMeans::Call,
    quotas: &[Quota::new(40, Period::Day, &["create_api_key"])],
    ..Capabilities::new("infobip")
};

/// SendKit: one key a workspace, without name or id, which a call replaces at once.
pub(crate) static SENDKIT: Capabilities = Capabilities {
    identity: KeyIdentity::Owner,
    keys_at_once: KeysAtOnce::One,
    rotate: true,
    revoke: Some(RevokeEffect::Delete),
    verify: VerifyMeans::Call,
    ..Capabilities::new("sendkit")
};
