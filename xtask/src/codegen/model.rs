//! What a document means, once every rule has run: the form that everything after normalizing reads.

use std::collections::BTreeMap;

mod alike;
mod operation;
mod schema;
#[cfg(test)]
mod show;

pub(crate) use alike::alike;
pub(crate) use operation::{
    Body, Content, Echo, Media, MediaKind, Operation, Parameter, Payload, Place, Response, Safety,
    Status, Writing,
};
pub(crate) use schema::{Case, Enum, Field, Member, Schema, Shape, Text, Variant, Xml};

/// One document.
#[derive(Clone, Debug)]
pub(crate) struct Model {
    /// What the document calls itself.
    pub(crate) title: String,
    /// Its operations, in its order.
    pub(crate) operations: Vec<Operation>,
    /// Every type with a name, by that name.
    pub(crate) components: BTreeMap<String, Component>,
}

/// A type with a name.
#[derive(Clone, Debug)]
pub(crate) struct Component {
    /// What it is.
    pub(crate) schema: Schema,
    /// Where the document says so.
    pub(crate) at: String,
    /// Where it is used.
    pub(crate) role: Role,
}

/// Where a type is used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Role {
    /// In what we send.
    pub(crate) request: bool,
    /// In answers to what went well.
    pub(crate) answer: bool,
    /// In answers to what did not.
    pub(crate) error: bool,
}

impl Role {
    /// Whether the provider writes it, in whatever answer.
    pub(crate) fn is_read(self) -> bool {
        self.answer || self.error
    }

    /// Whether it stands in error answers and nowhere else.
    pub(crate) fn is_error_only(self) -> bool {
        self.error && !self.answer && !self.request
    }
}

impl Component {
    /// A type whose use is not known yet.
    pub(crate) fn new(schema: Schema, at: impl Into<String>) -> Self {
        Self { schema, at: at.into(), role: Role::default() }
    }
}

impl Model {
    /// Every schema that an operation uses directly, to be changed.
    pub(crate) fn schemas_mut(&mut self) -> Vec<&mut Schema> {
        let mut schemas = Vec::new();

        for operation in &mut self.operations {
            schemas.extend(operation.parameters.iter_mut().map(|parameter| &mut parameter.schema));
            let bodies = operation.body.iter_mut().map(|body| &mut body.content);
            let answers =
                operation.responses.iter_mut().filter_map(|response| response.content.as_mut());
            for content in bodies.chain(answers) {
                schemas.extend(content.media.iter_mut().map(|media| &mut media.schema));
                if let Payload::Typed(schema) = &mut content.payload {
                    schemas.push(schema);
                }
            }
        }
        schemas
    }
}
