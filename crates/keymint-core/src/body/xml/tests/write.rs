use super::*;
use crate::body::xml::encode;

fn encoded(root: &Element, json: &str) -> String {
    let xml = encode(root, json.as_bytes()).unwrap_or_else(|error| panic!("{json}: {error}"));
    let xml = String::from_utf8(xml).unwrap();
    xml.strip_prefix("<?xml version=\"1.0\" encoding=\"UTF-8\"?>").unwrap().to_owned()
}

fn refusal(json: &str) -> String {
    encode(&EVERYTHING, json.as_bytes()).expect_err(json).to_string()
}

#[test]
fn the_request_is_what_the_page_shows() {
    assert_eq!(
        String::from_utf8(encode(&REQUEST, REQUEST_JSON.as_bytes()).unwrap()).unwrap(),
        REQUEST_XML
    );
}

#[test]
fn elements_stand_in_the_order_of_the_table_and_attributes_before_them() {
    let json = r#"{"nested":{"flag":true,"id":2,"text":"b"},"tags":["x","y"],"label":"l","number":1.50,"id":1,"text":"a"}"#;

    assert_eq!(
        encoded(&EVERYTHING, json),
        r#"<all id="1" label="l"><text>a</text><number>1.50</number><nested id="2"><text>b</text><flag>true</flag></nested><tag>x</tag><tag>y</tag></all>"#
    );
}

#[test]
fn every_kind_of_value_is_written() {
    let json = r#"{"whole":-12345678901234567890,"flag":false,"list":[1,2],"map":{"b":"x","a":"y"},"notes":[{"text":"n"},{}]}"#;

    assert_eq!(
        encoded(&EVERYTHING, json),
        "<all><whole>-12345678901234567890</whole><flag>false</flag><list><item>1</item><item>2</item></list>\
         <map><b>x</b><a>y</a></map><note><text>n</text></note><note></note></all>"
    );
}

