//! Form properties that are not one name and one value.

use proc_macro2::TokenStream;
use quote::quote;
use serde_json::Value;

use crate::codegen::model::{Field, Media, Model, Shape};

/// The properties of a form that are lists or objects, each with its style.
pub(super) fn fields(media: &Media, model: &Model) -> TokenStream {
    let shape =
        media.schema.name().and_then(|name| model.components.get(name)).map(|c| &c.schema.shape);
    let Some(Shape::Struct(fields)) = shape else { return quote!(&[]) };

    let fields =
        fields.iter().filter(|field| !field.rest && is_compound(field, model)).map(|field| {
            let name = &field.wire;
            let style = style(media.encoding.get(name));
            quote!(FormField { name: #name, style: FormStyle::#style })
        });
    quote!(&[#(#fields),*])
}

fn is_compound(field: &Field, model: &Model) -> bool {
    let component = field.schema.name().and_then(|name| model.components.get(name));
    let shape = component.map_or(&field.schema.shape, |component| &component.schema.shape);
    matches!(shape, Shape::List(_) | Shape::Map(_) | Shape::Struct(_) | Shape::Union(_))
}

fn style(encoding: Option<&Value>) -> TokenStream {
    let style = encoding.and_then(|encoding| encoding.get("style")).and_then(Value::as_str);
    let explode = encoding.and_then(|encoding| encoding.get("explode"));

    match (style, explode) {
        (Some("deepObject"), _) => quote!(Brackets),
        (_, Some(Value::Bool(false))) => quote!(Commas),
        (_, _) => quote!(Repeat),
    }
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use crate::codegen::testing::tables;

    #[test]
    fn lists_and_objects_of_a_form_have_a_style() {
        let shown = tables(
            r"
                paths:
                  /a:
                    post:
                      operationId: a
                      requestBody:
                        content:
                          application/x-www-form-urlencoded:
                            schema:
                              type: object
                              properties: {name: {type: string}, ips: {type: array, items: {type: string}}, tags: {type: array, items: {type: string}}, ids: {type: array, items: {type: string}}, company: {type: object, properties: {name: {type: string}}}, kind: {type: string, enum: [x]}}
                            encoding: {ips: {style: deepObject, explode: true}, tags: {explode: false}}
                      responses: {}
            ",
        );

        assert_snapshot!(shown);
    }
}
