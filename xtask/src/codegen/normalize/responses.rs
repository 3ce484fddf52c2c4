//! What an operation answers.

use serde_json::Value;

use super::operation::text;
use super::paths::Found;
use super::schemas::Schemas;
use super::{content, references};
use crate::codegen::model::{Response, Status};
use crate::codegen::names;
use crate::codegen::notes::Rule;
use crate::codegen::{pointer, status};

const RULE: Rule = Rule { name: "statuses", why: "an answer is understood by its status" };

const LINKS: Rule = Rule { name: "links", why: "what to call next is the caller's to decide" };

/// The documented answers that a call can end with.
pub(super) fn of(found: &Found<'_>, type_name: &str, schemas: &mut Schemas<'_>) -> Vec<Response> {
    let listed = found.raw.get("responses").and_then(Value::as_object);
    let statuses: Vec<_> =
        listed.into_iter().flatten().filter(|(key, _)| !key.starts_with("x-")).collect();
    let successes = statuses.iter().filter(|(key, _)| key.starts_with('2')).count();
    let mut responses = Vec::new();

    for (key, raw) in statuses {
        let at = pointer::below(&pointer::below(&found.at, "responses"), key);
        let Some(status) = read(key) else {
            schemas.notes().add(RULE, &at, "is no status");
            continue;
        };
        if !status.is_success() && !status.is_error() {
            schemas.notes().add(RULE, &at, "ends no call: neither a success nor an error");
            continue;
        }
        let Some((raw, there)) = references::follow(schemas.document(), raw, &at, schemas.notes())
        else {
            continue;
        };

        let hint = if there != at {
            format!("{}Body", names::pascal(&pointer::name(&there)))
        } else if status.is_success() && successes == 1 {
            format!("{type_name}Response")
        } else {
            format!("{type_name}{}", status::variant(status))
        };
        if raw.get("links").is_some() {
            schemas.notes().add(LINKS, &there, "links are left out");
        }
        let content = if found.method == "head" {
            None
        } else {
            content::response(raw, &there, &hint, schemas)
        };
        responses.push(Response { status, docs: text(raw, "/description"), content });
    }
    responses
}

fn read(key: &str) -> Option<Status> {
    if key == "default" {
        return Some(Status::Default);
    }
    if let Ok(code @ 100..=599) = key.parse::<u16>() {
        return Some(Status::Code(code));
    }
    let class = key.strip_suffix("XX").or_else(|| key.strip_suffix("xx"))?.parse().ok()?;
    (1..=5).contains(&class).then_some(Status::Class(class))
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use crate::codegen::testing::paths;

    #[test]
    fn answers_are_found_by_status() {
        let shown = paths(
            r"
                paths:
                  /a:
                    get:
                      operationId: getA
                      responses:
                        '200': {description: Fine., content: {application/json: {schema: {type: object, properties: {x: {type: string}}}}}}
                        4XX: {$ref: '#/components/responses/Refused'}
                        '404': {$ref: '#/components/responses/Refused'}
                        default: {description: Anything else.}
                        '302': {description: Elsewhere.}
                        maybe: {description: What.}
                        x-note: 1
                    head: {operationId: headA, responses: {'200': {description: ok, content: {application/json: {schema: {type: string}}}}}}
                components:
                  responses: {Refused: {description: No., content: {application/json: {schema: {type: object, properties: {why: {type: string}}}}}}}
            ",
        );

        assert_snapshot!(shown);
    }
}
