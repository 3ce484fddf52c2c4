//! Where the secret of a new API key goes.

use std::path::Path;

use keymint::{
    Capabilities, FileSink, IssuedKey, ProviderKind, Rendering, SecretVisibility, Sink as _,
    SinkSpec, StdoutSink,
};

use crate::arguments::{Form, Place};
use crate::failure::Failure;
use crate::output::Output;

/// Where the secret of a created API key goes, beside what is told of the key.
#[derive(Debug)]
pub(crate) enum Destination {
    /// To a file of its own.
    File(FileSink),
    /// To standard output, in the form of the data.
    Stdout,
    /// Nowhere: the provider shows it again when it is asked.
    Hidden,
}

impl Destination {
    /// Chooses, and refuses to make an API key whose secret nobody would ever see.
    pub(crate) fn choose(
        place: &Place,
        output: &Output,
        kind: ProviderKind,
    ) -> Result<Self, Failure> {
        let form = output.form_of_a_secret(place.out_file.is_some());
        if let Some(path) = &place.out_file {
            let sink = FileSink::new(path).rendering(rendering(form, kind));
            return Ok(Self::File(if place.force { sink.force() } else { sink }));
        }
        // A form for programs is data where a program reads it.
        let is_data = form != Form::Human && !output.is_terminal();
        if place.reveal || is_data {
            return Ok(Self::Stdout);
        }
        if form != Form::Env && shows_again(kind.capabilities()) {
            return Ok(Self::Hidden);
        }
        Err(lost())
    }

    /// Checks that the secret can be put there, before there is one.
    pub(crate) async fn preflight(&self) -> Result<(), Failure> {
        match self {
            Self::File(sink) => Ok(sink.preflight(&[]).await.map_err(occupied)?),
            Self::Stdout | Self::Hidden => Ok(()),
        }
    }

    /// Puts the secret into its file, if it has one.
    pub(crate) async fn deliver(&self, key: &IssuedKey) -> Result<(), keymint::Error> {
        match self {
            Self::File(sink) => {
                sink.deliver(key).await?;
                sink.cut_over(&key.fingerprint).await
            }
            Self::Stdout | Self::Hidden => Ok(()),
        }
    }
}

/// Writes an API key's secret to standard output as one assignment.
pub(crate) async fn print_assignment(
    key: &IssuedKey,
    kind: ProviderKind,
) -> Result<(), keymint::Error> {
    StdoutSink::new(Rendering::Env(variable(kind))).deliver(key).await
}

/// The sink of a rotation, as its journal keeps it.
pub(crate) fn of_rotation(
    place: &Place,
    output: &Output,
    kind: ProviderKind,
) -> Result<SinkSpec, Failure> {
    let form = output.form_of_a_secret(place.out_file.is_some());
    let rendering = rendering(form, kind);
    if let Some(path) = &place.out_file {
        return Ok(SinkSpec::File { path: absolute(path)?, rendering, force: place.force });
    }
    if place.reveal || (form != Form::Human && !output.is_terminal()) {
        return Ok(SinkSpec::stdout(rendering));
    }
    // The old key ends, so hiding the new one would leave its users without any.
    Err(lost())
}

/// The same place, whatever folder a later run is started in.
pub(crate) fn absolute(path: &Path) -> Result<std::path::PathBuf, Failure> {
    std::path::absolute(path)
        .map_err(|error| Failure::usage(format!("{} is no path: {error}", path.display())))
}

/// Lets a sink mean the same place, whatever folder a later run is started in.
pub(crate) fn anchor(spec: &mut SinkSpec) -> Result<(), Failure> {
    if let SinkSpec::File { path, .. } | SinkSpec::Dotenv { path, .. } = spec {
        *path = absolute(path)?;
    }
    Ok(())
}

/// Whether a secret that was not seen can be seen later.
fn shows_again(capabilities: &Capabilities) -> bool {
    capabilities.list == Some(SecretVisibility::Clear)
}

fn rendering(form: Form, kind: ProviderKind) -> Rendering {
    match form {
        Form::Human => Rendering::Secret,
        Form::Json => Rendering::Json,
        Form::Env => Rendering::Env(variable(kind)),
    }
}

/// The variable of `--output env`: `INFOBIP_API_KEY`.
fn variable(kind: ProviderKind) -> String {
    format!("{}_API_KEY", kind.name().to_uppercase())
}

fn lost() -> Failure {
    Failure::usage("the new secret would be lost: it is not shown on a terminal, and the provider may never show it again")
        .hint("give --out-file PATH, or pipe the output, or show it with --reveal")
}

fn occupied(error: keymint::Error) -> Failure {
    Failure::from(error).hint("give another --out-file, or replace it with --force")
}
