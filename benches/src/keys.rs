//! Infobip's API key as one would write it by hand: dates stay text, and unknown fields are skipped.

use serde::{Deserialize, Serialize};

/// A key to make.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct NewKey {
    /// Its name.
    pub name: String,
    /// The addresses that may use it.
    #[serde(rename = "allowedIPs")]
    pub allowed_ips: Vec<String>,
    /// When it starts to work.
    pub valid_from: String,
    /// When it stops.
    pub valid_to: String,
}

/// A key that was made.
#[derive(Clone, Debug, Deserialize, Serialize, PartialEq)]
#[serde(rename_all = "camelCase")]
pub struct Key {
    /// Its name.
    pub name: String,
    /// Its identifier.
    pub key: String,
    /// The secret.
    pub public_api_key: String,
    /// Whose it is.
    pub account_key: String,
    /// The addresses that may use it.
    #[serde(rename = "allowedIPs")]
    pub allowed_ips: Vec<String>,
    /// When it starts to work.
    pub valid_from: String,
    /// When it stops.
    pub valid_to: String,
    /// Whether it works.
    pub enabled: bool,
}

/// A page of keys.
#[derive(Clone, Debug, Deserialize, Serialize, PartialEq)]
#[serde(rename_all = "camelCase")]
pub struct Keys {
    /// The keys.
    pub api_keys: Vec<Key>,
}

impl NewKey {
    /// The key that the provider's page makes.
    pub fn example() -> Self {
        Self {
            name: "Api key 1".to_owned(),
            allowed_ips: vec!["127.0.0.1".to_owned(), "192.168.1.1".to_owned()],
            valid_from: VALID_FROM.to_owned(),
            valid_to: VALID_TO.to_owned(),
        }
    }

    /// A key that many addresses may use.
    pub fn with_addresses(count: usize) -> Self {
        Self { allowed_ips: addresses(count), ..Self::example() }
    }
}

impl Key {
    /// The key that the provider's page answers with.
    pub fn example() -> Self {
        let NewKey { name, allowed_ips, valid_from, valid_to } = NewKey::example();
        Self {
            name,
            key: "C6DFA0B215B2CF24EF04794F718A3FC8".to_owned(),
            public_api_key: "7bd7d59cfe90e4d32b1d2f20d39c86df-fbaa8670-1008-ac7a-398a-3c11ac797c77"
                .to_owned(),
            account_key: "EF04794F718A3FC8C6DFA0B215B2CF24".to_owned(),
            allowed_ips,
            valid_from,
            valid_to,
            enabled: true,
        }
    }
}

/// Addresses, each another one.
pub fn addresses(count: usize) -> Vec<String> {
    (0..count).map(|n| format!("10.{}.{}.{}", n >> 16 & 255, n >> 8 & 255, n & 255)).collect()
}

const VALID_FROM: &str = "2015-02-12T09:58:20.323+0100";
const VALID_TO: &str = "2016-02-12T09:58:20.323+0100";
