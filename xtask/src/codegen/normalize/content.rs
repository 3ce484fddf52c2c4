//! What a body holds, and in which media types.

use serde_json::{Map, Value};

use super::schemas::Schemas;
use crate::codegen::model::{Content, Media, MediaKind, Payload, Schema, Shape, Text};
use crate::codegen::notes::Rule;
use crate::codegen::pointer;

const ANY_TYPE: Rule =
    Rule { name: "any-media-type", why: "a message has one media type, and JSON is ours" };

/// The body of a request.
pub(super) fn request(
    raw: &Value,
    at: &str,
    hint: &str,
    schemas: &mut Schemas<'_>,
) -> Option<Content> {
    let media = listed(raw, at, hint, schemas);
    gather(media)
}

/// The body of an answer.
pub(super) fn response(
    raw: &Value,
    at: &str,
    hint: &str,
    schemas: &mut Schemas<'_>,
) -> Option<Content> {
    gather(listed(raw, at, hint, schemas))
}

/// The media types in the document's order; JSON is read first, so that its type gets the best name.
fn listed(raw: &Value, at: &str, hint: &str, schemas: &mut Schemas<'_>) -> Vec<Media> {
    let at = pointer::below(at, "content");
    let content = raw.get("content").and_then(Value::as_object);
    let mut stated: Vec<_> = content.into_iter().flatten().enumerate().collect();
    stated.sort_by_key(|(_, (name, _))| !name.contains("json"));

    let mut media: Vec<_> = stated
        .into_iter()
        .map(|(place, (name, raw))| (place, media(name, raw, &at, hint, schemas)))
        .collect();
    media.sort_by_key(|(place, _)| *place);
    media.into_iter().map(|(_, media)| media).collect()
}

fn media(name: &str, raw: &Value, at: &str, hint: &str, schemas: &mut Schemas<'_>) -> Media {
    let at = pointer::below(at, name);
    let schema_at = pointer::below(&at, "schema");
    let schema_raw = raw.get("schema");
    let mut essence = name.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();

    if essence.contains('*') && !is_binary(schema_raw) && essence.starts_with(['*', 'a']) {
        schemas.notes().add(ANY_TYPE, &at, "read as application/json");
        "application/json".clone_into(&mut essence);
    }
    let kind =
        if is_binary(schema_raw) { MediaKind::Bytes } else { kind(&essence, schema_raw.is_some()) };
    let schema = match (kind, schema_raw) {
        (
            MediaKind::Json | MediaKind::Xml | MediaKind::Form | MediaKind::Multipart,
            Some(schema),
        ) => schemas.body(schema, &schema_at, hint),
        (MediaKind::Text, _) => Schema::of(Shape::Text(Text::Plain)),
        _ => Schema::of(Shape::Any),
    };

    let reference = schema_raw.and_then(|raw| raw.get("$ref")).and_then(Value::as_str);
    let named = reference.map_or_else(|| hint.to_owned(), pointer::name);
    let mut shown = shown(raw).into_iter();
    let root = shown.next().unwrap_or_else(|| named.clone());
    let item = shown.next().unwrap_or(named);
    let encoding = raw.get("encoding").and_then(Value::as_object).cloned().unwrap_or_else(Map::new);
    Media { essence, kind, schema, root, item, encoding }
}

/// The first elements of the document's own XML, the outer one first: what a provider writes, where no schema says it.
fn shown(raw: &Value) -> Vec<String> {
    let several = raw.get("examples").and_then(Value::as_object).into_iter().flatten();
    let several = several.filter_map(|(_, example)| example.get("value"));
    let texts = raw.get("example").into_iter().chain(several).filter_map(Value::as_str);
    texts.map(start_tags).find(|tags| !tags.is_empty()).unwrap_or_default()
}

/// The names of the first two start tags, if this is XML without prefixes.
fn start_tags(text: &str) -> Vec<String> {
    let text = text.trim_start();
    let is_name = |name: &&str| {
        name.starts_with(|first: char| first.is_alphabetic() || first == '_')
            && name.chars().all(|c| c.is_alphanumeric() || "_-.".contains(c))
    };
    let tags = text.split('<').skip(1).take_while(|_| text.starts_with('<'));
    let tags = tags.filter(|tag| !tag.starts_with(['?', '!', '/']));
    let names =
        tags.filter_map(|tag| tag.split(|c: char| c.is_whitespace() || "/>".contains(c)).next());
    names.take_while(is_name).take(2).map(str::to_owned).collect()
}

