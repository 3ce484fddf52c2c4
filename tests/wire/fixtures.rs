//! Every fixture and every example of a document has the form that the document says.

use serde_json::Value;

use crate::support::document::Document;
use crate::support::{is_xml, root, text};

const PROVIDERS: [&str; 4] = ["bitgpt", "infobip", "senderwiz", "sendkit"];

#[test]
fn every_fixture_has_the_documented_form() {
    for provider in PROVIDERS {
        let document = Document::read(provider);
        let folder = root().join("tests/fixtures").join(provider);
        let mut checked = 0;
        for entry in std::fs::read_dir(folder).expect("a folder of fixtures") {
            let name = entry.expect("a file").file_name().into_string().expect("UTF-8");
            let fixture = format!("{provider}/{name}");
            let (operation, case) = name.split_once('.').expect("an operation");
            let operation = document.operation(operation);
            let media = if is_xml(&name) { "application/xml" } else { "application/json" };
            let body = if case.starts_with("request") {
                let request = document.resolve(&operation["requestBody"]);
                // A form is written down as JSON: its encoding is the wire's business.
                let form = &request["content"]["application/x-www-form-urlencoded"];
                Some(&request["content"][media]).filter(|body| !body.is_null()).unwrap_or(form)
            } else {
                let status = case.split('.').next().expect("a status");
                &response(&document, operation, status)["content"][media]
            };
            let schema = &body["schema"];
            assert!(!schema.is_null(), "{fixture}: the document shows no such body");
            document.check(&fixture, schema, media, text(&fixture).as_bytes());
            checked += 1;
        }
        assert!(checked > 10, "{provider} has fixtures");
    }
}

#[test]
fn every_example_has_the_documented_form() {
    for provider in PROVIDERS {
        let document = Document::read(provider);
        let mut checked = 0;
        for (id, _, _, operation) in document.operations() {
            let request = operation.get("requestBody").map(|body| document.resolve(body));
            let responses = operation["responses"].as_object().expect("responses").values();
            for holder in
                request.into_iter().chain(responses.map(|response| document.resolve(response)))
            {
                for (media, body) in holder["content"].as_object().into_iter().flatten() {
                    for (name, example) in body["examples"].as_object().into_iter().flatten() {
                        let value = &document.resolve(example)["value"];
                        let (media, bytes) = match (media.as_str(), value) {
                            ("application/xml", Value::String(xml)) => {
                                (media.as_str(), xml.clone())
                            }
                            _ => ("application/json", value.to_string()),
                        };
                        document.check(
                            &format!("{provider} {id} {name}"),
                            &body["schema"],
                            media,
                            bytes.as_bytes(),
                        );
                        checked += 1;
                    }
                }
            }
        }
        assert!(checked >= 5, "{provider} has examples: {checked}");
    }
}

/// The documented response: exact, by class, or `default`.
fn response<'a>(document: &'a Document, operation: &'a Value, status: &str) -> &'a Value {
    let responses = &operation["responses"];
    let class = format!("{}XX", status.get(..1).expect("a digit"));
    let found = [status, class.as_str(), "default"]
        .into_iter()
        .map(|key| &responses[key])
        .find(|found| !found.is_null());
    document.resolve(found.unwrap_or_else(|| panic!("{status} is documented")))
}
