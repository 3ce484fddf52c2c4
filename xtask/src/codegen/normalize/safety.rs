//! Whether an operation may be sent again.

use anyhow::{Result, bail};

use super::paths::Found;
use crate::codegen::document::Document;
use crate::codegen::model::Safety;

/// What the document says, or what its HTTP method promises.
pub(super) fn of(found: &Found<'_>, document: &Document) -> Result<Safety> {
    let Some(stated) = found.raw.get("x-keymint-safety") else {
        return Ok(match found.method {
            "get" | "head" | "options" | "trace" => Safety::Safe,
            "put" | "delete" => Safety::Idempotent,
            _ => Safety::Once,
        });
    };

    Ok(match stated.as_str() {
        Some("safe") => Safety::Safe,
        Some("idempotent") => Safety::Idempotent,
        Some("creates-secret") => Safety::CreatesSecret,
        Some("once") => Safety::Once,
        Some(_) | None => bail!(
            "{}: {}/x-keymint-safety: {stated} is none of safe, idempotent, creates-secret, once",
            document.file,
            found.at
        ),
    })
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use crate::codegen::normalize::normalize;
    use crate::codegen::notes::Notes;
    use crate::codegen::testing::{document, paths};

    #[test]
    fn the_document_says_what_repeating_does_or_else_the_method() {
        let shown = paths(
            r"
                paths:
                  /a:
                    get: {operationId: a, responses: {}}
                    put: {operationId: b, responses: {}}
                    post: {operationId: c, responses: {}}
                    patch: {operationId: d, x-keymint-safety: idempotent, responses: {}}
                    delete: {operationId: e, x-keymint-safety: creates-secret, responses: {}}
            ",
        );

        assert_snapshot!(shown);
    }

    #[test]
    fn another_word_is_refused_with_its_place() {
        let document = document(
            "openapi: 3.0.3\npaths: {/a: {get: {operationId: a, x-keymint-safety: maybe, responses: {}}}}",
        );

        let error = normalize(&document, &mut Notes::default()).unwrap_err().to_string();

        assert_eq!(
            error,
            "openapi/example.yaml: #/paths/~1a/get/x-keymint-safety: \"maybe\" is none of safe, idempotent, creates-secret, once"
        );
    }
}
