//! Sinks as people write them in a plan.

use std::fmt;
use std::path::PathBuf;

use serde::de::value::MapAccessDeserializer;
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::{invalid, missing};
use crate::error::Result;
use crate::sink::{Rendering, SinkSpec};

#[derive(Clone)]
pub(super) enum SinkWord {
    Word(String),
    Table(SinkTable),
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SinkTable {
    file: Option<PathBuf>,
    dotenv: Option<PathBuf>,
    command: Option<Vec<String>>,
    keyring: Option<String>,
    user: Option<String>,
    named: Option<String>,
    stdout: Option<bool>,
    variable: Option<String>,
    format: Option<String>,
    #[serde(default)]
    force: bool,
}

/// By hand, so that what is wrong inside a table is told, and not that it is no sink.
impl<'de> Deserialize<'de> for SinkWord {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Reader)
    }
}

struct Reader;

impl<'de> Visitor<'de> for Reader {
    type Value = SinkWord;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("\"stdout\" or a table such as { file = \"path\" }")
    }

    fn visit_str<E>(self, v: &str) -> Result<SinkWord, E> {
        Ok(SinkWord::Word(v.to_owned()))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<SinkWord, A::Error> {
        SinkTable::deserialize(MapAccessDeserializer::new(map)).map(SinkWord::Table)
    }
}

impl SinkWord {
    pub(super) fn spec(self) -> Result<SinkSpec> {
        let table = match self {
            Self::Word(word) if word == "stdout" => return Ok(SinkSpec::stdout(Rendering::Secret)),
            Self::Word(_) => {
                return Err(invalid("is no word that is known; say \"stdout\", or give a table")
                    .in_field("sink"));
            }
            Self::Table(table) => table,
        };
        let rendering = table.rendering()?;
        let SinkTable {
            file, dotenv, command, keyring, named, stdout, variable, user, force, ..
        } = table;
        match (file, dotenv, command, keyring, named, stdout) {
            (Some(path), None, None, None, None, None) => {
                Ok(SinkSpec::File { path, rendering, force })
            }
            (None, Some(path), None, None, None, None) => {
                let variable = variable.ok_or_else(|| missing("variable", "name the variable"))?;
                Ok(SinkSpec::Dotenv { path, variable, force })
            }
            (None, None, Some(command), None, None, None) => {
                let mut words = command.into_iter();
                let program = words.next().ok_or_else(|| missing("command", "name a program"))?;
                Ok(SinkSpec::Command { program, arguments: words.collect(), rendering })
            }
            (None, None, None, Some(service), None, None) => {
                let user = user.ok_or_else(|| missing("user", "say whose secret it is"))?;
                Ok(SinkSpec::Keyring { service, user, force })
            }
            (None, None, None, None, Some(name), None) => Ok(SinkSpec::Named(name)),
            (None, None, None, None, None, Some(true)) => Ok(SinkSpec::Stdout { rendering }),
            _ => {
                let what =
                    "must be one of `file`, `dotenv`, `command`, `keyring`, `named` and `stdout`";
                Err(invalid(what).in_field("sink"))
            }
        }
    }
}

impl SinkTable {
    fn rendering(&self) -> Result<Rendering> {
        match (self.format.as_deref(), &self.variable) {
            (None | Some("secret"), _) => Ok(Rendering::Secret),
            (Some("json"), _) => Ok(Rendering::Json),
            (Some("env"), Some(variable)) => Ok(Rendering::Env(variable.clone())),
            (Some("env"), None) => Err(missing("variable", "name the variable")),
            (Some(_), _) => {
                Err(invalid("is none of `secret`, `env` and `json`").in_field("format"))
            }
        }
    }
}
