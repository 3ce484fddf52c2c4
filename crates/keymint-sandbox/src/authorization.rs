//! The credential a request carries, wherever the provider wants it.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use http::header::AUTHORIZATION;

use crate::exchange::Request;

/// The `Authorization` header, split into scheme and value; a bare value has no scheme.
pub(crate) struct Authorization<'a> {
    pub(crate) scheme: Option<&'a str>,
    pub(crate) value: &'a str,
}

impl<'a> Authorization<'a> {
    pub(crate) fn of(request: &'a Request) -> Option<Self> {
        let header = request.header(AUTHORIZATION.as_str())?.trim();
        Some(match header.split_once(' ') {
            Some((scheme, value)) => Self { scheme: Some(scheme), value: value.trim() },
            None => Self { scheme: None, value: header },
        })
    }

    /// Scheme names are compared without regard to case.
    pub(crate) fn has_scheme(&self, name: &str) -> bool {
        self.scheme.is_some_and(|scheme| scheme.eq_ignore_ascii_case(name))
    }

    /// User name and password of the `Basic` scheme.
    pub(crate) fn basic(&self) -> Option<(String, String)> {
        let decoded = String::from_utf8(STANDARD.decode(self.value).ok()?).ok()?;
        let (user, password) = decoded.split_once(':')?;
        Some((user.to_owned(), password.to_owned()))
    }
}

/// The credential itself, in whichever header of the four providers it came.
pub(crate) fn presented(request: &Request) -> Option<&str> {
    let in_own_header = CREDENTIAL_HEADERS.iter().find_map(|name| request.header(name));
    in_own_header.or_else(|| Authorization::of(request).map(|authorization| authorization.value))
}

/// Headers whose whole value is a credential.
pub(crate) const CREDENTIAL_HEADERS: [&str; 2] = ["x-admin-api-key", "x-api-key"];
