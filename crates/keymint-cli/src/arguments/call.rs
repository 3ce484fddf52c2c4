//! What every call to a provider takes.

use std::path::PathBuf;
use std::time::Duration;

use clap::Args;
use keymint::WireFormat;

use super::values::{self, Provider};

/// Whose API keys it is about.
#[derive(Args, Debug)]
pub(crate) struct Whose {
    /// The provider
    #[arg(value_enum)]
    pub(crate) provider: Provider,
    /// SenderWiz: customer uid; Infobip: account key; SendKit: workspace id; BitGPT takes none
    #[arg(long, value_name = "ID")]
    pub(crate) owner: Option<String>,
}

/// How the provider is reached.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Connection")]
pub(crate) struct Connection {
    /// The address below which the provider's paths lie; plain http on a loopback address only
    #[arg(long, value_name = "URL")]
    pub(crate) base_url: Option<String>,
    /// The form of bodies on the wire, where the provider offers a choice
    #[arg(long, value_name = "FORMAT", value_parser = values::wire)]
    pub(crate) wire: Option<WireFormat>,
    /// How long one attempt may take, such as 30s
    #[arg(long, value_name = "SPAN", value_parser = values::span)]
    pub(crate) timeout: Option<Duration>,
    /// Take credentials from this TOML file, which nobody else may be able to read
    #[arg(long, value_name = "PATH")]
    pub(crate) credentials_file: Option<PathBuf>,
}

/// Where data goes instead of standard output.
#[derive(Args, Debug)]
pub(crate) struct Copy {
    /// Write the result to a new file that only you can read, in the form of `--output`
    #[arg(long, value_name = "PATH")]
    pub(crate) out_file: Option<PathBuf>,
    /// Replace the file if there is one
    #[arg(long, requires = "out_file")]
    pub(crate) force: bool,
}

/// Where the secret of a new API key goes.
#[derive(Args, Debug)]
#[command(next_help_heading = "Secret")]
pub(crate) struct Place {
    /// Write the secret to a new file that only you can read, in the form of `--output`
    #[arg(long, value_name = "PATH")]
    pub(crate) out_file: Option<PathBuf>,
    /// Replace the file if there is one
    #[arg(long, requires = "out_file")]
    pub(crate) force: bool,
    /// Show the secret on a terminal
    #[arg(long)]
    pub(crate) reveal: bool,
}
