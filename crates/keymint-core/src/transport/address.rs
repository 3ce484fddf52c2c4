//! Where a call goes: below the client's base URL, or below the server that the document gives its operation.

use url::Url;

use super::guard::admit;
use crate::api::{Api, Operation};
use crate::base_url::BaseUrl;

/// The URL of a call that the generated method composed below the client's base URL.
pub(super) fn of(
    of_client: &BaseUrl,
    api: &Api,
    operation: &Operation,
    url: &str,
) -> Result<Url, String> {
    let Some(own) = own_server(of_client, api, operation)? else {
        return admit(of_client, operation, url);
    };
    let path = url.strip_prefix(of_client.as_str()).ok_or("the URL left the base URL")?;
    admit(&own, operation, &[own.as_str(), path].concat())
}

/// The operation's own server.
///
/// A base URL that the caller chose holds for every operation: who sends to a proxy or to a test server sends
/// everything there.
fn own_server(
    of_client: &BaseUrl,
    api: &Api,
    operation: &Operation,
) -> Result<Option<BaseUrl>, &'static str> {
    let Some(own) = operation.server else { return Ok(None) };
    let default = api.base_url.and_then(|url| BaseUrl::parse(url).ok());
    if default.as_ref() == Some(of_client) { BaseUrl::parse(own).map(Some) } else { Ok(None) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::{ErrorFields, Safety};

    const DEFAULT: &str = "https://api.example.com/v1";

    fn address(
        of_client: &str,
        own: Option<&'static str>,
        default: Option<&'static str>,
    ) -> Result<String, String> {
        let errors = ErrorFields { code: &[], message: &[], request_id: &[], violations: &[] };
        let api =
            Api { provider: "example", base_url: default, schemes: &[], errors, operations: &[] };
        let operation = Operation {
            id: "upload",
            method: "POST",
            path: "/files",
            server: own,
            safety: Safety::Once,
            security: &[],
            request: None,
            responses: &[],
            success_by_status: false,
            echo: None,
        };
        let of_client = BaseUrl::parse(of_client).unwrap();
        let url = format!("{}/files", of_client.as_str());
        of(&of_client, &api, &operation, &url).map(String::from)
    }

    #[test]
    fn an_operation_with_a_server_of_its_own_goes_there() {
        let own = Some("https://uploads.example.com/v2/");

        let address = address(DEFAULT, own, Some(DEFAULT));

        assert_eq!(address, Ok("https://uploads.example.com/v2/files".to_owned()));
    }

    #[test]
    fn a_base_url_of_the_callers_holds_for_every_operation() {
        let (own, chosen) = (Some("https://uploads.example.com"), "https://proxy.example.com");

        assert_eq!(
            address(chosen, own, Some(DEFAULT)),
            Ok("https://proxy.example.com/files".to_owned())
        );
        assert_eq!(address(chosen, own, None), Ok("https://proxy.example.com/files".to_owned()));
    }

    #[test]
    fn other_operations_stay_where_they_are_and_no_server_is_less_safe_than_a_base_url() {
        assert_eq!(
            address(DEFAULT, None, Some(DEFAULT)),
            Ok("https://api.example.com/v1/files".to_owned())
        );
        assert!(address(DEFAULT, Some("http://uploads.example.com"), Some(DEFAULT)).is_err());
    }
}
