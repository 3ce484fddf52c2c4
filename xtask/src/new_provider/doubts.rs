//! What a document does not say and nobody may guess: listed, with a suggestion, and where to decide it.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::codegen::model::{Operation, Safety, Schema, Shape, Text};
use crate::codegen::names;
use crate::codegen::outputs::Made;
use crate::codegen::pointer;
use crate::codegen::providers::Provider;
use crate::codegen::tables::{default_url, placements};

/// Words that end the name of a secret.
const LAST: [&str; 12] = [
    "credential",
    "credentials",
    "key",
    "keys",
    "otp",
    "passcode",
    "pin",
    "pwd",
    "token",
    "tokens",
    "apikey",
    "apikeys",
];
/// Words that stand anywhere in it.
const ANYWHERE: [&str; 6] = ["passphrase", "passwd", "password", "passwords", "secret", "secrets"];
/// Words that end the name of something about a secret.
const ABOUT: [&str; 16] = [
    "at",
    "count",
    "enabled",
    "expiration",
    "expires",
    "expiry",
    "fingerprint",
    "hint",
    "id",
    "ids",
    "length",
    "name",
    "policy",
    "prefix",
    "type",
    "url",
];

/// Everything that is left to decide.
pub(super) fn text(provider: &Provider, made: &Made) -> String {
    let (name, document) = (&provider.name, provider.document());
    let secrets = secrets(made);
    let mut out = format!(
        "\nkeymint-{name} is made. What its document does not say is for you to decide, in {document},\nwith the words of openapi/README.md; then run: cargo xtask codegen {name}\n"
    );

    section(
        &mut out,
        "What repeating an operation does (x-keymint-safety), taken from the HTTP method:",
        safety(made, &secrets),
    );
    section(
        &mut out,
        "Secrets by their names; plain strings until the document says `format: password`:",
        secrets.iter().map(|(at, where_used)| format!("{at}  ({where_used})")).collect(),
    );
    section(&mut out, "Where errors say what is wrong (x-keymint-errors):", errors(made));
    section(
        &mut out,
        "What tells an answer to another request (x-keymint-echo), for what makes something:",
        echoes(made),
    );
    section(&mut out, "Where calls go, and what authenticates them:", reach(made));
    let _ = write!(
        out,
        "\nBy hand: the provider's rows in README.md and openapi/README.md (sources, inferences, traps), and, for key\nmanagement through the `keymint` crate, an adapter in crates/keymint/src/provider/.\n"
    );
    out
}

fn section(out: &mut String, title: &str, lines: Vec<String>) {
    if lines.is_empty() {
        return;
    }
    let _ = writeln!(out, "\n{title}");
    for line in lines {
        let _ = writeln!(out, "  {line}");
    }
}

/// What is assumed of each operation about which the document says nothing.
fn safety(made: &Made, secrets: &BTreeMap<String, &str>) -> Vec<String> {
    let silent = made.client.model.operations.iter().filter(|operation| {
        pointer::get(&made.document.root, &operation.at)
            .is_none_or(|raw| raw.get("x-keymint-safety").is_none())
    });

    silent
        .map(|operation| {
            let word = operation.safety.word();
            let method = operation.method.to_ascii_uppercase();
            let makes = operation.method != "get" && shows_secret(operation, made, secrets);
            let hint = if makes { "; creates-secret? its answer may hold one" } else { "" };
            format!("{} ({method} {}): {word}{hint}", operation.id, operation.path)
        })
        .collect()
}

/// Whether an answer of an operation holds what is, or may be, a secret.
fn shows_secret(operation: &Operation, made: &Made, secrets: &BTreeMap<String, &str>) -> bool {
    let mut open: Vec<&str> = operation
        .responses
        .iter()
        .filter(|response| response.status.is_success())
        .filter_map(|response| response.content.as_ref())
        .flat_map(|content| content.media.iter().flat_map(|media| named(&media.schema)))
        .collect();
    let mut seen = Vec::new();

    while let Some(name) = open.pop() {
        let Some(component) = made.client.model.components.get(name) else { continue };
        if seen.contains(&name) {
            continue;
        }
        seen.push(name);
        let Shape::Struct(fields) = &component.schema.shape else {
            open.extend(component.schema.parts().into_iter().flat_map(named));
            continue;
        };
        for field in fields {
            if field.schema.shape == Shape::Text(Text::Secret)
                || secrets.contains_key(&below(&component.at, &field.wire))
            {
                return true;
            }
            open.extend(named(&field.schema));
        }
    }
    false
}

