//! Why XML could not become JSON: what and where, never a value that stood there.

use std::error::Error;
use std::fmt;

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
