//! Plans as people write them.

mod sink_word;

use std::time::Duration;

use jiff::{Span, SpanRelativeTo, Timestamp};
use keymint_core::DateTime;
use serde::Deserialize;
use sink_word::SinkWord;

use super::job::Job;
use crate::address::AddressRange;
use crate::error::{Error, ErrorKind, Result};
use crate::key_request::KeyRequest;
use crate::owner::{ApiKeyId, Owner};

/// Reads jobs from a plan in TOML.
///
/// ```
/// use keymint::jobs_from_toml;
///
/// let plan = r#"
///     [defaults]
///     provider = "senderwiz"
///     name = "newsletter"
///
///     [[key]]
///     owner = "ab382plq98zr7"
///     allow = ["203.0.113.7"]
///     sink = { file = "/run/keys/emma" }
///
///     [[key]]
///     owner = "h3k92mrb7s8qt"
///     action = "rotate"
///     overlap = "24h"
///     sink = { dotenv = "/srv/app/.env", variable = "MAIL_KEY" }
/// "#;
///
/// let jobs = jobs_from_toml(plan, "2026-01-01T00:00:00Z".parse()?)?;
///
/// assert_eq!(jobs.len(), 2);
/// assert_eq!(jobs[1].request.name.as_deref(), Some("newsletter"));
/// # Ok::<_, Box<dyn std::error::Error>>(())
/// ```
///
/// A key has `provider`, `owner`, `action` (`issue`, unless given, or `rotate`), `name`, `description`, `scopes`,
/// `allow_empty_scopes`, `allow`, `deny`, `valid_from`, `expires` or `ttl`, and `sink`; a rotation also `key_id`,
/// `overlap` and `leaked`; `confirm_lockout` and `replace_existing` say what their [`Job`] methods say. A `ttl` counts
/// from `now`. What stands under `[defaults]` holds for every key that does not say otherwise.
///
/// A sink is `"stdout"`, `{ file = … }`, `{ dotenv = …, variable = … }`, `{ command = ["…"] }`,
/// `{ keyring = …, user = … }` or `{ named = … }`; `force` replaces whatever is there, and `format` is `secret`, `json`,
/// or `env` with a `variable`.
///
/// # Errors
///
/// [`ErrorKind::Invalid`], with the line or the [row](Error::row), and never with a value.
pub fn jobs_from_toml(text: &str, now: DateTime) -> Result<Vec<Job>> {
    let file: File = toml::from_str(text).map_err(|error| {
        // The parser's own message quotes the line, which may hold anything.
        let line = error
            .span()
            .map(|span| text.get(..span.start).unwrap_or_default().matches('\n').count() + 1);
        let place = line.map_or_else(String::new, |line| format!(" in line {line}"));
        let message = error.message().lines().next().unwrap_or_default();
        invalid(format!("the plan cannot be read{place}: {}", without_value(message)))
    })?;
    let File { defaults, keys } = file;
    let rows = keys.into_iter().enumerate();
    rows.map(|(row, key)| key.or(&defaults).job(now).map_err(|error| error.in_row(row))).collect()
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    defaults: Row,
    #[serde(default, rename = "key")]
    keys: Vec<Row>,
}

#[derive(Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    provider: Option<String>,
    owner: Option<String>,
    action: Option<ActionWord>,
    name: Option<String>,
    description: Option<String>,
    scopes: Option<Vec<String>>,
    allow_empty_scopes: Option<bool>,
    allow: Option<Vec<AddressRange>>,
    deny: Option<Vec<AddressRange>>,
    valid_from: Option<String>,
    expires: Option<String>,
    ttl: Option<String>,
    key_id: Option<String>,
    overlap: Option<String>,
    leaked: Option<bool>,
    confirm_lockout: Option<bool>,
    replace_existing: Option<bool>,
    sink: Option<SinkWord>,
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum ActionWord {
    Issue,
    Rotate,
}

impl Row {
    fn or(self, defaults: &Self) -> Self {
        let ends = self.expires.is_some() || self.ttl.is_some();
        let (expires, ttl) = if ends {
            (self.expires, self.ttl)
        } else {
            (defaults.expires.clone(), defaults.ttl.clone())
        };
        Self {
            provider: self.provider.or_else(|| defaults.provider.clone()),
            owner: self.owner.or_else(|| defaults.owner.clone()),
            action: self.action.or(defaults.action),
            name: self.name.or_else(|| defaults.name.clone()),
            description: self.description.or_else(|| defaults.description.clone()),
            scopes: self.scopes.or_else(|| defaults.scopes.clone()),
            allow_empty_scopes: self.allow_empty_scopes.or(defaults.allow_empty_scopes),
            allow: self.allow.or_else(|| defaults.allow.clone()),
            deny: self.deny.or_else(|| defaults.deny.clone()),
            valid_from: self.valid_from.or_else(|| defaults.valid_from.clone()),
            expires,
            ttl,
            key_id: self.key_id.or_else(|| defaults.key_id.clone()),
            overlap: self.overlap.or_else(|| defaults.overlap.clone()),
            leaked: self.leaked.or(defaults.leaked),
            confirm_lockout: self.confirm_lockout.or(defaults.confirm_lockout),
            replace_existing: self.replace_existing.or(defaults.replace_existing),
            sink: self.sink.or_else(|| defaults.sink.clone()),
        }
    }

