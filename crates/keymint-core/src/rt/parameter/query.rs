//! Parameters of the query.

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use url::form_urlencoded::byte_serialize;

use super::flat::{Flat, text};
use super::{Parameter, Style};
use crate::body::EncodeError;
use crate::body::json::text::{Json, Value};

/// What must be encoded where reserved characters may stay: all that would end a value or be taken for a space.
const UNLESS_RESERVED: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'&')
    .add(b'+')
    .add(b'<')
    .add(b'>')
    .add(b'\\')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// Appends the pairs of a parameter: none for nothing, and none for an empty list or object.
#[inline]
pub(crate) fn push(query: &mut String, parameter: &Parameter<'_>) -> Result<(), String> {
    let Parameter { name, style, explode, reserved, .. } = *parameter;
    let mut pairs = Pairs { query, reserved };
    let written = match style {
        Style::DeepObject => parameter.json().and_then(|json| {
            let deep = pairs.deep(name, &mut Json::start(json));
            deep.map_err(|why| why.what())
        }),
        Style::SpaceDelimited | Style::PipeDelimited if !explode => {
            let (sign, encoded) =
                if style == Style::SpaceDelimited { (' ', "%20") } else { ('|', "%7C") };
            parameter.flat().and_then(|flat| pairs.delimited(name, &flat, sign, encoded))
        }
        Style::Form
        | Style::SpaceDelimited
        | Style::PipeDelimited
        | Style::Simple
        | Style::Label
        | Style::Matrix
        | Style::Json => parameter.flat().map(|flat| pairs.form(name, &flat, explode)),
    };
    written.map_err(|why| format!("query parameter `{name}` {why}"))
}

struct Pairs<'q> {
    query: &'q mut String,
    reserved: bool,
}

impl Pairs<'_> {
    #[inline]
    fn form(&mut self, name: &str, flat: &Flat, explode: bool) {
        match flat {
            Flat::Nothing => {}
            Flat::One(value) => self.pair(name, value),
            Flat::List(items) if explode => {
                for item in items {
                    self.pair(name, item);
                }
            }
            Flat::Object(named) if explode => {
                for (name, value) in named {
                    self.pair(name, value);
                }
            }
            Flat::List(_) | Flat::Object(_) => self.joined(name, &parts(flat), ","),
        }
    }

    /// Joins items by a sign that no item may hold, for encoding it leaves it the same.
    #[inline]
    fn delimited(
        &mut self,
        name: &str,
        flat: &Flat,
        sign: char,
        encoded: &str,
    ) -> Result<(), &'static str> {
        let parts = parts(flat);
        // A list of one is still a list: whoever reads it would part it.
        let is_alone = matches!(flat, Flat::One(_));
        if !is_alone && parts.iter().any(|part| part.contains(sign)) {
            return Err("has an item with the sign that parts items");
        }
        self.joined(name, &parts, encoded);
        Ok(())
    }

    #[inline]
    fn deep(&mut self, name: &str, json: &mut Json<'_>) -> Result<(), EncodeError> {
        match json.value()? {
            Value::Object => {
                json.properties(|json, key| self.deep(&format!("{name}[{key}]"), json))
            }
            Value::List => {
                let mut numbers = 0_usize..;
                let mut next = || numbers.next().unwrap_or_default();
                json.items(|json| self.deep(&format!("{name}[{}]", next()), json)).map(drop)
            }
            scalar @ (Value::Null
            | Value::Boolean(_)
            | Value::Number(_)
            | Value::Plain(_)
            | Value::Text(_)) => {
                if let Some(text) = text(scalar)? {
                    self.pair(name, &text);
                }
                Ok(())
            }
        }
    }

    #[inline]
    fn joined(&mut self, name: &str, parts: &[&str], separator: &str) {
        for (number, part) in parts.iter().enumerate() {
            if number == 0 {
                self.pair(name, part);
            } else {
                self.query.push_str(separator);
                self.value(part);
            }
        }
    }

    #[inline]
    fn pair(&mut self, name: &str, value: &str) {
        if !self.query.is_empty() {
            self.query.push('&');
        }
        self.query.extend(byte_serialize(name.as_bytes()));
        self.query.push('=');
        self.value(value);
    }

    #[inline]
    fn value(&mut self, value: &str) {
        if self.reserved {
            self.query.extend(utf8_percent_encode(value, UNLESS_RESERVED));
        } else {
            self.query.extend(byte_serialize(value.as_bytes()));
        }
    }
}

