//! Infobip: an account's keys, which end at a date that can be moved, or are switched off.
//!
//! The first version of its API is used, `settings/1`, although the provider marks it as deprecated without a date:
//! it has the account in its path, so that an owner can be chosen and a wrong one is a 404; it speaks JSON and XML;
//! and no quota is published for its updates, which the end of every rotation needs, where the second version allows
//! 40 a day. The second version is there through the typed client.

use keymint_core::{GeneratedClient as _, Open, Secret, Timestamp};
use keymint_infobip::{Client, types};

use super::answered;
use crate::api_key::{IssuedKey, KeyDetails, KeyInfo, ProviderAnswer, SeenSecret};
use crate::capabilities::{Capabilities, INFOBIP};
use crate::error::Result;
use crate::key_request::{KeyRequest, KeyUpdate};
use crate::list_field::ListField;
use crate::owner::{ApiKeyId, Owner};
use crate::provider::{Action, BoxFuture, Call, Provider, Verification};
use crate::warning::Warning;

impl Provider for Client {
    fn capabilities(&self) -> &Capabilities {
        &INFOBIP
    }

    fn credential_fingerprint(&self) -> Option<String> {
        self.transport().credential_fingerprint()
    }

    fn calls(&self, action: Action) -> Vec<Call> {
        let (operations, query): (&[&str], _) = match action {
            Action::Create => (&["create_api_key"], ""),
            Action::List => (&["list_api_keys"], "limit=1000"),
            Action::Find => (&["list_api_keys"], "limit=1000&name={name}"),
            Action::Get => (&["get_api_key"], ""),
            Action::Update | Action::Revoke => (&["get_api_key", "update_api_key"], ""),
            Action::Verify => (&["list_accounts"], "limit=1"),
            Action::Rotate => (&[], ""),
        };
        let calls = answered::calls(Self::api(), operations).into_iter();
        calls.map(|call| call.with_query(query)).collect()
    }

