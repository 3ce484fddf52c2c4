//! SenderWiz: a customer's keys, listed in full, ended by a delete.

use keymint_core::{GeneratedClient as _, Secret, Timestamp};
use keymint_senderwiz::{Client, types};

use super::answered;
use crate::api_key::{IssuedKey, KeyDetails, KeyInfo, ProviderAnswer, SeenSecret};
use crate::capabilities::{Capabilities, SENDERWIZ};
use crate::error::{Error, ErrorKind, Result};
use crate::key_request::{KeyRequest, KeyUpdate};
use crate::owner::{ApiKeyId, Owner};
use crate::provider::{Action, BoxFuture, Call, Provider, Verification};

impl Provider for Client {
    fn capabilities(&self) -> &Capabilities {
        &SENDERWIZ
    }

    fn credential_fingerprint(&self) -> Option<String> {
        self.transport().credential_fingerprint()
    }

    fn calls(&self, action: Action) -> Vec<Call> {
        let operations: &[&str] = match action {
            Action::Create => &["create_api_key"],
            Action::List | Action::Get | Action::Verify | Action::Find => &["list_api_keys"],
            Action::Update => &["update_api_key"],
            Action::Revoke => &["delete_api_key"],
            Action::Rotate => &[],
        };
        answered::calls(Self::api(), operations)
    }

    fn create<'a>(
        &'a self,
        owner: &'a Owner,
        request: &'a KeyRequest,
    ) -> BoxFuture<'a, Result<IssuedKey>> {
        Box::pin(async move {
            SENDERWIZ.admit_create(owner, request)?;
            let body = types::CreateApiKeyRequest::builder()
                .name(request.name.clone())
                .description(request.description.clone())
                .ip_whitelist(answered::addresses(&request.allow_list))
                .ip_blacklist(answered::addresses(&request.deny_list));
            let answer = self
                .create_api_key()
                .customer_uid(uid(owner))
                .body(body)
                .send()
                .await?
                .into_inner();
            let key = &answer.api_key;
            let id = ApiKeyId::from_provider(&key.key_id);
            let mut issued = IssuedKey::new(SENDERWIZ.provider, owner.clone(), id, key.key.clone());
            issued.details = KeyDetails {
                name: key.name.clone(),
                description: key.description.clone(),
                allow_list: key.ip_whitelist.clone(),
                deny_list: key.ip_blacklist.clone(),
                created_at: key.created_at.map(Timestamp::convert),
                ..KeyDetails::default()
            };
            issued.answer = ProviderAnswer::new(answer);
            Ok(issued.with_warnings(&SENDERWIZ, request))
        })
    }

    fn list<'a>(&'a self, owner: &'a Owner) -> BoxFuture<'a, Result<Vec<KeyInfo>>> {
        Box::pin(async move {
            SENDERWIZ.admit_owner(owner)?;
            let answer = self.list_api_keys().customer_uid(uid(owner)).send().await?.into_inner();
            Ok(answer.api_keys.into_iter().map(|key| info(owner, key)).collect())
        })
    }

    fn get<'a>(&'a self, owner: &'a Owner, id: &'a ApiKeyId) -> BoxFuture<'a, Result<KeyInfo>> {
        Box::pin(async move {
            let found = self.list(owner).await?.into_iter().find(|key| key.id == *id);
            found.ok_or_else(|| {
                Error::new(ErrorKind::NotFound, "is not in the list of the owner's keys")
                    .of(SENDERWIZ.provider)
                    .in_field("key_id")
            })
        })
    }

    fn update<'a>(
        &'a self,
        owner: &'a Owner,
        id: &'a ApiKeyId,
        update: &'a KeyUpdate,
    ) -> BoxFuture<'a, Result<KeyInfo>> {
        Box::pin(async move {
            SENDERWIZ.admit_update(owner, id, update)?;
            let body = types::UpdateApiKeyRequest::builder()
                .name(update.name.clone())
                .description(update.description.clone())
                .ip_whitelist(answered::addresses(&update.allow_list))
                .ip_blacklist(answered::addresses(&update.deny_list));
            let call =
                self.update_api_key().customer_uid(uid(owner)).key_id(id.as_str()).body(body);
            let key = match call.send().await?.into_inner().api_key {
                Some(key) => info(owner, key),
                None => self.get(owner, id).await?,
            };
            Ok(key.with_update_warnings(&SENDERWIZ, update))
        })
    }

    fn rotate<'a>(&'a self, _: &'a Owner) -> BoxFuture<'a, Result<IssuedKey>> {
        let refusal =
            Action::Rotate.unsupported(&SENDERWIZ, "create a key, then revoke the old one");
        Box::pin(async { Err(refusal) })
    }

    fn revoke<'a>(&'a self, owner: &'a Owner, id: &'a ApiKeyId) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move {
            SENDERWIZ.admit_id(owner, id)?;
            self.delete_api_key().customer_uid(uid(owner)).key_id(id.as_str()).send().await?;
            Ok(())
        })
    }

    fn verify<'a>(
        &'a self,
        owner: &'a Owner,
        secret: &'a Secret,
    ) -> BoxFuture<'a, Result<Verification>> {
        Box::pin(async move {
            let keys = self.list(owner).await?;
            let found = keys
                .iter()
                .any(|key| matches!(&key.secret, SeenSecret::Clear(shown) if shown == secret));
            Ok(if found { Verification::Valid } else { Verification::Invalid })
        })
    }
}

fn uid(owner: &Owner) -> &str {
    owner.as_str().unwrap_or_default()
}

fn info(owner: &Owner, key: types::ApiKey) -> KeyInfo {
    let secret = key.key.clone().map_or(SeenSecret::Hidden, SeenSecret::Clear);
    let id = ApiKeyId::from_provider(&key.key_id);
    let mut info = KeyInfo::new(SENDERWIZ.provider, owner.clone(), id, secret);
    info.details = KeyDetails {
        name: key.name.clone(),
        description: key.description.clone(),
        allow_list: key.ip_whitelist.clone(),
        deny_list: key.ip_blacklist.clone(),
        created_at: key.created_at.map(Timestamp::convert),
        ..KeyDetails::default()
    };
    info.answer = ProviderAnswer::new(key);
    info.with_warnings(&SENDERWIZ)
}
