//! The kit, on providers that keep their word and on some that do not.

use std::sync::Arc;

use keymint::conformance::{Kit, Verdict};
use keymint::{
    Action, AddressForms, ApiKeyId, BoxFuture, Call, Capabilities, EmptyScopes, FieldRule,
    IssuedKey, KeyIdentity, KeyInfo, KeyRequest, KeyUpdate, KeysAtOnce, Overlap, Owner, OwnerRule,
    Period, Provider, ProviderKind, Quota, Result, RevokeEffect, Secret, SecretVisibility, Use,
    Verification, VerifyMeans,
};
use keymint_sandbox::{Dialect, Sandbox};

use crate::support::{owners, sandboxed};

/// A provider that claims something else than it can do.
#[derive(Debug)]
struct Boaster {
    provider: Arc<dyn Provider>,
    claims: Capabilities,
}

impl Provider for Boaster {
    fn capabilities(&self) -> &Capabilities {
        &self.claims
    }
    fn calls(&self, action: Action) -> Vec<Call> {
        self.provider.calls(action)
    }
    fn create<'a>(
        &'a self,
        owner: &'a Owner,
        request: &'a KeyRequest,
    ) -> BoxFuture<'a, Result<IssuedKey>> {
        self.provider.create(owner, request)
    }
    fn list<'a>(&'a self, owner: &'a Owner) -> BoxFuture<'a, Result<Vec<KeyInfo>>> {
        self.provider.list(owner)
    }
    fn get<'a>(&'a self, owner: &'a Owner, id: &'a ApiKeyId) -> BoxFuture<'a, Result<KeyInfo>> {
        self.provider.get(owner, id)
    }
    fn update<'a>(
        &'a self,
        owner: &'a Owner,
        id: &'a ApiKeyId,
        update: &'a KeyUpdate,
    ) -> BoxFuture<'a, Result<KeyInfo>> {
        self.provider.update(owner, id, update)
    }
    fn rotate<'a>(&'a self, owner: &'a Owner) -> BoxFuture<'a, Result<IssuedKey>> {
        self.provider.rotate(owner)
    }
    fn revoke<'a>(&'a self, owner: &'a Owner, id: &'a ApiKeyId) -> BoxFuture<'a, Result<()>> {
        self.provider.revoke(owner, id)
    }
    fn verify<'a>(
        &'a self,
        owner: &'a Owner,
        secret: &'a Secret,
    ) -> BoxFuture<'a, Result<Verification>> {
        self.provider.verify(owner, secret)
    }
}

async fn examine(
    sandbox: &Sandbox,
    dialect: Dialect,
    kind: ProviderKind,
    provider: &dyn Provider,
    exhaust: bool,
) -> Verdict {
    let owners = owners(sandbox, kind, 6);
    let count = || sandbox.requests().len();
    let scope = if kind == ProviderKind::BitGpt { "invoices.read" } else { "ALL" };
    let mut kit = Kit::new(provider, owners).scope(scope).counting_requests(&count);
    if exhaust {
        kit = kit.exhausting_quotas();
    }
    if kind == ProviderKind::Infobip && dialect == Dialect::Examples {
        // The old page's answers have no permissions.
        kit = kit.not_shown(["scopes"]);
    }
    kit.check().await
}

#[tokio::test]
async fn every_provider_keeps_its_word_in_both_dialects() {
    for dialect in [Dialect::Schemas, Dialect::Examples] {
        let sandbox = Sandbox::builder().dialect(dialect).start().await.unwrap();
        for kind in ProviderKind::ALL {
            let verdict = examine(&sandbox, dialect, kind, &*sandboxed(&sandbox, kind), true).await;

            assert!(verdict.is_passed(), "{kind} {dialect:?}: {verdict}");
            assert_eq!(verdict.passed.len(), 18);
        }
    }
}

