//! The ways in which providers write a timestamp.

use super::calendar::Moment;
use super::text::Text;

/// How a [`Timestamp`](super::Timestamp) is written; the implementations here are all there are.
pub trait Format: sealed::Write {}

mod sealed {
    use super::{Moment, Text};

    /// Writes a moment, as the clock shows it at an offset of so many seconds; none is UTC.
    pub trait Write {
        fn write(moment: Moment, offset: Option<i32>, out: &mut Text);
    }
}

/// `2015-02-12T08:58:20.323Z` and `2015-02-12T09:58:20.323+01:00`, with as many decimals as needed.
#[derive(Debug)]
#[non_exhaustive]
pub struct Rfc3339;

impl Format for Rfc3339 {}

impl sealed::Write for Rfc3339 {
    fn write(moment: Moment, offset: Option<i32>, out: &mut Text) {
        day_and_clock(moment, b'T', out);
        out.decimals(moment.nanoseconds);
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
    fn write(moment: Moment, offset: Option<i32>, out: &mut Text) {
        day_and_clock(moment, b'T', out);
        out.sign(b'.');
        out.number::<3>(i32::try_from(moment.nanoseconds / 1_000_000).unwrap_or_default());
        out.offset(offset.unwrap_or(0), None);
    }
}

/// `2015-02-12 08:58:20`, in UTC.
#[derive(Debug)]
#[non_exhaustive]
pub struct SpaceSeconds;

impl Format for SpaceSeconds {}

impl sealed::Write for SpaceSeconds {
    fn write(moment: Moment, offset: Option<i32>, out: &mut Text) {
        day_and_clock(in_utc(moment, offset), b' ', out);
    }
}

/// `2015-02-12T08:58:20`, in UTC.
#[derive(Debug)]
#[non_exhaustive]
pub struct Zoneless;

impl Format for Zoneless {}

impl sealed::Write for Zoneless {
    fn write(moment: Moment, offset: Option<i32>, out: &mut Text) {
        day_and_clock(in_utc(moment, offset), b'T', out);
    }
}

fn day_and_clock(moment: Moment, between: u8, out: &mut Text) {
    let (day, clock) = moment.split();
    out.day(day);
    out.sign(between);
    out.clock(clock);
}

/// Saturates at the ends of what four digits can say.
fn in_utc(moment: Moment, offset: Option<i32>) -> Moment {
    offset.map_or(moment, |seconds| moment.shifted(-seconds))
}
