//! What every provider must pass: its capabilities, put to the test.

mod fields;
mod life;
mod limits;
mod refusals;

use std::fmt;

use keymint_core::Secret;

use crate::capabilities::{Capabilities, OwnerRule, Use};
use crate::error::{Error, ErrorKind, Result};
use crate::key_request::KeyRequest;
use crate::owner::{ApiKeyId, Owner};
use crate::provider::{Action, Provider};

/// Puts a provider's capabilities to the test, against a live service that may be filled with keys.
///
/// A capability that is claimed and not there fails, and so does one that is there and not claimed.
///
/// ```no_run
/// use keymint::Owner;
/// use keymint::conformance::Kit;
///
/// # async fn example(client: keymint::senderwiz::Client) -> keymint::Result<()> {
/// let owners = ["ab382plq98zr7", "h3k92mrb7s8qt"].map(Owner::new).into_iter().collect::<Result<Vec<_>, _>>()?;
///
/// let verdict = Kit::new(&client, owners).check().await;
///
/// assert!(verdict.is_passed(), "{verdict}");
/// # Ok(())
/// # }
/// ```
pub struct Kit<'a> {
    provider: &'a dyn Provider,
    owners: Vec<Owner>,
    scope: String,
    /// How many requests the service has seen.
    requests: Option<&'a (dyn Fn() -> usize + Sync)>,
    not_shown: Vec<&'static str>,
    exhaust_quotas: bool,
}

/// What the kit found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Verdict {
    /// The checks that passed.
    pub passed: Vec<&'static str>,
    /// The checks that failed, with what was found.
    pub failed: Vec<(&'static str, String)>,
}

/// Why a check failed.
struct Finding(String);

type Check = std::result::Result<(), Finding>;

impl<'a> Kit<'a> {
    /// Takes a provider and owners whose keys may come and go; the checks share them in turn.
    ///
    /// For a provider whose credential decides the owner, none need be given.
    pub fn new(provider: &'a dyn Provider, owners: impl Into<Vec<Owner>>) -> Self {
        let mut owners = owners.into();
        if owners.is_empty() || provider.capabilities().owner == OwnerRule::OwnOnly {
            owners = vec![Owner::own()];
        }
        Self {
            provider,
            owners,
            scope: "ALL".to_owned(),
            requests: None,
            not_shown: Vec::new(),
            exhaust_quotas: false,
        }
    }

    /// Sets a scope that the provider knows.
    #[must_use]
    pub fn scope(mut self, scope: impl Into<String>) -> Self {
        self.scope = scope.into();
        self
    }

    /// Counts the requests that the service has seen, so that "before anything is sent" can be checked.
    #[must_use]
    pub fn counting_requests(mut self, count: &'a (dyn Fn() -> usize + Sync)) -> Self {
        self.requests = Some(count);
        self
    }

    /// Names fields that the service takes and never shows, so that nobody can tell whether it honours them.
    #[must_use]
    pub fn not_shown(mut self, fields: impl Into<Vec<&'static str>>) -> Self {
        self.not_shown = fields.into();
        self
    }

    /// Uses up quotas too, on the last owner; where none is claimed, makes sure that a hundred keys can be made.
    #[must_use]
    pub fn exhausting_quotas(mut self) -> Self {
        self.exhaust_quotas = true;
        self
    }

