//! Between a request and its answer stands the transport alone: no hooks before and after, no client told about itself.

use syn::visit_mut::{self, VisitMut};
use syn::{
    Block, Expr, ExprAwait, ExprCall, ExprMethodCall, ExprStruct, ExprTry, File, Item, ItemImpl,
    Local, Pat, Stmt, parse_quote,
};

use super::syntax::{last, module};

/// Makes every builder hand its request to the transport itself.
pub(super) fn unhook(file: &mut File) {
    file.items.retain(|item| match item {
        Item::Const(item) => item.ident != "_",
        Item::Impl(ItemImpl { trait_: Some((path, _)), .. }) => {
            last(path).as_deref() != Some("ClientInfo")
        }
        _ => true,
    });
    for item in module(file, "builder").into_iter().flatten() {
        Sends.visit_item_mut(item);
    }
}

struct Sends;

impl VisitMut for Sends {
    fn visit_block_mut(&mut self, block: &mut Block) {
        visit_mut::visit_block_mut(self, block);

        let found =
            (0..block.stmts.len()).find_map(|at| Some((at, block.stmts.get(at..).and_then(sent)?)));
        let Some((at, sent)) = found else { return };
        block.stmts.splice(at..at + HOOKED, [sent]);
        if let Some(Stmt::Local(request)) =
            at.checked_sub(1).and_then(|before| block.stmts.get_mut(before))
        {
            built(request);
        }
    }

    fn visit_expr_mut(&mut self, expression: &mut Expr) {
        visit_mut::visit_expr_mut(self, expression);

        // The body has been read before.
        if let Expr::Await(ExprAwait { base, .. }) = expression
            && let Expr::Call(ExprCall { func, .. }) = &**base
            && matches!(&**func, Expr::Path(path) if last(&path.path).as_deref() == Some("from_response"))
        {
            *expression = std::mem::replace(&mut **base, Expr::PLACEHOLDER);
        }
    }
}

/// So many statements are there from the naming of the operation to the answer.
const HOOKED: usize = 5;

/// One statement for all of them.
fn sent(statements: &[Stmt]) -> Option<Stmt> {
    let [info, _, executed, _, answered, ..] = statements else { return None };
    let operation = operation(info)?;
    let Expr::Await(ExprAwait { base: executed, .. }) = made(executed)? else { return None };
    let Expr::MethodCall(ExprMethodCall { receiver: client, args, .. }) = &**executed else {
        return None;
    };
    let request = args.first()?;
    let Stmt::Local(Local { pat: answer, .. }) = answered else { return None };
    Some(parse_quote!(let #answer = #client.inner.execute(#request, #operation).await?;))
}

/// The operation in `let info = OperationInfo { operation_id: "…" };`.
fn operation(statement: &Stmt) -> Option<&Expr> {
    let Expr::Struct(ExprStruct { path, fields, .. }) = made(statement)? else { return None };
    let is_info = last(path).as_deref() == Some("OperationInfo");
    fields.first().filter(|_| is_info).map(|field| &field.expr)
}

fn made(statement: &Stmt) -> Option<&Expr> {
    let Stmt::Local(Local { init, .. }) = statement else { return None };
    init.as_ref().map(|init| &*init.expr)
}

/// A request is changed by nobody once it is made, and making it cannot fail.
fn built(request: &mut Local) {
    request.attrs.clear();
    if let Pat::Ident(name) = &mut request.pat {
        name.mutability = None;
    }
    if let Some(init) = &mut request.init
        && let Expr::Try(ExprTry { expr, .. }) = &mut *init.expr
        && let Expr::MethodCall(ExprMethodCall { method, receiver, .. }) = &mut **expr
        && method == "build"
    {
        *init.expr = std::mem::replace(&mut **receiver, Expr::PLACEHOLDER);
    }
}
