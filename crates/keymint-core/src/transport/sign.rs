//! What every request of an operation carries, found out at its first call: who asks, which answers are read, and the
//! credential where the operation accepts it.

use bytes::Bytes;
use http::header::{ACCEPT, ACCEPT_ENCODING, COOKIE, USER_AGENT};
use http::{HeaderMap, HeaderName, HeaderValue};

use crate::api::Operation;
use crate::body::readable;
use crate::credential::{Credential, Placed};
use crate::error::Error;
use crate::secret::Secret;
use crate::transport::Transport;
use crate::transport::route::Route;

/// What all requests of an operation have in common.
pub(super) struct Signed {
    pub(super) headers: HeaderMap,
    pub(super) query: Vec<(&'static str, Secret)>,
}

impl Transport {
    /// What all requests of an operation have in common.
    pub(super) fn signed<'r>(&self, route: &'r Route) -> Result<&'r Signed, Error> {
        if let Some(signed) = route.signed.get() {
            return Ok(signed);
        }
        let signed = self.sign(route.operation)?;
        Ok(route.signed.get_or_init(|| signed))
    }

    fn sign(&self, operation: &'static Operation) -> Result<Signed, Error> {
        let mut headers = HeaderMap::new();
        set(&mut headers, &ACCEPT, readable(operation));
        set(&mut headers, &ACCEPT_ENCODING, HeaderValue::from_static("identity"));
        set(&mut headers, &USER_AGENT, self.shared.config.user_agent.clone());
        let mut query = Vec::new();
        for credential in self.accepted(operation)? {
            match credential.placed() {
                (Placed::Header(name, value), _) if name == COOKIE => {
                    let all = headers.get(COOKIE).and_then(|beside| both(beside, value));
                    set(&mut headers, &COOKIE, all.unwrap_or_else(|| value.clone()));
                }
                (Placed::Header(name, value), _) => set(&mut headers, name, value.clone()),
                (Placed::Query(parameter), secret) => query.push((*parameter, secret.clone())),
            }
        }
        Ok(Signed { headers, query })
    }

    /// The first combination of credentials that the operation accepts and the client holds.
    fn accepted(&self, operation: &'static Operation) -> Result<Vec<&Credential>, Error> {
        let accepted = operation.security;
        let held = || self.shared.credential.iter().flat_map(Credential::held);
        let find = |scheme: &&str| held().find(|credential| credential.scheme() == *scheme);
        let complete =
            |all: &&&[&str]| !all.is_empty() && all.iter().all(|scheme| find(scheme).is_some());
        if let Some(all) = accepted.iter().find(complete) {
            return Ok(all.iter().filter_map(find).collect());
        }
        if accepted.is_empty() || accepted.contains(&&[][..]) {
            return Ok(Vec::new());
        }
        let groups: Vec<_> = accepted.iter().map(|all| all.join(" with ")).collect();
        let names = groups.join(", ");
        let is_sent = |scheme: &&str| self.api().schemes.iter().any(|known| known.name == *scheme);
        if !accepted.iter().any(|all| all.iter().all(is_sent)) {
            return Err(self.refuse(format!(
                "this operation accepts {names} only, which no request can carry; it is not sent unsigned"
            )));
        }
        let schemes: Vec<_> = held().map(Credential::scheme).collect();
        Err(self.refuse(match schemes.as_slice() {
            [] => format!("this operation needs a credential; it accepts {names}"),
            schemes => format!(
                "this operation does not accept the `{}` credential; it accepts {names}",
                schemes.join("` with `")
            ),
        }))
    }
}

/// Sets a header.
// One insertion in the binary, and not one at each name that is set.
#[inline(never)]
pub(super) fn set(headers: &mut HeaderMap, name: &HeaderName, value: HeaderValue) {
    headers.insert(name, value);
}

/// Two lists of cookies as one.
pub(super) fn both(one: &HeaderValue, other: &HeaderValue) -> Option<HeaderValue> {
    let joined = [one.as_bytes(), b"; ", other.as_bytes()].concat();
    let mut joined = HeaderValue::from_maybe_shared(Bytes::from(joined)).ok()?;
    joined.set_sensitive(true);
    Some(joined)
}
