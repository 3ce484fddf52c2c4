//! What a provider says that it will send, against what the sandbox then receives.

use keymint::{
    Action, ApiKeyId, Call, IssuedKey, KeyRequest, KeyUpdate, Owner, Provider, ProviderKind,
};
use keymint_sandbox::{RequestRecord, Sandbox};

use crate::support::{owners, played, sandboxed};

const ACTIONS: [Action; 8] = [
    Action::Create,
    Action::List,
    Action::Get,
    Action::Update,
    Action::Find,
    Action::Verify,
    Action::Rotate,
    Action::Revoke,
];

fn request(kind: ProviderKind) -> KeyRequest {
    match kind {
        ProviderKind::SendKit => KeyRequest::new(),
        _ => KeyRequest::new().name("told"),
    }
}

/// Does it; tells whether it could be done.
async fn act(provider: &dyn Provider, action: Action, owner: &Owner, key: &IssuedKey) -> bool {
    let kind: ProviderKind = key.provider.parse().unwrap();
    let update = KeyUpdate::new().name("told again");
    match action {
        Action::Create if kind == ProviderKind::SendKit => {
            // A second key is refused, and the call is made all the same.
            assert!(provider.create(owner, &request(kind)).await.is_err());
            true
        }
        Action::Create => provider.create(owner, &request(kind)).await.is_ok(),
        Action::List => provider.list(owner).await.is_ok(),
        Action::Get => provider.get(owner, &key.id).await.is_ok(),
        Action::Update => provider.update(owner, &key.id, &update).await.is_ok(),
        Action::Find => provider.find(owner, "told").await.is_ok(),
        Action::Verify => provider.verify(owner, &key.secret).await.is_ok(),
        Action::Rotate => provider.rotate(owner).await.is_ok(),
        Action::Revoke => {
            let id = ApiKeyId::new(key.id.as_str()).unwrap();
            provider.revoke(owner, &id).await.is_ok()
        }
        other => panic!("{other:?} is not looked at"),
    }
}

/// Whether a request was made by a call.
fn fits(sent: &RequestRecord, base: &str, call: &Call) -> bool {
    let parts = |text: &str| -> Vec<String> {
        text.split(['/', '?', '&', '=']).map(str::to_owned).collect()
    };
    let (sent_parts, told) = (parts(&sent.path), parts(&format!("{base}{}", call.target())));
    sent.method == call.method
        && sent_parts.len() == told.len()
        && sent_parts.iter().zip(&told).all(|(sent, told)| told.starts_with('{') || sent == told)
}

#[tokio::test]
async fn each_action_sends_the_calls_that_it_names() {
    let mut looked_at = 0;
    for kind in ProviderKind::ALL {
        for action in ACTIONS {
            let sandbox = Sandbox::start().await.unwrap();
            let provider = sandboxed(&sandbox, kind);
            let owner = owners(&sandbox, kind, 1).remove(0);
            let key = provider.create(&owner, &request(kind)).await.unwrap();
            let calls = provider.calls(action);
            let seen = sandbox.requests().len();

            let done = act(&*provider, action, &owner, &key).await;

            let sent = sandbox.requests().split_off(seen);
            let url = sandbox.base_url(played(kind));
            let base = url.splitn(4, '/').nth(3).map(|path| format!("/{path}")).unwrap();
            assert_eq!(done, !calls.is_empty(), "{kind} {action:?}: {calls:?}");
            assert_eq!(sent.len(), calls.len(), "{kind} {action:?}: {calls:?} {sent:#?}");
            for (sent, call) in sent.iter().zip(&calls) {
                assert!(fits(sent, &base, call), "{kind} {action:?}: {call:?} {sent:?}");
                looked_at += 1;
            }
        }
    }
    assert!(looked_at >= 25, "{looked_at}");
}
