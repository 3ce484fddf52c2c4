//! Guard, encode, sign: everything that can be refused before the network.

use bytes::Bytes;
use http::header::{ACCEPT, ACCEPT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, COOKIE, USER_AGENT};
use http::{HeaderMap, HeaderValue, Method};
use url::Url;

use crate::api::{Codec, Media, Operation};
use crate::body::pointer::string_at;
use crate::body::{self, form, xml};
use crate::credential::{Credential, Placed};
use crate::error::Error;
use crate::rt::http::{Given, Parts, Request};
use crate::transport::Transport;
use crate::transport::guard::admit;
use crate::upload::Pieces;

/// A request that is ready to go out, as often as it must.
pub(super) struct Prepared {
    pub(super) method: Method,
    pub(super) url: Url,
    pub(super) headers: HeaderMap,
    pub(super) body: Option<Pieces>,
    /// What the answer must repeat.
    pub(super) asked: Option<String>,
}

impl Transport {
    /// Makes the request that goes out from the one that a generated method made.
    pub(super) fn prepare(
        &self,
        request: Request,
        operation: &'static Operation,
    ) -> Result<Prepared, Error> {
        let refuse = |why: String| Error::request(self.api().provider, why);
        let bounds = [self.options.attempt_timeout, self.options.deadline];
        if bounds.into_iter().flatten().any(|bound| bound <= self.shared.config.connect_timeout) {
            return Err(refuse("a call's `attempt_timeout` and `deadline` must be above the client's `connect_timeout`".to_owned()));
        }
        let Parts { method, url, query, mut headers, cookies, body } =
            request.checked().map_err(refuse)?;
        let mut url = admit(&self.shared.base_url, operation, &url).map_err(refuse)?;
        if !query.is_empty() {
            url.set_query(Some(&query));
        }
        if !cookies.is_empty() {
            let cookies = HeaderValue::try_from(cookies);
            let mut cookies =
                cookies.map_err(|_e| refuse("a cookie cannot be written".to_owned()))?;
            cookies.set_sensitive(true);
            headers.insert(COOKIE, cookies);
        }
        let mut out = Prepared { method, url, headers, body: None, asked: None };
        self.encode(&mut out, operation, body)?;
        self.sign(&mut out, operation)?;
        Ok(out)
    }

    /// Writes the body in the call's wire format and says which answers are read.
    fn encode(
        &self,
        out: &mut Prepared,
        operation: &'static Operation,
        given: Option<Given>,
    ) -> Result<(), Error> {
        let provider = self.api().provider;
        let demanded = self.options.wire_format;
        let preferred = demanded.or(self.shared.config.wire_format);
        let spoken = match (body::speak(operation, preferred), demanded) {
            (Some(spoken), _) => Some(spoken),
            (None, None) => body::speak(operation, None),
            (None, Some(_)) => None,
        };
        let Some(spoken) = spoken else {
            let wanted = demanded.map_or("this format", body::WireFormat::name);
            let why = format!(
                "this operation does not offer {wanted}; it offers {}",
                body::offered(operation)
            );
            return Err(Error::request(provider, why));
        };
        let headers = &mut out.headers;
        headers.insert(ACCEPT, spoken.accept);
        headers.insert(ACCEPT_ENCODING, HeaderValue::from_static("identity"));
        headers.insert(USER_AGENT, self.shared.config.user_agent.clone());
        let Some(given) = given else {
            headers.remove(CONTENT_TYPE);
            // Without a length of zero some servers wait for a body, or refuse with 411.
            if [Method::POST, Method::PUT, Method::PATCH].contains(&out.method) {
                headers.insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
            }
            return Ok(());
        };
        let Some(media) = spoken.request else {
            return Err(Error::request(provider, "this operation takes no body"));
        };
        let (content_type, body) = match given {
            Given::Json(json) => {
                out.asked = operation.echo.as_ref().and_then(|echo| string_at(&json, echo.request));
                let written = translate(media, json).map_err(|why| {
                    let essence = media.essence;
                    Error::request(
                        provider,
                        format!("the body cannot be written as {essence}: {why}"),
                    )
                })?;
                (HeaderValue::from_static(media.essence), written.into())
            }
            Given::Upload(upload) => {
                let essence = match upload.stated_media_type() {
                    Some(stated) => stated,
                    // A range is what the server takes, not what these bytes are.
                    None if media.essence.contains('*') => "application/octet-stream",
                    None => media.essence,
                };
                let content_type = HeaderValue::from_str(essence).map_err(|_e| {
                    Error::request(provider, "the media type of the upload cannot be written")
                })?;
                (content_type, Pieces::new(vec![upload.into_piece()]))
            }
            Given::Parts(parts) => {
                let boundary = self.boundary();
                let content_type = format!("{}; boundary={boundary}", media.essence);
                let content_type = HeaderValue::try_from(content_type);
                let framed =
                    parts.framed(&boundary).map_err(|why| Error::request(provider, why))?;
                (content_type.map_err(|_e| Error::request(provider, "the boundary"))?, framed)
            }
        };
        headers.insert(CONTENT_TYPE, content_type);
        out.body = Some(body);
        Ok(())
    }

    /// A line that stands in no part, for nobody can guess it.
    fn boundary(&self) -> String {
        let [first, second] = [self.shared.jitter.bits(), self.shared.jitter.bits()];
        format!("keymint-{first:016x}{second:016x}")
    }

    /// Places the credential where the operation accepts it.
    fn sign(&self, out: &mut Prepared, operation: &'static Operation) -> Result<(), Error> {
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
fn place(credential: &Credential, out: &mut Prepared) {
    match credential.placed() {
        (Placed::Header(name, value), _) => {
            let beside = out.headers.get(name).filter(|_| name == COOKIE);
            let value =
                beside.and_then(|beside| both(beside, value)).unwrap_or_else(|| value.clone());
            out.headers.insert(name.clone(), value);
        }
        (Placed::Query(parameter), secret) => {
            out.url.query_pairs_mut().append_pair(parameter, secret.expose());
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

/// JSON in another media type.
fn translate(media: &Media, json: Bytes) -> Result<Bytes, String> {
    match &media.codec {
        Codec::Json | Codec::Bytes => Ok(json),
        Codec::Form(fields) => {
            form::encode(fields, &json).map(Bytes::from).map_err(|error| error.to_string())
        }
        Codec::Xml(root) => {
            xml::encode(root, &json).map(Bytes::from).map_err(|error| error.to_string())
        }
        Codec::Text => serde_json::from_slice::<String>(&json)
            .map(Bytes::from)
            .map_err(|_e| "it is not a text".to_owned()),
    }
}
