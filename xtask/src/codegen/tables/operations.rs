//! The operations of a provider, sorted by name.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;

use super::{media, option, xml};
use crate::codegen::lower::{Client, Success};
use crate::codegen::model::{Echo, Operation, Response, Safety, Status};
use crate::codegen::status;

/// The table of operations.
pub(super) fn table(client: &Client, xml: &mut xml::Statics<'_>) -> TokenStream {
    let sorted: BTreeMap<_, _> =
        client.model.operations.iter().map(|operation| (&operation.id, operation)).collect();
    let operations = sorted.into_values().map(|operation| row(operation, client, xml));

    quote!(&[#(#operations),*])
}

fn row(operation: &Operation, client: &Client, xml: &mut xml::Statics<'_>) -> TokenStream {
    let Operation { id, path, .. } = operation;
    let server = option(operation.server.as_deref());
    let method = operation.method.to_ascii_uppercase();
    let safety = safety(operation.safety);
    let security = operation.security.iter().map(|all| quote!(&[#(#all),*]));
    let responses: Vec<_> =
        operation.responses.iter().map(|response| answer(response, client, xml)).collect();
    let by_status =
        client.plans.get(id).is_some_and(|plan| matches!(plan.success, Success::ByStatus(_)));
    let echo = operation.echo.as_ref().map_or_else(
        || quote!(None),
        |Echo { request, answer }| {
            quote!(Some(Echo { request: &[#(#request),*], answer: &[#(#answer),*] }))
        },
    );
    let secret_path = operation.parameters.iter().any(|parameter| parameter.shown);
    let request = operation.body.as_ref().map_or_else(
        || quote!(None),
        |body| {
            let required = body.required;
            let media = media::list(&body.content, &client.model, xml);
            quote!(Some(RequestBody { required: #required, media: #media }))
        },
    );

    quote!(Operation {
        id: #id,
        method: #method,
        path: #path,
        server: #server,
        safety: Safety::#safety,
        security: &[#(#security),*],
        request: #request,
        responses: &[#(#responses),*],
        success_by_status: #by_status,
        echo: #echo,
        secret_path: #secret_path,
    })
}

fn safety(safety: Safety) -> TokenStream {
    match safety {
        Safety::Safe => quote!(Safe),
        Safety::Idempotent => quote!(Idempotent),
        Safety::CreatesSecret => quote!(CreatesSecret),
        Safety::Once => quote!(Once),
    }
}

fn answer(response: &Response, client: &Client, xml: &mut xml::Statics<'_>) -> TokenStream {
    let status = match response.status {
        Status::Code(code) => quote!(Status::Code(#code)),
        Status::Class(class) => quote!(Status::Class(#class)),
        Status::Default => quote!(Status::Default),
    };
    let variant = status::variant(response.status);
    let media = response
        .content
        .as_ref()
        .map_or_else(|| quote!(&[]), |content| media::list(content, &client.model, xml));

    quote!(Response { status: #status, variant: #variant, media: #media })
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use crate::codegen::testing::tables;

    #[test]
    fn the_table_says_what_methods_do_not() {
        let shown = tables(
            r"
                security: [{Key: []}, {Basic: [], Key: []}]
                servers: [{url: 'https://api.example/'}]
                x-keymint-errors: {code: [/code], message: [/text], request_id: [/id], violations: [{at: /violations}]}
                paths:
                  /b/{id}:
                    delete: {operationId: zap, parameters: [{name: id, in: path, schema: {type: string, format: password}}], x-keymint-safety: creates-secret, responses: {'204': {description: gone}, 4XX: {description: no}}}
                  /a:
                    post:
                      operationId: make
                      security: [{}]
                      requestBody: {required: true, content: {application/vnd.a+json; charset=utf-8: {schema: {type: boolean}}}}
                      responses: {'200': {description: a, content: {application/json: {schema: {type: string}}}}, '202': {description: b}, default: {description: c, content: {text/plain: {}}}}
                components: {securitySchemes: {Key: {type: apiKey, in: header, name: X-Key}, Basic: {type: http, scheme: basic}, Tls: {type: mutualTLS}}}
            ",
        );

        assert_snapshot!(shown);
    }
}
