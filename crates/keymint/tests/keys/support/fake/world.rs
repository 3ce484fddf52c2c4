use jiff::Timestamp;
use keymint::{Capabilities, KeyRequest, KeyUpdate, KeysAtOnce, RevokeEffect, Secret};

use crate::support::Faults;

#[derive(Debug)]
pub(super) struct World {
    pub(super) keys: Vec<FakeKey>,
    pub(super) made: u64,
    pub(super) faults: Faults,
    pub(super) late: Vec<(Timestamp, Change)>,
    pub(super) creations: u32,
    pub(super) credential: Option<String>,
    pub(super) forgets_lists: bool,
}

#[derive(Clone, Debug)]
pub(crate) struct FakeKey {
    pub(crate) owner: String,
    pub(crate) id: String,
    pub(crate) secret: Secret,
    pub(crate) request: KeyRequest,
    pub(crate) created_at: Timestamp,
    pub(crate) enabled: bool,
    pub(crate) gone: bool,
}

#[derive(Clone, Debug)]
pub(super) enum Change {
    Create(String, KeyRequest),
    Rotate(String),
    Update(String, KeyUpdate),
    Revoke(String),
}

pub(super) type Answer = Result<Option<FakeKey>, u16>;

impl FakeKey {
    pub(crate) fn is_live(&self, now: Timestamp) -> bool {
        let over = self.request.expires.is_some_and(|end| end.instant() <= now);
        let begun = self.request.valid_from.is_none_or(|from| from.instant() <= now);
        !self.gone && self.enabled && !over && begun
    }

    pub(crate) fn fingerprint(&self) -> String {
        self.secret.fingerprint()
    }
}

impl World {
    pub(super) fn catch_up(&mut self, now: Timestamp, capabilities: &Capabilities) {
        let (mut due, late): (Vec<_>, Vec<_>) =
            std::mem::take(&mut self.late).into_iter().partition(|(when, _)| *when <= now);
        self.late = late;
        due.sort_by_key(|(when, _)| *when);
        for (when, change) in due {
            drop(self.apply(&change, when, capabilities));
        }
    }

    pub(super) fn create(&mut self, owner: &str, request: &KeyRequest, now: Timestamp) -> FakeKey {
        self.made += 1;
        let mut request = request.clone();
        if self.forgets_lists {
            request = request.allow_list([]);
        }
        let key = FakeKey {
            owner: owner.to_owned(),
            id: format!("id{}", self.made),
            secret: Secret::new(format!("sk_test_CANARY_{}", self.made)),
            request,
            created_at: now,
            enabled: true,
            gone: false,
        };
        self.keys.push(key.clone());
        key
    }

    pub(super) fn apply(
        &mut self,
        change: &Change,
        now: Timestamp,
        capabilities: &Capabilities,
    ) -> Answer {
        let one = capabilities.keys_at_once == KeysAtOnce::One;
        match change {
            Change::Create(owner, request) => {
                self.creations += 1;
                if one && self.keys.iter().any(|key| key.owner == *owner && key.is_live(now)) {
                    return Err(409);
                }
                Ok(Some(self.create(owner, request, now)))
            }
            Change::Rotate(owner) => {
                self.end(now, |key| key.owner == *owner)?;
                self.creations += 1;
                Ok(Some(self.create(owner, &KeyRequest::new(), now)))
            }
            Change::Update(id, update) => {
                let key =
                    self.keys.iter_mut().find(|key| key.id == *id && !key.gone).ok_or(404_u16)?;
                key.enabled = update.enabled.unwrap_or(key.enabled);
                key.request.expires = update.expires.or(key.request.expires);
                Ok(Some(key.clone()))
            }
            Change::Revoke(id) => match capabilities.revoke {
                Some(RevokeEffect::Delete) if one => {
                    self.end(now, |key| key.owner == *id).map(|()| None)
                }
                Some(RevokeEffect::Delete) => self.end(now, |key| key.id == *id).map(|()| None),
                _ => {
                    let key = self.keys.iter_mut().find(|key| key.id == *id).ok_or(404_u16)?;
                    key.enabled = false;
                    Ok(None)
                }
            },
        }
    }

    fn end(&mut self, now: Timestamp, which: impl Fn(&FakeKey) -> bool) -> Result<(), u16> {
        let key = self.keys.iter_mut().find(|key| which(key) && key.is_live(now)).ok_or(404_u16)?;
        key.gone = true;
        Ok(())
    }
}
