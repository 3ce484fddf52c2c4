//! A parameter as the runtime takes it, with its style where that is not the usual one.

use quote::format_ident;
use syn::{Expr, Ident, parse_quote};

use crate::codegen::model::{Parameter, Writing};

/// A variable.
pub(super) fn named(name: &str) -> Expr {
    let name = format_ident!("{name}");
    parse_quote!(#name)
}

/// What `&value.to_string()` or `value.to_string().try_into()?` starts from.
pub(super) fn source(expression: &Expr) -> Option<Expr> {
    match expression {
        Expr::Reference(reference) => source(&reference.expr),
        Expr::Try(tried) => source(&tried.expr),
        Expr::MethodCall(call) if call.method == "to_string" => Some((*call.receiver).clone()),
        Expr::MethodCall(call) => source(&call.receiver),
        _ => None,
    }
}

/// `Parameter::new("name", &value)`, with what is to be said about its style.
pub(super) fn parameter(parameter: &Parameter, value: &Expr, called: &str) -> Expr {
    let Parameter { wire, writing, .. } = parameter;
    let called = format_ident!("{called}");
    let mut written: Expr = parse_quote!(::keymint_core::rt::#called::new(#wire, &#value));

    if (Writing { reserved: false, ..*writing }) != Writing::QUERY {
        let style: Ident = format_ident!("{}", writing.style);
        written = parse_quote!(#written.style(::keymint_core::rt::Style::#style));
        if writing.explode {
            written = parse_quote!(#written.explode());
        }
    }
    if writing.reserved {
        written = parse_quote!(#written.reserved());
    }
    written
}
