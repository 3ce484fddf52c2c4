mod world;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use jiff::Timestamp;
use keymint::{
    ApiKeyId, BoxFuture, Capabilities, Clock as _, DateTime, Error, ErrorKind, FieldRule,
    IssuedKey, KeyIdentity, KeyInfo, KeyRequest, KeyUpdate, Outcome, Owner, Provider, ProviderKind,
    Result, Secret, SecretVisibility, SeenSecret, Use, Verification, VerifyMeans,
};

pub(crate) use world::FakeKey;
use world::{Change, World};

use super::{Fault, Faults, VirtualClock};

/// Which of the known providers a fake behaves like.
pub(crate) type Profile = ProviderKind;

/// A provider in memory, whose calls go wrong as the test likes, and whose truth the test can see.
#[derive(Debug)]
pub(crate) struct Fake {
    capabilities: Capabilities,
    clock: Arc<VirtualClock>,
    world: Mutex<World>,
    blind: bool,
}

impl Fake {
    pub(crate) fn new(
        capabilities: Capabilities,
        clock: Arc<VirtualClock>,
        faults: Faults,
    ) -> Self {
        let world = World {
            keys: Vec::new(),
            made: 0,
            faults,
            late: Vec::new(),
            creations: 0,
            credential: None,
            forgets_lists: false,
        };
        Self { capabilities, clock, world: Mutex::new(world), blind: false }
    }

    /// Makes a provider that never finds a key by its name.
    pub(crate) fn blind(self, blind: bool) -> Self {
        Self { blind, ..self }
    }

    /// Makes a key that was there before the test began.
    pub(crate) fn plant(&self, owner: &str, request: &KeyRequest) -> FakeKey {
        let now = self.clock.now();
        let mut world = self.world.lock().unwrap();
        world.create(owner, request, now)
    }

    /// Every key that works now.
    pub(crate) fn live(&self) -> Vec<FakeKey> {
        let now = self.clock.now();
        let mut world = self.world.lock().unwrap();
        world.catch_up(now, &self.capabilities);
        world.keys.iter().filter(|key| key.is_live(now)).cloned().collect()
    }

    pub(crate) fn set_faults(&self, faults: Faults) {
        self.world.lock().unwrap().faults = faults;
    }

    pub(crate) fn order(&self, faults: &[Option<Fault>]) {
        self.world.lock().unwrap().faults.ordered.extend(faults);
    }

    pub(crate) fn set_credential(&self, fingerprint: String) {
        self.world.lock().unwrap().credential = Some(fingerprint);
    }

    /// Makes keys without the lists that were asked for.
    pub(crate) fn forget_lists(&self) {
        self.world.lock().unwrap().forgets_lists = true;
    }

    /// How many creations arrived.
    pub(crate) fn creations(&self) -> u32 {
        self.world.lock().unwrap().creations
    }

    fn reads(&self) -> Result<(Timestamp, Vec<FakeKey>)> {
        let now = self.clock.now();
        let mut world = self.world.lock().unwrap();
        world.catch_up(now, &self.capabilities);
        match world.faults.next(false) {
            Some(fault) => Err(self.failed(fault)),
            None => Ok((now, world.keys.clone())),
        }
    }

    fn writes(&self, change: Change) -> Result<Option<FakeKey>> {
        let now = self.clock.now();
        let mut world = self.world.lock().unwrap();
        world.catch_up(now, &self.capabilities);
        let fault = world.faults.next(true);
        match fault {
            None => {
                world.apply(&change, now, &self.capabilities).map_err(|status| self.refused(status))
            }
            Some(
                Fault::NotSent
                | Fault::Throttled
                | Fault::LostBefore
                | Fault::ServerError { executed: false },
            ) => Err(self.failed(fault.unwrap())),
            Some(Fault::Late(by)) => {
                world.late.push((now.checked_add(by).unwrap(), change));
                Err(self.failed(fault.unwrap()))
            }
            Some(Fault::LostAfter | Fault::Unreadable | Fault::ServerError { executed: true }) => {
                match world.apply(&change, now, &self.capabilities) {
                    Err(status) if fault == Some(Fault::Unreadable) => Err(self.refused(status)),
                    Ok(_) | Err(_) => Err(self.failed(fault.unwrap())),
                }
            }
            Some(Fault::Duplicate) => {
                let first = world.apply(&change, now, &self.capabilities);
                let second = world.apply(&change, now, &self.capabilities);
                let answer = if world.made.is_multiple_of(2) { first } else { second.or(first) };
                answer.map_err(|status| self.refused(status))
            }
        }
    }

    fn refused(&self, status: u16) -> Error {
        let error =
            Error::new(ErrorKind::Call, "the provider refused it").of(self.capabilities.provider);
        error.with_outcome(Outcome::Rejected).with_status(status, None)
    }

    fn failed(&self, fault: Fault) -> Error {
        let error = Error::new(ErrorKind::Call, "the call failed").of(self.capabilities.provider);
        match fault {
            Fault::NotSent => error.with_outcome(Outcome::NotSent),
            Fault::Throttled => {
                error.with_outcome(Outcome::Rejected).with_status(429, Some(Duration::from_secs(2)))
            }
            Fault::ServerError { .. } => {
                error.with_outcome(Outcome::Unknown).with_status(502, None)
            }
            Fault::LostBefore | Fault::LostAfter | Fault::Late(_) => {
                error.with_outcome(Outcome::Unknown)
            }
            Fault::Unreadable | Fault::Duplicate => {
                error.with_outcome(Outcome::Unreadable).with_status(200, None)
            }
        }
    }

