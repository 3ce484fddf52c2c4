//! The shapes of XML, from the XML Object of OpenAPI; a type that holds itself refers to its own static.

use std::collections::BTreeMap;

use heck::ToShoutySnakeCase as _;
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::option;
use crate::codegen::model::{Field, Media, Model, Schema, Shape, Xml};
use crate::codegen::names::Taken;

/// The nodes that have a static of their own.
#[derive(Debug)]
pub(super) struct Statics<'m> {
    model: &'m Model,
    taken: Taken,
    nodes: BTreeMap<String, (Ident, TokenStream)>,
    /// The namespaces that got a prefix of ours.
    prefixed: Vec<String>,
}

impl<'m> Statics<'m> {
    /// No nodes yet.
    pub(super) fn new(model: &'m Model) -> Self {
        Self { model, taken: Taken::default(), nodes: BTreeMap::new(), prefixed: Vec::new() }
    }

    /// The root elements that a body may have: one, or one per shape of a union.
    pub(super) fn roots(&mut self, media: &Media) -> Vec<TokenStream> {
        if let Some(name) = media.schema.name()
            && let Some(component) = self.model.components.get(name)
            && let Shape::Union(members) = &component.schema.shape
        {
            let known = members.iter().filter(|member| member.schema.shape != Shape::Unrecognized);
            return known
                .map(|member| self.root(&member.schema, &member.rust, &member.rust))
                .collect();
        }
        let is_list = matches!(media.schema.shape, Shape::List(_));
        let inner = if is_list { &media.item } else { &media.root };
        vec![self.root(&media.schema, &media.root, inner)]
    }

