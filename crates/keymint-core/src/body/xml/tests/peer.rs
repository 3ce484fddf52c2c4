//! Our tokens beside the events of quick-xml: what we take, it takes, and as the same.

use quick_xml::Reader;
use quick_xml::events::Event;

use super::super::markup::{Token, Tokens};
use super::ANSWER_XML;

const PIECES: [&str; 24] = [
    "<a>",
    "</a>",
    "<b>",
    "</b \n>",
    "<a/>",
    "<b x='>'/>",
    "<c y=\"/>'\" >",
    "<:é z=1>",
    "text",
    "&amp;",
    "&",
    ";",
    "<!-- > -->",
    "<![CDATA[<]]>",
    "<?p ?>",
    "<?xml version='1.0'?>",
    "<!d",
    "<!-",
    ">",
    "]]>",
    "'",
    "ü\r\n",
    "<",
    "=",
];

#[test]
fn every_row_of_pieces_is_read_as_the_peer_reads_it_or_refused() {
    let mut taken = 0;
    for prefix in ["", "<a>"] {
        for [one, two, three] in rows() {
            taken += usize::from(agree(&format!("{prefix}{one}{two}{three}")));
        }
    }
    assert!(taken > 4_000, "{taken}");
}

#[test]
fn every_changed_character_is_read_as_the_peer_reads_it_or_refused() {
    let mut taken = 0;
    for at in 0..ANSWER_XML.len() {
        let (before, rest) = ANSWER_XML.split_at(at);
        let (_, after) = rest.split_at(1);
        for other in ["", "<", ">", "/", "&", ";", "!", "?", "'", "\"", "=", " ", "[", "-", "é"] {
            taken += usize::from(agree(&format!("{before}{other}{after}")));
        }
    }
    assert!(taken > 1_000, "{taken}");
}

fn rows() -> impl Iterator<Item = [&'static str; 3]> {
    let with = |one, two| PIECES.into_iter().map(move |three| [one, two, three]);
    PIECES.into_iter().flat_map(move |one| PIECES.into_iter().flat_map(move |two| with(one, two)))
}

/// Whether we take it; if so, the peer must agree.
fn agree(xml: &str) -> bool {
    let ours = ours(xml);
    if ours.is_some() {
        assert_eq!(ours, theirs(xml), "{xml}");
    }
    ours.is_some()
}

fn ours(xml: &str) -> Option<Vec<String>> {
    let mut tokens = Tokens::new(xml);
    let mut said = Vec::new();
    while let Some(token) = tokens.next().ok()? {
        said.push(match token {
            Token::Start(tag) => format!("start {} {}", tag.name, tag.attributes.trim_ascii()),
            Token::End => "end".to_owned(),
            Token::Text(text) => format!("text {text}"),
            Token::Literal(text) => format!("literal {text}"),
            Token::Reference(name) => format!("reference {name}"),
            Token::Declaration(_) => "declaration".to_owned(),
            Token::Remark => "remark".to_owned(),
            Token::DocumentType => return None,
        });
    }
    Some(said)
}

fn theirs(xml: &str) -> Option<Vec<String>> {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().expand_empty_elements = true;
    let mut said = Vec::new();
    loop {
        said.push(match reader.read_event().ok()? {
            Event::Start(tag) | Event::Empty(tag) => {
                format!("start {} {}", tag.name().into_inner(), tag.attributes_raw().trim_ascii())
            }
            Event::End(_) => "end".to_owned(),
            Event::Text(text) => format!("text {}", text.into_inner()),
            Event::CData(text) => format!("literal {}", text.into_inner()),
            Event::GeneralRef(name) => format!("reference {}", name.into_inner()),
            Event::Decl(_) => "declaration".to_owned(),
            Event::Comment(_) | Event::PI(_) => "remark".to_owned(),
            Event::DocType(_) => return None,
            Event::Eof => return Some(said),
        });
    }
}
