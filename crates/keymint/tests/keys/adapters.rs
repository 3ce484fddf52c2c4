//! The four providers, as an application calls them, against the sandbox.

use std::time::Duration;

use jiff::Timestamp;
use keymint::{
    Action, ApiKeyId, DateTime, ErrorKind, KeyRequest, KeyUpdate, Outcome, Owner, ProviderKind,
    SeenSecret, Verification, Warning, WireFormat, bitgpt, infobip, senderwiz, sendkit,
};
use keymint_sandbox::{Fault, Plan, Rule, Sandbox};

use crate::support::{owners, played, sandboxed};

const INFOBIP: ProviderKind = ProviderKind::Infobip;

fn in_days(days: u64) -> DateTime {
    Timestamp::now().checked_add(Duration::from_secs(days * 86_400)).unwrap().into()
}

#[tokio::test]
async fn a_key_keeps_the_providers_own_answer() {
    let sandbox = Sandbox::start().await.unwrap();
    for kind in ProviderKind::ALL {
        let owner = owners(&sandbox, kind, 1).remove(0);
        let request = if kind == ProviderKind::SendKit {
            KeyRequest::new()
        } else {
            KeyRequest::new().name("own")
        };

        let key = sandboxed(&sandbox, kind).create(&owner, &request).await.unwrap();

        let answer = &key.answer;
        let kept = match kind {
            ProviderKind::SenderWiz => {
                answer.downcast_ref::<senderwiz::types::CreatedApiKeyEnvelope>().is_some()
            }
            ProviderKind::BitGpt => {
                answer.downcast_ref::<bitgpt::types::CreatedApiKeyEnvelope>().is_some()
            }
            ProviderKind::Infobip => {
                answer.downcast_ref::<infobip::types::CreatedApiKey>().is_some()
            }
            _ => answer.downcast_ref::<sendkit::types::CreatedApiKeyEnvelope>().is_some(),
        };
        assert!(kept, "{kind}");
        assert_eq!(sandbox.verify(key.secret.expose()).unwrap().fingerprint, key.fingerprint);
    }
}

#[tokio::test]
async fn infobip_speaks_xml_through_the_same_methods() {
    let sandbox = Sandbox::start().await.unwrap();
    let credentials = Sandbox::credentials();
    let credential = infobip::Credential::session(credentials.infobip_session_token).unwrap();
    let client = infobip::Client::builder(credential)
        .base_url(sandbox.base_url(played(INFOBIP)))
        .wire_format(WireFormat::Xml)
        .build()
        .unwrap();
    let provider: &dyn keymint::Provider = &client;
    let owner = Owner::own();
    let request = KeyRequest::new()
        .name("xml")
        .scopes(["TFA"])
        .allow_list(["127.0.0.1".parse().unwrap(), "10.0.0.0/8".parse().unwrap()])
        .expires(in_days(30));

    let key = provider.create(&owner, &request).await.unwrap();
    let changed =
        provider.update(&owner, &key.id, &KeyUpdate::new().name("still xml")).await.unwrap();
    provider.revoke(&owner, &key.id).await.unwrap();

    assert_eq!(key.warnings, []);
    assert_eq!(changed.details.name.as_deref(), Some("still xml"));
    assert_eq!(
        changed.details.allow_list.as_deref(),
        Some(&["127.0.0.1".to_owned(), "10.0.0.0/8".to_owned()][..])
    );
    assert_eq!(changed.details.scopes.as_deref(), Some(&["TFA".to_owned()][..]));
    let sent = sandbox.requests();
    assert!(
        sent.iter()
            .filter(|sent| sent.body.is_some())
            .all(|sent| sent.headers["content-type"].contains("xml"))
    );
    assert!(!sandbox.keys()[0].live);
}

