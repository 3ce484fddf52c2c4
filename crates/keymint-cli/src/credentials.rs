//! Where credentials and addresses come from: the environment, or a file.

mod file;

use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use keymint::{ProviderKind, Secret};

use crate::environment;
use crate::exposed::exposed;
use crate::failure::Failure;
use file::CredentialsFile;

/// Where values come from.
#[derive(Debug)]
pub(crate) struct Source {
    file: Option<CredentialsFile>,
}

/// The credential of Infobip that is set.
#[derive(Debug)]
pub(crate) enum InfobipLogin {
    Basic { username: Secret, password: Secret },
    Session(Secret),
    AccessToken(Secret),
}

impl Source {
    /// Reads the file, if one is given.
    pub(crate) fn open(path: Option<&Path>) -> Result<Self, Failure> {
        Ok(Self { file: path.map(CredentialsFile::read).transpose()? })
    }

    /// The address of a provider, where one is set.
    pub(crate) fn base_url(&self, kind: ProviderKind) -> Option<String> {
        self.value(kind, base_url_variable(kind)).map(|url| exposed(&url).to_owned())
    }

    /// The credential that one variable holds.
    pub(crate) fn required(&self, kind: ProviderKind, variable: &str) -> Result<Secret, Failure> {
        self.value(kind, variable).ok_or_else(|| self.missing(kind, variable))
    }

    /// The credential of Infobip; exactly one must be set.
    pub(crate) fn infobip(&self) -> Result<InfobipLogin, Failure> {
        let kind = ProviderKind::Infobip;
        let [username, password, session, token] =
            INFOBIP.map(|variable| self.value(kind, variable));
        match (username, password, session, token) {
            (Some(username), Some(password), None, None) => {
                Ok(InfobipLogin::Basic { username, password })
            }
            (None, None, Some(session), None) => Ok(InfobipLogin::Session(session)),
            (None, None, None, Some(token)) => Ok(InfobipLogin::AccessToken(token)),
            (Some(_), None, None, None) => Err(self.missing(kind, "INFOBIP_PASSWORD")),
            (None, Some(_), None, None) => Err(self.missing(kind, "INFOBIP_USERNAME")),
            (None, None, None, None) => Err(self.missing(kind, variables(kind))),
            _ => Err(Failure::credential(kind, "more than one credential for infobip is set")
                .hint(format!("leave one of {}", variables(kind)))),
        }
    }

    /// Everything secret that is set for a provider, in each spelling that a header gives it.
    pub(crate) fn secrets(&self, kind: ProviderKind) -> Vec<Secret> {
        let mut found: Vec<Secret> =
            names(kind).iter().filter_map(|variable| self.value(kind, variable)).collect();
        if let Ok(InfobipLogin::Basic { username, password }) = self.infobip() {
            let pair = format!("{}:{}", exposed(&username), exposed(&password));
            found.push(Secret::new(STANDARD.encode(pair)));
        }
        found
    }

    /// The value of a variable: from the file where it knows the provider, else from the environment.
    fn value(&self, kind: ProviderKind, variable: &str) -> Option<Secret> {
        match self.file.as_ref().and_then(|file| file.table(kind)) {
            Some(table) => table.get(&key_of(kind, variable)).cloned(),
            None => environment::variable(variable).map(Secret::new),
        }
    }

    fn missing(&self, kind: ProviderKind, variable: &str) -> Failure {
        let failure = Failure::credential(kind, format!("there is no credential for {kind}"));
        if self.file.as_ref().is_some_and(|file| file.table(kind).is_some()) {
            return failure.hint(format!(
                "the credentials file has a table [{kind}] without `{}`",
                key_of(kind, variable)
            ));
        }
        failure.hint(format!("set {variable}, or give a --credentials-file with a table [{kind}]"))
    }
}

/// The variables that hold a provider's credential, for people.
pub(crate) fn variables(kind: ProviderKind) -> &'static str {
    match kind {
        ProviderKind::SenderWiz => "SENDERWIZ_ADMIN_API_KEY",
        ProviderKind::BitGpt => "BITGPT_ACCESS_TOKEN",
        ProviderKind::Infobip => {
            "INFOBIP_USERNAME and INFOBIP_PASSWORD, or INFOBIP_SESSION_TOKEN, or INFOBIP_ACCESS_TOKEN"
        }
        ProviderKind::SendKit | _ => "SENDKIT_API_KEY",
    }
}

/// Every variable that holds a credential, of whatever provider.
pub(crate) fn all_secret_variables() -> impl Iterator<Item = &'static str> {
    ProviderKind::ALL.into_iter().flat_map(names).copied()
}

/// The variable that holds a provider's address.
pub(crate) fn base_url_variable(kind: ProviderKind) -> &'static str {
    match kind {
        ProviderKind::SenderWiz => "SENDERWIZ_BASE_URL",
        ProviderKind::BitGpt => "BITGPT_BASE_URL",
        ProviderKind::Infobip => "INFOBIP_BASE_URL",
        ProviderKind::SendKit | _ => "SENDKIT_BASE_URL",
    }
}

fn names(kind: ProviderKind) -> &'static [&'static str] {
    match kind {
        ProviderKind::SenderWiz => &["SENDERWIZ_ADMIN_API_KEY"],
        ProviderKind::BitGpt => &["BITGPT_ACCESS_TOKEN"],
        ProviderKind::Infobip => &INFOBIP,
        ProviderKind::SendKit | _ => &["SENDKIT_API_KEY"],
    }
}

/// The name of a variable inside the provider's table: `INFOBIP_USERNAME` is `username`.
fn key_of(kind: ProviderKind, variable: &str) -> String {
    let prefix = format!("{}_", kind.name().to_uppercase());
    variable.strip_prefix(&prefix).unwrap_or(variable).to_lowercase()
}

const INFOBIP: [&str; 4] =
    ["INFOBIP_USERNAME", "INFOBIP_PASSWORD", "INFOBIP_SESSION_TOKEN", "INFOBIP_ACCESS_TOKEN"];
