//! What URLs mean, and that none can break the page.

use super::{ArticleReference, Route, View};
use crate::archive::Key;
use crate::query::Query;
use proptest::collection::vec;
use proptest::prelude::*;

const KEY: &str = "abcdefghijkl2345";

/// Parses a reference as a browser hands it out: cut at the first `#`, then at the first `?`.
fn route(url: &str) -> Route {
    let (before, hash) = url.split_at(url.find('#').unwrap_or(url.len()));
    let (_, search) = before.split_at(before.find('?').unwrap_or(before.len()));
    Route::parse(search, hash)
}

fn key() -> Key {
    Key::parse(KEY).expect("the test's own key")
}

#[test]
fn every_canonical_url_prints_as_it_was_read() {
    for url in [
        "./",
        "?q=%23小米",
        "?q=%23小米%20-%23雷军%20author:快科技%20date:2021-11",
        "?q=%23C%2B%2B%20OR%20%22a%26b%22",
        "?q=author:快科技（原驱动之家）",
        "?q=(%23a%20OR%20%23b)",
        "?q=%EF%BF%BD",
        "?read=abcdefghijkl2345",
        "?read=abcdefghijkl2345&q=%23小米#o-第一节",
        "?read=nothing%20like%20it",
        "?read=",
        "?utm_source=x&utm_source=y",
        "?q=a&debug=&=x&=",
        "?read=abcdefghijkl2345&q=a&x=%3D#b%20c",
    ] {
        assert_eq!(route(url).to_relative_url(), url);
    }
}

#[test]
fn other_spellings_print_as_the_canonical_url() {
    for (typed, canonical) in [
        ("", "./"),
        ("?", "./"),
        ("#", "./"),
        ("?q=", "./"),
        ("?q", "./"),
        ("?q=%20+%E3%80%80", "./"),
        ("?&&q=a&", "?q=a"),
        ("?q=a+b", "?q=a%20b"),
        ("?q=%e5%b0%8f%E7%B1%B3", "?q=小米"),
        ("?q=100%", "?q=100%25"),
        ("?q=%4", "?q=%254"),
        ("?q=%zz%", "?q=%25zz%25"),
        ("?q=%%34", "?q=%254"),
        ("?q=%+1", "?q=%25%201"),
        ("?q=%FF%E5%B0", "?q=%EF%BF%BD%EF%BF%BD"),
        ("?q=a&q=b", "?q=a"),
        ("?Q=a", "?Q=a"),
        ("?%71=a", "?q=a"),
        ("?q=a=b", "?q=a%3Db"),
        ("?debug", "?debug="),
        ("?q=a&read=ABCDEFGHIJKL2345", "?read=abcdefghijkl2345&q=a"),
        ("?q=a#b", "?q=a"),
        ("?q=\u{202e}a\u{3000}b\u{0}", "?q=%E2%80%AEa%E3%80%80b%00"),
        ("?q=<script>'\"`\\", "?q=%3Cscript%3E%27%22%60%5C"),
    ] {
        assert_eq!(route(typed).to_relative_url(), canonical, "{typed:?}");
    }
}

#[test]
fn a_bare_hashtag_is_the_view_of_that_tag() {
    for (url, tag) in [
        ("#小米", "小米"),
        ("#%E5%B0%8F%E7%B1%B3", "小米"),
        ("#C++", "C++"),
        ("#two%20words", "two words"),
        ("#a\"b\\", "a\"b\\"),
        ("?q=#小米", "小米"),
        ("?x=1#小米", "小米"),
    ] {
        let route = route(url);
        let query = Query::parse(route.query()).expect(url);
        assert_eq!((query.as_single_tag(), route.view()), (Some(tag), &View::List));
    }
}

#[test]
fn a_fragment_beside_a_query_or_an_article_is_no_tag() {
    assert_eq!(route("?q=author:a#小米").query(), "author:a");
    let article = route(&format!("?read={KEY}#小米"));
    assert_eq!((article.query(), article.fragment()), ("", "小米"));
    assert_eq!(route("#%20").query(), "");
}

