//! A provider that is set up, and the owner whose API keys it is about.

use std::sync::Arc;
use std::time::Duration;

use keymint::{Action, ApiKeyId, Error, Owner, Provider, ProviderKind, Secret, WireFormat};
use keymint::{bitgpt, infobip, senderwiz, sendkit};
use keymint_core::api::{Api, Codec};
use keymint_core::{ClientBuilder, GeneratedClient};

use crate::arguments::{Connection, Whose};
use crate::credentials::{InfobipLogin, Source, base_url_variable};
use crate::exit::Exit;
use crate::exposed::scrubbed;
use crate::failure::{Asked, Failure};

/// A provider that is set up.
#[derive(Debug)]
pub(crate) struct Reached {
    pub(crate) kind: ProviderKind,
    pub(crate) provider: Arc<dyn Provider>,
    pub(crate) base_url: String,
    secrets: Vec<Secret>,
}

/// A provider, and the owner whose API keys it is about.
#[derive(Debug)]
pub(crate) struct Target {
    pub(crate) reached: Reached,
    pub(crate) owner: Owner,
}

impl Target {
    /// Sets the provider up. One that is only planned with needs no credential.
    pub(crate) fn new(whose: &Whose, connection: &Connection, dry: bool) -> Result<Self, Failure> {
        let kind = whose.provider.kind();
        let owner = owner(kind, whose.owner.as_deref())?;
        let source = Source::open(connection.credentials_file.as_deref())?;
        let reached = Reached::new(kind, &source, connection, dry)?;
        Ok(Self { reached, owner })
    }

    pub(crate) fn provider(&self) -> &dyn Provider {
        &*self.reached.provider
    }

    pub(crate) fn kind(&self) -> ProviderKind {
        self.reached.kind
    }

    /// The failure of an action.
    pub(crate) fn failed(
        &self,
        action: Action,
        key: Option<&ApiKeyId>,
        name: Option<&str>,
        error: &Error,
    ) -> Failure {
        let asked = Asked { kind: self.kind(), owner: &self.owner, action, name, key };
        let said = error.call().map(said).unwrap_or_default();
        Failure::call(error, &asked).said(scrubbed(said, &self.reached.secrets))
    }
}

impl Reached {
    /// Sets the provider up.
    pub(crate) fn new(
        kind: ProviderKind,
        source: &Source,
        connection: &Connection,
        dry: bool,
    ) -> Result<Self, Failure> {
        let base_url = connection.base_url.clone().or_else(|| source.base_url(kind));
        let settings = Settings { kind, base_url, connection };
        let (provider, base_url) = match kind {
            ProviderKind::SenderWiz => settings.finish(senderwiz(source, dry)?),
            ProviderKind::BitGpt => settings.finish(bitgpt(source, dry)?),
            ProviderKind::Infobip => settings.finish(infobip(source, dry)?),
            ProviderKind::SendKit => settings.finish(sendkit(source, dry)?),
            _ => Err(Failure::usage(format!("{kind} is not set up in this command"))),
        }?;
        Ok(Self { kind, provider, base_url, secrets: source.secrets(kind) })
    }
}

/// The owner that was named; Infobip's `_` is the credential's own account.
pub(crate) fn owner(kind: ProviderKind, name: Option<&str>) -> Result<Owner, Failure> {
    let own = kind == ProviderKind::Infobip && name == Some("_");
    let owner = match name.filter(|_| !own) {
        Some(name) => {
            Owner::new(name).map_err(|error| Failure::from(error).hint("it is about --owner"))?
        }
        None => Owner::own(),
    };
    kind.capabilities().admit_owner(&owner).map_err(|error| {
        let asked = Asked { kind, owner: &owner, action: Action::List, name: None, key: None };
        Failure::call(&error, &asked)
    })?;
    Ok(owner)
}

struct Settings<'a> {
    kind: ProviderKind,
    base_url: Option<String>,
    connection: &'a Connection,
}

