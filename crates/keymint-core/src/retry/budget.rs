//! Retries may add a fifth to the load, and no more: a provider in trouble is not helped by a storm.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use tokio::time::Instant;

/// Seconds over which calls and retries are counted.
const WINDOW: u64 = 10;
/// So many retries are always allowed within the window: a quiet client may still repeat.
const FLOOR: u64 = 10;
/// One retry for so many calls.
const CALLS_PER_RETRY: u64 = 5;

/// Counts the calls and the retries of the last ten seconds.
pub(crate) struct Budget {
    started: Instant,
    slots: Mutex<VecDeque<Slot>>,
}

#[derive(Clone, Copy, Default)]
struct Slot {
    second: u64,
    calls: u64,
    retries: u64,
}

impl Budget {
    pub(crate) fn new() -> Self {
        Self { started: Instant::now(), slots: Mutex::default() }
    }

    /// Notes that a call begins.
    pub(crate) fn call(&self) {
        self.with_slot(|slot, _, _| slot.calls += 1);
    }

    /// Takes one retry, if one is left.
    pub(crate) fn take(&self) -> bool {
        self.with_slot(|slot, calls, retries| {
            let left = retries < FLOOR.max(calls / CALLS_PER_RETRY);
            slot.retries += u64::from(left);
            left
        })
    }

    /// Gives the slot of this second, and the calls and retries of the whole window.
    fn with_slot<T>(&self, act: impl FnOnce(&mut Slot, u64, u64) -> T) -> T {
        let now = self.started.elapsed().as_secs();
        let mut slots = self.slots.lock().unwrap_or_else(PoisonError::into_inner);
        while slots.front().is_some_and(|slot| now - slot.second >= WINDOW) {
            slots.pop_front();
        }
        let calls = slots.iter().map(|slot| slot.calls).sum();
        let retries = slots.iter().map(|slot| slot.retries).sum();
        if slots.back().is_none_or(|slot| slot.second != now) {
            slots.push_back(Slot { second: now, ..Slot::default() });
        }
        match slots.back_mut() {
            Some(slot) => act(slot, calls, retries),
            None => act(&mut Slot::default(), calls, retries),
        }
    }
}
