//! Reading JSON: strictly where a mistake would be silent, and without quoting what was read.

pub(super) mod number;
pub(crate) mod text;

use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt;

use serde::de::value::StrDeserializer;
use serde::de::{
    Deserialize as _, DeserializeOwned, DeserializeSeed, Deserializer, EnumAccess, IgnoredAny,
    IntoDeserializer as _, VariantAccess, Visitor,
};
use serde_json::de::StrRead;

/// What a body is where the document shows none.
pub(crate) const NOTHING: &str = "null";

/// Why an answer could not be read; never says what was in it.
#[derive(Debug)]
pub(crate) struct Unreadable {
    why: String,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

impl Unreadable {
    pub(crate) fn new(why: impl Into<String>) -> Self {
        Self { why: why.into(), source: None }
    }

    #[cfg(feature = "xml")]
    pub(crate) fn because(mut self, source: impl StdError + Send + Sync + 'static) -> Self {
        self.source = Some(Box::new(source));
        self
    }

    pub(crate) fn into_source(self) -> Option<Box<dyn StdError + Send + Sync>> {
        self.source
    }
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.why)
    }
}

/// The text that the bytes are, which may be JSON: a page of HTML behind a JSON media type is told apart at once.
pub(crate) fn text(body: &[u8]) -> Result<Cow<'_, str>, Unreadable> {
    match body.iter().find(|b| !b.is_ascii_whitespace()) {
        None => Err(Unreadable::new("has no body")),
        Some(b'<') => Err(Unreadable::new("is a page of markup, not JSON")),
        Some(_) => Ok(readable(body)),
    }
}

/// Decodes JSON; with `variant` as that variant of an enum, its content being the whole body.
pub(crate) fn decode<T: DeserializeOwned>(
    text: &str,
    variant: Option<&'static str>,
) -> Result<T, Unreadable> {
    let mut reader = serde_json::Deserializer::from_str(text);
    let value = T::deserialize(Body { variant, reader: &mut reader });
    let value = value.and_then(|value| reader.end().map(|()| value));
    value.map_err(|error| Unreadable::new(explain(&error)))
}

/// The text that JSON is, checked at once and not string by string.
///
/// Bytes that are no text become half a character: a reader that passes over it does not notice, one that wants it
/// refuses it, as it should. The `u` breaks an escape that would otherwise swallow the backslash.
fn readable(body: &[u8]) -> Cow<'_, str> {
    str::from_utf8(body).map_or_else(
        |_| {
            let replace = |invalid: &[u8]| if invalid.is_empty() { "" } else { r"u\ud800" };
            body.utf8_chunks().flat_map(|chunk| [chunk.valid(), replace(chunk.invalid())]).collect()
        },
        Cow::Borrowed,
    )
}

/// The position and, where the message holds names of ours alone, the message: the rest may quote a secret.
fn explain(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let ours =
        ["missing field `", "duplicate field `"].iter().find(|start| text.starts_with(**start));
    let said = ours.and_then(|start| {
        let name = text.get(start.len()..)?.split('`').next()?;
        Some(format!("{start}{name}`"))
    });
    let what = said.unwrap_or_else(|| match error.classify() {
        serde_json::error::Category::Io | serde_json::error::Category::Syntax => {
            "malformed JSON".to_owned()
        }
        serde_json::error::Category::Eof => "ends early".to_owned(),
        serde_json::error::Category::Data => "a value of another type".to_owned(),
    });
    format!(
        "does not have the documented form: {what} at line {} column {}",
        error.line(),
        error.column()
    )
}

/// A whole body. A struct is read from an object only, for serde would take an array as well; and an enum whose variant
/// is known from the status has the whole body for its content.
struct Body<'r, 'de> {
    variant: Option<&'static str>,
    reader: &'r mut Reader<'de>,
}

type Reader<'de> = serde_json::Deserializer<StrRead<'de>>;

macro_rules! forward {
    ($($method:ident($($argument:ident: $kind:ty),*))*) => {$(
        fn $method<V: Visitor<'de>>(self, $($argument: $kind,)* visitor: V) -> serde_json::Result<V::Value> {
            self.reader.$method($($argument,)* visitor)
        }
    )*};
}

