//! Every documented error of every provider ends in the one error, with its code, its message and its typed body.

use keymint_core::{ErrorKind, Outcome, WireFormat};
use serde_json::Value;

use crate::support::calls::{Said, USUAL, call};
use crate::support::document::Document;
use crate::support::{Provider, is_xml, root, text, xml};

/// What the provider's own error body says, read without our decoder.
struct Told {
    code: Option<String>,
    message: Option<String>,
    violations: usize,
    request_id: Option<String>,
}

#[tokio::test]
async fn every_documented_error_is_read_whole() {
    let mut read = 0;
    for provider in ["bitgpt", "infobip", "senderwiz", "sendkit"] {
        for name in fixtures(provider) {
            let (operation, case) = name.split_once('.').expect("an operation");
            let Some(status @ 400..) =
                case.split('.').next().and_then(|status| status.parse::<u16>().ok())
            else {
                continue;
            };
            let fixture = format!("{provider}/{name}");
            let server = Provider::serving(&fixture).await;
            // JSON-only operations document errors in XML too: the answer's form is the server's choice.
            let said = Said { format: WireFormat::Json, ..USUAL };

            let failure = call(provider, operation, &server.url(), said).await.expect_err(&fixture);

            let error = failure.error;
            assert_eq!(error.kind(), ErrorKind::Api, "{fixture}");
            assert_eq!(error.status().map(|status| status.as_u16()), Some(status), "{fixture}");
            assert_eq!(error.provider(), provider, "{fixture}");
            assert_eq!(error.operation(), Some(operation), "{fixture}");
            assert_eq!(error.attempts(), 1, "{fixture}");
            let outcome = if status < 500 { Outcome::Rejected } else { Outcome::Unknown };
            assert_eq!(error.outcome(), outcome, "{fixture}");
            assert!(failure.typed, "{fixture}: the body has its documented type");
            let told = told(provider, operation, status, &fixture);
            assert_eq!(error.provider_code(), told.code.as_deref(), "{fixture}");
            assert_eq!(error.provider_message(), told.message.as_deref(), "{fixture}");
            assert_eq!(error.violations().len(), told.violations, "{fixture}");
            assert_eq!(error.request_id(), told.request_id.as_deref(), "{fixture}");
            assert!(
                told.code.is_some() || told.message.is_some() || told.violations > 0,
                "{fixture} says something"
            );
            read += 1;
        }
    }
    assert!(read >= 70, "{read} errors");
}

fn fixtures(provider: &str) -> Vec<String> {
    let folder = root().join("tests/fixtures").join(provider);
    let entries = std::fs::read_dir(folder).expect("a folder of fixtures");
    entries.map(|entry| entry.expect("a file").file_name().into_string().expect("UTF-8")).collect()
}

fn told(provider: &str, operation: &str, status: u16, fixture: &str) -> Told {
    let body = body(provider, operation, status, fixture);
    let text = |pointer: &str| match body.pointer(pointer)? {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    };
    let count = |pointer: &str| match body.pointer(pointer) {
        Some(Value::Object(map)) => {
            map.values().map(|said| said.as_array().map_or(1, Vec::len)).sum()
        }
        Some(Value::Array(list)) => list.len(),
        _ => 0,
    };
    match provider {
        "bitgpt" => Told {
            code: None,
            message: text("/error"),
            violations: count("/validator"),
            request_id: text("/support_id"),
        },
        "infobip" => Told {
            code: text("/requestError/serviceException/messageId").or_else(|| text("/errorCode")),
            message: text("/requestError/serviceException/text").or_else(|| text("/description")),
            violations: count("/requestError/serviceException/validationErrors")
                + count("/violations"),
            request_id: None,
        },
        "senderwiz" => Told {
            code: None,
            message: text("/error").or_else(|| text("/message")),
            violations: count("/error"),
            request_id: None,
        },
        _ => Told {
            code: text("/error/code").or_else(|| text("/code")),
            message: text("/error/message").or_else(|| text("/message")),
            violations: count("/error/details"),
            request_id: None,
        },
    }
}

fn body(provider: &str, operation: &str, status: u16, fixture: &str) -> Value {
    if !is_xml(fixture) {
        return serde_json::from_str(&text(fixture)).expect("JSON");
    }
    let document = Document::read(provider);
    let responses = &document.operation(operation)["responses"];
    let class = format!("{}XX", status / 100);
    let response = [status.to_string(), class]
        .iter()
        .map(|key| &responses[key])
        .find(|found| !found.is_null());
    let response = document.resolve(response.expect("documented"));
    xml::read(&document, &response["content"]["application/xml"]["schema"], &text(fixture))
        .expect("XML")
}
