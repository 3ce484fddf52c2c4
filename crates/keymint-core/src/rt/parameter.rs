//! Parameters as generated code gives them: a name, a value, and how the document wants them written.
//!
//! What is `inline` here and below is compiled in the programs that send parameters, and in no other.

mod flat;
mod list;
mod query;

use std::fmt;

use serde::Serialize;

use crate::body::json::NOTHING;
use flat::Flat;
pub(super) use flat::text;
pub(crate) use list::{cookie, header, path};
pub(crate) use query::push as push_query;

/// A named value of the query, of the path, of a header or of a cookie.
pub struct Parameter<'a> {
    name: &'a str,
    /// The value as JSON, or why it cannot be written.
    json: Result<String, &'static str>,
    style: Style,
    explode: bool,
    reserved: bool,
}

/// How a value is written: the styles of OpenAPI, and JSON for a parameter that has a media type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Style {
    /// `ids=1&ids=2`, or `ids=1,2` when it does not explode.
    Form,
    /// `ids=1%202`.
    SpaceDelimited,
    /// `ids=1%7C2`.
    PipeDelimited,
    /// `filter[from]=1&filter[to]=2`, as deep as it goes.
    DeepObject,
    /// `1,2`.
    Simple,
    /// `.1,2`, or `.1.2` when it explodes.
    Label,
    /// `;ids=1,2`, or `;ids=1;ids=2` when it explodes.
    Matrix,
    /// JSON text.
    Json,
}

impl<'a> Parameter<'a> {
    /// Names a value, to be written as queries are unless told otherwise.
    pub fn new<T: Serialize + ?Sized>(name: &'a str, value: &T) -> Self {
        let json = serde_json::to_string(value).map_err(|_e| "cannot be written");
        Self { name, json, style: Style::Form, explode: true, reserved: false }
    }

    pub(crate) fn name(&self) -> &'a str {
        self.name
    }

    /// Sets how it is written; a list or an object does not explode unless told so.
    #[must_use]
    pub fn style(self, style: Style) -> Self {
        Self { style, explode: false, ..self }
    }

    /// Writes each item of a list, or each property of an object, apart.
    #[must_use]
    pub fn explode(self) -> Self {
        Self { explode: true, ..self }
    }

    /// Leaves reserved characters as they are.
    #[must_use]
    pub fn reserved(self) -> Self {
        Self { reserved: true, ..self }
    }

    #[inline]
    fn json(&self) -> Result<&str, &'static str> {
        self.json.as_deref().map_err(|why| *why)
    }

    #[inline]
    fn flat(&self) -> Result<Flat, &'static str> {
        let json = self.json()?;
        if self.style == Style::Json && json != NOTHING {
            return Ok(Flat::One(json.to_owned()));
        }
        Flat::of(json)
    }
}

impl fmt::Debug for Parameter<'_> {
    /// Leaves the value out: it may be a secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Parameter").field("name", &self.name).finish_non_exhaustive()
    }
}
