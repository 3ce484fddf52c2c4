//! Parameters as generated code gives them: a name, a value, and how the document wants them written.

mod flat;
mod list;
mod query;

use serde::Serialize;
use serde_json::Value;

use flat::Flat;
pub(crate) use list::{cookie, header, path};
pub(crate) use query::push as push_query;

/// A named value of the query, of the path, of a header or of a cookie.
#[derive(Debug)]
pub struct Parameter<'a, T: ?Sized> {
    name: &'a str,
    value: &'a T,
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

impl<'a, T: ?Sized> Parameter<'a, T> {
    /// Names a value, to be written as queries are unless told otherwise.
    pub fn new(name: &'a str, value: &'a T) -> Self {
        Self { name, value, style: Style::Form, explode: true, reserved: false }
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
}

impl<T: Serialize + ?Sized> Parameter<'_, T> {
    fn value(&self) -> Result<Value, &'static str> {
        serde_json::to_value(self.value).map_err(|_e| "cannot be written")
    }

    fn flat(&self) -> Result<Flat, &'static str> {
        match (self.style, self.value()?) {
            (Style::Json, value) if !value.is_null() => Ok(Flat::One(value.to_string())),
            (_, value) => Flat::of(value),
        }
    }
}