/// The components that a schema names, itself or inside.
fn named(schema: &Schema) -> Vec<&str> {
    schema
        .name()
        .map_or_else(|| schema.parts().into_iter().flat_map(named).collect(), |name| vec![name])
}

/// Plain strings that are called like secrets, by their place, with where they are used.
fn secrets(made: &Made) -> BTreeMap<String, &'static str> {
    let mut found = BTreeMap::new();

    for component in made.client.model.components.values() {
        let Shape::Struct(fields) = &component.schema.shape else { continue };
        let used = match (component.role.request, component.role.is_read()) {
            (true, false) => "in requests",
            (false, true) => "in answers",
            _ => "in requests and answers",
        };
        for field in fields.iter().filter(|field| is_plain(&field.schema) && is_secret(&field.wire))
        {
            found.insert(below(&component.at, &field.wire), used);
        }
    }
    for operation in &made.client.model.operations {
        for parameter in operation.parameters.iter().filter(|one| is_plain(&one.schema)) {
            if is_secret(&parameter.wire) {
                let at = format!("{}/parameters, {}", operation.at, parameter.wire);
                found.insert(at, "in requests");
            }
        }
    }
    found
}

fn below(at: &str, property: &str) -> String {
    pointer::below(&pointer::below(at, "properties"), property)
}

fn is_plain(schema: &Schema) -> bool {
    if let Shape::List(item) = &schema.shape {
        return is_plain(item);
    }
    schema.shape == Shape::Text(Text::Plain)
}

fn is_secret(name: &str) -> bool {
    let name = names::snake(name);
    let words: Vec<_> = name.split('_').collect();
    let last = words.last().copied().unwrap_or_default();

    !ABOUT.contains(&last)
        && (LAST.contains(&last) || words.iter().any(|word| ANYWHERE.contains(word)))
}

fn errors(made: &Made) -> Vec<String> {
    if made.document.root.get("x-keymint-errors").is_some() {
        return Vec::new();
    }
    let bodies: Vec<_> = made
        .client
        .model
        .components
        .iter()
        .filter(|(_, component)| {
            component.role.is_error_only() && matches!(component.schema.shape, Shape::Struct(_))
        })
        .map(|(name, _)| name.as_str())
        .collect();

    let common =
        "the common places are tried: error.code, code, message, detail, request_id, errors";
    let documented = if bodies.is_empty() {
        "the document describes no error body".to_owned()
    } else {
        format!("the document describes {}", bodies.join(", "))
    };
    vec![common.to_owned(), documented]
}

fn echoes(made: &Made) -> Vec<String> {
    let silent = made.client.model.operations.iter().filter(|operation| {
        matches!(operation.safety, Safety::CreatesSecret | Safety::Once)
            && operation.echo.is_none()
            && operation.body.is_some()
            && operation.method == "post"
    });
    silent.map(|operation| format!("{}: nothing", operation.id)).collect()
}

fn reach(made: &Made) -> Vec<String> {
    let operations = &made.client.model.operations;
    let mut lines = Vec::new();

    if default_url(&made.document).is_none() {
        lines.push("the document names no address, so every caller gives one".to_owned());
    }
    let open = operations.iter().filter(|one| one.security.is_empty()).count();
    if open > 0 {
        lines.push(format!("{open} of {} operations ask for no credential", operations.len()));
    }
    if placements(&made.document).is_empty() {
        lines
            .push("the document names no security scheme, so no credential can be sent".to_owned());
    }
    let used = |scheme: &str| {
        operations.iter().any(|one| one.security.iter().flatten().any(|name| name == scheme))
    };
    for (scheme, _) in placements(&made.document) {
        if !used(scheme) {
            lines.push(format!("no operation asks for the security scheme {scheme}"));
        }
    }
    let several = operations
        .iter()
        .filter(|one| !one.security.is_empty() && one.security.iter().all(|all| all.len() > 1));
    lines.extend(several.map(|one| {
        format!("{} wants several credentials at once, and a client holds one", one.id)
    }));
    lines
}

#[cfg(test)]
mod tests {
    use super::is_secret;

    #[test]
    fn secrets_are_known_by_name_and_what_is_about_them_is_not() {
        for name in [
            "key",
            "apiKey",
            "api_keys",
            "accessToken",
            "clientSecret",
            "secret_value",
            "passwordHash",
            "X-Auth-Token",
        ] {
            assert!(is_secret(name), "{name}");
        }
        for name in [
            "keyId",
            "tokenType",
            "monkey",
            "secretName",
            "passwordExpiresAt",
            "keyboard",
            "name",
            "token_count",
        ] {
            assert!(!is_secret(name), "{name}");
        }
    }
}
