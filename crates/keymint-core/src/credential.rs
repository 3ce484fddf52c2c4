//! What authenticates us.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::{HeaderName, HeaderValue};

use crate::api::{Api, CredentialPlace};
use crate::error::{Error, Result};
use crate::secret::Secret;

/// Longer values are no credential, and many servers cut or refuse such headers.
const MAX_LENGTH: usize = 4_096;

/// A credential bound to one security scheme of a provider's document, or several that go together.
///
/// Provider crates wrap it in a type of their own, so that the wrong kind of credential does not compile.
#[derive(Clone)]
pub struct Credential {
    scheme: &'static str,
    secret: Secret,
    placed: Placed,
    /// None of them has others of its own.
    others: Vec<Self>,
}

/// The credential as a request carries it.
#[derive(Clone)]
pub(crate) enum Placed {
    Header(HeaderName, HeaderValue),
    Query(&'static str),
}

impl Credential {
    /// Makes a credential of one secret value: a key or a token.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Request`](crate::ErrorKind::Request) when the value is empty, longer than 4,096 bytes or holds
    /// anything but visible ASCII, or when the provider has no such scheme. The value is never shown.
    pub fn new(api: &'static Api, scheme: &str, secret: impl Into<Secret>) -> Result<Self> {
        let secret = secret.into();
        let refuse = |why: &str| refuse(api, scheme, why);
        visible(secret.expose(), false).map_err(refuse)?;
        let (name, place) = find(api, scheme)?;
        let value = secret.expose();
        let placed = match place {
            CredentialPlace::Header(header) => header_of(header, value),
            CredentialPlace::Bearer => header_of("authorization", &format!("Bearer {value}")),
            CredentialPlace::HeaderWord { header, word } => {
                header_of(header, &format!("{word} {value}"))
            }
            CredentialPlace::Cookie(cookie) => header_of("cookie", &format!("{cookie}={value}")),
            CredentialPlace::Query(parameter) => Some(Placed::Query(parameter)),
            CredentialPlace::Basic => return Err(refuse("takes a user name and a password")),
        };
        let placed = placed.ok_or_else(|| refuse("does not fit into a header"))?;
        Ok(Self { scheme: name, secret, placed, others: Vec::new() })
    }

    /// Makes a credential of a user name and a password.
    ///
    /// # Errors
    ///
    /// As [`Credential::new`]; spaces are allowed, a colon in the user name is not.
    pub fn basic(
        api: &'static Api,
        scheme: &str,
        username: &str,
        password: impl Into<Secret>,
    ) -> Result<Self> {
        let password = password.into();
        let refuse = |why: &str| refuse(api, scheme, why);
        visible(username, true).map_err(|why| refuse(&format!("user name {why}")))?;
        visible(password.expose(), true).map_err(|why| refuse(&format!("password {why}")))?;
        if username.contains(':') {
            return Err(refuse("user name must not contain a colon"));
        }
        let (name, place) = find(api, scheme)?;
        if place != CredentialPlace::Basic {
            return Err(refuse("takes one value, not a user name and a password"));
        }
        let pair = STANDARD.encode(format!("{username}:{}", password.expose()));
        let placed = header_of("authorization", &format!("Basic {pair}"))
            .ok_or_else(|| refuse("does not fit into a header"))?;
        Ok(Self { scheme: name, secret: password, placed, others: Vec::new() })
    }

    /// Adds a credential of another scheme, for operations that want both, or the one or the other.
    ///
    /// An operation gets the first combination of its document that is held completely, and nothing beside it.
    #[must_use]
    pub fn and(mut self, mut other: Self) -> Self {
        let more = std::mem::take(&mut other.others);
        self.others.push(other);
        self.others.extend(more);
        self
    }

    /// This credential and those that were added to it.
    pub(crate) fn held(&self) -> impl Iterator<Item = &Self> {
        std::iter::once(self).chain(&self.others)
    }

    /// The name of its security scheme in the provider's document.
    pub fn scheme(&self) -> &'static str {
        self.scheme
    }

    /// Identifies the secret without telling it, to compare with a key's [fingerprint](Secret::fingerprint).
    pub fn fingerprint(&self) -> String {
        self.secret.fingerprint()
    }

    pub(crate) fn placed(&self) -> (&Placed, &Secret) {
        (&self.placed, &self.secret)
    }
}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credential").field("scheme", &self.scheme).finish_non_exhaustive()
    }
}

fn find(api: &'static Api, scheme: &str) -> Result<(&'static str, CredentialPlace)> {
    let found = api.schemes.iter().find(|known| known.name == scheme);
    found
        .map(|known| (known.name, known.place))
        .ok_or_else(|| Error::request(api.provider, "its document has no such security scheme"))
}

