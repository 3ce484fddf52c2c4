//! What a parameter holds and how it is written: typed wherever a style of OpenAPI says how.

use serde_json::{Value, json};

use crate::codegen::model::{Place, Schema, Shape, Text, Writing};
use crate::codegen::normalize::schemas::Schemas;
use crate::codegen::notes::Rule;
use crate::codegen::pointer;

const READY_MADE: Rule =
    Rule { name: "ready-made-parameters", why: "no style says how this parameter is written" };
const STYLES: Rule = Rule { name: "styles", why: "each place has its styles" };

/// Types inside types that one value is looked through for.
const DEEPEST: usize = 16;

/// The type of a parameter, and its style; the text to send where no style fits.
pub(super) fn of(
    raw: &Value,
    at: &str,
    place: Place,
    hint: &str,
    schemas: &mut Schemas<'_>,
) -> (Schema, Writing) {
    if let Some((media, stated)) = content(raw) {
        let at = pointer::below(&pointer::below(at, "content"), media);
        return by_media(media, stated, &at, place, hint, schemas);
    }
    let Some(stated) = raw.get("schema") else {
        schemas.notes().add(READY_MADE, at, "it has no schema; pass the text to send");
        return ready_made(place);
    };

    let writing = writing(raw, at, place, schemas);
    let schema = schemas.schema(stated, &pointer::below(at, "schema"), hint);
    let shape = schemas.peek(&schema);
    let deep = writing.style == "DeepObject";
    if fits(&shape, if deep { DEEPEST } else { 1 }, schemas) {
        return (schema, writing);
    }
    schemas.notes().add(READY_MADE, at, "it is nested, or anything; pass the text to send");
    ready_made(place)
}

fn content(raw: &Value) -> Option<(&String, &Value)> {
    raw.get("content")?.as_object()?.iter().next()
}

/// A parameter with a media type: JSON is typed, anything else is text.
fn by_media(
    media: &str,
    stated: &Value,
    at: &str,
    place: Place,
    hint: &str,
    schemas: &mut Schemas<'_>,
) -> (Schema, Writing) {
    let essence = media.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let schema = stated.get("schema").filter(|_| essence.ends_with("json"));
    let Some(schema) = schema else {
        schemas.notes().add(READY_MADE, at, format!("it is {essence}; pass the text to send"));
        return ready_made(place);
    };
    let schema = schemas.schema(schema, &pointer::below(at, "schema"), hint);
    (schema, Writing { style: "Json", explode: false, reserved: false })
}

fn ready_made(place: Place) -> (Schema, Writing) {
    (Schema::of(Shape::Text(Text::Plain)), default(place))
}

fn default(place: Place) -> Writing {
    match place {
        Place::Path | Place::Header => Writing::SIMPLE,
        Place::Query | Place::Cookie => Writing::QUERY,
    }
}

/// The stated style, or that of the place.
fn writing(raw: &Value, at: &str, place: Place, schemas: &mut Schemas<'_>) -> Writing {
    let stated = raw.get("style").and_then(Value::as_str);
    let style = match (place, stated) {
        (_, None) | (Place::Path | Place::Header, Some("simple")) => default(place).style,
        (Place::Query | Place::Cookie, Some("form")) => "Form",
        (Place::Query, Some("spaceDelimited")) => "SpaceDelimited",
        (Place::Query, Some("pipeDelimited")) => "PipeDelimited",
        (Place::Query, Some("deepObject")) => "DeepObject",
        (Place::Path, Some("label")) => "Label",
        (Place::Path, Some("matrix")) => "Matrix",
        (_, Some(other)) => {
            let kept = default(place).style.to_ascii_lowercase();
            schemas.notes().add(STYLES, at, format!("{other:?} is none of its place; {kept}"));
            default(place).style
        }
    };
    let explode = match raw.get("explode").and_then(Value::as_bool) {
        Some(stated) => stated,
        None => style == "Form",
    };
    let reserved = place == Place::Query && raw.get("allowReserved") == Some(&json!(true));
    Writing { style, explode: explode && style != "DeepObject", reserved }
}

/// Whether a value can be written: a scalar, or lists and objects of them, so many levels deep.
fn fits(shape: &Shape, levels: usize, schemas: &mut Schemas<'_>) -> bool {
    let inner = |schema: &Schema, schemas: &mut Schemas<'_>| {
        let shape = schemas.peek(schema);
        levels > 0 && fits(&shape, levels - 1, schemas)
    };
    match shape {
        Shape::Boolean | Shape::Integer(_) | Shape::Number | Shape::Enum(_) => true,
        Shape::Text(text) => *text != Text::Upload,
        Shape::List(item) | Shape::Map(item) => inner(item, schemas),
        Shape::Struct(fields) => fields.iter().all(|field| inner(&field.schema, schemas)),
        Shape::Union(members) => members.iter().all(|member| {
            let shape = schemas.peek(&member.schema);
            !matches!(shape, Shape::Union(_)) && fits(&shape, levels, schemas)
        }),
        Shape::Any | Shape::Named(_) | Shape::ByStatus(_) | Shape::Unrecognized => false,
    }
}
