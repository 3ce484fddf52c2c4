//! Properties go on the wire under the document's names and in its order.

use std::collections::BTreeMap;

use proc_macro2::TokenTree;
use syn::punctuated::Punctuated;
use syn::visit_mut::{self, VisitMut};
use syn::{Attribute, ExprStruct, Fields, File, ImplItem, Item, Member, Meta, Token, parse_quote};

use super::syntax::{bare, implemented, inner_module, is, mentions, module};
use crate::codegen::lower::Client;
use crate::codegen::model::{Field, Shape};

/// Puts the document's names and its order into every struct and its builder.
pub(super) fn restore_names(file: &mut File, client: &Client) {
    let structs: BTreeMap<_, _> = client
        .model
        .components
        .iter()
        .filter_map(|(name, component)| match &component.schema.shape {
            Shape::Struct(fields) => Some((name.as_str(), fields.as_slice())),
            _ => None,
        })
        .collect();
    let Some(types) = module(file, "types") else { return };

    for item in types.iter_mut() {
        tidy(item, &structs, true);
    }
    for item in inner_module(types, "builder").into_iter().flatten() {
        tidy(item, &structs, false);
    }
}

fn tidy(item: &mut Item, structs: &BTreeMap<&str, &[Field]>, on_the_wire: bool) {
    match item {
        Item::Struct(item) => {
            let Some(known) = structs.get(item.ident.to_string().as_str()) else { return };
            item.attrs.iter_mut().for_each(tolerate);
            let Fields::Named(fields) = &mut item.fields else { return };
            sort(&mut fields.named, |field| place(field.ident.as_ref()?, known));
            for field in fields.named.iter_mut().filter(|_| on_the_wire) {
                let known = field.ident.as_ref().and_then(|name| find(name, known));
                if let (Some(known), Some(name)) = (known.filter(|known| !known.rest), &field.ident)
                {
                    rename(&mut field.attrs, &name.to_string(), &known.wire);
                }
            }
        }
        Item::Impl(item) => {
            let Some(known) =
                implemented(item).and_then(|name| structs.get(name.as_str()).copied())
            else {
                return;
            };
            item.items.sort_by_key(|item| match item {
                ImplItem::Fn(function) => place(&function.sig.ident, known),
                _ => None,
            });
            Literals { known }.visit_item_impl_mut(item);
        }
        _ => {}
    }
}

fn find<'f>(name: &syn::Ident, known: &'f [Field]) -> Option<&'f Field> {
    known.get(place(name, known)?)
}

fn place(name: &syn::Ident, known: &[Field]) -> Option<usize> {
    let name = name.to_string();
    known
        .iter()
        .position(|field| field.rust == name)
        .or_else(|| known.iter().position(|field| field.rust == bare(&name)))
}

fn sort<T>(items: &mut Punctuated<T, Token![,]>, key: impl Fn(&T) -> Option<usize>) {
    let mut all: Vec<_> = std::mem::take(items).into_iter().collect();
    all.sort_by_cached_key(key);

    items.extend(all);
    if !items.is_empty() {
        items.push_punct(Token![,](proc_macro2::Span::call_site()));
    }
}

/// `Self { … }` fills fields in the order in which they stand.
struct Literals<'f> {
    known: &'f [Field],
}

impl VisitMut for Literals<'_> {
    fn visit_expr_struct_mut(&mut self, literal: &mut ExprStruct) {
        visit_mut::visit_expr_struct_mut(self, literal);

        for field in &mut literal.fields {
            let rest = matches!(&field.member, Member::Named(name) if find(name, self.known).is_some_and(|known| known.rest));
            if rest
                && matches!(&field.expr, syn::Expr::Call(call) if matches!(call.func.as_ref(), syn::Expr::Path(path) if path.path.is_ident("Err")))
            {
                field.expr = parse_quote!(Ok(::std::default::Default::default()));
            }
        }
        if !literal.fields.is_empty() && literal.path.is_ident("Self") {
            sort(&mut literal.fields, |field| match &field.member {
                Member::Named(name) => place(name, self.known),
                Member::Unnamed(_) => None,
            });
        }
    }
}

/// Gives a field or a variant its name on the wire.
pub(super) fn rename(attributes: &mut Vec<Attribute>, rust: &str, wire: &str) {
    if rust == wire && !attributes.iter().any(renames) {
        return;
    }
    let mut others: Vec<Meta> = Vec::new();
    for attribute in attributes.extract_if(.., |attribute| is(attribute, "serde")) {
        let list = attribute.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated);
        others.extend(list.into_iter().flatten().filter(|meta| !meta.path().is_ident("rename")));
    }

    if rust != wire {
        others.insert(0, parse_quote!(rename = #wire));
    }
    if !others.is_empty() {
        attributes.push(parse_quote!(#[serde(#(#others),*)]));
    }
}

/// Whether an attribute names a property; most do not, and are not worth parsing.
fn renames(attribute: &Attribute) -> bool {
    let Meta::List(list) = &attribute.meta else { return false };
    let names = |tree| matches!(tree, TokenTree::Ident(word) if word == "rename");
    is(attribute, "serde") && list.tokens.clone().into_iter().any(names)
}

/// Unknown properties never fail.
fn tolerate(attribute: &mut Attribute) {
    const REFUSES: &str = "deny_unknown_fields";

    if is(attribute, "serde")
        && mentions(attribute, REFUSES)
        && let Ok(list) = attribute.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated)
    {
        let kept = list.into_iter().filter(|meta| !meta.path().is_ident(REFUSES));
        *attribute = parse_quote!(#[serde(#(#kept),*)]);
    }
}

#[cfg(test)]
mod tests {
    use crate::codegen::testing::generated;

    #[test]
    fn a_struct_that_is_left_without_fields_is_a_struct() {
        let text = generated(
            r"
                paths:
                  /a:
                    post:
                      operationId: makeA
                      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/A'}}}}
                      responses: {}
                components: {schemas: {A: {type: object, properties: {id: {type: string, readOnly: true}}}}}
            ",
        );

        assert!(text.contains("pub struct A {}"), "{text}");
    }
}
