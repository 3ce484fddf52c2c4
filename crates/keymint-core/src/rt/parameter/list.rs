//! Parameters of the path, of headers and of cookies.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::flat::Flat;
use super::{Parameter, Style};
use crate::rt::encode_path;

/// What no value of a cookie holds, and the signs that part its values.
const COOKIE: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'!').remove(b'*');

/// The text of a path parameter; nothing, which the guard refuses by name, when there is nothing to write.
#[inline]
pub(crate) fn path(parameter: &Parameter<'_>) -> String {
    let Parameter { name, style, explode, .. } = *parameter;
    let Ok(flat) = parameter.flat() else { return String::new() };
    let encode = |text: &str| encode_path(text).to_string();
    let between = match (style, explode) {
        (Style::Label, true) => ".",
        (Style::Matrix, true) => ";",
        (_, _) => ",",
    };
    let text = match &flat {
        Flat::List(items) if style == Style::Matrix && explode => {
            let named = items.iter().map(|item| (name, item.as_str()));
            joined(named, "=", between, encode)
        }
        Flat::Nothing | Flat::One(_) | Flat::List(_) | Flat::Object(_) => {
            listed(&flat, explode, between, encode)
        }
    };
    match (style, &flat) {
        _ if text.is_empty() => text,
        (Style::Label, _) => format!(".{text}"),
        (Style::Matrix, Flat::List(_) | Flat::Object(_)) if explode => format!(";{text}"),
        (Style::Matrix, _) => format!(";{}={text}", encode_path(name)),
        (_, _) => text,
    }
}

