//! The type that generated code gives a schema.

#![expect(clippy::wildcard_enum_match_arm, reason = "what has no type here has none anywhere")]

use crate::codegen::lower::Client;
use crate::codegen::model::{Schema, Shape, Text};

/// Who writes a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    /// We do.
    Request,
    /// The provider does.
    Answer,
}

/// The type, as the program of examples names it; `None` where generated code has none.
pub(super) fn rust_type(schema: &Schema, side: Side, client: &Client) -> Option<String> {
    let inner = |schema: &Schema| rust_type(schema, side, client);
    let plain = match &schema.shape {
        Shape::Any => "serde_json::Value".to_owned(),
        Shape::Boolean => "bool".to_owned(),
        Shape::Integer(_) => "i64".to_owned(),
        Shape::Number => "f64".to_owned(),
        Shape::Text(text) => stamp(*text, side)?.to_owned(),
        Shape::List(item) => format!("Vec<{}>", inner(item)?),
        Shape::Map(value) => format!("std::collections::BTreeMap<String, {}>", inner(value)?),
        Shape::Named(name) => {
            let component = client.model.components.get(name)?;
            match &component.schema.shape {
                Shape::Enum(list) if list.open => {
                    format!("keymint_core::Open<generated::types::{name}>")
                }
                _ => format!("generated::types::{name}"),
            }
        }
        _ => return None,
    };
    Some(if schema.nullable { format!("Option<{plain}>") } else { plain })
}

fn stamp(text: Text, side: Side) -> Option<&'static str> {
    Some(match text {
        Text::Secret if side == Side::Request => "keymint_core::OutgoingSecret",
        Text::Secret => "keymint_core::Secret",
        Text::DateTime => "keymint_core::DateTime",
        Text::DateTimeOffsetMillis => "keymint_core::DateTimeOffsetMillis",
        Text::DateTimeSpace => "keymint_core::DateTimeSpace",
        Text::DateTimeZoneless => "keymint_core::DateTimeZoneless",
        Text::Date => "keymint_core::Date",
        Text::Plain => "String",
        // A file is a part or a body, and no example can be one.
        Text::Upload => return None,
    })
}
