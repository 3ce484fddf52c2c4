//! What every provider must pass, whatever its own API is like.

use keymint_core::{ErrorKind, Outcome, WireFormat};
use wiremock::ResponseTemplate;

use crate::support::calls::{ALL, CREATES, Failure, READS, Said, USUAL, call};
use crate::support::document::Document;
use crate::support::{Provider, text};

async fn calling(provider: &str, operation: &str, answer: ResponseTemplate) -> Result<(), Failure> {
    let server = Provider::answering(answer).await;
    let result = call(provider, operation, &server.url(), USUAL).await;
    assert_eq!(server.requests().await.len(), 1, "{provider} {operation}");
    result
}

fn json(body: impl Into<Vec<u8>>) -> ResponseTemplate {
    ResponseTemplate::new(200).set_body_raw(body, "application/json")
}

/// The documented answer of each provider's create.
fn created(provider: &str) -> String {
    text(&format!("{provider}/create_api_key.200.json"))
}

#[test]
fn the_list_of_operations_is_the_documents() {
    for (provider, operations) in ALL {
        let mut documented: Vec<_> =
            Document::read(provider).operations().into_iter().map(|(id, ..)| id).collect();
        documented.sort();
        assert_eq!(documented, operations, "{provider}");
    }
}

#[tokio::test]
async fn a_status_that_is_no_success_says_what_took_effect() {
    for (provider, operation) in CREATES.into_iter().chain(READS) {
        for (status, outcome) in [
            (301, Outcome::Rejected),
            (307, Outcome::Rejected),
            (400, Outcome::Rejected),
            (401, Outcome::Rejected),
            (403, Outcome::Rejected),
            (404, Outcome::Rejected),
            (408, Outcome::Unknown),
            (409, Outcome::Rejected),
            (418, Outcome::Rejected),
            (429, Outcome::Rejected),
            (500, Outcome::Unknown),
            (502, Outcome::Unknown),
            (503, Outcome::Unknown),
            (599, Outcome::Unknown),
        ] {
            let answer = ResponseTemplate::new(status)
                .insert_header("location", "http://127.0.0.1:1/elsewhere");
            let Failure { error, .. } =
                calling(provider, operation, answer).await.expect_err("a refusal");

            assert_eq!(error.kind(), ErrorKind::Api, "{provider} {status}");
            assert_eq!(error.outcome(), outcome, "{provider} {status}");
            assert_eq!(error.status().map(|status| status.as_u16()), Some(status));
            assert!(
                error.to_string().starts_with(&format!(
                    "{provider} {operation}: the provider answered {status} "
                )),
                "{error}"
            );
        }
    }
}

#[tokio::test]
async fn the_wait_that_is_asked_for_is_told() {
    for (provider, operation) in CREATES {
        let answer = ResponseTemplate::new(429)
            .insert_header("retry-after", "17")
            .insert_header("x-request-id", "req-1");
        let Failure { error, .. } =
            calling(provider, operation, answer).await.expect_err("a refusal");

        assert_eq!(error.retry_after().map(|wait| wait.as_secs()), Some(17), "{provider}");
        assert_eq!(error.request_id(), Some("req-1"), "{provider}");
    }
}

#[tokio::test]
async fn a_success_that_cannot_be_read_is_no_refusal() {
    let html = "<!doctype html><title>Sign in</title>";
    for (provider, operation) in CREATES {
        let whole = created(provider);
        let half = whole.get(..whole.len() / 2).expect("ASCII").to_owned();
        for (what, answer) in [
            ("HTML", ResponseTemplate::new(200).set_body_raw(html, "text/html; charset=utf-8")),
            ("HTML that says JSON", json(html)),
            ("empty", json("")),
            ("no content", ResponseTemplate::new(204)),
            ("truncated", json(half)),
            ("null", json("null")),
            ("array", json("[]")),
            ("text", json("\"ok\"")),
            ("another object", json("{\"ok\":true}")),
            ("two documents", json(format!("{whole}{whole}"))),
            ("not UTF-8", json(b"{\"status\":\"\xff\xfe\"}".to_vec())),
            ("compressed", json(whole.clone()).insert_header("content-encoding", "br")),
        ] {
            let Failure { error, .. } = calling(provider, operation, answer).await.expect_err(what);

            assert_eq!(error.kind(), ErrorKind::Decode, "{provider}: {what}");
            assert_eq!(error.outcome(), Outcome::Unreadable, "{provider}: {what}");
            assert!(error.may_have_been_received(), "{provider}: {what}");
        }
    }
}

#[tokio::test]
async fn an_answer_to_another_request_is_told_by_what_it_does_not_repeat() {
    for provider in ["bitgpt", "infobip"] {
        // The fixture's key has another name than the one that is asked for here, or none at all.
        let whole = created(provider)
            .replacen("\"id\":", "\"label\": \"another\", \"id\":", 1)
            .replace("\"Api key 1\"", "\"another\"");

        let Failure { error, .. } =
            calling(provider, "create_api_key", json(whole)).await.expect_err("another's key");

        assert_eq!(error.outcome(), Outcome::Unreadable, "{provider}");
        assert!(error.to_string().contains("belongs to another request"), "{error}");
    }
}

