//! An empty line between items: prettyplease writes none.

#![expect(clippy::renamed_function_params, reason = "syn calls every piece of syntax `i`")]

use syn::visit_mut::{self, VisitMut};
use syn::{File, ImplItem, Item, ItemImpl, ItemMod, parse_quote};

/// What stands where an empty line goes, until the file is text.
const MARK: &str = "empty_line!();";

/// The text of a file, with its items apart.
pub(super) fn unparse(mut file: File) -> String {
    Spaces.visit_file_mut(&mut file);

    let text = prettyplease::unparse(&file);
    let lines = text.lines().map(|line| if line.trim_start() == MARK { "" } else { line });
    lines.flat_map(|line| [line, "\n"]).collect()
}

struct Spaces;

impl VisitMut for Spaces {
    fn visit_file_mut(&mut self, file: &mut File) {
        visit_mut::visit_file_mut(self, file);
        file.items = apart(std::mem::take(&mut file.items));
        file.items.insert(0, parse_quote!(empty_line!();));
    }

    fn visit_item_mod_mut(&mut self, module: &mut ItemMod) {
        visit_mut::visit_item_mod_mut(self, module);
        if let Some((_, items)) = &mut module.content {
            *items = apart(std::mem::take(items));
        }
    }

    fn visit_item_impl_mut(&mut self, item: &mut ItemImpl) {
        let mut spaced: Vec<ImplItem> = Vec::new();
        for (number, inner) in std::mem::take(&mut item.items).into_iter().enumerate() {
            if number > 0 && matches!(inner, ImplItem::Fn(_)) {
                spaced.push(parse_quote!(empty_line!();));
            }
            spaced.push(inner);
        }
        item.items = spaced;
    }
}

/// Imports stay together, everything else stands alone.
fn apart(items: Vec<Item>) -> Vec<Item> {
    let mut spaced: Vec<Item> = Vec::with_capacity(items.len() * 2);

    for item in items {
        let together =
            matches!((spaced.last(), &item), (None, _) | (Some(Item::Use(_)), Item::Use(_)));
        if !together {
            spaced.push(parse_quote!(empty_line!();));
        }
        spaced.push(item);
    }
    spaced
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::unparse;

    #[test]
    fn items_and_methods_stand_apart_and_imports_together() {
        let file = syn::parse2(quote!(
            use a::b;
            use a::c;
            struct A;
            impl A {
                fn a() {}
                fn b() {}
            }
            mod m {
                use a::d;
                struct B;
            }
        ));

        let text = unparse(file.unwrap());

        assert_eq!(
            text,
            "\nuse a::b;\nuse a::c;\n\nstruct A;\n\nimpl A {\n    fn a() {}\n\n    fn b() {}\n}\n\nmod m {\n    use a::d;\n\n    struct B;\n}\n"
        );
    }
}
