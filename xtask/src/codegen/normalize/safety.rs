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