#[tokio::test]
async fn what_could_not_be_read_is_kept_for_whoever_asks() {
    for (provider, operation) in CREATES {
        let broken = created(provider).replacen('}', "", 1);
        let Failure { error, .. } =
            calling(provider, operation, json(broken.clone())).await.expect_err("unreadable");

        assert_eq!(error.expose_body(), Some(broken.as_bytes()), "{provider}");
    }
}

#[tokio::test]
async fn a_field_of_another_type_is_an_error_that_quotes_nothing() {
    for (provider, secret) in [
        ("bitgpt", "\"secret\": "),
        ("infobip", "\"publicApiKey\": "),
        ("senderwiz", "\"key\": "),
        ("sendkit", "\"apiKey\": "),
    ] {
        let whole = created(provider);
        let start =
            whole.find(secret).unwrap_or_else(|| panic!("{provider} has {secret}")) + secret.len();
        let end =
            start + whole.get(start..).and_then(|rest| rest.find(['\n', ','])).expect("an end");
        for value in ["31", "[\"sk_test_CANARY\"]", "{\"sk_test_CANARY\":1}", "true"] {
            let body = format!("{}{value}{}", &whole[..start], &whole[end..]);
            let Failure { error, .. } =
                calling(provider, "create_api_key", json(body)).await.expect_err(value);

            assert_eq!(error.outcome(), Outcome::Unreadable, "{provider} {value}");
            let shown = format!("{error} {error:?} {error:#?}");
            assert!(!shown.contains("CANARY"), "{shown}");
        }
    }
}

#[tokio::test]
async fn a_field_nobody_knows_and_a_value_nobody_knows_do_no_harm() {
    for (provider, operation) in CREATES {
        let body = created(provider).replacen('{', "{\"brand_new\": {\"a\": [1, null]},", 1);
        let body = body
            .replace("\"development\"", "\"brand_new\"")
            .replace("\"products.create\"", "\"brand.new\"");
        assert!(calling(provider, operation, json(body)).await.is_ok(), "{provider}");
    }
}

#[tokio::test]
async fn null_for_an_optional_field_does_no_harm() {
    for (provider, operation, field) in [
        ("bitgpt", "create_api_key", "\"scopes\": "),
        ("infobip", "create_api_key", "\"allowedIPs\": "),
        ("senderwiz", "create_api_key", "\"ip_whitelist\": "),
        ("sendkit", "create_api_key", "\"createdAt\": "),
    ] {
        let mut body: serde_json::Value = serde_json::from_str(&created(provider)).expect("JSON");
        let name = field.trim_matches(['"', ':', ' ']);
        let holder = match provider {
            "infobip" => &mut body,
            "senderwiz" => &mut body["api_key"],
            _ => &mut body["data"],
        };
        assert!(!holder[name].is_null(), "{provider} has {name}");
        holder[name] = serde_json::Value::Null;

        assert!(
            calling(provider, operation, json(body.to_string())).await.is_ok(),
            "{provider} {name}"
        );
    }
}

#[tokio::test]
async fn a_success_that_the_document_does_not_list_still_carries_its_key() {
    for (provider, operation) in CREATES {
        for status in [200, 201, 202, 203] {
            let answer = ResponseTemplate::new(status)
                .set_body_raw(created(provider), "application/json;charset=UTF-8");
            assert!(calling(provider, operation, answer).await.is_ok(), "{provider} {status}");
        }
        let answer = json(format!("\u{feff}{}", created(provider)));
        assert!(calling(provider, operation, answer).await.is_ok(), "{provider}: byte order mark");
    }
}

#[tokio::test]
async fn an_undocumented_error_body_is_a_refusal_all_the_same() {
    for (provider, operation) in CREATES {
        for body in ["", "<html>", "{", "[]", "null", "\"no\"", "{\"error\":{\"error\":{}}}"] {
            let answer = ResponseTemplate::new(403).set_body_raw(body, "application/json");
            let Failure { error, .. } =
                calling(provider, operation, answer).await.expect_err("a refusal");

            assert_eq!(error.kind(), ErrorKind::Api, "{provider} {body}");
            assert_eq!(error.outcome(), Outcome::Rejected, "{provider} {body}");
        }
    }
}

