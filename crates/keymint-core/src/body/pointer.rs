//! One string out of a JSON text, without reading the rest into values.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};

/// The string that a JSON pointer leads to, through objects alone.
pub(crate) fn string_at(json: &[u8], pointer: &str) -> Option<String> {
    let path: Vec<_> = pointer.strip_prefix('/')?.split('/').collect();
    Step { path: &path }.deserialize(&mut serde_json::Deserializer::from_slice(json)).ok()?
}

/// What is left of the way.
struct Step<'p> {
    path: &'p [&'p str],
}

impl<'de> DeserializeSeed<'de> for Step<'_> {
    type Value = Option<String>;

    fn deserialize<D: Deserializer<'de>>(
        self,
        deserializer: D,
    ) -> Result<Option<String>, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Step<'_> {
    type Value = Option<String>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object or a string")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Option<String>, A::Error> {
        let mut found = None;
        while let Some(key) = map.next_key::<String>()? {
            match self.path.split_first() {
                Some((wanted, rest)) if key == *wanted => {
                    found = map.next_value_seed(Step { path: rest })?;
                }
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(found)
    }

    fn visit_str<E>(self, v: &str) -> Result<Option<String>, E> {
        Ok(self.path.is_empty().then(|| v.to_owned()))
    }

    fn visit_unit<E>(self) -> Result<Option<String>, E> {
        Ok(None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pointer_leads_through_objects_to_a_string() {
        let json =
            br#"{"other": [1, {"name": "no"}], "data": {"a": {}, "name": "\u00fc"}, "name": null}"#;

        assert_eq!(string_at(json, "/data/name").as_deref(), Some("ü"));
        for nowhere in ["/name", "/data", "/data/a/name", "/other/name", "data/name", ""] {
            assert_eq!(string_at(json, nowhere), None, "{nowhere}");
        }
        assert_eq!(string_at(b"{\"name\": 31}", "/name"), None);
        assert_eq!(string_at(b"{", "/name"), None);
    }
}
