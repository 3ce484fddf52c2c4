//! Request bodies: JSON, form and XML become one JSON value.

pub(crate) mod fields;
pub(crate) mod form;
pub(crate) mod xml;

use http::StatusCode;
use serde_json::Value;

use crate::{exchange::Request, refusal::Refusal};

/// Reads a JSON body; any other media type is refused with `unsupported`.
pub(crate) fn json(request: &Request, unsupported: StatusCode) -> Result<Value, Refusal> {
    if request.media_type().as_deref() != Some(JSON) {
        return Err(unsupported.into());
    }
    parse_json(&request.body)
}

/// Reads JSON text.
pub(crate) fn parse_json(body: &[u8]) -> Result<Value, Refusal> {
    serde_json::from_slice(body).map_err(|_malformed| StatusCode::BAD_REQUEST.into())
}

/// Sets a field of an object; any other value has no fields, and stays as it is.
pub(crate) fn set(object: &mut Value, name: &str, value: impl Into<Value>) {
    if let Some(fields) = object.as_object_mut() {
        fields.insert(name.to_owned(), value.into());
    }
}

/// Says whether the type is one of XML's two names.
pub(crate) fn is_xml(media_type: &str) -> bool {
    matches!(media_type, "application/xml" | "text/xml")
}

pub(crate) const FORM: &str = "application/x-www-form-urlencoded";
pub(crate) const JSON: &str = "application/json";
