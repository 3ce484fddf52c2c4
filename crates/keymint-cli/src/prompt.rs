//! Asking before something is ended.

use std::io::{self, BufRead as _, IsTerminal as _, Write as _};

use crate::failure::Failure;

/// Asks on standard error, and reads the answer from the terminal; anything but a yes is a no.
pub(crate) fn confirm(question: &str) -> Result<(), Failure> {
    let unasked = || {
        Failure::usage("there is nobody to ask: standard input is no terminal")
            .hint("--yes does it without asking")
    };
    if !io::stdin().is_terminal() {
        return Err(unasked());
    }
    let mut err = io::stderr().lock();
    let asked =
        write!(err, "{} [y/N] ", crate::output::visible(question)).and_then(|()| err.flush());
    asked.map_err(|_closed| unasked())?;
    let mut answer = String::new();
    io::stdin().lock().read_line(&mut answer).map_err(|_closed| unasked())?;
    if is_yes(&answer) { Ok(()) } else { Err(Failure::usage("not confirmed; nothing was done")) }
}

fn is_yes(answer: &str) -> bool {
    ["y", "yes"].contains(&answer.trim().to_ascii_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::is_yes;

    #[test]
    fn only_a_yes_is_a_yes() {
        assert!([" y\n", "YES\r\n", "yes"].into_iter().all(is_yes));
        assert!(!["", "\n", "n\n", "yep\n", "yes please\n"].into_iter().any(is_yes));
    }
}
