//! The four providers behind one face: a client, a create, a read, and the answers that they expect.

use std::time::Duration;

use keymint_core::{
    CallOptions, ClientBuilder, Error, GeneratedClient, ResponseValue, RetryPolicy, Secret,
    WireFormat,
};

/// A provider and the encoding that it is spoken to in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dialect {
    Bitgpt,
    Infobip,
    InfobipXml,
    Senderwiz,
    Sendkit,
}

/// What is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// An operation that creates a key.
    Create,
    /// One that only reads.
    Read,
}

/// The bounds of a test's client.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    pub(crate) connect: Duration,
    pub(crate) attempt: Duration,
    pub(crate) deadline: Duration,
    pub(crate) body: usize,
    pub(crate) in_flight: usize,
    pub(crate) retry: RetryPolicy,
}

impl Default for Limits {
    fn default() -> Self {
        let quick =
            RetryPolicy::default().backoff(Duration::from_millis(1), Duration::from_millis(2));
        Self {
            connect: Duration::from_secs(1),
            attempt: Duration::from_millis(1_500),
            deadline: Duration::from_secs(12),
            body: 1 << 20,
            in_flight: 64,
            retry: quick,
        }
    }
}

#[derive(Clone, Debug)]
pub(crate) enum Client {
    Bitgpt(keymint_bitgpt::Client),
    Infobip(keymint_infobip::Client),
    Senderwiz(keymint_senderwiz::Client),
    Sendkit(keymint_sendkit::Client),
}

/// What a call that succeeded gave its caller.
#[derive(Debug)]
pub(crate) struct Received {
    pub(crate) secret: Option<String>,
    /// The answer in `{:?}` and `{:#?}`.
    pub(crate) shown: [String; 2],
}

pub(crate) const NAME: &str = "My site";
pub(crate) const SECRET: &str = "sk_test_5f0cANARYkey77d2e9b1aa30";
/// The credential of every client; SendKit takes no other prefix.
pub(crate) const CREDENTIAL: &str = "sk_user_8dCANARYcred4c19f27e6b";

impl Dialect {
    pub(crate) const ALL: [Self; 5] =
        [Self::Bitgpt, Self::Infobip, Self::InfobipXml, Self::Senderwiz, Self::Sendkit];

    pub(crate) fn is_xml(self) -> bool {
        self == Self::InfobipXml
    }