impl Settings<'_> {
    fn finish<C>(self, builder: ClientBuilder<C>) -> Result<(Arc<dyn Provider>, String), Failure>
    where
        C: GeneratedClient + Provider + 'static,
    {
        if self.base_url.is_none() && self.kind == ProviderKind::SenderWiz {
            let variable = base_url_variable(self.kind);
            return Err(Failure::usage(
                "SenderWiz has no address of its own: each installation has another",
            )
            .hint(format!("set {variable} or give --base-url; it ends in /api/admin")));
        }
        let mut builder = builder.user_agent(concat!("keymint-cli/", env!("CARGO_PKG_VERSION")));
        if let Some(url) = self.base_url {
            builder = builder.base_url(url);
        }
        if let Some(format) = self.connection.wire {
            if !speaks(C::api(), format) {
                return Err(Failure::usage(format!(
                    "{} does not take API keys as {}",
                    self.kind.title(),
                    format.name()
                ))
                .hint("leave --wire out"));
            }
            builder = builder.wire_format(format);
        }
        if let Some(timeout) = self.connection.timeout {
            let connect = CONNECT_TIMEOUT.min(timeout / 2);
            let deadline = timeout.saturating_mul(ATTEMPTS);
            builder = builder.connect_timeout(connect).attempt_timeout(timeout).deadline(deadline);
        }
        let client = builder.build().map_err(|error| Failure::from(Error::from(error)))?;
        let base_url = client.transport().base_url().to_owned();
        Ok((Arc::new(client), base_url))
    }
}

/// Whether API keys can be created in a wire format: a provider may offer it for other things alone.
fn speaks(api: &'static Api, format: WireFormat) -> bool {
    let create = api.operations.iter().find(|operation| operation.id == "create_api_key");
    let media = create.into_iter().flat_map(|operation| {
        let answers = operation.responses.iter().flat_map(|response| response.media);
        operation.request.iter().flat_map(|body| body.media).chain(answers)
    });
    media.into_iter().any(|media| match format {
        WireFormat::Json => matches!(media.codec, Codec::Json),
        WireFormat::Form => matches!(media.codec, Codec::Form(_)),
        WireFormat::Xml => matches!(media.codec, Codec::Xml(_)),
        _ => false,
    })
}

fn senderwiz(source: &Source, dry: bool) -> Result<ClientBuilder<senderwiz::Client>, Failure> {
    if dry {
        return Ok(ClientBuilder::new(None));
    }
    let kind = ProviderKind::SenderWiz;
    let key = source.required(kind, "SENDERWIZ_ADMIN_API_KEY")?;
    let credential =
        senderwiz::Credential::admin_api_key(key).map_err(|error| impossible(kind, &error))?;
    // The address is set when the builder is finished, like everybody's.
    Ok(senderwiz::Client::builder(credential, ""))
}

fn bitgpt(source: &Source, dry: bool) -> Result<ClientBuilder<bitgpt::Client>, Failure> {
    if dry {
        return Ok(ClientBuilder::new(None));
    }
    let kind = ProviderKind::BitGpt;
    let token = source.required(kind, "BITGPT_ACCESS_TOKEN")?;
    let credential =
        bitgpt::Credential::access_token(token).map_err(|error| impossible(kind, &error))?;
    Ok(bitgpt::Client::builder(credential))
}

fn infobip(source: &Source, dry: bool) -> Result<ClientBuilder<infobip::Client>, Failure> {
    if dry {
        return Ok(ClientBuilder::new(None));
    }
    let credential = match source.infobip()? {
        InfobipLogin::Basic { username, password } => {
            infobip::Credential::basic(crate::exposed::exposed(&username), password)
        }
        InfobipLogin::Session(token) => infobip::Credential::session(token),
        InfobipLogin::AccessToken(token) => infobip::Credential::access_token(token),
    };
    credential
        .map(infobip::Client::builder)
        .map_err(|error| impossible(ProviderKind::Infobip, &error))
}

fn sendkit(source: &Source, dry: bool) -> Result<ClientBuilder<sendkit::Client>, Failure> {
    if dry {
        return Ok(ClientBuilder::new(None));
    }
    let kind = ProviderKind::SendKit;
    let key = source.required(kind, "SENDKIT_API_KEY")?;
    let credential =
        sendkit::Credential::platform_key(key).map_err(|error| impossible(kind, &error))?;
    Ok(sendkit::Client::builder(credential))
}

fn impossible(kind: ProviderKind, error: &keymint_core::Error) -> Failure {
    Failure::new(Exit::Credential, "credential", error.to_string())
        .hint(format!("check {}", crate::credentials::variables(kind)))
}

/// What the provider wrote about the failure.
fn said(call: &keymint::CallError) -> Vec<String> {
    let message = call.provider_message().map(str::to_owned);
    let violations = call.violations().iter();
    let fields = violations.map(|violation| format!("{}: {}", violation.field, violation.message));
    message.into_iter().chain(fields).collect()
}

/// As the clients have it.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
/// How many attempts a call may make, and so what its deadline must hold.
const ATTEMPTS: u32 = 3;
