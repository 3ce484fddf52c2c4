//! What comes with a status is told by the status.

use syn::{File, Item};

use super::syntax::{implemented, module};
use crate::codegen::lower::Client;
use crate::codegen::model::Shape;

/// Removes conversions from a body to the enum of statuses: there are some only while no two statuses share a type,
/// so documenting one more status would take them away.
pub(super) fn without_conversions(file: &mut File, client: &Client) {
    let by_status = |name: &str| {
        let component = client.model.components.get(name);
        component.is_some_and(|component| matches!(component.schema.shape, Shape::ByStatus(_)))
    };
    let converts = |item: &Item| {
        let Item::Impl(item) = item else { return false };
        let path = item.trait_.as_ref().map(|(path, _)| path);
        path.and_then(|path| path.segments.last()).is_some_and(|last| last.ident == "From")
            && implemented(item).is_some_and(|name| by_status(&name))
    };

    if let Some(types) = module(file, "types") {
        types.retain(|item| !converts(item));
    }
}
