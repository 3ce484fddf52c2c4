//! The providers that this crate knows.

use std::fmt;
use std::str::FromStr;

use crate::capabilities::{BITGPT, Capabilities, INFOBIP, SENDERWIZ, SENDKIT};
use crate::error::{Error, ErrorKind, Result};

/// A provider that this crate knows, whether or not its feature is enabled.
///
/// ```
/// use keymint::ProviderKind;
///
/// let kind: ProviderKind = "infobip".parse()?;
///
/// assert_eq!(kind, ProviderKind::Infobip);
/// assert_eq!(kind.title(), "Infobip");
/// # Ok::<_, keymint::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum ProviderKind {
    /// An installation of SenderWiz.
    SenderWiz,
    /// BitGPT.
    BitGpt,
    /// Infobip.
    Infobip,
    /// SendKit, of sendkit.ai.
    SendKit,
}

impl ProviderKind {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::SenderWiz, Self::BitGpt, Self::Infobip, Self::SendKit];

    /// Its name in plans, journals and the command line: `infobip`.
    pub fn name(self) -> &'static str {
        self.capabilities().provider
    }

    /// Its name as it writes it: `Infobip`.
    pub fn title(self) -> &'static str {
        match self {
            Self::SenderWiz => "SenderWiz",
            Self::BitGpt => "BitGPT",
            Self::Infobip => "Infobip",
            Self::SendKit => "SendKit",
        }
    }

    /// What it can do.
    pub fn capabilities(self) -> &'static Capabilities {
        match self {
            Self::SenderWiz => &SENDERWIZ,
            Self::BitGpt => &BITGPT,
            Self::Infobip => &INFOBIP,
            Self::SendKit => &SENDKIT,
        }
    }
}

impl fmt::Display for ProviderKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for ProviderKind {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == text).ok_or_else(|| {
            let names: Vec<_> = Self::ALL.iter().map(|kind| kind.name()).collect();
            let what = format!("is none of {}; give one of these", names.join(", "));
            Error::new(ErrorKind::Invalid, what).in_field("provider")
        })
    }
}
