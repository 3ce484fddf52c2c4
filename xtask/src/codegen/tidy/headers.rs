//! No call sends an `api-version`, which belongs to another framework, nor says itself what it reads: the transport
//! does.

use quote::ToTokens as _;
use syn::visit_mut::{self, VisitMut};
use syn::{Block, Expr, ExprLit, ExprMethodCall, File, Lit, LitInt, Local, Pat, Stmt};

use super::syntax::module;

const MAP: &str = "header_map";

/// Removes both headers, and the map that holds the version when nothing else is in it.
pub(super) fn trim(file: &mut File) {
    for item in module(file, "builder").into_iter().flatten() {
        Blocks.visit_item_mut(item);
        WithoutCall(is_accept).visit_item_mut(item);
    }
}

struct Blocks;

impl VisitMut for Blocks {
    fn visit_block_mut(&mut self, block: &mut Block) {
        visit_mut::visit_block_mut(self, block);

        let before = block.stmts.len();
        block.stmts.retain(|statement| !adds_version(statement));
        if block.stmts.len() == before {
            return;
        }
        if block.stmts.iter().any(fills_map) {
            block.stmts.iter_mut().for_each(|statement| OneLess.visit_stmt_mut(statement));
        } else {
            block.stmts.retain(|statement| !makes_map(statement));
            let mut unused = WithoutCall(takes_map);
            block.stmts.iter_mut().for_each(|statement| unused.visit_stmt_mut(statement));
        }
    }
}

fn adds_version(statement: &Stmt) -> bool {
    let Stmt::Expr(Expr::MethodCall(call), _) = statement else { return false };
    call.method == "append"
        && call
            .args
            .first()
            .is_some_and(|name| name.to_token_stream().to_string().contains("\"api-version\""))
}

/// Whether a statement puts something into the map.
fn fills_map(statement: &Stmt) -> bool {
    matches!(statement, Stmt::Expr(..))
        && statement.to_token_stream().to_string().contains("header_map . append")
}

fn makes_map(statement: &Stmt) -> bool {
    matches!(statement, Stmt::Local(Local { pat: Pat::Ident(name), .. }) if name.ident == MAP)
}

/// Whether a call is `.headers(header_map)`.
fn takes_map(call: &ExprMethodCall) -> bool {
    call.method == "headers"
        && call.args.first().is_some_and(|map| map.to_token_stream().to_string() == MAP)
}

/// Whether a call is `.header(…::ACCEPT, …)`.
fn is_accept(call: &ExprMethodCall) -> bool {
    let name = call.args.first().filter(|_| call.method == "header");
    name.is_some_and(|name| name.to_token_stream().to_string().ends_with(":: ACCEPT"))
}

/// Takes a call out of a chain of calls.
struct WithoutCall(fn(&ExprMethodCall) -> bool);

impl VisitMut for WithoutCall {
    fn visit_expr_mut(&mut self, expression: &mut Expr) {
        visit_mut::visit_expr_mut(self, expression);

        if let Expr::MethodCall(call) = expression
            && self.0(call)
        {
            *expression = std::mem::replace(&mut *call.receiver, Expr::PLACEHOLDER);
        }
    }
}

/// The map has one header less to hold.
struct OneLess;

impl VisitMut for OneLess {
    fn visit_expr_call_mut(&mut self, call: &mut syn::ExprCall) {
        visit_mut::visit_expr_call_mut(self, call);

        if call.func.to_token_stream().to_string().ends_with("with_capacity")
            && let Some(Expr::Lit(ExprLit { lit: Lit::Int(number), .. })) = call.args.first_mut()
            && let Ok(size) = number.base10_parse::<usize>()
        {
            *number = LitInt::new(&size.saturating_sub(1).to_string(), number.span());
        }
    }
}
