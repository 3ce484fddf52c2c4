//! The ways in which providers write a timestamp.

use std::fmt;

use jiff::SignedDuration;
use jiff::civil::DateTime as Civil;
use jiff::tz::Offset;

/// How a [`Timestamp`](super::Timestamp) is written; the implementations here are all there are.
pub trait Format: sealed::Write {}

mod sealed {
    use std::fmt;

    use jiff::civil::DateTime as Civil;
    use jiff::tz::Offset;

    /// Writes a date and time at an offset, of which none is UTC.
    pub trait Write {
        fn write(civil: Civil, offset: Option<Offset>, f: &mut fmt::Formatter<'_>) -> fmt::Result;
    }
}

/// `2015-02-12T08:58:20.323Z` and `2015-02-12T09:58:20.323+01:00`, with as many decimals as needed.
#[derive(Debug)]
#[non_exhaustive]
pub struct Rfc3339;

impl Format for Rfc3339 {}

impl sealed::Write for Rfc3339 {
    fn write(civil: Civil, offset: Option<Offset>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{civil}")?;
        match offset {
            None => f.write_str("Z"),
            Some(offset) => write_offset(offset, ":", f),
        }
    }
}

/// `2015-02-12T09:58:20.323+0100`, always with three decimals; UTC is `+0000`.
#[derive(Debug)]
#[non_exhaustive]
pub struct OffsetMillis;

impl Format for OffsetMillis {}

impl sealed::Write for OffsetMillis {
    fn write(civil: Civil, offset: Option<Offset>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{civil:.3}")?;
        write_offset(offset.unwrap_or(Offset::UTC), "", f)
    }
}

/// `2015-02-12 08:58:20`, in UTC.
#[derive(Debug)]
#[non_exhaustive]
pub struct SpaceSeconds;

impl Format for SpaceSeconds {}

impl sealed::Write for SpaceSeconds {
    fn write(civil: Civil, offset: Option<Offset>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let utc = in_utc(civil, offset);
        write!(f, "{} {:.0}", utc.date(), utc.time())
    }
}

/// `2015-02-12T08:58:20`, in UTC.
#[derive(Debug)]
#[non_exhaustive]
pub struct Zoneless;

impl Format for Zoneless {}

impl sealed::Write for Zoneless {
    fn write(civil: Civil, offset: Option<Offset>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.0}", in_utc(civil, offset))
    }
}

fn write_offset(offset: Offset, colon: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let sign = if offset.is_negative() { '-' } else { '+' };
    let minutes = offset.seconds().unsigned_abs() / 60;
    write!(f, "{sign}{:02}{colon}{:02}", minutes / 60, minutes % 60)
}

/// Saturates at the ends of the calendar.
fn in_utc(civil: Civil, offset: Option<Offset>) -> Civil {
    offset.map_or(civil, |offset| civil.saturating_sub(SignedDuration::from(offset)))
}
