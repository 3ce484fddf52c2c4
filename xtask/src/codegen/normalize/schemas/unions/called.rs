//! What a person would call the alternatives of a union.

use serde_json::Value;

use crate::codegen::model::Shape;

/// What a person would call an alternative: its title, or the one value of a property.
pub(super) fn name(raw: &Value) -> Option<String> {
    if let Some(title) = raw.get("title").and_then(Value::as_str) {
        return Some(title.to_owned());
    }
    if let Some(tag) = raw.get("x-keymint-tag").and_then(Value::as_str) {
        return Some(tag.to_owned());
    }
    let all = raw.get("allOf").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    if let Some(called) = all.iter().rev().find_map(name) {
        return Some(called);
    }

    let properties = raw.get("properties")?.as_object()?;
    let constants: Vec<_> = properties.values().filter_map(constant).collect();
    if let [only] = constants.as_slice() {
        return Some((*only).to_owned());
    }
    let required = raw.get("required")?.as_array()?.first()?.as_str()?;
    Some(format!("with {required}"))
}

fn constant(property: &Value) -> Option<&str> {
    if let Some(value) = property.get("const") {
        return value.as_str();
    }
    match property.get("enum")?.as_array()?.as_slice() {
        [only] => only.as_str(),
        _ => None,
    }
}

/// The name of a variant, after what it holds.
pub(super) fn variant(shape: &Shape, hint: &str) -> String {
    match shape {
        Shape::Named(name) => match name.strip_prefix(hint) {
            Some(rest) if rest.starts_with(|c: char| c.is_ascii_uppercase()) => rest.to_owned(),
            Some(_) | None => name.clone(),
        },
        Shape::Boolean => "Boolean".to_owned(),
        Shape::Integer(_) => "Integer".to_owned(),
        Shape::Number => "Number".to_owned(),
        Shape::Text(_) => "Text".to_owned(),
        Shape::List(_) => "List".to_owned(),
        Shape::Map(_) => "Map".to_owned(),
        Shape::Unrecognized => "Other".to_owned(),
        Shape::Any | Shape::Struct(_) | Shape::Enum(_) | Shape::Union(_) | Shape::ByStatus(_) => {
            "Any".to_owned()
        }
    }
}
