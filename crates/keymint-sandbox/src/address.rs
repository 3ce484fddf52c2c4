//! Address rules: single addresses and CIDR ranges.

use std::net::IpAddr;

/// One entry of an allow or deny list.
pub(crate) struct Range {
    base: IpAddr,
    prefix: u32,
}

impl Range {
    /// Reads `192.0.2.1`, `192.0.2.0/24`, `2001:db8::1` or `2001:db8::/32`.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (base, prefix) = match text.split_once('/') {
            Some((base, prefix)) => (base, Some(prefix)),
            None => (text, None),
        };
        let base: IpAddr = base.parse().ok()?;
        let width = if base.is_ipv4() { 32 } else { 128 };
        let prefix = match prefix {
            Some(digits) if digits.bytes().all(|byte| byte.is_ascii_digit()) => {
                digits.parse().ok()?
            }
            Some(_) => return None,
            None => width,
        };

        (prefix <= width).then_some(Self { base, prefix })
    }

    pub(crate) fn contains(&self, address: IpAddr) -> bool {
        match (self.base, address) {
            (IpAddr::V4(base), IpAddr::V4(address)) => {
                let shift = 32_u32.saturating_sub(self.prefix);
                let differing = base.to_bits() ^ address.to_bits();
                differing.checked_shr(shift).unwrap_or_default() == 0
            }
            (IpAddr::V6(base), IpAddr::V6(address)) => {
                let shift = 128_u32.saturating_sub(self.prefix);
                let differing = base.to_bits() ^ address.to_bits();
                differing.checked_shr(shift).unwrap_or_default() == 0
            }
            (IpAddr::V4(_), IpAddr::V6(_)) | (IpAddr::V6(_), IpAddr::V4(_)) => false,
        }
    }
}

/// Says whether any entry of the list covers the address; entries that are no address cover nothing.
pub(crate) fn covers(list: &[String], address: IpAddr) -> bool {
    list.iter().filter_map(|entry| Range::parse(entry)).any(|range| range.contains(address))
}

#[cfg(test)]
mod tests {
    use super::{Range, covers};

    #[test]
    fn a_range_covers_its_addresses_and_no_others() {
        let list = ["10.0.0.0/8", "2001:db8::/32", "192.0.2.7"].map(String::from);

        for inside in ["10.255.0.1", "2001:db8:ffff::1", "192.0.2.7"] {
            assert!(covers(&list, inside.parse().unwrap()), "{inside}");
        }
        for outside in ["11.0.0.1", "2001:db9::1", "192.0.2.8", "::ffff:10.0.0.1"] {
            assert!(!covers(&list, outside.parse().unwrap()), "{outside}");
        }
    }

    #[test]
    fn the_widest_range_covers_everything_of_its_family() {
        let list = [String::from("0.0.0.0/0")];

        assert!(covers(&list, "255.255.255.255".parse().unwrap()));
        assert!(!covers(&list, "::1".parse().unwrap()));
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for text in [
            "",
            "localhost",
            "300.1.1.1",
            "10.0.0.0/33",
            "10.0.0.0/",
            "10.0.0.0/+8",
            "::/129",
            "1.2.3",
        ] {
            assert!(Range::parse(text).is_none(), "{text}");
        }
    }
}
