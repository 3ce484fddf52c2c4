//! What is computed beside the HTTP: whether to try again, how long to wait, and which time it is.

use std::hint::black_box;

use http::header::{DATE, RETRY_AFTER};
use http::{HeaderMap, HeaderValue, StatusCode};
use keymint_core::api::Safety;
use keymint_core::{DateTime, DateTimeOffsetMillis, RetryPolicy, fuzzing};

use crate::rounds::Group;

/// All functions; those of one group do the same, or as near as there is something to compare with.
pub fn groups() -> Vec<Group<'static>> {
    let policy = RetryPolicy::default();
    let decide = move |safety, status, headers: &HeaderMap| {
        fuzzing::wait_after(&policy, safety, status, black_box(headers))
    };
    let none = HeaderMap::new();
    let seconds = HeaderMap::from_iter([(RETRY_AFTER, HeaderValue::from_static("7"))]);
    let date = HeaderMap::from_iter([
        (DATE, HeaderValue::from_static("Sun, 06 Nov 1994 08:49:37 GMT")),
        (RETRY_AFTER, HeaderValue::from_static("Sun, 06 Nov 1994 08:49:47 GMT")),
    ]);
    let [absent, whole, point] = [none.clone(), seconds.clone(), date.clone()];
    vec![
        Group::new("retry decision", 0)
            .case("a read after 503", move || {
                decide(Safety::Safe, StatusCode::SERVICE_UNAVAILABLE, &none)
            })
            .case("a create after 429, 7 seconds", move || {
                decide(Safety::CreatesSecret, StatusCode::TOO_MANY_REQUESTS, &seconds)
            })
            .case("a create after 429, a date", move || {
                decide(Safety::CreatesSecret, StatusCode::TOO_MANY_REQUESTS, &date)
            }),
        Group::new("Retry-After", 0)
            .case("absent", move || fuzzing::requested_wait(black_box(&absent)))
            .case("seconds", move || fuzzing::requested_wait(black_box(&whole)))
            .case("a date, and the answer's own", move || {
                fuzzing::requested_wait(black_box(&point))
            }),
        Group::new("time stamp, read", RFC_3339.len())
            .case("jiff, RFC 3339", || black_box(RFC_3339).parse::<jiff::Timestamp>())
            .case("keymint, RFC 3339", || black_box(RFC_3339).parse::<DateTime>())
            .case("keymint, Infobip's form", || black_box(OFFSET).parse::<DateTimeOffsetMillis>()),
        Group::new("time stamp, write", RFC_3339.len())
            .case("jiff, RFC 3339", {
                let stamp: jiff::Timestamp = RFC_3339.parse().expect("a time");
                move || black_box(stamp).to_string()
            })
            .case("keymint, RFC 3339", {
                let stamp: DateTime = RFC_3339.parse().expect("a time");
                move || black_box(stamp).to_string()
            })
            .case("keymint, Infobip's form", {
                let stamp: DateTimeOffsetMillis = OFFSET.parse().expect("a time");
                move || black_box(stamp).to_string()
            }),
    ]
}

const RFC_3339: &str = "2015-02-12T09:58:20.323+01:00";
const OFFSET: &str = "2015-02-12T09:58:20.323+0100";
