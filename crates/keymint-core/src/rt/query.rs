//! Query parameters as generated code gives them.

use serde::Serialize;
use serde_json::Value;
use url::form_urlencoded;

/// A named value of the query.
#[derive(Debug)]
pub struct QueryParam<'a, T: ?Sized> {
    name: &'a str,
    value: &'a T,
}

impl<'a, T: ?Sized> QueryParam<'a, T> {
    /// Names a value.
    pub fn new(name: &'a str, value: &'a T) -> Self {
        Self { name, value }
    }
}

/// Appends the pairs of a parameter: none for nothing, one for a scalar, one for each item of a list and for each
/// property of an object (`style: form`, `explode: true`).
pub(crate) fn push_query<T: Serialize + ?Sized>(
    query: &mut String,
    parameter: &QueryParam<'_, T>,
) -> Result<(), String> {
    let refuse = |why| format!("query parameter `{}` {why}", parameter.name);
    let value = serde_json::to_value(parameter.value).map_err(|_e| refuse("cannot be written"))?;
    let mut pairs = form_urlencoded::Serializer::new(std::mem::take(query));
    let mut push = |name: &str, value: &Value| {
        let text = match value {
            Value::Null => return Ok(()),
            Value::String(text) => text.clone(),
            Value::Bool(_) | Value::Number(_) => value.to_string(),
            Value::Array(_) | Value::Object(_) => {
                return Err(refuse("is nested too deeply for a query"));
            }
        };
        pairs.append_pair(name, &text);
        Ok(())
    };
    match &value {
        Value::Array(items) => items.iter().try_for_each(|item| push(parameter.name, item))?,
        Value::Object(properties) => {
            properties.iter().try_for_each(|(name, value)| push(name, value))?;
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
            push(parameter.name, &value)?;
        }
    }
    *query = pairs.finish();
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn query(values: &[(&str, Value)]) -> Result<String, String> {
        let mut query = String::new();
        for (name, value) in values {
            push_query(&mut query, &QueryParam::new(name, value))?;
        }
        Ok(query)
    }

    #[test]
    fn values_become_pairs_in_order() {
        let text = query(&[
            ("name", json!("a b&c=d")),
            ("none", json!(null)),
            ("limit", json!(40)),
            ("enabled", json!(true)),
            ("tag", json!(["x", "ü"])),
            ("filter", json!({"from": 1, "to": null})),
        ]);

        assert_eq!(
            text.as_deref(),
            Ok("name=a+b%26c%3Dd&limit=40&enabled=true&tag=x&tag=%C3%BC&from=1")
        );
    }

    #[test]
    fn a_nested_value_is_refused_by_name() {
        assert!(query(&[("filter", json!({"a": {"b": 1}}))]).unwrap_err().contains("`filter`"));
    }
}