    /// Every static, by name.
    pub(super) fn into_tokens(self) -> TokenStream {
        let nodes =
            self.nodes.into_values().map(|(ident, node)| quote!(static #ident: Node = #node;));
        quote!(#(#nodes)*)
    }

    /// A root element, and what to call it and what is in it where the schema does not say.
    fn root(&mut self, schema: &Schema, fallback: &str, inner: &str) -> TokenStream {
        let or_name = |text| schema.name().filter(|_| str::is_empty(text)).unwrap_or(text);
        let name = name(self.xml(schema), or_name(fallback));
        let node = self.node(schema, or_name(inner));
        quote!(Element { name: #name, node: &#node })
    }

    /// What is said at the place of use, or else by the component.
    fn xml<'s>(&'s self, schema: &'s Schema) -> &'s Xml {
        let component = schema.name().and_then(|name| self.model.components.get(name));
        match component {
            Some(component) if schema.xml == Xml::default() => &component.schema.xml,
            _ => &schema.xml,
        }
    }

    fn node(&mut self, schema: &Schema, fallback: &str) -> TokenStream {
        match &schema.shape {
            Shape::Named(name) => self.named(name),
            Shape::List(item) => {
                let item_name = name(self.xml(item), fallback);
                let node = self.node(item, fallback);
                quote!(Node::List { item: #item_name, node: &#node })
            }
            Shape::Map(value) => {
                let node = self.node(value, fallback);
                quote!(Node::Map(&#node))
            }
            Shape::Integer(_) => quote!(Node::Integer),
            Shape::Number => quote!(Node::Number),
            Shape::Boolean => quote!(Node::Boolean),
            Shape::Struct(fields) => self.object(fields),
            Shape::Any
            | Shape::Text(_)
            | Shape::Enum(_)
            | Shape::Union(_)
            | Shape::ByStatus(_)
            | Shape::Unrecognized => {
                quote!(Node::Text)
            }
        }
    }

    fn named(&mut self, name: &str) -> TokenStream {
        let Some(component) = self.model.components.get(name) else { return quote!(Node::Text) };
        let fields = if let Shape::Struct(fields) = &component.schema.shape {
            fields.clone()
        } else {
            self.of_all_members(&component.schema)
        };
        if fields.is_empty() {
            return quote!(Node::Text);
        }

        if let Some((ident, _)) = self.nodes.get(name) {
            return quote!(#ident);
        }
        let ident = format_ident!(
            "{}",
            self.taken.take(&format!("XML_{}", name.to_shouty_snake_case()), "_")
        );
        self.nodes.insert(name.to_owned(), (ident.clone(), TokenStream::new()));
        let object = self.object(&fields);
        self.nodes.insert(name.to_owned(), (ident.clone(), object));
        quote!(#ident)
    }

    /// A union inside a document has the properties of all its shapes, for nothing in XML tells which it is.
    fn of_all_members(&self, union: &Schema) -> Vec<Field> {
        let mut all: Vec<Field> = Vec::new();

        for member in union.parts() {
            let component = member.name().and_then(|name| self.model.components.get(name));
            let Some(Shape::Struct(fields)) = component.map(|component| &component.schema.shape)
            else {
                continue;
            };
            for field in fields {
                if !all.iter().any(|other| other.wire == field.wire) {
                    all.push(field.clone());
                }
            }
        }
        all
    }

    fn object(&mut self, fields: &[Field]) -> TokenStream {
        let fields: Vec<_> =
            fields.iter().filter(|field| !field.rest).map(|field| self.field(field)).collect();
        quote!(Node::Object(&[#(#fields),*]))
    }

    fn field(&mut self, field: &Field) -> TokenStream {
        let json = &field.wire;
        let xml = self.xml(&field.schema).clone();
        let wrapped = matches!(field.schema.shape, Shape::List(_)) && xml.wrapped;
        let fallback = if wrapped { xml.name.as_deref().unwrap_or(json) } else { json };
        let node = self.node(&field.schema, fallback);

        let (name, place) = if let (Shape::List(item), false) = (&field.schema.shape, wrapped) {
            (name(self.xml(item), json), quote!(Unwrapped))
        } else if xml.attribute {
            (name(&self.prefixed(xml), json), quote!(Attribute))
        } else {
            (name(&xml, json), quote!(Element))
        };
        quote!(XmlField { json: #json, name: #name, place: XmlPlace::#place, node: &#node })
    }

    /// An attribute is in a namespace by its prefix alone, so one that has none gets one.
    fn prefixed(&mut self, xml: Xml) -> Xml {
        let (Some(namespace), None) = (&xml.namespace, &xml.prefix) else { return xml };
        let known = self.prefixed.iter().position(|known| known == namespace);
        let place = known.unwrap_or_else(|| {
            self.prefixed.push(namespace.clone());
            self.prefixed.len() - 1
        });
        Xml { prefix: Some(format!("ns{}", place + 1)), ..xml }
    }
}

fn name(xml: &Xml, fallback: &str) -> TokenStream {
    let local = xml.name.as_deref().unwrap_or(fallback);
    let prefix = option(xml.prefix.as_deref());
    let namespace = option(xml.namespace.as_deref());
    quote!(XmlName { local: #local, prefix: #prefix, namespace: #namespace })
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use crate::codegen::testing::tables;

    #[test]
    fn the_xml_object_names_elements_and_attributes() {
        let shown = tables(
            r"
                paths:
                  /a:
                    post:
                      operationId: a
                      requestBody: {content: {application/xml: {schema: {$ref: '#/components/schemas/Key'}}}}
                      responses: {}
                components:
                  schemas:
                    Key:
                      type: object
                      xml: {name: ApiKey, namespace: 'https://keys.example', prefix: k}
                      properties:
                        id: {type: integer, xml: {attribute: true}}
                        price: {type: number, xml: {name: cost}}
                        active: {type: boolean}
                        wrapped: {type: array, xml: {wrapped: true, name: outer}, items: {type: string, xml: {name: inner}}}
                        same: {type: array, xml: {wrapped: true}, items: {type: string}}
                        loose: {type: array, xml: {name: ignored}, items: {type: string, xml: {name: item}}}
                        keyed: {type: array, items: {type: string}}
                        labels: {type: object, additionalProperties: {type: string}}
            ",
        );

        assert_snapshot!(shown);
    }

    #[test]
    fn attributes_of_one_name_have_a_prefix_for_each_namespace() {
        let shown = tables(
            r"
                paths:
                  /a:
                    post:
                      operationId: a
                      requestBody: {content: {application/xml: {schema: {$ref: '#/components/schemas/Key'}}}}
                      responses: {}
                components:
                  schemas:
                    Key:
                      type: object
                      properties:
                        ours: {type: integer, xml: {attribute: true, name: id, namespace: 'urn:ours'}}
                        theirs: {type: integer, xml: {attribute: true, name: id, namespace: 'urn:theirs'}}
                        again: {type: integer, xml: {attribute: true, namespace: 'urn:ours'}}
                        stated: {type: integer, xml: {attribute: true, name: id, namespace: 'urn:s', prefix: s}}
            ",
        );

        assert_snapshot!(shown);
    }

    #[test]
    fn a_type_that_holds_itself_refers_to_its_static() {
        let shown = tables(
            r"
                paths:
                  /a: {post: {operationId: a, requestBody: {content: {application/xml: {schema: {$ref: '#/components/schemas/Tree'}}}}, responses: {}}}
                components: {schemas: {Tree: {type: object, properties: {children: {type: array, items: {$ref: '#/components/schemas/Tree'}}}}}}
            ",
        );

        assert_snapshot!(shown);
    }

    #[test]
    fn a_union_has_a_root_for_each_shape() {
        let shown = tables(
            r"
                paths:
                  /a:
                    get:
                      operationId: a
                      responses: {'400': {description: bad, content: {application/json: {schema: {$ref: '#/components/schemas/Failure'}}, application/xml: {schema: {$ref: '#/components/schemas/Failure'}}}}}
                components:
                  schemas:
                    Failure: {oneOf: [{$ref: '#/components/schemas/Old'}, {$ref: '#/components/schemas/New'}]}
                    Old: {type: object, xml: {name: old}, properties: {text: {type: string}}}
                    New: {type: object, required: [code], properties: {code: {type: integer}}}
            ",
        );

        assert_snapshot!(shown);
    }
}
