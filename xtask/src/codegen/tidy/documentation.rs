//! Every public item says what it is, in the document's words where it has some.

use std::collections::BTreeMap;

use syn::{Fields, File, ImplItem, Item, Visibility, parse_quote};

use super::syntax::{bare, document, implemented, inner_module, module};
use crate::codegen::docs::texts;
use crate::codegen::lower::{Client, Success};
use crate::codegen::model::{Component, Operation, Shape};
use crate::codegen::names;

/// Documents the client, its methods, their builders and every type.
pub(super) fn write(file: &mut File, client: &Client) {
    let operations: BTreeMap<_, _> = client
        .model
        .operations
        .iter()
        .map(|operation| (operation.id.as_str(), operation))
        .collect();

    for item in &mut file.items {
        match item {
            Item::Struct(item) if item.ident == "Client" => {
                let title = texts::described(Some(&client.model.title), "an API");
                document(
                    &mut item.attrs,
                    &format!("A client of {title}: one method per operation."),
                );
            }
            Item::Impl(item) if item.trait_.is_none() => {
                for method in &mut item.items {
                    let ImplItem::Fn(method) = method else { continue };
                    let Some(operation) = operations.get(method.sig.ident.to_string().as_str())
                    else {
                        continue;
                    };
                    let Some(plan) = client.plans.get(&operation.id) else { continue };
                    document(&mut method.attrs, &texts::method(operation, plan));
                    if operation.deprecated {
                        method.attrs.push(parse_quote!(#[deprecated(note = "the provider wants it used no more")]));
                    }
                }
            }
            _ => {}
        }
    }

    builders(module(file, "builder"), client);
    let Some(types) = module(file, "types") else { return };
    let owners = owners(client);
    for item in types.iter_mut() {
        of_type(item, client, &owners);
    }
    for item in inner_module(types, "builder").into_iter().flatten() {
        of_builder(item, client);
    }
}

fn builders(items: Option<&mut Vec<Item>>, client: &Client) {
    let operations: BTreeMap<_, _> = client
        .model
        .operations
        .iter()
        .map(|operation| (names::pascal(&operation.id), operation))
        .collect();

    for item in items.into_iter().flatten() {
        match item {
            Item::Struct(item) => {
                let Some(operation) = operations.get(&item.ident.to_string()) else { continue };
                let id = &operation.id;
                document(
                    &mut item.attrs,
                    &format!("A call of [`Client::{id}`](super::Client::{id}), to be filled in."),
                );
            }
            Item::Impl(item) => {
                let Some(operation) =
                    implemented(item).and_then(|name| operations.get(&name).copied())
                else {
                    continue;
                };
                for method in &mut item.items {
                    let ImplItem::Fn(method) = method else { continue };
                    let name = method.sig.ident.to_string();
                    if name == "new" {
                        method.vis = parse_quote!(pub(super));
                    } else if let Some(text) = of_call(&name, operation, client) {
                        document(&mut method.attrs, &text);
                    }
                }
            }
            _ => {}
        }
    }
}

fn of_call(name: &str, operation: &Operation, client: &Client) -> Option<String> {
    match name {
        "send" => client.plans.get(&operation.id).map(|plan| texts::send(operation, plan)),
        "body" => Some(texts::body(operation)),
        "body_map" => Some("Changes the body that was set so far.".to_owned()),
        name => {
            let known =
                |name: &str| operation.parameters.iter().find(|parameter| parameter.rust == name);
            known(name).or_else(|| known(bare(name))).map(texts::parameter)
        }
    }
}

fn of_type(item: &mut Item, client: &Client, owners: &BTreeMap<&str, &Operation>) {
    match item {
        Item::Struct(item) => {
            let name = item.ident.to_string();
            let Some(component) = client.model.components.get(&name) else { return };
            let owner = owners.get(name.as_str()).copied();
            document(&mut item.attrs, &texts::component(&name, component, owner));
            let (Shape::Struct(known), Fields::Named(fields)) =
                (&component.schema.shape, &mut item.fields)
            else {
                return;
            };
            for (field, known) in fields.named.iter_mut().zip(known) {
                document(&mut field.attrs, &texts::field(known));
            }
        }
        Item::Enum(item) => {
            let name = item.ident.to_string();
            let Some(component) = client.model.components.get(&name) else { return };
            let owner = owners.get(name.as_str()).copied();
            document(&mut item.attrs, &texts::component(&name, component, owner));
            for (number, variant) in item.variants.iter_mut().enumerate() {
                if let Some(text) = of_variant(component, number) {
                    document(&mut variant.attrs, &text);
                }
            }
        }
        Item::Impl(item) if item.trait_.is_none() => {
            for method in &mut item.items {
                if let ImplItem::Fn(method) = method
                    && method.sig.ident == "builder"
                {
                    document(&mut method.attrs, "A builder, whose properties are set one by one.");
                }
            }
        }
        _ => {}
    }
}

/// The operation that each enum of statuses belongs to.
fn owners(client: &Client) -> BTreeMap<&str, &Operation> {
    let mut owners = BTreeMap::new();

    for operation in &client.model.operations {
        let Some(plan) = client.plans.get(&operation.id) else { continue };
        let by_status = match &plan.success {
            Success::ByStatus(name) => Some(name),
            Success::Nothing | Success::Bytes | Success::Typed(_) => None,
        };
        for name in by_status.into_iter().chain(&plan.error) {
            owners.insert(name.as_str(), operation);
        }
    }
    owners
}

fn of_variant(component: &Component, number: usize) -> Option<String> {
    match &component.schema.shape {
        Shape::Enum(list) => list.variants.get(number).map(|variant| texts::variant(&variant.wire)),
        Shape::ByStatus(cases) => cases.get(number).map(texts::case),
        Shape::Union(members) => {
            let member = members.get(number)?;
            let what = member.schema.name().map_or_else(
                || "A value of this kind.".to_owned(),
                |name| format!("A [`{name}`]."),
            );
            Some(texts::described(member.schema.docs.as_deref(), &what))
        }
        _ => None,
    }
}

fn of_builder(item: &mut Item, client: &Client) {
    match item {
        Item::Struct(item) => {
            let name = item.ident.to_string();
            document(&mut item.attrs, &format!("A [`{name}`](super::{name}), to be filled in."));
        }
        Item::Impl(item) if item.trait_.is_none() => {
            let component = implemented(item).and_then(|name| client.model.components.get(&name));
            let Some(Shape::Struct(known)) = component.map(|component| &component.schema.shape)
            else {
                return;
            };
            let setters = item.items.iter_mut().filter_map(|item| match item {
                ImplItem::Fn(method) if matches!(method.vis, Visibility::Public(_)) => Some(method),
                _ => None,
            });
            for (method, known) in setters.zip(known) {
                document(&mut method.attrs, &texts::setter(known));
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use crate::codegen::testing::generated;

    #[test]
    fn errors_are_said_to_be_those_of_their_own_operation() {
        let text = generated(
            "
                paths:
                  /a: {get: {operationId: getA, responses: {'400': {description: no}}}}
                  /b: {get: {operationId: getAErrorLog, responses: {'400': {description: no}}}}
            ",
        );

        assert!(text.contains(
            "/// The errors of [`Client::get_a_error_log`](super::Client::get_a_error_log), by status."
        ));
    }
}
