//! What must not happen, and is refused although the provider would do it.

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

use jiff::Timestamp;

use super::entry::Entry;
use super::job::{Job, Task};
use super::journal::Journal;
use super::strategy::Strategy;
use crate::capabilities::{Capabilities, KeysAtOnce, Quota};
use crate::error::{Error, ErrorKind, Result};
use crate::key_request::KeyRequest;
use crate::provider::Provider;

/// Refuses an overlap that nothing would enforce.
pub(super) fn overlap(job: &Job, strategy: Strategy) -> Result<()> {
    if job.overlap_time().is_zero() {
        return Ok(());
    }
    let what = match strategy {
        Strategy::Replace => {
            "cannot be had: the old key dies when the new one is made; leave it out"
        }
        Strategy::ExpiryOnly => {
            "cannot be had: the old key works until it expires, whatever we do; leave it out"
        }
        Strategy::Issue | Strategy::Overlap | Strategy::ServerOverlap => return Ok(()),
    };
    Err(Error::new(ErrorKind::Unsupported, what).of(job.provider.clone()).in_field("overlap"))
}

/// Refuses a key that nothing would ever end, and one that would be over before it begins.
pub(super) fn an_end(
    capabilities: &Capabilities,
    request: &KeyRequest,
    now: Timestamp,
) -> Result<()> {
    let refuse = |what: &'static str| {
        Err(Error::new(ErrorKind::Guarded, what).of(capabilities.provider).in_field("expires"))
    };
    match request.expires {
        None if capabilities.revoke.is_none() => refuse(
            "is missing, and nothing else ever ends a key of this provider; say when it expires",
        ),
        Some(end) if end.instant() <= now => refuse("has passed; give a later date"),
        None | Some(_) => Ok(()),
    }
}

/// Refuses lists that shut out the caller, unless that was confirmed.
pub(super) fn lockout(job: &Job, request: &KeyRequest, caller: Option<IpAddr>) -> Result<()> {
    let Some(caller) = caller.filter(|_| !job.confirm_lockout) else { return Ok(()) };
    if request.admits(caller) {
        return Ok(());
    }
    let denied = request.deny_list.values().iter().any(|range| range.contains(caller));
    let field = if denied { "deny_list" } else { "allow_list" };
    let what = "shuts out the address that this program calls from; correct it, or confirm it";
    Err(Error::new(ErrorKind::Guarded, what).of(job.provider.clone()).in_field(field))
}

/// Refuses to put a key in the place of another before it works.
pub(super) fn a_beginning(job: &Job, now: Timestamp) -> Result<()> {
    let later = job.request.valid_from.is_some_and(|from| from.instant() > now);
    if later && job.task != Task::Issue {
        let what =
            "is still to come, and the new key takes the old one's place at once; leave it out";
        return Err(Error::new(ErrorKind::Guarded, what)
            .of(job.provider.clone())
            .in_field("valid_from"));
    }
    Ok(())
}

/// Refuses to end the key that authenticates us.
pub(super) fn not_in_use(provider: &dyn Provider, entry: &Entry) -> Result<()> {
    let old = entry.old_fingerprint();
    if old.is_some() && old == provider.credential_fingerprint().as_ref() {
        let what = "is the credential that this program calls with; use another one to rotate it";
        return Err(Error::new(ErrorKind::Guarded, what)
            .of(provider.capabilities().provider)
            .in_field("key_id"));
    }
    Ok(())
}

/// Refuses work on what is already being worked on, in this plan or by an unfinished job.
pub(super) fn no_collision(
    planned: &[Entry],
    unfinished: &[Entry],
    one_key: impl Fn(&str) -> bool,
) -> Result<()> {
    let claims = |entry: &Entry| {
        let whose = format!("{} of {}", entry.job.provider, entry.job.owner);
        let old = entry.old.as_ref().map(|old| format!("key {} at {whose}", old.id));
        let one = one_key(&entry.job.provider).then(|| format!("the key at {whose}"));
        let place = entry.job.sink.place_of_one();
        [old, one, place].into_iter().flatten().collect::<Vec<_>>()
    };
    let mut taken: BTreeSet<String> = unfinished.iter().flat_map(&claims).collect();
    for entry in planned {
        for claim in claims(entry) {
            if !taken.insert(claim.clone()) {
                let what = format!(
                    "{claim} is in another row, or in an unfinished job; resume or abandon that first"
                );
                return Err(Error::new(ErrorKind::Conflict, what).in_row(entry.row));
            }
        }
    }
    Ok(())
}

/// Refuses a plan that needs more calls than the provider allows, before the first of them.
pub(super) fn quotas<'a>(
    planned: impl Iterator<Item = (&'a Entry, &'a [Quota])>,
    journal: &Journal,
    now: Timestamp,
) -> Result<()> {
    let mut needed: BTreeMap<(&str, String), (u32, &[Quota])> = BTreeMap::new();
    for (entry, quotas) in planned {
        let key = (entry.job.provider.as_str(), entry.job.owner.to_string());
        needed.entry(key).or_insert((0, quotas)).0 += 1;
    }
    for ((provider, owner), (wanted, quotas)) in needed {
        for quota in quotas.iter().filter(|quota| quota.operations.contains(&CREATION)) {
            let since = now.checked_sub(quota.per.duration()).unwrap_or(Timestamp::MIN);
            let used = journal.creations_since(provider, &owner, since)?;
            if used.saturating_add(wanted) > quota.calls {
                let what = format!(
                    "{wanted} more keys for {owner} would be too many: the provider allows {} in a period, \
                     and this journal knows of {used}; wait, or plan fewer",
                    quota.calls
                );
                return Err(Error::new(ErrorKind::Quota, what).of(provider.to_owned()));
            }
        }
    }
    Ok(())
}

/// Whether an owner has one key, so that any job for it is about that one.
pub(super) fn is_one_key(capabilities: &Capabilities) -> bool {
    capabilities.keys_at_once == KeysAtOnce::One
}

/// Refuses a rotation where there is nothing to choose from, or too much.
pub(super) fn the_only<T>(job: &Job, mut live: Vec<T>) -> Result<T> {
    debug_assert!(matches!(job.task, Task::Rotate { .. }), "only a rotation has an old key");
    let refuse =
        |kind, what: String| Error::new(kind, what).of(job.provider.clone()).in_field("key_id");
    match (live.len(), live.pop()) {
        (1, Some(only)) => Ok(only),
        (0, _) | (_, None) => Err(refuse(
            ErrorKind::NotFound,
            "is not given, and the owner has no live key; issue one".to_owned(),
        )),
        (count, Some(_)) => {
            let what = format!("is not given, and the owner has {count} live keys; name one");
            Err(refuse(ErrorKind::Conflict, what))
        }
    }
}

/// The operation that makes keys, which all quotas so far are about.
const CREATION: &str = "create_api_key";
