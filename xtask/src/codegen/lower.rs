//! Model in, client out: what each call returns, what each type is for, and the document that progenitor reads.

use std::collections::BTreeMap;

use super::model::{Model, Schema, Shape};
use super::notes::Notes;

mod collisions;
mod direction;
mod reach;
mod render;
mod split;
mod stamps;
mod statuses;

pub(crate) use render::render;

/// A model with everything that generated code has beside the document's types.
#[derive(Clone, Debug)]
pub(crate) struct Client {
    /// The model, with the enums of statuses among its components.
    pub(crate) model: Model,
    /// What each call returns, by operation.
    pub(crate) plans: BTreeMap<String, Plan>,
}

/// What a call returns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Plan {
    /// When all went well.
    pub(crate) success: Success,
    /// The error enum, where the document describes errors.
    pub(crate) error: Option<String>,
}

/// What a call returns when all went well.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Success {
    /// Nothing.
    Nothing,
    /// Bytes as they come.
    Bytes,
    /// One type, whatever the status.
    Typed(Schema),
    /// An enum with a variant per status.
    ByStatus(String),
}

/// What we send, we know.
fn known_tags(client: &mut Client) {
    for component in client.model.components.values_mut() {
        if let Shape::Union(members) = &mut component.schema.shape
            && !component.role.is_read()
        {
            members.retain(|member| member.schema.shape != Shape::Unrecognized);
        }
    }
}

/// Decides what each call returns and what each type is for.
pub(crate) fn lower(mut model: Model, notes: &mut Notes) -> Client {
    collisions::leave_out(&mut model, notes);
    let plans = statuses::plan(&mut model, notes);
    let mut client = Client { model, plans };

    reach::mark(&mut client);
    split::by_direction(&mut client, notes);
    known_tags(&mut client);
    client
}
