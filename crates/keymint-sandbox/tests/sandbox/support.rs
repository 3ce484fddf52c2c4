//! A plain HTTP caller, and names for the shapes of ids.

use jiff::Timestamp;
use keymint_sandbox::{Dialect, Provider, Sandbox};
use reqwest::{Client, Method};
use serde_json::Value;

/// A request under construction.
pub(crate) struct Call {
    request: reqwest::RequestBuilder,
}

/// An answer, read whole.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) media_type: String,
    pub(crate) retry_after: Option<u64>,
    pub(crate) text: String,
}

impl Call {
    pub(crate) fn new(method: &str, url: &str) -> Self {
        // The clients beside us make reqwest expect a provider of cryptography, even over plain HTTP.
        let _installed_before = rustls::crypto::ring::default_provider().install_default();
        let client = Client::builder().no_proxy().build().unwrap();
        Self { request: client.request(Method::from_bytes(method.as_bytes()).unwrap(), url) }
    }

    /// A call below a provider's base URL.
    pub(crate) fn to(sandbox: &Sandbox, provider: Provider, method: &str, path: &str) -> Self {
        Self::new(method, &format!("{}{path}", sandbox.base_url(provider)))
    }

    /// A call to the sandbox's own paths.
    pub(crate) fn control(sandbox: &Sandbox, method: &str, path: &str) -> Self {
        Self::new(method, &format!("http://{}/__sandbox{path}", sandbox.address()))
    }

    pub(crate) fn header(mut self, name: &str, value: &str) -> Self {
        self.request = self.request.header(name, value);
        self
    }

    pub(crate) fn body(self, media_type: &str, body: &str) -> Self {
        let call = self.header("content-type", media_type);
        Self { request: call.request.body(body.to_owned()) }
    }

    pub(crate) fn json(self, body: &Value) -> Self {
        self.body("application/json", &body.to_string())
    }

    pub(crate) async fn send(self) -> Reply {
        self.try_send().await.unwrap()
    }

    pub(crate) async fn try_send(self) -> reqwest::Result<Reply> {
        let mut response = self.request.send().await?;
        let header = |name: &str| response.headers().get(name)?.to_str().ok().map(String::from);
        let (media_type, retry_after) = (header("content-type"), header("retry-after"));
        let mut bytes = Vec::new();
        while let Some(chunk) = response.chunk().await? {
            bytes.extend_from_slice(&chunk);
        }
        Ok(Reply {
            status: response.status().as_u16(),
            media_type: media_type.unwrap_or_default(),
            retry_after: retry_after.map(|seconds| seconds.parse().unwrap()),
            text: String::from_utf8_lossy(&bytes).into_owned(),
        })
    }
}

impl Reply {
    pub(crate) fn json(&self) -> Value {
        assert_eq!(self.media_type, "application/json");
        serde_json::from_str(&self.text).unwrap()
    }
}

/// A sandbox whose time stands still.
pub(crate) async fn frozen(dialect: Dialect, moment: &str) -> Sandbox {
    let moment: Timestamp = moment.parse().unwrap();
    Sandbox::builder().dialect(dialect).frozen_at(moment).start().await.unwrap()
}

/// The text at a JSON pointer.
pub(crate) fn text(value: &Value, pointer: &str) -> String {
    let found = value.pointer(pointer).and_then(Value::as_str);
    found.unwrap_or_else(|| panic!("no text at {pointer} in {value}")).to_owned()
}

/// Says whether the text has the pattern's shape.
///
/// `#` is a lower-case hexadecimal digit, `@` an upper-case one; anything else stands for itself.
pub(crate) fn has_shape(text: &str, pattern: &str) -> bool {
    let fits = |(letter, shape): (char, char)| match shape {
        '#' => matches!(letter, '0'..='9' | 'a'..='f'),
        '@' => matches!(letter, '0'..='9' | 'A'..='F'),
        _ => letter == shape,
    };
    text.chars().count() == pattern.chars().count() && text.chars().zip(pattern.chars()).all(fits)
}