fn refuse(api: &'static Api, scheme: &str, why: &str) -> Error {
    let name =
        api.schemes.iter().find(|known| known.name == scheme).map_or("?", |known| known.name);
    Error::request(api.provider, format!("the `{name}` credential {why}"))
}

/// Says why a value is no credential; spaces are for user names and passwords only.
fn visible(value: &str, spaces: bool) -> Result<(), &'static str> {
    if value.is_empty() {
        return Err("is empty; give the value that the provider issued");
    }
    if value.len() > MAX_LENGTH {
        return Err("is longer than 4096 bytes; it is probably not the credential alone");
    }
    let allowed = |b: u8| b.is_ascii_graphic() || (spaces && b == b' ');
    if !value.bytes().all(allowed) {
        return Err("holds a space, a control character or something beyond ASCII; \
                    check for a line break at its end");
    }
    Ok(())
}

fn header_of(name: &str, value: &str) -> Option<Placed> {
    let name = HeaderName::from_bytes(name.to_ascii_lowercase().as_bytes()).ok()?;
    let mut value = HeaderValue::from_str(value).ok()?;
    value.set_sensitive(true);
    Some(Placed::Header(name, value))
}

#[cfg(test)]
mod tests {
    use crate::api::{ErrorFields, SecurityScheme};

    use super::*;

    static API: Api = Api {
        provider: "example",
        base_url: None,
        schemes: &[
            SecurityScheme { name: "Key", place: CredentialPlace::Header("X-Api-Key") },
            SecurityScheme { name: "Token", place: CredentialPlace::Bearer },
            SecurityScheme { name: "Login", place: CredentialPlace::Basic },
            SecurityScheme {
                name: "App",
                place: CredentialPlace::HeaderWord { header: "Authorization", word: "App" },
            },
        ],
        errors: ErrorFields { code: &[], message: &[], request_id: &[], violations: &[] },
        operations: &[],
    };

    fn header(credential: &Credential) -> (String, String) {
        match credential.placed().0 {
            Placed::Header(name, value) => {
                assert!(value.is_sensitive());
                (name.to_string(), value.to_str().unwrap().to_owned())
            }
            Placed::Query(_) => panic!("not a header"),
        }
    }

    #[test]
    fn each_scheme_writes_its_header() {
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());

        assert_eq!(header(&Credential::new(&API, "Key", "k-1").unwrap()), pair("x-api-key", "k-1"));
        assert_eq!(
            header(&Credential::new(&API, "Token", "t-1").unwrap()),
            pair("authorization", "Bearer t-1")
        );
        assert_eq!(
            header(&Credential::new(&API, "App", "a-1").unwrap()),
            pair("authorization", "App a-1")
        );
        assert_eq!(
            header(&Credential::basic(&API, "Login", "Aladdin", "open sesame").unwrap()),
            pair("authorization", "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==")
        );
    }

    #[test]
    fn an_impossible_value_is_refused_and_never_shown() {
        let long = "C".repeat(MAX_LENGTH + 1);
        for value in [
            "",
            "CANARY\n",
            "CAN\0ARY",
            " CANARY",
            "CANARY ",
            "CANARY\t",
            "CANÄRY",
            "\u{7f}CANARY",
            &long,
        ] {
            let error = Credential::new(&API, "Key", value).expect_err("refused");
            let shown = format!("{error} {error:?}");
            assert!(!shown.contains("CAN") && !shown.contains("CCC"), "{shown}");
            assert!(shown.contains("example: the `Key` credential"), "{shown}");
        }
        for (user, password) in [("", "p"), ("u", ""), ("a:b", "p"), ("u\n", "p"), ("u", "p\r")] {
            assert!(Credential::basic(&API, "Login", user, password).is_err());
        }
        assert!(Credential::new(&API, "Key", long.split_at(1).1).is_ok());
        assert!(Credential::new(&API, "Login", "x").is_err());
        assert!(Credential::basic(&API, "Key", "u", "p").is_err());
        assert!(Credential::new(&API, "Nobody", "x").is_err());
    }

    #[test]
    fn its_fingerprint_is_that_of_its_secret() {
        let key = Credential::new(&API, "Key", "abc").unwrap();
        let login = Credential::basic(&API, "Login", "user", "abc").unwrap();

        assert_eq!(key.fingerprint(), "sha256:ba7816bf8f01");
        assert_eq!(login.fingerprint(), key.fingerprint());
    }

    #[test]
    fn debug_tells_the_scheme_only() {
        let credential = Credential::new(&API, "Key", "CANARY").unwrap();

        assert_eq!(credential.scheme(), "Key");
        assert_eq!(format!("{credential:?}"), "Credential { scheme: \"Key\", .. }");
    }
}
