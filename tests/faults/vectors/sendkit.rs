//! SendKit's operations by name.

use keymint_sendkit::types::{CreateWorkspaceRequest, UpdateWorkspaceRequest};
use keymint_sendkit::{Client, Credential};
use serde_json::Value;

use super::{Failure, Made, Setup, body, build, made, text};

pub(super) async fn call(setup: &Setup, call: &Value) -> Result<Made, Failure> {
    let credential = Credential::platform_key("sk_user_YOUR_API_KEY")?;
    let client: Client = build(Client::builder(credential), &setup.url)?;
    let workspace = || text(call, "workspace_id");
    Ok(match setup.operation.as_str() {
        "create_api_key" => {
            let key = client.create_api_key().workspace_id(workspace()).send().await?;
            made(&key, Some(key.data.api_key.expose()))
        }
        "rotate_api_key" => {
            let key = client.rotate_api_key().workspace_id(workspace()).send().await?;
            made(&key, Some(key.data.api_key.expose()))
        }
        "delete_api_key" => {
            made(&client.delete_api_key().workspace_id(workspace()).send().await?, None)
        }
        "get_account" => made(&client.get_account().send().await?, None),
        "list_workspaces" => made(&client.list_workspaces().send().await?, None),
        "get_workspace" => {
            made(&client.get_workspace().workspace_id(workspace()).send().await?, None)
        }
        "create_workspace" => made(
            &client.create_workspace().body(body::<CreateWorkspaceRequest>(call)).send().await?,
            None,
        ),
        "update_workspace" => {
            let request = client.update_workspace().workspace_id(workspace());
            made(&request.body(body::<UpdateWorkspaceRequest>(call)).send().await?, None)
        }
        "delete_workspace" => {
            made(&client.delete_workspace().workspace_id(workspace()).send().await?, None)
        }
        other => panic!("no vector calls {other}"),
    })
}
