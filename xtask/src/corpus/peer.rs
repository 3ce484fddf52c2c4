//! Another generator of Rust clients, as a command line.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result};

use super::{crates, limits};

/// A generator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Peer {
    /// Its name, which is its folder's.
    pub(super) name: String,
    /// The program and its arguments.
    command: Vec<String>,
}

impl Peer {
    /// Reads `name=program argument…`; blanks part the arguments.
    pub(super) fn parse(text: &str) -> Result<Self> {
        let (name, command) = text.split_once('=').context("NAME=COMMAND is wanted")?;
        let command: Vec<_> = command.split_whitespace().map(str::to_owned).collect();
        command.first().with_context(|| format!("{name} has no command"))?;
        Ok(Self { name: name.to_owned(), command })
    }

    /// Generates a crate, and makes it a member of a workspace.
    pub(super) fn generate(
        &self,
        document: &Path,
        out: &Path,
        name: &str,
        seconds: u64,
    ) -> Result<Result<(), String>> {
        fs::create_dir_all(out)?;
        let words = self.words(document, out, name);
        let (program, arguments) = words.split_first().context("no command")?;
        let ran = limits::run(Command::new(program).args(arguments), seconds)?;
        let manifest = out.join("Cargo.toml");
        Ok(ran.map_err(|why| first_words(&why)).and_then(|()| {
            let text =
                fs::read_to_string(&manifest).map_err(|_none| "no crate came out".to_owned())?;
            let joined = crates::joined(&text, name).map_err(|why| why.to_string())?;
            fs::write(&manifest, joined).map_err(|why| why.to_string())
        }))
    }

    fn words(&self, document: &Path, out: &Path, name: &str) -> Vec<String> {
        let fill = |word: &String| {
            word.replace("{document}", &document.to_string_lossy())
                .replace("{out}", &out.to_string_lossy())
                .replace("{name}", name)
        };
        self.command.iter().map(fill).collect()
    }
}

/// The beginning of what a generator says, which may be a page.
fn first_words(why: &str) -> String {
    const ENOUGH: usize = 200;

    if why.chars().count() <= ENOUGH {
        return why.to_owned();
    }
    why.chars().take(ENOUGH).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::Peer;

    #[test]
    fn a_command_is_filled_in_word_by_word() {
        let peer = Peer::parse("other=gen -i {document} -o {out} --with=name={name}").unwrap();

        let words = peer.words(Path::new("a b.json"), Path::new("out"), "c-a");

        assert_eq!(peer.name, "other");
        assert_eq!(words, ["gen", "-i", "a b.json", "-o", "out", "--with=name=c-a"]);
    }

    #[test]
    fn a_name_alone_is_no_generator() {
        assert!(Peer::parse("other").is_err());
        assert!(Peer::parse("other= ").is_err());
    }
}
