//! One operation, read from its document.

use anyhow::Result;
use serde_json::Value;

use super::paths::Found;
use super::schemas::Schemas;
use super::{content, echo, parameters, references, responses, safety, security};
use crate::codegen::model::{Body, Operation};
use crate::codegen::names;
use crate::codegen::notes::Rule;
use crate::codegen::pointer;

const NO_BODY: Rule =
    Rule { name: "no-body", why: "HTTP gives a body no meaning with this method" };

/// Reads the operation that is called `id`, and everything it names.
pub(super) fn operation(
    id: String,
    found: &Found<'_>,
    schemas: &mut Schemas<'_>,
) -> Result<Operation> {
    let document = schemas.document();
    let type_name = names::pascal(&id);
    let (security, refused) = security::of(found, document, schemas.notes());

    Ok(Operation {
        method: found.method,
        path: found.path.clone(),
        server: found.server.clone(),
        at: found.at.clone(),
        summary: text(found.raw, "/summary"),
        docs: text(found.raw, "/description"),
        source: text(found.raw, "/externalDocs/url"),
        deprecated: found.raw.get("deprecated") == Some(&Value::Bool(true)),
        safety: safety::of(found, document)?,
        echo: echo::of(found, document)?,
        security,
        refused,
        parameters: parameters::of(found, &type_name, schemas),
        body: body(found, &type_name, schemas),
        responses: responses::of(found, &type_name, schemas),
        id,
    })
}

fn body(found: &Found<'_>, type_name: &str, schemas: &mut Schemas<'_>) -> Option<Body> {
    let at = pointer::below(&found.at, "requestBody");
    let raw = found.raw.get("requestBody")?;
    if ["get", "head", "trace"].contains(&found.method) {
        schemas.notes().add(NO_BODY, &at, "the request body is left out");
        return None;
    }

    let (raw, there) = references::follow(schemas.document(), raw, &at, schemas.notes())?;
    let hint = if there == at {
        format!("{type_name}Request")
    } else {
        names::pascal(&pointer::name(&there))
    };
    let required = raw.get("required") == Some(&Value::Bool(true));
    Some(Body {
        required,
        docs: text(raw, "/description"),
        content: content::request(raw, &there, &hint, schemas)?,
    })
}

/// A text of the document that says something.
pub(super) fn text(raw: &Value, at: &str) -> Option<String> {
    let text = raw.pointer(at)?.as_str()?.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use crate::codegen::testing::paths;

    #[test]
    fn a_body_is_left_out_where_http_has_none() {
        let shown = paths(
            r"
                paths:
                  /a:
                    get: {operationId: a, requestBody: {content: {application/json: {schema: {type: string}}}}, responses: {}}
                    delete: {operationId: b, requestBody: {$ref: '#/components/requestBodies/Why'}, responses: {}}
                components: {requestBodies: {Why: {required: true, content: {application/json: {schema: {type: object, properties: {reason: {type: string}}}}}}}}
            ",
        );

        assert_snapshot!(shown);
    }
}
