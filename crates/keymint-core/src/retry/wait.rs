//! How long a provider asks to wait, in every form that providers use.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use http::HeaderMap;
use http::header::{DATE, RETRY_AFTER};

use crate::header_text::header_text;

/// Numbers from here on are points in time, below it spans: 2001 as seconds since 1970, or 31 years.
const EPOCH_SECONDS: u64 = 1_000_000_000;
/// From here on they count milliseconds: 2001 again, or the year 33658 in seconds.
const EPOCH_MILLIS: u64 = 1_000_000_000_000;

/// The wait that the headers of an answer ask for.
///
/// `retry-after-ms` wins over `Retry-After`, and that over the rate limit's reset. A value that is not exactly one
/// of the known forms counts as absent. A date is measured against the answer's own `Date`, so that a clock that is
/// wrong on one side does no harm; one in the past asks for no wait. Many providers tell the reset with every answer:
/// where calls remain, it asks for nothing.
pub(crate) fn requested_wait(headers: &HeaderMap) -> Option<Duration> {
    let text = |name: &str| header_text(headers, name);
    let now = || text(DATE.as_str()).and_then(date).unwrap_or_else(SystemTime::now);
    text("retry-after-ms")
        .and_then(whole)
        .map(Duration::from_millis)
        .or_else(|| {
            let asked = text(RETRY_AFTER.as_str())?;
            let until = |point: SystemTime| point.duration_since(now()).unwrap_or_default();
            whole(asked).map(Duration::from_secs).or_else(|| date(asked).map(until))
        })
        .or_else(|| {
            let remaining = ["ratelimit-remaining", "x-ratelimit-remaining"];
            if remaining.into_iter().filter_map(text).filter_map(whole).any(|calls| calls > 0) {
                return None;
            }
            let reset = ["ratelimit-reset", "x-ratelimit-reset"].into_iter().find_map(text)?;
            let moment = match whole(reset)? {
                span @ ..EPOCH_SECONDS => return Some(Duration::from_secs(span)),
                seconds @ ..EPOCH_MILLIS => Duration::from_secs(seconds),
                millis => Duration::from_millis(millis),
            };
            let now = now().duration_since(UNIX_EPOCH).ok()?;
            Some(moment.saturating_sub(now))
        })
}

/// Digits alone; more of them than a `u64` holds mean its largest value.
fn whole(text: &str) -> Option<u64> {
    let digits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    digits.then(|| text.parse().unwrap_or(u64::MAX))
}

/// One of the three HTTP date forms.
fn date(text: &str) -> Option<SystemTime> {
    httpdate::parse_http_date(text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wait(headers: &[(&'static str, &str)]) -> Option<Duration> {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.insert(*name, value.parse().unwrap());
        }
        requested_wait(&map)
    }

    #[test]
    fn every_form_is_read() {
        let sent = ("date", "Sun, 06 Nov 1994 08:49:37 GMT");
        let seconds = |n| Some(Duration::from_secs(n));

        assert_eq!(wait(&[("retry-after", "7")]), seconds(7));
        assert_eq!(wait(&[("retry-after", " 7 ")]), seconds(7));
        assert_eq!(
            wait(&[("retry-after-ms", "250"), ("retry-after", "7")]),
            Some(Duration::from_millis(250))
        );
        assert_eq!(wait(&[sent, ("retry-after", "Sun, 06 Nov 1994 08:49:47 GMT")]), seconds(10));
        assert_eq!(wait(&[sent, ("retry-after", "Sunday, 06-Nov-94 08:49:47 GMT")]), seconds(10));
        assert_eq!(wait(&[sent, ("retry-after", "Sun Nov  6 08:49:47 1994")]), seconds(10));
        assert_eq!(wait(&[sent, ("retry-after", "Sun, 06 Nov 1994 08:49:27 GMT")]), seconds(0));
        assert_eq!(wait(&[("ratelimit-reset", "30")]), seconds(30));
        assert_eq!(
            wait(&[("date", "Sun, 09 Sep 2001 01:46:40 GMT"), ("x-ratelimit-reset", "1000000015")]),
            seconds(15)
        );
    }

    #[test]
    fn a_reset_counts_only_where_the_limit_is_used_up() {
        let reset = ("x-ratelimit-reset", "30");

        assert_eq!(wait(&[reset, ("x-ratelimit-remaining", "7")]), None);
        assert_eq!(wait(&[reset, ("ratelimit-remaining", "1")]), None);
        assert_eq!(wait(&[reset, ("x-ratelimit-remaining", "0")]), Some(Duration::from_secs(30)));
        assert_eq!(
            wait(&[reset, ("x-ratelimit-remaining", "7"), ("retry-after", "2")]),
            Some(Duration::from_secs(2))
        );
    }

    #[test]
    fn a_reset_may_be_a_span_or_a_moment_in_seconds_or_milliseconds() {
        let sent = ("date", "Sun, 09 Sep 2001 01:46:40 GMT");
        let reset = |value| wait(&[sent, ("ratelimit-reset", value)]);

        assert_eq!(reset("999999999"), Some(Duration::from_secs(999_999_999)));
        assert_eq!(reset("1000000000"), Some(Duration::ZERO));
        assert_eq!(reset("999999999999"), Some(Duration::from_secs(998_999_999_999)));
        assert_eq!(reset("1000000001500"), Some(Duration::from_millis(1_500)));
    }

    #[test]
    fn what_is_no_wait_counts_as_absent() {
        for value in [
            "",
            "-1",
            "+5",
            "1.5",
            "NaN",
            "1e3",
            "1e999",
            "inf",
            "soon",
            "7s",
            "0x10",
            "７",
            "Sun, 06 Nov 10000 08:49:37 GMT",
        ] {
            let header = http::HeaderValue::from_bytes(value.as_bytes()).unwrap();
            let map = HeaderMap::from_iter([(RETRY_AFTER, header)]);
            assert_eq!(requested_wait(&map), None, "{value}");
        }
    }

    #[test]
    fn absurd_numbers_stay_numbers() {
        assert_eq!(
            wait(&[("retry-after", "18446744073709551615")]),
            Some(Duration::from_secs(u64::MAX))
        );
        assert_eq!(
            wait(&[("retry-after", "99999999999999999999999")]),
            Some(Duration::from_secs(u64::MAX))
        );
        assert!(
            wait(&[("retry-after", "Fri, 31 Dec 9999 23:59:59 GMT")]).unwrap()
                > Duration::from_hours(24 * 365)
        );
        assert!(wait(&[("x-ratelimit-reset", "18446744073709551615")]).is_some());
    }
}
