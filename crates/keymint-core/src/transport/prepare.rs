//! Guard, encode, sign: everything that can be refused before the network.

use bytes::Bytes;
use http::HeaderValue;
use http::header::{ACCEPT, ACCEPT_ENCODING, CONTENT_TYPE, USER_AGENT};

use crate::api::{Codec, Operation};
use crate::body::{self, form, xml};
use crate::credential::Placed;
use crate::error::Error;
use crate::rt::http::{Parts, Request};
use crate::transport::Transport;
use crate::transport::guard::admit;

impl Transport {
    /// Makes the request that goes out from the one that a generated method made.
    pub(super) fn prepare(
        &self,
        request: Request,
        operation: &'static Operation,
    ) -> Result<reqwest::Request, Error> {
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
        let mut out = reqwest::Request::new(method, url);
        *out.headers_mut() = headers;
        self.encode(&mut out, operation, body)?;
        self.sign(&mut out, operation)?;
        Ok(out)
    }

    /// Writes the body in the call's wire format and says which answers are read.
    fn encode(
        &self,
        out: &mut reqwest::Request,
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
        let headers = out.headers_mut();
        headers.insert(ACCEPT, spoken.accept);
        headers.insert(ACCEPT_ENCODING, HeaderValue::from_static("identity"));
        headers.insert(USER_AGENT, self.shared.config.user_agent.clone());
        let Some(json) = json else { return Ok(()) };
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
        *out.body_mut() = Some(bytes.into());
        Ok(())
    }

    /// Places the credential where the operation accepts it.
    fn sign(&self, out: &mut reqwest::Request, operation: &'static Operation) -> Result<(), Error> {
        let accepted = operation.security;
        if accepted.is_empty() || accepted.contains(&&[][..]) {
            return Ok(());
        }
        let names = || {
            let groups: Vec<_> = accepted.iter().map(|all| all.join(" with ")).collect();
            groups.join(", ")
        };
        let Some(credential) = &self.shared.credential else {
            let why = format!("this operation needs a credential; it accepts {}", names());
            return Err(Error::request(self.api().provider, why));
        };
        if !accepted.contains(&&[credential.scheme()][..]) {
            let why = format!(
                "this operation does not accept the `{}` credential; it accepts {}",
                credential.scheme(),
                names()
            );
            return Err(Error::request(self.api().provider, why));
        }
        match credential.placed() {
            (Placed::Header(name, value), _) => {
                out.headers_mut().insert(name.clone(), value.clone());
            }
            (Placed::Query(parameter), secret) => {
                out.url_mut().query_pairs_mut().append_pair(parameter, secret.expose());
            }
        }
        Ok(())
    }
}
