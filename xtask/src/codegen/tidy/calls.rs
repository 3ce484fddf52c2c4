//! Parameters go on the wire under the names and in the styles that the document gives them.

use std::collections::BTreeMap;

use quote::quote;
use syn::punctuated::Punctuated;
use syn::visit_mut::{self, VisitMut};
use syn::{Expr, ExprMacro, ExprMethodCall, File, Ident, Item, Token, parse_quote};

use super::syntax::{implemented, last, module, text};
use crate::codegen::lower::Client;
use crate::codegen::model::{Model, Operation, Parameter, Place, Shape, Text, Writing};
use crate::codegen::names;

mod styled;

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
            Calls { operation, model: &client.model }.visit_item_impl_mut(item);
        }
    }
}

struct Calls<'o> {
    operation: &'o Operation,
    model: &'o Model,
}

impl Calls<'_> {
    fn parameter(&self, name: &str, places: &[Place]) -> Option<&Parameter> {
        self.operation
            .parameters
            .iter()
            .find(|parameter| places.contains(&parameter.place) && parameter.rust == name)
    }

    /// Writes `.query(&QueryParam::new("name", &name))`, or the same for a cookie.
    fn query(&self, call: &mut ExprMethodCall) -> Option<()> {
        let Expr::Reference(given) = call.args.first_mut()? else { return None };
        let Expr::Call(new) = given.expr.as_ref() else { return None };
        let name = text(new.args.first()?)?;
        let parameter = self.parameter(&name, &[Place::Query, Place::Cookie])?;

        let value = styled::named(&names::ident(&parameter.rust));
        *given.expr = styled::parameter(parameter, &value, "QueryParam");
        if parameter.place == Place::Cookie {
            call.method = Ident::new("cookie", call.method.span());
        }
        Some(())
    }

    /// Writes `header_map.append("Name", value.to_string().try_into()?)`.
    fn header(&self, call: &mut ExprMethodCall) -> Option<()> {
        let mut arguments = call.args.iter_mut();
        let (name, value) = (arguments.next()?, arguments.next()?);
        let parameter = self.parameter(&text(name)?, &[Place::Header])?;

        let wire = &parameter.wire;
        *name = parse_quote!(#wire);
        if parameter.schema.shape == Shape::Text(Text::Secret) {
            Exposed.visit_expr_mut(value);
        } else if !self.is_plain(parameter) {
            let written = styled::parameter(parameter, &styled::source(value)?, "Parameter");
            *value = parse_quote!(::keymint_core::rt::http::header::HeaderValue::styled(&#written));
        }
        Some(())
    }

    /// Writes `encode_path(&name)`, or a parameter in its style.
    fn path(&self, argument: &mut Expr) -> Option<()> {
        let Expr::Call(call) = argument else { return None };
        let value = styled::source(call.args.first()?)?;
        let Expr::Path(name) = &value else { return None };
        let name = name.path.get_ident()?.to_string();
        let parameter = self
            .operation
            .parameters
            .iter()
            .find(|p| p.place == Place::Path && names::ident(&p.rust) == name)?;
        if self.is_plain(parameter) {
            // A text is encoded where it is, without a copy.
            if parameter.schema.shape == Shape::Text(Text::Plain) {
                *argument = parse_quote!(encode_path(&#value));
                return Some(());
            }
            return None;
        }

        let written = styled::parameter(parameter, &value, "Parameter");
        *argument = parse_quote!(::keymint_core::rt::encode_path_as(&#written));
        Some(())
    }

    /// Whether a value is written by itself, as the generator writes it.
    fn is_plain(&self, parameter: &Parameter) -> bool {
        let component = parameter.schema.name().and_then(|name| self.model.components.get(name));
        let shape = component.map_or(&parameter.schema.shape, |component| &component.schema.shape);
        let compound = matches!(
            shape,
            Shape::Any | Shape::List(_) | Shape::Map(_) | Shape::Struct(_) | Shape::Union(_)
        );
        parameter.writing == Writing { explode: parameter.writing.explode, ..Writing::SIMPLE }
            && !compound
    }
}

impl VisitMut for Calls<'_> {
    fn visit_expr_method_call_mut(&mut self, call: &mut ExprMethodCall) {
        visit_mut::visit_expr_method_call_mut(self, call);

        let on_map = matches!(call.receiver.as_ref(), Expr::Path(map) if last(&map.path).as_deref() == Some("header_map"));
        if on_map && call.method == "append" {
            self.header(call);
        } else if call.method == "query" {
            self.query(call);
        }
    }

    /// The URL is put together by a macro, whose arguments are expressions all the same.
    fn visit_expr_macro_mut(&mut self, i: &mut ExprMacro) {
        if !i.mac.path.is_ident("format") {
            return;
        }
        let Ok(mut arguments) =
            i.mac.parse_body_with(Punctuated::<Expr, Token![,]>::parse_terminated)
        else {
            return;
        };
        let changed = arguments.iter_mut().filter_map(|argument| self.path(argument)).count();
        if changed > 0 {
            i.mac.tokens = quote!(#arguments);
        }
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
