//! XML against quick-xml with serde and with code written by hand, and against serde-xml-rs.

mod by_hand;

use keymint_core::{WireFormat, fuzzing};
use keymint_infobip::Client;
use keymint_infobip::types::{ApiKeyList, CreatedApiKey};
use serde::{Deserialize, Serialize};

use super::{MANY, answer, find, typed};
use crate::keys::{Key, NewKey};
use crate::payloads;
use crate::rounds::Group;

/// A list as XML has it: an element around the items.
#[derive(Debug, Deserialize, Serialize)]
struct Addresses {
    #[serde(rename = "allowedIP")]
    items: Vec<String>,
}

#[derive(Debug, Serialize)]
#[serde(rename = "ApiKey", rename_all = "camelCase")]
struct XmlNewKey {
    name: String,
    #[serde(rename = "allowedIPs")]
    allowed_ips: Addresses,
    valid_from: String,
    valid_to: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct XmlKey {
    name: String,
    key: String,
    public_api_key: String,
    account_key: String,
    #[serde(rename = "allowedIPs")]
    allowed_ips: Addresses,
    valid_from: String,
    valid_to: String,
    enabled: bool,
}

#[derive(Debug, Deserialize)]
struct XmlKeys {
    #[serde(rename = "apiKey")]
    items: Vec<XmlKey>,
}

/// All comparisons.
pub fn groups() -> Vec<Group<'static>> {
    let body = payloads::KEY_XML.to_vec();
    vec![
        write("XML, write the request", NewKey::example()),
        write("XML, write 10,000 addresses", NewKey::with_addresses(MANY)),
        read(body),
        read_many(payloads::keys_xml(MANY)),
    ]
}

fn write(name: &'static str, key: NewKey) -> Group<'static> {
    let ours = typed(&key);
    let (_, operation) = find::<Client>("create_api_key");
    let encode = move || {
        let json = serde_json::to_vec(&ours).expect("JSON");
        fuzzing::encode(operation, WireFormat::Xml, &json).expect("XML")
    };
    let structs = XmlNewKey::from(&key);
    let same = XmlNewKey::from(&key);
    let body = by_hand::write(&key);
    let inside = |text: Vec<u8>| {
        let text = String::from_utf8(text).expect("text");
        text.split_once("<ApiKey>").map(|(_, inside)| inside.to_owned()).expect("a key")
    };
    assert_eq!(inside(encode()), inside(body.clone()));
    assert_eq!(
        inside(quick_xml::se::to_string(&structs).expect("XML").into()),
        inside(body.clone())
    );
    Group::new(name, body.len())
        .case("quick-xml, serde", move || quick_xml::se::to_string(&structs))
        .case("keymint", encode)
        .case("quick-xml, by hand", move || by_hand::write(&key))
        .case("serde-xml-rs", move || serde_xml_rs::to_string(&same))
}

fn read(body: Vec<u8>) -> Group<'static> {
    let text = String::from_utf8(body).expect("text");
    let [ours, by_hand, other] = [text.clone(), text.clone(), text.clone()];
    let expected = by_hand::read(&text);
    let read: XmlKey = quick_xml::de::from_str(&text).expect("a key");
    assert_eq!(Key::from(read), expected);
    Group::new("XML, read the answer", text.len())
        .case("quick-xml, serde", move || quick_xml::de::from_str::<XmlKey>(&text).expect("a key"))
        .case("keymint", move || {
            answer::<Client, CreatedApiKey>("create_api_key", "application/xml", ours.as_bytes())
        })
        .case("quick-xml, by hand", move || by_hand::read(&by_hand))
        .case("serde-xml-rs", move || serde_xml_rs::from_str::<XmlKey>(&other).expect("a key"))
}

fn read_many(body: Vec<u8>) -> Group<'static> {
    let text = String::from_utf8(body).expect("text");
    let [ours, by_hand, other] = [text.clone(), text.clone(), text.clone()];
    assert_eq!(by_hand::read_many(&text).len(), MANY);
    Group::new("XML, read 10,000 keys", text.len())
        .case("quick-xml, serde", move || {
            quick_xml::de::from_str::<XmlKeys>(&text).expect("keys").items
        })
        .case("keymint", move || {
            answer::<Client, ApiKeyList>("list_api_keys", "application/xml", ours.as_bytes())
        })
        .case("quick-xml, by hand", move || by_hand::read_many(&by_hand))
        .case("serde-xml-rs", move || {
            serde_xml_rs::from_str::<XmlKeys>(&other).expect("keys").items
        })
}

impl From<&NewKey> for XmlNewKey {
    fn from(key: &NewKey) -> Self {
        let NewKey { name, allowed_ips, valid_from, valid_to } = key.clone();
        Self { name, allowed_ips: Addresses { items: allowed_ips }, valid_from, valid_to }
    }
}

impl From<XmlKey> for Key {
    fn from(key: XmlKey) -> Self {
        Self {
            name: key.name,
            key: key.key,
            public_api_key: key.public_api_key,
            account_key: key.account_key,
            allowed_ips: key.allowed_ips.items,
            valid_from: key.valid_from,
            valid_to: key.valid_to,
            enabled: key.enabled,
        }
    }
}
