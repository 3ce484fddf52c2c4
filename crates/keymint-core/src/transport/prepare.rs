//! Guard and sign: the request of one attempt.

use http::header::{ACCEPT, CONTENT_LENGTH, CONTENT_TYPE, COOKIE};
use http::{HeaderValue, Method};
use reqwest::Request;

use crate::error::Error;
use crate::rt::http::Parts;
use crate::transport::Transport;
use crate::transport::encode::Encoded;
use crate::transport::route::Route;
use crate::transport::sign::{both, set};

impl Transport {
    /// Makes a request that goes out once.
    pub(super) fn prepare(
        &self,
        parts: &Parts,
        encoded: &Encoded,
        route: &Route,
    ) -> Result<Request, Error> {
        let signed = self.signed(route)?;
        let mut url =
            route.address(&self.shared.base_url, &parts.url).map_err(|why| self.refuse(why))?;
        if !parts.query.is_empty() {
            url.set_query(Some(&parts.query));
        }
        for (parameter, secret) in &signed.query {
            url.query_pairs_mut().append_pair(parameter, secret.expose());
        }
        let mut headers = parts.headers.clone();
        headers.reserve(HEADERS);
        // No parameter takes the place of what is sent always.
        for (name, value) in &signed.headers {
            set(&mut headers, name, value.clone());
        }
        let own = match parts.cookies.as_str() {
            "" => parts.headers.get(COOKIE).cloned(),
            own => Some(
                HeaderValue::from_str(own)
                    .map_err(|_e| self.refuse("a cookie cannot be written"))?,
            ),
        };
        if let Some(mut own) = own {
            own.set_sensitive(true);
            let all = signed.headers.get(COOKIE).and_then(|credential| both(&own, credential));
            set(&mut headers, &COOKIE, all.unwrap_or(own));
        }
        if let Some(accept) = encoded.accept {
            set(&mut headers, &ACCEPT, HeaderValue::from_static(accept));
        }
        if let Some((content_type, _)) = &encoded.body {
            set(&mut headers, &CONTENT_TYPE, content_type.clone());
        } else {
            headers.remove(CONTENT_TYPE);
            // Without a length of zero some servers wait for a body, or refuse with 411.
            if [Method::POST, Method::PUT, Method::PATCH].contains(&parts.method) {
                set(&mut headers, &CONTENT_LENGTH, HeaderValue::from_static("0"));
            }
        }
        let mut out = Request::new(parts.method.clone(), url);
        *out.headers_mut() = headers;
        *out.body_mut() = encoded.body.as_ref().map(|(_, body)| body.to_body());
        Ok(out)
    }
}

/// So many headers are set here and below, whatever the operation.
const HEADERS: usize = 8;
