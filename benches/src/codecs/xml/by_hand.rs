//! XML as one would write it for these two types alone, over quick-xml's reader and writer.

use std::io::Write;

use quick_xml::events::{BytesDecl, BytesText, Event};
use quick_xml::{Reader, Writer};

use crate::keys::{Key, NewKey};

/// Writes a key to make.
pub(super) fn write(key: &NewKey) -> Vec<u8> {
    let mut writer = Writer::new(Vec::new());
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None))).expect("XML");
    let written = writer.create_element("ApiKey").write_inner_content(|writer| {
        text(writer, "name", &key.name)?;
        writer.create_element("allowedIPs").write_inner_content(|writer| {
            key.allowed_ips.iter().try_for_each(|address| text(writer, "allowedIP", address))
        })?;
        text(writer, "validFrom", &key.valid_from)?;
        text(writer, "validTo", &key.valid_to)
    });
    written.expect("XML");
    writer.into_inner()
}

fn text<W: Write>(writer: &mut Writer<W>, name: &str, text: &str) -> std::io::Result<()> {
    writer.create_element(name).write_text_content(BytesText::new(text)).map(|_| ())
}

/// Reads a key that was made.
pub(super) fn read(xml: &str) -> Key {
    read_many(xml).pop().expect("a key")
}

/// Reads keys, whatever element is around them.
pub(super) fn read_many(xml: &str) -> Vec<Key> {
    let mut reader = Reader::from_str(xml);
    let mut keys = Vec::new();
    let mut key = empty();
    let mut text = String::new();
    loop {
        match reader.read_event().expect("XML") {
            Event::Start(_) => text.clear(),
            Event::Text(part) => text.push_str(&part.xml10_content()),
            Event::End(element) => match element.local_name().as_ref() {
                "name" => key.name = std::mem::take(&mut text),
                "key" => key.key = std::mem::take(&mut text),
                "publicApiKey" => key.public_api_key = std::mem::take(&mut text),
                "accountKey" => key.account_key = std::mem::take(&mut text),
                "allowedIP" => key.allowed_ips.push(std::mem::take(&mut text)),
                "validFrom" => key.valid_from = std::mem::take(&mut text),
                "validTo" => key.valid_to = std::mem::take(&mut text),
                "enabled" => key.enabled = text == "true",
                "apiKey" => keys.push(std::mem::replace(&mut key, empty())),
                _ => {}
            },
            Event::Eof => return keys,
            _ => {}
        }
    }
}

fn empty() -> Key {
    Key {
        name: String::new(),
        key: String::new(),
        public_api_key: String::new(),
        account_key: String::new(),
        allowed_ips: Vec::new(),
        valid_from: String::new(),
        valid_to: String::new(),
        enabled: false,
    }
}
