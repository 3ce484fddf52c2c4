use super::*;
use crate::body::xml::encode;

fn decoded(root: &Element, xml: &str) -> String {
    let json = decode(root, xml.as_bytes()).unwrap_or_else(|error| panic!("{xml}: {error}"));
    serde_json::from_str::<serde_json::Value>(&json)
        .unwrap_or_else(|error| panic!("{xml}: {error}"));
    json
}

fn inside(content: &str) -> String {
    decoded(&EVERYTHING, &format!("<all>{content}</all>"))
}

fn refusal(content: &str) -> String {
    decode(&EVERYTHING, format!("<all>{content}</all>").as_bytes()).expect_err(content).to_string()
}

#[test]
fn the_answer_is_what_the_page_shows() {
    assert_eq!(decoded(&ANSWER, ANSWER_XML), ANSWER_JSON);
}

#[test]
fn a_request_reads_as_what_it_was_written_from() {
    let json = REQUEST_JSON.replace([' ', '\n'], "");

    assert_eq!(decoded(&REQUEST, REQUEST_XML), json);
}

#[test]
fn whatever_can_be_written_reads_as_the_same() {
    let json = r#"{"id":7,"label":" <&\">\r\n\t ","text":" a\r\nb\r\tc ]]> é😀 ","whole":-12,"number":1.5e-3,"flag":false,"list":[],"map":{"a-1":"","_é":"\"\\"},"nested":{"tags":["",""]},"tags":["x"],"notes":[{"id":1},{}]}"#;

    let xml = encode(&EVERYTHING, json.as_bytes()).unwrap();

    assert_eq!(decoded(&EVERYTHING, str::from_utf8(&xml).unwrap()), json);
}