#[tokio::test]
async fn senderwiz_takes_forms_too() {
    let sandbox = Sandbox::start().await.unwrap();
    let credential =
        senderwiz::Credential::admin_api_key(Sandbox::credentials().senderwiz_admin_api_key)
            .unwrap();
    let client =
        senderwiz::Client::builder(credential, sandbox.base_url(played(ProviderKind::SenderWiz)))
            .wire_format(WireFormat::Form)
            .build()
            .unwrap();
    let provider: &dyn keymint::Provider = &client;
    let owner = owners(&sandbox, ProviderKind::SenderWiz, 1).remove(0);
    let request = KeyRequest::new().name("form").deny_list(["203.0.113.9".parse().unwrap()]);

    let key = provider.create(&owner, &request).await.unwrap();

    assert_eq!(key.details.deny_list.as_deref(), Some(&["203.0.113.9".to_owned()][..]));
    assert_eq!(key.warnings, [Warning::ZonelessDates]);
}

#[tokio::test]
async fn an_infobip_update_sends_what_must_stay() {
    let sandbox = Sandbox::start().await.unwrap();
    let (provider, owner) = (sandboxed(&sandbox, INFOBIP), Owner::own());
    let request = KeyRequest::new()
        .name("kept")
        .allow_list(["203.0.113.0/24".parse().unwrap()])
        .expires(in_days(9));
    let key = provider.create(&owner, &request).await.unwrap();

    provider.update(&owner, &key.id, &KeyUpdate::new().expires(in_days(1))).await.unwrap();

    let sent =
        sandbox.requests().into_iter().find(|sent| sent.method == "PUT").unwrap().body.unwrap();
    for part in [
        r#""name":"kept""#,
        r#""allowedIPs":["203.0.113.0/24"]"#,
        r#""enabled":true"#,
        r#""permissions":["ALL"]"#,
    ] {
        assert!(sent.contains(part), "{part} is not in {sent}");
    }
}

#[tokio::test]
async fn what_is_not_a_providers_field_is_refused_unsent() {
    let sandbox = Sandbox::start().await.unwrap();
    let provider = sandboxed(&sandbox, ProviderKind::SenderWiz);
    let owner = owners(&sandbox, ProviderKind::SenderWiz, 1).remove(0);

    let error = provider.create(&owner, &KeyRequest::new().expires(in_days(1))).await.unwrap_err();

    assert_eq!((error.kind(), error.field()), (ErrorKind::Unsupported, Some("expires")));
    assert_eq!(error.outcome(), None);
    assert!(sandbox.requests().is_empty());
}

#[tokio::test]
async fn a_failed_call_keeps_what_the_client_knows_of_it() {
    let sandbox = Sandbox::start().await.unwrap();
    let (provider, owner) = (sandboxed(&sandbox, INFOBIP), Owner::new("NO_SUCH_ACCOUNT").unwrap());

    let error = provider.create(&owner, &KeyRequest::new().name("n")).await.unwrap_err();

    assert_eq!(
        (error.kind(), error.status(), error.outcome()),
        (ErrorKind::Call, Some(404), Some(Outcome::Rejected))
    );
    assert_eq!(error.provider(), Some("infobip"));
    let call = error.call().unwrap();
    assert!(call.body::<infobip::types::CreateApiKeyError>().is_some());
}

#[tokio::test]
async fn an_answer_that_is_lost_is_said_to_be_lost() {
    let sandbox = Sandbox::start().await.unwrap();
    for kind in ProviderKind::ALL {
        let owner = owners(&sandbox, kind, 1).remove(0);
        let request = if kind == ProviderKind::SendKit {
            KeyRequest::new()
        } else {
            KeyRequest::new().name("lost")
        };
        sandbox.chaos(Plan::new().rule(Rule::new(Fault::ResetAfter).method("POST").nth(1)));

        let error = sandboxed(&sandbox, kind).create(&owner, &request).await.unwrap_err();

        assert!(error.may_have_been_received(), "{kind}: {error}");
    }
    assert_eq!(sandbox.keys().len(), 4);
}

