//! What an answer repeats of its request, and by which one answer is told from another.

use anyhow::{Context as _, Result};
use serde_json::Value;

use super::paths::Found;
use crate::codegen::document::Document;
use crate::codegen::model::Echo;
use crate::codegen::pointer;

/// What the document says under `x-keymint-echo`.
pub(super) fn of(found: &Found<'_>, document: &Document) -> Result<Option<Echo>> {
    let Some(stated) = found.raw.get("x-keymint-echo") else { return Ok(None) };

    let names = |key: &str| {
        let names = stated.get(key).and_then(Value::as_str).and_then(pointer::names);
        names.with_context(|| {
            format!("{}: {}/x-keymint-echo: `{key}` is no JSON pointer", document.file, found.at)
        })
    };
    Ok(Some(Echo { request: names("request")?, answer: names("answer")? }))
}

#[cfg(test)]
mod tests {
    use crate::codegen::normalize::normalize;
    use crate::codegen::notes::Notes;
    use crate::codegen::testing::document;

    fn read(echo: &str) -> Result<Option<[String; 2]>, String> {
        let operation = format!("{{operationId: a, responses: {{}}, {echo}}}");
        let document = document(&format!("openapi: 3.0.3\npaths: {{/a: {{post: {operation}}}}}"));
        let model =
            normalize(&document, &mut Notes::default()).map_err(|error| error.to_string())?;
        let echo = model.operations.into_iter().next().and_then(|operation| operation.echo);
        Ok(echo.map(|echo| [echo.request, echo.answer].map(|names| names.join(" "))))
    }

    #[test]
    fn an_echo_is_two_pointers() {
        let found = read("x-keymint-echo: {request: /name, answer: /data/a~1b}");

        assert_eq!(found, Ok(Some(["name", "data a/b"].map(str::to_owned))));
        assert_eq!(read("summary: b"), Ok(None));
    }

    #[test]
    fn half_an_echo_is_refused_with_its_place() {
        let error = read("x-keymint-echo: {request: /name, answer: name}").unwrap_err();

        assert_eq!(
            error,
            "openapi/example.yaml: #/paths/~1a/post/x-keymint-echo: `answer` is no JSON pointer"
        );
    }
}
