//! JSON → `application/x-www-form-urlencoded`.

use std::fmt::Write as _;

use url::form_urlencoded;

use crate::api::{FormField, FormStyle};
use crate::body::encode_error::EncodeError;
use crate::body::json::text::{Json, Value};

type Result<T> = std::result::Result<T, EncodeError>;

/// Translates a JSON object, in its own order, to pairs; a property that `fields` does not name repeats.
pub(crate) fn encode(fields: &[FormField], json: &[u8]) -> Result<Vec<u8>> {
    let mut json = Json::new(json)?;
    let Value::Object = json.value()? else {
        return Err(EncodeError::new("only an object can be a form"));
    };
    let mut form = Form { out: Vec::new() };
    json.properties(|json, name| {
        let style = fields
            .iter()
            .find(|field| field.name == name)
            .map_or(FormStyle::Repeat, |field| field.style);
        match (style, json.value()?) {
            (_, Value::Null) => Ok(()),
            (FormStyle::Repeat, Value::List) => form.repeat(name, json),
            (FormStyle::Repeat, Value::Object) => Err(EncodeError::new(NESTED)),
            (FormStyle::Brackets, value) => form.brackets(&mut name.to_owned(), value, json),
            (FormStyle::Commas, Value::List) => form.commas(name, json),
            (FormStyle::Commas, Value::Object) => form.named_commas(name, json),
            (FormStyle::Repeat | FormStyle::Commas, value) => form.pair(name, &value),
        }
    })?;
    json.end()?;
    Ok(form.out)
}

struct Form {
    out: Vec<u8>,
}

impl Form {
    /// Writes `name=a&name=b`.
    fn repeat(&mut self, name: &str, json: &mut Json<'_>) -> Result<()> {
        let count = json.items(|json| self.pair(name, &json.value()?))?;
        some(count)
    }

    /// Writes `name[0]=a&name[1][key]=b`, as PHP's `http_build_query` does; `name` is as it was when this returns.
    fn brackets(&mut self, name: &mut String, value: Value<'_>, json: &mut Json<'_>) -> Result<()> {
        let outer = name.len();
        let before = self.out.len();
        match value {
            Value::List => {
                let mut index = 0;
                json.items(|json| {
                    let Ok(()) = write!(name, "[{index}]") else {
                        return Err(EncodeError::new(NESTED));
                    };
                    index += 1;
                    self.brackets(name, not_null(json.value()?)?, json)?;
                    name.truncate(outer);
                    Ok(())
                })?;
            }
            Value::Object => json.properties(|json, key| {
                let value = json.value()?;
                if let Value::Null = value {
                    return Ok(());
                }
                name.extend(["[", key, "]"]);
                self.brackets(name, value, json)?;
                name.truncate(outer);
                Ok(())
            })?,
            scalar @ (Value::Null | Value::Boolean(_) | Value::Number(_) | Value::Text(_)) => {
                self.pair(name, &scalar)?;
            }
        }
        some(self.out.len() - before)
    }

    /// Writes `name=a,b`.
    fn commas(&mut self, name: &str, json: &mut Json<'_>) -> Result<()> {
        self.name(name);
        let mut separator: &[u8] = b"";
        let count = json.items(|json| {
            self.out.extend_from_slice(separator);
            separator = b",";
            let value = json.value()?;
            self.part(scalar(&value)?)
        })?;
        some(count)
    }

    /// Writes `name=key,a,key,b`.
    fn named_commas(&mut self, name: &str, json: &mut Json<'_>) -> Result<()> {
        self.name(name);
        let mut separator: &[u8] = b"";
        let before = self.out.len();
        json.properties(|json, key| {
            let value = json.value()?;
            if let Value::Null = value {
                return Ok(());
            }
            self.out.extend_from_slice(separator);
            separator = b",";
            self.part(key)?;
            self.out.push(b',');
            self.part(scalar(&value)?)
        })?;
        some(self.out.len() - before)
    }

    fn pair(&mut self, name: &str, value: &Value<'_>) -> Result<()> {
        let text = scalar(value)?;
        self.name(name);
        self.text(text);
        Ok(())
    }

    fn name(&mut self, name: &str) {
        if !self.out.is_empty() {
            self.out.push(b'&');
        }
        self.text(name);
        self.out.push(b'=');
    }

    /// Writes a part of what commas join, which therefore has none itself.
    fn part(&mut self, text: &str) -> Result<()> {
        if text.contains(',') {
            return Err(EncodeError::new(
                "has a comma, which the form takes for the end of a value",
            ));
        }
        self.text(text);
        Ok(())
    }

    fn text(&mut self, text: &str) {
        for piece in form_urlencoded::byte_serialize(text.as_bytes()) {
            self.out.extend_from_slice(piece.as_bytes());
        }
    }
}

/// The text of a value that has no parts.
fn scalar<'v>(value: &'v Value<'_>) -> Result<&'v str> {
    match value {
        Value::Text(text) => Ok(text),
        Value::Number(number) => Ok(number),
        Value::Boolean(true) => Ok("true"),
        Value::Boolean(false) => Ok("false"),
        Value::Null => Err(EncodeError::new(NULL)),
        Value::List | Value::Object => Err(EncodeError::new(NESTED)),
    }
}

fn not_null(value: Value<'_>) -> Result<Value<'_>> {
    if let Value::Null = value { Err(EncodeError::new(NULL)) } else { Ok(value) }
}

/// Refuses a list or object that left no trace: the provider would not see that it is empty.
fn some(written: usize) -> Result<()> {
    if written > 0 { Ok(()) } else { Err(EncodeError::new(EMPTY)) }
}

const EMPTY: &str =
    "a form has no way to write this list or object empty; leave it out, or send JSON";
const NESTED: &str = "a form has no way to write this list or object here; send JSON";
const NULL: &str = "null cannot be an item of a list";

#[cfg(test)]
mod tests;
