//! No value of a path parameter reaches another operation.

mod values;

use std::pin::Pin;

use keymint_core::{Error, Outcome};
use percent_encoding::percent_decode_str;

use crate::dialect::{Client, Dialect, Limits};
use crate::server::{Act, FaultServer, Step};
use values::hostile_values;

type Call = Pin<Box<dyn Future<Output = Option<Error>> + Send>>;

/// One path parameter of one operation.
struct Parameter {
    dialect: Dialect,
    /// What must stand before and after the value.
    around: (&'static str, &'static str),
    call: fn(Client, String) -> Call,
}

macro_rules! parameter {
    ($dialect:ident, $before:literal, $after:literal, $client:ident, $value:ident => $call:expr) => {
        Parameter {
            dialect: Dialect::$dialect,
            around: ($before, $after),
            call: |client, $value| {
                Box::pin(async move {
                    let Client::$dialect($client) = client else {
                        panic!("another provider's client")
                    };
                    $call.send().await.err().map(Error::from)
                })
            },
        }
    };
}

#[rustfmt::skip]
fn parameters() -> Vec<Parameter> {
    vec![
        parameter!(Bitgpt, "/developers/api_keys/", "", c, v => c.get_api_key().id(v)),
        parameter!(Bitgpt, "/developers/api_keys/", "", c, v => c.update_api_key().id(v).body(keymint_bitgpt::types::UpdateApiKeyRequest::builder().label("x"))),
        parameter!(Infobip, "/settings/1/accounts/", "/api-keys", c, v => c.create_api_key().account_key(v).body(keymint_infobip::types::CreateApiKeyRequest::builder().name("x"))),
        parameter!(Infobip, "/settings/1/accounts/", "/api-keys", c, v => c.list_api_keys().account_key(v)),
        parameter!(Infobip, "/settings/1/accounts/", "/api-keys/k", c, v => c.get_api_key().account_key(v).key("k")),
        parameter!(Infobip, "/settings/1/accounts/a/api-keys/", "", c, v => c.get_api_key().account_key("a").key(v)),
        parameter!(Infobip, "/settings/1/accounts/", "/api-keys/k", c, v => c.update_api_key().account_key(v).key("k").body(keymint_infobip::types::UpdateApiKeyRequest::builder())),
        parameter!(Infobip, "/settings/1/accounts/a/api-keys/", "", c, v => c.update_api_key().account_key("a").key(v).body(keymint_infobip::types::UpdateApiKeyRequest::builder())),
        parameter!(Infobip, "/settings/1/accounts/", "", c, v => c.get_account().account_key(v)),
        parameter!(Infobip, "/settings/1/accounts/", "", c, v => c.update_account().account_key(v).body(keymint_infobip::types::UpdateAccountRequest::builder())),
        parameter!(Infobip, "/settings/2/api-keys/", "", c, v => c.get_api_key_v2().api_key_id(v)),
        parameter!(Infobip, "/settings/2/api-keys/", "", c, v => c.update_api_key_v2().api_key_id(v).body(keymint_infobip::types::UpdateApiKeyV2Request::builder())),
        parameter!(Senderwiz, "/customers/", "/api-keys", c, v => c.create_api_key().customer_uid(v).body(keymint_senderwiz::types::CreateApiKeyRequest::builder())),
        parameter!(Senderwiz, "/customers/", "/api-keys", c, v => c.list_api_keys().customer_uid(v)),
        parameter!(Senderwiz, "/customers/", "", c, v => c.get_customer().customer_uid(v)),
        parameter!(Senderwiz, "/customers/", "/api-keys/k", c, v => c.delete_api_key().customer_uid(v).key_id("k")),
        parameter!(Senderwiz, "/customers/c/api-keys/", "", c, v => c.delete_api_key().customer_uid("c").key_id(v)),
        parameter!(Senderwiz, "/customers/", "/api-keys/k", c, v => c.update_api_key().customer_uid(v).key_id("k").body(keymint_senderwiz::types::UpdateApiKeyRequest::builder())),
        parameter!(Senderwiz, "/customers/c/api-keys/", "", c, v => c.update_api_key().customer_uid("c").key_id(v).body(keymint_senderwiz::types::UpdateApiKeyRequest::builder())),
        parameter!(Sendkit, "/v1/workspaces/", "/api-key", c, v => c.create_api_key().workspace_id(v)),
        parameter!(Sendkit, "/v1/workspaces/", "/api-key/rotate", c, v => c.rotate_api_key().workspace_id(v)),
        parameter!(Sendkit, "/v1/workspaces/", "/api-key", c, v => c.delete_api_key().workspace_id(v)),
        parameter!(Sendkit, "/v1/workspaces/", "", c, v => c.get_workspace().workspace_id(v)),
        parameter!(Sendkit, "/v1/workspaces/", "", c, v => c.update_workspace().workspace_id(v).body(keymint_sendkit::types::UpdateWorkspaceRequest::builder())),
        parameter!(Sendkit, "/v1/workspaces/", "", c, v => c.delete_workspace().workspace_id(v)),
    ]
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hostile_value_stays_where_it_was_put_or_goes_nowhere() {
    let (values, parameters) = (hostile_values(), parameters());
    let (mut sent, mut refused) = (0, 0);
    for parameter in &parameters {
        let answer = b"HTTP/1.1 404 Not Found\r\ncontent-length: 2\r\ncontent-type: application/json\r\n\r\n{}";
        let server = FaultServer::always(Step::After(vec![Act::Write(answer.to_vec())])).await;
        let client = parameter.dialect.client(&server.url(), Limits::default());
        for value in &values {
            let before = server.request_count();

            let error = (parameter.call)(client.clone(), value.clone()).await;

            let error = error.expect("a refusal, or the server's 404");

            let requests = server.requests();
            match requests.get(before..).unwrap_or_default() {
                [] => {
                    assert_eq!(error.outcome(), Outcome::NotSent, "{value:?}: {error:?}");
                    refused += 1;
                }
                [request] => {
                    let (before, after) = parameter.around;
                    let target = request.target();
                    let segment =
                        target.strip_prefix(before).and_then(|rest| rest.strip_suffix(after));
                    let segment =
                        segment.unwrap_or_else(|| panic!("{value:?} escaped to {target}"));
                    assert!(
                        !segment.contains(['/', '\\', '?', '#', ';']),
                        "{value:?} became {target}"
                    );
                    let text = percent_decode_str(segment).decode_utf8().expect("UTF-8");
                    assert_eq!(text, value.as_str(), "the value arrived as {target}");
                    sent += 1;
                }
                more => panic!("{value:?} made {} requests", more.len()),
            }
        }
    }
    println!(
        "proof: hostile_values={} parameters={} arrived={sent} refused={refused} escaped=0",
        values.len(),
        parameters.len()
    );
    assert!(values.len() >= 200 && sent > 0 && refused > 0);
}
