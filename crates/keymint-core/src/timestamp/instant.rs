//! To `jiff` and back.

use jiff::{Timestamp as Instant, civil};

use super::calendar::{Day, Moment};
use super::{Date, Timestamp};

impl<F> Timestamp<F> {
    /// The instant.
    ///
    /// A provider's "never", `9999-12-31`, is past the last instant that `jiff` can hold, which stands for it here.
    pub fn instant(&self) -> Instant {
        let Moment { seconds, nanoseconds } = self.in_utc();
        let past_the_end = if seconds > 0 { Instant::MAX } else { Instant::MIN };
        let nanoseconds = i32::try_from(nanoseconds).unwrap_or_default();
        Instant::new(seconds, nanoseconds).unwrap_or(past_the_end)
    }
}

impl<F> From<Instant> for Timestamp<F> {
    fn from(instant: Instant) -> Self {
        Self::utc(Moment::new(instant.as_second(), instant.subsec_nanosecond()))
    }
}

impl<F> From<Timestamp<F>> for Instant {
    fn from(timestamp: Timestamp<F>) -> Self {
        timestamp.instant()
    }
}

impl From<civil::Date> for Date {
    fn from(date: civil::Date) -> Self {
        let [month, of_month] = [date.month(), date.day()].map(i32::from);
        Self { number: Day { year: date.year().into(), month, of_month }.number() }
    }
}

impl From<Date> for civil::Date {
    fn from(date: Date) -> Self {
        let Day { year, month, of_month } = Day::of_number(date.number);
        let narrow = |number| i8::try_from(number).unwrap_or_default();
        let year = i16::try_from(year).unwrap_or(i16::MAX);
        Self::new(year, narrow(month), narrow(of_month)).unwrap_or(Self::MAX)
    }
}

#[cfg(test)]
mod tests {
    use jiff::{Timestamp as Instant, civil};

    use crate::{Date, DateTime};

    #[test]
    fn an_instant_comes_back_as_it_was() {
        for text in [
            "2015-02-12T08:58:20.3239Z",
            "1969-12-31T23:59:59.75Z",
            "-000001-01-01T00:00:00.5Z",
            "1900-03-01T00:00:00Z",
        ] {
            let instant: Instant = text.parse().unwrap();

            assert_eq!(DateTime::from(instant).instant(), instant, "{text}");
            assert_eq!(DateTime::from(instant).to_string(), text);
        }
        assert_eq!(DateTime::from(Instant::MIN).instant(), Instant::MIN);
        assert_eq!(Instant::from(DateTime::from(Instant::MAX)), Instant::MAX);
    }

    #[test]
    fn what_is_past_the_last_instant_is_the_last() {
        let never: DateTime = "9999-12-31T23:59:59Z".parse().unwrap();

        assert_eq!(never.instant(), Instant::MAX);
    }

    #[test]
    fn a_day_comes_back_as_it_was() {
        for text in ["2015-02-12", "2016-02-29", "0000-01-01", "9999-12-31"] {
            let day: Date = text.parse().unwrap();

            assert_eq!(Date::from(civil::Date::from(day)), day);
            assert_eq!(civil::Date::from(day).to_string(), text);
        }
    }
}
