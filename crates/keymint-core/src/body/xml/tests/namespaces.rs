//! Names that differ in nothing but their namespace.

use super::*;
use crate::body::xml::encode;

const fn of(prefix: &'static str, namespace: &'static str) -> XmlName {
    XmlName { local: "id", prefix: Some(prefix), namespace: Some(namespace) }
}

const fn attribute(json: &'static str, name: XmlName) -> XmlField {
    XmlField { json, name, place: XmlPlace::Attribute, node: &Node::Integer }
}

const ROOT: Element = Element {
    name: name("key"),
    node: &Node::Object(&[
        attribute("ours", of("o", "urn:ours")),
        attribute("theirs", of("t", "urn:theirs")),
        attribute("plain", name("id")),
        XmlField {
            json: "inner",
            name: of("o", "urn:ours"),
            place: XmlPlace::Element,
            node: &Node::Text,
        },
        XmlField {
            json: "outer",
            name: of("t", "urn:theirs"),
            place: XmlPlace::Element,
            node: &Node::Text,
        },
    ]),
};

const JSON: &str = r#"{"ours":1,"theirs":2,"plain":3,"inner":"a","outer":"b"}"#;

#[test]
fn each_is_written_with_its_namespace_and_read_back() {
    let xml = String::from_utf8(encode(&ROOT, JSON.as_bytes()).unwrap()).unwrap();

    assert!(
        xml.ends_with(
            "<key xmlns:o=\"urn:ours\" o:id=\"1\" xmlns:t=\"urn:theirs\" t:id=\"2\" id=\"3\">\
         <o:id>a</o:id><t:id>b</t:id></key>"
        ),
        "{xml}"
    );
    assert_eq!(decode(&ROOT, xml.as_bytes()).unwrap(), JSON);
}

#[test]
fn the_prefix_is_the_writers_choice_and_the_default_is_for_elements_only() {
    let xml = "<key xmlns='urn:theirs' xmlns:x='urn:ours' id='3' x:id='1'><id>b</id><id xmlns='urn:ours'>a</id></key>";

    assert_eq!(
        decode(&ROOT, xml.as_bytes()).unwrap(),
        r#"{"plain":3,"ours":1,"outer":"b","inner":"a"}"#
    );
}

#[test]
fn a_namespace_that_nobody_described_is_passed_over() {
    let xml = "<key xmlns:t='urn:ours'><t:id xmlns:t='urn:other'>x</t:id><t:id>a</t:id></key>";

    assert_eq!(decode(&ROOT, xml.as_bytes()).unwrap(), r#"{"inner":"a"}"#);
}

#[test]
fn more_declarations_than_anybody_needs_are_refused() {
    let declared = |count: usize| -> String {
        let each = (0..count).map(|number| format!(" xmlns:p{number}='urn:p'"));
        each.collect::<Vec<_>>().concat()
    };

    assert!(decode(&ROOT, format!("<key{}/>", declared(256)).as_bytes()).is_ok());
    assert!(decode(&ROOT, format!("<key{}/>", declared(257)).as_bytes()).is_err());
}
