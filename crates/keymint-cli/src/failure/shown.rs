//! A failure as a person and as a program reads it.

use std::error::Error as StdError;

use console::Style;
use serde_json::{Value, json};

use super::Failure;
use crate::output::visible;

impl Failure {
    /// For people: what happened, why, and the way out.
    pub(crate) fn to_text(&self, verbose: bool) -> String {
        let inner = &self.inner;
        let style = Style::new().for_stderr().bold();
        let error = if inner.kind == super::WAITING {
            style.yellow().apply_to("waiting:")
        } else {
            style.red().apply_to("error:")
        };
        let label = |text: &'static str| Style::new().for_stderr().bold().apply_to(text);
        let mut lines = vec![format!("{error} {}", visible(&inner.message))];
        for cause in &inner.causes {
            lines.push(format!("  because: {}", visible(cause)));
        }
        if verbose {
            let said = inner.answer.said.iter();
            lines.extend(said.map(|said| format!("  the provider says: {}", visible(said))));
        }
        if let Some(id) = &inner.answer.request_id {
            lines.push(format!("  request id: {}", visible(id)));
        }
        if let Some(hint) = &inner.hint {
            lines.push(format!("{} {}", label("hint:"), visible(hint)));
        }
        lines.join("\n")
    }

    /// For programs: one object.
    pub(crate) fn to_json(&self) -> Value {
        let inner = &self.inner;
        let answer = &inner.answer;
        json!({ "error": {
            "kind": inner.kind,
            "provider": inner.provider,
            "message": inner.message,
            "status": answer.status,
            "provider_code": answer.code,
            "request_id": answer.request_id,
            "retry_after_s": answer.retry_after.map(|wait| wait.as_secs()),
            "may_have_been_received": answer.may_have_been_received,
            "attempts": answer.attempts,
            "hint": inner.hint,
        }})
    }
}

/// The texts of the causes, from the nearest to the root, each said once.
pub(super) fn causes(error: &dyn StdError) -> Vec<String> {
    let mut texts = Vec::new();
    let mut cause = error.source();
    while let Some(next) = cause.filter(|_| texts.len() < MOST_CAUSES) {
        let text = next.to_string();
        if texts.last() != Some(&text) {
            texts.push(text);
        }
        cause = next.source();
    }
    texts
}

/// Deeper than any chain that helps.
const MOST_CAUSES: usize = 6;
