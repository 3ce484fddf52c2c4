//! What is fuzzed: each function takes any bytes and panics when a promise is broken.
//!
//! The ordinary tests run the corpora through these same functions.

use http::{HeaderMap, HeaderValue, StatusCode};
use keymint_core::api::{Api, Operation};
use keymint_core::{Date, Error, fuzzing};
use keymint_core::{
    DateTime, DateTimeOffsetMillis, DateTimeSpace, DateTimeZoneless, GeneratedClient as _,
    WireFormat,
};

/// Takes any bytes.
type Target = fn(&[u8]);

pub(crate) const TARGETS: [(&str, Target); 8] = [
    ("json_answer", json_answer),
    ("xml_answer", xml_answer),
    ("form", form),
    ("retry_after", retry_after),
    ("timestamp", timestamp),
    ("path_value", path_value),
    ("base_url", base_url),
    ("header_value", header_value),
];

/// Reads an answer of each provider; whatever happens, the error says nothing of it.
pub(crate) fn json_answer(data: &[u8]) {
    let status = StatusCode::from_u16(if data.len().is_multiple_of(2) { 200 } else { 400 })
        .expect("a status");
    let headers = HeaderMap::from_iter([(
        http::header::CONTENT_TYPE,
        HeaderValue::from_static("application/json"),
    )]);
    let answers = [
        read::<keymint_bitgpt::types::CreatedApiKeyEnvelope>(
            keymint_bitgpt::Client::api(),
            status,
            &headers,
            data,
        ),
        read::<keymint_infobip::types::ApiKey>(
            keymint_infobip::Client::api(),
            status,
            &headers,
            data,
        ),
        read::<keymint_senderwiz::types::CreatedApiKeyEnvelope>(
            keymint_senderwiz::Client::api(),
            status,
            &headers,
            data,
        ),
        read::<keymint_sendkit::types::CreatedApiKeyEnvelope>(
            keymint_sendkit::Client::api(),
            status,
            &headers,
            data,
        ),
    ];
    for error in answers.into_iter().flatten() {
        assert_quiet(&error, data);
    }
}

/// Reads an answer in XML.
pub(crate) fn xml_answer(data: &[u8]) {
    let headers = HeaderMap::from_iter([(
        http::header::CONTENT_TYPE,
        HeaderValue::from_static("application/xml"),
    )]);
    for status in [StatusCode::OK, StatusCode::UNAUTHORIZED] {
        let error = read::<keymint_infobip::types::ApiKey>(
            keymint_infobip::Client::api(),
            status,
            &headers,
            data,
        );
        if let Some(error) = error {
            assert_quiet(&error, data);
        }
    }
}

/// Writes any JSON as a form; what comes out has one `=` for each pair and nothing that is not encoded.
pub(crate) fn form(data: &[u8]) {
    let operation = create(keymint_senderwiz::Client::api());
    let Ok(form) = fuzzing::encode(operation, WireFormat::Form, data) else { return };
    let text = String::from_utf8(form).expect("ASCII");
    assert!(
        text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"*-._+%&=".contains(&byte)),
        "{text}"
    );
    assert!(
        text.is_empty() || text.split('&').all(|pair| pair.matches('=').count() == 1),
        "{text}"
    );
    assert!(data.trim_ascii_start().starts_with(b"{"), "only objects are forms");
}

/// Reads the wait that a header asks for.
pub(crate) fn retry_after(data: &[u8]) {
    let Ok(value) = HeaderValue::from_bytes(data) else { return };
    for name in ["retry-after", "retry-after-ms", "ratelimit-reset", "x-ratelimit-reset"] {
        let mut headers = HeaderMap::new();
        headers.insert(name, value.clone());
        let wait = fuzzing::requested_wait(&headers);
        headers.insert(http::header::DATE, value.clone());
        assert!(
            fuzzing::requested_wait(&headers).is_some() == wait.is_some(),
            "a broken `Date` changes nothing"
        );
    }
}

/// Reads a timestamp and writes it in each format; what was written is read again as the same instant.
pub(crate) fn timestamp(data: &[u8]) {
    let Ok(text) = str::from_utf8(data) else { return };
    macro_rules! again {
        ($($format:ty),*) => {$(
            if let Ok(read) = text.parse::<$format>() {
                let written = read.to_string();
                let again: $format = written.parse().unwrap_or_else(|error| panic!("{written}: {error}"));
                assert_eq!(again.to_string(), written);
            }
        )*};
    }
    again!(DateTime, DateTimeOffsetMillis, DateTimeSpace, DateTimeZoneless, Date);
}

/// Puts a value into a path; it stays one segment, or nothing comes out.
pub(crate) fn path_value(data: &[u8]) {
    let Ok(text) = str::from_utf8(data) else { return };
    let operation = create(keymint_sendkit::Client::api());
    let Ok(url) = fuzzing::path("https://example.com/base", operation, text) else { return };
    let rest =
        url.strip_prefix("https://example.com/base/v1/workspaces/").expect("what stands before");
    let segment = rest.strip_suffix("/api-key").expect("what stands after");
    assert!(
        !segment.contains(['/', '\\', '?', '#']) && !matches!(segment, "" | "." | ".."),
        "{url}"
    );
    assert_eq!(percent_encoding::percent_decode_str(segment).decode_utf8().expect("UTF-8"), text);
}

/// Reads a base URL; one that is taken is https, or http to this machine, and is taken again as it is.
pub(crate) fn base_url(data: &[u8]) {
    let Ok(text) = str::from_utf8(data) else { return };
    let Ok(url) = fuzzing::base_url(text) else { return };
    let (scheme, rest) = url.split_once("://").expect("a scheme");
    assert!(matches!(scheme, "https" | "http"), "{url}");
    assert!(!rest.split('/').next().is_some_and(|host| host.contains('@')), "{url}");
    assert!(!url.contains(['?', '#', '\\', ' ']) && !url.ends_with('/'), "{url}");
    assert_eq!(fuzzing::base_url(&url).as_deref(), Ok(url.as_str()));
}

/// Makes a header of a value; it has no control characters, and what was given.
pub(crate) fn header_value(data: &[u8]) {
    let Ok(text) = str::from_utf8(data) else { return };
    let value = fuzzing::header_value(text.to_owned());
    assert_eq!(value.is_some(), !text.chars().any(char::is_control), "{text:?}");
    if let Some(value) = value {
        assert_eq!(value.as_bytes(), data);
    }
}

fn create(api: &'static Api) -> &'static Operation {
    api.operations.iter().find(|operation| operation.id == "create_api_key").expect("an operation")
}

fn read<T>(api: &'static Api, status: StatusCode, headers: &HeaderMap, data: &[u8]) -> Option<Error>
where
    T: serde::de::DeserializeOwned + Send + Sync + 'static,
{
    fuzzing::answer::<T>(api, create(api), status, headers.clone(), data.to_vec()).err()
}

/// Nothing of what was read is in the error: no run of eight characters that looks like a key.
fn assert_quiet(error: &Error, data: &[u8]) {
    let shown = format!("{error} {error:?}");
    for window in data.windows(8).filter(|window| {
        window.iter().all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase())
    }) {
        assert!(!shown.as_bytes().windows(8).any(|part| part == window), "{shown}");
    }
}
