//! What is known of an operation before it is called, and where its calls go: below the client's base URL, or below the
//! server that the document gives it.

use std::borrow::Cow;
use std::sync::OnceLock;

use url::Url;

use super::guard::admit;
use super::sign::Signed;
use crate::api::{Api, Operation, Response};
use crate::base_url::BaseUrl;

/// An operation of a client.
pub(super) struct Route {
    pub(super) operation: &'static Operation,
    /// Whether an answer may be the caller's to read.
    pub(super) streams: bool,
    /// The operation's own server, or what is wrong with it.
    own: Option<Result<BaseUrl, &'static str>>,
    /// What all its requests have in common, found out at the first call.
    pub(super) signed: OnceLock<Signed>,
    /// The URL of the first call: most of those that follow have the same.
    first: OnceLock<Url>,
}

impl Route {
    /// The routes of all operations, in their order.
    pub(super) fn all(of_client: &BaseUrl, api: &'static Api) -> Box<[Self]> {
        // A base URL that the caller chose holds for every operation: who sends to a proxy or to a test server sends
        // everything there.
        let default = api.base_url.and_then(|url| BaseUrl::parse(url).ok());
        let is_default = default.as_ref() == Some(of_client);
        let route = |operation: &'static Operation| {
            let own = operation.server.filter(|_| is_default).map(BaseUrl::parse);
            let streams = operation.responses.iter().any(Response::is_bytes);
            Self { operation, streams, own, signed: OnceLock::new(), first: OnceLock::new() }
        };
        api.operations.iter().map(route).collect()
    }

    /// The URL of a call that the generated method composed below the client's base URL.
    pub(super) fn address(&self, of_client: &BaseUrl, url: &str) -> Result<Url, String> {
        let path = url.strip_prefix(of_client.as_str()).ok_or("the URL left the base URL")?;
        let (base, url) = match &self.own {
            None => (of_client, Cow::Borrowed(url)),
            Some(Ok(own)) => (own, [own.as_str(), path].concat().into()),
            Some(Err(why)) => return Err((*why).to_owned()),
        };
        if let Some(first) = self.first.get().filter(|first| first.as_str() == url) {
            return Ok(first.clone());
        }
        let admitted = admit(base, self.operation, &url)?;
        if !self.operation.secret_path {
            self.first.get_or_init(|| admitted.clone());
        }
        Ok(admitted)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::ErrorFields;

    const DEFAULT: &str = "https://api.example.com/v1";

    fn file(own: Option<&'static str>) -> Operation {
        Operation { server: own, ..Operation::reading("/files/{name}") }
    }

    fn routes(
        of_client: &BaseUrl,
        operation: Operation,
        default: Option<&'static str>,
    ) -> Box<[Route]> {
        let errors = ErrorFields { code: &[], message: &[], request_id: &[], violations: &[] };
        let operations = Vec::leak(vec![operation]);
        let api = Api { provider: "example", base_url: default, schemes: &[], errors, operations };
        Route::all(of_client, Box::leak(Box::new(api)))
    }

    fn address(
        of_client: &str,
        own: Option<&'static str>,
        default: Option<&'static str>,
    ) -> Result<String, String> {
        let of_client = BaseUrl::parse(of_client).unwrap();
        let url = format!("{}/files/a", of_client.as_str());
        routes(&of_client, file(own), default)[0].address(&of_client, &url).map(String::from)
    }

    #[test]
    fn an_operation_with_a_server_of_its_own_goes_there() {
        let own = Some("https://uploads.example.com/v2/");

        let address = address(DEFAULT, own, Some(DEFAULT));

        assert_eq!(address, Ok("https://uploads.example.com/v2/files/a".to_owned()));
    }

    #[test]
    fn a_base_url_of_the_callers_holds_for_every_operation() {
        let (own, chosen) = (Some("https://uploads.example.com"), "https://proxy.example.com");

        assert_eq!(
            address(chosen, own, Some(DEFAULT)),
            Ok("https://proxy.example.com/files/a".to_owned())
        );
        assert_eq!(address(chosen, own, None), Ok("https://proxy.example.com/files/a".to_owned()));
    }

    #[test]
    fn other_operations_stay_where_they_are_and_no_server_is_less_safe_than_a_base_url() {
        assert_eq!(
            address(DEFAULT, None, Some(DEFAULT)),
            Ok("https://api.example.com/v1/files/a".to_owned())
        );
        assert!(address(DEFAULT, Some("http://uploads.example.com"), Some(DEFAULT)).is_err());
    }
    #[test]
    fn a_second_call_goes_where_it_says_and_is_checked_like_the_first() {
        let base = BaseUrl::parse(DEFAULT).unwrap();
        for own in [None, Some("https://uploads.example.com/v2")] {
            let routes = routes(&base, file(own), Some(DEFAULT));
            let address = |name: &str| {
                routes[0].address(&base, &format!("{DEFAULT}/files/{name}")).map(String::from)
            };
            let server = own.unwrap_or(DEFAULT);

            for name in ["a", "a", "b", "a"] {
                assert_eq!(address(name), Ok(format!("{server}/files/{name}")));
            }
            for name in ["", "..", "a/b", "a?b", "b%0a"] {
                assert!(address(name).is_err(), "{name}");
            }
        }
    }
    #[test]
    fn a_url_that_shows_a_secret_is_not_kept() {
        let base = BaseUrl::parse(DEFAULT).unwrap();
        for secret_path in [false, true] {
            let routes = routes(&base, Operation { secret_path, ..file(None) }, Some(DEFAULT));

            routes[0].address(&base, &format!("{DEFAULT}/files/a")).unwrap();

            assert_eq!(routes[0].first.get().is_none(), secret_path);
        }
    }
}
