//! The term at the caret, marked `|` in these texts.

use super::query;
use crate::query::Term;
use crate::query::complete::{Fragment, Wanted};
use proptest::prelude::*;

fn at(marked: &str) -> (String, Fragment) {
    let caret = marked.find('|').expect("the test marks the caret");
    let text = marked.replacen('|', "", 1);
    let fragment = Fragment::at(&text, caret);
    (text, fragment)
}

#[test]
fn the_term_that_touches_the_caret_is_what_is_being_typed() {
    for (marked, term, wanted, name) in [
        ("|", "", Wanted::Any, ""),
        ("xia|", "xia", Wanted::Any, "xia"),
        ("#xia|", "#xia", Wanted::Tag, "xia"),
        ("＃小|米", "＃小米", Wanted::Tag, "小"),
        ("#a #b|", "#b", Wanted::Tag, "b"),
        ("#a| #b", "#a", Wanted::Tag, "a"),
        ("#a |#b", "", Wanted::Any, ""),
        ("#a | #b", "", Wanted::Any, ""),
        ("#a |", "", Wanted::Any, ""),
        ("|#a", "", Wanted::Any, ""),
        ("  |#a", "", Wanted::Any, ""),
        ("| #a", "", Wanted::Any, ""),
        ("(#a|)", "#a", Wanted::Tag, "a"),
        ("(|", "", Wanted::Any, ""),
        ("-(#a OR #b|", "#b", Wanted::Tag, "b"),
        ("#\"two w|ords\" #b", "#\"two words\"", Wanted::Tag, "two w"),
        ("#“two w|ords” #b", "#“two words”", Wanted::Tag, "two w"),
        ("#\"two w|", "#\"two w", Wanted::Tag, "two w"),
        ("#\"a\\\"b|", "#\"a\\\"b", Wanted::Tag, "a\"b"),
        ("author:快|", "author:快", Wanted::Author, "快"),
        ("Author：快|", "Author：快", Wanted::Author, "快"),
        ("in:新媒体/\"a b\"/c|", "in:新媒体/\"a b\"/c", Wanted::Category, "新媒体/a b/c"),
        ("date:20|", "date:20", Wanted::Nothing, "20"),
        ("http:x|", "http:x", Wanted::Nothing, "x"),
    ] {
        let (text, fragment) = at(marked);
        assert_eq!(&text[fragment.place.clone()], term, "{marked}");
        assert_eq!((fragment.wanted, fragment.name.as_str()), (wanted, name), "{marked}");
        assert!(!fragment.is_excluded);
    }
}

#[test]
fn an_excluded_term_stays_excluded() {
    let (text, fragment) = at("#a -#b|");
    assert!(fragment.is_excluded && fragment.name == "b");
    assert_eq!(fragment.completed(&text, &Term::Tag("bee".to_owned())).0, "#a -#bee ");
}

#[test]
fn a_completion_takes_the_whole_term_and_is_ready_for_the_next_one() {
    for (marked, name, completed) in [
        ("|", "小米", "#小米 |"),
        ("xia|", "小米", "#小米 |"),
        ("#x|ia #b", "小米", "#小米 |#b"),
        ("(#x|) #b", "小米", "(#小米|) #b"),
        ("#a #t|", "two words", "#a #\"two words\" |"),
        ("#a | #c", "b", "#a #b |#c"),
        ("#a |#c", "b", "#a #b |#c"),
    ] {
        let (text, fragment) = at(marked);
        let (mut now, caret) = fragment.completed(&text, &Term::Tag(name.to_owned()));
        now.insert(caret, '|');
        assert_eq!(now, completed, "{marked}");
    }
}

proptest! {
    #[test]
    fn any_text_has_a_term_or_none_at_any_caret(text in "[#a\"“ ():\\\\小-]{0,12}", caret in 0..40_usize) {
        let fragment = Fragment::at(&text, caret);
        prop_assert!(text.get(fragment.place.clone()).is_some());
    }

    #[test]
    fn what_completes_the_last_term_of_a_query_is_read_as_typed(name in "[a-z小 \"\\\\()]{1,8}") {
        let term = Term::Tag(name.trim().to_owned());
        let (text, fragment) = at("#a -#|");
        let completed = fragment.completed(&text, &term).0;
        let read = query(&completed);
        prop_assert_eq!(read.terms().last(), Some(&term));
    }
}
