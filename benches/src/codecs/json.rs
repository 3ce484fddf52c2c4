//! JSON against serde_json and structs written by hand.

use keymint_infobip::Client;
use keymint_infobip::types::{ApiKeyList, CreatedApiKey};

use super::{MANY, answer, typed};
use crate::keys::{Key, Keys, NewKey};
use crate::payloads;
use crate::rounds::Group;

/// All comparisons.
pub fn groups() -> Vec<Group<'static>> {
    vec![write(), read(), read_many()]
}

fn write() -> Group<'static> {
    let by_hand = NewKey::example();
    let ours = typed(&by_hand);
    let bytes = serde_json::to_vec(&by_hand).expect("JSON").len();
    assert_eq!(serde_json::to_value(&by_hand).ok(), serde_json::to_value(&ours).ok());
    Group::new("JSON, write the request", bytes)
        .case("serde_json", move || serde_json::to_vec(&by_hand))
        .case("keymint", move || serde_json::to_vec(&ours))
}

fn read() -> Group<'static> {
    let body = payloads::key_json();
    let same = body.clone();
    Group::new("JSON, read the answer", body.len())
        .case("serde_json", move || serde_json::from_slice::<Key>(&body).expect("a key"))
        .case("keymint", move || {
            answer::<Client, CreatedApiKey>("create_api_key", "application/json", &same)
        })
}

fn read_many() -> Group<'static> {
    let body = payloads::keys_json(MANY);
    let same = body.clone();
    Group::new("JSON, read 10,000 keys", body.len())
        .case("serde_json", move || serde_json::from_slice::<Keys>(&body).expect("keys"))
        .case("keymint", move || {
            answer::<Client, ApiKeyList>("list_api_keys", "application/json", &same)
        })
}
