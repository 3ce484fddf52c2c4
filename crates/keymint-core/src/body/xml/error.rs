//! Why a body could not be translated: what and where, never a value that stood there.

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

    /// Adds the step that leads to what is already known.
    pub(super) fn within(mut self, step: Step) -> Self {
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

/// Why XML could not become JSON.
#[derive(Debug)]
pub(crate) struct DecodeError {
    what: &'static str,
    /// Bytes before what is at fault.
    position: usize,
    /// Documented names of elements and attributes, from the innermost outwards.
    path: Vec<&'static str>,
}

impl DecodeError {
    pub(super) fn new(what: &'static str, position: usize) -> Self {
        Self { what, position, path: Vec::new() }
    }

    /// Adds the element that what is already known stands in.
    pub(super) fn within(mut self, name: &'static str) -> Self {
        self.path.push(name);
        self
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (depth, name) in self.path.iter().rev().enumerate() {
            let slash = if depth == 0 { "" } else { "/" };
            write!(f, "{slash}{name}")?;
        }
        let colon = if self.path.is_empty() { "" } else { ": " };
        write!(f, "{colon}{} at byte {}", self.what, self.position)
    }
}

impl Error for DecodeError {}