    /// Runs every check.
    pub async fn check(&self) -> Verdict {
        let mut verdict = Verdict::default();
        verdict.note("the capabilities agree with each other", self.agreement());
        verdict.note("a new key has an id, a secret and a fingerprint", self.creates().await);
        verdict
            .note("a field that is claimed is honoured at creation", self.honours_creation().await);
        verdict
            .note("a field that is claimed is honoured by an update", self.honours_updates().await);
        verdict.note("a field that is not claimed is refused unsent", self.refuses_fields().await);
        verdict.note("a field that is demanded is missed unsent", self.misses_fields().await);
        verdict.note(
            "an operation that is not claimed is refused unsent",
            self.refuses_operations().await,
        );
        verdict.note("the owner's rule holds", self.owner_rule().await);
        verdict.note("an empty list of scopes must be meant", self.empty_scopes().await);
        verdict.note("a list shows what is claimed of secrets", self.lists().await);
        verdict.note("one key can be looked up", self.gets().await);
        verdict.note("as many keys as claimed live at once", self.keys_at_once().await);
        verdict.note("a secret can be verified as claimed", self.verifies().await);
        verdict.note("one call replaces a key, if claimed", self.rotates().await);
        verdict.note("a revoked key ends as claimed", self.revokes().await);
        verdict.note("dates without a zone are warned of", self.zones().await);
        verdict.note("the longest name is as long as claimed", self.longest_name().await);
        if self.exhaust_quotas {
            verdict.note("the quota is as claimed", self.quota().await);
        }
        verdict
    }

    fn capabilities(&self) -> &Capabilities {
        self.provider.capabilities()
    }

    /// The operations behind an action, by name.
    fn operations(&self, action: Action) -> Vec<&'static str> {
        self.provider.calls(action).iter().map(|call| call.operation).collect()
    }

    /// The owner of one check, with no key where there can be but one.
    async fn owner(&self, check: usize) -> std::result::Result<&Owner, Finding> {
        // The last owner's quota is not to be used up in passing.
        let kept = usize::from(self.exhaust_quotas && self.owners.len() > 1);
        let usable = self.owners.len().saturating_sub(kept).max(1);
        let owner =
            self.owners.get(check % usable).ok_or_else(|| Finding("no owner".to_owned()))?;
        if self.capabilities().rotate
            && let Some(id) = owner.as_str()
        {
            match self.provider.revoke(owner, &ApiKeyId::from_provider(id)).await {
                Ok(()) => {}
                Err(error) if error.status() == Some(404) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(owner)
    }

    /// The least that a creation must say.
    fn least(&self, name: &str) -> KeyRequest {
        let request = KeyRequest::new();
        if self.capabilities().name.create == Use::Required { request.name(name) } else { request }
    }

    /// Runs a call that must be refused before anything is sent.
    async fn unsent<T: fmt::Debug>(
        &self,
        what: &str,
        call: impl Future<Output = Result<T>>,
    ) -> std::result::Result<Error, Finding> {
        let before = self.requests.map(|count| count());
        let result = call.await;
        let after = self.requests.map(|count| count());
        let Err(error) = result else { return Err(Finding(format!("{what} was not refused"))) };
        if !matches!(error.kind(), ErrorKind::Unsupported | ErrorKind::Invalid) || before != after {
            return Err(Finding(format!("{what} was sent, and failed only then: {error}")));
        }
        let named = error.to_string().contains(self.capabilities().provider);
        if named {
            Ok(error)
        } else {
            Err(Finding(format!("the refusal of {what} does not name the provider: {error}")))
        }
    }
}

impl Verdict {
    /// Whether every check passed.
    pub fn is_passed(&self) -> bool {
        self.failed.is_empty()
    }

    fn note(&mut self, name: &'static str, check: Check) {
        match check {
            Ok(()) => self.passed.push(name),
            Err(Finding(text)) => self.failed.push((name, text)),
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} checks passed, {} failed", self.passed.len(), self.failed.len())?;
        for (name, finding) in &self.failed {
            writeln!(f, "failed: {name}: {finding}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for Kit<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Kit")
            .field("provider", &self.provider)
            .field("owners", &self.owners)
            .finish_non_exhaustive()
    }
}

impl From<Error> for Finding {
    fn from(error: Error) -> Self {
        Self(error.to_string())
    }
}

/// Fails a check unless something holds.
fn ensure(holds: bool, otherwise: impl FnOnce() -> String) -> Check {
    if holds { Ok(()) } else { Err(Finding(otherwise())) }
}

/// A secret that no provider ever made.
fn made_up() -> Secret {
    Secret::new("sk_test_0000000000000000000000000000000000000000")
}