/// How the bytes of a media type are read; without a schema nothing but JSON and text says enough.
fn kind(essence: &str, described: bool) -> MediaKind {
    let (kind, subtype) = essence.split_once('/').unwrap_or((essence, ""));

    if subtype == "json" || subtype.ends_with("+json") {
        MediaKind::Json
    } else if described
        && (subtype == "xml" || (subtype.ends_with("+xml") && kind == "application"))
    {
        MediaKind::Xml
    } else if described && essence == "application/x-www-form-urlencoded" {
        MediaKind::Form
    } else if described && essence == "multipart/form-data" {
        MediaKind::Multipart
    } else if kind == "text" && subtype != "event-stream" {
        MediaKind::Text
    } else {
        MediaKind::Bytes
    }
}

/// A file: `format: binary`, or in 3.1 a string with a media type of its own and no encoding.
fn is_binary(schema: Option<&Value>) -> bool {
    schema.is_some_and(|schema| {
        schema.get("format").and_then(Value::as_str) == Some("binary")
            || schema.get("type").and_then(Value::as_str) == Some("file")
            || (schema.get("contentMediaType").is_some() && schema.get("contentEncoding").is_none())
    })
}

/// One typed body for all media types: JSON's, or that of the first that has one.
fn gather(media: Vec<Media>) -> Option<Content> {
    let order =
        [MediaKind::Json, MediaKind::Xml, MediaKind::Form, MediaKind::Multipart, MediaKind::Text];
    let typed = order.iter().find_map(|kind| media.iter().find(|one| one.kind == *kind));

    let payload = match typed {
        Some(one) => Payload::Typed(one.schema.clone()),
        None if media.is_empty() => return None,
        None => Payload::Bytes,
    };
    Some(Content { payload, media })
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;
    use serde_json::json;

    use super::shown;
    use crate::codegen::testing::{generated, paths};

    #[test]
    fn the_first_elements_of_xml_are_found_behind_its_declaration() {
        let of = |text: &str| shown(&json!({"examples": {"one": {"value": text}}}));

        assert_eq!(
            of("<?xml version='1.0'?>\n<!-- a --><Keys at='1'>\n <item/></Keys>"),
            ["Keys", "item"]
        );
        assert_eq!(of("<a:Keys><b>1</b></a:Keys>"), [""; 0]);
        assert_eq!(of("{\"a\": \"<b>\"}"), [""; 0]);
        assert_eq!(shown(&json!({"example": "<Key>"})), ["Key"]);
    }

    #[test]
    fn xml_that_no_schema_names_is_called_as_the_document_shows_it() {
        let text = generated(
            "
                paths:
                  /a:
                    get:
                      operationId: listA
                      responses:
                        '200':
                          description: ok
                          content:
                            application/xml:
                              schema: {type: array, items: {$ref: '#/components/schemas/Key'}}
                              example: <Keys><item><id>1</id></item></Keys>
                components: {schemas: {Key: {type: object, properties: {id: {type: string}}}}}
            ",
        );

        assert!(text.contains("local: \"Keys\""), "{text}");
        assert!(text.contains("local: \"item\""), "{text}");
    }

    #[test]
    fn media_types_have_a_way_to_be_read() {
        let shown = paths(
            r"
                paths:
                  /a:
                    post:
                      operationId: a
                      requestBody:
                        content:
                          application/vnd.api+json; charset=utf-8: {schema: {$ref: '#/components/schemas/Key'}}
                          application/xml: {schema: {$ref: '#/components/schemas/Key'}}
                          application/x-www-form-urlencoded: {schema: {$ref: '#/components/schemas/Key'}, encoding: {ips: {style: deepObject}}}
                      responses:
                        '200': {description: ok, content: {text/plain: {schema: {type: string}}}}
                        '201': {description: ok, content: {application/pdf: {schema: {type: string, format: binary}}}}
                        '202': {description: ok, content: {'*/*': {schema: {$ref: '#/components/schemas/Key'}}}}
                        '203': {description: ok, content: {application/json: {}}}
                        '204': {description: ok}
                        '205': {description: ok, content: {text/event-stream: {schema: {type: string}}}}
                  /b:
                    post:
                      operationId: b
                      requestBody: {required: true, content: {multipart/form-data: {schema: {type: object, properties: {file: {type: string, format: binary}}}}}}
                      responses: {}
                components: {schemas: {Key: {type: object, properties: {name: {type: string}, ips: {type: array, items: {type: string}}}}}}
            ",
        );

        assert_snapshot!(shown);
    }
}
