//! Documents that never end: each is bounded, and says what was cut.

use std::fmt::Write as _;

use crate::codegen::document::Document;
use crate::codegen::notes::Notes;
use crate::codegen::pipeline;
use crate::codegen::testing::{client, generated};

#[test]
fn references_in_circles_end() {
    let text = generated(
        "
            paths:
              /a: {get: {operationId: a, responses: {'200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/A'}}}}}}}
              /b: {$ref: '#/paths/~1c'}
              /c: {$ref: '#/paths/~1b'}
            components:
              schemas:
                A: {type: object, properties: {loop: {$ref: '#/components/schemas/L'}, all: {$ref: '#/components/schemas/X'}, one: {$ref: '#/components/schemas/O'}, map: {$ref: '#/components/schemas/M'}, list: {$ref: '#/components/schemas/I'}, all2: {$ref: '#/components/schemas/Y'}}}
                L: {$ref: '#/components/schemas/K'}
                K: {$ref: '#/components/schemas/L'}
                X: {allOf: [{$ref: '#/components/schemas/X'}, {type: object, properties: {x: {type: string}}}]}
                Y: {allOf: [{$ref: '#/components/schemas/Z'}]}
                Z: {allOf: [{$ref: '#/components/schemas/Y'}]}
                O: {oneOf: [{$ref: '#/components/schemas/O'}, {type: string}]}
                M: {type: object, additionalProperties: {$ref: '#/components/schemas/M'}}
                I: {type: array, items: {$ref: '#/components/schemas/I'}}
        ",
    );

    assert!(text.contains("pub struct A"), "{text}");
}

#[test]
fn a_document_as_deep_as_it_is_long_is_refused_and_never_overflows_the_stack() {
    for depth in [100, 1_000, 10_000, 100_000] {
        for (open, close) in [("{\"a\":", "}"), ("[", "]")] {
            let json = format!(
                "{{\"openapi\":\"3.0.3\",\"paths\":{{}},\"x\":{}1{}}}",
                open.repeat(depth),
                close.repeat(depth)
            );
            let read = Document::parse(&json, "deep.json");
            assert!(read.is_ok() || depth > 100, "{depth}");
            assert!(read.is_err() || depth <= 100, "{depth}");
        }
        let yaml = format!(
            "openapi: 3.0.3\npaths: {{}}\nx: {}1{}\n",
            "[".repeat(depth),
            "]".repeat(depth)
        );
        assert_eq!(Document::parse(&yaml, "deep.yaml").is_ok(), depth <= 100, "{depth}");
    }
}

#[test]
fn a_bomb_of_aliases_is_refused() {
    let mut bomb = "openapi: 3.0.3\npaths: {}\na0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..=12 {
        let below = format!("*a{}", level - 1);
        writeln!(bomb, "a{level}: &a{level} [{}]", vec![below; 10].join(", ")).unwrap();
    }

    let error = Document::parse(&bomb, "bomb.yaml").unwrap_err();

    assert!(format!("{error:#}").starts_with("bomb.yaml"), "{error:#}");
}

#[test]
fn anchors_merge_keys_tabs_and_marks_of_order_are_read_or_refused_with_their_line() {
    let merged = "openapi: 3.0.3\nbase: &base {a: 1, b: 2}\nown: {<<: *base, b: 3}\npaths: {}\n";
    let merged = Document::parse(merged, "a.yaml").unwrap();
    assert_eq!(merged.root["own"]["a"], 1);
    assert_eq!(merged.root["own"]["b"], 3);

    assert!(Document::parse("\u{feff}openapi: 3.0.3\npaths: {}\n", "a.yaml").is_ok());
    for (broken, line) in [
        ("openapi: 3.0.3\npaths: {}\na:\n\tb: 1\n", "a.yaml:"),
        ("openapi: 3.0.3\npaths: {}\npaths: {}\n", "a.yaml:3"),
        ("openapi: 3.0.3\npaths: {}\na: *nobody\n", "a.yaml:"),
        ("openapi: 3.0.3\npaths: {}\n---\nopenapi: 3.0.3\n", "a.yaml"),
    ] {
        let error = format!("{:#}", Document::parse(broken, "a.yaml").unwrap_err());
        assert!(error.starts_with(line), "{broken:?}: {error}");
    }
}

#[test]
fn names_beyond_letters_are_kept_apart_and_on_the_wire() {
    let text = generated(
        r#"
            paths:
              /a:
                post:
                  operationId: "пример\u200b"
                  requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/S'}}}}
                  responses: {}
              /b: {get: {operationId: "\u202eрtl", responses: {}}}
            components:
              schemas:
                S:
                  type: object
                  properties: {"名前": {type: string}, "имя": {type: string}, "\u200b": {type: string}, fooBar: {type: string}, foo_bar: {type: string}, foo-bar: {type: string}, self: {type: string}, async: {type: string}, "": {type: string}, $: {type: string}}
        "#,
    );

    syn::parse_file(&text).unwrap();
    for wire in ["名前", "имя", "foo-bar", "fooBar", "async"] {
        assert!(
            text.contains(&format!("\"{wire}\"")) || text.contains(&format!("pub {wire}")),
            "{wire}"
        );
    }
    let hidden = ['\u{200b}', '\u{202e}'];
    assert!(!text.contains(hidden), "{text}");
}

#[test]
fn what_is_left_out_is_said() {
    let (_, notes) = client(
        "
            paths:
              /a: {get: {operationId: a, responses: {'200': {description: ok, links: {next: {operationId: a}}}}, callbacks: {}}}
            webhooks: {}
        ",
    );

    let said = notes.to_string();
    for word in ["links", "callbacks", "webhooks"] {
        assert!(said.contains(word), "{said}");
    }
}

#[test]
fn more_types_than_memory_holds_are_refused_with_their_number_and_the_mend() {
    use serde_json::{Map, Value, json};

    const TYPES: usize = 20_001;
    let reference = |number: usize| json!({"$ref": format!("#/components/schemas/T{number}")});
    let schemas: Map<String, Value> = (0..TYPES)
        .map(|number| {
            let children = [2 * number + 1, 2 * number + 2].into_iter().filter(|one| *one < TYPES);
            let mut properties: Map<_, _> =
                children.map(|child| (format!("p{child}"), reference(child))).collect();
            properties.insert("own".to_owned(), json!({"type": "string"}));
            (format!("T{number}"), json!({"type": "object", "properties": properties}))
        })
        .collect();
    let answer = json!({"200": {"description": "", "content": {"application/json": {"schema": reference(0)}}}});
    let document = json!({"openapi": "3.0.3", "paths": {"/a": {"get": {"operationId": "a", "responses": answer}}}, "components": {"schemas": schemas}});
    let document = Document::parse(&document.to_string(), "many.json").unwrap();

    let error = pipeline::client(&document, &mut Notes::default()).unwrap_err().to_string();

    assert!(error.starts_with("many.json: the wanted operations reach 20001 types"), "{error}");
    assert!(error.contains("name fewer operations"), "{error}");
}
