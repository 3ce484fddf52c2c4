//! Which of a provider's two documented voices answers.

use serde::{Deserialize, Serialize};

/// Chooses between answers that a provider documents in two ways.
///
/// Three of the four providers contradict themselves: their examples and their schemas (or their old and their
/// new pages) show different statuses, error bodies, fields or dates for the same call.
/// A client has to live with both, so the sandbox speaks both.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Dialect {
    /// What the newest schemas say.
    ///
    /// Infobip v1 creates with 201, dates in UTC, and five-field errors; SendKit errors are
    /// `{"success":false,"error":{…}}`; BitGPT answers a creation with the whole object.
    #[default]
    Schemas,
    /// What the literal examples show.
    ///
    /// Infobip v1 creates with 200, dates at `+0100`, and `requestError` errors; SendKit errors are
    /// `{"error","message","code"}`; BitGPT answers a creation with seven fields.
    Examples,
}
