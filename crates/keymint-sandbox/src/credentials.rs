//! The management credentials that the sandbox accepts.

/// The credentials a sandbox accepts: fixed, public and plainly invented.
///
/// They open nothing but a sandbox, so they are ordinary text.
/// They are not API keys of the store: lists start empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Credentials {
    /// SenderWiz: `X-ADMIN-API-KEY`.
    pub senderwiz_admin_api_key: &'static str,
    /// BitGPT: `Authorization: Bearer …`; may do everything.
    pub bitgpt_access_token: &'static str,
    /// BitGPT: an API key with the scope `api_keys.read`; may list, and nothing else.
    pub bitgpt_api_key: &'static str,
    /// Infobip: user name of `Authorization: Basic …`.
    pub infobip_username: &'static str,
    /// Infobip: password of `Authorization: Basic …`.
    pub infobip_password: &'static str,
    /// Infobip: `Authorization: IBSSO …`.
    pub infobip_session_token: &'static str,
    /// Infobip: `Authorization: Bearer …`.
    pub infobip_access_token: &'static str,
    /// Infobip: `client_id` for an access token by OAuth.
    pub infobip_client_id: &'static str,
    /// Infobip: `client_secret` for an access token by OAuth.
    pub infobip_client_secret: &'static str,
    /// Infobip: `Authorization: App …`; opens accounts, is refused for API keys.
    pub infobip_api_key: &'static str,
    /// SendKit: `X-Api-Key`, a platform key whose user owns every workspace.
    pub sendkit_user_key: &'static str,
    /// SendKit: a platform key whose user is a plain member and may not manage API keys.
    pub sendkit_member_key: &'static str,
    /// SendKit: a workspace key of the first workspace; is refused for API keys.
    pub sendkit_workspace_key: &'static str,
}

impl Credentials {
    /// The credentials of every sandbox.
    pub(crate) const SANDBOX: Self = Self {
        senderwiz_admin_api_key: "SANDBOX_senderwiz_admin_api_key",
        bitgpt_access_token: "SANDBOX.bitgpt.access.token",
        bitgpt_api_key: "sk_live_SANDBOXxBITGPTxLISTxONLYxKEYxSANDBOXxBITGPTxLISTxONLYxKEYxx",
        infobip_username: "sandbox-user",
        infobip_password: "SANDBOX-infobip-password",
        infobip_session_token: "5a4db0c5-0000-4000-8000-5a4db0c55e55",
        infobip_access_token: "SANDBOX.infobip.access.token",
        infobip_client_id: "sandbox-client",
        infobip_client_secret: "SANDBOX-infobip-client-secret",
        infobip_api_key: "5a4db0c55a4db0c55a4db0c55a4db0c5-5a4db0c5-0000-4000-8000-5a4db0c50a99",
        sendkit_user_key: "sk_user_SANDBOX_owner",
        sendkit_member_key: "sk_user_SANDBOX_member",
        sendkit_workspace_key: "sk_SANDBOX_workspace_key",
    };

    /// Every value that must not show up in a log.
    pub(crate) fn secrets(&self) -> [&'static str; 11] {
        [
            self.senderwiz_admin_api_key,
            self.bitgpt_access_token,
            self.bitgpt_api_key,
            self.infobip_password,
            self.infobip_session_token,
            self.infobip_access_token,
            self.infobip_client_secret,
            self.infobip_api_key,
            self.sendkit_user_key,
            self.sendkit_member_key,
            self.sendkit_workspace_key,
        ]
    }
}
