//! Two documents in, the verdict out; and consumers that really compile, or do not.

use std::fs;
use std::process::Command;

use super::change::{self, Level};
use super::{Side, changes};
use crate::codegen::testing::document;
use crate::workspace;

const BASE: &str = "openapi: 3.0.3
info: {title: Keys, version: '1'}
servers: [{url: 'https://keys.example'}]
security: [{Token: []}]
paths:
  /keys:
    get:
      operationId: listKeys
      parameters: [{name: page, in: query, schema: {type: integer}}]
      responses: {'200': {description: All., content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Key'}}}}}, '403': {description: No., content: {application/json: {schema: {$ref: '#/components/schemas/Failure'}}}}}
    post:
      operationId: createKey
      requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/NewKey'}}}}
      responses: {'200': {description: One., content: {application/json: {schema: {$ref: '#/components/schemas/Key'}}}}}
  /keys/{id}:
    delete: {operationId: deleteKey, parameters: [{name: id, in: path, required: true, schema: {type: string}}], responses: {'204': {description: Gone.}}}
components:
  securitySchemes: {Token: {type: http, scheme: bearer}}
  schemas:
    Key: {type: object, required: [id], properties: {id: {type: string}, scope: {$ref: '#/components/schemas/Scope'}, note: {type: string}}}
    NewKey: {type: object, required: [name], properties: {name: {type: string}, scope: {$ref: '#/components/schemas/Scope'}}}
    Scope: {type: string, enum: [read, write]}
    Failure: {type: object, properties: {code: {type: string}}}
";

/// What is replaced, by what; what the verdict is; a part of the text that tells it.
const CASES: [(&str, &str, Level, &str); 27] = [
    (
        "in: query, schema: {type: integer}",
        "in: query, style: pipeDelimited, explode: false, schema: {type: integer}",
        Level::Minor,
        "builder::ListKeys::page: it is sent as page in the query (style: pipeDelimited, explode: false), and was as page in the query (style: form, explode: true)",
    ),
    (
        "in: query, schema: {type: integer}",
        "in: query, explode: false, schema: {type: integer}",
        Level::Minor,
        "page in the query (style: form, explode: false)",
    ),
    (
        "  /keys:\n",
        "  /keys:\n    servers: [{url: 'https://lists.example'}]\n",
        Level::Minor,
        "Client::list_keys: its calls go to https://lists.example, and went to the client's base URL",
    ),
    ("", "", Level::Patch, "verdict: patch (0 major, 0 minor, 0 patch)"),
    (
        "note: {type: string}",
        "note: {type: string, description: A note.}",
        Level::Patch,
        "types::Key.note: its documentation changed",
    ),
    (
        "note: {type: string}",
        "note: {type: string}, more: {type: string}",
        Level::Minor,
        "types::Key.more: the field is new",
    ),
    (", note: {type: string}", "", Level::Major, "types::Key.note: the field is gone"),
    (
        "note: {type: string}",
        "note: {type: integer}",
        Level::Major,
        "types::Key.note: it is `Option<i64>`, and was `Option<String>`",
    ),
    (
        "required: [id]",
        "required: [id, note]",
        Level::Major,
        "types::Key.note: it is `String`, and was `Option<String>`",
    ),
    ("required: [id]", "required: []", Level::Major, "types::Key.id: it is `Option<String>`"),
    (
        "required: [name]",
        "required: []",
        Level::Major,
        "types::NewKey.name: it is `Option<String>`",
    ),
    (
        "properties: {name: {type: string}",
        "properties: {name: {type: string}, more: {type: string}",
        Level::Major,
        "types::NewKey.more: the field is new",
    ),
    (
        "[read, write]",
        "[read, write, admin]",
        Level::Minor,
        "types::Scope::Admin: the variant is new",
    ),
    ("[read, write]", "[read]", Level::Major, "types::Scope::Write: the variant is gone"),
    (
        "operationId: deleteKey",
        "operationId: removeKey",
        Level::Major,
        "Client::delete_key: the method is gone",
    ),
    (
        "operationId: deleteKey,",
        "operationId: deleteKey, deprecated: true,",
        Level::Minor,
        "Client::delete_key: it is deprecated",
    ),
    (
        "components:",
        "  /new: {get: {operationId: newOne, responses: {'204': {description: ok}}}}\ncomponents:",
        Level::Minor,
        "Client::new_one: the method is new",
    ),
    (
        "[{name: page, in: query, schema: {type: integer}}]",
        "[{name: page, in: query, schema: {type: integer}}, {name: size, in: query, schema: {type: integer}}]",
        Level::Minor,
        "builder::ListKeys::size: it is new and may be set",
    ),
    (
        "[{name: page, in: query, schema: {type: integer}}]",
        "[{name: page, in: query, required: true, schema: {type: integer}}]",
        Level::Major,
        "builder::ListKeys::page: it must be set",
    ),
    (
        "[{name: page, in: query, schema: {type: integer}}]",
        "[{name: page, in: query, schema: {type: string}}]",
        Level::Major,
        "builder::ListKeys::page: it is `V: TryInto<String>`",
    ),
    (
        "[{name: page, in: query, schema: {type: integer}}]",
        "[]",
        Level::Major,
        "builder::ListKeys::page: it cannot be set any more",
    ),
    ("'403':", "'404':", Level::Major, "types::ListKeysError::Forbidden: the variant is gone"),
    (
        "'403':",
        "'404': {description: None., content: {application/json: {schema: {$ref: '#/components/schemas/Failure'}}}}, '403':",
        Level::Minor,
        "types::ListKeysError::NotFound: the variant is new",
    ),
    (
        "/keys/{id}:",
        "/v2/keys/{id}:",
        Level::Minor,
        "Client::delete_key: it sends DELETE /v2/keys/{id}",
    ),
    (
        "https://keys.example",
        "https://new.example",
        Level::Minor,
        "the default address is https://new.example",
    ),
    (
        "servers: [{url: 'https://keys.example'}]",
        "servers: []",
        Level::Major,
        "there is no default address",
    ),
    ("Token", "Bearer", Level::Major, "Client::list_keys: it does not accept Token any more"),
];

fn told(old: &str, new: &str) -> (Level, String) {
    let side = |text: &str| Side::of(document(text)).unwrap();
    let changes = changes(&side(old), &side(new));
    (change::verdict(&changes), change::text(&changes))
}

fn changed(from: &str, to: &str) -> String {
    assert!(BASE.contains(from), "{from}");
    BASE.replace(from, to)
}

#[test]
fn each_kind_of_change_has_its_verdict() {
    for (from, to, level, part) in CASES {
        let (verdict, text) = told(BASE, &changed(from, to));

        assert!(text.contains(part), "{from} -> {to}: no {part} in\n{text}");
        assert_eq!(verdict, level, "{from} -> {to}:\n{text}");
    }
}

#[test]
fn what_is_gone_with_its_owner_is_told_once() {
    let (_, text) = told(BASE, &changed("operationId: deleteKey", "operationId: removeKey"));

    assert_eq!(text.matches("delete_key").count(), 1, "{text}");
    assert!(!text.contains("builder::DeleteKey"), "{text}");
}

#[test]
fn a_change_names_its_place_in_the_document() {
    let (_, text) = told(BASE, &changed("note: {type: string}", "note: {type: integer}"));

    assert!(text.contains("#/components/schemas/Key/properties/note"), "{text}");
}

#[test]
fn programs_read_the_same() {
    let side = |text: &str| Side::of(document(text)).unwrap();
    let json = change::json(&changes(&side(BASE), &side(&changed("[read, write]", "[read]"))));

    assert_eq!(json.pointer("/verdict").and_then(|verdict| verdict.as_str()), Some("major"));
    assert_eq!(
        json.pointer("/changes/0/item").and_then(|item| item.as_str()),
        Some("types::Scope::Write")
    );
}

/// What code against the first document does, what is replaced by what, and whether that code goes on compiling.
const CONSUMERS: [(&str, &str, &str, bool); 8] = [
    (
        "fn f(k: &types::Key) -> Option<&str> { k.note.as_deref() }",
        "note: {type: string}",
        "note: {type: string}, more: {type: string}",
        true,
    ),
    (
        "fn f(k: &types::Key) -> Option<&str> { k.note.as_deref() }",
        "note: {type: string}",
        "note: {type: integer}",
        false,
    ),
    (
        "fn f(k: types::Key) -> Option<String> { let types::Key { note, .. } = k; note }",
        ", note: {type: string}",
        "",
        false,
    ),
    (
        "fn f() -> types::NewKey { types::NewKey { name: String::new(), scope: None } }",
        "properties: {name: {type: string}",
        "properties: {name: {type: string}, more: {type: string}",
        false,
    ),
    (
        "fn f(s: &types::Scope) -> bool { match s { types::Scope::Read => true, types::Scope::Write => false, _ => false } }",
        "[read, write]",
        "[read, write, admin]",
        true,
    ),
    (
        "fn f(s: &types::Scope) -> bool { matches!(s, types::Scope::Write) }",
        "[read, write]",
        "[read]",
        false,
    ),
    (
        "fn f(c: &Client) { let _ = c.list_keys().page(1); }",
        "[{name: page, in: query, schema: {type: integer}}]",
        "[{name: page, in: query, schema: {type: integer}}, {name: size, in: query, schema: {type: integer}}]",
        true,
    ),
    (
        "fn f(c: &Client) { let _ = c.list_keys().page(1); }",
        "[{name: page, in: query, schema: {type: integer}}]",
        "[{name: page, in: query, schema: {type: string}}]",
        false,
    ),
];

#[test]
#[ignore = "compiles consumers; `cargo xtask ci` runs it"]
fn code_that_a_verdict_is_about_compiles_or_does_not() {
    let root = workspace::root();
    let target = workspace::target();
    let home = tempfile::tempdir().unwrap();
    fs::copy(root.join("Cargo.lock"), home.path().join("Cargo.lock")).unwrap();
    fs::write(
        home.path().join("Cargo.toml"),
        "[workspace]\nresolver = \"3\"\nmembers = [\"case*\"]\n",
    )
    .unwrap();

    for (number, (code, from, to, _)) in CONSUMERS.iter().enumerate() {
        for (which, text) in [("old", BASE.to_owned()), ("new", changed(from, to))] {
            let name = format!("case{number}-{which}");
            let order = home.path().join(format!("{name}.yaml"));
            fs::write(&order, text).unwrap();
            crate::codegen::alone_for_tests(&order, &home.path().join(&name));
            let manifest = home.path().join(&name).join("Cargo.toml");
            let alone = fs::read_to_string(&manifest).unwrap();
            fs::write(&manifest, alone.replace("\n[workspace]\n", "")).unwrap();

            let library = name.replace('-', "_");
            let consumer = format!(
                "#![allow(warnings)]\nuse {library}::{{Client, types}};\n{code}\nfn main() {{}}\n"
            );
            fs::create_dir(home.path().join(&name).join("examples")).unwrap();
            fs::write(home.path().join(&name).join("examples/consumer.rs"), consumer).unwrap();
        }
    }

    for (number, (code, from, to, goes_on)) in CONSUMERS.iter().enumerate() {
        let (verdict, _) = told(BASE, &changed(from, to));
        assert_eq!(verdict < Level::Major, *goes_on, "{code}");

        for (which, compiles) in [("old", true), ("new", *goes_on)] {
            let name = format!("case{number}-{which}");
            let done = Command::new("cargo")
                .args(["check", "--quiet", "--offline", "--examples", "--package", &name])
                .current_dir(home.path())
                .env("CARGO_TARGET_DIR", &target)
                .output()
                .unwrap();
            let text = String::from_utf8_lossy(&done.stderr);
            assert_eq!(done.status.success(), compiles, "{which}: {code}\n{text}");
            assert!(compiles || text.contains("consumer"), "the consumer is to blame: {text}");
        }
    }
}
