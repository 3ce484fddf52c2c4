//! Infobip's operations by name.

use keymint_infobip::types::{
    CreateAccessTokenRequest, CreateApiKeyRequest, CreateApiKeyV2Request, CreateSessionRequest,
    UpdateAccountRequest, UpdateApiKeyRequest,
};
use keymint_infobip::{CallOptions, Client, Credential, Result};
use serde_json::Value;

use super::{Failure, Made, Setup, body, build, made, text};

pub(super) async fn call(setup: &Setup, call: &Value) -> std::result::Result<Made, Failure> {
    let client = client(setup)?;
    let account = || text(call, "account_key");
    Ok(match setup.operation.as_str() {
        "create_api_key" => {
            let request = client.create_api_key().account_key(account());
            let key = request.body(body::<CreateApiKeyRequest>(call)).send().await?;
            made(&key, Some(key.public_api_key.expose()))
        }
        "list_api_keys" => {
            let mut request = client.list_api_keys().account_key(account());
            if let Some(name) = call["name"].as_str() {
                request = request.name(name);
            }
            if let Some(limit) = call["limit"].as_i64() {
                request = request.limit(i32::try_from(limit).expect("a limit"));
            }
            if let Some(enabled) = call["enabled"].as_bool() {
                request = request.enabled(enabled);
            }
            made(&request.send().await?, None)
        }
        "get_api_key" => made(
            &client.get_api_key().account_key(account()).key(text(call, "key")).send().await?,
            None,
        ),
        "update_api_key" => {
            let request = client.update_api_key().account_key(account()).key(text(call, "key"));
            made(&request.body(body::<UpdateApiKeyRequest>(call)).send().await?, None)
        }
        "get_account" => made(&client.get_account().account_key(account()).send().await?, None),
        "list_accounts" => made(&client.list_accounts().limit(3).send().await?, None),
        "update_account" => {
            let request = client.update_account().account_key(account());
            made(&request.body(body::<UpdateAccountRequest>(call)).send().await?, None)
        }
        "create_api_key_v2" => {
            let key =
                client.create_api_key_v2().body(body::<CreateApiKeyV2Request>(call)).send().await?;
            made(&key, Some(key.api_key_secret.expose()))
        }
        "get_api_key_v2" => {
            made(&client.get_api_key_v2().api_key_id(text(call, "api_key_id")).send().await?, None)
        }
        "list_api_keys_v2" => {
            made(&client.list_api_keys_v2().page(0).size(100).send().await?, None)
        }
        "create_session" => made(
            &client.create_session().body(body::<CreateSessionRequest>(call)).send().await?,
            None,
        ),
        "create_access_token" => made(
            &client
                .create_access_token()
                .body(body::<CreateAccessTokenRequest>(call))
                .send()
                .await?,
            None,
        ),
        other => panic!("no vector calls {other}"),
    })
}

fn client(setup: &Setup) -> Result<Client> {
    let builder = match setup.credential.as_str() {
        "none" => Client::builder_without_credential(),
        "api_key" => Client::builder(Credential::api_key("an-api-key")?),
        "session" => Client::builder(Credential::session("a-session")?),
        "access_token" => Client::builder(Credential::access_token("a-token")?),
        _ => Client::builder(Credential::basic("Aladdin", "open sesame")?),
    };
    let client = build(builder, &setup.url)?;
    Ok(match setup.format {
        Some(format) => client.with_options(&CallOptions::new().wire_format(format)),
        None => client,
    })
}
