//! Addresses and ranges of addresses, checked and in one spelling.

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

use ipnet::{IpNet, Ipv4Net};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::error::{Error, ErrorKind, Result};

/// An IPv4 or IPv6 address, or a range of them in CIDR form.
///
/// Reading it brings it into one spelling: bits below the prefix become zero, IPv6 takes its short form, an IPv4
/// address dressed as IPv6 is undressed, and a range of one is an address.
///
/// ```
/// use keymint::AddressRange;
///
/// let office: AddressRange = "203.0.113.77/24".parse()?;
/// let server: AddressRange = "2001:0DB8::0001".parse()?;
///
/// assert_eq!(office.to_string(), "203.0.113.0/24");
/// assert_eq!(server.to_string(), "2001:db8::1");
/// assert!(office.contains("203.0.113.5".parse().unwrap()));
/// assert!("203.0.113.0/33".parse::<AddressRange>().is_err());
/// # Ok::<_, keymint::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AddressRange(IpNet);

impl AddressRange {
    /// Whether the address lies in it.
    pub fn contains(&self, address: IpAddr) -> bool {
        self.0.contains(&address.to_canonical())
    }

    /// Whether it is a single address.
    pub fn is_single(&self) -> bool {
        self.0.prefix_len() == self.0.max_prefix_len()
    }

    /// Whether it is IPv6.
    pub fn is_ipv6(&self) -> bool {
        matches!(self.0, IpNet::V6(_))
    }
}

impl From<IpAddr> for AddressRange {
    fn from(address: IpAddr) -> Self {
        Self(IpNet::from(address.to_canonical()))
    }
}

impl FromStr for AddressRange {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let text = text.trim();
        if let Ok(address) = text.parse::<IpAddr>() {
            return Ok(address.into());
        }
        let digits = text
            .rsplit_once('/')
            .is_some_and(|(_, prefix)| prefix.bytes().all(|b| b.is_ascii_digit()));
        let range = text.parse::<IpNet>().ok().filter(|_| digits).ok_or_else(refuse)?;
        Ok(Self(undressed(range.trunc())))
    }
}

impl fmt::Display for AddressRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_single() { self.0.addr().fmt(f) } else { self.0.fmt(f) }
    }
}

impl Serialize for AddressRange {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for AddressRange {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}

/// Drops what is there twice, and keeps the order.
pub(crate) fn distinct(ranges: impl IntoIterator<Item = AddressRange>) -> Vec<AddressRange> {
    let mut kept = Vec::new();
    for range in ranges {
        if !kept.contains(&range) {
            kept.push(range);
        }
    }
    kept
}

/// Turns a range of IPv4 addresses that is dressed as IPv6 into what callers' addresses are compared with.
fn undressed(range: IpNet) -> IpNet {
    let IpNet::V6(v6) = range else { return range };
    let Some(v4) = v6.addr().to_ipv4_mapped() else { return range };
    let prefix = v6.prefix_len().checked_sub(MAPPED_PREFIX);
    prefix.and_then(|prefix| Ipv4Net::new(v4, prefix).ok()).map_or(range, IpNet::V4)
}

fn refuse() -> Error {
    let what = "holds something that is no IPv4 or IPv6 address and no CIDR range; \
                write 203.0.113.7, 203.0.113.0/24, 2001:db8::1 or 2001:db8::/32";
    Error::new(ErrorKind::Invalid, what).in_field("addresses")
}

/// The bits before the IPv4 address in `::ffff:203.0.113.7`.
const MAPPED_PREFIX: u8 = 96;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_of_a_range_becomes_one() {
        for (given, kept) in [
            ("127.0.0.1", "127.0.0.1"),
            (" 127.0.0.1 ", "127.0.0.1"),
            ("127.0.0.1/32", "127.0.0.1"),
            ("10.1.2.3/8", "10.0.0.0/8"),
            ("0.0.0.0/0", "0.0.0.0/0"),
            ("2001:0db8:0:0::0001", "2001:db8::1"),
            ("2001:DB8::7/32", "2001:db8::/32"),
            ("::1/128", "::1"),
            ("::ffff:203.0.113.7", "203.0.113.7"),
            ("::ffff:203.0.113.7/120", "203.0.113.0/24"),
            ("::ffff:0:0/90", "::ffc0:0:0/90"),
        ] {
            let range: AddressRange = given.parse().expect(given);

            assert_eq!(range.to_string(), kept, "{given}");
            assert_eq!(range.to_string().parse::<AddressRange>().unwrap(), range, "{given}");
        }
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for given in [
            "",
            " ",
            "localhost",
            "example.com",
            "300.1.1.1",
            "1.2.3",
            "1.2.3.4.5",
            "01.2.3.4",
            "10.0.0.0/33",
            "10.0.0.0/",
            "10.0.0.0/+8",
            "10.0.0.0/-1",
            "10.0.0.0/8/8",
            "10.0.0.0-10.0.0.9",
            "::/129",
            "::1%eth0",
            "[::1]",
            "1::2::3",
            "/8",
        ] {
            assert!(given.parse::<AddressRange>().is_err(), "{given}");
        }
    }

    #[test]
    fn a_range_holds_its_addresses_in_either_dress() {
        let range: AddressRange = "10.0.0.0/8".parse().unwrap();

        assert!(range.contains("10.255.0.1".parse().unwrap()));
        assert!(range.contains("::ffff:10.255.0.1".parse().unwrap()));
        assert!(!range.contains("11.0.0.1".parse().unwrap()));
        assert!(!range.contains("::1".parse().unwrap()));
    }

    #[test]
    fn what_is_there_twice_is_kept_once() {
        let parse = |text: &str| text.parse::<AddressRange>().unwrap();

        let kept = distinct(["10.0.0.0/8", "127.0.0.1", "10.9.9.9/8", "127.0.0.1/32"].map(parse));

        assert_eq!(kept, ["10.0.0.0/8", "127.0.0.1"].map(parse));
    }
}
