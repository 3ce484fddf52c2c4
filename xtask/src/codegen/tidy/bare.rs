//! Parameters that are objects have their own type, which was hidden from the generator.

use syn::visit_mut::{self, VisitMut};
use syn::{File, GenericArgument, PathArguments, Type};

use super::syntax::{last, module};

/// Takes types out of their `Bare`.
pub(super) fn unwrap(file: &mut File) {
    for item in module(file, "builder").into_iter().flatten() {
        Types.visit_item_mut(item);
    }
}

struct Types;

impl VisitMut for Types {
    fn visit_type_mut(&mut self, i: &mut Type) {
        visit_mut::visit_type_mut(self, i);

        let Type::Path(path) = &*i else { return };
        if last(&path.path).as_deref() != Some("Bare") {
            return;
        }
        let Some(PathArguments::AngleBracketed(arguments)) =
            path.path.segments.last().map(|segment| &segment.arguments)
        else {
            return;
        };
        if let Some(GenericArgument::Type(inner)) = arguments.args.first().cloned() {
            *i = inner;
        }
    }
}
