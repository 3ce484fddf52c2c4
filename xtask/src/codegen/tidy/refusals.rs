//! Bad input is refused in the name of the operation: the error knows what was called.

use std::collections::BTreeMap;

use syn::visit_mut::{self, VisitMut};
use syn::{Expr, ExprMethodCall, File, Item, parse_quote};

use super::syntax::{implemented, last, module};
use crate::codegen::lower::Client;
use crate::codegen::names;

/// Turns `Error::InvalidRequest` into a constructor that is told the operation.
pub(super) fn name_operations(file: &mut File, client: &Client) {
    let operations: BTreeMap<_, _> = client
        .model
        .operations
        .iter()
        .map(|operation| (names::pascal(&operation.id), operation.id.as_str()))
        .collect();

    for item in module(file, "builder").into_iter().flatten() {
        if let Item::Impl(item) = item
            && let Some(operation) =
                implemented(item).and_then(|name| operations.get(&name).copied())
        {
            Refusals { operation }.visit_item_impl_mut(item);
        }
    }
}

struct Refusals<'o> {
    operation: &'o str,
}

impl VisitMut for Refusals<'_> {
    fn visit_expr_method_call_mut(&mut self, call: &mut ExprMethodCall) {
        visit_mut::visit_expr_method_call_mut(self, call);

        if call.method == "map_err"
            && let Some(refusal) = call.args.first_mut()
            && matches!(refusal, Expr::Path(path) if last(&path.path).as_deref() == Some("InvalidRequest"))
        {
            let operation = self.operation;
            *refusal = parse_quote!(Error::invalid_request(client, #operation));
        }
    }
}
