//! Where a provider's error bodies keep what a caller asks for.

use anyhow::{Context as _, Result, bail};
use proc_macro2::TokenStream;
use quote::quote;
use serde_json::Value;

use crate::codegen::document::Document;
use crate::codegen::pointer;

const CODES: [&str; 6] = ["/error/code", "/code", "/error_code", "/errorCode", "/type", "/error"];
const MESSAGES: [&str; 8] = [
    "/error/message",
    "/message",
    "/detail",
    "/title",
    "/error_description",
    "/description",
    "/error",
    "/errors/0/message",
];
const REQUEST_IDS: [&str; 5] =
    ["/request_id", "/requestId", "/error/request_id", "/trace_id", "/traceId"];

/// What `x-keymint-errors` says, or the shapes that are common.
pub(super) fn fields(document: &Document) -> Result<TokenStream> {
    let Some(stated) = document.root.get("x-keymint-errors") else { return Ok(common()) };
    let at = || format!("{}: #/x-keymint-errors", document.file);

    let code = places(stated, "code").with_context(at)?;
    let message = places(stated, "message").with_context(at)?;
    let request_id = places(stated, "request_id").with_context(at)?;
    let listed =
        stated.get("violations").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let violations = listed.iter().map(violations).collect::<Result<Vec<_>>>().with_context(at)?;
    Ok(quote!(ErrorFields {
        code: &[#(#code),*],
        message: &[#(#message),*],
        request_id: &[#(#request_id),*],
        violations: &[#(#violations),*],
    }))
}

fn places(stated: &Value, key: &str) -> Result<Vec<TokenStream>> {
    let listed = stated.get(key).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();

    listed
        .iter()
        .map(|stated| {
            let place = stated.as_str().and_then(place);
            place.with_context(|| format!("{key}: {stated} is no JSON pointer"))
        })
        .collect()
}

fn violations(stated: &Value) -> Result<TokenStream> {
    let text = |key: &str| stated.get(key).and_then(Value::as_str);
    let Some(at) = text("at").and_then(place) else { bail!("violations: {stated} has no `at`") };

    let field = text("field").unwrap_or("field");
    let message = text("message").unwrap_or("message");
    Ok(quote!(Violations { at: #at, field: #field, message: #message }))
}

/// The names that a JSON pointer consists of.
fn place(pointer: &str) -> Option<TokenStream> {
    let names = pointer::names(pointer)?;
    Some(quote!(&[#(#names),*]))
}

/// RFC 9457 problems, `error` objects, flat errors, and maps or lists of `errors`.
fn common() -> TokenStream {
    let places =
        |pointers: &[&str]| pointers.iter().filter_map(|one| place(one)).collect::<Vec<_>>();
    let [codes, messages, request_ids] = [&CODES[..], &MESSAGES, &REQUEST_IDS].map(places);
    quote!(ErrorFields {
        code: &[#(#codes),*],
        message: &[#(#messages),*],
        request_id: &[#(#request_ids),*],
        violations: &[
            Violations { at: &["errors"], field: "field", message: "message" },
            Violations { at: &["error", "details"], field: "field", message: "message" },
            Violations { at: &["details"], field: "field", message: "message" },
        ],
    })
}

#[cfg(test)]
mod tests {
    use super::fields;
    use crate::codegen::document::Document;

    fn of(stated: &str) -> String {
        let document =
            Document::parse(&format!("openapi: 3.0.3\npaths: {{}}\n{stated}\n"), "keys.yaml")
                .unwrap();
        fields(&document)
            .map_or_else(|error| format!("{error:#}"), |fields| fields.to_string().replace(' ', ""))
    }

    #[test]
    fn the_document_says_where_to_look() {
        let stated = "x-keymint-errors: {code: [/a/b~1c], message: [], violations: [{at: /v, field: property}]}";

        assert_eq!(
            of(stated),
            r#"ErrorFields{code:&[&["a","b/c"]],message:&[],request_id:&[],violations:&[Violations{at:&["v"],field:"property",message:"message"}],}"#
        );
    }

    #[test]
    fn common_shapes_are_the_default() {
        assert!(of("").contains(r#"&["error","message"]"#));
        assert!(of("").contains(r#"&["detail"]"#));
    }

    #[test]
    fn what_is_no_pointer_is_refused_with_its_place() {
        assert_eq!(
            of("x-keymint-errors: {code: [a]}"),
            r#"keys.yaml: #/x-keymint-errors: code: "a" is no JSON pointer"#
        );
    }
}
