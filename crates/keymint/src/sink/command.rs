//! A command that reads the secret.

use std::io::Write as _;
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread::{sleep, spawn};
use std::time::{Duration, Instant};

use keymint_core::Secret;

use super::{Rendering, Sink, blocking, refused};
use crate::api_key::IssuedKey;
use crate::error::{Error, ErrorKind, Result};
use crate::provider::BoxFuture;

/// Hands the secret to a command on its standard input; a status other than 0 is a refusal.
///
/// The secret is never an argument and never in the environment, which the command has from us but for
/// [hidden variables](CommandSink::without_variables). Its output is dropped, its errors go where ours go.
///
/// ```
/// use keymint::CommandSink;
///
/// let sink = CommandSink::new("vault", ["kv", "put", "secret/billing", "key=-"])?;
/// # Ok::<_, keymint::Error>(())
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct CommandSink {
    program: String,
    arguments: Vec<String>,
    rendering: Rendering,
    hidden: Vec<String>,
    time_limit: Duration,
}

impl CommandSink {
    /// Takes a program and its arguments; no shell comes between.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Invalid`] when there is no program.
    pub fn new<S: Into<String>>(
        program: impl Into<String>,
        arguments: impl IntoIterator<Item = S>,
    ) -> Result<Self> {
        let program = program.into();
        if program.trim().is_empty() {
            return Err(
                Error::new(ErrorKind::Invalid, "is empty; name a program").in_field("command")
            );
        }
        let arguments = arguments.into_iter().map(Into::into).collect();
        let (rendering, hidden) = (Rendering::Secret, Vec::new());
        Ok(Self { program, arguments, rendering, hidden, time_limit: TIME_LIMIT })
    }

    /// Sets how the secret is written.
    pub fn rendering(mut self, rendering: Rendering) -> Self {
        self.rendering = rendering;
        self
    }

    /// Keeps variables of our environment from the command.
    pub fn without_variables<S: AsRef<str>>(
        mut self,
        variables: impl IntoIterator<Item = S>,
    ) -> Self {
        self.hidden.extend(variables.into_iter().map(|variable| variable.as_ref().to_owned()));
        self
    }

    /// Sets how long the command may take: a minute unless set.
    pub fn time_limit(mut self, limit: Duration) -> Self {
        self.time_limit = limit;
        self
    }

    fn run(&self, text: Secret) -> Result<()> {
        let failed = |what: &str| refused(&self.place(), what);
        let mut command = Command::new(&self.program);
        command.args(&self.arguments).stdin(Stdio::piped()).stdout(Stdio::null());
        for variable in &self.hidden {
            command.env_remove(variable);
        }
        let mut child =
            command.spawn().map_err(|source| failed("could not be started").because(source))?;
        let written = child.stdin.take().map(|input| feed(input, text));
        let status = self
            .wait(&mut child)
            .map_err(|source| failed("could not be waited for").because(source))?;
        match status {
            None => Err(failed("took too long and was stopped")),
            Some(status) if !status.success() => {
                Err(failed(&format!("failed with {status}; see what it says")))
            }
            Some(_) => match written.and_then(|written| written.recv_timeout(AFTERWARDS).ok()) {
                Some(Ok(())) => Ok(()),
                Some(Err(source)) => Err(failed("did not read the secret").because(source)),
                // Somebody else holds its input open, and does not read it.
                None => Err(failed("did not read the secret")),
            },
        }
    }

    fn wait(&self, child: &mut Child) -> std::io::Result<Option<ExitStatus>> {
        let started = Instant::now();
        loop {
            if let Some(status) = child.try_wait()? {
                return Ok(Some(status));
            }
            if started.elapsed() >= self.time_limit {
                child.kill()?;
                child.wait()?;
                return Ok(None);
            }
            sleep(LOOK_AGAIN);
        }
    }
}

impl Sink for CommandSink {
    /// Leaves the arguments out: people put all kinds of things into them.
    fn place(&self) -> String {
        format!("command {}", self.program)
    }

    fn deliver<'a>(&'a self, key: &'a IssuedKey) -> BoxFuture<'a, Result<()>> {
        let (sink, text) = (self.clone(), self.rendering.write(key));
        Box::pin(blocking(move || sink.run(text)))
    }
}

/// Writes on a thread of its own, since a command that does not read must not hold us up.
fn feed(mut input: ChildStdin, text: Secret) -> Receiver<std::io::Result<()>> {
    let (sender, receiver) = channel();
    spawn(move || {
        let written = input.write_all(text.expose().as_bytes());
        // Who asked may have given up.
        sender.send(written).unwrap_or_default();
    });
    receiver
}

/// Longer than a call to a vault across the world, shorter than a person's patience.
const TIME_LIMIT: Duration = Duration::from_secs(60);
const LOOK_AGAIN: Duration = Duration::from_millis(10);
/// How long after its end a command's input may take to be found read or closed.
const AFTERWARDS: Duration = Duration::from_secs(1);
