//! Queries that are changed condition by condition.

use super::{nfc, query};
use crate::query::date::DateRange;
use crate::query::{Query, Term};

fn tag(name: &str) -> Term {
    Term::Tag(name.to_owned())
}

fn dates(text: &str) -> Option<DateRange> {
    query(text).dates()
}

#[test]
fn a_term_is_excluded_once_and_no_longer_asked_for() {
    for (before, name, after) in [
        ("", "a", "-#a"),
        ("#A #b", "a", "#b -#a"),
        ("-#A #b", "a", "-#A #b"),
        ("#a OR #b", "a", "(#a OR #b) -#a"),
    ] {
        assert_eq!(query(before).excluding(tag(name), nfc).to_string(), after, "{before} and {name}");
    }
}

#[test]
fn a_condition_is_removed_turned_around_or_left_alone_by_its_place() {
    let text = "#a -#b (#c OR #d) -(#e #f)";
    for (place, removed, negated, only) in [
        (0, "-#b (#c OR #d) -(#e #f)", "-#a -#b (#c OR #d) -(#e #f)", "#a"),
        (1, "#a (#c OR #d) -(#e #f)", "#a #b (#c OR #d) -(#e #f)", "-#b"),
        (2, "#a -#b -(#e #f)", "#a -#b -(#c OR #d) -(#e #f)", "#c OR #d"),
        (3, "#a -#b (#c OR #d)", "#a -#b (#c OR #d) #e #f", "-(#e #f)"),
        (4, text, text, ""),
    ] {
        let query = query(text);
        assert_eq!(query.without_condition(place).to_string(), removed);
        assert_eq!(query.negating_condition(place).to_string(), negated);
        assert_eq!(query.only_condition(place).to_string(), only);
    }
}

#[test]
fn what_is_changed_by_place_stays_in_normal_form() {
    let changed = query("-(#e #f) #a").negating_condition(0);
    assert_eq!(changed, query("#e #f #a"));
    assert_eq!(changed.conditions().len(), 3);
    assert_eq!(query("#a").without_condition(0), Query::everything());
}

#[test]
fn a_range_of_dates_takes_the_place_of_the_present_one() {
    for (before, range, after) in [
        ("", "date:2021-11", "date:2021-11"),
        ("#a", "date:2021-11", "#a date:2021-11"),
        ("date:2020 #a date:2021", "date:2021-11", "date:2021-11 #a"),
        ("#a date:2020 OR #b", "date:2021", "(#a date:2020 OR #b) date:2021"),
        ("-date:2020", "date:2021", "-date:2020 date:2021"),
    ] {
        assert_eq!(query(before).with_dates(dates(range)).to_string(), after, "{before} and {range}");
    }
    assert_eq!(query("#a date:2020 #b").with_dates(None).to_string(), "#a #b");
}

#[test]
fn the_present_dates_are_a_condition_of_their_own() {
    assert_eq!(dates("#a date:2020 date:2021"), dates("date:2020"));
    for text in ["", "#a", "-date:2020", "date:2020 OR #a"] {
        assert_eq!(dates(text), None, "{text}");
    }
}

#[test]
fn a_condition_mentions_its_term_also_when_it_excludes_it() {
    assert!(query("#A #b").mentions(&tag("a"), nfc) && query("-#a #b").mentions(&tag("A"), nfc));
    assert!(!query("(#a OR #b) author:a").mentions(&tag("a"), nfc));
}
