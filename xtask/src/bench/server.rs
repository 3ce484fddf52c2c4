//! The server with the fixed answer, in a process of its own.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Stdio};

use anyhow::{Context as _, Result};

use super::binaries::Binaries;

/// A running server; it ends when this is dropped.
#[derive(Debug)]
pub(super) struct Server {
    process: Child,
    base: String,
}

impl Server {
    /// Starts it and learns its address.
    pub(super) fn start(binaries: &Binaries) -> Result<Self> {
        let mut process = binaries.command("server").stdout(Stdio::piped()).spawn()?;
        let output = process.stdout.take().context("the server has an output")?;
        let mut base = String::new();
        BufReader::new(output).read_line(&mut base)?;
        Ok(Self { process, base: base.trim().to_owned() })
    }

    /// Its address.
    pub(super) fn base(&self) -> &str {
        &self.base
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself; there is nobody to tell.
        drop(self.process.kill());
        drop(self.process.wait());
    }
}
