//! SenderWiz's operations by name.

use keymint_senderwiz::types::{CreateApiKeyRequest, UpdateApiKeyRequest};
use keymint_senderwiz::{CallOptions, Client, Credential};
use serde_json::Value;

use super::{Failure, Made, Setup, body, build, made, text};

pub(super) async fn call(setup: &Setup, call: &Value) -> Result<Made, Failure> {
    let credential = Credential::admin_api_key("your-admin-api-key-here")?;
    let mut client: Client = build(Client::builder(credential, setup.url.clone()), &setup.url)?;
    if let Some(format) = setup.format {
        client = client.with_options(&CallOptions::new().wire_format(format));
    }
    let customer = || text(call, "customer_uid");
    Ok(match setup.operation.as_str() {
        "create_api_key" => {
            let request = client.create_api_key().customer_uid(customer());
            let key = request.body(body::<CreateApiKeyRequest>(call)).send().await?;
            made(&key, Some(key.api_key.key.expose()))
        }
        "list_api_keys" => {
            made(&client.list_api_keys().customer_uid(customer()).send().await?, None)
        }
        "update_api_key" => {
            let request =
                client.update_api_key().customer_uid(customer()).key_id(text(call, "key_id"));
            made(&request.body(body::<UpdateApiKeyRequest>(call)).send().await?, None)
        }
        "delete_api_key" => {
            let request =
                client.delete_api_key().customer_uid(customer()).key_id(text(call, "key_id"));
            made(&request.send().await?, None)
        }
        "get_customer" => made(&client.get_customer().customer_uid(customer()).send().await?, None),
        "list_customers" => made(&client.list_customers().send().await?, None),
        "list_groups" => made(&client.list_groups().send().await?, None),
        other => panic!("no vector calls {other}"),
    })
}
