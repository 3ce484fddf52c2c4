//! Guard, encode, sign: everything that can be refused before the network.

use bytes::Bytes;
use http::header::{ACCEPT, ACCEPT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, USER_AGENT};
use http::{HeaderMap, HeaderValue, Method};
use url::Url;

use crate::api::{Codec, Operation};
use crate::body::pointer::string_at;
use crate::body::{self, form, xml};
use crate::credential::Placed;
use crate::error::Error;
use crate::rt::http::{Parts, Request};
use crate::transport::Transport;
use crate::transport::guard::admit;

/// A request that is ready to go out, as often as it must.
pub(super) struct Prepared {
    pub(super) method: Method,
    pub(super) url: Url,
    pub(super) headers: HeaderMap,
    pub(super) body: Option<Bytes>,
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
        let Parts { method, url, query, headers, body } = request.checked().map_err(refuse)?;
        let mut url = admit(&self.shared.base_url, operation, &url).map_err(refuse)?;
        if !query.is_empty() {
            url.set_query(Some(&query));
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
        json: Option<Bytes>,
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
        let Some(json) = json else {
            // Without a length of zero some servers wait for a body, or refuse with 411.
            if [Method::POST, Method::PUT, Method::PATCH].contains(&out.method) {
                headers.insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
            }
            return Ok(());
        };
        out.asked = operation.echo.as_ref().and_then(|echo| string_at(&json, echo.request));
        let Some(media) = spoken.request else {
            return Err(Error::request(provider, "this operation takes no body"));
        };
        let refuse = |source| {
            Error::request(
                provider,
                format!("the body cannot be written as {}: {source}", media.essence),
            )
        };
        let bytes = match &media.codec {
            Codec::Json | Codec::Bytes => json,
            Codec::Form(fields) => form::encode(fields, &json).map_err(refuse)?.into(),
            Codec::Xml(root) => xml::encode(root, &json).map_err(refuse)?.into(),
            Codec::Text => serde_json::from_slice::<String>(&json)
                .map(Bytes::from)
                .map_err(|_e| Error::request(provider, "the body of this operation is text"))?,
        };
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(media.essence));
        out.body = Some(bytes);
        Ok(())
    }

    /// Places the credential where the operation accepts it.
    fn sign(&self, out: &mut Prepared, operation: &'static Operation) -> Result<(), Error> {
        let accepted = operation.security;
        let credential = self.shared.credential.as_ref();
        let fits = credential.filter(|credential| accepted.contains(&&[credential.scheme()][..]));
        if fits.is_none() && (accepted.is_empty() || accepted.contains(&&[][..])) {
            return Ok(());
        }
        let names = || {
            let groups: Vec<_> = accepted.iter().map(|all| all.join(" with ")).collect();
            groups.join(", ")
        };
        let Some(credential) = credential else {
            let why = format!("this operation needs a credential; it accepts {}", names());
            return Err(Error::request(self.api().provider, why));
        };
        if fits.is_none() {
            let why = format!(
                "this operation does not accept the `{}` credential; it accepts {}",
                credential.scheme(),
                names()
            );
            return Err(Error::request(self.api().provider, why));
        }
        match credential.placed() {
            (Placed::Header(name, value), _) => {
                out.headers.insert(name.clone(), value.clone());
            }
            (Placed::Query(parameter), secret) => {
                out.url.query_pairs_mut().append_pair(parameter, secret.expose());
            }
        }
        Ok(())
    }
}
