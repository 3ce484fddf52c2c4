//! Everything that is generated for one provider.

use std::path::Path;

use anyhow::Result;

use super::document::Document;
use super::lower::Client;
use super::notes::Notes;
use super::providers::Provider;
use super::{pipeline, smoke};

/// What a provider's document makes.
#[derive(Debug)]
pub(crate) struct Made {
    /// The document.
    pub(crate) document: Document,
    /// What it is lowered to.
    pub(crate) client: Client,
    /// Each file, from the root of the repository, and its text; the client is the first.
    pub(crate) files: Vec<(String, String)>,
}

impl Made {
    /// The generated client.
    pub(crate) fn generated(&self) -> &str {
        self.files.first().map(|(_, text)| text.as_str()).unwrap_or_default()
    }
}

/// Makes everything, and writes nothing.
pub(crate) fn of(provider: &Provider, root: &Path, notes: &mut Notes) -> Result<Made> {
    from(provider, provider.read(root)?, root, notes)
}

/// Makes everything from a document that was read.
pub(crate) fn from(
    provider: &Provider,
    document: Document,
    root: &Path,
    notes: &mut Notes,
) -> Result<Made> {
    let client = pipeline::client(&document, notes)?;
    let command = format!("cargo xtask codegen {}", provider.name);
    let generated = pipeline::text(&document, &client, &provider.name, &command, root)?;
    let tests = smoke::text(provider, &client, &generated, root)?;

    let files = vec![(provider.generated(), generated), (smoke::file(provider), tests)];
    Ok(Made { document, client, files })
}
