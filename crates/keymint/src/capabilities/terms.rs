//! The words in which capabilities are declared.

use std::time::Duration;

/// Whether an owner must be named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum OwnerRule {
    /// It must.
    Required,
    /// It may; without one it is the credential's own.
    Optional,
    /// It must not: a credential has one owner.
    OwnOnly,
}

/// What tells the keys of one owner apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum KeyIdentity {
    /// An id of the provider.
    Id,
    /// Nothing: the owner has one key, and the owner's id stands for it.
    Owner,
}

/// How many keys an owner can have at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum KeysAtOnce {
    /// One; a second is refused.
    One,
    /// Several.
    Many,
}

/// When a field can be set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct FieldRule {
    /// When the key is made.
    pub create: Use,
    /// When it is updated.
    pub update: Use,
}

/// Whether a field can, must or must not be given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Use {
    /// The provider has no such field.
    Never,
    /// It may be given.
    Optional,
    /// It must be given.
    Required,
}

/// What an empty list of scopes means, and so whether it must be asked for by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum EmptyScopes {
    /// The key may do nothing.
    Nothing,
    /// The key may do everything, as if the list were absent.
    Everything,
    /// The provider puts something of its own in place of it.
    ProviderDefault,
}

/// Which addresses a provider takes, by its documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum AddressForms {
    /// There are no address lists.
    None,
    /// IPv4, IPv6 and ranges of both are documented.
    Ranges,
    /// Only single IPv4 addresses are documented; the rest is sent, with a warning.
    SingleDocumented,
    /// Single addresses and ranges are documented, and nothing about IPv6, which is sent with a warning.
    Ipv4RangesDocumented,
}

/// What is shown of a secret after the key was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SecretVisibility {
    /// All of it: a list is as secret as the keys in it.
    Clear,
    /// A part.
    Masked,
    /// Nothing.
    Hidden,
}

/// What ending a key does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RevokeEffect {
    /// The key is gone.
    Delete,
    /// The key is switched off, and could be switched on again.
    Disable,
}

/// How an old and a new key can both work for a while.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Overlap {
    /// They cannot: the old key dies when the new one is made.
    None,
    /// Until we revoke the old one.
    Ours,
    /// Until the moment that we set on the old one: the provider ends it, even if we never run again.
    ServerEnforced,
    /// Until the old one expires by itself; nothing ends it earlier.
    UntilExpiry,
}

/// How it can be told that a secret works.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum VerifyMeans {
    /// By a harmless call with it.
    Call,
    /// By its place in the list of active keys, which shows secrets.
    List,
    /// Not at all.
    None,
}

/// How often an owner's operations may be called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Quota {
    /// How many calls.
    pub calls: u32,
    /// In which period.
    pub per: Period,
    /// Which operations count, by name.
    pub operations: &'static [&'static str],
}

/// The period of a quota.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Period {
    /// A second.
    Second,
    /// Twenty-four hours.
    Day,
}

impl FieldRule {
    /// The provider has no such field.
    pub const NEVER: Self = Self::new(Use::Never, Use::Never);
    /// It may be given when the key is made, and never changes.
    pub const AT_CREATION: Self = Self::new(Use::Optional, Use::Never);
    /// It may be given when the key is made, and changed later.
    pub const ALWAYS: Self = Self::new(Use::Optional, Use::Optional);

    /// Says when a field can be set.
    pub const fn new(create: Use, update: Use) -> Self {
        Self { create, update }
    }
}

impl Quota {
    /// Sets a limit.
    pub const fn new(calls: u32, per: Period, operations: &'static [&'static str]) -> Self {
        Self { calls, per, operations }
    }
}

impl Period {
    /// How long it is.
    pub const fn duration(self) -> Duration {
        match self {
            Self::Second => Duration::from_secs(1),
            Self::Day => Duration::from_secs(24 * 60 * 60),
        }
    }
}
