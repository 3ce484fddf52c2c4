//! Every operation has a name of its own that can be a method of the client.

use std::collections::BTreeSet;

use serde_json::Value;

use super::paths::Found;
use crate::codegen::names;
use crate::codegen::notes::{Notes, Rule};

const RULE: Rule = Rule {
    name: "operation-names",
    why: "an operation becomes a method, and methods differ in name",
};

/// Methods that every client has, and types that its builders see.
const RESERVED: [&str; 32] = [
    "api",
    "as_ref",
    "base_url",
    "body",
    "box",
    "builder",
    "builder_without_credential",
    "byte_stream",
    "client",
    "clone",
    "default",
    "err",
    "error",
    "drop",
    "fn_once",
    "from",
    "from_transport",
    "into",
    "new",
    "none",
    "ok",
    "option",
    "response_value",
    "result",
    "some",
    "string",
    "to_owned",
    "transport",
    "try_from",
    "try_into",
    "vec",
    "with_options",
];

/// The names given so far.
#[derive(Debug, Default)]
pub(super) struct Ids {
    names: names::Taken,
    types: BTreeSet<String>,
}

impl Ids {
    /// The name of the method for an operation.
    pub(super) fn take(&mut self, found: &Found<'_>, notes: &mut Notes) -> String {
        let stated =
            found.raw.get("operationId").and_then(Value::as_str).filter(|id| !id.trim().is_empty());
        let wanted = stated.map_or_else(|| from_path(found), names::snake);
        let mut name = wanted.clone();

        if RESERVED.contains(&name.as_str()) || names::ident(&name) != name {
            name.push_str("_operation");
        }
        let mut free = self.names.take(&name, "_");
        while !self.types.insert(names::pascal(&free)) {
            free = self.names.take(&name, "_");
        }

        if stated.is_none() {
            notes.add(RULE, &found.at, format!("has no operationId and is called `{free}`"));
        } else if free != wanted {
            notes.add(RULE, &found.at, format!("`{wanted}` is taken; called `{free}`"));
        }
        free
    }
}

/// `get /users/{id}` is `get_users_by_id`.
fn from_path(found: &Found<'_>) -> String {
    let words = found.path.replace('{', " by ").replace('}', " ");
    names::snake(&format!("{} {words}", found.method))
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use crate::codegen::testing::paths;

    #[test]
    fn every_operation_gets_a_method_of_its_own() {
        let shown = paths(
            r"
                paths:
                  /a: {get: {operationId: getKey, responses: {}}, put: {operationId: get_key, responses: {}}, post: {operationId: post, responses: {}}}
                  /b: {get: {operationId: type, responses: {}}, post: {operationId: error, responses: {}}}
                  /users/{user-id}/keys: {get: {responses: {}}}
            ",
        );

        assert_snapshot!(shown);
    }
}
