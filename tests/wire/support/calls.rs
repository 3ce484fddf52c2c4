//! Every operation of every provider, called with the least it takes.

use keymint_core::{CallOptions, Error, RetryPolicy, WireFormat};

/// A failed call, and whether the provider's body was read as its documented type.
pub(crate) struct Failure {
    pub(crate) error: Error,
    pub(crate) typed: bool,
}

/// What a call says besides its operation.
#[derive(Clone, Copy)]
pub(crate) struct Said<'a> {
    /// The value of every path parameter.
    pub(crate) id: &'a str,
    /// The secret of the credential.
    pub(crate) credential: &'a str,
    pub(crate) format: WireFormat,
}

/// What is said unless a test is about it.
pub(crate) const USUAL: Said<'_> =
    Said { id: "ab382plq98zr7", credential: "sk_user_CREDENTIAL", format: WireFormat::Json };

/// Names of the operations that create a secret, one of each provider.
pub(crate) const CREATES: [(&str, &str); 4] = [
    ("bitgpt", "create_api_key"),
    ("infobip", "create_api_key"),
    ("senderwiz", "create_api_key"),
    ("sendkit", "create_api_key"),
];

/// Names of operations that only read, one of each provider.
pub(crate) const READS: [(&str, &str); 4] = [
    ("bitgpt", "list_api_keys"),
    ("infobip", "list_api_keys"),
    ("senderwiz", "list_api_keys"),
    ("sendkit", "list_workspaces"),
];

/// Every operation of every provider.
pub(crate) const ALL: [(&str, &[&str]); 4] = [
    (
        "bitgpt",
        &[
            "create_api_key",
            "get_api_key",
            "get_api_key_analytics",
            "list_api_keys",
            "update_api_key",
        ],
    ),
    (
        "infobip",
        &[
            "create_access_token",
            "create_account",
            "create_api_key",
            "create_api_key_v2",
            "create_session",
            "end_session",
            "get_account",
            "get_api_key",
            "get_api_key_v2",
            "list_accounts",
            "list_api_keys",
            "list_api_keys_v2",
            "update_account",
            "update_api_key",
            "update_api_key_v2",
        ],
    ),
    (
        "senderwiz",
        &[
            "create_api_key",
            "delete_api_key",
            "get_customer",
            "list_api_keys",
            "list_customers",
            "list_groups",
            "update_api_key",
        ],
    ),
    (
        "sendkit",
        &[
            "create_api_key",
            "create_workspace",
            "delete_api_key",
            "delete_workspace",
            "get_account",
            "get_workspace",
            "list_workspaces",
            "rotate_api_key",
            "update_workspace",
        ],
    ),
];

macro_rules! calls {
    ($operation:expr, { $($name:literal => $call:expr,)* }) => {
        match $operation {
            $($name => $call.send().await.map(drop).map_err(|error| Failure {
                typed: error.body().is_some(),
                error: error.into_error(),
            }),)*
            unknown => panic!("no such operation: {unknown}"),
        }
    };
}

/// Calls an operation at `url`, once.
pub(crate) async fn call(
    provider: &str,
    operation: &str,
    url: &str,
    said: Said<'_>,
) -> Result<(), Failure> {
    match provider {
        "senderwiz" => senderwiz(operation, url, said).await,
        "bitgpt" => bitgpt(operation, url, said).await,
        "infobip" => infobip(operation, url, said).await,
        "sendkit" => sendkit(operation, url, said).await,
        unknown => panic!("no such provider: {unknown}"),
    }
}

/// One attempt; a format is demanded where it is not the usual one.
fn options(said: Said<'_>) -> CallOptions {
    let options = CallOptions::new().retry(RetryPolicy::off());
    if said.format == WireFormat::Json { options } else { options.wire_format(said.format) }
}

async fn senderwiz(operation: &str, url: &str, said: Said<'_>) -> Result<(), Failure> {
    use keymint_senderwiz::types::{CreateApiKeyRequest, UpdateApiKeyRequest};
    use keymint_senderwiz::{Client, Credential};

    let credential = Credential::admin_api_key(said.credential).expect("a credential");
    let client =
        Client::builder(credential, url).build().expect("a client").with_options(&options(said));
    let id = said.id;
    calls!(operation, {
        "create_api_key" => client.create_api_key().customer_uid(id).body(CreateApiKeyRequest::builder()),
        "delete_api_key" => client.delete_api_key().customer_uid(id).key_id(id),
        "get_customer" => client.get_customer().customer_uid(id),
        "list_api_keys" => client.list_api_keys().customer_uid(id),
        "list_customers" => client.list_customers(),
        "list_groups" => client.list_groups(),
        "update_api_key" => client.update_api_key().customer_uid(id).key_id(id).body(UpdateApiKeyRequest::builder()),
    })
}

