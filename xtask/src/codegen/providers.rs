//! The providers: a fifth one is one more row.

use std::path::{Path, PathBuf};

/// A provider and where its files are.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Provider {
    /// Its name in the code.
    pub(crate) name: &'static str,
    /// Its document.
    pub(crate) document: &'static str,
    /// The file that is generated from it.
    pub(crate) generated: &'static str,
}

/// Every provider.
pub(crate) const PROVIDERS: [Provider; 4] = [
    Provider {
        name: "bitgpt",
        document: "openapi/bitgpt.yaml",
        generated: "crates/keymint-bitgpt/src/generated.rs",
    },
    Provider {
        name: "infobip",
        document: "openapi/infobip.yaml",
        generated: "crates/keymint-infobip/src/generated.rs",
    },
    Provider {
        name: "senderwiz",
        document: "openapi/senderwiz.yaml",
        generated: "crates/keymint-senderwiz/src/generated.rs",
    },
    Provider {
        name: "sendkit",
        document: "openapi/sendkit.yaml",
        generated: "crates/keymint-sendkit/src/generated.rs",
    },
];

/// The root of the repository.
pub(crate) fn root() -> PathBuf {
    let xtask = Path::new(env!("CARGO_MANIFEST_DIR"));
    xtask.parent().unwrap_or(xtask).to_owned()
}
