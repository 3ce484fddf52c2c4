//! A value in the forms that one parameter can have.

use crate::body::EncodeError;
use crate::body::json::text::{Json, Value};

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
    #[inline]
    pub(super) fn of(json: &str) -> Result<Self, &'static str> {
        Self::read(Json::start(json)).map_err(|why| why.what())
    }

    #[inline]
    fn read(mut json: Json<'_>) -> Result<Self, EncodeError> {
        Ok(match json.value()? {
            Value::List => {
                let mut items = Vec::new();
                json.items(|json| {
                    items.extend(text(json.value()?)?);
                    Ok(())
                })?;
                Self::List(items)
            }
            Value::Object => {
                let mut named = Vec::new();
                json.properties(|json, name| {
                    named.extend(text(json.value()?)?.map(|text| (name.to_owned(), text)));
                    Ok(())
                })?;
                Self::Object(named)
            }
            scalar @ (Value::Null
            | Value::Boolean(_)
            | Value::Number(_)
            | Value::Plain(_)
            | Value::Text(_)) => text(scalar)?.map_or(Self::Nothing, Self::One),
        })
    }
}

/// The text of a scalar; `None` for null, which leaves no trace.
#[inline]
pub(in crate::rt) fn text(value: Value<'_>) -> Result<Option<String>, EncodeError> {
    match value {
        Value::Null => Ok(None),
        Value::Boolean(value) => Ok(Some(value.to_string())),
        Value::Number(text) | Value::Plain(text) => Ok(Some(text.to_owned())),
        Value::Text(text) => Ok(Some(text.into_owned())),
        Value::List | Value::Object => Err(EncodeError::new(NESTED)),
    }
}
