//! SendKit: one key a workspace, which a call replaces at once.

use keymint_core::{GeneratedClient as _, Secret};
use keymint_sendkit::{Client, types};

use super::answered;
use crate::api_key::{IssuedKey, KeyDetails, KeyInfo, ProviderAnswer};
use crate::capabilities::{Capabilities, SENDKIT};
use crate::error::Result;
use crate::key_request::{KeyRequest, KeyUpdate};
use crate::owner::{ApiKeyId, Owner};
use crate::provider::{Action, BoxFuture, Call, Provider, Verification};

impl Provider for Client {
    fn capabilities(&self) -> &Capabilities {
        &SENDKIT
    }

    fn credential_fingerprint(&self) -> Option<String> {
        self.transport().credential_fingerprint()
    }

    fn calls(&self, action: Action) -> Vec<Call> {
        let operations: &[&str] = match action {
            Action::Create => &["create_api_key"],
            Action::Rotate => &["rotate_api_key"],
            Action::Revoke => &["delete_api_key"],
            Action::Verify => &["list_workspaces"],
            Action::List | Action::Get | Action::Update | Action::Find => &[],
        };
        answered::calls(Self::api(), operations)
    }

    fn create<'a>(
        &'a self,
        owner: &'a Owner,
        request: &'a KeyRequest,
    ) -> BoxFuture<'a, Result<IssuedKey>> {
        Box::pin(async move {
            SENDKIT.admit_create(owner, request)?;
            let answer = self.create_api_key().workspace_id(workspace(owner)).send().await?;
            Ok(issued(owner, answer.into_inner()))
        })
    }

    fn list<'a>(&'a self, _: &'a Owner) -> BoxFuture<'a, Result<Vec<KeyInfo>>> {
        let refusal = Action::List
            .unsupported(&SENDKIT, "a workspace has at most one key, and no call shows it");
        Box::pin(async { Err(refusal) })
    }

    fn get<'a>(&'a self, _: &'a Owner, _: &'a ApiKeyId) -> BoxFuture<'a, Result<KeyInfo>> {
        let refusal = Action::Get
            .unsupported(&SENDKIT, "a workspace has at most one key, and no call shows it");
        Box::pin(async { Err(refusal) })
    }

    fn update<'a>(
        &'a self,
        owner: &'a Owner,
        id: &'a ApiKeyId,
        update: &'a KeyUpdate,
    ) -> BoxFuture<'a, Result<KeyInfo>> {
        let refusal = SENDKIT.admit_update(owner, id, update).err();
        let refusal = refusal
            .unwrap_or_else(|| Action::Update.unsupported(&SENDKIT, "its keys have no fields"));
        Box::pin(async { Err(refusal) })
    }

    fn rotate<'a>(&'a self, owner: &'a Owner) -> BoxFuture<'a, Result<IssuedKey>> {
        Box::pin(async move {
            SENDKIT.admit_owner(owner)?;
            let answer = self.rotate_api_key().workspace_id(workspace(owner)).send().await?;
            Ok(issued(owner, answer.into_inner()))
        })
    }

    fn revoke<'a>(&'a self, owner: &'a Owner, id: &'a ApiKeyId) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move {
            SENDKIT.admit_id(owner, id)?;
            self.delete_api_key().workspace_id(workspace(owner)).send().await?;
            Ok(())
        })
    }

    /// Lists workspaces with the key, which sees its own and no other.
    fn verify<'a>(
        &'a self,
        owner: &'a Owner,
        secret: &'a Secret,
    ) -> BoxFuture<'a, Result<Verification>> {
        Box::pin(async move {
            SENDKIT.admit_owner(owner)?;
            let client = answered::with_secret(self, "PlatformKey", secret)?;
            answered::judged(client.list_workspaces().send().await)
        })
    }
}

fn workspace(owner: &Owner) -> &str {
    owner.as_str().unwrap_or_default()
}

fn issued(owner: &Owner, answer: types::CreatedApiKeyEnvelope) -> IssuedKey {
    let id = ApiKeyId::from_provider(workspace(owner));
    let mut issued =
        IssuedKey::new(SENDKIT.provider, owner.clone(), id, answer.data.api_key.clone());
    issued.details = KeyDetails { created_at: answer.data.created_at, ..KeyDetails::default() };
    issued.answer = ProviderAnswer::new(answer);
    issued.with_warnings(&SENDKIT, &KeyRequest::new())
}
