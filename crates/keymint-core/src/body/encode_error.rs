//! Why JSON could not become the body of a request: what and where, never a value that stood there.

use std::error::Error;
use std::fmt;

/// Why JSON could not become the body of a request.
#[derive(Debug)]
pub(crate) struct EncodeError {
    what: &'static str,
    /// From the innermost step outwards.
    path: Vec<Step>,
}

/// One step from the body to the property that is at fault.
#[derive(Debug)]
pub(crate) enum Step {
    Property(String),
    Item(usize),
}

impl EncodeError {
    pub(crate) fn new(what: &'static str) -> Self {
        Self { what, path: Vec::new() }
    }

    /// What is wrong, wherever it stands.
    pub(crate) fn what(&self) -> &'static str {
        self.what
    }

    /// Adds the step that leads to what is already known.
    pub(in crate::body) fn within(mut self, step: Step) -> Self {
        self.path.push(step);
        self
    }
}

impl fmt::Display for EncodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (depth, step) in self.path.iter().rev().enumerate() {
            match step {
                Step::Property(name) if depth == 0 => f.write_str(name)?,
                Step::Property(name) => write!(f, ".{name}")?,
                Step::Item(index) => write!(f, "[{index}]")?,
            }
        }
        let colon = if self.path.is_empty() { "" } else { ": " };
        write!(f, "{colon}{}", self.what)
    }
}

impl Error for EncodeError {}
