use super::*;

fn shanghai() -> TimeZone {
    TimeZone::get("Asia/Shanghai").expect("the bundled zones have it")
}

fn read(text: &str) -> Result<String, String> {
    parse(text, &TimeZone::UTC).map(|instant| instant.to_string())
}

#[test]
fn every_form_that_posts_use_is_read() {
    let cases = [
        ("Sat, 27 Nov 2021 13:06:01 GMT", "2021-11-27T13:06:01Z"),
        ("Sat, 27 Nov 2021 13:06:01 +0800", "2021-11-27T05:06:01Z"),
        ("27 Nov 2021 13:06 EST", "2021-11-27T18:06:00Z"),
        ("Mon, 27 Nov 2021 13:06:01 GMT", "2021-11-27T13:06:01Z"),
        ("Sat, 27 Nov 21 13:06:01 UT", "2021-11-27T13:06:01Z"),
        ("2021-10-28 14:08:07", "2021-10-28T14:08:07Z"),
        ("2021-10-28 14:08", "2021-10-28T14:08:00Z"),
        ("2021-10-28 20：45", "2021-10-28T20:45:00Z"),
        ("2021-10-28T14:08:07Z", "2021-10-28T14:08:07Z"),
        ("2021-10-28T14:08:07.250+08:00", "2021-10-28T06:08:07.25Z"),
        ("2021-10-28T14:08:07-0330", "2021-10-28T17:38:07Z"),
        ("2021-10-28T14:08+08", "2021-10-28T06:08:00Z"),
        ("2021-10-28 14:08:07 +0800", "2021-10-28T06:08:07Z"),
        ("2021-10-28 14:08:07 GMT", "2021-10-28T14:08:07Z"),
        ("2021-10-28 14:08:07 UTC", "2021-10-28T14:08:07Z"),
        ("2021-10-28 14:08:07 UTC+8", "2021-10-28T06:08:07Z"),
        ("2021-10-28 14:08:07 Asia/Shanghai", "2021-10-28T06:08:07Z"),
        ("2021-10-28T14:08:07+08:00[Asia/Shanghai]", "2021-10-28T06:08:07Z"),
        ("2021-10-28", "2021-10-28T00:00:00Z"),
        ("2021-10-28Z", "2021-10-28T00:00:00Z"),
        ("2021/10/28", "2021-10-28T00:00:00Z"),
        ("2021/1/8 9:05", "2021-01-08T09:05:00Z"),
        ("2021/1/8 9:05 PM", "2021-01-08T21:05:00Z"),
        ("2021.10.28", "2021-10-28T00:00:00Z"),
        ("2021年10月28日 14:08", "2021-10-28T14:08:00Z"),
        ("2021年1月8日", "2021-01-08T00:00:00Z"),
        ("２０２１-10-28", "2021-10-28T00:00:00Z"),
        ("20211028", "2021-10-28T00:00:00Z"),
        ("20211028140807", "2021-10-28T14:08:07Z"),
        ("1635430087", "2021-10-28T14:08:07Z"),
        ("1635430087250", "2021-10-28T14:08:07.25Z"),
        ("October 28, 2021", "2021-10-28T00:00:00Z"),
        ("Oct. 28th, 2021 at 2:08 pm", "2021-10-28T14:08:00Z"),
        ("28-Oct-2021", "2021-10-28T00:00:00Z"),
        ("Thu Oct 28 2021 22:08:07 GMT+0800 (中国标准时间)", "2021-10-28T14:08:07Z"),
        ("Thu Oct 28 14:08:07 2021", "2021-10-28T14:08:07Z"),
        ("\"2021-10-28\"", "2021-10-28T00:00:00Z"),
        ("  2021-10-28   14:08 ", "2021-10-28T14:08:00Z"),
        ("2021-10-28 24:00", "2021-10-29T00:00:00Z"),
        ("2016-12-31 23:59:60", "2016-12-31T23:59:59Z"),
        ("0001-01-01", "0001-01-01T00:00:00Z"),
        ("9999-12-30 12:00:00", "9999-12-30T12:00:00Z"),
    ];
    for (text, expected) in cases {
        assert_eq!(read(text).as_deref(), Ok(expected), "{text}");
    }
}

#[test]
fn nonsense_is_refused_with_a_reason_that_quotes_it() {
    let cases = [
        "Invalid Date",
        "yesterday",
        "2021-13-01",
        "2021-02-30",
        "2021-10-28 25:00",
        "2021-10-28 14:08 Atlantis/Poseidonis",
        "2021-10-28 14:08 +9900",
        "2021-10-28 and more",
        "28 Smarch 2021",
        "12345",
        "{{ date }}",
        "2021-10/28",
        "99 Nov Nov 2021",
        "+08:00",
        "…：",
    ];
    for text in cases {
        let reason = read(text).expect_err(text);
        assert!(reason.contains(text), "{reason}");
    }
    assert_eq!(read("  "), Err("the date is empty".to_owned()));
}

#[test]
fn years_outside_1_to_9999_are_refused() {
    for text in ["0000-01-01", "0001-01-01T00:00:00+08:00", "9999-12-31T23:00:00-08:00"] {
        assert!(read(text).is_err(), "{text}");
    }
}

#[test]
fn a_long_date_is_quoted_shortened() {
    let reason = read(&"長".repeat(500)).expect_err("not a date");
    assert!(reason.chars().count() < 120, "{reason}");
}

#[test]
fn dates_without_a_zone_are_read_in_the_archives_zone_and_others_are_not() {
    let at = |text| parse(text, &shanghai()).map(|instant| instant.to_string());
    assert_eq!(at("2021-10-28 14:08").as_deref(), Ok("2021-10-28T06:08:00Z"));
    assert_eq!(at("2021-10-28").as_deref(), Ok("2021-10-27T16:00:00Z"));
    assert_eq!(at("28 Oct 2021").as_deref(), Ok("2021-10-27T16:00:00Z"));
    assert_eq!(at("2021-10-28T14:08Z").as_deref(), Ok("2021-10-28T14:08:00Z"));
    assert_eq!(at("1635430087").as_deref(), Ok("2021-10-28T14:08:07Z"));
}

#[test]
fn around_clock_changes_the_offset_before_the_change_applies() {
    let berlin = TimeZone::get("Europe/Berlin").expect("the bundled zones have it");
    let at = |text| parse(text, &berlin).map(|instant| instant.to_string());
    // 02:30 happens twice: the first time counts.
    assert_eq!(at("2021-10-31 02:30").as_deref(), Ok("2021-10-31T00:30:00Z"));
    // 02:30 never happens: it is 03:30 of the summer time that has begun.
    assert_eq!(at("2021-03-28 02:30").as_deref(), Ok("2021-03-28T01:30:00Z"));
}

#[test]
fn a_file_name_counts_when_it_starts_with_a_whole_date_and_a_hyphen() {
    let cases = [
        ("2021-10-28-a-walk.md", Some("2021-10-28")),
        ("deep/folder/2021-10-28-x.md", Some("2021-10-28")),
        ("2021-10-28.md", None),
        ("2021-10-2-x.md", None),
        ("2021-10-28/x.md", None),
        ("漫步漫步漫步.md", None),
        ("x.md", None),
    ];
    for (file, expected) in cases {
        assert_eq!(in_file_name(file), expected, "{file}");
    }
}
