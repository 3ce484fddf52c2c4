//! A bar, where somebody watches.

use std::fmt;
use std::io::{self, IsTerminal as _};
use std::sync::Arc;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use keymint::{Mark, Observer, RowReport};

/// Shows how many jobs are dealt with, on a terminal alone.
pub(crate) struct Progress(ProgressBar);

impl Progress {
    /// A bar for so many jobs; hidden where standard error is no terminal.
    pub(crate) fn new(jobs: usize) -> Arc<Self> {
        let target = if io::stderr().is_terminal() && jobs > 1 {
            ProgressDrawTarget::stderr()
        } else {
            ProgressDrawTarget::hidden()
        };
        let bar = ProgressBar::with_draw_target(u64::try_from(jobs).ok(), target);
        let style = ProgressStyle::with_template("{bar:30} {pos}/{len} {wide_msg}");
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        Arc::new(Self(bar))
    }

    /// Takes the bar away.
    pub(crate) fn clear(&self) {
        self.0.finish_and_clear();
    }
}

impl Observer for Progress {
    fn writing(&self, mark: &Mark) {
        self.0.set_message(format!("{} {}: {}", mark.provider, mark.owner, mark.step));
    }

    fn finished(&self, _: &RowReport) {
        self.0.inc(1);
    }
}

impl fmt::Debug for Progress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Progress").field(&self.0.position()).finish()
    }
}