#[tokio::test]
async fn a_value_cannot_change_the_path() {
    for (provider, operations) in ALL {
        let document = Document::read(provider);
        for operation in operations {
            let known = document.operations();
            let path = known.iter().find(|(id, ..)| id == operation).expect("an operation").1;
            if !path.contains('{') {
                continue;
            }
            for id in
                ["a/b", "..\\..\\x", "%2e%2e", "a?b=c", "a#b", "../..", "@evil.com", "a;b", "ключ"]
            {
                let server = Provider::answering(ResponseTemplate::new(418)).await;
                let said = Said { id, ..USUAL };

                let failure =
                    call(provider, operation, &server.url(), said).await.expect_err("a teapot");

                assert_eq!(
                    failure.error.status().map(|status| status.as_u16()),
                    Some(418),
                    "{provider} {operation} {id}"
                );
                let request = server.request().await;
                assert_eq!(
                    request.url.path().matches('/').count(),
                    path.matches('/').count(),
                    "{}",
                    request.url
                );
                assert_eq!(request.url.fragment(), None);
            }
            for id in ["", ".", "..", "a\n", "\0"] {
                let server = Provider::answering(ResponseTemplate::new(418)).await;
                let said = Said { id, ..USUAL };

                let failure =
                    call(provider, operation, &server.url(), said).await.expect_err("a refusal");

                assert_eq!(
                    failure.error.kind(),
                    ErrorKind::Request,
                    "{provider} {operation} {id:?}"
                );
                let text = failure.error.to_string();
                assert!(
                    text.starts_with(&format!("{provider} {operation}: path parameter `")),
                    "{text}"
                );
                assert_eq!(server.requests().await.len(), 0);
            }
        }
    }
}

#[tokio::test]
async fn the_credential_goes_where_the_document_says_and_nowhere_else() {
    for (provider, operations) in ALL {
        let document = Document::read(provider);
        let everywhere = document.security(None);
        for operation in operations {
            let server = Provider::answering(ResponseTemplate::new(418)).await;
            call(provider, operation, &server.url(), USUAL).await.expect_err("a teapot");

            let request = server.request().await;
            let needed = document
                .security(Some(operation))
                .unwrap_or_else(|| everywhere.clone().unwrap_or_default());
            let carriers: Vec<_> = request
                .headers
                .iter()
                .filter(|(_, value)| value.to_str().is_ok_and(|value| value.contains("CREDENTIAL")))
                .map(|(name, _)| name.as_str().to_owned())
                .collect();
            assert_eq!(
                carriers.len(),
                usize::from(!needed.is_empty()),
                "{provider} {operation}: {carriers:?}"
            );
            assert!(!request.url.as_str().contains("CREDENTIAL"), "{provider} {operation}");
            for absent in ["api-version", "cookie", "referer", "transfer-encoding"] {
                assert!(
                    !request.headers.contains_key(absent),
                    "{provider} {operation} sends {absent}"
                );
            }
        }
    }
}

#[tokio::test]
async fn nothing_public_shows_a_secret() {
    let said = Said { credential: "sk_user_CANARY_CREDENTIAL", ..USUAL };
    for (provider, operation) in CREATES {
        for status in [200, 403, 500] {
            let body = format!(
                "{{\"error\":\"CANARY\",\"message\":\"CANARY {}\",\"support_id\":\"CANARY\"}}",
                said.credential
            );
            let answer = ResponseTemplate::new(status)
                .insert_header("x-request-id", "CANARY")
                .insert_header("set-cookie", "CANARY=1")
                .set_body_raw(body, "application/json");
            let server = Provider::answering(answer).await;

            let Failure { error, .. } =
                call(provider, operation, &server.url(), said).await.expect_err("a failure");

            let mut shown = format!("{error} {error:?} {error:#?}");
            let mut next = std::error::Error::source(&error);
            while let Some(source) = next {
                shown = format!("{shown} {source} {source:?}");
                next = source.source();
            }
            assert!(!shown.contains("CANARY"), "{provider} {status}: {shown}");
        }
    }
}

#[tokio::test]
async fn xml_is_read_strictly() {
    let whole = text("infobip/create_api_key.200.xml");
    let said = Said { format: WireFormat::Xml, ..USUAL };
    for (what, body) in [
        ("another root", whole.replace("apiKey>", "apikey>")),
        ("two roots", format!("{whole}<apiKey/>")),
        (
            "a document type",
            whole.replace("<apiKey>", "<!DOCTYPE apiKey [<!ENTITY a \"b\">]><apiKey>"),
        ),
        ("cut off", whole.replace("</apiKey>", "")),
        ("an unknown entity", whole.replace("ApiKey1", "&CANARY;")),
        ("twice", whole.replace("<enabled>", "<enabled>true</enabled><enabled>")),
        ("no boolean", whole.replace("<enabled>true", "<enabled>CANARY")),
        ("JSON", "{}".to_owned()),
    ] {
        let answer = ResponseTemplate::new(200).set_body_raw(body, "application/xml");
        let server = Provider::answering(answer).await;

        let Failure { error, .. } =
            call("infobip", "create_api_key", &server.url(), said).await.expect_err(what);

        assert_eq!(error.outcome(), Outcome::Unreadable, "{what}");
        let source = std::error::Error::source(&error).map(ToString::to_string);
        assert!(!format!("{error:?} {source:?}").contains("CANARY"), "{what}");
    }
}
