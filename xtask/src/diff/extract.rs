//! Reads the public surface off generated code.

#![expect(clippy::wildcard_enum_match_arm, reason = "syntax has more kinds than a surface")]

use std::collections::BTreeMap;

use quote::{ToTokens, quote};
use syn::visit::{self, Visit};
use syn::{
    Attribute, Expr, ExprStruct, Fields, File, ImplItem, ItemImpl, Member, ReturnType, Type,
    Visibility,
};

use super::surface::{Item, Kind, Surface};

/// The surface of a file.
pub(super) fn surface(file: &File) -> Surface {
    let mut reader = Reader::default();
    reader.items(&file.items, "");
    reader.mark_required();
    reader.surface
}

#[derive(Default)]
struct Reader {
    surface: Surface,
    /// Which fields of builders start as an error, by builder and field.
    demanded: BTreeMap<(String, String), bool>,
}

impl Reader {
    fn items(&mut self, items: &[syn::Item], module: &str) {
        for item in items {
            match item {
                syn::Item::Mod(inner) if is_public(&inner.vis) => {
                    let path = format!("{module}{}::", inner.ident);
                    let inner = inner.content.as_ref().map(|(_, items)| items.as_slice());
                    self.items(inner.unwrap_or_default(), &path);
                }
                syn::Item::Struct(item) if is_public(&item.vis) => {
                    let name = format!("{module}{}", item.ident);
                    let owner = builder_owner(&name);
                    self.container(&name, Kind::Struct, &item.attrs, &item.generics, owner);
                    self.fields(&name, &item.fields);
                }
                syn::Item::Enum(item) if is_public(&item.vis) => {
                    let name = format!("{module}{}", item.ident);
                    self.container(&name, Kind::Enum, &item.attrs, &item.generics, None);
                    for variant in &item.variants {
                        let path = format!("{name}::{}", variant.ident);
                        let payload = text(&variant.fields);
                        let mut entry = entry(Kind::Variant, &name, &variant.attrs, payload);
                        entry.wire = renamed(&variant.attrs);
                        self.surface.items.insert(path, entry);
                    }
                }
                syn::Item::Impl(item) => self.implementation(item, module),
                syn::Item::Fn(item) if is_public(&item.vis) => {
                    let path = format!("{module}{}", item.sig.ident);
                    let shape = text(&item.sig);
                    self.surface.items.insert(path, entry(Kind::Other, "", &item.attrs, shape));
                }
                syn::Item::Const(item) if is_public(&item.vis) => {
                    let path = format!("{module}{}", item.ident);
                    let shape = text(&item.ty);
                    self.surface.items.insert(path, entry(Kind::Other, "", &item.attrs, shape));
                }
                syn::Item::Type(item) if is_public(&item.vis) => {
                    let path = format!("{module}{}", item.ident);
                    let shape = text(&item.ty);
                    self.surface.items.insert(path, entry(Kind::Other, "", &item.attrs, shape));
                }
                _ => {}
            }
        }
    }

    fn container(
        &mut self,
        name: &str,
        kind: Kind,
        attributes: &[Attribute],
        generics: &syn::Generics,
        owner: Option<String>,
    ) {
        let mut item = entry(kind, "", attributes, text(generics));
        item.owner = owner;
        item.grows = attributes.iter().any(|one| one.path().is_ident("non_exhaustive"));
        self.surface.items.insert(name.to_owned(), item);

        for derived in attributes.iter().filter(|one| one.path().is_ident("derive")) {
            let Ok(list) = derived.meta.require_list() else { continue };
            for path in list.tokens.to_string().split(',') {
                let of = path.rsplit("::").next().unwrap_or_default().trim();
                self.has_trait(name, of);
            }
        }
    }

    fn has_trait(&mut self, name: &str, of: &str) {
        let item = entry(Kind::Trait, name, &[], of.to_owned());
        self.surface.items.insert(format!("{name}: {of}"), item);
    }

    fn fields(&mut self, name: &str, fields: &Fields) {
        for field in fields.iter().filter(|field| is_public(&field.vis)) {
            let Some(ident) = &field.ident else { continue };
            let mut item = entry(Kind::Field, name, &field.attrs, text(&field.ty));
            item.wire = renamed(&field.attrs);
            self.surface.items.insert(format!("{name}.{ident}"), item);
        }
    }

