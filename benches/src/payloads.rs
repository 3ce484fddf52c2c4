//! The bodies that are written and read: the examples of the providers' pages, and lists of ten thousand.

use crate::keys::{Key, Keys};

/// The answer of the fixed server, and of every JSON codec.
pub fn key_json() -> Vec<u8> {
    serde_json::to_vec(&Key::example()).expect("a key is JSON")
}

/// A list of keys as JSON.
pub fn keys_json(count: usize) -> Vec<u8> {
    serde_json::to_vec(&Keys { api_keys: keys(count) }).expect("keys are JSON")
}

/// The provider's own XML, with its own spaces.
pub const KEY_XML: &[u8] = include_bytes!("../../tests/fixtures/infobip/create_api_key.200.xml");

/// A list of keys as XML.
pub fn keys_xml(count: usize) -> Vec<u8> {
    let mut xml = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?><apiKeys>");
    for key in keys(count) {
        let element = |name: &str, text: &str| format!("<{name}>{text}</{name}>");
        let addresses: String =
            key.allowed_ips.iter().map(|address| element("allowedIP", address)).collect();
        let inside = [
            element("key", &key.key),
            element("publicApiKey", &key.public_api_key),
            element("accountKey", &key.account_key),
            element("name", &key.name),
            element("allowedIPs", &addresses),
            element("validFrom", &key.valid_from),
            element("validTo", &key.valid_to),
            element("enabled", "true"),
        ];
        xml.push_str(&element("apiKey", &inside.concat()));
    }
    xml.push_str("</apiKeys>");
    xml.into_bytes()
}

fn keys(count: usize) -> Vec<Key> {
    let numbered = |n| Key { name: format!("Api key {n}"), ..Key::example() };
    (0..count).map(numbered).collect()
}
