//! Properties that hold for every query and every text.

use super::{nfc, query};
use crate::language::Language;
use crate::query::date::{DateRange, PartialDate};
use crate::query::explain::explain;
use crate::query::{Expression, Query, Term};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

/// Names of what gives parsers trouble, and of anything.
fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        vec(prop::sample::select(PIECES.to_vec()), 0..5).prop_map(|pieces| pieces.concat()),
        any::<String>(),
    ]
}

const PIECES: [&str; 24] = [
    "#",
    "＃",
    ":",
    "：",
    "\"",
    "“",
    "”",
    "＂",
    "\\",
    "(",
    ")",
    "（",
    "-",
    "OR",
    " ",
    "\u{3000}",
    "/",
    "..",
    "author:",
    "in:",
    "date:2021",
    "小米",
    "a",
    "\u{0}",
];

fn date() -> impl Strategy<Value = PartialDate> {
    (0..=9999u16, option::of((1..=12u8, option::of(1..=31u8)))).prop_filter_map("the date must exist", |(year, rest)| {
        let (month, day) = rest.map_or((None, None), |(month, day)| (Some(month), day));
        PartialDate::new(year, month, day)
    })
}

fn term() -> impl Strategy<Value = Term> {
    prop_oneof![
        3 => name().prop_map(Term::Tag),
        1 => name().prop_map(Term::Author),
        2 => vec(name(), 0..4).prop_map(Term::In),
        3 => name().prop_map(Term::Text),
        1 => date().prop_map(|date| Term::Date(DateRange::of(date))),
        1 => date().prop_map(|date| Term::Date(DateRange::since(date))),
        1 => date().prop_map(|date| Term::Date(DateRange::until(date))),
        1 => (date(), date())
            .prop_filter_map("in order", |(first, last)| DateRange::between(first, last))
            .prop_map(Term::Date),
    ]
}

fn any_query() -> impl Strategy<Value = Query> {
    let leaf = term().prop_map(|term| term.tidied().map(Expression::Term));
    leaf.prop_recursive(5, 40, 4, |inner| {
        let parts = || vec(inner.clone(), 0..4).prop_map(|parts| parts.into_iter().flatten().collect());
        prop_oneof![
            parts().prop_map(Expression::all),
            parts().prop_map(Expression::any),
            inner.clone().prop_map(|part| part.map(Expression::negated)),
        ]
    })
    .prop_map(|root| Query { root })
}

/// Texts that look like queries, most of which are none.
fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        vec(prop::sample::select(PIECES.to_vec()), 0..24).prop_map(|pieces| pieces.concat()),
        any::<String>(),
    ]
}

fn is_in_normal_form(expression: &Expression) -> bool {
    match expression {
        Expression::Term(_) => true,
        Expression::Not(inner) => !matches!(**inner, Expression::Not(_)) && is_in_normal_form(inner),
        Expression::And(parts) => {
            parts.len() > 1
                && parts
                    .iter()
                    .all(|part| !matches!(part, Expression::And(_)) && is_in_normal_form(part))
        }
        Expression::Or(parts) => {
            parts.len() > 1
                && parts
                    .iter()
                    .all(|part| !matches!(part, Expression::Or(_)) && is_in_normal_form(part))
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1024))]

    #[test]
    fn any_query_survives_its_text(any_query in any_query()) {
        let text = any_query.to_string();
        prop_assert_eq!(query(&text), any_query, "{}", text);
    }

    #[test]
    fn any_text_is_a_query_or_an_error_within_it(text in any_text()) {
        match Query::parse(&text) {
            Ok(parsed) => {
                prop_assert!(parsed.root().is_none_or(is_in_normal_form));
                let canonical = parsed.to_string();
                let again = query(&canonical);
                prop_assert_eq!(again.to_string(), canonical);
                prop_assert_eq!(again, parsed);
            }
            Err(error) => {
                let before = text.get(..error.at.byte_offset);
                prop_assert_eq!(before.map(|before| before.chars().count()), Some(error.at.char_offset));
                prop_assert!(!error.to_string().is_empty());
            }
        }
    }

    #[test]
    fn what_is_added_can_be_taken_out_again(before in any_query(), term in term()) {
        let without = before.without_term(&term, nfc);
        prop_assert!(!without.terms().any(|other| other.is_same_as(&term, nfc)));
        let added = without.with_term(term.clone(), nfc);
        prop_assert!(added.root().is_none_or(is_in_normal_form));
        prop_assert_eq!(added.without_term(&term, nfc), without);
    }

    #[test]
    fn any_query_can_be_said(any_query in any_query()) {
        for language in Language::ALL {
            prop_assert!(!explain(&any_query, language).is_empty());
        }
    }
}
