//! BitGPT: an organization's keys, which nothing but their expiry ends.

use keymint_bitgpt::{Client, types};
use keymint_core::{GeneratedClient as _, Open, Secret, Timestamp};

use super::answered;
use crate::api_key::{IssuedKey, KeyDetails, KeyInfo, ProviderAnswer, SeenSecret};
use crate::capabilities::{BITGPT, Capabilities};
use crate::error::Result;
use crate::key_request::{KeyRequest, KeyUpdate};
use crate::owner::{ApiKeyId, Owner};
use crate::provider::{Action, BoxFuture, Call, Provider, Verification};
use crate::warning::Warning;

impl Provider for Client {
    fn capabilities(&self) -> &Capabilities {
        &BITGPT
    }

    fn credential_fingerprint(&self) -> Option<String> {
        self.transport().credential_fingerprint()
    }

    fn calls(&self, action: Action) -> Vec<Call> {
        let operations: &[&str] = match action {
            Action::Create => &["create_api_key"],
            Action::List | Action::Verify => &["list_api_keys"],
            Action::Get => &["get_api_key"],
            Action::Update => &["update_api_key", "get_api_key"],
            Action::Find => &["list_api_keys", "get_api_key"],
            Action::Rotate | Action::Revoke => &[],
        };
        let calls = answered::calls(Self::api(), operations).into_iter();
        // The list shows no names, so that each key is looked at.
        let each = |call: &Call| action == Action::Find && call.operation == "get_api_key";
        calls.map(|call| if each(&call) { call.for_each_key() } else { call }).collect()
    }

    fn create<'a>(
        &'a self,
        owner: &'a Owner,
        request: &'a KeyRequest,
    ) -> BoxFuture<'a, Result<IssuedKey>> {
        Box::pin(async move {
            BITGPT.admit_create(owner, request)?;
            let body = types::CreateApiKeyRequest::builder()
                .label(request.name.clone().unwrap_or_default())
                .description(request.description.clone())
                .scopes(request.scopes.to_sent(|scope| open(scope)))
                .ip_allow_list(answered::addresses(&request.allow_list))
                .expires_at(request.expires.map(Timestamp::convert));
            let answer = self.create_api_key().body(body).send().await?.into_inner();
            let key = &answer.data;
            let id = ApiKeyId::from_provider(&key.id);
            let mut issued = IssuedKey::new(BITGPT.provider, owner.clone(), id, key.secret.clone());
            issued.details = KeyDetails {
                name: key.label.clone(),
                description: key.description.clone(),
                scopes: texts(key.scopes.as_deref()),
                allow_list: key.ip_allow_list.clone(),
                created_at: key.created_at.map(Timestamp::convert),
                expires_at: key.expires_at.map(Timestamp::convert),
                ..KeyDetails::default()
            };
            issued.answer = ProviderAnswer::new(answer);
            Ok(issued.with_warnings(&BITGPT, request))
        })
    }

    fn list<'a>(&'a self, owner: &'a Owner) -> BoxFuture<'a, Result<Vec<KeyInfo>>> {
        Box::pin(async move {
            BITGPT.admit_owner(owner)?;
            let answer = self.list_api_keys().send().await?.into_inner();
            Ok(answer.data.into_iter().map(|key| info(owner, key)).collect())
        })
    }

    fn get<'a>(&'a self, owner: &'a Owner, id: &'a ApiKeyId) -> BoxFuture<'a, Result<KeyInfo>> {
        Box::pin(async move {
            BITGPT.admit_id(owner, id)?;
            let answer = self.get_api_key().id(id.as_str()).send().await?.into_inner();
            Ok(info(owner, answer.data))
        })
    }

    fn update<'a>(
        &'a self,
        owner: &'a Owner,
        id: &'a ApiKeyId,
        update: &'a KeyUpdate,
    ) -> BoxFuture<'a, Result<KeyInfo>> {
        Box::pin(async move {
            BITGPT.admit_update(owner, id, update)?;
            let body = types::UpdateApiKeyRequest::builder()
                .label(update.name.clone().unwrap_or_default())
                .description(update.description.clone());
            // The answer is a placeholder, so the key is read again.
            self.update_api_key().id(id.as_str()).body(body).send().await?;
            let mut key = self.get(owner, id).await?.with_update_warnings(&BITGPT, update);
            if update.description.is_none() {
                key.warnings.push(Warning::DescriptionMayBeLost);
            }
            Ok(key)
        })
    }

    fn rotate<'a>(&'a self, _: &'a Owner) -> BoxFuture<'a, Result<IssuedKey>> {
        let refusal =
            Action::Rotate.unsupported(&BITGPT, "create a key, and let the old one expire");
        Box::pin(async { Err(refusal) })
    }

    fn revoke<'a>(&'a self, _: &'a Owner, _: &'a ApiKeyId) -> BoxFuture<'a, Result<()>> {
        let mend = "let it expire, or delete it in the provider's panel";
        let refusal = Action::Revoke.unsupported(&BITGPT, mend);
        Box::pin(async { Err(refusal) })
    }

    fn verify<'a>(
        &'a self,
        owner: &'a Owner,
        secret: &'a Secret,
    ) -> BoxFuture<'a, Result<Verification>> {
        Box::pin(async move {
            BITGPT.admit_owner(owner)?;
            let client = answered::with_secret(self, "ApiKey", secret)?;
            answered::judged(client.list_api_keys().send().await)
        })
    }
}

fn open(scope: &str) -> Open<types::Scope> {
    let Ok(scope) = scope.parse();
    scope
}

fn texts(scopes: Option<&[Open<types::Scope>]>) -> Option<Vec<String>> {
    scopes.map(|scopes| scopes.iter().map(ToString::to_string).collect())
}

fn info(owner: &Owner, key: types::ApiKey) -> KeyInfo {
    let secret = key.secret.clone().map_or(SeenSecret::Hidden, SeenSecret::Masked);
    let id = ApiKeyId::from_provider(&key.id);
    let mut info = KeyInfo::new(BITGPT.provider, owner.clone(), id, secret);
    info.details = KeyDetails {
        name: key.label.clone(),
        description: key.description.clone(),
        scopes: texts(key.scopes.as_deref()),
        allow_list: key.ip_allow_list.clone(),
        created_at: key.created_at.map(Timestamp::convert),
        expires_at: key.expires_at.map(Timestamp::convert),
        ..KeyDetails::default()
    };
    info.answer = ProviderAnswer::new(key);
    info.with_warnings(&BITGPT)
}
