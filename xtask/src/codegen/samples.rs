//! A client that is no provider's: tests show with it what codegen carries to the wire.

use std::path::Path;

use anyhow::Result;

use super::document::Document;
use super::notes::Notes;
use super::pipeline;

const DOCUMENT: &str = "tests/documents/reach.yaml";

/// Its file, from the root of the repository.
pub(crate) const GENERATED: &str = "tests/reach/generated.rs";

/// What the file must hold; `None` where the workspace has no such document.
pub(crate) fn text(root: &Path) -> Result<Option<String>> {
    let path = root.join(DOCUMENT);
    if !path.exists() {
        return Ok(None);
    }
    let document = Document::read(&path, DOCUMENT)?;
    let client = pipeline::client(&document, &mut Notes::default())?;
    pipeline::text(&document, &client, "reach", "cargo xtask codegen", root).map(Some)
}
