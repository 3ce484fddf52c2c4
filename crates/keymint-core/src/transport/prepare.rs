//! Guard and sign: the request of one attempt.

use std::borrow::Cow;

use bytes::Bytes;
use http::header::{ACCEPT, ACCEPT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, COOKIE, USER_AGENT};
use http::{HeaderValue, Method};
use reqwest::Request;

use crate::api::Operation;
use crate::credential::{Credential, Placed};
use crate::error::Error;
use crate::rt::http::Parts;
use crate::transport::Transport;
use crate::transport::encode::Encoded;
use crate::transport::route::Route;

impl Transport {
    /// Makes a request that goes out once.
    pub(super) fn prepare(
        &self,
        parts: &Parts,
        encoded: &Encoded,
        route: &Route,
    ) -> Result<Request, Error> {
        let refuse = |why: Cow<'static, str>| Error::request(self.api().provider, why);
        let Parts { method, url, query, headers, cookies, .. } = parts;
        let mut url =
            route.address(&self.shared.base_url, url).map_err(|why| refuse(why.into()))?;
        if !query.is_empty() {
            url.set_query(Some(query));
        }
        let mut out = Request::new(method.clone(), url);
        let all = out.headers_mut();
        all.reserve(HEADERS + headers.len());
        all.extend(headers.iter().map(|(name, value)| (name.clone(), value.clone())));
        if !cookies.is_empty() {
            let mut cookies = HeaderValue::from_str(cookies)
                .map_err(|_e| refuse("a cookie cannot be written".into()))?;
            cookies.set_sensitive(true);
            all.insert(COOKIE, cookies);
        }
        all.insert(ACCEPT, encoded.accept.clone());
        all.insert(ACCEPT_ENCODING, HeaderValue::from_static("identity"));
        all.insert(USER_AGENT, self.shared.config.user_agent.clone());
        if let Some((content_type, _)) = &encoded.body {
            all.insert(CONTENT_TYPE, content_type.clone());
        } else {
            all.remove(CONTENT_TYPE);
            // Without a length of zero some servers wait for a body, or refuse with 411.
            if [Method::POST, Method::PUT, Method::PATCH].contains(method) {
                all.insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
            }
        }
        *out.body_mut() = encoded.body.as_ref().map(|(_, pieces)| pieces.to_body());
        self.sign(&mut out, route.operation)?;
        Ok(out)
    }

    /// Places the credential where the operation accepts it.
    fn sign(&self, out: &mut Request, operation: &'static Operation) -> Result<(), Error> {
        let accepted = operation.security;
        let held = || self.shared.credential.iter().flat_map(Credential::held);
        let find = |scheme: &&str| held().find(|credential| credential.scheme() == *scheme);
        let complete =
            |all: &&&[&str]| !all.is_empty() && all.iter().all(|scheme| find(scheme).is_some());
        if let Some(all) = accepted.iter().find(complete) {
            all.iter().filter_map(find).for_each(|credential| place(credential, out));
            return Ok(());
        }
        if accepted.is_empty() || accepted.contains(&&[][..]) {
            return Ok(());
        }
        let refuse = |why: String| Err(Error::request(self.api().provider, why));
        let groups: Vec<_> = accepted.iter().map(|all| all.join(" with ")).collect();
        let names = groups.join(", ");
        let is_sent = |scheme: &&str| self.api().schemes.iter().any(|known| known.name == *scheme);
        if !accepted.iter().any(|all| all.iter().all(is_sent)) {
            return refuse(format!(
                "this operation accepts {names} only, which no request can carry; it is not sent unsigned"
            ));
        }
        let schemes: Vec<_> = held().map(Credential::scheme).collect();
        match schemes.as_slice() {
            [] => refuse(format!("this operation needs a credential; it accepts {names}")),
            schemes => refuse(format!(
                "this operation does not accept the `{}` credential; it accepts {names}",
                schemes.join("` with `")
            )),
        }
    }
}

/// Writes a credential where its scheme says, beside other cookies where it is one.
fn place(credential: &Credential, out: &mut Request) {
    match credential.placed() {
        (Placed::Header(name, value), _) => {
            let beside = out.headers().get(name).filter(|_| name == COOKIE);
            let value =
                beside.and_then(|beside| both(beside, value)).unwrap_or_else(|| value.clone());
            out.headers_mut().insert(name.clone(), value);
        }
        (Placed::Query(parameter), secret) => {
            out.url_mut().query_pairs_mut().append_pair(parameter, secret.expose());
        }
    }
}

/// Two lists of cookies as one.
fn both(one: &HeaderValue, other: &HeaderValue) -> Option<HeaderValue> {
    let joined = [one.as_bytes(), b"; ", other.as_bytes()].concat();
    let mut joined = HeaderValue::from_maybe_shared(Bytes::from(joined)).ok()?;
    joined.set_sensitive(true);
    Some(joined)
}

/// So many headers are set here and below, whatever the operation.
const HEADERS: usize = 8;