    fn job(self, now: DateTime) -> Result<Job> {
        let provider =
            self.provider.clone().ok_or_else(|| missing("provider", "name a provider"))?;
        let owner = self.owner.clone().map_or_else(|| Ok(Owner::own()), Owner::new)?;
        let sink = self
            .sink
            .clone()
            .ok_or_else(|| missing("sink", "say where the secret goes"))?
            .spec()?;
        let request = self.request(now)?;
        let mut job = match self.action.unwrap_or(ActionWord::Issue) {
            ActionWord::Rotate => Job::rotate(provider, owner, sink),
            ActionWord::Issue => {
                let rotating =
                    self.key_id.is_some() || self.overlap.is_some() || self.leaked.is_some();
                if rotating {
                    let what = "is `issue`, and `key_id`, `overlap` and `leaked` belong to a rotation; say `rotate`";
                    return Err(invalid(what).in_field("action"));
                }
                Job::issue(provider, owner, sink)
            }
        };
        job = job.request(request);
        if let Some(id) = self.key_id {
            job = job.key(ApiKeyId::new(id)?);
        }
        if let Some(overlap) = &self.overlap {
            job = job.overlap(duration("overlap", overlap, now)?);
        }
        if self.leaked == Some(true) {
            job = job.leaked();
        }
        if self.confirm_lockout == Some(true) {
            job = job.confirm_lockout();
        }
        if self.replace_existing == Some(true) {
            job = job.replace_existing();
        }
        Ok(job)
    }

    fn request(&self, now: DateTime) -> Result<KeyRequest> {
        let mut request = KeyRequest::new();
        request.name.clone_from(&self.name);
        request.description.clone_from(&self.description);
        if let Some(scopes) = &self.scopes {
            request = request.scopes(scopes);
        }
        request.allow_empty_scopes = self.allow_empty_scopes == Some(true);
        if let Some(ranges) = &self.allow {
            request = request.allow_list(ranges.iter().copied());
        }
        if let Some(ranges) = &self.deny {
            request = request.deny_list(ranges.iter().copied());
        }
        request.valid_from =
            self.valid_from.as_deref().map(|text| moment("valid_from", text)).transpose()?;
        request.expires = match (&self.expires, &self.ttl) {
            (Some(_), Some(_)) => {
                return Err(invalid("stands beside `expires`; give one of them").in_field("ttl"));
            }
            (Some(text), None) => Some(moment("expires", text)?),
            (None, Some(text)) => {
                let end = now
                    .instant()
                    .checked_add(duration("ttl", text, now)?)
                    .unwrap_or(Timestamp::MAX);
                Some(end.into())
            }
            (None, None) => None,
        };
        Ok(request)
    }
}

/// The parser's message without the value that it complains of, which may be anything.
fn without_value(message: &str) -> String {
    let quotes = [(" \"", "\", expected"), ("variant `", "`, expected")];
    for (open, close) in quotes {
        let (Some(start), Some(end)) = (message.find(open), message.rfind(close)) else { continue };
        let kept = (message.get(..start), message.get(end + 1..));
        if let (Some(before), Some(after)) = kept {
            let word = open.trim_end_matches(['`', '"', ' ']);
            return format!("{before}{word}{after}");
        }
    }
    message.to_owned()
}

fn moment(field: &'static str, text: &str) -> Result<DateTime> {
    text.parse().map_err(|source| {
        invalid("is no date; write 2027-01-01 or 2027-01-01T12:00:00Z")
            .in_field(field)
            .because(source)
    })
}

/// A span such as `24h` or `90d`; a day has 24 hours.
fn duration(field: &'static str, text: &str, now: DateTime) -> Result<Duration> {
    let refuse = || invalid("is no span of time; write 30m, 24h or 90d").in_field(field);
    let span: Span = text.parse().map_err(|source: jiff::Error| refuse().because(source))?;
    let start = jiff::tz::Offset::UTC.to_datetime(now.instant());
    let length =
        span.to_duration(SpanRelativeTo::from(start)).map_err(|source| refuse().because(source))?;
    Duration::try_from(length).ok().filter(|length| !length.is_zero()).ok_or_else(refuse)
}

fn missing(field: &'static str, mend: &str) -> Error {
    invalid(format!("is missing; {mend}")).in_field(field)
}

fn invalid(what: impl Into<std::borrow::Cow<'static, str>>) -> Error {
    Error::new(ErrorKind::Invalid, what)
}

#[cfg(test)]
mod tests;
