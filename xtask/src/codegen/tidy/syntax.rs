//! Finding one's way in a file.

use syn::{Attribute, Expr, ExprLit, File, Item, ItemImpl, Lit, Meta, Path, Type};

/// The items of a module at the top of the file.
pub(super) fn module<'f>(file: &'f mut File, name: &str) -> Option<&'f mut Vec<Item>> {
    inner_module(&mut file.items, name)
}

/// The items of a module among others.
pub(super) fn inner_module<'i>(items: &'i mut [Item], name: &str) -> Option<&'i mut Vec<Item>> {
    items.iter_mut().find_map(|item| match item {
        Item::Mod(module) if module.ident == name => {
            module.content.as_mut().map(|(_, items)| items)
        }
        _ => None,
    })
}

/// The name of the type that an `impl` is for.
pub(super) fn implemented(item: &ItemImpl) -> Option<String> {
    let Type::Path(path) = item.self_ty.as_ref() else { return None };
    last(&path.path)
}

/// The last name of a path.
pub(super) fn last(path: &Path) -> Option<String> {
    path.segments.last().map(|segment| segment.ident.to_string())
}

/// Whether an attribute is called so.
pub(super) fn is(attribute: &Attribute, name: &str) -> bool {
    attribute.path().is_ident(name)
}

/// Whether something occurs in the arguments of an attribute; it takes less than to parse them.
pub(super) fn mentions(attribute: &Attribute, what: &str) -> bool {
    matches!(&attribute.meta, Meta::List(list) if list.tokens.to_string().contains(what))
}

/// Whether an attribute documents.
pub(super) fn is_doc(attribute: &Attribute) -> bool {
    is(attribute, "doc") && matches!(attribute.meta, Meta::NameValue(_))
}

/// Replaces the documentation of an item.
pub(super) fn document(attributes: &mut Vec<Attribute>, text: &str) {
    attributes.retain(|attribute| !is_doc(attribute));
    attributes.splice(0..0, crate::codegen::docs::attributes(text));
}

/// The string in an expression, if it is one.
pub(super) fn text(expression: &Expr) -> Option<String> {
    match expression {
        Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => Some(text.value()),
        _ => None,
    }
}

/// A name without the underscore that keeps a keyword apart.
pub(super) fn bare(name: &str) -> &str {
    name.strip_suffix('_').unwrap_or(name)
}
