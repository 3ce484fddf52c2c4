//! What every Rust file has in scope is written as people write it: `Option`, not `::std::option::Option`.

use syn::punctuated::Punctuated;
use syn::visit_mut::{self, VisitMut};
use syn::{Attribute, File, LitStr, Meta, Path, Token, TypePath, parse_quote};

use super::syntax::{is, mentions};

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
        const OPTION: &str = "::std::option::";

        if !is(attribute, "serde") || !mentions(attribute, OPTION) {
            return;
        }
        let Ok(list) = attribute.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated)
        else {
            return;
        };
        let list = list.into_iter().map(|mut meta| {
            if let Meta::NameValue(pair) = &mut meta
                && let Some(text) = super::syntax::text(&pair.value)
                && let Some(function) = text.strip_prefix(OPTION)
            {
                let function = LitStr::new(function, proc_macro2::Span::call_site());
                pair.value = parse_quote!(#function);
            }
            meta
        });
        *attribute = parse_quote!(#[serde(#(#list),*)]);
    }
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
