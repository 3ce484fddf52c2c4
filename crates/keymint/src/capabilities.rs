//! What each provider can do, declared and not guessed.

mod admit;
mod known;
mod matrix;
mod terms;

pub use matrix::provider_matrix;
pub use terms::{
    AddressForms, EmptyScopes, FieldRule, KeyIdentity, KeysAtOnce, Overlap, OwnerRule, Period,
    Quota, RevokeEffect, SecretVisibility, Use, VerifyMeans,
};

pub(crate) use known::{BITGPT, INFOBIP, SENDERWIZ, SENDKIT};

/// What a provider can do.
///
/// The same value answers "may I ask for this?" before a request is sent, chooses the strategy of a rotation and
/// fills the table in the README; the conformance kit fails a provider that does not live up to it.
///
/// ```
/// use keymint::{Overlap, ProviderKind, RevokeEffect};
///
/// let infobip = ProviderKind::Infobip.capabilities();
///
/// assert_eq!(infobip.revoke, Some(RevokeEffect::Disable));
/// assert_eq!(infobip.overlap, Overlap::ServerEnforced);
/// assert_eq!(infobip.quotas[0].calls, 40);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Capabilities {
    /// The provider's name in errors, plans and journals: `infobip`.
    pub provider: &'static str,
    /// Whether an owner must be named.
    pub owner: OwnerRule,
    /// What tells the keys of one owner apart.
    pub identity: KeyIdentity,
    /// How many keys an owner can have at once.
    pub keys_at_once: KeysAtOnce,
    /// Whether a key has a name.
    pub name: FieldRule,
    /// How many characters a name may have, where that is documented.
    pub longest_name: Option<usize>,
    /// Whether a key has a description.
    pub description: FieldRule,
    /// Whether a key has scopes, or permissions.
    pub scopes: FieldRule,
    /// What an empty list of scopes means.
    pub empty_scopes: EmptyScopes,
    /// Whether a key can be bound to addresses.
    pub allow_list: FieldRule,
    /// Whether addresses can be kept from using a key.
    pub deny_list: FieldRule,
    /// Which addresses the lists take.
    pub addresses: AddressForms,
    /// Whether a key can begin to work later.
    pub valid_from: FieldRule,
    /// Whether a key can cease to work by itself.
    pub expires: FieldRule,
    /// Whether a key can be switched off and on.
    pub enabled: FieldRule,
    /// What a list of keys shows of their secrets; `None` where there is no list.
    pub list: Option<SecretVisibility>,
    /// Whether one key can be looked up by a call of its own.
    pub get: bool,
    /// Whether one call replaces a key; the old one dies with it.
    pub rotate: bool,
    /// What ending a key does; `None` where keys end by their expiry only.
    pub revoke: Option<RevokeEffect>,
    /// How an old and a new key can both work for a while.
    pub overlap: Overlap,
    /// How it can be told that a secret works.
    pub verify: VerifyMeans,
    /// Whether the provider's dates say which zone they are in.
    pub zoneless_dates: bool,
    /// How often operations may be called.
    pub quotas: &'static [Quota],
}

impl Capabilities {
    /// Starts with a provider that can create and nothing else, for providers outside this crate.
    pub const fn new(provider: &'static str) -> Self {
        Self {
            provider,
            owner: OwnerRule::Required,
            identity: KeyIdentity::Id,
            keys_at_once: KeysAtOnce::Many,
            name: FieldRule::NEVER,
            longest_name: None,
            description: FieldRule::NEVER,
            scopes: FieldRule::NEVER,
            empty_scopes: EmptyScopes::Nothing,
            allow_list: FieldRule::NEVER,
            deny_list: FieldRule::NEVER,
            addresses: AddressForms::None,
            valid_from: FieldRule::NEVER,
            expires: FieldRule::NEVER,
            enabled: FieldRule::NEVER,
            list: None,
            get: false,
            rotate: false,
            revoke: None,
            overlap: Overlap::None,
            verify: VerifyMeans::None,
            zoneless_dates: false,
            quotas: &[],
        }
    }

    /// Whether the provider can ever be asked to change a key.
    pub fn can_update(&self) -> bool {
        let fields = [
            self.name,
            self.description,
            self.scopes,
            self.allow_list,
            self.deny_list,
            self.valid_from,
            self.expires,
            self.enabled,
        ];
        fields.iter().any(|rule| rule.update != Use::Never)
    }
}