    fn info(&self, key: &FakeKey) -> KeyInfo {
        let seen = match self.capabilities.list {
            Some(SecretVisibility::Clear) => SeenSecret::Clear(key.secret.clone()),
            Some(SecretVisibility::Masked) => SeenSecret::Masked(Secret::new("sk_…")),
            _ => SeenSecret::Hidden,
        };
        let owner = if key.owner == "_" { Owner::own() } else { Owner::new(&key.owner).unwrap() };
        let mut info =
            KeyInfo::new(self.capabilities.provider, owner, ApiKeyId::from_provider(&key.id), seen);
        let request = &key.request;
        info.details.name.clone_from(&request.name);
        info.details.scopes = request.scopes.to_sent(Clone::clone);
        info.details.allow_list = request.allow_list.to_sent(ToString::to_string);
        info.details.created_at = Some(key.created_at.into());
        info.details.valid_from = request.valid_from;
        info.details.expires_at = request.expires;
        info.details.enabled =
            (self.capabilities.enabled != FieldRule::NEVER).then_some(key.enabled);
        info
    }
}

impl Provider for Fake {
    fn capabilities(&self) -> &Capabilities {
        &self.capabilities
    }

    fn credential_fingerprint(&self) -> Option<String> {
        self.world.lock().unwrap().credential.clone()
    }

    fn create<'a>(
        &'a self,
        owner: &'a Owner,
        request: &'a KeyRequest,
    ) -> BoxFuture<'a, Result<IssuedKey>> {
        Box::pin(async move {
            self.capabilities.admit_create(owner, request)?;
            let key = self.writes(Change::Create(owner.to_string(), request.clone()))?.unwrap();
            let mut issued = self.issued(owner, &key);
            if request.allow_list.values() != key.request.allow_list.values() {
                issued.warnings.push(keymint::Warning::NotHonoured("allow_list"));
            }
            Ok(issued)
        })
    }

    fn list<'a>(&'a self, owner: &'a Owner) -> BoxFuture<'a, Result<Vec<KeyInfo>>> {
        Box::pin(async move {
            assert!(self.capabilities.list.is_some(), "there is no list");
            let (_, keys) = self.reads()?;
            let owner = owner.to_string();
            Ok(keys
                .iter()
                .filter(|key| key.owner == owner && !key.gone)
                .map(|key| self.info(key))
                .collect())
        })
    }

    fn get<'a>(&'a self, owner: &'a Owner, id: &'a ApiKeyId) -> BoxFuture<'a, Result<KeyInfo>> {
        Box::pin(async move {
            let found = self.list(owner).await?.into_iter().find(|key| key.id == *id);
            found.ok_or_else(|| self.refused(404))
        })
    }

    fn update<'a>(
        &'a self,
        owner: &'a Owner,
        id: &'a ApiKeyId,
        update: &'a KeyUpdate,
    ) -> BoxFuture<'a, Result<KeyInfo>> {
        Box::pin(async move {
            self.capabilities.admit_update(owner, id, update)?;
            let key = self.writes(Change::Update(id.to_string(), update.clone()))?.unwrap();
            Ok(self.info(&key))
        })
    }

    fn rotate<'a>(&'a self, owner: &'a Owner) -> BoxFuture<'a, Result<IssuedKey>> {
        Box::pin(async move {
            assert!(self.capabilities.rotate, "there is no such call");
            let key = self.writes(Change::Rotate(owner.to_string()))?.unwrap();
            Ok(self.issued(owner, &key))
        })
    }

    fn revoke<'a>(&'a self, _: &'a Owner, id: &'a ApiKeyId) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move {
            assert!(self.capabilities.revoke.is_some(), "there is no such call");
            self.writes(Change::Revoke(id.to_string())).map(drop)
        })
    }

    fn find<'a>(&'a self, owner: &'a Owner, name: &'a str) -> BoxFuture<'a, Result<Vec<KeyInfo>>> {
        Box::pin(async move {
            let named = |key: &KeyInfo| key.details.name.as_deref() == Some(name) && !self.blind;
            Ok(self.list(owner).await?.into_iter().filter(named).collect())
        })
    }

    fn verify<'a>(
        &'a self,
        _: &'a Owner,
        secret: &'a Secret,
    ) -> BoxFuture<'a, Result<Verification>> {
        Box::pin(async move {
            assert_ne!(self.capabilities.verify, VerifyMeans::None, "there is no such call");
            let (now, keys) = self.reads()?;
            let works = keys.iter().any(|key| key.secret == *secret && key.is_live(now));
            Ok(if works { Verification::Valid } else { Verification::Invalid })
        })
    }
}

impl Fake {
    fn issued(&self, owner: &Owner, key: &FakeKey) -> IssuedKey {
        let id = match self.capabilities.identity {
            KeyIdentity::Owner => owner.to_string(),
            _ => key.id.clone(),
        };
        let provider = self.capabilities.provider;
        let mut issued = IssuedKey::new(
            provider,
            owner.clone(),
            ApiKeyId::from_provider(id),
            key.secret.clone(),
        );
        issued.details.expires_at = key.request.expires;
        issued
    }

    /// What a job of this fake must say so that it can be planned.
    pub(crate) fn fitting_request(&self) -> KeyRequest {
        let mut request = KeyRequest::new();
        if self.capabilities.name.create != Use::Never {
            request = request.name("fitting");
        }
        if self.capabilities.expires.create != Use::Never {
            let end = self.clock.now().checked_add(Duration::from_secs(90 * 24 * 60 * 60)).unwrap();
            request = request.expires(DateTime::from(end));
        }
        request
    }
}
