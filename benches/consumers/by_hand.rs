//! Creates one API key at Infobip, as one would write it without a client: reqwest, serde, and ring for TLS.

use std::error::Error;
use std::time::Duration;

use reqwest::Client;
use serde::{Deserialize, Serialize};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct NewKey<'a> {
    name: &'a str,
    #[serde(rename = "allowedIPs", skip_serializing_if = "Option::is_none")]
    allowed_ips: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    valid_from: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    valid_to: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct CreatedKey {
    name: String,
    key: String,
    public_api_key: String,
    account_key: String,
    #[serde(rename = "allowedIPs")]
    allowed_ips: Option<Vec<String>>,
    valid_from: Option<String>,
    valid_to: Option<String>,
    enabled: Option<bool>,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    // Without the feature reqwest brings its own cryptography.
    #[cfg(feature = "ring")]
    rustls::crypto::ring::default_provider().install_default().map_err(|_| "a second provider")?;
    let client = Client::builder().timeout(Duration::from_secs(30)).build()?;
    let body = NewKey { name: "Api key 1", allowed_ips: None, valid_from: None, valid_to: None };
    let created: CreatedKey = client
        .post("https://api.infobip.com/settings/1/accounts/_/api-keys")
        .basic_auth("user", Some("password"))
        .json(&body)
        .send()
        .await?
        .error_for_status()?
        .json()
        .await?;
    println!("{created:?}");
    Ok(())
}