#[test]
fn text_is_kept_and_other_values_are_trimmed() {
    let xml = "<text> a\n </text><whole> \n-12 </whole><number>\t1.50\t</number><flag> 1 </flag>";

    assert_eq!(inside(xml), r#"{"text":" a\n ","whole":-12,"number":1.50,"flag":true}"#);
}

#[test]
fn an_empty_element_is_the_emptiest_value_of_its_kind() {
    let xml =
        "<text/><whole/><number></number><flag> </flag><list/><map></map><nested/><tag/><note/>";

    assert_eq!(
        inside(xml),
        r#"{"text":"","whole":null,"number":null,"flag":null,"list":[],"map":{},"nested":{},"tags":[""],"notes":[{}]}"#
    );
}

#[test]
fn nil_is_null_whatever_is_inside() {
    let xml = r#"<text xsi:nil="true"/><whole x:nil="1">7</whole><nested xsi:nil="true"><a/></nested><flag nil="true">1</flag>"#;

    assert_eq!(inside(xml), r#"{"text":null,"whole":null,"nested":null,"flag":true}"#);
    assert_eq!(inside(r#"<text xsi:nil="false">a</text>"#), r#"{"text":"a"}"#);
}

#[test]
fn text_is_put_together_from_its_pieces() {
    let xml = "<text>a&lt;b&#x26;<!-- no -->c<![CDATA[<d>&amp;]]>&#13;e<?no?>\r\nf\rg&#233;&#x1F600;</text><whole>1<!-- -->&#50;</whole>";

    assert_eq!(inside(xml), r#"{"text":"a<b&c<d>&amp;\re\nf\ngé😀","whole":12}"#);
}

#[test]
fn a_line_end_by_number_is_space_around_a_number_too() {
    assert_eq!(
        inside("<whole>&#13;7&#xD;</whole><flag>true&#13;</flag>"),
        r#"{"whole":7,"flag":true}"#
    );
}

#[test]
fn attributes_are_read_by_their_own_rules() {
    let xml = "<all id=' 7 ' label='a\r\n&#10;&quot;&lt;\tb\\' other='x' xmlns:id='urn:x' xmlns='urn:y'/>";

    assert_eq!(decoded(&EVERYTHING, xml), r#"{"id":7,"label":"a \n\"< b\\"}"#);
    assert_eq!(decoded(&EVERYTHING, "<all id='' x:label=\"\"/>"), r#"{"id":null,"label":""}"#);
}

#[test]
fn unwrapped_items_may_stand_between_other_elements() {
    let xml = "<tag>a</tag><text>t</text><note><tag>x</tag></note><tag>b</tag><note/><tag>c</tag>";

    assert_eq!(inside(xml), r#"{"text":"t","tags":["a","b","c"],"notes":[{"tags":["x"]},{}]}"#);
}

#[test]
fn prefixes_are_ignored_and_unknown_elements_skipped() {
    let xml = "<x:text xmlns:x='urn:x'>a</x:text><new><text>b</text><deep><a/></deep></new><list><item>1</item></list>";

    assert_eq!(inside(xml), r#"{"text":"a","list":[1]}"#);
    assert_eq!(
        decoded(&EVERYTHING, "<p:all xmlns:p='urn:p'><p:flag>0</p:flag></p:all>"),
        r#"{"flag":false}"#
    );
}

#[test]
fn an_item_of_another_name_is_an_item_and_not_lost() {
    let xml = "<list><item>1</item><p:other xmlns:p='urn:p'>2</p:other><element>3</element></list>";

    assert_eq!(inside(xml), r#"{"list":[1,2,3]}"#);
    assert_eq!(
        refusal("<list><other>a</other></list>"),
        "all/list/item: expected a whole number at byte 19"
    );
    assert!(refusal("<list><1/></list>").starts_with("all/list: malformed name"));
}

#[test]
fn what_surrounds_the_root_element_may_be_markup_but_not_content() {
    let xml = "\u{feff}<?xml version='1.0' encoding='utf-8' standalone='yes'?>\n<!-- a --><?b c?>\n<all/>\n<!-- d --><?e?>\n";

    assert_eq!(decoded(&EVERYTHING, xml), "{}");
    for (xml, error) in [
        ("", "no root element at byte 0"),
        (" <!-- a -->", "no root element at byte 11"),
        ("\u{feff}\u{feff}<all/>", "text before the root element at byte 3"),
        ("x<all/>", "text before the root element at byte 0"),
        ("<![CDATA[]]><all/>", "text outside the root element at byte 0"),
        ("<all/>x", "something follows the root element at byte 6"),
        ("<all></all>&#97;", "something follows the root element at byte 11"),
        ("<all></all><all/>", "something follows the root element at byte 11"),
        ("<all/></all>", "malformed XML at byte 6"),
        ("<all/><?xml version='1.0'?>", "misplaced XML declaration at byte 6"),
        (
            "<?xml version='1.0'?><?xml version='1.0'?><all/>",
            "misplaced XML declaration at byte 21",
        ),
        (
            "<?xml version='1.0' encoding='ISO-8859-1'?><all/>",
            "declared encoding is not UTF-8 at byte 0",
        ),
    ] {
        assert_eq!(decode(&EVERYTHING, xml.as_bytes()).expect_err(xml).to_string(), error);
    }
}

#[test]
fn the_root_name_chooses_the_table() {
    let roots = [&EVERYTHING, &ANSWER];

    assert_eq!(decode_any(&roots, b"<apiKey><key>a</key></apiKey>").unwrap(), r#"{"key":"a"}"#);
    assert_eq!(decode_any(&roots, b"<x:all><text>a</text></x:all>").unwrap(), r#"{"text":"a"}"#);
    for xml in ["<ApiKey/>", "<html><body/></html>", "<allx/>"] {
        let error = decode_any(&roots, xml.as_bytes()).unwrap_err();
        assert_eq!(error.to_string(), "root element is not a documented one at byte 0");
    }
}

#[test]
fn a_root_may_hold_a_list_a_map_or_text() {
    const fn root(node: &'static Node) -> Element {
        Element { name: name("r"), node }
    }
    static MAP: Node = Node::Map(&TAGS);

    assert_eq!(decoded(&root(&TAGS), "<r><tag>a</tag> <tag/></r>"), r#"["a",""]"#);
    assert_eq!(decoded(&root(&MAP), "<r><k><tag>a</tag></k><l/></r>"), r#"{"k":["a"],"l":[]}"#);
    assert_eq!(decoded(&root(&Node::Text), "<r>a</r>"), r#""a""#);
    assert_eq!(decoded(&root(&Node::Text), "<r xsi:nil='true'/>"), "null");
}

#[test]
fn values_that_are_none_are_errors_that_say_where_and_not_what() {
    for (content, error) in [
        ("<whole>1.0</whole>", "all/whole: expected a whole number at byte 15"),
        ("<whole>+1</whole>", "all/whole: expected a whole number at byte 14"),
        ("<whole>007</whole>", "all/whole: expected a whole number at byte 15"),
        ("<whole>1 2</whole>", "all/whole: expected a whole number at byte 15"),
        ("<whole>CANARY</whole>", "all/whole: expected a whole number at byte 18"),
        ("<number>NaN</number>", "all/number: expected a number at byte 16"),
        ("<number>INF</number>", "all/number: expected a number at byte 16"),
        ("<number>.5</number>", "all/number: expected a number at byte 15"),
        ("<number>1,5</number>", "all/number: expected a number at byte 16"),
        ("<flag>TRUE</flag>", "all/flag: expected true, false, 1 or 0 at byte 15"),
        (
            "<list><item>1</item><item>x</item></list>",
            "all/list/item: expected a whole number at byte 32",
        ),
        ("<nested id='x'/>", "all/nested/id: expected a whole number at byte 5"),
    ] {
        assert_eq!(refusal(content), error);
    }
}

#[test]
fn elements_of_another_shape_are_errors() {
    for (content, error) in [
        ("<text>a<b/></text>", "all/text: element where text is expected at byte 12"),
        ("<list>127.0.0.1</list>", "all/list: text where elements are expected at byte 11"),
        ("<nested>&amp;</nested>", "all/nested: text where elements are expected at byte 13"),
        ("<text>a</text><text>a</text>", "all/text: occurs twice at byte 19"),
        ("<text/><x:text/>", "all/text: occurs twice at byte 12"),
        ("<map><a/><a/></map>", "all/map/*: occurs twice at byte 14"),
        ("<nested id='1' id='1'/>", "all/nested/id: occurs twice at byte 5"),
    ] {
        assert_eq!(refusal(content), error);
    }
}
