//! The operations that the selection of the document takes; what no filter takes is never read.

use anyhow::{Context as _, Result};
use serde_json::Value;

use super::ids::Ids;
use super::paths::Found;
use crate::codegen::document::Document;
use crate::codegen::notes::{Notes, Rule};
use crate::codegen::selection::Candidate;

const RULE: Rule =
    Rule { name: "filters", why: "the provider's row asks for some operations only" };

/// What is wanted, each with the name of its method: the same name, however much else is wanted.
pub(super) fn operations<'d>(
    document: &Document,
    found: Vec<Found<'d>>,
    notes: &mut Notes,
) -> Result<Vec<(String, Found<'d>)>> {
    let mut ids = Ids::default();
    let named: Vec<_> = found
        .into_iter()
        .map(|found| {
            let mut own = Notes::default();
            (ids.take(&found, &mut own), own, found)
        })
        .collect();
    let candidates: Vec<_> = named.iter().map(|(id, _, found)| candidate(id, found)).collect();
    let wanted = document.selection.of(&candidates).with_context(|| document.file.clone())?;

    let mut operations = Vec::new();
    let total = named.len();
    for ((id, own, found), wanted) in named.into_iter().zip(wanted) {
        if wanted {
            notes.append(own);
            operations.push((id, found));
        }
    }
    if operations.len() < total {
        let count = operations.len();
        notes.add(RULE, "#/paths", format!("{count} of {total} operations are taken"));
    }
    Ok(operations)
}

fn candidate<'c>(name: &'c str, found: &'c Found<'_>) -> Candidate<'c> {
    let tags = found.raw.get("tags").and_then(Value::as_array);
    Candidate {
        id: found.raw.get("operationId").and_then(Value::as_str),
        name,
        tags: tags.into_iter().flatten().filter_map(Value::as_str).collect(),
        path: &found.path,
        method: found.method,
    }
}

#[cfg(test)]
mod tests {
    use crate::codegen::normalize::normalize;
    use crate::codegen::notes::Notes;
    use crate::codegen::selection::Selection;
    use crate::codegen::testing::document;

    const DOCUMENT: &str = "openapi: 3.0.3
paths:
  /a: {get: {operationId: getA, tags: [x], responses: {'200': {description: '', content: {application/json: {schema: {$ref: '#/components/schemas/A'}}}}}}}
  /b: {get: {operationId: get_a, responses: {'200': {description: '', content: {application/json: {schema: {$ref: '#/components/schemas/B'}}}}}}}
components:
  schemas:
    A: {type: object, properties: {inner: {$ref: '#/components/schemas/Inner'}}}
    Inner: {type: object, properties: {x: {type: string}}}
    B: {type: object, properties: {y: {type: string}}}
";

    fn taken(filters: &[&str]) -> (String, String) {
        let mut document = document(DOCUMENT);
        document.selection = Selection::parse(filters).unwrap();
        match normalize(&document, &mut Notes::default()) {
            Ok(model) => (
                model.operations.iter().map(|one| one.id.as_str()).collect::<Vec<_>>().join(" "),
                model.components.keys().map(String::as_str).collect::<Vec<_>>().join(" "),
            ),
            Err(error) => (format!("{error:#}"), String::new()),
        }
    }

    #[test]
    fn only_what_wanted_operations_reach_is_there_and_names_stay() {
        let pair = |one: &str, other: &str| (one.to_owned(), other.to_owned());

        assert_eq!(taken(&[]), pair("get_a get_a_2", "A B Inner"));
        assert_eq!(taken(&["tag:x"]), pair("get_a", "A Inner"));
        assert_eq!(taken(&["path:/b"]), pair("get_a_2", "B"));
    }

    #[test]
    fn a_filter_without_effect_is_an_error_that_names_the_document() {
        let (error, _) = taken(&["getB"]);

        assert!(
            error.starts_with("openapi/example.yaml: the filter `getB` takes no operation"),
            "{error}"
        );
    }
}