impl<'de> Deserializer<'de> for Body<'_, 'de> {
    type Error = serde_json::Error;

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _fields: &'static [&'static str],
        visitor: V,
    ) -> serde_json::Result<V::Value> {
        self.reader.deserialize_map(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> serde_json::Result<V::Value> {
        match self.variant {
            Some(_) => visitor.visit_enum(self),
            None => self.reader.deserialize_enum(name, variants, visitor),
        }
    }

    forward! {
        deserialize_any() deserialize_bool() deserialize_i8() deserialize_i16() deserialize_i32() deserialize_i64()
        deserialize_i128() deserialize_u8() deserialize_u16() deserialize_u32() deserialize_u64() deserialize_u128()
        deserialize_f32() deserialize_f64() deserialize_char() deserialize_str() deserialize_string()
        deserialize_bytes() deserialize_byte_buf() deserialize_option() deserialize_unit()
        deserialize_unit_struct(name: &'static str) deserialize_newtype_struct(name: &'static str) deserialize_seq()
        deserialize_tuple(len: usize) deserialize_tuple_struct(name: &'static str, len: usize) deserialize_map()
        deserialize_identifier() deserialize_ignored_any()
    }
}

impl<'de> EnumAccess<'de> for Body<'_, 'de> {
    type Error = serde_json::Error;
    type Variant = Self;

    fn variant_seed<S: DeserializeSeed<'de>>(
        self,
        seed: S,
    ) -> serde_json::Result<(S::Value, Self)> {
        let variant = self.variant.unwrap_or_default();
        let variant: StrDeserializer<'_, serde_json::Error> = variant.into_deserializer();
        Ok((seed.deserialize(variant)?, Self { variant: None, ..self }))
    }
}

impl<'de> VariantAccess<'de> for Body<'_, 'de> {
    type Error = serde_json::Error;

    fn unit_variant(self) -> serde_json::Result<()> {
        IgnoredAny::deserialize(self).map(drop)
    }

    fn newtype_variant_seed<S: DeserializeSeed<'de>>(
        self,
        seed: S,
    ) -> serde_json::Result<S::Value> {
        seed.deserialize(self)
    }

    fn tuple_variant<V: Visitor<'de>>(
        self,
        len: usize,
        visitor: V,
    ) -> serde_json::Result<V::Value> {
        self.deserialize_tuple(len, visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _fields: &'static [&'static str],
        visitor: V,
    ) -> serde_json::Result<V::Value> {
        self.deserialize_map(visitor)
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Deserialize, PartialEq)]
    struct Key {
        id: String,
    }

    #[derive(Debug, Deserialize, PartialEq)]
    enum Answer {
        Ok(Key),
        Created(Vec<u8>),
        NoContent,
    }

    #[test]
    fn the_status_names_the_variant_and_the_body_is_its_content() {
        let ok: Answer = decode(r#"{"id":"a"}"#, Some("Ok")).unwrap();
        let created: Answer = decode("[1,2]", Some("Created")).unwrap();
        let nothing: Answer = decode(NOTHING, Some("NoContent")).unwrap();

        assert_eq!(ok, Answer::Ok(Key { id: "a".to_owned() }));
        assert_eq!(created, Answer::Created(vec![1, 2]));
        assert_eq!(nothing, Answer::NoContent);
        assert_eq!(decode::<Answer>("{}", Some("NoContent")).unwrap(), Answer::NoContent);
        assert!(decode::<Answer>("{", Some("NoContent")).is_err());
    }

    #[test]
    fn an_array_is_not_taken_for_an_object() {
        assert!(decode::<Key>(r#"["a"]"#, None).is_err());
        assert!(decode::<Answer>(r#"["a"]"#, Some("Ok")).is_err());
    }

    #[test]
    fn text_that_nobody_asks_for_may_be_no_utf_8() {
        let key: Key = decode(&readable(b"{\"company\":\"caf\xe9\",\"id\":\"a\"}"), None).unwrap();

        assert_eq!(key, Key { id: "a".to_owned() });
        assert!(decode::<Key>(&readable(b"{\"id\":\"caf\xe9\"}"), None).is_err());
        assert!(decode::<Key>(&readable(b"{\"id\":\"caf\\\xe9\"}"), None).is_err());
        assert!(decode::<Key>(&readable(b"{\"id\":\"a\"\xe9}"), None).is_err());
    }

    #[test]
    fn the_reason_never_quotes_the_body() {
        for body in [
            r#"{"id":{"CANARY":1}}"#,
            r#"{"id":"CANARY"} CANARY"#,
            r#"{"id":"CANARY"#,
            r#""CANARY""#,
            "CANARY",
            "{}",
            r#"{"id":1234567}"#,
            r#"{"id":"a","id":"CANARY"}"#,
        ] {
            let why = decode::<Key>(body, None).expect_err(body).to_string();
            assert!(!why.contains("CANARY") && !why.contains("1234567"), "{why}");
        }
        assert!(decode::<Key>("{}", None).unwrap_err().to_string().contains("missing field `id`"));
    }
}
