//! Bodies that may be left out, and bodies of parts.

use std::collections::BTreeMap;

use syn::visit_mut::{self, VisitMut};
use syn::{
    Expr, ExprMethodCall, Field, FieldValue, File, ImplItem, Item, ItemImpl, ItemStruct, Member,
    Stmt, Type, parse_quote,
};

use super::syntax::{implemented, last, module};
use crate::codegen::lower::Client;
use crate::codegen::model::{Body, MediaKind};
use crate::codegen::names;

/// Fits every builder to the body of its operation.
pub(super) fn fit(file: &mut File, client: &Client) {
    let bodies: BTreeMap<_, _> = client
        .model
        .operations
        .iter()
        .filter_map(|operation| Some((names::pascal(&operation.id), operation.body.as_ref()?)))
        .collect();

    for item in module(file, "builder").into_iter().flatten() {
        match item {
            Item::Struct(item) => {
                if let Some(body) = bodies.get(&item.ident.to_string())
                    && !body.required
                {
                    make_optional(item);
                }
            }
            Item::Impl(item) => {
                if let Some(body) = implemented(item).and_then(|name| bodies.get(&name)) {
                    Sent { parts: is_parts(body), optional: !body.required }
                        .visit_item_impl_mut(item);
                    if !body.required {
                        make_methods_optional(item);
                    }
                }
            }
            _ => {}
        }
    }
}

fn is_parts(body: &Body) -> bool {
    body.content.media.first().is_some_and(|media| media.kind == MediaKind::Multipart)
}

/// `body: Result<T, String>` holds an `Option<T>`.
fn make_optional(item: &mut ItemStruct) {
    for Field { ident, ty, .. } in &mut item.fields {
        if ident.as_ref().is_some_and(|ident| ident == "body")
            && let Some(inner) = first_argument(ty)
        {
            *ty = parse_quote!(Result<Option<#inner>, String>);
        }
    }
}

/// The `T` of `Result<T, String>`.
fn first_argument(ty: &Type) -> Option<Type> {
    let Type::Path(path) = ty else { return None };
    let syn::PathArguments::AngleBracketed(arguments) = &path.path.segments.last()?.arguments
    else {
        return None;
    };
    match arguments.args.first()? {
        syn::GenericArgument::Type(inner) => Some(inner.clone()),
        _ => None,
    }
}

fn make_methods_optional(item: &mut ItemImpl) {
    for method in &mut item.items {
        let ImplItem::Fn(method) = method else { continue };
        match method.sig.ident.to_string().as_str() {
            "new" => Absent.visit_block_mut(&mut method.block),
            "body" => Wrapped.visit_block_mut(&mut method.block),
            "body_map" => {
                method.block = parse_quote!({
                    self.body = self.body.map(|body| Some(f(body.unwrap_or_default())));
                    self
                });
            }
            "send" => method.block.stmts.iter_mut().for_each(finish),
            _ => {}
        }
    }
}

/// Until it is set there is no body.
struct Absent;

impl VisitMut for Absent {
    fn visit_field_value_mut(&mut self, i: &mut FieldValue) {
        if matches!(&i.member, Member::Named(name) if name == "body") {
            i.expr = parse_quote!(Ok(None));
        }
    }
}

/// A body that is set is `Some`.
struct Wrapped;

impl VisitMut for Wrapped {
    fn visit_expr_method_call_mut(&mut self, i: &mut ExprMethodCall) {
        visit_mut::visit_expr_method_call_mut(self, i);

        if i.method == "map_err" {
            let before = &i.receiver;
            i.receiver = parse_quote!(#before.map(Some));
        }
    }
}

/// `body.and_then(|v| T::try_from(v)…)` goes into the option.
fn finish(statement: &mut Stmt) {
    let Stmt::Local(local) = statement else { return };
    let named = matches!(&local.pat, syn::Pat::Ident(name) if name.ident == "body");
    let Some(init) = local.init.as_mut().filter(|_| named) else { return };
    Finished.visit_expr_mut(&mut init.expr);
}

struct Finished;

impl VisitMut for Finished {
    fn visit_expr_method_call_mut(&mut self, i: &mut ExprMethodCall) {
        visit_mut::visit_expr_method_call_mut(self, i);

        if i.method == "and_then"
            && let Some(build) = i.args.first_mut()
        {
            let inner = build.clone();
            *build = parse_quote!(|body| body.map(#inner).transpose());
        }
    }
}

/// How the request takes its body.
struct Sent {
    parts: bool,
    optional: bool,
}

impl VisitMut for Sent {
    fn visit_expr_method_call_mut(&mut self, i: &mut ExprMethodCall) {
        visit_mut::visit_expr_method_call_mut(self, i);

        let takes_body = i.method == "json" || i.method == "body";
        let Some(given) = i.args.first().filter(|given| takes_body && is_body(given)) else {
            return;
        };
        let before = &i.receiver;
        let mut sent: ExprMethodCall = match (self.parts, i.method == "json", self.optional) {
            (true, _, false) => parse_quote!(#before.multipart(body)),
            (true, _, true) => {
                parse_quote!(#before.optional(body, |request, body| request.multipart(body)))
            }
            (false, true, true) => {
                parse_quote!(#before.optional(body, |request, body| request.json(&body)))
            }
            (false, false, true) => {
                parse_quote!(#before.optional(body, |request, body| request.body(body)))
            }
            (false, _, false) => {
                let method = &i.method;
                parse_quote!(#before.#method(#given))
            }
        };
        std::mem::swap(i, &mut sent);
    }
}

/// Whether an expression is the body of the request, and not a setter's `value`.
fn is_body(expression: &Expr) -> bool {
    match expression {
        Expr::Reference(reference) => is_body(&reference.expr),
        Expr::Path(path) => last(&path.path).as_deref() == Some("body"),
        _ => false,
    }
}