#[tokio::test]
async fn every_wrong_claim_is_found() {
    type Boast = fn(&mut Capabilities);
    let boasts: [(&str, Boast); 22] = [
        ("owner", |it| {
            it.owner = if it.owner == OwnerRule::Required {
                OwnerRule::OwnOnly
            } else {
                OwnerRule::Required
            };
        }),
        ("identity", |it| {
            it.identity =
                if it.identity == KeyIdentity::Id { KeyIdentity::Owner } else { KeyIdentity::Id };
        }),
        ("keys_at_once", |it| {
            it.keys_at_once =
                if it.keys_at_once == KeysAtOnce::One { KeysAtOnce::Many } else { KeysAtOnce::One };
        }),
        ("name", |it| it.name = flipped(it.name)),
        ("longest_name", |it| {
            it.longest_name = Some(it.longest_name.map_or(10, |longest| longest + 10));
        }),
        ("description", |it| it.description = flipped(it.description)),
        ("scopes", |it| it.scopes = flipped(it.scopes)),
        ("empty_scopes", |it| {
            it.scopes = if it.scopes == FieldRule::NEVER { FieldRule::ALWAYS } else { it.scopes };
            it.empty_scopes = match it.empty_scopes {
                EmptyScopes::Nothing => EmptyScopes::Everything,
                _ => EmptyScopes::Nothing,
            };
        }),
        ("allow_list", |it| it.allow_list = flipped(it.allow_list)),
        ("deny_list", |it| it.deny_list = flipped(it.deny_list)),
        ("addresses", |it| {
            it.addresses = if it.addresses == AddressForms::None {
                AddressForms::Ranges
            } else {
                AddressForms::None
            };
        }),
        ("valid_from", |it| it.valid_from = flipped(it.valid_from)),
        ("expires", |it| it.expires = flipped(it.expires)),
        ("enabled", |it| it.enabled = flipped(it.enabled)),
        ("list", |it| {
            it.list = match it.list {
                Some(SecretVisibility::Clear) => Some(SecretVisibility::Masked),
                Some(_) => Some(SecretVisibility::Clear),
                None => Some(SecretVisibility::Hidden),
            };
        }),
        ("no list", |it| {
            it.list = if it.list.is_none() { Some(SecretVisibility::Masked) } else { None }
        }),
        ("get", |it| it.get = !it.get),
        ("rotate", |it| it.rotate = !it.rotate),
        ("revoke", |it| {
            it.revoke = match it.revoke {
                None => Some(RevokeEffect::Delete),
                Some(RevokeEffect::Delete) => Some(RevokeEffect::Disable),
                Some(_) => None,
            };
        }),
        ("overlap", |it| {
            it.overlap =
                if it.overlap == Overlap::Ours { Overlap::ServerEnforced } else { Overlap::Ours };
        }),
        ("verify", |it| {
            it.verify = match it.verify {
                VerifyMeans::Call => VerifyMeans::None,
                _ => VerifyMeans::Call,
            };
        }),
        ("zoneless_dates", |it| it.zoneless_dates = !it.zoneless_dates),
    ];

    for kind in ProviderKind::ALL {
        for (name, boast) in boasts {
            let sandbox = Sandbox::start().await.unwrap();
            let provider = sandboxed(&sandbox, kind);
            let mut claims = provider.capabilities().clone();
            boast(&mut claims);
            let boaster = Boaster { provider, claims };

            let verdict = examine(&sandbox, Dialect::Schemas, kind, &boaster, false).await;

            // A limit that nobody checks cannot be found wrong where there is no name.
            let idle = name == "longest_name" && kind == ProviderKind::SendKit;
            assert!(!verdict.is_passed() || idle, "{kind} claims another `{name}` unnoticed");
        }
    }
}

#[tokio::test]
async fn a_wrong_quota_is_found() {
    static GENEROUS: [Quota; 1] = [Quota::new(41, Period::Day, &["create_api_key"])];
    static MEAN: [Quota; 1] = [Quota::new(39, Period::Day, &["create_api_key"])];
    for quotas in [&GENEROUS[..], &MEAN, &[]] {
        let sandbox = Sandbox::start().await.unwrap();
        let provider = sandboxed(&sandbox, ProviderKind::Infobip);
        let mut claims = provider.capabilities().clone();
        claims.quotas = quotas;

        let verdict = examine(
            &sandbox,
            Dialect::Schemas,
            ProviderKind::Infobip,
            &Boaster { provider, claims },
            true,
        )
        .await;

        assert!(!verdict.is_passed(), "{quotas:?} went unnoticed");
    }
}

fn flipped(rule: FieldRule) -> FieldRule {
    match (rule.create, rule.update) {
        (Use::Never, Use::Never) => FieldRule::ALWAYS,
        _ => FieldRule::NEVER,
    }
}
