//! Parameters go on the wire under the names that the document gives them.

use std::collections::BTreeMap;

use syn::visit_mut::{self, VisitMut};
use syn::{Expr, ExprCall, ExprLit, ExprMethodCall, File, Item, Lit, LitStr, parse_quote};

use super::syntax::{implemented, last, module, text};
use crate::codegen::lower::Client;
use crate::codegen::model::{Operation, Parameter, Place, Shape, Text};
use crate::codegen::names;

/// Puts the document's names into every builder.
pub(super) fn restore_names(file: &mut File, client: &Client) {
    let operations: BTreeMap<_, _> = client
        .model
        .operations
        .iter()
        .map(|operation| (names::pascal(&operation.id), operation))
        .collect();

    for item in module(file, "builder").into_iter().flatten() {
        if let Item::Impl(item) = item
            && let Some(operation) =
                implemented(item).and_then(|name| operations.get(&name).copied())
        {
            Calls { operation }.visit_item_impl_mut(item);
        }
    }
}

struct Calls<'o> {
    operation: &'o Operation,
}

impl Calls<'_> {
    fn parameter(&self, name: &Expr, place: Place) -> Option<&Parameter> {
        let name = text(name)?;
        self.operation
            .parameters
            .iter()
            .find(|parameter| parameter.place == place && parameter.rust == name)
    }
}

impl VisitMut for Calls<'_> {
    fn visit_expr_call_mut(&mut self, call: &mut ExprCall) {
        visit_mut::visit_expr_call_mut(self, call);

        let Expr::Path(function) = call.func.as_ref() else { return };
        let mut names =
            function.path.segments.iter().rev().map(|segment| segment.ident.to_string());
        if names.next().as_deref() != Some("new") || names.next().as_deref() != Some("QueryParam") {
            return;
        }
        if let Some(name) = call.args.first_mut()
            && let Some(parameter) = self.parameter(name, Place::Query)
        {
            replace(name, &parameter.wire);
        }
    }

    fn visit_expr_method_call_mut(&mut self, call: &mut ExprMethodCall) {
        visit_mut::visit_expr_method_call_mut(self, call);

        let on_map = matches!(call.receiver.as_ref(), Expr::Path(map) if last(&map.path).as_deref() == Some("header_map"));
        if !on_map || call.method != "append" {
            return;
        }
        let mut arguments = call.args.iter_mut();
        if let (Some(name), Some(value)) = (arguments.next(), arguments.next())
            && let Some(parameter) = self.parameter(name, Place::Header)
        {
            replace(name, &parameter.wire);
            if parameter.schema.shape == Shape::Text(Text::Secret) {
                Exposed.visit_expr_mut(value);
            }
        }
    }
}

fn replace(name: &mut Expr, wire: &str) {
    if let Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) = name {
        *text = LitStr::new(wire, text.span());
    }
}

/// A secret has no `to_string`; the header is where it is written out.
struct Exposed;

impl VisitMut for Exposed {
    fn visit_expr_mut(&mut self, expression: &mut Expr) {
        visit_mut::visit_expr_mut(self, expression);

        if let Expr::MethodCall(call) = expression
            && call.method == "to_string"
        {
            let secret = &call.receiver;
            *expression = parse_quote!(#secret.expose().to_owned());
        }
    }
}
