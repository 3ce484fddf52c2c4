//! Form bodies with PHP's brackets: `customer[email]=…&ip_whitelist[]=…`.

use serde_json::{Map, Value};
use url::form_urlencoded;

/// Reads a form into the JSON value that PHP would see.
///
/// A group whose keys are all numbers, or empty, is a list; a repeated plain name keeps its last value.
/// Names with more brackets than any provider's fields are dropped, as PHP drops them.
pub(crate) fn parse(body: &[u8]) -> Value {
    let mut root = Map::new();
    for (name, text) in form_urlencoded::parse(body) {
        let path = path(&name);
        if path.len() <= DEEPEST {
            insert(&mut root, &path, &text);
        }
    }
    Value::Object(root.into_iter().map(|(name, value)| (name, with_lists(value))).collect())
}

fn insert(group: &mut Map<String, Value>, path: &[&str], text: &str) {
    let Some((name, rest)) = path.split_first() else { return };
    let name = if name.is_empty() { next_index(group) } else { (*name).to_owned() };
    let node = group.entry(name).or_insert(Value::Null);

    if rest.is_empty() {
        *node = Value::String(text.to_owned());
        return;
    }
    if !node.is_object() {
        *node = Value::Object(Map::new());
    }
    if let Some(inner) = node.as_object_mut() {
        insert(inner, rest, text);
    }
}

fn next_index(group: &Map<String, Value>) -> String {
    let highest = group.keys().filter_map(|name| name.parse::<usize>().ok()).max();
    highest.map_or(0, |highest| highest.saturating_add(1)).to_string()
}

/// Turns the groups that count into lists.
fn with_lists(value: Value) -> Value {
    let Value::Object(group) = value else { return value };
    let counts = group.keys().all(|name| name.bytes().all(|byte| byte.is_ascii_digit()));
    let inner = group.into_iter().map(|(name, value)| (name, with_lists(value)));

    if counts {
        Value::Array(inner.map(|(_, value)| value).collect())
    } else {
        Value::Object(inner.collect())
    }
}

/// Splits `a[b][]` into `a`, `b` and nothing; a name with unbalanced brackets is one plain name.
fn path(name: &str) -> Vec<&str> {
    let Some((first, rest)) = name.split_once('[') else { return vec![name] };
    let Some(inner) = rest.strip_suffix(']') else { return vec![name] };

    let mut path = vec![first];
    path.extend(inner.split("]["));
    path
}

/// Two levels are documented; PHP itself stops at 64.
const DEEPEST: usize = 8;

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::parse;

    #[test]
    fn the_documented_wire_form_becomes_lists() {
        let body = b"name=My+site&description=This+key+is+used+on+my+site\
            &ip_whitelist%5B0%5D=123.123.123.123&ip_whitelist%5B1%5D=111.111.111.111&ip_blacklist%5B%5D=231.231.231.231";

        let expected = json!({
            "name": "My site",
            "description": "This key is used on my site",
            "ip_whitelist": ["123.123.123.123", "111.111.111.111"],
            "ip_blacklist": ["231.231.231.231"]
        });
        assert_eq!(parse(body), expected);
    }

    #[test]
    fn groups_nest() {
        let body = b"customer[email]=a%40example.com&customer[timezone]=UTC&company[name]=A&x[0][y]=1&x[1][y]=2";

        let expected = json!({
            "customer": {"email": "a@example.com", "timezone": "UTC"},
            "company": {"name": "A"},
            "x": [{"y": "1"}, {"y": "2"}]
        });
        assert_eq!(parse(body), expected);
    }

    #[test]
    fn odd_names_neither_nest_nor_panic() {
        assert_eq!(parse(b"a=1&a=2"), json!({"a": "2"}));
        assert_eq!(parse(b"a[b=1&c]=2&[=3"), json!({"a[b": "1", "c]": "2", "[": "3"}));
        assert_eq!(parse(b"a=1&a[b]=2"), json!({"a": {"b": "2"}}));
        assert_eq!(parse(b""), json!({}));
        assert_eq!(parse(format!("a{}=1", "[b]".repeat(9)).as_bytes()), json!({}));
    }
}
