//! Every operation of the document, with what its path says for all of them.

use serde_json::Value;

use super::references;
use crate::codegen::document::Document;
use crate::codegen::notes::{Notes, Rule};
use crate::codegen::pointer;
use crate::codegen::tables::{NO_DEFAULT, address, default_url};

const IGNORED: Rule =
    Rule { name: "ignored", why: "a client calls the provider, never the other way round" };
const OWN_SERVER: Rule = Rule {
    name: "own-servers",
    why: "a call goes where the document sends it, with its credential, unless the caller chose a base URL",
};
const RELATIVE: Rule =
    Rule { name: "relative-servers", why: "a call needs an address with a scheme and a host" };
const SLASHES: Rule =
    Rule { name: "slashes", why: "a path follows the base URL, and no segment of it is empty" };
const NOT_CALLED: Rule = Rule {
    name: "not-called",
    why: "a request has a method and a path that the runtime can write",
};

const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// An operation as the document writes it.
#[derive(Clone, Debug)]
pub(super) struct Found<'d> {
    pub(super) path: String,
    pub(super) method: &'static str,
    /// The base URL of a server of its own.
    pub(super) server: Option<String>,
    pub(super) at: String,
    pub(super) raw: &'d Value,
    /// Parameters of the path and of the operation, each with its place, later ones last.
    pub(super) parameters: Vec<(&'d Value, String)>,
}

/// The operations, in the order of the document.
pub(super) fn operations<'d>(document: &'d Document, notes: &mut Notes) -> Vec<Found<'d>> {
    if document.root.get("webhooks").is_some() {
        notes.add(IGNORED, "#/webhooks", "webhooks");
    }

    let default = default_url(document);
    if let (None, Some(first)) = (&default, document.root.pointer("/servers/0"))
        && first.get(NO_DEFAULT).is_none()
    {
        notes.add(RELATIVE, "#/servers/0", "the caller gives the base URL");
    }
    let mut found = Vec::new();
    for (path, item) in document.root.get("paths").and_then(Value::as_object).into_iter().flatten()
    {
        if path.starts_with("x-") {
            continue;
        }
        let at = pointer::below("#/paths", path);
        let Some((item, at)) = references::follow(document, item, &at, notes) else { continue };
        let path = with_slashes(path, &at, notes);
        if !is_template(&path) {
            notes.add(
                NOT_CALLED,
                &at,
                "left out: its path has a query, a fragment or braces that do not match",
            );
            continue;
        }

        for method in METHODS {
            let Some(raw) = item.get(method).filter(|raw| raw.is_object()) else { continue };
            let operation_at = pointer::below(&at, method);
            let own = [raw, item].into_iter().find_map(|owner| owner.pointer("/servers/0"));
            let server =
                own.and_then(|own| own_server(own, default.as_deref(), &operation_at, notes));
            if raw.get("callbacks").is_some() {
                notes.add(IGNORED, &operation_at, "callbacks");
            }
            let parameters = listed(item, &at).chain(listed(raw, &operation_at)).collect();
            found.push(Found {
                path: path.clone(),
                method,
                server,
                at: operation_at,
                raw,
                parameters,
            });
        }
    }
    found
}

/// The base URL of an operation's own server, where that is another than everybody's.
fn own_server(own: &Value, default: Option<&str>, at: &str, notes: &mut Notes) -> Option<String> {
    let Some(url) = address(own) else {
        let stated = own.get("url").and_then(Value::as_str).unwrap_or_default();
        let what = format!(
            "its server {stated} is no whole address, and its calls go to the client's base URL; write it with https and a host"
        );
        notes.add(OWN_SERVER, at, what);
        return None;
    };
    if default == Some(&url) {
        return None;
    }
    notes.add(OWN_SERVER, at, format!("its calls go to {url}"));
    Some(url)
}

fn listed<'d>(owner: &'d Value, at: &str) -> impl Iterator<Item = (&'d Value, String)> + use<'d> {
    let at = pointer::below(at, "parameters");
    let list =
        owner.get("parameters").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    list.iter()
        .enumerate()
        .map(move |(number, raw)| (raw, pointer::below(&at, &number.to_string())))
}

fn with_slashes(path: &str, at: &str, notes: &mut Notes) -> String {
    let mut tidied = format!("/{}", path.trim_start_matches('/'));
    while tidied.contains("//") {
        tidied = tidied.replace("//", "/");
    }

    if tidied != path {
        notes.add(SLASHES, at, format!("the path is {tidied}"));
    }
    tidied
}

/// Whether a path is literal text around names in braces.
fn is_template(path: &str) -> bool {
    let mut pieces = path.split('{');
    let literal = |text: &str| !text.contains(['}', '?', '#', '\\']);
    let named = |piece: &str| {
        piece
            .split_once('}')
            .is_some_and(|(name, after)| !name.is_empty() && !name.contains('/') && literal(after))
    };

    pieces.next().is_some_and(literal) && pieces.all(named)
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use crate::codegen::testing::paths;

    #[test]
    fn operations_know_the_parameters_of_their_path() {
        let shown = paths(
            r"
                paths:
                  keys/{id}:
                    parameters: [{name: id, in: path, required: true, schema: {type: string}}, {name: page, in: query, schema: {type: string}}]
                    get:
                      operationId: getKey
                      parameters: [{name: page, in: query, schema: {type: integer}}]
                      callbacks: {}
                      servers: [{url: 'https://other.example'}]
                      responses: {}
                  /elsewhere: {$ref: '#/x-paths/elsewhere'}
                  /nowhere: {$ref: '#/x-paths/nowhere'}
                x-paths: {elsewhere: {delete: {operationId: deleteElsewhere, responses: {}}}}
                webhooks: {}
            ",
        );

        assert_snapshot!(shown);
    }

    #[test]
    fn what_cannot_be_called_is_left_out() {
        let shown = paths(
            r"
                paths:
                  //a//b: {get: {operationId: a, responses: {}}}
                  /a?b=c: {get: {operationId: b, responses: {}}}
                  /a#b: {get: {operationId: c, responses: {}}}
                  /a/{{b}}: {get: {operationId: d, responses: {}}}
                  /a/{b: {get: {operationId: e, responses: {}}}
                  /a/{b}.{c}: {get: {operationId: f, responses: {}}, options: {operationId: g}, trace: {operationId: h}}
            ",
        );

        assert_snapshot!(shown);
    }
}
