use super::*;

fn refusal(xml: impl AsRef<[u8]>) -> String {
    decode(&EVERYTHING, xml.as_ref()).unwrap_err().to_string()
}

#[test]
fn every_truncation_is_an_error_that_quotes_nothing() {
    for end in 0..ANSWER_XML.len() {
        let error = decode(&ANSWER, &ANSWER_XML.as_bytes()[..end]).unwrap_err().to_string();

        assert!(
            !error.contains("C6DF") && !error.contains("d0f6") && !error.contains("127."),
            "{error}"
        );
    }
}

#[test]
fn every_changed_byte_is_read_or_refused_without_a_panic() {
    for at in 0..ANSWER_XML.len() {
        for byte in [
            b'<', b'>', b'/', b'&', b';', b'!', b'?', b'"', b'\'', b'=', b':', b' ', b'[', 0, 0x80,
            0xff,
        ] {
            let mut xml = ANSWER_XML.as_bytes().to_vec();
            xml[at] = byte;
            if let Ok(json) = decode(&ANSWER, &xml) {
                serde_json::from_str::<serde_json::Value>(&json).unwrap();
            }
        }
    }
}

#[test]
fn bytes_that_are_not_utf_8_are_refused_where_they_stand() {
    assert_eq!(refusal(b"<all><text>\xff</text></all>"), "all/text: not UTF-8 at byte 11");
    assert_eq!(refusal(b"<all>\xc3"), "all: not UTF-8 at byte 5");
    assert_eq!(refusal(b"\xfe\xff\x00<\x00a"), "not UTF-8 at byte 0");
}

#[test]
fn a_document_type_is_refused_before_anything_of_it_counts() {
    let laughs = "<?xml version=\"1.0\"?><!DOCTYPE all [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;\">]><all><text>&b;</text></all>";

    assert_eq!(refusal(laughs), "document type declaration at byte 21");
    assert_eq!(
        refusal("<!DOCTYPE all SYSTEM \"file:///etc/passwd\"><all/>"),
        "document type declaration at byte 0"
    );
    assert_eq!(refusal("<!doctype html><all/>"), "document type declaration at byte 0");
}

#[test]
fn only_predefined_entities_and_allowed_characters_are_known() {
    let unknown = "reference to an entity or character that XML does not have at byte 11";

    for name in [
        "&b;",
        "&nbsp;",
        "&;",
        "&#;",
        "&#x;",
        "&#0;",
        "&#8;",
        "&#xD800;",
        "&#xFFFE;",
        "&#x110000;",
        "&#-1;",
        "&#+1;",
        "&#99999999999;",
        "&#XA;",
        "&#é;",
    ] {
        assert_eq!(
            refusal(format!("<all><text>{name}</text></all>")),
            format!("all/text: {unknown}"),
            "{name}"
        );
        assert!(
            refusal(format!("<all label='{name}'/>")).contains("malformed attribute"),
            "{name}"
        );
    }
    assert!(refusal("<all><text>&amp</text></all>").contains("malformed XML"));
    assert!(refusal("<all label='&amp'/>").contains("malformed attribute"));
}

#[test]
fn characters_that_xml_does_not_allow_are_refused() {
    for character in ["\0", "\u{1}", "\u{b}", "\u{1f}", "\u{fffe}", "\u{ffff}"] {
        let error = "character that XML does not allow";

        assert!(refusal(format!("<all><text>a{character}</text></all>")).contains(error));
        assert!(
            refusal(format!("<all><text><![CDATA[{character}]]></text></all>")).contains(error)
        );
        assert!(refusal(format!("<all label='{character}'/>")).contains(error));
        assert!(
            decode(&EVERYTHING, format!("<all><whole>{character}</whole></all>").as_bytes())
                .is_err()
        );
    }
}

#[test]
fn markup_that_is_malformed_is_refused() {
    for xml in [
        "<",
        "<>",
        "<all",
        "<all>",
        "<all></All>",
        "<all></all x='1'>",
        "<all><text></all></text>",
        "<all><text></all>",
        "<all/",
        "</all>",
        "<all><!-- </all>",
        "<all><![CDATA[ </all>",
        "<all><? </all>",
        "<all><!x></all>",
        "<all label></all>",
        "<all label=x></all>",
        "<all label='x></all>",
        "<all label='x' y></all>",
        "< all/>",
        "<all>< text>a</text></all>",
        "<all><1/></all>",
        "<all><\"/></all>",
        "<all><map>< k/></map></all>",
    ] {
        assert!(decode(&EVERYTHING, xml.as_bytes()).is_err(), "{xml}");
    }
}

#[test]
fn nesting_has_an_end_known_or_not() {
    for tag in ["<nested>", "<unknown>", "<note>"] {
        assert!(
            refusal(format!("<all>{}", tag.repeat(1_000_000))).contains("nested too deeply"),
            "{tag}"
        );
    }
    let deepest = format!("<all>{}{}</all>", "<nested>".repeat(127), "</nested>".repeat(127));
    let too_deep = format!("<all>{}{}</all>", "<nested>".repeat(128), "</nested>".repeat(128));

    assert!(decode(&EVERYTHING, deepest.as_bytes()).is_ok());
    assert!(decode(&EVERYTHING, too_deep.as_bytes()).is_err());
}

#[test]
fn many_attributes_elements_and_references_take_linear_time() {
    use std::fmt::Write as _;

    let mut attributes = String::new();
    let mut elements = String::new();
    for index in 0..100_000 {
        write!(attributes, " a{index}='&amp;'").unwrap();
        write!(elements, "<e{index}/>&#32;").unwrap();
    }
    let xml =
        format!("<all{attributes}><text{attributes}>a</text><new{attributes}/>{elements}</all>");
    let began = std::time::Instant::now();

    assert_eq!(decode(&EVERYTHING, xml.as_bytes()).unwrap(), r#"{"text":"a"}"#);
    assert!(began.elapsed().as_secs() < 30);
}
