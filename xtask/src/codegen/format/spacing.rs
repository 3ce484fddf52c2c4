//! An empty line between items: prettyplease writes none.

#![expect(clippy::wildcard_enum_match_arm, reason = "syntax has more kinds than a pass is about")]

use syn::{File, ImplItem, Item, ItemImpl, ItemUse, UseTree, parse_quote};

/// What stands where an empty line goes, until the file is text.
const MARK: &str = "empty_line!();";

/// The text of a file, with its items apart.
pub(super) fn unparse(mut file: File) -> String {
    let mark: Item = parse_quote!(empty_line!(););
    space(&mut file.items, &mark);
    file.items.insert(0, mark);

    let text = prettyplease::unparse(&file);
    // The process is about to end; to give back each node of a large file alone takes long.
    std::mem::forget(file);
    let lines = text.lines().map(|line| if line.trim_start() == MARK { "" } else { line });
    lines.flat_map(|line| [line, "\n"]).collect()
}

/// Puts marks between the items of a file, a module or an `impl`; what stands deeper has none.
fn space(items: &mut Vec<Item>, mark: &Item) {
    for item in items.iter_mut() {
        match item {
            Item::Mod(module) => {
                if let Some((_, items)) = &mut module.content {
                    space(items, mark);
                }
            }
            Item::Impl(item) => methods(item),
            _ => {}
        }
    }
    *items = apart(std::mem::take(items), mark);
}

fn methods(item: &mut ItemImpl) {
    let mark: ImplItem = parse_quote!(empty_line!(););
    let mut spaced = Vec::with_capacity(item.items.len() * 2);

    for inner in std::mem::take(&mut item.items) {
        if !spaced.is_empty() && matches!(inner, ImplItem::Fn(_)) {
            spaced.push(mark.clone());
        }
        spaced.push(inner);
    }
    item.items = spaced;
}

/// Imports stay together, our own after those of others, and so do modules in files; everything else stands alone.
fn apart(items: Vec<Item>, mark: &Item) -> Vec<Item> {
    let mut spaced: Vec<Item> = Vec::with_capacity(items.len() * 2);

    for item in items {
        if spaced.last().is_some_and(|last| !together(last, &item)) {
            spaced.push(mark.clone());
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
