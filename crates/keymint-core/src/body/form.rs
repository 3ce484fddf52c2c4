//! JSON → `application/x-www-form-urlencoded`.

use percent_encoding::percent_encode_byte;

use crate::api::{FormField, FormStyle};
use crate::body::encode_error::EncodeError;
use crate::body::json::text::{Json, Value};
use crate::body::plain::Special;

type Result<T> = std::result::Result<T, EncodeError>;

/// Translates a JSON object, in its own order, to pairs; a property that `fields` does not name repeats.
pub(crate) fn encode(fields: &[FormField], json: &[u8]) -> Result<Vec<u8>> {
    let mut reader = Json::new(json, &ENCODED)?;
    let Value::Object = reader.value()? else {
        return Err(EncodeError::new("only an object can be a form"));
    };
    let mut form = Form { out: Vec::with_capacity(2 * json.len()), name: Vec::with_capacity(NAME) };
    reader.properties(|json, name| {
        let style = fields
            .iter()
            .find(|field| field.name == name)
            .map_or(FormStyle::Repeat, |field| field.style);
        form.name.clear();
        encode_text(&mut form.name, name);
        match (style, json.value()?) {
            (_, Value::Null) => Ok(()),
            (FormStyle::Repeat, Value::List) => form.repeat(json),
            (FormStyle::Repeat, Value::Object) => Err(EncodeError::new(NESTED)),
            (FormStyle::Brackets, value) => form.brackets(value, json),
            (FormStyle::Commas, Value::List) => form.commas(json),
            (FormStyle::Commas, Value::Object) => form.named_commas(json),
            (FormStyle::Repeat | FormStyle::Commas, value) => form.pair(&value),
        }
    })?;
    reader.end()?;
    Ok(form.out)
}

struct Form {
    out: Vec<u8>,
    /// What the name of the next pair is, as it is written.
    name: Vec<u8>,
}

impl Form {
    /// Writes `name=a&name=b`.
    fn repeat(&mut self, json: &mut Json<'_>) -> Result<()> {
        let count = json.items(|json| self.pair(&json.value()?))?;
        some(count)
    }

    /// Writes `name[0]=a&name[1][key]=b`, as PHP's `http_build_query` does; the name is as it was when this returns.
    fn brackets(&mut self, value: Value<'_>, json: &mut Json<'_>) -> Result<()> {
        let outer = self.name.len();
        let before = self.out.len();
        match value {
            Value::List => {
                let (mut index, mut number) = (0_usize, itoa::Buffer::new());
                json.items(|json| {
                    self.name.extend_from_slice(OPEN);
                    self.name.extend_from_slice(number.format(index).as_bytes());
                    self.name.extend_from_slice(CLOSE);
                    index += 1;
                    self.brackets(not_null(json.value()?)?, json)?;
                    self.name.truncate(outer);
                    Ok(())
                })?;
            }
            Value::Object => json.properties(|json, key| {
                let value = json.value()?;
                if let Value::Null = value {
                    return Ok(());
                }
                self.name.extend_from_slice(OPEN);
                encode_text(&mut self.name, key);
                self.name.extend_from_slice(CLOSE);
                self.brackets(value, json)?;
                self.name.truncate(outer);
                Ok(())
            })?,
            scalar @ (Value::Null
            | Value::Boolean(_)
            | Value::Number(_)
            | Value::Plain(_)
            | Value::Text(_)) => self.pair(&scalar)?,
        }
        some(self.out.len() - before)
    }

    /// Writes `name=a,b`.
    fn commas(&mut self, json: &mut Json<'_>) -> Result<()> {
        self.start();
        let mut separator: &[u8] = b"";
        let count = json.items(|json| {
            self.out.extend_from_slice(separator);
            separator = b",";
            self.part(&json.value()?)
        })?;
        some(count)
    }

    /// Writes `name=key,a,key,b`.
    fn named_commas(&mut self, json: &mut Json<'_>) -> Result<()> {
        self.start();
        let mut separator: &[u8] = b"";
        let before = self.out.len();
        json.properties(|json, key| {
            let value = json.value()?;
            if let Value::Null = value {
                return Ok(());
            }
            self.out.extend_from_slice(separator);
            separator = b",";
            self.part(&Value::Text(key.into()))?;
            self.out.push(b',');
            self.part(&value)
        })?;
        some(self.out.len() - before)
    }

    fn pair(&mut self, value: &Value<'_>) -> Result<()> {
        self.start();
        self.text(value)
    }

    /// Writes what stands before a value.
    fn start(&mut self) {
        if !self.out.is_empty() {
            self.out.push(b'&');
        }
        self.out.extend_from_slice(&self.name);
        self.out.push(b'=');
    }

    /// Writes a part of what commas join, which therefore has none itself.
    fn part(&mut self, value: &Value<'_>) -> Result<()> {
        if matches!(value, Value::Text(text) if text.contains(',')) {
            return Err(EncodeError::new(COMMA));
        }
        self.text(value)
    }

    fn text(&mut self, value: &Value<'_>) -> Result<()> {
        let text = match value {
            Value::Plain(text) => {
                self.out.extend_from_slice(text.as_bytes());
                return Ok(());
            }
            Value::Text(text) => text.as_ref(),
            Value::Number(number) => number,
            Value::Boolean(true) => "true",
            Value::Boolean(false) => "false",
            Value::Null => return Err(EncodeError::new(NULL)),
            Value::List | Value::Object => return Err(EncodeError::new(NESTED)),
        };
        encode_text(&mut self.out, text);
        Ok(())
    }
}

/// Appends text as a form writes it.
fn encode_text(out: &mut Vec<u8>, text: &str) {
    let mut rest = text.as_bytes();
    loop {
        let (plain, other) = rest.split_at_checked(NUMBERED.plain(rest)).unwrap_or((rest, &[]));
        out.extend(plain.iter().map(|byte| if *byte == b' ' { b'+' } else { *byte }));
        let Some((byte, after)) = other.split_first() else { return };
        out.extend_from_slice(percent_encode_byte(*byte).as_bytes());
        rest = after;
    }
}

fn not_null(value: Value<'_>) -> Result<Value<'_>> {
    if let Value::Null = value { Err(EncodeError::new(NULL)) } else { Ok(value) }
}

/// Refuses a list or object that left no trace: the provider would not see that it is empty.
fn some(written: usize) -> Result<()> {
    if written > 0 { Ok(()) } else { Err(EncodeError::new(EMPTY)) }
}

/// What is written by its number.
const NUMBERED: Special =
    Special::all_but(b" *-._0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");
/// What does not stand for itself: a space is a plus.
static ENCODED: Special = NUMBERED.and(b" ");
/// Longer than most names, with their brackets.
const NAME: usize = 64;
/// `[`, and `]` after a key.
const OPEN: &[u8] = b"%5B";
const CLOSE: &[u8] = b"%5D";
const COMMA: &str = "has a comma, which the form takes for the end of a value";
const EMPTY: &str =
    "a form has no way to write this list or object empty; leave it out, or send JSON";
const NESTED: &str = "a form has no way to write this list or object here; send JSON";
const NULL: &str = "null cannot be an item of a list";

#[cfg(test)]
mod tests;
