//! What every Rust file has in scope is written as people write it: `Option`, not `::std::option::Option`.

use proc_macro2::{Literal, TokenTree};
use syn::visit_mut::{self, VisitMut};
use syn::{Attribute, File, Meta, Path, TypePath};

/// Modules of `std` and what the prelude takes from them; no generated type has one of these names.
const PRELUDE: [(&str, &str); 11] = [
    ("boxed", "Box"),
    ("convert", "From"),
    ("convert", "Into"),
    ("convert", "TryFrom"),
    ("convert", "TryInto"),
    ("default", "Default"),
    ("ops", "FnOnce"),
    ("option", "Option"),
    ("result", "Result"),
    ("string", "String"),
    ("vec", "Vec"),
];

/// Shortens the paths.
pub(super) fn shorten(file: &mut File) {
    Paths.visit_file_mut(file);
}

struct Paths;

impl VisitMut for Paths {
    fn visit_path_mut(&mut self, path: &mut Path) {
        visit_mut::visit_path_mut(self, path);
        without_modules(path);
    }

    /// `<V as std::convert::TryInto<T>>::Error` counts the segments of its trait.
    fn visit_type_path_mut(&mut self, of: &mut TypePath) {
        let before = of.path.segments.len();
        visit_mut::visit_type_path_mut(self, of);
        if let Some(qself) = &mut of.qself {
            qself.position -= before - of.path.segments.len();
        }
    }

    /// Serde takes paths in strings.
    fn visit_attribute_mut(&mut self, attribute: &mut Attribute) {
        if let Meta::List(list) = &mut attribute.meta
            && list.path.is_ident("serde")
        {
            list.tokens = std::mem::take(&mut list.tokens).into_iter().map(in_string).collect();
        }
    }
}

fn in_string(tree: TokenTree) -> TokenTree {
    let TokenTree::Literal(literal) = &tree else { return tree };
    let text = literal.to_string();
    let function = text.strip_prefix("\"::std::option::").and_then(|text| text.strip_suffix('"'));
    function.map_or(tree, |function| Literal::string(function).into())
}

fn without_modules(path: &mut Path) {
    let mut names = path.segments.iter().map(|segment| &segment.ident);
    let (Some(root), Some(module), Some(name)) = (names.next(), names.next(), names.next()) else {
        return;
    };

    if root == "std" && PRELUDE.iter().any(|(of, known)| module == of && name == known) {
        path.leading_colon = None;
        path.segments = std::mem::take(&mut path.segments).into_iter().skip(2).collect();
    }
}
