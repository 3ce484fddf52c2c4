//! The ways in which providers write a timestamp.

use jiff::SignedDuration;
use jiff::civil::DateTime as Civil;
use jiff::tz::Offset;

use super::text::Text;

/// How a [`Timestamp`](super::Timestamp) is written; the implementations here are all there are.
pub trait Format: sealed::Write {}

mod sealed {
    use jiff::civil::DateTime as Civil;
    use jiff::tz::Offset;

    use super::Text;

    /// Writes a date and time at an offset, of which none is UTC.
    pub trait Write {
        fn write(civil: Civil, offset: Option<Offset>, out: &mut Text);
    }
}

/// `2015-02-12T08:58:20.323Z` and `2015-02-12T09:58:20.323+01:00`, with as many decimals as needed.
#[derive(Debug)]
#[non_exhaustive]
pub struct Rfc3339;

impl Format for Rfc3339 {}

impl sealed::Write for Rfc3339 {
    fn write(civil: Civil, offset: Option<Offset>, out: &mut Text) {
        out.date(civil.date());
        out.sign(b'T');
        out.time(civil.time());
        out.decimals(civil.time());
        match offset {
            None => out.sign(b'Z'),
            Some(offset) => out.offset(offset, Some(b':')),
        }
    }
}

/// `2015-02-12T09:58:20.323+0100`, always with three decimals; UTC is `+0000`.
#[derive(Debug)]
#[non_exhaustive]
pub struct OffsetMillis;

impl Format for OffsetMillis {}

impl sealed::Write for OffsetMillis {
    fn write(civil: Civil, offset: Option<Offset>, out: &mut Text) {
        out.date(civil.date());
        out.sign(b'T');
        out.time(civil.time());
        out.sign(b'.');
        out.number(civil.time().millisecond(), 3);
        out.offset(offset.unwrap_or(Offset::UTC), None);
    }
}

/// `2015-02-12 08:58:20`, in UTC.
#[derive(Debug)]
#[non_exhaustive]
pub struct SpaceSeconds;

impl Format for SpaceSeconds {}

impl sealed::Write for SpaceSeconds {
    fn write(civil: Civil, offset: Option<Offset>, out: &mut Text) {
        let utc = in_utc(civil, offset);
        out.date(utc.date());
        out.sign(b' ');
        out.time(utc.time());
    }
}

/// `2015-02-12T08:58:20`, in UTC.
#[derive(Debug)]
#[non_exhaustive]
pub struct Zoneless;

impl Format for Zoneless {}

impl sealed::Write for Zoneless {
    fn write(civil: Civil, offset: Option<Offset>, out: &mut Text) {
        let utc = in_utc(civil, offset);
        out.date(utc.date());
        out.sign(b'T');
        out.time(utc.time());
    }
}

/// Saturates at the ends of what four digits can say.
fn in_utc(civil: Civil, offset: Option<Offset>) -> Civil {
    let utc = |offset| civil.saturating_sub(SignedDuration::from(offset)).max(FIRST);
    offset.map_or(civil, utc)
}

/// The first moment that can be written: before it years are negative, which no provider reads.
const FIRST: Civil = Civil::constant(0, 1, 1, 0, 0, 0, 0);