    fn create<'a>(
        &'a self,
        owner: &'a Owner,
        request: &'a KeyRequest,
    ) -> BoxFuture<'a, Result<IssuedKey>> {
        Box::pin(async move {
            INFOBIP.admit_create(owner, request)?;
            let body = types::CreateApiKeyRequest::builder()
                .name(request.name.clone().unwrap_or_default())
                .allowed_ips(answered::addresses(&request.allow_list))
                .valid_from(request.valid_from.map(Timestamp::convert))
                .valid_to(request.expires.map(Timestamp::convert))
                .permissions(permissions(&request.scopes));
            let answer = self
                .create_api_key()
                .account_key(account(owner))
                .body(body)
                .send()
                .await?
                .into_inner();
            let id = ApiKeyId::from_provider(&answer.key);
            let mut issued =
                IssuedKey::new(INFOBIP.provider, owner.clone(), id, answer.public_api_key.clone());
            issued.details = KeyDetails {
                name: answer.name.clone(),
                scopes: texts(answer.permissions.as_deref()),
                allow_list: answer.allowed_ips.clone(),
                valid_from: answer.valid_from.map(Timestamp::convert),
                expires_at: answer.valid_to.map(Timestamp::convert),
                enabled: answer.enabled,
                ..KeyDetails::default()
            };
            issued.answer = ProviderAnswer::new(answer);
            Ok(issued.with_warnings(&INFOBIP, request))
        })
    }

    fn list<'a>(&'a self, owner: &'a Owner) -> BoxFuture<'a, Result<Vec<KeyInfo>>> {
        Box::pin(async move {
            INFOBIP.admit_owner(owner)?;
            let call = self.list_api_keys().account_key(account(owner)).limit(LONGEST_LIST);
            let keys = call.send().await?.into_inner().api_keys.unwrap_or_default();
            let cut = keys.len() == USUAL_LIST || keys.len() >= usize::from(LONGEST_LIST);
            let mut keys: Vec<_> = keys.into_iter().map(|key| info(owner, key)).collect();
            if cut {
                for key in &mut keys {
                    key.warnings.push(Warning::MaybeIncomplete);
                }
            }
            Ok(keys)
        })
    }

    fn get<'a>(&'a self, owner: &'a Owner, id: &'a ApiKeyId) -> BoxFuture<'a, Result<KeyInfo>> {
        Box::pin(async move {
            INFOBIP.admit_id(owner, id)?;
            let answer =
                self.get_api_key().account_key(account(owner)).key(id.as_str()).send().await?;
            Ok(info(owner, answer.into_inner()))
        })
    }

    /// Reads the key first and sends every field: no page says whether one that is left out is kept.
    fn update<'a>(
        &'a self,
        owner: &'a Owner,
        id: &'a ApiKeyId,
        update: &'a KeyUpdate,
    ) -> BoxFuture<'a, Result<KeyInfo>> {
        Box::pin(async move {
            INFOBIP.admit_update(owner, id, update)?;
            let key = self
                .get_api_key()
                .account_key(account(owner))
                .key(id.as_str())
                .send()
                .await?
                .into_inner();
            let body = types::UpdateApiKeyRequest::builder()
                .name(update.name.clone().or(key.name))
                .allowed_ips(answered::addresses(&update.allow_list).or(key.allowed_ips))
                .valid_from(update.valid_from.map(Timestamp::convert).or(key.valid_from))
                .valid_to(update.expires.map(Timestamp::convert).or(key.valid_to))
                .enabled(update.enabled.or(key.enabled))
                .permissions(permissions(&update.scopes).or(key.permissions));
            let call =
                self.update_api_key().account_key(account(owner)).key(id.as_str()).body(body);
            let key = info(owner, call.send().await?.into_inner());
            Ok(key.with_update_warnings(&INFOBIP, update))
        })
    }

    fn rotate<'a>(&'a self, _: &'a Owner) -> BoxFuture<'a, Result<IssuedKey>> {
        let refusal = Action::Rotate
            .unsupported(&INFOBIP, "create a key, then shorten the old one's validity");
        Box::pin(async { Err(refusal) })
    }

    fn revoke<'a>(&'a self, owner: &'a Owner, id: &'a ApiKeyId) -> BoxFuture<'a, Result<()>> {
        Box::pin(
            async move { self.update(owner, id, &KeyUpdate::new().enabled(false)).await.map(drop) },
        )
    }

    fn verify<'a>(
        &'a self,
        owner: &'a Owner,
        secret: &'a Secret,
    ) -> BoxFuture<'a, Result<Verification>> {
        Box::pin(async move {
            INFOBIP.admit_owner(owner)?;
            let client = answered::with_secret(self, "ApiKey", secret)?;
            answered::judged(client.list_accounts().limit(1).send().await)
        })
    }

    /// Lets the provider look for the name, for its list may be cut.
    fn find<'a>(&'a self, owner: &'a Owner, name: &'a str) -> BoxFuture<'a, Result<Vec<KeyInfo>>> {
        Box::pin(async move {
            INFOBIP.admit_owner(owner)?;
            let call =
                self.list_api_keys().account_key(account(owner)).name(name).limit(LONGEST_LIST);
            let keys = call.send().await?.into_inner().api_keys.unwrap_or_default();
            let named = keys.into_iter().filter(|key| key.name.as_deref() == Some(name));
            Ok(named.map(|key| info(owner, key)).collect())
        })
    }
}

fn account(owner: &Owner) -> &str {
    owner.as_str().unwrap_or("_")
}

fn permissions(scopes: &ListField<String>) -> Option<Vec<Open<types::Permission>>> {
    scopes.to_sent(|scope| {
        let Ok(permission) = scope.parse();
        permission
    })
}

fn texts(permissions: Option<&[Open<types::Permission>]>) -> Option<Vec<String>> {
    permissions.map(|permissions| permissions.iter().map(ToString::to_string).collect())
}

fn info(owner: &Owner, key: types::ApiKey) -> KeyInfo {
    let secret = key.public_api_key.clone().map_or(SeenSecret::Hidden, SeenSecret::Clear);
    let id = ApiKeyId::from_provider(&key.key);
    let mut info = KeyInfo::new(INFOBIP.provider, owner.clone(), id, secret);
    info.details = KeyDetails {
        name: key.name.clone(),
        scopes: texts(key.permissions.as_deref()),
        allow_list: key.allowed_ips.clone(),
        valid_from: key.valid_from.map(Timestamp::convert),
        expires_at: key.valid_to.map(Timestamp::convert),
        enabled: key.enabled,
        ..KeyDetails::default()
    };
    info.answer = ProviderAnswer::new(key);
    info.with_warnings(&INFOBIP)
}

/// Lists have no second page and 40 entries unless more are asked for; the largest number is not documented.
const LONGEST_LIST: u16 = 1_000;
/// A list of exactly this length was probably cut, whatever was asked for.
const USUAL_LIST: usize = 40;