    pub(crate) fn media(self) -> &'static str {
        if self.is_xml() { "application/xml" } else { "application/json" }
    }

    pub(crate) fn client(self, url: &str, limits: Limits) -> Client {
        self.client_trusting("", url, limits)
    }

    /// A client that trusts the authority with this certificate beside the platform's own.
    pub(crate) fn client_trusting(self, pem: &str, url: &str, limits: Limits) -> Client {
        match self {
            Self::Bitgpt => {
                let credential =
                    keymint_bitgpt::Credential::access_token(CREDENTIAL).expect("a credential");
                Client::Bitgpt(build(keymint_bitgpt::Client::builder(credential), pem, url, limits))
            }
            Self::Infobip | Self::InfobipXml => {
                let credential = keymint_infobip::Credential::basic("Aladdin", CREDENTIAL)
                    .expect("a credential");
                let client = build(keymint_infobip::Client::builder(credential), pem, url, limits);
                let format = if self.is_xml() { WireFormat::Xml } else { WireFormat::Json };
                Client::Infobip(client.with_options(&CallOptions::new().wire_format(format)))
            }
            Self::Senderwiz => {
                let credential =
                    keymint_senderwiz::Credential::admin_api_key(CREDENTIAL).expect("a credential");
                Client::Senderwiz(build(
                    keymint_senderwiz::Client::builder(credential, url),
                    pem,
                    url,
                    limits,
                ))
            }
            Self::Sendkit => {
                let credential =
                    keymint_sendkit::Credential::platform_key(CREDENTIAL).expect("a credential");
                Client::Sendkit(build(
                    keymint_sendkit::Client::builder(credential),
                    pem,
                    url,
                    limits,
                ))
            }
        }
    }

    /// A documented success with this secret.
    pub(crate) fn answer(self, kind: Kind, secret: &str) -> String {
        let secret = if self.is_xml() { secret.to_owned() } else { format!("\"{secret}\"") };
        self.answer_with(kind, &secret, "")
    }

    /// The success with the secret as it is given and with more fields after the documented ones.
    pub(crate) fn answer_with(self, kind: Kind, secret: &str, more: &str) -> String {
        match (self, kind) {
            (Self::Bitgpt, Kind::Create) => format!(
                r#"{{"status":200,"data":{{"id":"k1","label":"{NAME}","secret":{secret}{more}}},"error":null}}"#
            ),
            (Self::Bitgpt, Kind::Read) => {
                format!(
                    r#"{{"status":200,"data":[{{"id":"k1","secret":{secret}{more}}}],"error":null}}"#
                )
            }
            (Self::Infobip, Kind::Create) => {
                format!(r#"{{"key":"k1","name":"{NAME}","publicApiKey":{secret}{more}}}"#)
            }
            (Self::Infobip, Kind::Read) => {
                format!(
                    r#"{{"apiKeys":[{{"key":"k1","name":"{NAME}","publicApiKey":{secret}{more}}}]}}"#
                )
            }
            (Self::InfobipXml, Kind::Create) => format!(
                "<apiKey><key>k1</key><name>{NAME}</name><publicApiKey>{secret}</publicApiKey>{more}</apiKey>"
            ),
            (Self::InfobipXml, Kind::Read) => format!(
                "<apiKeys><apiKey><key>k1</key><publicApiKey>{secret}</publicApiKey>{more}</apiKey></apiKeys>"
            ),
            (Self::Senderwiz, Kind::Create) => format!(
                r#"{{"status":"success","api_key":{{"key_id":"31","name":"{NAME}","key":{secret}{more}}}}}"#
            ),
            (Self::Senderwiz, Kind::Read) => {
                format!(
                    r#"{{"status":"success","api_keys":[{{"key_id":"31","key":{secret}{more}}}]}}"#
                )
            }
            (Self::Sendkit, Kind::Create) => {
                format!(r#"{{"success":true,"data":{{"apiKey":{secret}{more}}}}}"#)
            }
            (Self::Sendkit, Kind::Read) => {
                format!(r#"{{"success":true,"data":{{"id":"u1","name":{secret}{more}}}}}"#)
            }
        }
    }
}

impl Client {
    pub(crate) async fn call(&self, kind: Kind) -> Result<Received, Error> {
        match kind {
            Kind::Create => self.create(NAME).await,
            Kind::Read => self.read().await,
        }
    }

    pub(crate) async fn create(&self, name: &str) -> Result<Received, Error> {
        match self {
            Self::Bitgpt(client) => {
                let body = keymint_bitgpt::types::CreateApiKeyRequest::builder().label(name);
                let made = client.create_api_key().body(body).send().await?;
                Ok(received(&made, Some(&made.data.secret)))
            }
            Self::Infobip(client) => {
                let body = keymint_infobip::types::CreateApiKeyRequest::builder().name(name);
                let made = client.create_api_key().account_key("_").body(body).send().await?;
                Ok(received(&made, Some(&made.public_api_key)))
            }
            Self::Senderwiz(client) => {
                let body =
                    keymint_senderwiz::types::CreateApiKeyRequest::builder().name(name.to_owned());
                let made = client.create_api_key().customer_uid("c1").body(body).send().await?;
                Ok(received(&made, Some(&made.api_key.key)))
            }
            Self::Sendkit(client) => {
                let made = client.create_api_key().workspace_id("w1").send().await?;
                Ok(received(&made, Some(&made.data.api_key)))
            }
        }
    }

    async fn read(&self) -> Result<Received, Error> {
        Ok(match self {
            Self::Bitgpt(client) => received(&client.list_api_keys().send().await?, None),
            Self::Infobip(client) => {
                received(&client.list_api_keys().account_key("_").send().await?, None)
            }
            Self::Senderwiz(client) => {
                received(&client.list_api_keys().customer_uid("c1").send().await?, None)
            }
            Self::Sendkit(client) => received(&client.get_account().send().await?, None),
        })
    }
}

fn received<T: std::fmt::Debug>(answer: &ResponseValue<T>, secret: Option<&Secret>) -> Received {
    Received {
        secret: secret.map(|secret| secret.expose().to_owned()),
        shown: [format!("{answer:?}"), format!("{answer:#?}")],
    }
}

fn build<C: GeneratedClient>(builder: ClientBuilder<C>, pem: &str, url: &str, limits: Limits) -> C {
    builder
        .extra_root_certificates(pem)
        .base_url(url)
        .connect_timeout(limits.connect)
        .attempt_timeout(limits.attempt)
        .deadline(limits.deadline)
        .body_limit(limits.body)
        .max_in_flight(limits.in_flight)
        .retry(limits.retry)
        .build()
        .expect("a client")
}
