//! Reading the fields of a body, and remembering everything that is wrong with them.

use jiff::Timestamp;
use serde_json::{Map, Value};

use http::StatusCode;

use crate::{
    address::Range,
    refusal::{Problem, Refusal},
};

/// The fields of one object; `null` counts as absent.
pub(crate) struct Fields<'a> {
    object: &'a Map<String, Value>,
    problems: Vec<Problem>,
}

impl<'a> Fields<'a> {
    /// Anything but an object is no request body at all.
    pub(crate) fn of(body: &'a Value) -> Result<Self, Refusal> {
        let object = body.as_object().ok_or(StatusCode::BAD_REQUEST)?;
        Ok(Self { object, problems: Vec::new() })
    }

    pub(crate) fn problem(&mut self, field: &str, text: impl Into<String>) {
        self.problems.push(Problem { field: field.to_owned(), text: text.into() });
    }

    /// Refuses the request if any field was wrong.
    pub(crate) fn finish(self) -> Result<(), Refusal> {
        if self.problems.is_empty() { Ok(()) } else { Err(Refusal::invalid(self.problems)) }
    }

    pub(crate) fn value(&self, name: &str) -> Option<&'a Value> {
        self.object.get(name).filter(|value| !value.is_null())
    }

    pub(crate) fn text(&mut self, name: &str) -> Option<String> {
        let value = self.value(name)?;
        let Some(text) = value.as_str() else {
            self.problem(name, "must be a string");
            return None;
        };
        Some(text.to_owned())
    }

    /// A text of at most `longest` characters.
    pub(crate) fn short_text(&mut self, name: &str, longest: usize) -> Option<String> {
        let text = self.text(name)?;
        if text.chars().count() > longest {
            self.problem(name, format!("must be at most {longest} characters long"));
        }
        Some(text)
    }

    /// A text that must be there and may not be blank.
    pub(crate) fn required_text(&mut self, name: &str, longest: usize) -> Option<String> {
        let text = self.short_text(name, longest);
        let wrong_type = text.is_none() && self.value(name).is_some();
        if !wrong_type && text.as_deref().is_none_or(|text| text.trim().is_empty()) {
            self.problem(name, "is required");
        }
        text
    }

    /// A list of texts: absent, empty and filled are three different things.
    pub(crate) fn texts(&mut self, name: &str) -> Option<Vec<String>> {
        let value = self.value(name)?;
        let texts: Option<Vec<String>> = value
            .as_array()
            .and_then(|items| items.iter().map(|item| item.as_str().map(String::from)).collect());
        if texts.is_none() {
            self.problem(name, "must be a list of strings");
        }
        texts
    }

    /// A list of texts, all of them among the `known` ones.
    pub(crate) fn choices(&mut self, name: &str, known: &[&str]) -> Option<Vec<String>> {
        let texts = self.texts(name)?;
        for text in texts.iter().filter(|text| !known.contains(&text.as_str())) {
            self.problem(name, format!("{text} is not a known value"));
        }
        Some(texts)
    }

    /// A list of addresses and CIDR ranges.
    pub(crate) fn addresses(&mut self, name: &str) -> Option<Vec<String>> {
        let texts = self.texts(name)?;
        for text in texts.iter().filter(|text| Range::parse(text).is_none()) {
            self.problem(name, format!("{text} is not a valid IP address or range"));
        }
        Some(texts)
    }

    pub(crate) fn flag(&mut self, name: &str) -> Option<bool> {
        let value = self.value(name)?;
        if !value.is_boolean() {
            self.problem(name, "must be true or false");
        }
        value.as_bool()
    }

    /// A date in the provider's own form.
    pub(crate) fn moment(
        &mut self,
        name: &str,
        parse: fn(&str) -> Option<Timestamp>,
    ) -> Option<Timestamp> {
        let moment = parse(&self.text(name)?);
        if moment.is_none() {
            self.problem(name, "is not a valid date");
        }
        moment
    }
}
