//! JSON or XML: which one a request brings, which one its answer is to be.

use http::{StatusCode, header::ACCEPT};
use serde_json::{Map, Value};

use crate::{
    body::{is_xml, json, xml::Element},
    exchange::{Answer, Request},
    refusal::Refusal,
};

/// The form of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wire {
    Json,
    Xml,
}

impl Wire {
    /// What the caller accepts; without a preference JSON, which is the sandbox's choice.
    pub(super) fn accepted(request: &Request) -> Self {
        let accept = request.header(ACCEPT.as_str()).unwrap_or_default();
        let weight = |wanted: &dyn Fn(&str) -> bool| {
            accept.split(',').filter_map(|range| weigh(range, wanted)).fold(0.0, f32::max)
        };
        let xml = weight(&is_xml);
        let json = weight(&|media_type| {
            matches!(media_type, "application/json" | "application/*" | "*/*")
        });

        if xml > json { Self::Xml } else { Self::Json }
    }

    /// Writes an answer whose XML root is `root`; JSON has no root.
    pub(super) fn answer(self, status: StatusCode, root: &str, body: &Value) -> Answer {
        match self {
            Self::Json => Answer::json(status, body),
            Self::Xml => Answer::new(status, "application/xml", element(root, body).to_document()),
        }
    }
}

/// Reads a JSON body, or an XML body with this root, into the same JSON value.
pub(super) fn read(request: &Request, root: &str) -> Result<Value, Refusal> {
    if !request.media_type().as_deref().is_some_and(is_xml) {
        return json(request, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    }
    let malformed = || Refusal::new(StatusCode::BAD_REQUEST);
    let text = std::str::from_utf8(&request.body).map_err(|_not_utf8| malformed())?;
    let element = Element::parse(text).map_err(|_malformed| malformed())?;

    let body = if element.name == root { object(&element) } else { None };
    body.ok_or_else(malformed)
}

/// The weight of one media range, if it is one of the wanted.
fn weigh(range: &str, wanted: &dyn Fn(&str) -> bool) -> Option<f32> {
    let mut parts = range.split(';').map(str::trim);
    let media_type = parts.next()?.to_ascii_lowercase();
    let quality = parts.find_map(|part| part.strip_prefix("q=")).map_or(Ok(1.0), str::parse);

    wanted(&media_type).then_some(quality.ok()?)
}

/// The fields of an element; none if a list holds anything but its own items.
fn object(element: &Element) -> Option<Value> {
    let fields = element.children.iter().map(|child| Some((child.name.clone(), value(child)?)));
    Some(Value::Object(fields.collect::<Option<Map<_, _>>>()?))
}

fn value(element: &Element) -> Option<Value> {
    if let Some(item) = item_of(&element.name) {
        let items = element.children.iter();
        return items
            .map(|child| (child.name == item).then(|| Value::from(child.text.trim())))
            .collect();
    }
    let text = element.text.trim();
    Some(match text.parse() {
        Ok(flag) if element.name == "enabled" => Value::Bool(flag),
        _ => text.into(),
    })
}

fn element(name: &str, value: &Value) -> Element {
    let mut element = Element::new(name);
    match value {
        Value::Object(fields) => {
            let present = fields.iter().filter(|(_, value)| !value.is_null());
            element.children = present.map(|(name, value)| self::element(name, value)).collect();
        }
        Value::Array(items) => {
            let item = item_of(name).unwrap_or("item");
            element.children = items.iter().map(|value| self::element(item, value)).collect();
        }
        Value::String(text) => element.text.clone_from(text),
        Value::Null => {}
        Value::Bool(_) | Value::Number(_) => element.text = value.to_string(),
    }
    element
}

/// What the items of a list are called in XML.
///
/// `allowedIP` and `resource` are documented; the others follow their pattern.
fn item_of(list: &str) -> Option<&'static str> {
    Some(match list {
        "allowedIPs" => "allowedIP",
        "resources" => "resource",
        "violations" => "violation",
        "permissions" => "permission",
        "apiKeys" => "apiKey",
        "accounts" => "account",
        _ => return None,
    })
}
