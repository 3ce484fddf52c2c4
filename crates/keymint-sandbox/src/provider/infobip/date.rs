//! Infobip's dates: one instant, several documented forms.

use jiff::{
    Timestamp,
    civil::DateTime,
    tz::{Offset, TimeZone},
};

use super::wire::Wire;
use crate::dialect::Dialect;

/// Reads an offset with or without colon, `Z`, or no zone at all, which means UTC.
pub(super) fn parse(text: &str) -> Option<Timestamp> {
    if !text.contains('T') {
        return None;
    }
    text.parse::<Timestamp>().ok().or_else(|| {
        let without_zone: DateTime = text.parse().ok()?;
        Some(without_zone.to_zoned(TimeZone::UTC).ok()?.timestamp())
    })
}

/// Writes a date of version 1, which looks different in XML, in the old examples and in the new ones.
pub(super) fn v1(moment: Timestamp, wire: Wire, dialect: Dialect) -> String {
    let text = match (wire, dialect) {
        (Wire::Xml, _) => moment.strftime("%Y-%m-%dT%H:%M:%S%.3f+0000"),
        (Wire::Json, Dialect::Schemas) => moment.strftime("%Y-%m-%dT%H:%M:%S%.3f+00:00"),
        (Wire::Json, Dialect::Examples) => {
            let there = moment.to_zoned(TimeZone::fixed(Offset::constant(1)));
            return there.strftime("%Y-%m-%dT%H:%M:%S%.3f%z").to_string();
        }
    };
    text.to_string()
}

/// Writes a date of version 2: UTC, with neither zone nor milliseconds.
pub(super) fn v2(moment: Timestamp) -> String {
    moment.strftime("%Y-%m-%dT%H:%M:%S").to_string()
}

#[cfg(test)]
mod tests {
    use super::{Dialect, Wire, parse, v1, v2};

    #[test]
    fn every_documented_form_is_read() {
        let instant = parse("2015-02-12T08:58:20.323Z").unwrap();

        for text in [
            "2015-02-12T09:58:20.323+0100",
            "2015-02-12T08:58:20.323+00:00",
            "2015-02-12T08:58:20.323",
        ] {
            assert_eq!(parse(text), Some(instant), "{text}");
        }
        for text in ["", "tomorrow", "2015-02-12", "2015-02-30T00:00:00Z", "2015-02-12 08:58:20"] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn the_same_instant_is_written_in_four_forms() {
        let instant = parse("2015-02-12T09:58:20.323+0100").unwrap();

        assert_eq!(v1(instant, Wire::Json, Dialect::Examples), "2015-02-12T09:58:20.323+0100");
        assert_eq!(v1(instant, Wire::Json, Dialect::Schemas), "2015-02-12T08:58:20.323+00:00");
        assert_eq!(v1(instant, Wire::Xml, Dialect::Examples), "2015-02-12T08:58:20.323+0000");
        assert_eq!(v2(instant), "2015-02-12T08:58:20");
    }
}
