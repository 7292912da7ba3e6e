//! What is likely of a query's matches before anything is known of them.

use super::{nfc, query};
use crate::query::evaluate::Plan;

fn plan(text: &str) -> Plan {
    Plan::new(&query(text), nfc).expect("no text")
}

#[test]
fn the_likely_share_is_that_of_terms_that_have_nothing_to_do_with_one_another() {
    for (text, percent) in [
        ("#a", 50),
        ("#a #b", 25),
        ("#a -#b", 25),
        ("#a OR #b", 75),
        ("#a -(#b #c)", 38),
        ("#a date:2021", 50),
        ("date:2021", 100),
    ] {
        let share = plan(text).likely_share(&|_| 0.5);
        assert_eq!((share * 100.0).round() as u32, percent, "{text}");
    }
}

#[test]
fn nothing_is_likely_to_match_beyond_the_dates_that_are_asked_for() {
    // As if each year had a hundred articles.
    let of_dates = |range: crate::query::date::DateRange| range.last().map_or(900, |last| (u32::from(last.year()) - 2016) * 100);
    for (text, end) in [
        ("#a", 900),
        ("date:2018", 200),
        ("#a date:2018", 200),
        ("date:2018 date:2020", 200),
        ("date:2018 OR date:2020", 400),
        ("date:2018 OR #a", 900),
        ("-date:2018", 900),
        ("date:2018..", 900),
    ] {
        assert_eq!(plan(text).likely_end(900, &of_dates), end, "{text}");
    }
}