#[test]
fn every_item_of_a_list_declares_its_namespace_and_is_escaped_or_not_by_itself() {
    const ITEM: XmlName = XmlName { local: "ip", prefix: Some("p"), namespace: Some("urn:p") };
    let list = Element { name: name("ips"), node: &Node::List { item: ITEM, node: &Node::Text } };
    let ip = |text: &str| format!(r#"<p:ip xmlns:p="urn:p">{text}</p:ip>"#);

    let written = encoded(&list, r#"["10.0.0.1", "a<b", "\u0026\"", "a\\b", 1, ""]"#);

    let items = ["10.0.0.1", "a&lt;b", "&amp;\"", "a\\b", "1", ""].map(ip).concat();
    assert_eq!(written, format!("<ips>{items}</ips>"));
}

#[test]
fn null_is_left_out_and_an_empty_wrapped_list_is_an_empty_element() {
    let json = r#"{"text":null,"id":null,"tags":null,"list":[],"map":{"a":null},"nested":{}}"#;

    assert_eq!(encoded(&EVERYTHING, json), "<all><list></list><map></map><nested></nested></all>");
}

#[test]
fn text_and_attributes_are_escaped() {
    let json = r#"{"text":"<a> & \"b\" ]]>\r\n\t'é😀","label":"<a> & \"b\"\r\n\t'"}"#;

    assert_eq!(
        encoded(&EVERYTHING, json),
        "<all label=\"&lt;a&gt; &amp; &quot;b&quot;&#13;&#10;&#9;'\">\
         <text>&lt;a&gt; &amp; \"b\" ]]&gt;&#13;\n\t'é😀</text></all>"
    );
}

#[test]
fn prefixes_are_declared_once_where_their_namespace_comes_into_scope() {
    const fn prefixed(
        local: &'static str,
        prefix: &'static str,
        namespace: &'static str,
    ) -> XmlName {
        XmlName { local, prefix: Some(prefix), namespace: Some(namespace) }
    }
    static INNER: Node = Node::Object(&[XmlField {
        name: prefixed("b", "p", "urn:p"),
        ..element("b", &Node::Text)
    }]);
    static FIELDS: &[XmlField] = &[
        XmlField {
            name: prefixed("a", "p", "urn:p"),
            place: XmlPlace::Attribute,
            ..element("a", &Node::Text)
        },
        XmlField { name: prefixed("inner", "p", "urn:p"), ..element("inner", &INNER) },
        XmlField { name: prefixed("other", "p", "urn:o?a&b"), ..element("other", &INNER) },
    ];
    static ROOT: Element = Element {
        name: XmlName { local: "root", prefix: None, namespace: Some("urn:r") },
        node: &Node::Object(FIELDS),
    };
    let json = r#"{"a":"1","inner":{"b":"2"},"other":{"b":"3"}}"#;

    assert_eq!(
        encoded(&ROOT, json),
        "<root xmlns=\"urn:r\" xmlns:p=\"urn:p\" p:a=\"1\"><p:inner><p:b>2</p:b></p:inner>\
         <p:other xmlns:p=\"urn:o?a&amp;b\"><p:b xmlns:p=\"urn:p\">3</p:b></p:other></root>"
    );
}

#[test]
fn a_root_may_hold_a_list_a_map_or_text() {
    const fn root(node: &'static Node) -> Element {
        Element { name: name("r"), node }
    }
    static MAP: Node = Node::Map(&TAGS);

    assert_eq!(encoded(&root(&TAGS), r#"["a"]"#), "<r><tag>a</tag></r>");
    assert_eq!(encoded(&root(&MAP), r#"{"k":["a"]}"#), "<r><k><tag>a</tag></k></r>");
    assert_eq!(encoded(&root(&Node::Text), r#""a""#), "<r>a</r>");
    assert_eq!(encoded(&root(&Node::Text), "1.0"), "<r>1.0</r>");
}

#[test]
fn an_object_may_be_all_attributes_or_none() {
    static ID: &[XmlField] =
        &[XmlField { place: XmlPlace::Attribute, ..element("id", &Node::Integer) }];
    static ROOT: Element = Element { name: name("r"), node: &Node::Object(ID) };

    assert_eq!(encoded(&ROOT, r#"{"id":1}"#), r#"<r id="1"></r>"#);
    assert_eq!(
        encoded(&REQUEST, r#"{"accountKey":"c","key":"b","name":"a"}"#),
        "<ApiKey><name>a</name><key>b</key><accountKey>c</accountKey></ApiKey>"
    );
}

#[test]
fn every_escape_of_json_is_read() {
    assert_eq!(
        encoded(&EVERYTHING, r#"{"text":"\/ \\ \" \n \t \u00e9 \ud83d\ude00"}"#),
        "<all><text>/ \\ \" \n \t é 😀</text></all>"
    );
    for control in [r"\b", r"\f", r"\u0008"] {
        let text = format!(r#"{{"text":"{control}"}}"#);
        assert_eq!(refusal(&text), "text: has a character that XML cannot carry", "{control}");
    }
    assert_eq!(refusal(r#"{"text":"\x"}"#), "text: malformed JSON");
}

#[test]
fn nesting_has_an_end_and_what_stands_side_by_side_is_not_nested() {
    let nested =
        |depth: usize| format!("{}{{}}{}", r#"{"nested":"#.repeat(depth), "}".repeat(depth));
    let many = format!(r#"{{"notes":[{}]}}"#, vec![r#"{"list":[1]}"#; 200].join(","));

    assert!(encode(&EVERYTHING, nested(127).as_bytes()).is_ok());
    assert!(refusal(&nested(128)).ends_with("nested too deeply"));
    assert!(encode(&EVERYTHING, many.as_bytes()).is_ok());
}

#[test]
fn what_the_table_does_not_know_is_refused_by_name() {
    assert_eq!(
        refusal(r#"{"text":"a","nickname":"CANARY"}"#),
        "nickname: not a documented property"
    );
    assert_eq!(refusal(r#"{"notes":[{},{"nick":1}]}"#), "notes[1].nick: not a documented property");
    assert_eq!(refusal(r#"{"text":"a","text":"a"}"#), "text: occurs twice");
}

#[test]
fn what_xml_cannot_say_is_refused_with_the_field() {
    for (json, error) in [
        (
            r#"{"tags":[]}"#,
            "tags: XML has no way to write this list empty; leave it out, or send JSON",
        ),
        (r#"{"tags":["a",null]}"#, "tags[1]: null cannot be an item of a list"),
        (r#"{"list":[null]}"#, "list[0]: null cannot be an item of a list"),
        (r#"{"map":{"a b":"x"}}"#, "map.a b: not a name that XML allows"),
        (r#"{"map":{"x:a":"x"}}"#, "map.x:a: not a name that XML allows"),
        (r#"{"map":{"":"x"}}"#, "map.: not a name that XML allows"),
        ("null", "null cannot be a document"),
    ] {
        assert_eq!(refusal(json), error);
    }
}

#[test]
fn characters_that_xml_cannot_carry_are_refused_with_the_field() {
    for character in ["\\u0000", "\\u0008", "\\u000b", "\\u001f", "\u{fffe}", "\u{ffff}"] {
        let text = refusal(&format!(r#"{{"nested":{{"text":"CANARY{character}"}}}}"#));
        let attribute = refusal(&format!(r#"{{"label":"CANARY{character}"}}"#));

        assert_eq!(text, "nested.text: has a character that XML cannot carry");
        assert_eq!(attribute, "label: has a character that XML cannot carry");
    }
    assert_eq!(
        encoded(&EVERYTHING, r#"{"text":"\ufffd\uff01\u007f"}"#),
        "<all><text>\u{fffd}\u{ff01}\u{7f}</text></all>"
    );
}

#[test]
fn a_value_of_another_kind_is_refused_with_the_field() {
    for (json, error) in [
        (r#"{"text":{"a":1}}"#, "text: expected a string"),
        (r#"{"text":["CANARY"]}"#, "text: expected a string"),
        (r#"{"whole":1.5}"#, "whole: expected a whole number"),
        (r#"{"whole":"1"}"#, "whole: expected a whole number"),
        (r#"{"number":true}"#, "number: expected a number"),
        (r#"{"flag":"true"}"#, "flag: expected a boolean"),
        (r#"{"flag":1}"#, "flag: expected a boolean"),
        (r#"{"list":{"a":1}}"#, "list: expected a list"),
        (r#"{"tags":"a"}"#, "tags: expected a list"),
        (r#"{"map":["a"]}"#, "map: expected an object"),
        (r#"{"nested":"a"}"#, "nested: expected an object"),
        (r#"{"label":["a"]}"#, "label: expected a string"),
        ("[]", "expected an object"),
    ] {
        assert_eq!(refusal(json), error);
    }
}

#[test]
fn malformed_json_is_an_error() {
    for end in 0..REQUEST_JSON.len() {
        assert!(encode(&REQUEST, &REQUEST_JSON.as_bytes()[..end]).is_err(), "{end}");
    }
    assert!(refusal(&"{\"nested\":".repeat(1_000_000)).ends_with("nested too deeply"));
    assert_eq!(refusal("{} {}"), "malformed JSON");
}
