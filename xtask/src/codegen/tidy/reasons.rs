//! Why a builder cannot be sent costs nothing until somebody asks: a text that is known is not copied.

use syn::visit_mut::{self, VisitMut};
use syn::{
    Expr, ExprCall, ExprClosure, ExprMethodCall, Field, File, GenericArgument, Lit, PathArguments,
    Type, parse_quote,
};

use super::syntax::{inner_module, last, module};

/// Turns `Result<T, String>` in builders into `Result<T, Why>`, and makes what goes into it one.
pub(super) fn borrow(file: &mut File) {
    for item in module(file, "builder").into_iter().flatten() {
        Reasons.visit_item_mut(item);
    }
    let Some(types) = module(file, "types") else { return };
    for item in inner_module(types, "builder").into_iter().flatten() {
        Reasons.visit_item_mut(item);
    }
    if let Some(errors) = inner_module(types, "error") {
        errors.push(parse_quote! {
            impl ::std::convert::From<::keymint_core::rt::Why> for ConversionError {
                fn from(value: ::keymint_core::rt::Why) -> Self {
                    Self(value)
                }
            }
        });
    }
}

struct Reasons;

impl VisitMut for Reasons {
    /// `name: Result<T, String>`
    fn visit_field_mut(&mut self, field: &mut Field) {
        let Type::Path(path) = &mut field.ty else { return };
        let Some(result) = path.path.segments.last_mut().filter(|last| last.ident == "Result")
        else {
            return;
        };
        if let PathArguments::AngleBracketed(arguments) = &mut result.arguments
            && let Some(GenericArgument::Type(Type::Path(why))) = arguments.args.last_mut()
            && last(&why.path).as_deref() == Some("String")
        {
            why.path = parse_quote!(::keymint_core::rt::Why);
        }
    }

    /// `Err("text".to_string())`
    fn visit_expr_call_mut(&mut self, call: &mut ExprCall) {
        visit_mut::visit_expr_call_mut(self, call);

        let is_err = matches!(call.func.as_ref(), Expr::Path(path) if path.path.is_ident("Err"));
        if let Some(why) = call.args.first_mut().filter(|why| is_err && is_copy(why)) {
            convert(why);
        }
    }

    /// `.map_err(|e| …)`
    fn visit_expr_method_call_mut(&mut self, call: &mut ExprMethodCall) {
        visit_mut::visit_expr_method_call_mut(self, call);

        if call.method == "map_err"
            && let Some(Expr::Closure(ExprClosure { body, .. })) = call.args.first_mut()
        {
            convert(body);
        }
    }
}

/// Whether it copies a known text.
fn is_copy(why: &Expr) -> bool {
    let Expr::MethodCall(call) = why else { return false };
    let is_text =
        matches!(call.receiver.as_ref(), Expr::Lit(text) if matches!(text.lit, Lit::Str(_)));
    is_text && call.method == "to_string"
}

/// Makes a `Why` of it: of a known text without its copy, of any other as it is.
fn convert(why: &mut Expr) {
    let text = match &*why {
        Expr::MethodCall(call) if is_copy(why) => &call.receiver,
        made => made,
    };
    *why = parse_quote!(#text.into());
}