/// The text of a header; `None` when there is nothing to write.
#[inline]
pub(crate) fn header(parameter: &Parameter<'_>) -> Result<Option<String>, &'static str> {
    let flat = parameter.flat()?;
    let comma = |text: &String| text.contains(',');
    let ambiguous = match &flat {
        Flat::List(items) => items.iter().any(comma),
        Flat::Object(named) => named.iter().any(|(name, value)| comma(name) || comma(value)),
        Flat::Nothing | Flat::One(_) => false,
    };
    if ambiguous {
        return Err("has an item with a comma, which a header takes for its end");
    }
    let text = listed(&flat, parameter.explode, ",", str::to_owned);
    Ok(Some(text).filter(|text| !text.is_empty() || matches!(flat, Flat::One(_))))
}

/// The pairs of a cookie parameter.
#[inline]
pub(crate) fn cookie(parameter: &Parameter<'_>) -> Result<String, &'static str> {
    let encode = |text: &str| utf8_percent_encode(text, COOKIE).to_string();
    let Parameter { name, explode, .. } = *parameter;
    Ok(match parameter.flat()? {
        Flat::List(items) if explode => {
            joined(items.iter().map(|item| (name, item.as_str())), "=", "; ", encode)
        }
        Flat::Object(named) if explode => joined(
            named.iter().map(|(name, value)| (name.as_str(), value.as_str())),
            "=",
            "; ",
            encode,
        ),
        Flat::Nothing => String::new(),
        Flat::List(items) if items.is_empty() => String::new(),
        flat @ (Flat::One(_) | Flat::List(_) | Flat::Object(_)) => {
            format!("{}={}", encode(name), listed(&flat, false, ",", encode))
        }
    })
}

/// Values one after the other; an object's names stand before them, with a sign between when it explodes.
fn listed(flat: &Flat, explode: bool, between: &str, encode: impl Fn(&str) -> String) -> String {
    match flat {
        Flat::Nothing => String::new(),
        Flat::One(value) => encode(value),
        Flat::List(items) => {
            items.iter().map(|item| encode(item)).collect::<Vec<_>>().join(between)
        }
        Flat::Object(named) => {
            let sign = if explode { "=" } else { between };
            joined(
                named.iter().map(|(name, value)| (name.as_str(), value.as_str())),
                sign,
                between,
                encode,
            )
        }
    }
}

fn joined<'p>(
    pairs: impl Iterator<Item = (&'p str, &'p str)>,
    sign: &str,
    between: &str,
    encode: impl Fn(&str) -> String,
) -> String {
    pairs
        .map(|(name, value)| format!("{}{sign}{}", encode(name), encode(value)))
        .collect::<Vec<_>>()
        .join(between)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    /// The value of the table of styles in OpenAPI, in three forms.
    fn forms(write: impl Fn(&Value) -> String) -> [String; 3] {
        [json!("blue"), json!(["blue", "black"]), json!({"B": 150, "R": 100})]
            .map(|value| write(&value))
    }

    #[test]
    fn paths_are_written_as_the_styles_say() {
        let styled = |style| forms(|value| path(&Parameter::new("color", value).style(style)));
        let exploded =
            |style| forms(|value| path(&Parameter::new("color", value).style(style).explode()));

        assert_eq!(styled(Style::Simple), ["blue", "blue,black", "B,150,R,100"]);
        assert_eq!(exploded(Style::Simple), ["blue", "blue,black", "B=150,R=100"]);
        assert_eq!(styled(Style::Label), [".blue", ".blue,black", ".B,150,R,100"]);
        assert_eq!(exploded(Style::Label), [".blue", ".blue.black", ".B=150.R=100"]);
        assert_eq!(
            styled(Style::Matrix),
            [";color=blue", ";color=blue,black", ";color=B,150,R,100"]
        );
        assert_eq!(
            exploded(Style::Matrix),
            [";color=blue", ";color=blue;color=black", ";B=150;R=100"]
        );
    }

    #[test]
    fn a_value_of_a_path_stays_a_value() {
        let value = json!(["a/b", "../..", "c,d;e=f"]);

        assert_eq!(
            path(&Parameter::new("q", &value).style(Style::Simple)),
            "a%2Fb,..%2F..,c%2Cd%3Be%3Df"
        );
        assert_eq!(path(&Parameter::new("q", &json!([])).style(Style::Matrix)), "");
    }

    #[test]
    fn headers_are_written_as_the_styles_say() {
        let exploded = forms(|value| {
            header(&Parameter::new("q", value).style(Style::Simple).explode()).unwrap().unwrap()
        });

        assert_eq!(exploded, ["blue", "blue,black", "B=150,R=100"]);
        assert_eq!(header(&Parameter::new("q", &json!([])).style(Style::Simple)), Ok(None));
        for ambiguous in [json!(["a,b"]), json!({"a,b": "c"}), json!({"a": "b,c"})] {
            let written = header(&Parameter::new("q", &ambiguous).style(Style::Simple));
            assert!(written.is_err(), "{written:?}");
        }
        assert_eq!(
            header(&Parameter::new("q", &json!("a,b")).style(Style::Simple)),
            Ok(Some("a,b".to_owned()))
        );
        assert_eq!(
            header(&Parameter::new("q", &json!({"a": [1]})).style(Style::Json)),
            Ok(Some(r#"{"a":[1]}"#.to_owned()))
        );
    }

    #[test]
    fn a_cookie_cannot_add_another() {
        let write = |value: Value| cookie(&Parameter::new("sid", &value)).unwrap();

        assert_eq!(write(json!("a; admin=1")), "sid=a%3B%20admin%3D1");
        assert_eq!(write(json!(["a", "b"])), "sid=a; sid=b");
        assert_eq!(write(json!(null)), "");
    }

    #[test]
    fn cookies_are_written_as_the_styles_say() {
        let one = |value: &Value| cookie(&Parameter::new("sid", value).style(Style::Form)).unwrap();
        let each = |value: &Value| {
            cookie(&Parameter::new("sid", value).style(Style::Form).explode()).unwrap()
        };

        assert_eq!(forms(one), ["sid=blue", "sid=blue,black", "sid=B,150,R,100"]);
        assert_eq!(forms(each), ["sid=blue", "sid=blue; sid=black", "B=150; R=100"]);
        assert_eq!([one(&json!([])), each(&json!([]))], ["", ""]);
    }
}
