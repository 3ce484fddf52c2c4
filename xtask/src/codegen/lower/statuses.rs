//! One success type and one error enum per operation, with a variant per documented status.

use std::collections::BTreeMap;

use super::{Plan, Success};
use crate::codegen::model::{
    Case, Component, Model, Operation, Payload, Response, Schema, Shape, Status, alike,
};
use crate::codegen::names;
use crate::codegen::notes::{Notes, Rule};
use crate::codegen::status;

const BYTES: Rule =
    Rule { name: "bytes-and-types", why: "an answer is a stream of bytes or a value, not both" };

/// Plans every operation and adds the enums that the plans name.
pub(super) fn plan(model: &mut Model, notes: &mut Notes) -> BTreeMap<String, Plan> {
    let mut plans = BTreeMap::new();

    for operation in model.operations.clone() {
        let success = success(&operation, model, notes);
        let error = error(&operation, model, notes);
        plans.insert(operation.id, Plan { success, error });
    }
    plans
}

/// The answers that mean that all went well: those of 2XX, or else the default.
fn successes(operation: &Operation) -> Vec<&Response> {
    let stated: Vec<_> =
        operation.responses.iter().filter(|response| response.status.is_success()).collect();

    if stated.is_empty() {
        operation.responses.iter().filter(|response| response.status == Status::Default).collect()
    } else {
        stated
    }
}

fn success(operation: &Operation, model: &mut Model, notes: &mut Notes) -> Success {
    let responses = successes(operation);
    let payloads: Vec<_> = responses.iter().map(|response| payload(response)).collect();
    let Some(&first) = payloads.first() else { return Success::Nothing };

    if payloads.iter().any(|payload| matches!(payload, Some(Payload::Bytes))) {
        if payloads.iter().any(|payload| matches!(payload, Some(Payload::Typed(_)))) {
            notes.add(BYTES, &operation.at, "every success is taken as bytes");
        }
        return Success::Bytes;
    }
    if payloads.iter().all(|other| same(first, *other, model)) {
        return match first {
            Some(Payload::Typed(schema)) => Success::Typed(schema.clone()),
            Some(Payload::Bytes) | None => Success::Nothing,
        };
    }

    let cases = responses.iter().map(|response| case(response, operation, notes)).collect();
    Success::ByStatus(add(model, operation, ["Response", "Success"], cases))
}

fn payload(response: &Response) -> Option<&Payload> {
    response.content.as_ref().map(|content| &content.payload)
}

fn same(one: Option<&Payload>, other: Option<&Payload>, model: &Model) -> bool {
    match (one, other) {
        (Some(Payload::Typed(a)), Some(Payload::Typed(b))) => {
            a.nullable == b.nullable && alike(a, b, &model.components)
        }
        (one, other) => one == other,
    }
}

fn error(operation: &Operation, model: &mut Model, notes: &mut Notes) -> Option<String> {
    let errors = operation.responses.iter().filter(|response| response.status.is_error());
    let cases: Vec<_> = errors.map(|response| case(response, operation, notes)).collect();

    (!cases.is_empty()).then(|| add(model, operation, ["Error", "Failure"], cases))
}

fn case(response: &Response, operation: &Operation, notes: &mut Notes) -> Case {
    let schema = match payload(response) {
        Some(Payload::Typed(schema)) => Some(schema.clone()),
        Some(Payload::Bytes) => {
            notes.add(
                BYTES,
                &operation.at,
                format!("the body of {} is not kept", status::title(response.status)),
            );
            None
        }
        None => None,
    };

    Case {
        rust: status::variant(response.status),
        status: status::title(response.status),
        docs: response.docs.clone(),
        schema: schema.map(|schema| Schema { nullable: false, ..schema }),
    }
}

/// Adds an enum under the first of two names that is free, or under a number.
fn add(model: &mut Model, operation: &Operation, endings: [&str; 2], cases: Vec<Case>) -> String {
    let stem = names::pascal(&operation.id);
    let [first, _] = endings;
    let free = |name: &String| !model.components.contains_key(name);

    let named = endings.iter().map(|ending| format!("{stem}{ending}"));
    let numbered = (2..).map(|number| format!("{stem}{first}{number}"));
    let name = named.chain(numbered).find(free).unwrap_or_default();

    let component = Component::new(Schema::of(Shape::ByStatus(cases)), &operation.at);
    model.components.insert(name.clone(), component);
    name
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use crate::codegen::testing::planned;

    #[test]
    fn one_shape_is_one_type_and_errors_are_an_enum() {
        let shown = planned(
            r"
                paths:
                  /a:
                    get:
                      operationId: getA
                      responses:
                        '200': {description: Old., content: {application/json: {schema: {type: object, properties: {x: {type: string}}}}}}
                        '201': {description: New., content: {application/json: {schema: {type: object, properties: {x: {type: string}}}}}}
                        '404': {description: None., content: {application/json: {schema: {type: string}}}}
                        '418': {description: Tea.}
                        5XX: {description: Ours., content: {application/pdf: {schema: {type: string, format: binary}}}}
                        default: {description: Else., content: {application/json: {schema: {type: object, properties: {why: {type: string}}}}}}
            ",
        );

        assert_snapshot!(shown);
    }

    #[test]
    fn several_shapes_are_an_enum() {
        let shown = planned(
            r"
                paths:
                  /a:
                    post:
                      operationId: makeA
                      responses:
                        '200': {description: Made., content: {application/json: {schema: {type: object, properties: {x: {type: string}}}}}}
                        '202': {description: Later.}
                components: {schemas: {MakeAResponse: {type: object, properties: {y: {type: string}}}}}
            ",
        );

        assert_snapshot!(shown);
    }

    #[test]
    fn a_default_alone_is_both() {
        let shown = planned(
            r"
                paths:
                  /a: {get: {operationId: getA, responses: {default: {description: All., content: {application/json: {schema: {type: boolean}}}}}}}
                  /b: {get: {operationId: getB, responses: {}}}
                  /c:
                    get:
                      operationId: getC
                      responses:
                        '200': {description: File., content: {application/pdf: {schema: {type: string, format: binary}}}}
                        '201': {description: Word., content: {application/json: {schema: {type: string}}}}
            ",
        );

        assert_snapshot!(shown);
    }

    #[test]
    fn a_name_that_the_document_has_is_left_to_it() {
        let shown = planned(
            r"
                paths:
                  /a:
                    get:
                      operationId: getA
                      responses:
                        '400': {description: Bad., content: {application/json: {schema: {$ref: '#/components/schemas/GetAError'}}}}
                components: {schemas: {GetAError: {type: object, properties: {x: {type: string}}}}}
            ",
        );

        assert_snapshot!(shown);
    }
}
