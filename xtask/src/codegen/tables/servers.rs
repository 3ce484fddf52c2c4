//! Where a client sends its calls unless told otherwise.

use proc_macro2::TokenStream;
use serde_json::Value;

use super::option;
use crate::codegen::document::Document;

/// Says of a server that it is no default.
pub(crate) const NO_DEFAULT: &str = "x-keymint-no-default";

/// The first server with its variables filled in; `None` when a host must be given.
pub(super) fn base_url(document: &Document) -> TokenStream {
    option(default_url(document).as_deref())
}

/// The first server with its variables filled in, if that makes an address.
pub(crate) fn default_url(document: &Document) -> Option<String> {
    address(document.root.pointer("/servers/0")?)
}

/// A server with its variables filled in, if that makes an address.
pub(crate) fn address(server: &Value) -> Option<String> {
    if server.get(NO_DEFAULT) == Some(&Value::Bool(true)) {
        return None;
    }

    let mut url = server.get("url")?.as_str()?.to_owned();
    for (name, variable) in server.get("variables").and_then(Value::as_object).into_iter().flatten()
    {
        let default = variable.get("default").and_then(Value::as_str).unwrap_or_default();
        url = url.replace(&format!("{{{name}}}"), default);
    }
    let absolute = url.starts_with("https://") || url.starts_with("http://");
    (absolute && !url.contains(['{', '}', '?', '#'])).then(|| url.trim_end_matches('/').to_owned())
}

#[cfg(test)]
mod tests {
    use super::default_url;
    use crate::codegen::document::Document;

    fn of(servers: &str) -> Option<String> {
        default_url(
            &Document::parse(&format!("openapi: 3.0.3\npaths: {{}}\nservers: {servers}\n"), "a")
                .unwrap(),
        )
    }

    #[test]
    fn variables_get_their_defaults_and_no_slash_is_left_at_the_end() {
        let servers = "[{url: 'https://{region}.example/v1/', variables: {region: {default: eu}}}]";

        assert_eq!(of(servers).as_deref(), Some("https://eu.example/v1"));
    }

    #[test]
    fn a_server_that_says_so_is_no_default() {
        assert_eq!(of("[{url: 'https://a.example', x-keymint-no-default: true}]"), None);
    }

    #[test]
    fn a_relative_server_is_no_default() {
        assert_eq!(of("[{url: /v1}]"), None);
        assert_eq!(of("[]"), None);
    }
}
