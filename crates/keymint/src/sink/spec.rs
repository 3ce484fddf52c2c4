//! Sinks as they stand in plans and journals.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{CommandSink, DotenvSink, FileSink, Rendering, Sink, StdoutSink};
use crate::error::{Error, ErrorKind, Result};

/// Says which sink a secret goes to, so that it can be found again after a crash.
///
/// Paths should be absolute: a resumed run may have another working folder.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum SinkSpec {
    /// [`StdoutSink`].
    Stdout {
        /// How the secret is written.
        rendering: Rendering,
    },
    /// [`FileSink`].
    File {
        /// The file.
        path: PathBuf,
        /// How the secret is written.
        rendering: Rendering,
        /// Whether whatever is there may be replaced.
        force: bool,
    },
    /// [`DotenvSink`].
    Dotenv {
        /// The file.
        path: PathBuf,
        /// The variable.
        variable: String,
        /// Whether whatever is there may be replaced.
        force: bool,
    },
    /// [`CommandSink`]. Its arguments are written to the journal, so they must not hold a secret.
    Command {
        /// The program.
        program: String,
        /// Its arguments.
        arguments: Vec<String>,
        /// How the secret is written.
        rendering: Rendering,
    },
    /// `KeyringSink`; it needs the feature `keyring`.
    Keyring {
        /// The service that the secret is for.
        service: String,
        /// The user, or whatever else tells its secrets apart.
        user: String,
        /// Whether whatever is there may be replaced.
        force: bool,
    },
    /// A sink of the application, which it gives to the worker under this name.
    Named(String),
}

/// What an application adds to the sinks that a [`SinkSpec`] can make by itself.
#[derive(Debug, Default)]
pub(crate) struct Known {
    /// Its own sinks, by the names that jobs know them by.
    pub(crate) named: BTreeMap<String, Arc<dyn Sink>>,
    /// The variables that commands do not inherit.
    pub(crate) hidden: Vec<String>,
}

impl SinkSpec {
    /// Standard output, in this form.
    pub fn stdout(rendering: Rendering) -> Self {
        Self::Stdout { rendering }
    }

    /// A file of its own.
    pub fn file(path: impl Into<PathBuf>) -> Self {
        Self::File { path: path.into(), rendering: Rendering::Secret, force: false }
    }

    /// A variable in a dotenv file.
    pub fn dotenv(path: impl Into<PathBuf>, variable: impl Into<String>) -> Self {
        Self::Dotenv { path: path.into(), variable: variable.into(), force: false }
    }

    /// A sink of the application.
    pub fn named(name: impl Into<String>) -> Self {
        Self::Named(name.into())
    }

    /// Makes the sink, for looking at what it holds.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Invalid`] when it is impossible, or a sink of the application; [`ErrorKind::Unsupported`] when this
    /// program was built without it.
    pub fn to_sink(&self) -> Result<Arc<dyn Sink>> {
        self.open(&Known::default())
    }

    /// Makes the sink.
    pub(crate) fn open(&self, known: &Known) -> Result<Arc<dyn Sink>> {
        Ok(match self {
            Self::Stdout { rendering } => Arc::new(StdoutSink::new(rendering.clone())),
            Self::File { path, rendering, force } => {
                let sink = FileSink::new(path).rendering(rendering.clone());
                Arc::new(if *force { sink.force() } else { sink })
            }
            Self::Dotenv { path, variable, force } => {
                let sink = DotenvSink::new(path, variable)?;
                Arc::new(if *force { sink.force() } else { sink })
            }
            Self::Command { program, arguments, rendering } => {
                let sink = CommandSink::new(program, arguments.clone())?;
                Arc::new(sink.without_variables(&known.hidden).rendering(rendering.clone()))
            }
            Self::Keyring { service, user, force } => keyring(service, user, *force)?,
            Self::Named(name) => {
                let found = known.named.get(name).ok_or_else(|| {
                    let what =
                        format!("`{name}` is no sink of this application; give it to the worker");
                    Error::new(ErrorKind::Invalid, what).in_field("sink")
                })?;
                Arc::clone(found)
            }
        })
    }

    /// What two rows must not have in common; `None` where any number of secrets can go.
    pub(crate) fn place_of_one(&self) -> Option<String> {
        match self {
            Self::File { path, .. } => Some(path.display().to_string()),
            Self::Dotenv { path, variable, .. } => Some(format!("{}: {variable}", path.display())),
            Self::Keyring { service, user, .. } => Some(format!("keyring: {service}: {user}")),
            Self::Stdout { .. } | Self::Command { .. } | Self::Named(_) => None,
        }
    }
}

#[cfg(feature = "keyring")]
fn keyring(service: &str, user: &str, force: bool) -> Result<Arc<dyn Sink>> {
    let sink = super::KeyringSink::new(service, user)?;
    Ok(Arc::new(if force { sink.force() } else { sink }))
}

#[cfg(not(feature = "keyring"))]
fn keyring(_: &str, _: &str, _: bool) -> Result<Arc<dyn Sink>> {
    let what = "is the key store of the system, which this program was built without; name another";
    Err(Error::new(ErrorKind::Unsupported, what).in_field("sink"))
}
