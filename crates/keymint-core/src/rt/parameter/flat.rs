//! A value in the forms that one parameter can have.

use serde_json::Value;

/// Nothing, one text, several, or named ones.
pub(super) enum Flat {
    Nothing,
    One(String),
    List(Vec<String>),
    Object(Vec<(String, String)>),
}

const NESTED: &str = "is nested too deeply for its place";

impl Flat {
    /// Takes a value that holds no lists or objects inside lists or objects.
    pub(super) fn of(value: Value) -> Result<Self, &'static str> {
        Ok(match value {
            Value::Array(items) => Self::List(
                items
                    .into_iter()
                    .filter_map(|item| text(item).transpose())
                    .collect::<Result<_, _>>()?,
            ),
            Value::Object(properties) => {
                let named = properties.into_iter().filter_map(|(name, value)| {
                    Some(text(value).transpose()?.map(|text| (name, text)))
                });
                Self::Object(named.collect::<Result<_, _>>()?)
            }
            scalar @ (Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_)) => {
                text(scalar)?.map_or(Self::Nothing, Self::One)
            }
        })
    }
}

/// The text of a scalar; `None` for null, which leaves no trace.
pub(super) fn text(value: Value) -> Result<Option<String>, &'static str> {
    match value {
        Value::Null => Ok(None),
        Value::String(text) => Ok(Some(text)),
        Value::Bool(_) | Value::Number(_) => Ok(Some(value.to_string())),
        Value::Array(_) | Value::Object(_) => Err(NESTED),
    }
}
