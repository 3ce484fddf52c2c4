use std::collections::{BTreeSet, HashSet};
use std::hash::{BuildHasher as _, BuildHasherDefault, DefaultHasher};

use jiff::{SignedDuration, Timestamp as Instant};

use super::*;

/// What the calendar's own library makes of a moment.
fn instant<F>(timestamp: &Timestamp<F>) -> Instant {
    timestamp.system_time().try_into().expect("a moment of this calendar")
}

fn at<F>(instant: Instant) -> Timestamp<F> {
    SystemTime::from(instant).into()
}

fn rewritten<F: Format>(text: &str) -> String {
    Timestamp::<F>::try_from(text).unwrap_or_else(|error| panic!("{text}: {error}")).to_string()
}

#[test]
fn every_provider_reads_back_what_it_wrote() {
    for text in [
        "2015-02-12T09:58:20.323+0100",
        "2015-02-12T08:58:20.323+0000",
        "2015-02-12T08:58:20.300-0330",
    ] {
        assert_eq!(rewritten::<OffsetMillis>(text), text);
    }
    for text in [
        "2015-02-12T08:58:20.323Z",
        "2015-02-12T09:58:20+01:00",
        "2015-02-12T08:58:20.123456789-00:30",
    ] {
        assert_eq!(rewritten::<Rfc3339>(text), text);
    }
    assert_eq!(rewritten::<SpaceSeconds>("2025-06-29 16:03:44"), "2025-06-29 16:03:44");
    assert_eq!(rewritten::<Zoneless>("2025-06-29T16:03:44"), "2025-06-29T16:03:44");
}

#[test]
fn all_ways_to_write_an_instant_read_as_that_instant() {
    let expected: Instant = "2015-02-12T08:58:20.32Z".parse().unwrap();

    for text in [
        "2015-02-12T09:58:20.320+0100",
        "2015-02-12T09:58:20.320+01:00",
        "2015-02-12T09:58:20.320+01",
        "2015-02-12t08:58:20.32z",
        "2015-02-12 08:58:20.320000000",
        "2015-02-12T08:58:20.32",
        "2015-02-11 23:58:20.32-09:00",
    ] {
        assert_eq!(instant(&DateTime::try_from(text).unwrap()), expected, "{text}");
    }
}

#[test]
fn a_day_alone_is_its_midnight_in_utc() {
    assert_eq!(rewritten::<Rfc3339>("2015-02-12"), "2015-02-12T00:00:00Z");
}

#[test]
fn a_leap_second_is_the_second_before_it() {
    assert_eq!(rewritten::<Rfc3339>("2016-12-31T23:59:60Z"), "2016-12-31T23:59:59Z");
}

#[test]
fn formats_that_cannot_say_an_offset_write_utc() {
    let text = "2015-02-12T00:58:20.999+0100";

    assert_eq!(rewritten::<SpaceSeconds>(text), "2015-02-11 23:58:20");
    assert_eq!(rewritten::<Zoneless>(text), "2015-02-11T23:58:20");
}

#[test]
fn an_instant_is_written_in_utc() {
    let time = SystemTime::from("2015-02-12T08:58:20.3239Z".parse::<Instant>().unwrap());

    assert_eq!(DateTime::from(time).to_string(), "2015-02-12T08:58:20.3239Z");
    assert_eq!(DateTimeOffsetMillis::from(time).to_string(), "2015-02-12T08:58:20.323+0000");
    assert_eq!(DateTimeSpace::from(time).to_string(), "2015-02-12 08:58:20");
    assert_eq!(DateTimeZoneless::from(time).to_string(), "2015-02-12T08:58:20");
    assert_eq!(SystemTime::from(DateTimeSpace::from(time)), time);
}

#[test]
fn instants_are_written_as_the_calendar_s_own_library_writes_them() {
    let step = SignedDuration::new(7_919_081_357, 123_456_700);
    let mut moment: Instant = "0000-01-01T00:00:00Z".parse().unwrap();
    let mut fractions = [1, 10, 100_000_000, 0].into_iter().cycle();

    while let Ok(next) = moment.checked_add(step) {
        let nanoseconds = fractions.next().unwrap();
        moment = Instant::new(next.as_second(), nanoseconds).unwrap();

        assert_eq!(at::<Rfc3339>(moment).to_string(), moment.to_string());
        assert_eq!(instant(&at::<Rfc3339>(moment)), moment);
    }
    assert_eq!(at::<Rfc3339>(Instant::MAX).to_string(), Instant::MAX.to_string());
}

