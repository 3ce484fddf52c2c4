//! An empty line between items: prettyplease writes none.

#![expect(clippy::renamed_function_params, reason = "syn calls every piece of syntax `i`")]

use syn::visit_mut::{self, VisitMut};
use syn::{File, ImplItem, Item, ItemImpl, ItemMod, ItemUse, UseTree, parse_quote};

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

/// Imports stay together, our own after those of others, and so do modules in files; everything else stands alone.
fn apart(items: Vec<Item>) -> Vec<Item> {
    let mut spaced: Vec<Item> = Vec::with_capacity(items.len() * 2);

    for item in items {
        if spaced.last().is_some_and(|last| !together(last, &item)) {
            spaced.push(parse_quote!(empty_line!();));
        }
        spaced.push(item);
    }
    spaced
}

fn together(one: &Item, next: &Item) -> bool {
    match (one, next) {
        (Item::Use(one), Item::Use(next)) => is_of_crate(one) == is_of_crate(next),
        (Item::Mod(one), Item::Mod(next)) => one.content.is_none() && next.content.is_none(),
        _ => false,
    }
}

fn is_of_crate(item: &ItemUse) -> bool {
    matches!(&item.tree, UseTree::Path(path) if path.ident == "crate")
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
            use crate::d;
            mod a;
            mod b;
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
            "\nuse a::b;\nuse a::c;\n\nuse crate::d;\n\nmod a;\nmod b;\n\nstruct A;\n\nimpl A {\n    fn a() {}\n\n    fn b() {}\n}\n\nmod m {\n    use a::d;\n\n    struct B;\n}\n"
        );
    }
}
