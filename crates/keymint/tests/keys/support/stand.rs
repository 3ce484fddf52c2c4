use std::collections::BTreeMap;
use std::sync::Arc;

use keymint::{Owner, Provider, ProviderKind, Providers, bitgpt, infobip, senderwiz, sendkit};
use keymint_sandbox::{Credentials, Provider as Played, Sandbox};

/// A provider's typed client, calling a stand-in.
pub(crate) fn client(kind: ProviderKind, base_url: String) -> Arc<dyn Provider> {
    let credentials: Credentials = Sandbox::credentials();
    match kind {
        ProviderKind::SenderWiz => {
            let credential =
                senderwiz::Credential::admin_api_key(credentials.senderwiz_admin_api_key).unwrap();
            Arc::new(senderwiz::Client::builder(credential, base_url).build().unwrap())
        }
        ProviderKind::BitGpt => {
            let credential =
                bitgpt::Credential::access_token(credentials.bitgpt_access_token).unwrap();
            Arc::new(bitgpt::Client::builder(credential).base_url(base_url).build().unwrap())
        }
        ProviderKind::Infobip => {
            let (user, password) = (credentials.infobip_username, credentials.infobip_password);
            let credential = infobip::Credential::basic(user, password).unwrap();
            Arc::new(infobip::Client::builder(credential).base_url(base_url).build().unwrap())
        }
        ProviderKind::SendKit => {
            let credential =
                sendkit::Credential::platform_key(credentials.sendkit_user_key).unwrap();
            Arc::new(sendkit::Client::builder(credential).base_url(base_url).build().unwrap())
        }
        other => panic!("{other} has no stand-in"),
    }
}

/// What the sandbox calls the provider.
pub(crate) fn played(kind: ProviderKind) -> Played {
    Played::ALL.into_iter().find(|played| played.as_str() == kind.name()).unwrap()
}

/// A client for a sandbox of this process.
pub(crate) fn sandboxed(sandbox: &Sandbox, kind: ProviderKind) -> Arc<dyn Provider> {
    client(kind, sandbox.base_url(played(kind)))
}

/// Every provider, calling stand-ins at these base URLs.
pub(crate) fn providers(base_urls: &BTreeMap<String, String>) -> Providers {
    let clients = ProviderKind::ALL.map(|kind| client(kind, base_urls[kind.name()].clone()));
    clients.into_iter().fold(Providers::new(), Providers::with_shared)
}

/// The base URLs of a sandbox, by the providers' names.
pub(crate) fn base_urls(sandbox: &Sandbox) -> BTreeMap<String, String> {
    sandbox.base_urls().into_iter().map(|(played, url)| (played.to_string(), url)).collect()
}

/// So many owners that have no keys.
pub(crate) fn owners(sandbox: &Sandbox, kind: ProviderKind, count: usize) -> Vec<Owner> {
    match kind {
        ProviderKind::BitGpt => vec![Owner::own(); count],
        kind => sandbox
            .add_owners(played(kind), count)
            .into_iter()
            .map(|id| Owner::new(id).unwrap())
            .collect(),
    }
}
