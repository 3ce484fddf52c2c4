//! The program that reads examples: the generated types, and a function for each that is needed.

use std::fmt::Write as _;

use serde_json::Value;

use super::Types;
use super::collect::{Example, Wire};

/// The generated modules that hold types and tables, without the client.
pub(super) fn types(generated: &str) -> String {
    let mut text =
        String::from("#![allow(dead_code, deprecated, unused, reason = \"a part of a client\")]\n");
    let mut kept = false;

    for line in generated.lines() {
        kept |= line.starts_with("pub mod types {") || line.starts_with("mod wire {");
        if kept {
            text.push_str(line);
            text.push('\n');
        }
        kept &= line != "}";
    }
    text.push_str(
        "\npub(crate) fn api() -> &'static keymint_core::api::Api {\n    &wire::API\n}\n",
    );
    text
}

/// The program.
pub(super) fn main(examples: &[Example]) -> String {
    let mut types = Types::new();
    for example in examples {
        let next = types.len();
        types.entry(example.rust.clone()).or_insert(next);
    }

    let mut calls = String::new();
    for (number, example) in examples.iter().enumerate() {
        let kind = types.get(&example.rust).copied().unwrap_or_default();
        let call = match &example.wire {
            Wire::Json => format!("json_{kind}(value)"),
            Wire::Xml { operation, status, essence } => {
                let status = status.as_ref().map_or_else(
                    || "None".to_owned(),
                    |status| format!("Some({})", status.parse::<u16>().unwrap_or(200)),
                );
                let [operation, essence] =
                    [operation, essence].map(|text| Value::from(text.as_str()));
                format!("xml_{kind}({operation}, {status}, {essence}, value)")
            }
        };
        let _ = writeln!(calls, "        {number} => {call},");
    }
    let mut functions = String::new();
    for (rust, number) in &types {
        let xml = examples
            .iter()
            .any(|example| example.rust == *rust && matches!(example.wire, Wire::Xml { .. }));
        let json = examples
            .iter()
            .any(|example| example.rust == *rust && matches!(example.wire, Wire::Json));
        if json {
            let _ = writeln!(
                functions,
                "fn json_{number}(value: &Value) -> Value {{ json::<{rust}>(value) }}"
            );
        }
        if xml {
            let _ = writeln!(
                functions,
                "fn xml_{number}(operation: &str, status: Option<u16>, essence: &'static str, value: &Value) -> Value {{ xml::<{rust}>(operation, status, essence, value) }}"
            );
        }
    }
    format!(
        "{BEFORE}{functions}\nfn one(number: usize, value: &Value) -> Value {{\n    match number {{\n{calls}        _ => Value::Null,\n    }}\n}}\n"
    )
}

/// What every such program has.
const BEFORE: &str = r#"#![allow(unused, clippy::all, clippy::pedantic, clippy::restriction, missing_docs, reason = "a measurement")]
//! Reads examples and writes them again.

mod generated;

use std::error::Error as _;

use http::{HeaderValue, StatusCode, header};
use keymint_core::api::Operation;
use keymint_core::{WireFormat, fuzzing};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};

fn main() {
    let run = || {
        let told = std::fs::read_to_string("cases.json").unwrap();
        let told: Value = serde_json::from_str(&told).unwrap();
        let cases = told["cases"].as_array().unwrap();
        let written: Vec<_> =
            cases.iter().enumerate().map(|(number, case)| one(number, &case["value"])).collect();
        std::fs::write("written.json", Value::Array(written).to_string()).unwrap();
    };
    std::thread::Builder::new().stack_size(64 << 20).spawn(run).unwrap().join().unwrap();
}

fn json<T: DeserializeOwned + Serialize>(value: &Value) -> Value {
    let text = value.to_string();
    match serde_json::from_str::<T>(&text) {
        Ok(value) => match serde_json::to_value(&value) {
            Ok(value) => json!({"value": value}),
            Err(why) => json!({"error": format!("not written: {why}")}),
        },
        Err(why) => json!({"error": format!("not read: {why}")}),
    }
}

/// XML of a request is written again and compared; XML of an answer is read as the call reads it, and nobody writes it.
fn xml<T: DeserializeOwned + Serialize + Send + Sync + 'static>(
    id: &str,
    status: Option<u16>,
    essence: &'static str,
    value: &Value,
) -> Value {
    let api = generated::api();
    let text = value.as_str().unwrap_or_default();
    let Some(operation) = api.operations.iter().find(|operation| operation.id == id) else {
        return json!({"error": "no such operation"});
    };
    let outcome = match status {
        Some(status) => {
            let status = StatusCode::from_u16(status).unwrap();
            let headers = [(header::CONTENT_TYPE, HeaderValue::from_static(essence))];
            let body = text.as_bytes().to_vec();
            fuzzing::answer::<T>(api, operation, status, headers.into_iter().collect(), body)
                .map(|_| json!({"value": null, "again": null}))
                .map_err(|why| format!("not read: {why}: {:?}", why.source().map(ToString::to_string)))
        }
        None => again::<T>(operation, text),
    };
    outcome.unwrap_or_else(|why| json!({"error": why}))
}

fn again<T: DeserializeOwned + Serialize>(
    operation: &'static Operation,
    text: &str,
) -> Result<Value, String> {
    let read = |xml: &[u8]| fuzzing::decode_request(operation, xml);
    let before = read(text.as_bytes()).map_err(|why| format!("not read: {why}"))?;
    let typed: T = serde_json::from_slice(&before).map_err(|why| format!("not read: {why}"))?;
    let json = serde_json::to_vec(&typed).map_err(|why| format!("not written: {why}"))?;
    let after = fuzzing::encode(operation, WireFormat::Xml, &json)
        .and_then(|xml| read(&xml))
        .map_err(|why| format!("not written: {why}"))?;
    let value = |json: &[u8]| serde_json::from_slice::<Value>(json).map_err(|why| why.to_string());
    Ok(json!({"value": value(&before)?, "again": value(&after)?}))
}

"#;

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{main, types};
    use crate::corpus::examples::collect::{Example, Wire};

    #[test]
    fn the_client_stays_out_of_the_program() {
        let generated = "pub struct Client {\n    a: u8,\n}\n\npub mod types {\n    pub struct A {\n    }\n}\n\npub mod builder {\n}\n\nmod wire {\n    static API: u8 = 0;\n}\n";

        let kept = types(generated);

        assert!(kept.contains("pub struct A") && kept.contains("static API"));
        assert!(!kept.contains("Client") && !kept.contains("builder"));
    }

    #[test]
    fn every_type_has_one_function_and_every_example_a_call() {
        let example = |rust: &str, wire: Wire| Example {
            at: String::new(),
            schema_at: String::new(),
            value: json!(1),
            rust: rust.to_owned(),
            wire,
        };
        let xml = Wire::Xml {
            operation: "a".to_owned(),
            status: Some("200".to_owned()),
            essence: "application/xml".to_owned(),
        };

        let text = main(&[example("A", Wire::Json), example("B", xml), example("A", Wire::Json)]);

        assert!(syn::parse_file(&text).is_ok());
        assert_eq!(text.matches("json::<A>(value)").count(), 1);
        assert_eq!(text.matches("=> json_0(value)").count(), 2);
        assert!(text.contains(r#"1 => xml_1("a", Some(200), "application/xml", value)"#));
    }
}
