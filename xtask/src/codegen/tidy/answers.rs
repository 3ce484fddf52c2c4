//! An answer knows by itself whether it refuses: a method names what a success is, and no status.

use syn::visit_mut::{self, VisitMut};
use syn::{Expr, ExprBlock, ExprCall, ExprMatch, ExprMethodCall, File, Stmt};

use super::syntax::{last, module};

/// Replaces the choice among statuses by its success.
pub(super) fn take(file: &mut File) {
    for item in module(file, "builder").into_iter().flatten() {
        Choices.visit_item_mut(item);
    }
}

struct Choices;

impl VisitMut for Choices {
    fn visit_expr_mut(&mut self, expression: &mut Expr) {
        visit_mut::visit_expr_mut(self, expression);

        let Expr::Match(ExprMatch { expr: by, arms, .. }) = expression else { return };
        if !matches!(&**by, Expr::MethodCall(ExprMethodCall { method, .. }) if method == "as_u16") {
            return;
        }
        let mut bodies = arms.iter().map(|arm| bare(&arm.body));
        if let Some(success) = bodies.find(|body| made_by(body, "Err").is_none()) {
            *expression = made_by(success, "Ok").unwrap_or(success).clone();
        }
    }
}

/// An expression without braces of its own.
fn bare(expression: &Expr) -> &Expr {
    match expression {
        Expr::Block(ExprBlock { block, .. }) => match block.stmts.as_slice() {
            [Stmt::Expr(only, None)] => only,
            _ => expression,
        },
        _ => expression,
    }
}

/// What `Ok` or `Err` is made of.
fn made_by<'e>(expression: &'e Expr, variant: &str) -> Option<&'e Expr> {
    let Expr::Call(ExprCall { func, args, .. }) = expression else { return None };
    let is_it = matches!(&**func, Expr::Path(path) if last(&path.path).as_deref() == Some(variant));
    args.first().filter(|_| is_it)
}
