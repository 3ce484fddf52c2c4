//! One API key, with everything that any of the four providers keeps about it.

use std::net::IpAddr;

use jiff::Timestamp;
use serde_json::Value;

use crate::{
    address::covers,
    key_record::{KeyRecord, Standing, fingerprint},
    provider::Provider,
};

/// One API key as stored: the union of what the four providers keep.
pub(crate) struct Key {
    pub(crate) provider: Provider,
    pub(crate) owner: String,
    pub(crate) id: String,
    pub(crate) secret: String,
    pub(crate) created_at: Timestamp,
    pub(crate) name: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) updated_at: Option<Timestamp>,
    pub(crate) valid_from: Option<Timestamp>,
    pub(crate) expires_at: Option<Timestamp>,
    pub(crate) ended_at: Option<Timestamp>,
    pub(crate) enabled: bool,
    pub(crate) allowed: Option<Vec<String>>,
    pub(crate) denied: Option<Vec<String>>,
    pub(crate) scopes: Option<Vec<String>>,
    pub(crate) permissions: Vec<String>,
    pub(crate) platform: Vec<Value>,
}

impl Key {
    pub(crate) fn new(
        provider: Provider,
        owner: &str,
        id: String,
        secret: String,
        now: Timestamp,
    ) -> Self {
        Self {
            provider,
            owner: owner.to_owned(),
            id,
            secret,
            created_at: now,
            name: None,
            description: None,
            updated_at: None,
            valid_from: None,
            expires_at: None,
            ended_at: None,
            enabled: true,
            allowed: None,
            denied: None,
            scopes: None,
            permissions: Vec::new(),
            platform: Vec::new(),
        }
    }

    pub(crate) fn standing(&self, now: Timestamp) -> Standing {
        if self.ended_at.is_some() {
            Standing::Ended
        } else if !self.enabled {
            Standing::Disabled
        } else if self.valid_from.is_some_and(|from| now < from) {
            Standing::NotYetValid
        } else if self.expires_at.is_some_and(|until| until <= now) {
            Standing::Expired
        } else {
            Standing::Live
        }
    }

    pub(crate) fn is_live(&self, now: Timestamp) -> bool {
        self.standing(now) == Standing::Live
    }

    /// Says whether the address rules let this caller in; an empty or absent list restricts nobody.
    pub(crate) fn admits(&self, caller: IpAddr) -> bool {
        let allowed = self.allowed.as_deref().unwrap_or_default();
        let denied = self.denied.as_deref().unwrap_or_default();

        (allowed.is_empty() || covers(allowed, caller)) && !covers(denied, caller)
    }

    pub(crate) fn record(&self, now: Timestamp) -> KeyRecord {
        let standing = self.standing(now);
        KeyRecord {
            provider: self.provider,
            owner: self.owner.clone(),
            id: self.id.clone(),
            name: self.name.clone(),
            fingerprint: fingerprint(&self.secret),
            live: standing == Standing::Live,
            standing,
            enabled: self.enabled,
            created_at: self.created_at,
            valid_from: self.valid_from,
            expires_at: self.expires_at,
            ended_at: self.ended_at,
        }
    }
}