#[tokio::test]
async fn secrets_show_as_the_providers_show_them() {
    let sandbox = Sandbox::start().await.unwrap();
    let seen = async |kind| {
        let (provider, owner) = (sandboxed(&sandbox, kind), owners(&sandbox, kind, 1).remove(0));
        let key = provider.create(&owner, &KeyRequest::new().name("seen")).await.unwrap();
        let listed = provider.list(&owner).await.unwrap();
        let secret = listed.into_iter().find(|listed| listed.id == key.id).unwrap().secret;
        (key.secret, secret)
    };

    let (made, shown) = seen(ProviderKind::SenderWiz).await;
    assert_eq!(shown, SeenSecret::Clear(made));
    let (made, shown) = seen(ProviderKind::BitGpt).await;
    assert!(matches!(shown, SeenSecret::Masked(_)) && shown.fits(&made));
    let (made, shown) = seen(INFOBIP).await;
    assert_eq!(shown, SeenSecret::Clear(made));
}

#[tokio::test]
async fn a_key_can_be_found_by_its_name() {
    let sandbox = Sandbox::start().await.unwrap();
    for kind in [ProviderKind::SenderWiz, ProviderKind::BitGpt, INFOBIP] {
        let (provider, owner) = (sandboxed(&sandbox, kind), owners(&sandbox, kind, 1).remove(0));
        for name in ["one", "two#a.1", "two#a.10"] {
            provider.create(&owner, &KeyRequest::new().name(name)).await.unwrap();
        }

        let found = provider.find(&owner, "two#a.1").await.unwrap();

        assert_eq!(found.len(), 1, "{kind}");
        assert_eq!(found[0].details.name.as_deref(), Some("two#a.1"));
    }
}

#[tokio::test]
async fn a_bitgpt_update_tells_what_may_be_lost() {
    let sandbox = Sandbox::start().await.unwrap();
    let (provider, owner) = (sandboxed(&sandbox, ProviderKind::BitGpt), Owner::own());
    let key = provider.create(&owner, &KeyRequest::new().name("a").description("d")).await.unwrap();

    let changed = provider.update(&owner, &key.id, &KeyUpdate::new().name("b")).await.unwrap();

    assert_eq!(changed.details.name.as_deref(), Some("b"));
    assert!(changed.warnings.contains(&Warning::DescriptionMayBeLost));
}

#[tokio::test]
async fn a_workspaces_key_is_known_by_its_workspace() {
    let sandbox = Sandbox::start().await.unwrap();
    let provider = sandboxed(&sandbox, ProviderKind::SendKit);
    let owner = owners(&sandbox, ProviderKind::SendKit, 1).remove(0);
    let key = provider.create(&owner, &KeyRequest::new()).await.unwrap();

    let strange = provider.revoke(&owner, &ApiKeyId::new("another").unwrap()).await.unwrap_err();

    assert_eq!(Some(key.id.as_str()), owner.as_str());
    assert_eq!((strange.kind(), strange.field()), (ErrorKind::Invalid, Some("key_id")));
    assert_eq!(provider.verify(&owner, &key.secret).await.unwrap(), Verification::Valid);
    provider.revoke(&owner, &key.id).await.unwrap();
    assert_eq!(provider.verify(&owner, &key.secret).await.unwrap(), Verification::Invalid);
}

#[tokio::test]
async fn each_action_names_its_calls() {
    let sandbox = Sandbox::start().await.unwrap();
    let calls = |kind, action| -> Vec<_> {
        let calls = sandboxed(&sandbox, kind).calls(action).into_iter();
        calls.map(|call| format!("{} {}", call.method, call.target())).collect()
    };

    let key = "/settings/1/accounts/{accountKey}/api-keys/{key}";
    assert_eq!(calls(INFOBIP, Action::Revoke), [format!("GET {key}"), format!("PUT {key}")]);
    assert_eq!(
        calls(INFOBIP, Action::Find),
        ["GET /settings/1/accounts/{accountKey}/api-keys?limit=1000&name={name}"]
    );
    assert_eq!(
        calls(ProviderKind::SenderWiz, Action::Revoke),
        ["DELETE /customers/{customer_uid}/api-keys/{key_id}"]
    );
    assert_eq!(
        calls(ProviderKind::SendKit, Action::Rotate),
        ["POST /v1/workspaces/{workspaceId}/api-key/rotate"]
    );
    assert!(calls(ProviderKind::BitGpt, Action::Revoke).is_empty());
}
