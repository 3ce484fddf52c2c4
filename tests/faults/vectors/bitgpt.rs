//! BitGPT's operations by name.

use keymint_bitgpt::types::{CreateApiKeyRequest, UpdateApiKeyRequest};
use keymint_bitgpt::{CallOptions, Client, Credential};
use serde_json::Value;

use super::{Failure, Made, Setup, body, build, made, text};

pub(super) async fn call(setup: &Setup, call: &Value) -> Result<Made, Failure> {
    let credential = match setup.credential.as_str() {
        "api_key" => Credential::api_key("sk_live_CANARY")?,
        _ => Credential::access_token("an.access.token")?,
    };
    let mut client: Client = build(Client::builder(credential), &setup.url)?;
    if let Some(format) = setup.format {
        client = client.with_options(&CallOptions::new().wire_format(format));
    }
    Ok(match setup.operation.as_str() {
        "create_api_key" => {
            let key =
                client.create_api_key().body(body::<CreateApiKeyRequest>(call)).send().await?;
            made(&key, Some(key.data.secret.expose()))
        }
        "list_api_keys" => made(&client.list_api_keys().send().await?, None),
        "get_api_key" => made(&client.get_api_key().id(text(call, "id")).send().await?, None),
        "update_api_key" => {
            let request = client.update_api_key().id(text(call, "id"));
            made(&request.body(body::<UpdateApiKeyRequest>(call)).send().await?, None)
        }
        "get_api_key_analytics" => made(&client.get_api_key_analytics().send().await?, None),
        other => panic!("no vector calls {other}"),
    })
}
