//! The tables that the tests share, and the documents of Infobip's page about creating a key.

mod hostile;
mod namespaces;
mod read;
mod write;

use super::decode_any;
use super::error::DecodeError;
use crate::api::{Element, Node, XmlField, XmlName, XmlPlace};

const REQUEST: Element = Element { name: name("ApiKey"), node: &Node::Object(API_KEY) };
const ANSWER: Element = Element { name: name("apiKey"), node: &Node::Object(API_KEY) };
const EVERYTHING: Element = Element { name: name("all"), node: &ALL };

const API_KEY: &[XmlField] = &[
    element("name", &Node::Text),
    element("key", &Node::Text),
    element("publicApiKey", &Node::Text),
    element("accountKey", &Node::Text),
    element("allowedIPs", &Node::List { item: name("allowedIP"), node: &Node::Text }),
    element("validFrom", &Node::Text),
    element("validTo", &Node::Text),
    element("enabled", &Node::Boolean),
];

static ALL: Node = Node::Object(&[
    element("text", &Node::Text),
    element("whole", &Node::Integer),
    element("number", &Node::Number),
    element("flag", &Node::Boolean),
    element("list", &Node::List { item: name("item"), node: &Node::Integer }),
    element("map", &Node::Map(&Node::Text)),
    element("nested", &ALL),
    XmlField { place: XmlPlace::Attribute, ..element("id", &Node::Integer) },
    XmlField { place: XmlPlace::Attribute, ..element("label", &Node::Text) },
    XmlField { json: "tags", name: name("tag"), place: XmlPlace::Unwrapped, node: &TAGS },
    XmlField { json: "notes", name: name("note"), place: XmlPlace::Unwrapped, node: &NOTES },
]);
static TAGS: Node = Node::List { item: name("tag"), node: &Node::Text };
static NOTES: Node = Node::List { item: name("note"), node: &ALL };

const fn name(local: &'static str) -> XmlName {
    XmlName { local, prefix: None, namespace: None }
}

const fn element(json: &'static str, node: &'static Node) -> XmlField {
    XmlField { json, name: name(json), place: XmlPlace::Element, node }
}

const REQUEST_JSON: &str = r#"{
    "name": "ApiKey1",
    "allowedIPs": ["127.0.0.1", "192.168.1.1"],
    "validFrom": "2015-02-12T09:58:20.323+0100",
    "validTo": "2016-02-12T09:58:20.323+0100"
}"#;

const REQUEST_XML: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\
    <ApiKey><name>ApiKey1</name>\
    <allowedIPs><allowedIP>127.0.0.1</allowedIP><allowedIP>192.168.1.1</allowedIP></allowedIPs>\
    <validFrom>2015-02-12T09:58:20.323+0100</validFrom><validTo>2016-02-12T09:58:20.323+0100</validTo></ApiKey>";

const ANSWER_XML: &str = "<?xml version='1.0' encoding='UTF-8'?>
<apiKey>
  \t<key>C6DFA0B215B2CF24EF04794F718A3FC8</key>
    <publicApiKey>d0f64a8194b48b8bb2b86e6385d22792-5af80fc8-44b0-4998-9b64-d850f659bc97</publicApiKey>
    <accountKey>D0F64A8194B48B8BB2B86E6385D22792</accountKey>
    <name>ApiKey1</name>
    <allowedIPs>
        <allowedIP>127.0.0.1</allowedIP>
        <allowedIP>192.168.1.1</allowedIP>
    </allowedIPs>
    <validFrom>2015-02-12T08:58:20.323+0000</validFrom>
\t\t<validTo>2016-02-12T08:58:20.323+0000</validTo>
    <enabled>true</enabled>
</apiKey>";

const ANSWER_JSON: &str = r#"{"key":"C6DFA0B215B2CF24EF04794F718A3FC8","publicApiKey":"d0f64a8194b48b8bb2b86e6385d22792-5af80fc8-44b0-4998-9b64-d850f659bc97","accountKey":"D0F64A8194B48B8BB2B86E6385D22792","name":"ApiKey1","allowedIPs":["127.0.0.1","192.168.1.1"],"validFrom":"2015-02-12T08:58:20.323+0000","validTo":"2016-02-12T08:58:20.323+0000","enabled":true}"#;

fn decode(root: &Element, xml: &[u8]) -> Result<String, DecodeError> {
    decode_any(&[root], xml)
}
