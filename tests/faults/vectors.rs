//! Requests and answers as data: what each call puts on the wire, and what its caller gets for each answer.

mod bitgpt;
mod infobip;
mod senderwiz;
mod sendkit;

use std::path::Path;
use std::pin::Pin;
use std::time::Duration;

use keymint_core::{
    ClientBuilder, Error, GeneratedClient, OperationError, ResponseValue, RetryPolicy, WireFormat,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::server::{Act, FaultServer, Request, Step};

type Driver = fn(Setup, Value) -> Pin<Box<dyn Future<Output = Result<Made, Failure>> + Send>>;

/// What a vector says of its client.
struct Setup {
    url: String,
    credential: String,
    format: Option<WireFormat>,
    operation: String,
}

/// What a call gave, as JSON; its secret apart, because JSON does not show it.
struct Made {
    value: Value,
    secret: Option<String>,
}

struct Failure {
    error: Error,
    /// Whether the error's body had its documented type.
    is_typed: bool,
}

impl<E: DeserializeOwned> From<OperationError<E>> for Failure {
    fn from(error: OperationError<E>) -> Self {
        Self { is_typed: error.body().is_some(), error: error.into() }
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self { error, is_typed: false }
    }
}

const DRIVERS: [(&str, Driver); 4] = [
    ("bitgpt", |setup, call| Box::pin(async move { bitgpt::call(&setup, &call).await })),
    ("infobip", |setup, call| Box::pin(async move { infobip::call(&setup, &call).await })),
    ("senderwiz", |setup, call| Box::pin(async move { senderwiz::call(&setup, &call).await })),
    ("sendkit", |setup, call| Box::pin(async move { sendkit::call(&setup, &call).await })),
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_vector_holds() {
    for (provider, driver) in DRIVERS {
        let path = root().join("vectors").join(format!("{provider}.yaml"));
        let text = std::fs::read_to_string(path).expect("vectors");
        let vectors: Vec<Value> = serde_saphyr::from_str(&text).expect("YAML");
        let mut wrong = Vec::new();
        for vector in &vectors {
            wrong.extend(
                check(vector, driver).await.err().map(|why| format!("{}: {why}", vector["id"])),
            );
        }
        println!("proof: provider={provider} vectors={} wrong={}", vectors.len(), wrong.len());
        assert!(wrong.is_empty() && vectors.len() >= 30, "{provider}\n{}", wrong.join("\n"));
    }
}

async fn check(vector: &Value, driver: Driver) -> Result<(), String> {
    let server =
        FaultServer::always(Step::After(vec![Act::Write(answer(&vector["answer"]))])).await;
    let format = match vector["format"].as_str() {
        Some("json") => Some(WireFormat::Json),
        Some("form") => Some(WireFormat::Form),
        Some("xml") => Some(WireFormat::Xml),
        Some(other) => return Err(format!("{other} is no format")),
        None => None,
    };
    let credential = vector["credential"].as_str().unwrap_or_default().to_owned();
    let operation = vector["operation"].as_str().ok_or("no operation")?.to_owned();
    let setup = Setup { url: server.url(), credential, format, operation };

    let ended = driver(setup, vector["call"].clone()).await;

    let requests = server.requests();
    match (&vector["request"], requests.first()) {
        (Value::String(none), None) if none == "none" => {}
        (expected @ Value::Object(_), Some(request)) => check_request(expected, request)?,
        (_, seen) => return Err(format!("the server saw {seen:?}")),
    }
    match (ended, &vector["result"], &vector["error"]) {
        (Ok(made), expected @ Value::Object(_), Value::Null) => check_result(expected, &made),
        (Err(failure), Value::Null, expected @ Value::Object(_)) => {
            check_error(expected, &failure, requests.len())
        }
        (Ok(made), ..) => Err(format!("it succeeded: {}", made.value)),
        (Err(failure), ..) => Err(format!("it failed: {:?}", failure.error)),
    }
}

fn check_request(expected: &Value, request: &Request) -> Result<(), String> {
    same("method", &expected["method"], &Value::from(request.method()))?;
    same("path", &expected["path"], &Value::from(request.target()))?;
    for (name, value) in expected["headers"].as_object().into_iter().flatten() {
        same(name, value, &request.header(name).map_or(Value::Null, Value::from))?;
    }
    for name in expected["forbid"].as_array().into_iter().flatten().filter_map(Value::as_str) {
        same(name, &Value::Null, &request.header(name).map_or(Value::Null, Value::from))?;
    }
    let text = String::from_utf8_lossy(&request.body);
    match (expected.get("json"), expected.get("text")) {
        (Some(json), None) => same(
            "body",
            json,
            &serde_json::from_slice(&request.body).map_err(|error| format!("{error}: {text}"))?,
        ),
        (None, Some(expected)) => same("body", expected, &Value::from(text)),
        _ => same("body", &Value::from(""), &Value::from(text)),
    }
}

fn check_result(expected: &Value, made: &Made) -> Result<(), String> {
    if let Some(secret) = expected.get("secret") {
        same("secret", secret, &made.secret.clone().map_or(Value::Null, Value::from))?;
    }
    for (pointer, value) in expected["values"].as_object().into_iter().flatten() {
        same(pointer, value, made.value.pointer(pointer).unwrap_or(&Value::Null))?;
    }
    Ok(())
}

fn check_error(expected: &Value, failure: &Failure, requests: usize) -> Result<(), String> {
    let error = &failure.error;
    same("attempts", &Value::from(error.attempts()), &Value::from(requests))?;
    for (name, value) in expected.as_object().into_iter().flatten() {
        let seen = match name.as_str() {
            "kind" => Value::from(format!("{:?}", error.kind())),
            "outcome" => Value::from(format!("{:?}", error.outcome())),
            "status" => error.status().map_or(Value::Null, |status| Value::from(status.as_u16())),
            "attempts" => Value::from(error.attempts()),
            "code" => error.provider_code().map_or(Value::Null, Value::from),
            "message" => error.provider_message().map_or(Value::Null, Value::from),
            "request_id" => error.request_id().map_or(Value::Null, Value::from),
            "retry_after" => {
                error.retry_after().map_or(Value::Null, |wait| Value::from(wait.as_secs()))
            }
            "violations" => Value::from(error.violations().len()),
            "typed" => Value::from(failure.is_typed),
            "text" => {
                let (text, part) = (error.to_string(), value.as_str().unwrap_or_default());
                if text.contains(part) { value.clone() } else { Value::from(text) }
            }
            other => return Err(format!("nothing is known of `{other}`")),
        };
        same(name, value, &seen)?;
    }
    Ok(())
}

fn same(what: &str, expected: &Value, seen: &Value) -> Result<(), String> {
    if expected == seen { Ok(()) } else { Err(format!("{what}: expected {expected}, saw {seen}")) }
}

fn answer(answer: &Value) -> Vec<u8> {
    let fixture = answer["fixture"].as_str();
    let body = fixture.map_or_else(
        || answer["body"].as_str().unwrap_or_default().to_owned(),
        |name| std::fs::read_to_string(root().join("fixtures").join(name)).expect("a fixture"),
    );
    let is_xml =
        fixture.is_some_and(|name| Path::new(name).extension().is_some_and(|it| it == "xml"));
    let status = answer["status"].as_u64().unwrap_or(200);
    let mut head = format!("HTTP/1.1 {status} Status\r\n");
    let given = answer["headers"].as_object();
    if given.is_none_or(|headers| !headers.contains_key("content-type")) {
        head += if is_xml {
            "content-type: application/xml\r\n"
        } else {
            "content-type: application/json\r\n"
        };
    }
    for (name, value) in given.into_iter().flatten() {
        // An empty value stands for no such header at all.
        if let Some(value) = value.as_str().filter(|value| !value.is_empty()) {
            head.extend([name, ": ", value, "\r\n"]);
        }
    }
    if status != 204 {
        head.extend(["content-length: ", &body.len().to_string(), "\r\n"]);
    }
    format!("{head}\r\n{body}").into_bytes()
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn build<C: GeneratedClient>(builder: ClientBuilder<C>, url: &str) -> Result<C, Error> {
    let quick = RetryPolicy::default().backoff(Duration::from_millis(1), Duration::from_millis(2));
    builder.base_url(url).retry(quick).build()
}

fn made<T: Serialize>(answer: &ResponseValue<T>, secret: Option<&str>) -> Made {
    let value = serde_json::to_value(&**answer).expect("JSON");
    Made { value, secret: secret.map(str::to_owned) }
}

fn text(call: &Value, name: &str) -> String {
    call[name].as_str().unwrap_or_else(|| panic!("the call needs `{name}`")).to_owned()
}

fn body<T: DeserializeOwned>(call: &Value) -> T {
    serde_json::from_value(call["body"].clone()).expect("a body of the operation's type")
}
