use std::collections::BTreeMap;
use std::sync::Mutex;

use fastrand::Rng;
use keymint::{BoxFuture, Error, ErrorKind, Holding, IssuedKey, Result, Secret, Sink};

/// A place that remembers, and that fails now and then.
#[derive(Debug)]
pub(crate) struct MemorySink {
    state: Mutex<State>,
    /// Whether it can be asked what it holds.
    forgetful: bool,
}

#[derive(Debug)]
struct State {
    current: Option<Secret>,
    staged: BTreeMap<String, Secret>,
    rng: Rng,
    failures: f64,
}

impl MemorySink {
    pub(crate) fn new() -> Self {
        Self::seeded(0)
    }

    pub(crate) fn seeded(seed: u64) -> Self {
        let (rng, failures) = (Rng::with_seed(seed), 0.0);
        let state = State { current: None, staged: BTreeMap::new(), rng, failures };
        Self { state: Mutex::new(state), forgetful: false }
    }

    /// Like standard output: what is delivered is current, and cannot be asked for.
    pub(crate) fn forgetful() -> Self {
        Self { forgetful: true, ..Self::new() }
    }

    pub(crate) fn put(&self, secret: Secret) {
        self.state.lock().unwrap().current = Some(secret);
    }

    pub(crate) fn fingerprint(&self) -> Option<String> {
        self.state.lock().unwrap().current.as_ref().map(Secret::fingerprint)
    }

    pub(crate) fn staged(&self) -> usize {
        self.state.lock().unwrap().staged.len()
    }

    /// Makes it fail with this probability from now on.
    pub(crate) fn fail(&self, probability: f64) {
        self.state.lock().unwrap().failures = probability;
    }

    fn fails(&self) -> Result<()> {
        let mut state = self.state.lock().unwrap();
        let failures = state.failures;
        if state.rng.f64() < failures {
            return Err(Error::new(ErrorKind::Sink, "the memory failed"));
        }
        Ok(())
    }
}

impl Sink for MemorySink {
    fn place(&self) -> String {
        "memory".to_owned()
    }

    fn preflight<'a>(&'a self, replaceable: &'a [String]) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move {
            self.fails()?;
            let current = self.fingerprint();
            match current {
                Some(current) if !self.forgetful && !replaceable.contains(&current) => {
                    Err(Error::new(ErrorKind::Sink, "the memory holds something else"))
                }
                Some(_) | None => Ok(()),
            }
        })
    }

    fn deliver<'a>(&'a self, key: &'a IssuedKey) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move {
            self.fails()?;
            let mut state = self.state.lock().unwrap();
            if self.forgetful {
                state.current = Some(key.secret.clone());
            } else {
                state.staged.insert(key.fingerprint.clone(), key.secret.clone());
            }
            Ok(())
        })
    }

    fn cut_over<'a>(&'a self, fingerprint: &'a str) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move {
            self.fails()?;
            let mut state = self.state.lock().unwrap();
            if let Some(secret) = state.staged.remove(fingerprint) {
                state.current = Some(secret);
            }
            Ok(())
        })
    }

    fn holds<'a>(&'a self, fingerprint: &'a str) -> BoxFuture<'a, Result<Holding>> {
        Box::pin(async move {
            if self.forgetful {
                return Ok(Holding::Unknown);
            }
            let state = self.state.lock().unwrap();
            Ok(match &state.current {
                Some(current) if current.fingerprint() == fingerprint => Holding::Current,
                _ if state.staged.contains_key(fingerprint) => Holding::Staged,
                _ => Holding::Absent,
            })
        })
    }

    fn current(&self) -> BoxFuture<'_, Result<Option<Secret>>> {
        Box::pin(async move {
            Ok(self.state.lock().unwrap().current.clone().filter(|_| !self.forgetful))
        })
    }

    fn recall<'a>(&'a self, fingerprint: &'a str) -> BoxFuture<'a, Result<Option<Secret>>> {
        Box::pin(async move {
            let state = self.state.lock().unwrap();
            let current = state.current.iter().filter(|secret| secret.fingerprint() == fingerprint);
            let staged = state.staged.get(fingerprint);
            Ok(current.chain(staged).next().cloned().filter(|_| !self.forgetful))
        })
    }

    fn discard<'a>(&'a self, fingerprint: &'a str) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move {
            self.state.lock().unwrap().staged.remove(fingerprint);
            Ok(())
        })
    }
}
