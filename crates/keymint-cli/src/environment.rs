//! The environment: the one file that reads it.

use std::path::PathBuf;

/// The value of a variable; an empty one counts as none, and so does one that is not UTF-8.
#[expect(
    clippy::disallowed_methods,
    reason = "the command takes its credentials from the environment; libraries do not"
)]
pub(crate) fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// Whether the user wants no colour anywhere, by the convention of `NO_COLOR`, or the terminal has none.
pub(crate) fn is_colourless() -> bool {
    variable("NO_COLOR").is_some() || variable("TERM").is_some_and(|term| term == "dumb")
}

/// Where the journal lies unless an option says otherwise: where state of the user's programs lies.
pub(crate) fn journal() -> Option<PathBuf> {
    if let Some(path) = variable("KEYMINT_JOURNAL") {
        return Some(path.into());
    }
    let state = variable("XDG_STATE_HOME").map(PathBuf::from).filter(|path| path.is_absolute());
    let state = state.or_else(|| Some(PathBuf::from(variable("HOME")?).join(".local/state")));
    let state = state.or_else(|| variable("LOCALAPPDATA").map(PathBuf::from));
    state.map(|folder| folder.join("keymint").join("journal"))
}
