//! What is written is what was meant: types through JSON, XML and forms and back, and everything else that has two sides.

use std::time::Duration;

use http::{HeaderMap, HeaderValue};
use keymint_core::api::{Api, Operation};
use keymint_core::{
    DateTime, DateTimeOffsetMillis, DateTimeSpace, GeneratedClient as _, WireFormat, fuzzing,
};
use keymint_infobip::types::CreateApiKeyRequest as InfobipRequest;
use keymint_senderwiz::types::CreateApiKeyRequest as SenderwizRequest;
use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::ProptestConfig;
use proptest::{prop_assert, prop_assert_eq, proptest};
use serde_json::{Value, json};

/// Cases of each property, unless `KEYMINT_CASES` says how many.
const CASES: u32 = 1_000;

fn config() -> ProptestConfig {
    let given = std::env::var_os("KEYMINT_CASES").and_then(|text| text.to_str()?.parse().ok());
    let cases = given.unwrap_or(CASES);
    let thread = std::thread::current();
    println!("proof: property={} cases={cases}", thread.name().unwrap_or_default());
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

fn create(api: &'static Api) -> &'static Operation {
    api.operations.iter().find(|operation| operation.id == "create_api_key").expect("an operation")
}

/// Text that XML can carry: no control characters but tabs and line ends.
const XML_TEXT: &str = "[\\t\\n -\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]{0,40}";
const TIMESTAMP: &str = "20[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]\\.[0-9]{3}[+-](0[0-9]|1[0-2])[0-5][0-9]";

proptest! {
    #![proptest_config(config())]

    #[test]
    fn a_request_is_the_same_in_json_and_in_xml(
        name in XML_TEXT,
        ips in of(vec(XML_TEXT, 0..4)),
        permissions in of(vec("[A-Z_]{1,12}", 0..3)),
        from in of(TIMESTAMP),
    ) {
        // Both stand for UTC, and only one is written.
        let from = from.map(|text| text.replace("-0000", "+0000"));
        let mut body = json!({ "name": name });
        for (key, value) in [("allowedIPs", json!(ips)), ("permissions", json!(permissions)), ("validFrom", json!(from))] {
            if !value.is_null() {
                body[key] = value;
            }
        }
        let request: InfobipRequest = serde_json::from_value(body.clone()).expect("a request");
        let json = serde_json::to_vec(&request).expect("JSON");
        prop_assert_eq!(&serde_json::from_slice::<Value>(&json).expect("JSON"), &body);

        let operation = create(keymint_infobip::Client::api());
        let xml = fuzzing::encode(operation, WireFormat::Xml, &json).expect("XML");
        let back = fuzzing::decode_request(operation, &xml).expect("JSON");

        let back: InfobipRequest = serde_json::from_slice(&back).expect("a request");
        prop_assert_eq!(&serde_json::to_value(&back).expect("JSON"), &body);
    }

    #[test]
    fn a_request_is_the_same_in_json_and_as_a_form(
        name in ".{0,40}",
        description in of(".{0,40}"),
        allowed in vec(".{0,20}", 1..4),
    ) {
        let mut body = json!({ "name": name, "ip_whitelist": allowed });
        if let Some(description) = &description {
            body["description"] = json!(description);
        }
        let request: SenderwizRequest = serde_json::from_value(body.clone()).expect("a request");
        let json = serde_json::to_vec(&request).expect("JSON");

        let form = fuzzing::encode(create(keymint_senderwiz::Client::api()), WireFormat::Form, &json).expect("a form");

        let form = String::from_utf8(form).expect("ASCII");
        let mut back = json!({});
        for pair in form.split('&') {
            let (key, value) = pair.split_once('=').expect("a pair");
            let value = json!(unform(value));
            match unform(key).split_once('[') {
                Some((key, _)) if back[key].is_array() => back[key].as_array_mut().expect("a list").push(value),
                Some((key, _)) => back[key] = json!([value]),
                None => back[unform(key)] = value,
            }
        }
        prop_assert_eq!(back, body);
    }

    #[test]
    fn a_timestamp_is_read_as_it_was_written(text in TIMESTAMP) {
        let read: DateTimeOffsetMillis = text.parse().expect("a timestamp");
        prop_assert_eq!(read.to_string(), text.replace("-0000", "+0000"));

        let rfc = DateTime::from(read.instant()).to_string();
        prop_assert_eq!(rfc.parse::<DateTime>().expect("a timestamp").instant(), read.instant());
        let seconds = DateTimeSpace::from(read.instant()).to_string();
        let again: DateTimeSpace = seconds.parse().expect("a timestamp");
        prop_assert!(read.instant().duration_since(again.instant()).abs().as_secs() == 0);
    }

    #[test]
    fn a_path_value_arrives_or_is_refused(value in "\\PC{0,20}|[./\\\\%?#;]{0,6}") {
        let operation = create(keymint_sendkit::Client::api());
        match fuzzing::path("https://example.com", operation, &value) {
            Err(why) => {
                prop_assert!(matches!(value.as_str(), "" | "." | ".."), "{value:?} {why}");
            }
            Ok(url) => {
                let segment = url.strip_prefix("https://example.com/v1/workspaces/").and_then(|rest| rest.strip_suffix("/api-key"));
                let segment = segment.expect("an instance of the template");
                prop_assert_eq!(percent_encoding::percent_decode_str(segment).decode_utf8().expect("UTF-8"), value);
                prop_assert!(!segment.contains('/'));
            }
        }
    }

    #[test]
    fn seconds_are_read_and_everything_else_is_not(seconds in 0_u64.., other in "[ -~]{0,12}") {
        let wait = |text: &str| {
            let mut headers = HeaderMap::new();
            headers.insert("retry-after", HeaderValue::from_str(text).expect("a header"));
            fuzzing::requested_wait(&headers)
        };
        prop_assert_eq!(wait(&seconds.to_string()), Some(Duration::from_secs(seconds)));
        let digits = other.trim();
        let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
        prop_assert_eq!(wait(&other).is_some(), is_number);
    }
}

/// The text that a part of a form stands for.
fn unform(text: &str) -> String {
    let spaced = text.replace('+', " ");
    percent_encoding::percent_decode_str(&spaced).decode_utf8().expect("UTF-8").into_owned()
}
