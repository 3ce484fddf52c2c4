//! The four providers, by name.

pub(crate) mod bitgpt;
pub(crate) mod infobip;
pub(crate) mod senderwiz;
pub(crate) mod sendkit;

use std::fmt;

use serde::{Deserialize, Serialize};

/// One company whose API the sandbox stands in for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Provider {
    /// SenderWiz: customers and their API keys, behind an admin credential.
    SenderWiz,
    /// BitGPT: one organization and its API keys.
    BitGpt,
    /// Infobip: an account, its sub-accounts and their API keys.
    Infobip,
    /// SendKit: workspaces with one API key each.
    SendKit,
}

impl Provider {
    /// Every provider, in the order of the documentation.
    pub const ALL: [Self; 4] = [Self::SenderWiz, Self::BitGpt, Self::Infobip, Self::SendKit];

    /// The provider's name as it is spelled in paths and in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::SenderWiz => "senderwiz",
            Self::BitGpt => "bitgpt",
            Self::Infobip => "infobip",
            Self::SendKit => "sendkit",
        }
    }

    /// The path that stands for the provider's own host and base path.
    pub(crate) fn base_path(self) -> &'static str {
        match self {
            Self::SenderWiz => "/senderwiz/api/admin",
            Self::BitGpt => "/bitgpt",
            Self::Infobip => "/infobip",
            Self::SendKit => "/sendkit",
        }
    }
}

impl fmt::Display for Provider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
