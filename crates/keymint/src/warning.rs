//! What went right and is still worth knowing.

use std::fmt;

/// Something about a result that its holder should know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Warning {
    /// The provider's dates carry no zone; they were read and written as UTC.
    ZonelessDates,
    /// No scopes were given, and the provider then grants all of them.
    FullPermissions,
    /// The API key never expires, and the provider has no call that ends it.
    Endless,
    /// The provider's answer shows another value than was asked for in this field.
    NotHonoured(&'static str),
    /// The list may be cut: the provider has no second page and does not say that there is more.
    MaybeIncomplete,
    /// No page of the provider says whether a description that is left out is kept.
    DescriptionMayBeLost,
    /// The provider documents single IPv4 addresses only; whether it takes this range or IPv6 address is unknown.
    UndocumentedAddressForm,
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = match self {
            Self::ZonelessDates => {
                "the provider's dates carry no zone; they are read and written as UTC"
            }
            Self::FullPermissions => "no scopes were given, so the key may do everything",
            Self::Endless => {
                "the key never expires, and the provider has no call that ends it; give it an expiry"
            }
            Self::NotHonoured(field) => {
                return write!(
                    f,
                    "the provider's answer shows another `{field}` than was asked for"
                );
            }
            Self::MaybeIncomplete => "the list may be cut, for the provider has no second page",
            Self::DescriptionMayBeLost => {
                "the description was not sent, and no page of the provider says whether it is then kept"
            }
            Self::UndocumentedAddressForm => {
                "the provider documents single IPv4 addresses only; check that the list works as meant"
            }
        };
        f.write_str(text)
    }
}
