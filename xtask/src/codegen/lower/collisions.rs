//! Two operations that send the same request are one.

use std::collections::BTreeSet;

use super::render;
use crate::codegen::model::Model;
use crate::codegen::notes::{Notes, Rule};

const RULE: Rule = Rule {
    name: "same-request",
    why: "paths that differ in the names of their parameters are one path",
};

/// Leaves out operations whose method and path, with Rust names, an earlier one has.
pub(super) fn leave_out(model: &mut Model, notes: &mut Notes) {
    let mut seen = BTreeSet::new();

    model.operations.retain(|operation| {
        let first = seen.insert((operation.method, render::path(operation)));
        if !first {
            notes.add(
                RULE,
                &operation.at,
                format!("{} is left out: another sends the same", operation.id),
            );
        }
        first
    });
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use crate::codegen::testing::planned;

    #[test]
    fn the_first_of_two_equal_requests_is_kept() {
        let shown = planned(
            "
                paths:
                  /a/{fooBar}: {get: {operationId: a, responses: {}}}
                  /a/{foo_bar}: {get: {operationId: b, responses: {}}, put: {operationId: c, responses: {}}}
            ",
        );

        assert_snapshot!(shown);
    }
}
