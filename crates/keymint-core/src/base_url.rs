//! The address below which every operation of a provider lies.

use std::fmt;

use url::{Host, Url};

/// A checked base URL without trailing slash.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct BaseUrl {
    text: String,
    url: Url,
    loopback: bool,
}

impl BaseUrl {
    /// Reads a base URL.
    ///
    /// # Errors
    ///
    /// Says what is wrong with it and never repeats it: people paste URLs with passwords in them.
    pub(crate) fn parse(text: &str) -> Result<Self, &'static str> {
        // Without the two slashes a parser would still find a host, and a password before it; and two slashes
        // further on are none of the scheme's.
        let (scheme, rest) = text.split_once("://").ok_or(NOT_A_URL)?;
        if scheme.contains(':') {
            return Err(NOT_A_URL);
        }
        let authority = rest.split(['/', '\\', '?', '#']).next().unwrap_or_default();
        if authority.is_empty() {
            return Err("the base URL has no host");
        }
        if authority.contains('@') {
            return Err("the base URL must not carry a user name or password; give a credential");
        }
        if !text.is_ascii() || text.bytes().any(|b| b.is_ascii_control() || b == b' ' || b == b'\\')
        {
            return Err("the base URL must be plain ASCII without spaces or backslashes; \
                        write an international host in its xn-- form");
        }
        let url = Url::parse(text).map_err(|_e| NOT_A_URL)?;
        let loopback = match url.host() {
            Some(Host::Domain(name)) => name == "localhost",
            Some(Host::Ipv4(address)) => address.is_loopback(),
            Some(Host::Ipv6(address)) => address.is_loopback(),
            None => return Err("the base URL has no host"),
        };
        match url.scheme() {
            "https" => {}
            "http" if loopback => {}
            "http" => return Err("plain http is allowed to a loopback address only; use https"),
            _ => return Err("the base URL must start with https://"),
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err("the base URL must not have a query or a fragment");
        }
        let normal = url.as_str().trim_end_matches('/');
        let spelled = text.trim_end_matches('/');
        let path = |s: &str| {
            s.split_once("://")
                .and_then(|(_, rest)| rest.split_once('/'))
                .map(|(_, path)| path.to_owned())
        };
        if path(normal) != path(spelled) {
            return Err("the base URL's path must be in its normal form, without dot segments");
        }
        Ok(Self { text: normal.to_owned(), url, loopback })
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }

    pub(crate) fn host(&self) -> &str {
        self.url.host_str().unwrap_or_default()
    }

    pub(crate) fn url(&self) -> &Url {
        &self.url
    }

    /// How long the text is before its path.
    pub(crate) fn origin_length(&self) -> usize {
        self.text.len() - self.url.path().trim_end_matches('/').len()
    }

    /// Whether it speaks plain http, which only a loopback address may.
    pub(crate) fn is_plain(&self) -> bool {
        self.loopback && self.text.starts_with("http://")
    }
}

impl fmt::Debug for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

const NOT_A_URL: &str = "the base URL is not a URL; give one such as https://api.example.com";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn https_anywhere_and_http_on_loopback_are_taken() {
        for (given, kept) in [
            ("https://api.infobip.com", "https://api.infobip.com"),
            ("https://API.infobip.com/", "https://api.infobip.com"),
            ("https://app.example.com:8443/api/admin//", "https://app.example.com:8443/api/admin"),
            ("http://127.0.0.1:8080/x", "http://127.0.0.1:8080/x"),
            ("http://127.9.9.9", "http://127.9.9.9"),
            ("http://[::1]:9", "http://[::1]:9"),
            ("http://localhost:1", "http://localhost:1"),
            ("http://LOCALHOST", "http://localhost"),
            ("https://api.infobip.com:443/a/", "https://api.infobip.com/a"),
            ("https://xn--exmple-cua.com", "https://xn--exmple-cua.com"),
            ("https://[2001:db8::1]:8443/v1", "https://[2001:db8::1]:8443/v1"),
            ("https://192.0.2.7/a%2Fb;c", "https://192.0.2.7/a%2Fb;c"),
        ] {
            assert_eq!(BaseUrl::parse(given).map(|url| url.text), Ok(kept.to_owned()), "{given}");
        }
    }

    #[test]
    fn the_host_is_told_without_its_port_and_plain_means_http() {
        let url = |text| BaseUrl::parse(text).unwrap();

        assert_eq!(url("https://API.infobip.com:8443/x").host(), "api.infobip.com");
        assert_eq!(format!("{:?}", url("https://api.infobip.com/x")), "https://api.infobip.com/x");
        assert_eq!(url("http://[::1]:9").host(), "[::1]");
        assert!(url("http://127.0.0.1:1").is_plain());
        assert!(!url("https://127.0.0.1:1").is_plain());
        assert!(!url("https://api.infobip.com").is_plain());
    }

    #[test]
    fn the_refusal_of_plain_http_says_where_it_is_allowed() {
        assert!(BaseUrl::parse("http://api.infobip.com").unwrap_err().contains("loopback"));
        assert!(BaseUrl::parse("ftp://api.infobip.com").unwrap_err().contains("https://"));
    }

    #[test]
    fn everything_else_is_refused_without_being_repeated() {
        for given in [
            "",
            "api.infobip.com",
            "//api",
            "ftp://api.infobip.com",
            "file:///etc/passwd",
            "http://api.infobip.com",
            "http://localhost.evil.com",
            "http://127.0.0.1.evil.com",
            "http://0.0.0.0",
            "http://localhost.",
            "http://sub.localhost",
            "http://[::ffff:127.0.0.1]",
            "http://[::2]",
            "https://api.infobip.com:65536",
            "https://api.infobip.com:port",
            "https://[::1",
            "https://[fe80::1%25eth0]",
            "https://api%2finfobip.com",
            "https://api.infobip.com/a/%2E",
            "https://api.infobip.com/\"",
            "https://",
            "https://user:CANARY@api.infobip.com",
            "https://CANARY@api.infobip.com",
            "https://api.infobip.com?k=CANARY",
            "https://api.infobip.com#CANARY",
            "https://api.infobip.com/?k=CANARY",
            "https://api.infobip.com/#CANARY",
            "https://api.infobip.com/a?",
            "https://api.infobip.com/a/../b",
            "https://api.infobip.com/./b",
            "https://api.infobip.com/%2e%2e/b",
            "https://exämple.com",
            "https://api.infobip.com/a b",
            "https:\\\\api.infobip.com",
            "https://api.infobip.com/\u{7}",
            "javascript:alert(1)",
            // A parser of the web's making takes these away without a word.
            "https://api.info\tbip.com",
            "https://api.infobip.com\n",
            " https://api.infobip.com",
            "https://api.infobip.com ",
            "https://api.infobip.com\\",
            // And it reads a host into all of these.
            "https:/user:CANARY@api.infobip.com",
            "https:user:CANARY@api.infobip.com",
            "https:user:CANARY@api.infobip.com://%2E./v1",
            "https:///user:CANARY@api.infobip.com",
            "https:/api.infobip.com",
            "https:///api.infobip.com",
        ] {
            let why = BaseUrl::parse(given).expect_err(given);
            assert!(!why.contains("CANARY"), "{why}");
        }
    }
}