    fn implementation(&mut self, item: &ItemImpl, module: &str) {
        let Type::Path(of) = item.self_ty.as_ref() else { return };
        let local: Vec<_> = of.path.segments.iter().map(|part| part.ident.to_string()).collect();
        let name = format!("{module}{}", local.join("::"));

        if let Some((path, _)) = &item.trait_ {
            if path.segments.last().is_some_and(|last| last.ident == "Default") {
                self.starts(item, &name);
            }
            let last = path.segments.last().map(text).unwrap_or_default();
            if self.surface.items.contains_key(&name) {
                self.has_trait(&name, &last);
            }
            return;
        }
        for method in &item.items {
            let ImplItem::Fn(method) = method else { continue };
            if method.sig.ident == "new" {
                self.starts(item, &name);
            }
            if !is_public(&method.vis) {
                continue;
            }
            let path = format!("{name}::{}", method.sig.ident);
            let is_setter = name.contains("builder::") && method.sig.ident != "send";
            let kind = if is_setter { Kind::Setter } else { Kind::Method };
            let mut one = entry(kind, &name, &method.attrs, text(&method.sig));
            one.shown = match (&method.sig.output, &method.sig.generics.where_clause) {
                (_, Some(bounds)) if is_setter => {
                    bounds.predicates.first().map(text).unwrap_or_default()
                }
                (ReturnType::Type(_, returned), _) => text(returned),
                (ReturnType::Default, _) => "()".to_owned(),
            };
            self.surface.items.insert(path, one);
        }
    }

    /// Reads how a builder starts: a field that starts as an error must be set.
    fn starts(&mut self, item: &ItemImpl, name: &str) {
        let mut starts = Starts { name, demanded: &mut self.demanded };
        starts.visit_item_impl(item);
    }

    fn mark_required(&mut self) {
        for ((builder, field), demanded) in &self.demanded {
            if let Some(setter) = self.surface.items.get_mut(&format!("{builder}::{field}")) {
                setter.required = *demanded;
            }
        }
    }
}

struct Starts<'r> {
    name: &'r str,
    demanded: &'r mut BTreeMap<(String, String), bool>,
}

impl<'ast> Visit<'ast> for Starts<'_> {
    fn visit_expr_struct(&mut self, i: &'ast ExprStruct) {
        for field in &i.fields {
            let Member::Named(name) = &field.member else { continue };
            let is_error = matches!(&field.expr, Expr::Call(call) if text(&call.func) == "Err");
            self.demanded.insert((self.name.to_owned(), name.to_string()), is_error);
        }
        visit::visit_expr_struct(self, i);
    }
}

/// What a builder belongs to: the method of a call, or a type.
fn builder_owner(name: &str) -> Option<String> {
    if let Some(of) = name.strip_prefix("types::builder::") {
        return Some(format!("types::{of}"));
    }
    let call = name.strip_prefix("builder::")?;
    Some(format!("Client::{}", crate::codegen::names::snake(call)))
}

fn entry(kind: Kind, owner: &str, attributes: &[Attribute], shape: String) -> Item {
    let docs = attributes.iter().filter(|one| one.path().is_ident("doc"));
    let docs: Vec<_> = docs.map(|one| one.to_token_stream().to_string()).collect();

    Item {
        kind,
        owner: (!owner.is_empty()).then(|| owner.to_owned()),
        shown: shape.clone(),
        shape,
        required: false,
        grows: false,
        wire: None,
        docs: docs.join("\n"),
        deprecated: attributes.iter().any(|one| one.path().is_ident("deprecated")),
    }
}

/// The name that serde reads and writes.
fn renamed(attributes: &[Attribute]) -> Option<String> {
    let mut name = None;
    for attribute in attributes.iter().filter(|one| one.path().is_ident("serde")) {
        // What serde takes and this does not understand is no name.
        let understood = attribute.parse_nested_meta(|meta| {
            if meta.path.is_ident("rename") {
                name = Some(meta.value()?.parse::<syn::LitStr>()?.value());
            } else if meta.input.peek(syn::Token![=]) {
                meta.value()?.parse::<Expr>()?;
            }
            Ok(())
        });
        drop(understood);
    }
    name
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

/// Code as people write it, more or less.
fn text(code: impl ToTokens) -> String {
    let text = quote!(#code).to_string();
    let mut out = text;
    for (loose, tight) in [
        (" :: ", "::"),
        (":: ", "::"),
        (" < ", "<"),
        (" >", ">"),
        ("< ", "<"),
        (" ,", ","),
        (" (", "("),
        ("( ", "("),
        (" )", ")"),
        ("& ", "&"),
        (" : ", ": "),
    ] {
        out = out.replace(loose, tight);
    }
    out.trim().to_owned()
}
