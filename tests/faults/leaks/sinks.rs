//! What a program prints: every public type, in every way.

use std::error::Error as StdError;
use std::fmt::Debug;
use std::panic::{AssertUnwindSafe, catch_unwind};

use keymint_core::{CallOptions, Error, OutgoingSecret, Secret};

use crate::dialect::{CREDENTIAL, Received, SECRET};

/// Something that was printed.
pub(crate) struct Shown {
    pub(crate) name: String,
    pub(crate) text: String,
}

impl Shown {
    pub(crate) fn new(name: impl Into<String>, text: String) -> Self {
        Self { name: name.into(), text }
    }

    pub(crate) fn within(&mut self, what: &str) {
        self.name = format!("{what}, {}", self.name);
    }
}

pub(crate) fn of_received(received: &Received) -> Vec<Shown> {
    received.shown.iter().map(|text| Shown::new("answer", text.clone())).collect()
}

/// The error, each of its causes, and the message of a panic with it.
pub(crate) fn of_error(error: Error) -> Vec<Shown> {
    let mut shown = Vec::new();
    let mut hop: Option<&dyn StdError> = Some(&error);
    let mut depth = 0;
    while let Some(cause) = hop {
        for (how, text) in [
            ("{}", format!("{cause}")),
            ("{:#}", format!("{cause:#}")),
            ("{:?}", format!("{cause:?}")),
            ("{:#?}", format!("{cause:#?}")),
        ] {
            shown.push(Shown::new(format!("error {depth} {how}"), text));
        }
        hop = cause.source();
        depth += 1;
    }
    shown.push(Shown::new("violations", format!("{:?}", error.violations())));
    let panicked = catch_unwind(AssertUnwindSafe(|| expect_a_key(Err(error))));
    let message = panicked
        .expect_err("a panic")
        .downcast::<String>()
        .map_or_else(|_| String::new(), |text| *text);
    assert!(message.contains("Error"), "the panic said something");
    shown.push(Shown::new("panic", message));
    shown
}

/// What a hurried program does with a result.
fn expect_a_key(result: Result<(), Error>) {
    result.unwrap();
}

/// Builders, credentials, requests that are not sent yet, and what refuses to become one.
pub(crate) fn of_setup() -> Vec<Shown> {
    let mut shown = Vec::new();
    let mut show = |name: &str, value: &dyn Debug| {
        shown.push(Shown::new(name, format!("{value:?} {value:#?}")));
    };

    let credential =
        keymint_infobip::Credential::basic("Aladdin", CREDENTIAL).expect("a credential");
    show("basic credential", &credential);
    show("builder", &keymint_infobip::Client::builder(credential.clone()));
    show("token", &keymint_bitgpt::Credential::access_token(CREDENTIAL));
    show("platform key", &keymint_sendkit::Credential::platform_key(CREDENTIAL));
    show("admin key", &keymint_senderwiz::Credential::admin_api_key(CREDENTIAL));
    show("secret", &Secret::new(SECRET));
    show("outgoing secret", &OutgoingSecret::new(SECRET));
    show("options", &CallOptions::new());
    show("serialized secret", &serde_json::to_string(&Secret::new(SECRET)));

    let client = keymint_infobip::Client::builder(credential).build().expect("a client");
    show("client", &client);
    let session =
        keymint_infobip::types::CreateSessionRequest::builder().username("u").password(SECRET);
    show("body", &session);
    show("call with a body", &client.create_session().body(session));
    show(
        "call with a secret parameter",
        &client.list_api_keys().account_key("_").public_api_key(SECRET),
    );

    for broken in [format!("{CREDENTIAL}\n"), format!("{CREDENTIAL} "), format!("{CREDENTIAL}é")] {
        show("refused basic", &keymint_infobip::Credential::basic("Aladdin", broken.clone()));
        show("refused token", &keymint_bitgpt::Credential::access_token(broken.clone()));
        show("refused platform key", &keymint_sendkit::Credential::platform_key(broken.clone()));
        show("refused admin key", &keymint_senderwiz::Credential::admin_api_key(broken));
    }
    show("an API key for a token", &keymint_bitgpt::Credential::access_token(SECRET));
    show("a workspace key for a platform key", &keymint_sendkit::Credential::platform_key(SECRET));
    for url in [
        "https://u:{}@example.com",
        "https://example.com?k={}",
        "https://example.com#{}",
        "ftp://{}",
    ] {
        let credential =
            keymint_bitgpt::Credential::access_token(CREDENTIAL).expect("a credential");
        let built =
            keymint_bitgpt::Client::builder(credential).base_url(url.replace("{}", SECRET)).build();
        show("refused base URL", &built);
    }
    shown
}
