//! Values of options, and how they are read.

use std::time::Duration;

use clap::ValueEnum;
use jiff::{Span, SpanRelativeTo};
use keymint::{DateTime, ProviderKind, WireFormat};

/// The form of the output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Form {
    /// For people
    Human,
    /// One object a line
    Json,
    /// One assignment that a shell reads
    Env,
}

/// When to use colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Shade {
    /// On a terminal
    Auto,
    /// Everywhere
    Always,
    /// Nowhere
    Never,
}

/// A provider by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
#[value(rename_all = "lower")]
pub(crate) enum Provider {
    #[value(name = "senderwiz")]
    SenderWiz,
    #[value(name = "bitgpt")]
    BitGpt,
    Infobip,
    #[value(name = "sendkit")]
    SendKit,
}

impl Provider {
    pub(crate) fn kind(self) -> ProviderKind {
        match self {
            Self::SenderWiz => ProviderKind::SenderWiz,
            Self::BitGpt => ProviderKind::BitGpt,
            Self::Infobip => ProviderKind::Infobip,
            Self::SendKit => ProviderKind::SendKit,
        }
    }
}

/// Reads a span of time; a day has 24 hours.
pub(crate) fn span(text: &str) -> Result<Duration, String> {
    let refuse = || "write a span such as 30s, 12h or 90d".to_owned();
    let span: Span = text.trim().parse().map_err(|_unread| refuse())?;
    let length =
        span.to_duration(SpanRelativeTo::days_are_24_hours()).map_err(|_month| refuse())?;
    Duration::try_from(length).ok().filter(|length| !length.is_zero()).ok_or_else(refuse)
}

/// Reads a time, or a date, which is its midnight in UTC.
pub(crate) fn moment(text: &str) -> Result<DateTime, String> {
    text.trim().parse().map_err(|_unread| {
        "write a date or a time, such as 2027-01-01 or 2027-01-01T12:00:00Z".to_owned()
    })
}

/// Reads the name of a wire format.
pub(crate) fn wire(text: &str) -> Result<WireFormat, String> {
    match text {
        "json" => Ok(WireFormat::Json),
        "form" => Ok(WireFormat::Form),
        "xml" => Ok(WireFormat::Xml),
        _ => Err("write json, form or xml".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_is_a_positive_length_of_time() {
        assert_eq!(span("90d"), Ok(Duration::from_secs(90 * 24 * 60 * 60)));
        assert_eq!(span("1h 30m"), Ok(Duration::from_secs(90 * 60)));
        for wrong in ["", "soon", "0s", "-1h", "3mo", "90"] {
            assert!(span(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_moment_is_a_date_or_a_time() {
        assert_eq!(moment("2027-01-01").unwrap().to_string(), "2027-01-01T00:00:00Z");
        assert_eq!(
            moment("2027-01-01T12:00:00+01:00").unwrap().to_string(),
            "2027-01-01T12:00:00+01:00"
        );
        assert!(moment("tomorrow").is_err());
    }
}
