//! Which credentials an operation accepts.

use serde_json::Value;

use super::paths::Found;
use crate::codegen::document::Document;
use crate::codegen::notes::{Notes, Rule};

const RULE: Rule =
    Rule { name: "security", why: "a credential is sent where a scheme of the document says" };

const REFUSED: Rule =
    Rule { name: "unusable-security", why: "what wants a credential is never sent without one" };

/// Schemes that put something into a request.
const TYPES: [&str; 4] = ["apiKey", "http", "oauth2", "openIdConnect"];

/// Any of the outer list, all of an inner one: the operation's own, or else the document's; whether none can be sent.
pub(super) fn of(
    found: &Found<'_>,
    document: &Document,
    notes: &mut Notes,
) -> (Vec<Vec<String>>, bool) {
    let listed = found.raw.get("security").or_else(|| document.root.get("security"));
    let alternatives = listed.and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();

    let stated: Vec<Vec<_>> = alternatives
        .iter()
        .filter_map(Value::as_object)
        .map(|all| all.keys().cloned().collect())
        .collect();
    let usable: Vec<_> = stated
        .iter()
        .filter(|all| all.iter().all(|scheme| is_usable(scheme, found, document, notes)))
        .cloned()
        .collect();
    if usable.is_empty() && !stated.is_empty() {
        notes.add(
            REFUSED,
            &found.at,
            "every call of it is refused: no credential of ours opens it",
        );
        return (stated, true);
    }
    (usable, false)
}

fn is_usable(scheme: &str, found: &Found<'_>, document: &Document, notes: &mut Notes) -> bool {
    let definition =
        document.root.pointer("/components/securitySchemes").and_then(|all| all.get(scheme));
    let kind = definition.and_then(|definition| definition.get("type")).and_then(Value::as_str);

    if kind.is_some_and(|kind| TYPES.contains(&kind)) {
        return true;
    }
    let what = if definition.is_some() { "is not sent in a request" } else { "is not defined" };
    notes.add(
        RULE,
        &found.at,
        format!("the security scheme {scheme} {what}; the alternative is left out"),
    );
    false
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use crate::codegen::testing::paths;

    #[test]
    fn the_operation_says_which_credentials_or_else_the_document() {
        let shown = paths(
            r"
                security: [{Key: []}]
                paths:
                  /a:
                    get: {operationId: inherited, responses: {}}
                    put: {operationId: open, security: [], responses: {}}
                    post: {operationId: optional, security: [{}, {Key: [], Basic: []}], responses: {}}
                    delete: {operationId: other, security: [{Missing: []}, {Tls: []}, {Basic: []}], responses: {}}
                components:
                  securitySchemes: {Key: {type: apiKey, in: header, name: X-Key}, Basic: {type: http, scheme: basic}, Tls: {type: mutualTLS}}
            ",
        );

        assert_snapshot!(shown);
    }
}
