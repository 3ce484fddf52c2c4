//! Forms with files: the one place where a file is more than a text.

use std::collections::BTreeSet;

use crate::codegen::model::{
    Body, Content, Field, Media, MediaKind, Model, Payload, Schema, Shape, Text,
};
use crate::codegen::names::Taken;
use crate::codegen::notes::{Notes, Rule};

const ONE_FORM: Rule = Rule {
    name: "multipart",
    why: "a form with files is sent as parts, and only where nothing else carries the body",
};
const BY_HAND: Rule =
    Rule { name: "multipart-by-hand", why: "only the properties of an object make parts" };
const FORM_ONLY: Rule =
    Rule { name: "files-in-forms", why: "outside a form with parts a file is a text" };

/// Chooses which bodies are sent as parts, gives each a type of its own, and makes texts of all other files.
pub(super) fn settle(model: &mut Model, notes: &mut Notes) {
    let mut operations = std::mem::take(&mut model.operations);
    for operation in &mut operations {
        if let Some(Body { content, .. }) = &mut operation.body {
            choose(content, &operation.at, model, notes);
        }
        for response in &mut operation.responses {
            let Some(content) = &mut response.content else { continue };
            if content.media.iter().any(|media| media.kind == MediaKind::Multipart) {
                notes.add(BY_HAND, &operation.at, "the parts of an answer come as bytes");
                as_bytes(content);
            }
        }
    }
    model.operations = operations;

    let forms = separate(model);
    texts(model, &forms, notes);
}

/// Keeps the parts alone, or leaves them out.
fn choose(content: &mut Content, at: &str, model: &Model, notes: &mut Notes) {
    let Some(parts) = content.media.iter().find(|media| media.kind == MediaKind::Multipart) else {
        return;
    };
    let parts = parts.clone();
    let first = content.media.iter().find(|media| {
        matches!(media.kind, MediaKind::Json | MediaKind::Xml)
            || (media.kind == MediaKind::Form && !has_files(parts.schema.name(), model))
    });
    if let Some(first) = first {
        notes.add(
            ONE_FORM,
            at,
            format!("{} is left out: {} is sent", parts.essence, first.essence),
        );
        content.media.retain(|media| media.kind != MediaKind::Multipart);
        return;
    }

    for other in content.media.iter().filter(|media| media.kind != MediaKind::Multipart) {
        notes.add(
            ONE_FORM,
            at,
            format!("{} is left out: {} is sent", other.essence, parts.essence),
        );
    }
    content.payload = Payload::Typed(parts.schema.clone());
    content.media = vec![parts];
    if fields(content.media.first().and_then(|media| media.schema.name()), model).is_none() {
        notes.add(BY_HAND, at, "the body is taken as bytes, boundaries and all");
        as_bytes(content);
        content.payload = Payload::Bytes;
    }
}

/// Nothing takes parts apart but the caller.
fn as_bytes(content: &mut Content) {
    for media in content.media.iter_mut().filter(|media| media.kind == MediaKind::Multipart) {
        media.kind = MediaKind::Bytes;
        media.schema = Schema::of(Shape::Any);
        if let Payload::Typed(_) = content.payload {
            content.payload = Payload::Bytes;
        }
    }
}

fn fields<'m>(name: Option<&str>, model: &'m Model) -> Option<&'m [Field]> {
    let Shape::Struct(fields) = &model.components.get(name?)?.schema.shape else { return None };
    Some(fields)
}

fn has_files(name: Option<&str>, model: &Model) -> bool {
    fields(name, model).is_some_and(|fields| fields.iter().any(|field| is_file(&field.schema)))
}

fn is_file(schema: &Schema) -> bool {
    let one = if let Shape::List(item) = &schema.shape { &item.shape } else { &schema.shape };
    *one == Shape::Text(Text::Upload)
}