#[test]
fn what_is_no_key_is_an_unknown_article() {
    let unknown = |text: &str| ArticleReference::Unknown(text.to_owned());
    for text in [
        "",
        "abcdefghijkl234",
        "abcdefghijkl23456",
        "abcdefghijkl2341",
        "../../etc/passwd",
        "小米小米小1",
    ] {
        assert_eq!(route(&format!("?read={text}")).article(), Some(&unknown(text)));
    }
    assert_eq!(route("?read=ABCDEFGHijkl2345").article(), Some(&ArticleReference::Key(key())));
    assert_eq!(Key::parse("K\u{212a}CDEFGHijkl23"), None, "the Kelvin sign is no k");
}

#[test]
fn the_query_is_kept_as_typed_even_if_it_does_not_parse() {
    assert_eq!(route("?q=%23+(").query(), "# (");
}

#[test]
fn an_article_opens_inside_its_list_and_closes_to_it() {
    let list = route("?q=%23小米&theme=dark");
    let article = list.with_article(&key());
    assert_eq!(article.to_relative_url(), "?read=abcdefghijkl2345&q=%23小米&theme=dark");
    let heading = article.with_fragment("o-1");
    assert_eq!(heading.to_relative_url(), "?read=abcdefghijkl2345&q=%23小米&theme=dark#o-1");
    assert_eq!(heading.with_article(&key()), article);
    assert_eq!(heading.without_article(), list);
    assert_eq!(list.with_fragment("o-1"), list);
}

#[test]
fn another_query_keeps_the_view_and_unknown_parameters() {
    let article = route(&format!("?read={KEY}&q=a&x=1#b"));
    let tag = Query::tag("小米");
    let expected = "?read=abcdefghijkl2345&q=%23小米&x=1#b";
    assert_eq!(article.with_query(&tag).to_relative_url(), expected);
    assert_eq!(article.with_typed_query(" ").query(), "");
    assert_eq!(article.without_article().with_query(&Query::everything()).to_relative_url(), "?x=1");
    assert_eq!(Route::list(&tag).to_relative_url(), "?q=%23小米");
    assert_eq!(Route::list(&Query::everything()).to_relative_url(), "./");
}

/// Pieces of URLs, well-formed and not, and anything.
fn any_text() -> impl Strategy<Value = String> {
    const PIECES: [&str; 26] = [
        "?",
        "&",
        "=",
        "#",
        "+",
        "%",
        "%2",
        "%23",
        "%FF",
        "%E5%B0",
        "%00",
        "q",
        "read",
        "q=",
        "&read=",
        "abcdefghijkl2345",
        "小米",
        "\"",
        "<",
        ">",
        "'",
        " ",
        "\u{3000}",
        "\u{202e}",
        "\u{fffd}",
        "\\",
    ];
    prop_oneof![
        vec(prop::sample::select(PIECES.to_vec()), 0..16).prop_map(|pieces| pieces.concat()),
        any::<String>(),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1024))]

    #[test]
    fn any_input_is_a_route_that_survives_its_url(search in any_text(), hash in any_text()) {
        let parsed = Route::parse(&search, &hash);
        let url = parsed.to_relative_url();
        prop_assert_eq!(&route(&url), &parsed, "{}", url);
        prop_assert!(url == "./" || url.starts_with('?'));
        let is_unsafe = |c: char| c.is_control() || c.is_whitespace() || "\"'<>`\\".contains(c);
        prop_assert!(!url.contains(is_unsafe), "{}", url);
    }

    #[test]
    fn any_parts_survive_the_url(typed in any_text(), heading in any_text(), search in any_text()) {
        let list = Route::parse(&search, "").without_article().with_typed_query(&typed);
        prop_assert_eq!(&route(&list.to_relative_url()), &list);
        let article = list.with_article(&key()).with_fragment(&heading);
        prop_assert_eq!(article.fragment(), heading.as_str());
        prop_assert_eq!(&route(&article.to_relative_url()), &article);
        prop_assert_eq!(article.without_article(), list);
    }

    #[test]
    fn any_typed_filter_is_read_back_to_the_letter(text in any_text()) {
        let encoded = Route::default().with_typed_query(&text).to_relative_url();
        let decoded = route(&encoded);
        prop_assert_eq!(decoded.query(), if text.trim().is_empty() { "" } else { &text });
    }
}
