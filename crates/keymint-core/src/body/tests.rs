//! What a call speaks: the format of its body, and what it asks the answer to be.

use super::*;
use crate::api::{Element, Node, RequestBody, Response, Status, XmlName};

const JSON: Media = Media { essence: "application/json", codec: Codec::Json };
const TEXT: Media = Media { essence: "text/plain", codec: Codec::Text };
const PDF: Media = Media { essence: "application/pdf", codec: Codec::Bytes };
const PNG: Media = Media { essence: "image/png", codec: Codec::Bytes };
const XML: Media = Media { essence: "application/xml", codec: Codec::Xml(&ROOT) };
static ROOT: Element = Element {
    name: XmlName { local: "key", prefix: None, namespace: None },
    node: &Node::Object(&[]),
};

const fn answer(code: u16, media: &'static [Media]) -> Response {
    Response { status: Status::Code(code), variant: "", media }
}

const fn operation(request: Option<RequestBody>, responses: &'static [Response]) -> Operation {
    Operation { request, responses, ..Operation::reading("/things") }
}

/// The media type of the body and what is asked for, or `None` where the format is not offered.
fn spoken(
    operation: &'static Operation,
    format: Option<WireFormat>,
) -> Option<(Option<&'static str>, String)> {
    let spoken = speak(operation, format)?;
    let accept = spoken
        .accept
        .map_or_else(|| readable(operation).to_str().unwrap().to_owned(), str::to_owned);
    Some((spoken.request.map(|media| media.essence), accept))
}

#[test]
fn xml_is_spoken_where_body_and_answer_have_it() {
    static BOTH: Operation = operation(
        Some(RequestBody { required: true, media: &[JSON, XML] }),
        &[answer(200, &[JSON, XML])],
    );
    static NO_ANSWER: Operation = operation(
        Some(RequestBody { required: true, media: &[JSON, XML] }),
        &[answer(204, &[]), answer(400, &[JSON])],
    );
    static JSON_ANSWER: Operation = operation(
        Some(RequestBody { required: true, media: &[JSON, XML] }),
        &[answer(200, &[]), answer(202, &[JSON])],
    );
    static JSON_ONLY: Operation = operation(
        Some(RequestBody { required: true, media: &[JSON] }),
        &[answer(200, &[JSON, XML])],
    );
    let xml = Some((Some("application/xml"), "application/xml".to_owned()));

    assert_eq!(spoken(&BOTH, Some(WireFormat::Xml)), xml);
    assert_eq!(spoken(&NO_ANSWER, Some(WireFormat::Xml)), xml);
    assert_eq!(spoken(&JSON_ANSWER, Some(WireFormat::Xml)), None);
    assert_eq!(spoken(&JSON_ONLY, Some(WireFormat::Xml)), None);
    let json = Some((Some("application/json"), "application/json".to_owned()));
    assert_eq!(spoken(&BOTH, None), json);
}

#[test]
fn each_success_is_asked_for_as_what_it_can_best_be_read_from() {
    static NONE: Operation = operation(None, &[answer(204, &[]), answer(400, &[XML])]);
    static TWO: Operation = operation(
        None,
        &[answer(200, &[XML, JSON]), answer(202, &[TEXT, XML]), answer(400, &[PDF])],
    );
    static FILES: Operation = operation(None, &[answer(200, &[PDF, PNG]), answer(206, &[PDF])]);
    let asked = |operation| spoken(operation, None).unwrap().1;

    assert_eq!(asked(&NONE), "application/json");
    assert_eq!(asked(&TWO), "application/json, text/plain");
    assert_eq!(asked(&FILES), "application/pdf, image/png");
}