/// Items, or names and values in turn.
#[inline]
fn parts(flat: &Flat) -> Vec<&str> {
    match flat {
        Flat::Nothing => Vec::new(),
        Flat::One(value) => vec![value],
        Flat::List(items) => items.iter().map(String::as_str).collect(),
        Flat::Object(named) => {
            named.iter().flat_map(|(name, value)| [name.as_str(), value]).collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use serde::Serialize;
    use serde_json::{Value, json};

    use super::{Parameter, Style, push};

    fn query(values: &[(&str, Value)]) -> Result<String, String> {
        let mut query = String::new();
        for (name, value) in values {
            push(&mut query, &Parameter::new(name, value))?;
        }
        Ok(query)
    }

    fn one(
        value: &Value,
        style: impl Fn(Parameter<'_>) -> Parameter<'_>,
    ) -> Result<String, String> {
        let mut query = String::new();
        push(&mut query, &style(Parameter::new("q", value)))?;
        Ok(query)
    }

    #[test]
    fn values_become_pairs_in_order() {
        let text = query(&[
            ("name", json!("a b&c=d")),
            ("none", json!(null)),
            ("empty", json!("")),
            ("limit", json!(40)),
            ("enabled", json!(true)),
            ("tag", json!(["x", "ü"])),
            ("nothing", json!([])),
            ("filter", json!({"from": 1, "to": null})),
        ]);

        assert_eq!(
            text.as_deref(),
            Ok("name=a+b%26c%3Dd&empty=&limit=40&enabled=true&tag=x&tag=%C3%BC&from=1")
        );
    }

    #[test]
    fn each_style_writes_lists_its_way() {
        let list = json!(["a", "b,c", "d&e"]);

        assert_eq!(one(&list, |p| p).as_deref(), Ok("q=a&q=b%2Cc&q=d%26e"));
        assert_eq!(one(&list, |p| p.style(Style::Form)).as_deref(), Ok("q=a,b%2Cc,d%26e"));
        assert_eq!(
            one(&list, |p| p.style(Style::SpaceDelimited)).as_deref(),
            Ok("q=a%20b%2Cc%20d%26e")
        );
        assert_eq!(
            one(&list, |p| p.style(Style::PipeDelimited)).as_deref(),
            Ok("q=a%7Cb%2Cc%7Cd%26e")
        );
        assert_eq!(
            one(&list, |p| p.style(Style::PipeDelimited).explode()).as_deref(),
            Ok("q=a&q=b%2Cc&q=d%26e")
        );
        assert_eq!(
            one(&list, |p| p.style(Style::DeepObject)).as_deref(),
            Ok("q%5B0%5D=a&q%5B1%5D=b%2Cc&q%5B2%5D=d%26e")
        );
        assert_eq!(
            one(&list, |p| p.style(Style::Json)).as_deref(),
            Ok("q=%5B%22a%22%2C%22b%2Cc%22%2C%22d%26e%22%5D")
        );
    }

    #[test]
    fn each_style_writes_objects_its_way() {
        let object = json!({"a": 1, "b": "x y"});

        assert_eq!(one(&object, |p| p).as_deref(), Ok("a=1&b=x+y"));
        assert_eq!(one(&object, |p| p.style(Style::Form)).as_deref(), Ok("q=a,1,b,x+y"));
        assert_eq!(
            one(&json!({"a": {"b": [1, 2], "c": null}}), |p| p.style(Style::DeepObject)).as_deref(),
            Ok("q%5Ba%5D%5Bb%5D%5B0%5D=1&q%5Ba%5D%5Bb%5D%5B1%5D=2")
        );
    }

    #[test]
    fn properties_and_numbers_are_written_as_their_type_has_them() {
        #[derive(Serialize)]
        struct Range {
            until: f32,
            from: u128,
        }
        let mut text = String::new();

        push(&mut text, &Parameter::new("q", &Range { until: 0.1, from: u128::MAX })).unwrap();

        assert_eq!(text, "until=0.1&from=340282366920938463463374607431768211455");
    }

    #[test]
    fn reserved_characters_stay_where_they_may_but_for_those_that_end_a_value() {
        let value = json!("a/b?c=d:[e]@$'(),;!*&f#g+h i%20");

        assert_eq!(
            one(&value, |p| p.style(Style::Form).reserved()).as_deref(),
            Ok("q=a/b?c=d:[e]@$'(),;!*%26f%23g%2Bh%20i%2520")
        );
    }

    #[test]
    fn what_would_be_read_as_something_else_is_refused_by_name() {
        for parted in [json!(["a b", "c"]), json!(["a b"]), json!({"a": "b c"})] {
            let why = one(&parted, |p| p.style(Style::SpaceDelimited)).unwrap_err();

            assert!(why.contains("`q`"), "{why}");
        }
        assert_eq!(one(&json!("a b"), |p| p.style(Style::SpaceDelimited)).as_deref(), Ok("q=a+b"));
        assert!(query(&[("filter", json!({"a": {"b": 1}}))]).unwrap_err().contains("`filter`"));
    }
}