#[test]
fn equality_order_and_hash_follow_the_instant() {
    let read = |text: &str| DateTime::try_from(text).unwrap();
    let [paris, london] = ["2015-02-12T09:58:20+01:00", "2015-02-12T08:58:20Z"].map(read);
    let later = read("2015-02-12T09:58:20Z");

    assert_eq!(paris, london);
    assert!(paris < later);
    assert_eq!([paris, london, later].into_iter().collect::<HashSet<_>>().len(), 2);
    let hash = |time: &DateTime| BuildHasherDefault::<DefaultHasher>::default().hash_one(time);
    assert_eq!(hash(&paris), hash(&london));
    assert_ne!(hash(&paris), hash(&later));
    assert_eq!(BTreeSet::from([paris, london, later]).len(), 2);
}

#[test]
fn the_end_of_the_calendar_means_never_and_stays_what_it_was() {
    let never = "9999-12-31T23:59:59Z";
    let midnight: DateTime = "9999-12-31T00:00:00Z".parse().unwrap();

    assert_eq!(rewritten::<Rfc3339>(never), never);
    assert!(midnight < DateTime::try_from(never).unwrap());
    assert_eq!(rewritten::<SpaceSeconds>("9999-12-31T23:59:59-12:00"), "9999-12-31 23:59:59");
    // The first day is the other end: no format can say what was before.
    assert_eq!(rewritten::<SpaceSeconds>("0000-01-01T00:05:00+24"), "0000-01-01 00:00:00");
    let before = DateTime::try_from("0000-01-01 00:00:00+25:59").unwrap();
    assert_eq!(instant(&before).to_string(), "-000001-12-30T22:01:00Z");
    // Nor what comes after the last.
    let far = SystemTime::UNIX_EPOCH + Duration::from_secs(1 << 40);
    assert_eq!(DateTime::from(far).to_string(), "9999-12-31T23:59:59.999999999Z");
}

#[test]
fn another_form_tells_the_same_moment() {
    let convert = |text: &str| {
        let read: DateTimeOffsetMillis = text.parse().unwrap();
        read.convert::<SpaceSeconds>().to_string()
    };

    assert_eq!(convert("2015-02-12T09:58:20.323+0100"), "2015-02-12 08:58:20");
    assert_eq!(convert("1500-02-12T09:58:20.000-0330"), "1500-02-12 13:28:20");
    assert_eq!(convert("9999-12-31T23:59:59.999-1200"), "9999-12-31 23:59:59");
    assert_eq!(convert("0000-01-01T00:00:00.000+0100"), "0000-01-01 00:00:00");
}

#[test]
fn json_strings_are_read_and_written() {
    let json = r#""2015-02-12T09:58:20.323+0100""#;
    let timestamp: DateTimeOffsetMillis = serde_json::from_str(json).unwrap();

    assert_eq!(serde_json::to_string(&timestamp).unwrap(), json);
    assert_eq!(format!("{timestamp:?}"), "2015-02-12T09:58:20.323+0100");
    assert!(serde_json::from_str::<DateTime>("1423731500").is_err());
}

#[test]
fn what_is_no_timestamp_is_refused_without_being_quoted() {
    for text in [
        "",
        " ",
        "T",
        "never",
        "2015",
        "2015-02",
        "2015-02-12T",
        "2015-02-12T09",
        "2015-02-12T09:58",
        "2015-02-30T00:00:00Z",
        "0000-00-00 00:00:00",
        "2015-13-12T00:00:00Z",
        "2015-02-12T24:00:00Z",
        "2015-02-12T00:60:00Z",
        "2015-02-12T00:00:61Z",
        "2015-02-12T00:00:00.1234567890Z",
        "2015-02-12T00:00:00+9999",
        "2015-02-12T00:00:00+01:60",
        "2015-02-12T00:00:00+26:00",
        "2015-02-12T00:00:00+1",
        "2015-02-12T00:00:00+01:",
        "2015-02-12T00:00:00+010",
        "2015-02-12T00:00:00+01:00Z",
        "2015-02-12T00:00:00ZZ",
        "2015-02-12T00:00:00 Z",
        "2015-02-12_00:00:00",
        "-2015-02-12T00:00:00Z",
        "12015-02-12T00:00:00Z",
        "２０１５-02-12T00:00:00Z",
        "2015-02-12T00:00:0é",
        "\u{feff}2015-02-12",
    ] {
        let error = DateTime::try_from(text).expect_err(text);

        assert_eq!(error.to_string(), "not a timestamp such as 2015-02-12T09:58:20Z");
    }
}

#[test]
fn no_text_near_a_timestamp_makes_the_reader_panic() {
    let text = "2015-02-12T09:58:20.323+0100";

    for at in 0..text.len() {
        for byte in 0..=0x7f_u8 {
            let mut bytes = text.as_bytes().to_vec();
            bytes[at] = byte;
            let changed = String::from_utf8(bytes).unwrap();
            let (start, end) = changed.split_at(at);
            for text in [changed.as_str(), start, end] {
                if let Ok(timestamp) = DateTime::try_from(text) {
                    assert_eq!(DateTime::try_from(timestamp.to_string()), Ok(timestamp));
                }
            }
        }
    }
}
