//! XML to JSON by the OpenAPI XML Object, written for the tests alone: a second reading that shares nothing with the
//! codec under test.

use quick_xml::Reader;
use quick_xml::events::Event;
use serde_json::{Map, Value};

use super::document::Document;

#[derive(Debug, Default)]
struct Tree {
    name: String,
    text: String,
    children: Vec<Tree>,
}

/// Reads a body by its schema; of a `oneOf` by the member whose root it has.
pub(crate) fn read(document: &Document, schema: &Value, text: &str) -> Result<Value, String> {
    let tree = parse(text)?;
    let schema = document.resolve(schema);
    let members =
        schema["oneOf"].as_array().map_or_else(|| vec![schema], |members| members.iter().collect());
    let of_root = members
        .into_iter()
        .map(|member| document.resolve(member))
        .find(|member| member["xml"]["name"] == *tree.name);
    let schema = of_root.ok_or_else(|| format!("<{}> is no documented root", tree.name))?;
    value(document, schema, &tree)
}

fn value(document: &Document, schema: &Value, tree: &Tree) -> Result<Value, String> {
    let schema = document.resolve(schema);
    let schema = schema["allOf"].get(0).map_or(schema, |only| document.resolve(only));
    match schema["type"].as_str().unwrap_or("string") {
        "object" => object(document, schema, tree),
        "array" => {
            let item = item_name(document, schema, &tree.name);
            list(
                document,
                &schema["items"],
                &mut tree.children.iter().filter(|child| child.name == item),
            )
        }
        "boolean" | "integer" | "number" => serde_json::from_str(tree.text.trim())
            .map_err(|error| format!("{}: {error}", tree.name)),
        _ => Ok(Value::String(tree.text.clone())),
    }
}

fn object(document: &Document, schema: &Value, tree: &Tree) -> Result<Value, String> {
    let mut out = Map::new();
    let mut known = Vec::new();
    for (name, property) in schema["properties"].as_object().into_iter().flatten() {
        let resolved = document.resolve(property);
        let is_list = resolved["type"] == "array";
        let wrapped = resolved["xml"]["wrapped"] == true;
        let element = match resolved["xml"]["name"].as_str() {
            Some(element) => element.to_owned(),
            None if is_list && !wrapped => item_name(document, resolved, name),
            None => name.clone(),
        };
        let mut found = tree.children.iter().filter(|child| child.name == element).peekable();
        known.push(element.clone());
        if found.peek().is_none() {
            continue;
        }
        let read = if is_list && !wrapped {
            list(document, &resolved["items"], &mut found)?
        } else {
            let first = found.next().ok_or("an element")?;
            if found.next().is_some() {
                return Err(format!("<{element}> occurs twice"));
            }
            value(document, property, first)?
        };
        out.insert(name.clone(), read);
    }
    if schema["additionalProperties"].is_object() {
        for child in tree.children.iter().filter(|child| !known.contains(&child.name)) {
            out.insert(
                child.name.clone(),
                value(document, &schema["additionalProperties"], child)?,
            );
        }
    } else if let Some(unknown) = tree.children.iter().find(|child| !known.contains(&child.name)) {
        return Err(format!("<{}> is not documented in <{}>", unknown.name, tree.name));
    }
    Ok(Value::Object(out))
}

fn list(
    document: &Document,
    items: &Value,
    found: &mut dyn Iterator<Item = &Tree>,
) -> Result<Value, String> {
    found.map(|child| value(document, items, child)).collect()
}

fn item_name(document: &Document, array: &Value, otherwise: &str) -> String {
    let items = &array["items"];
    let name =
        items["xml"]["name"].as_str().or_else(|| document.resolve(items)["xml"]["name"].as_str());
    name.unwrap_or(otherwise).to_owned()
}

fn parse(text: &str) -> Result<Tree, String> {
    let mut reader = Reader::from_str(text);
    let mut open = vec![Tree::default()];
    loop {
        match reader.read_event().map_err(|error| error.to_string())? {
            Event::Start(start) => {
                open.push(Tree { name: start.name().as_ref().to_owned(), ..Tree::default() });
            }
            Event::Empty(empty) => {
                let tree = Tree { name: empty.name().as_ref().to_owned(), ..Tree::default() };
                open.last_mut().ok_or("unbalanced")?.children.push(tree);
            }
            Event::End(_) => {
                let done = open.pop().ok_or("unbalanced")?;
                open.last_mut().ok_or("unbalanced")?.children.push(done);
            }
            Event::Text(text) => open.last_mut().ok_or("unbalanced")?.text.push_str(&text),
            Event::GeneralRef(entity) => {
                let text = match &*entity {
                    "amp" => "&",
                    "lt" => "<",
                    "gt" => ">",
                    "quot" => "\"",
                    "apos" => "'",
                    other => return Err(format!("&{other};")),
                };
                open.last_mut().ok_or("unbalanced")?.text.push_str(text);
            }
            Event::Eof => break,
            Event::CData(_)
            | Event::Comment(_)
            | Event::Decl(_)
            | Event::PI(_)
            | Event::DocType(_) => {}
        }
    }
    let mut root = open.pop().filter(|_| open.is_empty()).ok_or("unbalanced")?;
    if root.children.len() == 1 {
        Ok(root.children.remove(0))
    } else {
        Err("one root element is expected".to_owned())
    }
}
