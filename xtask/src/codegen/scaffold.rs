//! The crate around generated code: its manifest, its credential and builder, its table of contents, its front page.

use std::path::Path;

use anyhow::Result;

use super::document::Document;
use super::format;
use super::lower::Client;

mod client_file;
mod credentials;
mod lib_file;
mod manifest;
mod prose;
mod readme;
mod sample;

pub(crate) use manifest::{Core, Home, lacks};

/// What a crate is made from.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Blueprint<'a> {
    /// The name of the crate.
    pub(crate) name: &'a str,
    /// The document.
    pub(crate) document: &'a Document,
    /// What the document is lowered to.
    pub(crate) client: &'a Client,
    /// The generated code.
    pub(crate) generated: &'a str,
}

/// Every file of the crate, with its path below the crate's folder.
pub(crate) fn files(
    blueprint: &Blueprint<'_>,
    home: Home<'_>,
    root: &Path,
) -> Result<Vec<(&'static str, String)>> {
    let constructors = credentials::constructors(blueprint.document, blueprint.client);

    Ok(vec![
        ("Cargo.toml", manifest::text(blueprint, home, root)?),
        ("README.md", readme::text(blueprint, &constructors, home)),
        ("src/client.rs", format::format(client_file::file(blueprint, &constructors)?, "", root)?),
        ("src/generated.rs", blueprint.generated.to_owned()),
        (
            "src/lib.rs",
            format::format(lib_file::file(blueprint, !constructors.is_empty())?, "", root)?,
        ),
    ])
}
