//! The constructors of a credential, as the security schemes of the document imply them.

use crate::codegen::document::Document;
use crate::codegen::lower::Client;
use crate::codegen::names;
use crate::codegen::tables::{Placement, placements};

/// A way to make a credential.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Constructor {
    /// Its name in Rust.
    pub(super) method: String,
    /// The scheme of the document.
    pub(super) scheme: String,
    /// Where the credential goes.
    pub(super) placement: Placement,
    /// How many operations accept it.
    pub(super) accepted: usize,
}

/// What schemes are called beside what they are.
const ENDINGS: [&str; 6] =
    ["_auth", "_authentication", "_authorization", "_credential", "_scheme", "_security"];

/// Names that mean something else on every type.
const RESERVED: [&str; 14] = [
    "add", "as_mut", "as_ref", "borrow", "clone", "cmp", "default", "deref", "drop", "eq", "hash",
    "index", "new", "not",
];

/// One constructor per scheme that an operation accepts alone, in the order of the document.
pub(super) fn constructors(document: &Document, client: &Client) -> Vec<Constructor> {
    let mut taken = names::Taken::with(&RESERVED);

    placements(document)
        .into_iter()
        .filter_map(|(scheme, placement)| {
            let accepted = client
                .model
                .operations
                .iter()
                .filter(|operation| operation.security.iter().any(|all| *all == [scheme]))
                .count();
            let method = (accepted > 0).then(|| taken.take(&called(scheme), "_"))?;
            Some(Constructor { method, scheme: scheme.to_owned(), placement, accepted })
        })
        .collect()
}

/// Whether an operation can be called without a credential.
pub(super) fn some_are_open(client: &Client) -> bool {
    let is_open =
        |security: &Vec<Vec<String>>| security.is_empty() || security.iter().any(Vec::is_empty);
    client.model.operations.iter().any(|operation| is_open(&operation.security))
}

/// Operations that want several credentials at once, which a client cannot hold.
pub(super) fn beyond_reach(client: &Client) -> Vec<&str> {
    let several = |security: &Vec<Vec<String>>| {
        !security.is_empty() && security.iter().all(|all| all.len() > 1)
    };
    client
        .model
        .operations
        .iter()
        .filter(|operation| several(&operation.security))
        .map(|operation| operation.id.as_str())
        .collect()
}

impl Constructor {
    /// What it takes, as the object of a sentence.
    pub(super) fn takes(&self) -> &'static str {
        match self.placement {
            Placement::Basic => "a user name and a password",
            Placement::Bearer => "a token",
            Placement::Header(_) | Placement::Query(_) => "a key",
            Placement::Word { .. } | Placement::Cookie(_) => "a credential",
        }
    }

    /// How it is sent, in backticks where it stands so on the wire.
    pub(super) fn sent(&self) -> String {
        match &self.placement {
            Placement::Basic => "`Authorization: Basic …`".to_owned(),
            Placement::Bearer => "`Authorization: Bearer …`".to_owned(),
            Placement::Header(name) => format!("the header `{}`", super::prose::code(name)),
            Placement::Word { header, word } => {
                format!("`{}: {} …`", super::prose::code(header), super::prose::code(word))
            }
            Placement::Query(name) => format!("the query parameter `{}`", super::prose::code(name)),
            Placement::Cookie(name) => format!("the cookie `{}`", super::prose::code(name)),
        }
    }
}

fn called(scheme: &str) -> String {
    let name = names::snake(scheme);
    let short = ENDINGS
        .iter()
        .find_map(|ending| name.strip_suffix(ending))
        .filter(|short| !short.is_empty())
        .unwrap_or(&name);

    let short = if short == "o" { "oauth" } else { short };
    names::ident(short)
}

#[cfg(test)]
mod tests {
    use super::{beyond_reach, called, constructors, some_are_open};
    use crate::codegen::notes::Notes;
    use crate::codegen::pipeline;
    use crate::codegen::testing::document;

    #[test]
    fn schemes_are_called_by_what_they_are() {
        assert_eq!(called("bearerAuth"), "bearer");
        assert_eq!(called("ApiKeyAuth"), "api_key");
        assert_eq!(called("OAuth2"), "oauth2");
        assert_eq!(called("OAuth"), "oauth");
        assert_eq!(called("auth"), "auth");
        assert_eq!(called("type"), "type_");
        assert_eq!(called("X-Api-Key"), "x_api_key");
    }

    #[test]
    fn a_scheme_that_an_operation_accepts_alone_is_a_constructor() {
        let document = document(
            "openapi: 3.0.3
security: [{Key: []}]
paths:
  /a:
    get: {operationId: a, responses: {}}
    put: {operationId: b, security: [{Basic: [], Key: []}], responses: {}}
    post: {operationId: c, security: [{}], responses: {}}
    patch: {operationId: d, security: [{new: []}], responses: {}}
components:
  securitySchemes:
    Key: {type: apiKey, in: query, name: key}
    Basic: {type: http, scheme: basic}
    new: {type: http, scheme: bearer}
    Unused: {type: oauth2}
",
        );
        let client = pipeline::client(&document, &mut Notes::default()).unwrap();

        let made: Vec<_> = constructors(&document, &client)
            .into_iter()
            .map(|made| {
                format!("{} {} {} {}", made.method, made.takes(), made.sent(), made.accepted)
            })
            .collect();

        assert_eq!(
            made,
            ["key a key the query parameter `key` 1", "new_2 a token `Authorization: Bearer …` 1"]
        );
        assert!(some_are_open(&client));
        assert_eq!(beyond_reach(&client), ["b"]);
    }
}
