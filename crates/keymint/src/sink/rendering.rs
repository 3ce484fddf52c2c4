//! How a secret is written.

use keymint_core::Secret;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::api_key::IssuedKey;

/// How a secret is written to a file, a stream or a command.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Rendering {
    /// The secret alone, and a line break.
    #[default]
    Secret,
    /// `VARIABLE=secret`, as a shell and dotenv files read it.
    Env(String),
    /// One line of JSON, with the key's id, name and dates beside the secret.
    Json,
}

impl Rendering {
    /// Writes the secret; the text is a secret itself.
    pub(super) fn write(&self, key: &IssuedKey) -> Secret {
        Secret::new(match self {
            Self::Secret => format!("{}\n", key.secret.expose()),
            Self::Env(variable) => format!("{variable}={}\n", quoted(key.secret.expose())),
            Self::Json => format!("{}\n", object(key)),
        })
    }

    /// Finds the secret in a text that [`Rendering::write`] wrote.
    pub(super) fn read(&self, text: &str) -> Option<Secret> {
        let secret = match self {
            Self::Secret => text.trim_end_matches(['\r', '\n']).to_owned(),
            Self::Env(variable) => {
                let assignment =
                    text.trim_end_matches(['\r', '\n']).strip_prefix(variable.as_str())?;
                unquoted(assignment.strip_prefix('=')?)
            }
            Self::Json => {
                let object: Value = serde_json::from_str(text).ok()?;
                object.get("secret")?.as_str()?.to_owned()
            }
        };
        (!secret.is_empty()).then(|| Secret::new(secret))
    }
}

/// The value as a shell and a dotenv reader take it literally.
pub(super) fn quoted(value: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"_-./:@%+,=".contains(&b);
    if !value.is_empty() && value.bytes().all(plain) {
        return value.to_owned();
    }
    if !value.contains(['\'', '\n', '\r']) {
        return format!("'{value}'");
    }
    let mut out = String::from("\"");
    for c in value.chars() {
        match c {
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '"' | '\\' | '$' | '`' => out.extend(['\\', c]),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// The value that [`quoted`], or a person, wrote; what follows it is a comment.
pub(super) fn unquoted(text: &str) -> String {
    let text = text.trim();
    if let Some(rest) = text.strip_prefix('\'') {
        return rest.split('\'').next().unwrap_or_default().to_owned();
    }
    let Some(rest) = text.strip_prefix('"') else {
        return text.split(" #").next().unwrap_or_default().trim_end().to_owned();
    };
    let mut out = String::new();
    let mut chars = rest.chars();
    while let Some(c) = chars.next() {
        match c {
            '"' => break,
            '\\' => match chars.next() {
                Some('n') => out.push('\n'),
                Some('r') => out.push('\r'),
                Some(other) => out.push(other),
                None => {}
            },
            other => out.push(other),
        }
    }
    out
}

fn object(key: &IssuedKey) -> Value {
    let details = &key.details;
    json!({
        "provider": key.provider,
        "owner": key.owner.to_string(),
        "id": key.id.as_str(),
        "name": details.name,
        "secret": key.secret.expose(),
        "fingerprint": key.fingerprint,
        "created_at": details.created_at.map(|moment| moment.to_string()),
        "expires_at": details.expires_at.map(|moment| moment.to_string()),
        "allowed_ips": details.allow_list,
        "warnings": key.warnings.iter().map(ToString::to_string).collect::<Vec<_>>(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::owner::{ApiKeyId, Owner};

    #[test]
    fn what_is_written_is_read_back() {
        for secret in ["sk_test_CANARY", "a b", "it's", "\"$x`\\", "two\nlines", "=#", "'", "ü#"] {
            let key = IssuedKey::new(
                "infobip",
                Owner::own(),
                ApiKeyId::from_provider("1"),
                Secret::new(secret),
            );
            for rendering in
                [Rendering::Secret, Rendering::Env("API_KEY".to_owned()), Rendering::Json]
            {
                let text = rendering.write(&key);

                let read = rendering.read(text.expose()).expect("a secret");

                assert_eq!(read.expose(), secret, "{rendering:?}");
            }
        }
    }

    #[test]
    fn a_plain_value_is_written_plainly() {
        assert_eq!(quoted("7bd7d59c-fbaa8670"), "7bd7d59c-fbaa8670");
        assert_eq!(quoted("a b"), "'a b'");
        assert_eq!(unquoted(" value # comment"), "value");
        assert_eq!(unquoted("'a # b' # comment"), "a # b");
        assert_eq!(unquoted("\"a \\\" # b\" # comment"), "a \" # b");
    }
}