/// Gives every form a type that nothing else uses, and names them all.
fn separate(model: &mut Model) -> BTreeSet<String> {
    let mut taken = Taken::default();
    for name in model.components.keys() {
        taken.take(name, "");
    }
    let elsewhere = used_elsewhere(model);
    let mut forms = BTreeSet::new();

    for operation in &mut model.operations {
        let Some(content) = operation.body.as_mut().map(|body| &mut body.content) else { continue };
        let Some(Media { schema, .. }) =
            content.media.iter_mut().find(|media| media.kind == MediaKind::Multipart)
        else {
            continue;
        };
        let Some(name) = schema.name().map(str::to_owned) else { continue };
        if !elsewhere.contains(&name) {
            forms.insert(name);
            continue;
        }

        let Some(component) = model.components.get(&name).cloned() else { continue };
        let form = taken.take(&format!("{name}Form"), "");
        schema.shape = Shape::Named(form.clone());
        content.payload = Payload::Typed(schema.clone());
        model.components.insert(form.clone(), component);
        forms.insert(form);
    }
    forms
}

/// The types that anything but a form names.
fn used_elsewhere(model: &Model) -> BTreeSet<String> {
    let mut open: Vec<&Schema> =
        model.components.values().flat_map(|component| component.schema.parts()).collect();
    for operation in &model.operations {
        open.extend(operation.parameters.iter().map(|parameter| &parameter.schema));
        let others = operation.media().filter(|media| media.kind != MediaKind::Multipart);
        open.extend(others.map(|media| &media.schema));
    }

    let mut used = BTreeSet::new();
    while let Some(schema) = open.pop() {
        open.extend(schema.parts());
        used.extend(schema.name().map(str::to_owned));
    }
    used
}

/// Outside forms, and deep inside them, a file is a text.
fn texts(model: &mut Model, forms: &BTreeSet<String>, notes: &mut Notes) {
    for (name, component) in &mut model.components {
        if let (true, Shape::Struct(fields)) = (forms.contains(name), &mut component.schema.shape) {
            let others = fields.iter_mut().filter(|field| !is_file(&field.schema));
            for field in others {
                make_text(&mut field.schema);
            }
        } else if make_text(&mut component.schema) {
            notes.add(FORM_ONLY, &component.at, "a binary string is a plain one");
        }
    }
    for schema in model.schemas_mut() {
        make_text(schema);
    }
}

/// Whether there was a file.
fn make_text(schema: &mut Schema) -> bool {
    let mut found = false;
    if schema.shape == Shape::Text(Text::Upload) {
        schema.shape = Shape::Text(Text::Plain);
        found = true;
    }
    schema.parts_mut().into_iter().fold(found, |found, part| make_text(part) || found)
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use crate::codegen::testing::paths;

    #[test]
    fn a_form_with_files_is_sent_as_parts() {
        let shown = paths(
            r"
                paths:
                  /a:
                    post:
                      operationId: a
                      requestBody: {content: {application/x-www-form-urlencoded: {schema: {$ref: '#/components/schemas/Both'}}, multipart/form-data: {schema: {$ref: '#/components/schemas/Both'}, encoding: {meta: {contentType: application/json}}}}}
                      responses: {'200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Both'}}, multipart/mixed: {}}}}
                  /b:
                    post:
                      operationId: b
                      requestBody: {content: {application/x-www-form-urlencoded: {schema: {$ref: '#/components/schemas/Plain'}}, multipart/form-data: {schema: {$ref: '#/components/schemas/Plain'}}}}
                      responses: {}
                  /c:
                    post:
                      operationId: c
                      requestBody: {content: {multipart/form-data: {schema: {type: object}}}}
                      responses: {'200': {description: ok, content: {multipart/form-data: {schema: {type: object, properties: {x: {type: string}}}}}}}
                components:
                  schemas:
                    Both: {type: object, required: [file], properties: {file: {$ref: '#/components/schemas/File'}, more: {type: array, items: {type: string, format: binary}}, meta: {type: object, properties: {raw: {type: string, format: binary}}}}}
                    Plain: {type: object, properties: {name: {type: string}}}
                    File: {type: string, format: binary}
            ",
        );

        assert_snapshot!(shown);
    }
}