async fn bitgpt(operation: &str, url: &str, said: Said<'_>) -> Result<(), Failure> {
    use keymint_bitgpt::types::{CreateApiKeyRequest, UpdateApiKeyRequest};
    use keymint_bitgpt::{Client, Credential};

    let credential = Credential::access_token(said.credential).expect("a credential");
    let client = Client::builder(credential)
        .base_url(url)
        .build()
        .expect("a client")
        .with_options(&options(said));
    let id = said.id;
    calls!(operation, {
        "create_api_key" => client.create_api_key().body(CreateApiKeyRequest::builder().label("x")),
        "get_api_key" => client.get_api_key().id(id),
        "get_api_key_analytics" => client.get_api_key_analytics(),
        "list_api_keys" => client.list_api_keys(),
        "update_api_key" => client.update_api_key().id(id).body(UpdateApiKeyRequest::builder().label("x")),
    })
}

async fn infobip(operation: &str, url: &str, said: Said<'_>) -> Result<(), Failure> {
    use keymint_infobip::types::{
        CreateAccessTokenRequest, CreateAccountRequest, CreateApiKeyRequest, CreateApiKeyV2Request,
        CreateSessionRequest, GrantType, UpdateAccountRequest, UpdateApiKeyRequest,
        UpdateApiKeyV2Request,
    };
    use keymint_infobip::{Client, Credential, Open};

    let credential = Credential::session(said.credential).expect("a credential");
    let client = Client::builder(credential)
        .base_url(url)
        .build()
        .expect("a client")
        .with_options(&options(said));
    let id = said.id;
    let token = || {
        CreateAccessTokenRequest::builder()
            .client_id("x")
            .client_secret("y")
            .grant_type(Open::from(GrantType::ClientCredentials))
    };
    calls!(operation, {
        "create_access_token" => client.create_access_token().body(token()),
        "create_account" => client.create_account().body(CreateAccountRequest::builder().name("x")),
        "create_api_key" => client.create_api_key().account_key(id).body(CreateApiKeyRequest::builder().name("Api key 1")),
        "create_api_key_v2" => client.create_api_key_v2().body(CreateApiKeyV2Request::builder().name("x")),
        "create_session" => client.create_session().body(CreateSessionRequest::builder().username("x").password("y")),
        "end_session" => client.end_session(),
        "get_account" => client.get_account().account_key(id),
        "get_api_key" => client.get_api_key().account_key(id).key(id),
        "get_api_key_v2" => client.get_api_key_v2().api_key_id(id),
        "list_accounts" => client.list_accounts(),
        "list_api_keys" => client.list_api_keys().account_key(id),
        "list_api_keys_v2" => client.list_api_keys_v2(),
        "update_account" => client.update_account().account_key(id).body(UpdateAccountRequest::builder()),
        "update_api_key" => client.update_api_key().account_key(id).key(id).body(UpdateApiKeyRequest::builder()),
        "update_api_key_v2" => client.update_api_key_v2().api_key_id(id).body(UpdateApiKeyV2Request::builder()),
    })
}

async fn sendkit(operation: &str, url: &str, said: Said<'_>) -> Result<(), Failure> {
    use keymint_sendkit::types::{CreateWorkspaceRequest, UpdateWorkspaceRequest};
    use keymint_sendkit::{Client, Credential};

    let credential = Credential::platform_key(said.credential).expect("a credential");
    let client = Client::builder(credential)
        .base_url(url)
        .build()
        .expect("a client")
        .with_options(&options(said));
    let id = said.id;
    calls!(operation, {
        "create_api_key" => client.create_api_key().workspace_id(id),
        "create_workspace" => client.create_workspace().body(CreateWorkspaceRequest::builder().name("x")),
        "delete_api_key" => client.delete_api_key().workspace_id(id),
        "delete_workspace" => client.delete_workspace().workspace_id(id),
        "get_account" => client.get_account(),
        "get_workspace" => client.get_workspace().workspace_id(id),
        "list_workspaces" => client.list_workspaces(),
        "rotate_api_key" => client.rotate_api_key().workspace_id(id),
        "update_workspace" => client.update_workspace().workspace_id(id).body(UpdateWorkspaceRequest::builder()),
    })
}
