//! The command line.

mod call;
mod fields;
mod values;
mod work;

pub(crate) use call::{Connection, Copy, Place, Whose};
pub(crate) use fields::{Fields, shown as fields_shown};
pub(crate) use values::{Form, Shade};
pub(crate) use work::Work;

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{ArgAction, Args, Parser, Subcommand};
use clap_complete::Shell;

/// Creates, lists, rotates and revokes API keys at many providers.
///
/// Data goes to standard output, everything else to standard error. No option takes a secret: credentials come from
/// the environment, or from a file.
#[derive(Debug, Parser)]
#[command(name = "keymint", version, after_long_help = AFTER_HELP, max_term_width = 100)]
pub(crate) struct Arguments {
    #[command(flatten)]
    pub(crate) display: Display,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// How results are shown.
#[derive(Args, Debug)]
#[command(next_help_heading = "Display")]
pub(crate) struct Display {
    /// The form of the output [default: human; json when a new secret is piped]
    #[arg(long, global = true, value_enum, value_name = "FORM")]
    pub(crate) output: Option<Form>,
    /// Show each call on standard error, and what the provider says of a failed one; twice: each attempt
    #[arg(short, long, global = true, action = ArgAction::Count)]
    pub(crate) verbose: u8,
    /// When to use colour; `NO_COLOR` is heeded
    #[arg(long, global = true, value_enum, default_value = "auto", value_name = "WHEN")]
    pub(crate) color: Shade,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Create an API key at each provider, on a sandbox in this process: no account, no network
    Demo(Demo),
    /// Serve a stand-in for all providers until it is interrupted
    Sandbox(Sandbox),
    /// Tell what each provider can do
    Providers,
    /// Create an API key
    Create(Create),
    /// List an owner's API keys
    List(Read),
    /// Show one API key
    Show(Show),
    /// Change an API key; what is not given stays as it is
    Update(Update),
    /// Replace an API key with a new one, so that a crash at any moment loses none
    Rotate(Rotate),
    /// End an API key
    Revoke(Revoke),
    /// Issue or rotate many API keys from one plan
    Apply(Apply),
    /// Finish what an interrupted apply or rotate left
    Resume(Resume),
    /// Tell what the journal knows of applies and rotates
    Status(Status),
    /// Compare the journal with what the providers and the files hold; changes nothing
    Audit(Audit),
    /// Print a completion script
    Completions {
        /// The shell that it is for
        shell: Shell,
    },
    /// Print a manual page
    Man {
        /// The command that it is about; without one, the program
        command: Option<String>,
    },
}

#[derive(Args, Debug)]
pub(crate) struct Demo {
    /// Show the secrets, which open nothing but the sandbox
    #[arg(long)]
    pub(crate) reveal: bool,
}

#[derive(Args, Debug)]
pub(crate) struct Sandbox {
    /// The address to listen on
    #[arg(long, default_value = "127.0.0.1:0", value_name = "ADDRESS")]
    pub(crate) listen: SocketAddr,
}

#[derive(Args, Debug)]
pub(crate) struct Create {
    #[command(flatten)]
    pub(crate) whose: Whose,
    #[command(flatten)]
    pub(crate) fields: Fields,
    #[command(flatten)]
    pub(crate) place: Place,
    #[command(flatten)]
    pub(crate) connection: Connection,
    /// Print what would be done, and send nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
}

#[derive(Args, Debug)]
pub(crate) struct Read {
    #[command(flatten)]
    pub(crate) whose: Whose,
    /// Show the secrets, where the provider still shows them
    #[arg(long)]
    pub(crate) reveal: bool,
    #[command(flatten)]
    pub(crate) copy: Copy,
    #[command(flatten)]
    pub(crate) connection: Connection,
    /// Print what would be done, and send nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
}

#[derive(Args, Debug)]
pub(crate) struct Show {
    #[command(flatten)]
    pub(crate) read: Read,
    /// The provider's id of the API key
    pub(crate) key_id: String,
}

#[derive(Args, Debug)]
pub(crate) struct Update {
    #[command(flatten)]
    pub(crate) whose: Whose,
    /// The provider's id of the API key
    pub(crate) key_id: String,
    #[command(flatten)]
    pub(crate) fields: Fields,
    /// Switch the API key on
    #[arg(long, conflicts_with = "disable", help_heading = "Fields")]
    pub(crate) enable: bool,
    /// Switch the API key off
    #[arg(long, help_heading = "Fields")]
    pub(crate) disable: bool,
    #[command(flatten)]
    pub(crate) connection: Connection,
    /// Print what would be done, and send nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
}

#[derive(Args, Debug)]
pub(crate) struct Rotate {
    #[command(flatten)]
    pub(crate) whose: Whose,
    /// The API key to replace; without it, the owner's only one
    pub(crate) key_id: Option<String>,
    /// For how long both API keys shall work, such as 24h
    #[arg(long, value_parser = values::span, value_name = "SPAN", conflicts_with = "leaked")]
    pub(crate) overlap: Option<std::time::Duration>,
    /// The old API key is known to others: it ends as soon as the new one is in its place
    #[arg(long)]
    pub(crate) leaked: bool,
    #[command(flatten)]
    pub(crate) fields: Fields,
    /// Accept that the lists shut out the address given as `--caller-ip`
    #[arg(long)]
    pub(crate) confirm_lockout: bool,
    #[command(flatten)]
    pub(crate) place: Place,
    #[command(flatten)]
    pub(crate) work: Work,
    #[command(flatten)]
    pub(crate) connection: Connection,
    /// Print what would be done, and send nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
}

#[derive(Args, Debug)]
pub(crate) struct Revoke {
    #[command(flatten)]
    pub(crate) whose: Whose,
    /// The API key to end; not needed where an owner has one
    pub(crate) key_id: Option<String>,
    /// Do not ask
    #[arg(long, short)]
    pub(crate) yes: bool,
    #[command(flatten)]
    pub(crate) connection: Connection,
    /// Print what would be done, and send nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
}

#[derive(Args, Debug)]
pub(crate) struct Apply {
    /// The plan, in TOML
    pub(crate) file: PathBuf,
    /// Let secrets of `sink = "stdout"` appear on a terminal
    #[arg(long)]
    pub(crate) reveal: bool,
    #[command(flatten)]
    pub(crate) work: Work,
    #[command(flatten)]
    pub(crate) connection: Connection,
    /// Print what would be done, and send nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
}

#[derive(Args, Debug)]
pub(crate) struct Resume {
    /// Take this job out of the journal's unfinished ones instead; what it left is yours to look at
    #[arg(long, value_name = "JOB")]
    pub(crate) abandon: Option<u64>,
    /// Let secrets of jobs that deliver to standard output appear on a terminal
    #[arg(long)]
    pub(crate) reveal: bool,
    #[command(flatten)]
    pub(crate) work: Work,
    #[command(flatten)]
    pub(crate) connection: Connection,
    /// Print what would be done, and send nothing
    #[arg(long, conflicts_with = "abandon")]
    pub(crate) dry_run: bool,
}

#[derive(Args, Debug)]
pub(crate) struct Status {
    /// Show finished jobs too
    #[arg(long)]
    pub(crate) all: bool,
    /// The journal [default: `KEYMINT_JOURNAL`, else keymint/journal below the user's state folder]
    #[arg(long, value_name = "PATH")]
    pub(crate) journal: Option<PathBuf>,
}

#[derive(Args, Debug)]
pub(crate) struct Audit {
    /// The journal [default: `KEYMINT_JOURNAL`, else keymint/journal below the user's state folder]
    #[arg(long, value_name = "PATH")]
    pub(crate) journal: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) connection: Connection,
}

const AFTER_HELP: &str = "\
Credentials:
  senderwiz  SENDERWIZ_ADMIN_API_KEY, SENDERWIZ_BASE_URL (required)
  bitgpt     BITGPT_ACCESS_TOKEN, BITGPT_BASE_URL
  infobip    INFOBIP_USERNAME and INFOBIP_PASSWORD, or INFOBIP_SESSION_TOKEN, or INFOBIP_ACCESS_TOKEN,
             INFOBIP_BASE_URL
  sendkit    SENDKIT_API_KEY (starts with sk_user_), SENDKIT_BASE_URL

  With --credentials-file, the same from TOML: [infobip] username = …, password = …, base_url = …

Exit codes:
  0  done
  2  usage, bad input, or a field the provider cannot honour; nothing was sent
  3  credential missing, refused or not permitted
  4  not found
  5  conflict
  6  rate limited, or quota used up
  7  refused by the provider, or the network failed before anything was sent; surely nothing was created
  8  outcome unknown: an API key may exist; the message says how to find out
  9  partly done: `keymint status` tells, `keymint resume` goes on";
