//! Forms, with PHP's brackets, against serde_qs.

use keymint_core::{WireFormat, fuzzing};
use keymint_senderwiz::Client;
use keymint_senderwiz::types::CreateApiKeyRequest;
use serde::Serialize;
use serde_qs::Config;

use super::{MANY, find};
use crate::keys::addresses;
use crate::rounds::Group;

#[derive(Clone, Serialize)]
struct NewKey {
    name: String,
    description: String,
    ip_whitelist: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    ip_blacklist: Vec<String>,
}

/// All comparisons.
pub fn groups() -> Vec<Group<'static>> {
    let listed = |all: [&str; 2]| all.map(str::to_owned).to_vec();
    let allowed = listed(["123.123.123.123", "111.111.111.111"]);
    let refused = listed(["231.231.231.231", "222.222.222.222"]);
    vec![
        write("form, write the request", allowed, refused),
        write("form, write 10,000 addresses", addresses(MANY), Vec::new()),
    ]
}

fn write(name: &'static str, allowed: Vec<String>, refused: Vec<String>) -> Group<'static> {
    let key = NewKey {
        name: "My site".to_owned(),
        description: "This key is used on my site".to_owned(),
        ip_whitelist: allowed.clone(),
        ip_blacklist: refused.clone(),
    };
    let config = Config::new().use_form_encoding(true);
    let form = config.serialize_string(&key).expect("a form");
    let builder = CreateApiKeyRequest::builder()
        .name(key.name.clone())
        .description(Some(key.description.clone()))
        .ip_whitelist(Some(allowed));
    let builder = if refused.is_empty() { builder } else { builder.ip_blacklist(Some(refused)) };
    let ours: CreateApiKeyRequest = builder.try_into().expect("a complete key");
    let (_, operation) = find::<Client>("create_api_key");
    let encode = move || {
        let json = serde_json::to_vec(&ours).expect("JSON");
        fuzzing::encode(operation, WireFormat::Form, &json).expect("a form")
    };
    // A space has two spellings; serde_qs takes the other one.
    assert_eq!(String::from_utf8(encode()).ok(), Some(form.replace("%20", "+")));
    Group::new(name, form.len())
        .case("serde_qs", move || config.serialize_string(&key))
        .case("keymint", encode)
}
