//! Reading JSON: strictly where a mistake would be silent, and without quoting what was read.

pub(super) mod number;
pub(super) mod text;

use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt;

use serde::de::value::StrDeserializer;
use serde::de::{
    self, DeserializeOwned, Deserializer, EnumAccess, IntoDeserializer as _, VariantAccess, Visitor,
};

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
    let value = match variant {
        Some(variant) => T::deserialize(Tagged { variant, content: Object(&mut reader) }),
        None => T::deserialize(Object(&mut reader)),
    };
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

/// The variant of an enum for a response without body.
pub(crate) fn unit_variant<T: DeserializeOwned>(variant: &'static str) -> Result<T, Unreadable> {
    let reader: StrDeserializer<'_, serde_json::Error> = variant.into_deserializer();
    T::deserialize(reader).map_err(|error| Unreadable::new(explain(&error)))
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

/// At the top of a body a struct is read from an object only: serde would take an array as well.
struct Object<D>(D);

/// An enum whose variant is known from the status, and whose content is the whole body.
struct Tagged<D> {
    variant: &'static str,
    content: Object<D>,
}

macro_rules! forward {
    ($($method:ident($($argument:ident: $kind:ty),*))*) => {$(
        fn $method<V: Visitor<'de>>(self, $($argument: $kind,)* visitor: V) -> Result<V::Value, D::Error> {
            self.0.$method($($argument,)* visitor)
        }
    )*};
}

impl<'de, D: Deserializer<'de>> Deserializer<'de> for Object<D> {
    type Error = D::Error;

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        self.0.deserialize_map(visitor)
    }

    forward! {
        deserialize_any() deserialize_bool() deserialize_i8() deserialize_i16() deserialize_i32() deserialize_i64()
        deserialize_i128() deserialize_u8() deserialize_u16() deserialize_u32() deserialize_u64() deserialize_u128()
        deserialize_f32() deserialize_f64() deserialize_char() deserialize_str() deserialize_string()
        deserialize_bytes() deserialize_byte_buf() deserialize_option() deserialize_unit()
        deserialize_unit_struct(name: &'static str) deserialize_newtype_struct(name: &'static str) deserialize_seq()
        deserialize_tuple(len: usize) deserialize_tuple_struct(name: &'static str, len: usize) deserialize_map()
        deserialize_enum(name: &'static str, variants: &'static [&'static str])
        deserialize_identifier() deserialize_ignored_any()
    }
}

impl<'de, D: Deserializer<'de>> Deserializer<'de> for Tagged<D> {
    type Error = D::Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        visitor.visit_enum(self)
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

impl<'de, D: Deserializer<'de>> EnumAccess<'de> for Tagged<D> {
    type Error = D::Error;
    type Variant = Object<D>;

    fn variant_seed<S: de::DeserializeSeed<'de>>(
        self,
        seed: S,
    ) -> Result<(S::Value, Object<D>), D::Error> {
        let variant: StrDeserializer<'_, D::Error> = self.variant.into_deserializer();
        Ok((seed.deserialize(variant)?, self.content))
    }
}

impl<'de, D: Deserializer<'de>> VariantAccess<'de> for Object<D> {
    type Error = D::Error;

    fn unit_variant(self) -> Result<(), D::Error> {
        de::Deserialize::deserialize(self).map(|_: de::IgnoredAny| ())
    }

    fn newtype_variant_seed<S: de::DeserializeSeed<'de>>(
        self,
        seed: S,
    ) -> Result<S::Value, D::Error> {
        seed.deserialize(self)
    }

    fn tuple_variant<V: Visitor<'de>>(self, len: usize, visitor: V) -> Result<V::Value, D::Error> {
        self.deserialize_tuple(len, visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, D::Error> {
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
        let nothing: Answer = unit_variant("NoContent").unwrap();

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
