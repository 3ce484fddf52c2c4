//! A command that reads the secret.

use std::io::Write as _;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use super::{Rendering, Sink, blocking, refused};
use crate::api_key::IssuedKey;
use crate::error::{Error, ErrorKind, Result};
use crate::provider::BoxFuture;

/// Hands the secret to a command on its standard input; a status other than 0 is a refusal.
///
/// The secret is never an argument. The command's output is dropped, its errors go where ours go.
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
        Ok(Self { program, arguments, rendering: Rendering::Secret, time_limit: TIME_LIMIT })
    }

    /// Sets how the secret is written.
    pub fn rendering(mut self, rendering: Rendering) -> Self {
        self.rendering = rendering;
        self
    }

    /// Sets how long the command may take: a minute unless set.
    pub fn time_limit(mut self, limit: Duration) -> Self {
        self.time_limit = limit;
        self
    }

    fn run(&self, text: &str) -> Result<()> {
        let failed = |what: &str| refused(&self.place(), what);
        let mut child = Command::new(&self.program)
            .args(&self.arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .map_err(|source| failed("could not be started").because(source))?;
        let written = child.stdin.take().map(|mut input| input.write_all(text.as_bytes()));
        let status = self
            .wait(&mut child)
            .map_err(|source| failed("could not be waited for").because(source))?;
        match (status, written) {
            (None, _) => Err(failed("took too long and was stopped")),
            (Some(status), _) if !status.success() => Err(failed("failed; its status is not 0")),
            (Some(_), Some(Err(source))) => Err(failed("did not read the secret").because(source)),
            (Some(_), Some(Ok(())) | None) => Ok(()),
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
        Box::pin(blocking(move || sink.run(text.expose())))
    }
}

/// Longer than a call to a vault across the world, shorter than a person's patience.
const TIME_LIMIT: Duration = Duration::from_secs(60);
const LOOK_AGAIN: Duration = Duration::from_millis(10);
