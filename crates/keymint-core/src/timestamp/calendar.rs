//! The calendar: days and seconds as numbers, and as people write them.
//!
//! A library for dates is what every build of a consumer would wait for longest, and this is all that is needed of it.
//! The days are those of the proleptic Gregorian calendar, as ISO 8601 has it; the tests beside compare them with `jiff`'s.

/// Seconds and nanoseconds since the start of 1970, on the clock of the place where they were read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment {
    pub(super) seconds: i64,
    pub(super) nanoseconds: u32,
}

/// A day as it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Day {
    pub(super) year: i32,
    pub(super) month: i32,
    pub(super) of_month: i32,
}

/// A time of day as it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Clock {
    pub(super) hour: i32,
    pub(super) minute: i32,
    pub(super) second: i32,
}

pub(super) const DAY: i64 = 86_400;
/// The first year of the calendar that is read and written with four digits, and the last.
const YEARS: std::ops::RangeInclusive<i32> = 0..=9999;
/// Days from the first of March of the year 0 to the start of 1970: years start in March, so that the leap day is their last.
const EPOCH: i32 = 719_468;
/// Days of 400 years, after which the calendar repeats itself.
const CYCLE: i32 = 146_097;

impl Moment {
    /// The start of the year 0: before it years are negative, which no provider reads.
    pub(super) const FIRST: Self = Self { seconds: -62_167_219_200, nanoseconds: 0 };
    /// The end of the year 9999.
    pub(super) const LAST: Self = Self { seconds: 253_402_300_799, nanoseconds: 999_999_999 };

    /// So many seconds and nanoseconds from the start of 1970; before it both are negative.
    pub(super) fn new(seconds: i64, nanoseconds: i32) -> Self {
        // The nanoseconds of a moment count on from its second, on both sides of 1970.
        let borrowed = i64::from(nanoseconds < 0);
        let nanoseconds = nanoseconds.rem_euclid(1_000_000_000).unsigned_abs();
        Self { seconds: seconds.saturating_sub(borrowed), nanoseconds }
    }

    /// So many seconds later; no earlier than `FIRST` and no later than `LAST`.
    pub(super) fn shifted(self, seconds: i32) -> Self {
        let seconds = self.seconds.saturating_add(i64::from(seconds));
        Self { seconds, ..self }.clamp(Self::FIRST, Self::LAST)
    }

    /// The day and the time of day.
    pub(super) fn split(self) -> (Day, Clock) {
        let of_day = i32::try_from(self.seconds.rem_euclid(DAY)).unwrap_or_default();
        let clock = Clock { hour: of_day / 3600, minute: of_day / 60 % 60, second: of_day % 60 };
        (Day::of_number(i32::try_from(self.seconds.div_euclid(DAY)).unwrap_or_default()), clock)
    }
}

impl Day {
    /// The day, if there is one.
    pub(super) fn new(year: i32, month: i32, day: i32) -> Option<Self> {
        let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        let days = match month {
            2 => 28 + i32::from(is_leap),
            4 | 6 | 9 | 11 => 30,
            1..=12 => 31,
            _ => 0,
        };
        let is_one = YEARS.contains(&year) && (1..=days).contains(&day);
        is_one.then_some(Self { year, month, of_month: day })
    }

    /// The days from the start of 1970.
    pub(super) fn number(self) -> i32 {
        let (year, month) = if self.month > 2 {
            (self.year, self.month - 3)
        } else {
            (self.year - 1, self.month + 9)
        };
        let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
        365 * year + leap_days + before_month(month) + self.of_month - 1 - EPOCH
    }

    /// The day that is so many days from the start of 1970.
    pub(super) fn of_number(number: i32) -> Self {
        let number = number.saturating_add(EPOCH);
        let (cycle, rest) = (number.div_euclid(CYCLE), number.rem_euclid(CYCLE));
        // Without the leap days before it, every year has 365 days.
        let year = (rest - rest / 1_460 + rest / 36_524 - rest / (CYCLE - 1)) / 365;
        let rest = rest - (365 * year + year / 4 - year / 100);
        let month = (5 * rest + 2) / 153;
        let of_month = rest - before_month(month) + 1;

        let (month, next) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
        Self { year: cycle * 400 + year + next, month, of_month }
    }
}

/// The days of a year, which starts in March, before a month: five months have 153 days wherever one starts to count.
fn before_month(month: i32) -> i32 {
    (153 * month + 2) / 5
}

#[cfg(test)]
mod tests {
    use super::{Day, Moment};

    #[test]
    fn every_day_is_the_day_after_the_one_before() {
        let (first, last) = (Day::new(0, 1, 1).unwrap(), Day::new(9999, 12, 31).unwrap());
        let mut before = Day::of_number(first.number() - 1);
        assert_eq!(before, Day { year: -1, month: 12, of_month: 31 });

        for number in first.number()..=last.number() {
            let day = Day::of_number(number);
            let follows = match (day.year - before.year, day.month - before.month, day.of_month) {
                (0, 0, next) => next == before.of_month + 1,
                (0, 1, 1) => before.of_month >= 28,
                (1, -11, 1) => before.of_month == 31,
                _ => false,
            };

            assert!(follows, "{before:?} {day:?}");
            assert_eq!(day.number(), number);
            before = day;
        }
        assert_eq!(before, last);
    }

    #[test]
    fn leap_years_are_those_of_the_calendar() {
        let is_leap = |year| Day::new(year, 2, 29).is_some();

        assert_eq!(
            [0, 4, 1900, 2000, 2024, 2100, 2400].map(is_leap),
            [true, true, false, true, true, false, true]
        );
        assert_eq!([1, 2, 2023].map(is_leap), [false; 3]);
        assert!(Day::new(2023, 4, 31).is_none() && Day::new(10_000, 1, 1).is_none());
    }

    #[test]
    fn the_ends_are_those_of_the_years_of_four_digits() {
        let day = |seconds: i64| Moment { seconds, nanoseconds: 0 }.split().0;

        assert_eq!(day(Moment::FIRST.seconds), Day { year: 0, month: 1, of_month: 1 });
        assert_eq!(day(Moment::FIRST.seconds - 1), Day { year: -1, month: 12, of_month: 31 });
        assert_eq!(day(Moment::LAST.seconds), Day { year: 9999, month: 12, of_month: 31 });
        assert_eq!(day(Moment::LAST.seconds + 1), Day { year: 10_000, month: 1, of_month: 1 });
    }
}
