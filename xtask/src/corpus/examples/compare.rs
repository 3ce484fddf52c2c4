//! Whether an example came back as it was.
//!
//! Tolerated: a null or a default that is not written, properties that the schema does not list, properties of the
//! other side, numbers and times of the same value, and secrets, which are never written.

use serde_json::{Map, Value};

use super::declared::Declared;

/// What stands in the place of a secret that was read.
const REDACTED: &str = "[redacted]";

/// Compares an example with what was written of it.
pub(super) fn kept<'d>(
    before: &Value,
    after: &Value,
    schemas: &[&'d Value],
    declared: Declared<'d>,
) -> Result<(), String> {
    match (before, after) {
        (Value::Object(before), Value::Object(after)) => objects(before, after, schemas, declared),
        (Value::Array(before), Value::Array(after)) if before.len() == after.len() => {
            let items = declared.items(schemas);
            let pairs = before.iter().zip(after).enumerate();
            pairs.into_iter().try_for_each(|(number, (before, after))| {
                kept(before, after, &items, declared).map_err(|why| format!("{number}/{why}"))
            })
        }
        (Value::Number(before), Value::Number(after)) => {
            let same = before == after || before.as_f64() == after.as_f64();
            if same { Ok(()) } else { Err(format!(" {before} became {after}")) }
        }
        (Value::String(_), Value::String(after)) if after == REDACTED => Ok(()),
        (Value::String(before), Value::String(after)) if moment(before) == moment(after) => Ok(()),
        (before, after) if before == after => Ok(()),
        (before, after) => Err(format!(" {} became {}", short(before), short(after))),
    }
}

/// Compares two readings of the same.
pub(super) fn same(one: &Value, other: &Value) -> Result<(), String> {
    if one == other { Ok(()) } else { Err(format!("{} became {}", short(one), short(other))) }
}

fn objects<'d>(
    before: &Map<String, Value>,
    after: &Map<String, Value>,
    schemas: &[&'d Value],
    declared: Declared<'d>,
) -> Result<(), String> {
    for (key, value) in before {
        let stated = declared.property(schemas, key);
        match after.get(key) {
            Some(written) => {
                kept(value, written, &stated, declared).map_err(|why| format!("{key}/{why}"))?;
            }
            None if value.is_null() || stated.is_empty() || excused(value, &stated) => {}
            None => return Err(format!("{key} was lost")),
        }
    }
    let added = after.iter().find(|(key, value)| !before.contains_key(*key) && !value.is_null());
    match added {
        Some((key, value)) if !excused(value, &declared.property(schemas, key)) => {
            Err(format!("{key} was added: {}", short(value)))
        }
        _ => Ok(()),
    }
}

/// A default need not be written, nor what the other side writes.
fn excused(value: &Value, stated: &[&Value]) -> bool {
    let says = |key: &str, what: &Value| stated.iter().any(|schema| schema.get(key) == Some(what));
    let yes = Value::Bool(true);
    says("default", value) || says("readOnly", &yes) || says("writeOnly", &yes)
}

/// A time as one spelling of it, and any other text as it is.
fn moment(text: &str) -> String {
    let is_time = text.len() > 10
        && text.get(..4).is_some_and(|year| year.bytes().all(|b| b.is_ascii_digit()))
        && text.get(4..5) == Some("-")
        && text.get(10..11).is_some_and(|between| ["T", "t", " "].contains(&between));
    if !is_time {
        return text.to_owned();
    }

    let text = text.to_ascii_uppercase().replacen(' ', "T", 1);
    let text = ["+00:00", "-00:00", "+0000", " UTC"]
        .iter()
        .fold(text, |text, zone| text.strip_suffix(zone).map(|t| format!("{t}Z")).unwrap_or(text));
    let Some((whole, fraction)) = text.split_once('.') else { return without_colon(&text) };
    let digits = fraction.find(|c: char| !c.is_ascii_digit()).unwrap_or(fraction.len());
    let (digits, zone) = fraction.split_at(digits);
    let digits = digits.trim_end_matches('0');
    let point = if digits.is_empty() { "" } else { "." };
    without_colon(&format!("{whole}{point}{digits}{zone}"))
}

/// `+01:00` as `+0100`.
fn without_colon(text: &str) -> String {
    let Some((before, zone)) = text.len().checked_sub(6).and_then(|at| text.split_at_checked(at))
    else {
        return text.to_owned();
    };
    if zone.starts_with(['+', '-']) {
        format!("{before}{}", zone.replace(':', ""))
    } else {
        text.to_owned()
    }
}

fn short(value: &Value) -> String {
    let text = value.to_string();
    let mut short: String = text.chars().take(80).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::kept;
    use crate::corpus::examples::declared::Declared;

    fn verdict(schema: &Value, before: &Value, after: &Value) -> Result<(), String> {
        let root = json!({"schema": schema});
        let declared = Declared::new(&root);
        kept(before, after, &declared.at("#/schema"), declared)
    }

    #[test]
    fn what_the_schema_declares_must_come_back() {
        let schema = json!({"allOf": [{"properties": {"a": {"type": "string"}}}]});

        assert_eq!(verdict(&schema, &json!({"a": "x"}), &json!({"a": "x"})), Ok(()));
        assert_eq!(verdict(&schema, &json!({"a": "x"}), &json!({})), Err("a was lost".to_owned()));
        assert!(verdict(&schema, &json!({"a": "x"}), &json!({"a": "y"})).is_err());
        assert!(verdict(&schema, &json!({}), &json!({"a": "y"})).is_err());
    }

    #[test]
    fn what_it_does_not_declare_may_be_dropped() {
        let schema = json!({"properties": {"a": {"type": "string"}}});
        let open = json!({"additionalProperties": {"type": "string"}});

        assert_eq!(verdict(&schema, &json!({"b": 1}), &json!({})), Ok(()));
        assert!(verdict(&open, &json!({"b": "x"}), &json!({})).is_err());
    }

    #[test]
    fn nulls_defaults_and_the_other_side_need_not_be_written() {
        let schema = json!({"properties": {
            "a": {"type": "string", "nullable": true},
            "b": {"type": "integer", "default": 5},
            "c": {"type": "string", "readOnly": true},
        }});

        let before = json!({"a": null, "b": 5, "c": "x"});

        assert_eq!(verdict(&schema, &before, &json!({})), Ok(()));
        assert!(verdict(&schema, &json!({"b": 6}), &json!({})).is_err());
    }

    #[test]
    fn numbers_times_and_secrets_are_compared_by_what_they_mean() {
        let any = json!({});

        for (before, after, same) in [
            (json!(1), json!(1.0), true),
            (json!(1), json!(2), false),
            (json!("2024-01-02T03:04:05.100+00:00"), json!("2024-01-02T03:04:05.1Z"), true),
            (json!("2024-01-02T03:04:05+0100"), json!("2024-01-02T03:04:05+01:00"), true),
            (json!("2024-01-02T03:04:05Z"), json!("2024-01-02T03:04:06Z"), false),
            (json!("sk_test_CANARY"), json!("[redacted]"), true),
            (json!([1, 2]), json!([1]), false),
        ] {
            assert_eq!(verdict(&any, &before, &after).is_ok(), same, "{before} {after}");
        }
    }
}
