//! The tree that a text becomes.

use super::{nfc, query};
use crate::query::date::{DateRange, PartialDate};
use crate::query::{Expression, Query, Term};

fn tag(name: &str) -> Term {
    Term::Tag(name.to_owned())
}

#[test]
fn every_kind_of_term_is_read_into_its_own() {
    let date = |text| PartialDate::parse(text).expect("the test's own date");
    let range = DateRange::between(date("2021-11"), date("2022")).expect("in order");
    let text = "#小米 author:\"a b\" in:新媒体/\"x/y\" date:2021-11..2022 -word";
    let terms: Vec<Term> = query(text).terms().cloned().collect();
    assert_eq!(
        terms,
        [
            tag("小米"),
            Term::Author("a b".to_owned()),
            Term::In(vec!["新媒体".to_owned(), "x/y".to_owned()]),
            Term::Date(range),
            Term::Text("word".to_owned()),
        ]
    );
}

#[test]
fn or_binds_weaker_than_and_and_minus_binds_strongest() {
    let term = |name| Expression::Term(tag(name));
    let expected = Expression::Or(vec![
        Expression::And(vec![Expression::Not(Box::new(term("a"))), term("b")]),
        term("c"),
    ]);
    assert_eq!(query("-#a #b OR #c").root(), Some(&expected));
}

#[test]
fn only_one_plain_tag_is_a_single_tag() {
    assert_eq!(query("(#\"two words\")").as_single_tag(), Some("two words"));
    for text in ["", "-#a", "#a #b", "author:a", "a"] {
        assert_eq!(query(text).as_single_tag(), None, "{text:?}");
    }
}

#[test]
fn the_tag_view_of_any_name_can_be_bookmarked() {
    for name in ["小米", "two words", "C#", "a\"b\\", "", "OR", "(x)"] {
        let view = Query::tag(name);
        assert_eq!(view.as_single_tag(), Some(name));
        assert_eq!(query(&view.to_string()), view);
    }
    assert_eq!(Query::tag(" 小米 "), query("#小米"));
}

#[test]
fn everything_is_the_empty_text() {
    assert_eq!(query(""), Query::everything());
    assert!(query(" ").is_everything() && !query("a").is_everything());
    assert_eq!(Query::from(Term::In(Vec::new())), Query::everything());
}

#[test]
fn a_condition_is_added_once() {
    for (before, name, after) in [
        ("", "小米", "#小米"),
        ("#a", "b", "#a #b"),
        ("#a OR #b", "c", "(#a OR #b) #c"),
        ("#Straße", "STRASSE", "#Straße"),
        ("#a -#B", "b", "#a #b"),
        ("-(#a #b)", "b", "-(#a #b) #b"),
        ("author:a", "a", "author:a #a"),
    ] {
        let added = query(before).with_tag(name, nfc);
        assert_eq!(added.to_string(), after, "{before} and {name}");
    }
}

#[test]
fn a_term_is_taken_out_wherever_it_stands() {
    for (before, after) in [
        ("#a", ""),
        ("-#a", ""),
        ("#b", "#b"),
        ("#A #b", "#b"),
        ("#a #b #c", "#b #c"),
        ("#a OR #b", "#b"),
        ("(#a OR #b) #c", "#b #c"),
        ("-(#a #b) #c", "-#b #c"),
        ("-(#a -#b)", "#b"),
        ("(#a OR #b #c) (#a OR #d OR #e)", "#b #c (#d OR #e)"),
        ("author:a a in:a", "author:a a in:a"),
    ] {
        let shorter = query(before).without_term(&tag("a"), nfc);
        assert_eq!(shorter.to_string(), after, "{before}");
        assert_eq!(query(after), shorter, "{before}");
    }
}

#[test]
fn terms_are_the_same_when_their_names_are() {
    for (one, other) in [
        ("#Straße", "#strasse"),
        ("in:A/B", "in:a/b"),
        ("date:2021..2021", "date:2021"),
        ("\"Two  Words\"", "\"two words\""),
    ] {
        let (one, other) = (query(one), query(other));
        assert!(one.terms().zip(other.terms()).all(|(one, other)| one.is_same_as(other, nfc)));
    }
    for (one, other) in [("#a", "author:a"), ("in:a", "in:a/b"), ("date:2021", "date:2021-01..2021-12")] {
        let (one, other) = (query(one), query(other));
        assert!(!one.terms().zip(other.terms()).any(|(one, other)| one.is_same_as(other, nfc)));
    }
}

#[test]
fn the_conditions_are_what_all_has_to_hold() {
    assert_eq!(query("").conditions().len(), 0);
    assert_eq!(query("#a OR #b").conditions().len(), 1);
    assert_eq!(query("#a -(#b #c) d").conditions().len(), 3);
}
