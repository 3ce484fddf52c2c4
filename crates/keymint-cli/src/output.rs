//! What is written, where and in which form.

mod draft;
pub(crate) mod key;
mod table;

use std::io::{self, IsTerminal as _, Stderr, Stdout, Write as _};

use console::Style;
use jiff::Timestamp;
use keymint::DateTime;
use serde_json::Value;

pub(crate) use table::{Cell, Table, visible};

use draft::Draft;

use crate::arguments::{Copy, Display, Form, Shade};
use crate::environment;
use crate::exit::Exit;
use crate::failure::Failure;

/// Standard output and standard error, as the user wants them.
#[derive(Debug)]
pub(crate) struct Output {
    asked: Option<Form>,
    is_terminal: bool,
    verbose: bool,
    stdout: Stdout,
    stderr: Stderr,
    /// What takes the place of standard output, if anything does.
    draft: Option<Draft>,
}

impl Output {
    pub(crate) fn new(display: &Display) -> Self {
        let (stdout, stderr) = (io::stdout(), io::stderr());
        let is_terminal = stdout.is_terminal();
        let coloured = |is_terminal: bool| match display.color {
            Shade::Always => true,
            Shade::Never => false,
            Shade::Auto => is_terminal && !environment::is_colourless(),
        };
        console::set_colors_enabled(coloured(is_terminal));
        console::set_colors_enabled_stderr(coloured(stderr.is_terminal()));
        let (asked, verbose) = (display.output, display.verbose > 0);
        Self { asked, is_terminal, verbose, stdout, stderr, draft: None }
    }

    /// The same output, whose data goes to a file where one is asked for.
    pub(crate) fn to(&self, copy: &Copy) -> Result<Self, Failure> {
        let draft = copy.out_file.as_ref().map(|path| Draft::new(path, copy.force)).transpose()?;
        if draft.is_some() {
            console::set_colors_enabled(false);
        }
        let is_terminal = self.is_terminal && draft.is_none();
        let (stdout, stderr) = (io::stdout(), io::stderr());
        Ok(Self { asked: self.asked, is_terminal, verbose: self.verbose, stdout, stderr, draft })
    }

    /// Puts the file in its place, if there is one.
    pub(crate) fn close(self) -> Result<(), Failure> {
        self.draft.map_or(Ok(()), Draft::close)
    }

    /// Whether somebody may be looking over the user's shoulder.
    pub(crate) fn is_terminal(&self) -> bool {
        self.is_terminal
    }

    /// The form of ordinary results.
    pub(crate) fn form(&self) -> Result<Form, Failure> {
        match self.asked.unwrap_or(Form::Human) {
            Form::Env => {
                Err(Failure::usage("`--output env` is for new API keys and for the sandbox"))
            }
            form @ (Form::Human | Form::Json) => Ok(form),
        }
    }

    /// The form of a new secret: piped it is data, unless a form for people is asked for. What goes to a file does
    /// not depend on where standard output goes.
    pub(crate) fn form_of_a_secret(&self, to_file: bool) -> Form {
        let unasked = if self.is_terminal || to_file { Form::Human } else { Form::Json };
        self.asked.unwrap_or(unasked)
    }

    /// The form that was asked for, whatever the command.
    pub(crate) fn asked(&self) -> Form {
        self.asked.unwrap_or(Form::Human)
    }

    /// Writes data.
    pub(crate) fn data(&self, text: &str) -> Result<(), Failure> {
        if let Some(draft) = &self.draft {
            return draft.add(text);
        }
        match self.write_all(text) {
            // A reader that has seen enough is no failure.
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            Err(error) => {
                Err(Failure::usage(format!("standard output cannot be written: {error}")))
            }
            Ok(()) => Ok(()),
        }
    }

    /// Writes data that nobody may lose.
    pub(crate) fn must_arrive(&self, text: &str) -> Result<(), keymint::Error> {
        self.write_all(text).map_err(|error| {
            keymint::Error::new(keymint::ErrorKind::Sink, "standard output is closed")
                .because(error)
        })
    }

    /// Writes one object a line.
    pub(crate) fn lines(&self, values: impl IntoIterator<Item = Value>) -> Result<(), Failure> {
        let text: String =
            values.into_iter().flat_map(|value| [value.to_string(), "\n".to_owned()]).collect();
        if text.is_empty() { Ok(()) } else { self.data(&text) }
    }

    /// Writes a table, as wide as the terminal allows.
    pub(crate) fn table(&self, table: &Table) -> Result<(), Failure> {
        self.data(&self.rendered(table))
    }

    /// The text of a table, as wide as the terminal allows.
    pub(crate) fn rendered(&self, table: &Table) -> String {
        table.render(self.width())
    }

    /// Writes a remark beside the data.
    pub(crate) fn note(&self, text: &str) {
        // Where standard error is closed there is nobody left to tell.
        writeln!(self.stderr.lock(), "{}", visible(text)).unwrap_or_default();
    }

    /// Writes a remark that is for people alone: a program that reads JSON gets none.
    pub(crate) fn remark(&self, text: &str) {
        if self.asked() != Form::Json {
            self.note(text);
        }
    }

    /// Writes a warning beside the data.
    pub(crate) fn warn(&self, text: &str) {
        let label = Style::new().for_stderr().yellow().bold().apply_to("warning:");
        writeln!(self.stderr.lock(), "{label} {}", visible(text)).unwrap_or_default();
    }

    /// Says why the command failed, in the form that was asked for.
    pub(crate) fn fail(&self, failure: &Failure) -> Exit {
        let text = match self.asked() {
            Form::Json => failure.to_json().to_string(),
            Form::Human | Form::Env => failure.to_text(self.verbose),
        };
        writeln!(self.stderr.lock(), "{text}").unwrap_or_default();
        failure.exit()
    }

    fn write_all(&self, text: &str) -> io::Result<()> {
        let mut out = self.stdout.lock();
        out.write_all(text.as_bytes())?;
        if !text.ends_with('\n') {
            out.write_all(b"\n")?;
        }
        out.flush()
    }

    fn width(&self) -> Option<usize> {
        let size = console::Term::stdout().size_checked().filter(|_| self.is_terminal);
        size.map(|(_, columns)| usize::from(columns))
    }
}

/// A moment of ours, to the second.
pub(crate) fn to_the_second(moment: DateTime) -> String {
    let instant = moment.instant();
    DateTime::from(Timestamp::from_second(instant.as_second()).unwrap_or(instant)).to_string()
}
