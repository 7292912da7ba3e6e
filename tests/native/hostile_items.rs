//! Hostile fields of items and of the manifest: each costs itself, and no list is lost for it.

use offprint::archive::{ArticleGroup, Card, CardPage, Key, Latest};
use serde_json::{Value, json};

use crate::hostile_archives::{body, cards, item, manifest, page, sealed, with};

#[test]
fn a_hostile_field_of_an_item_costs_that_field_and_nothing_else() {
    let wrong = [
        json!(42),
        json!({ "a": [] }),
        json!([{ "b": 1 }]),
        json!(true),
        json!("\u{0}javascript:alert(1)"),
    ];
    let texts = ["title", "content_text", "language"];
    let lists = ["authors", "tags", "_offprint/categories"];
    let other = [
        "external_url",
        "image",
        "banner_image",
        "date_published",
        "date_modified",
        "_offprint/minutes",
        "_offprint/image_size",
        "_offprint/banner_size",
        "_offprint",
    ];
    for field in texts.into_iter().chain(lists).chain(other) {
        for wrong in &wrong {
            let is_right = texts.contains(&field) && wrong.is_string()
                || field == "_offprint" && wrong.is_object()
                || field.ends_with("minutes") && wrong.is_number();
            if is_right {
                continue;
            }
            let said = read_with(&with(item("two"), &format!("/{field}"), wrong.clone()).to_string());
            let name = field.rsplit('/').next().unwrap_or(field);
            let found = if lists.contains(&field) && wrong.is_array() {
                &wrong[0]
            } else {
                wrong
            };
            // An author without a name is none, and says nothing wrong.
            let is_nameless = field == "authors" && wrong.is_array();
            let expected = match found {
                _ if is_nameless => Vec::new(),
                Value::String(text)
                    if !field.contains('_') || field.ends_with("url") || field.starts_with("banner_im") || field.starts_with("date") =>
                {
                    let found = if lists.contains(&field) { found.to_string() } else { text.clone() };
                    vec![format!("two: the field {name} can't be used: {found}")]
                }
                found => vec![format!("two: the field {name} can't be used: {found}")],
            };
            assert_eq!(said, expected, "{field}: {wrong}");
        }
        assert_eq!(
            read_with(&with(item("two"), &format!("/{field}"), json!(null)).to_string()),
            Vec::<String>::new(),
            "{field}: null"
        );
    }
}

/// Reads a page with this JSON between two sound items, asserts that these are as they were, and returns the faults.
fn read_with(middle: &str) -> Vec<String> {
    let text = page().to_string().replacen(&item("two").to_string(), middle, 1);
    let read = CardPage::read(text.as_bytes()).unwrap_or_else(|error| panic!("{middle}: {error}"));
    let cards = read.value.cards;
    let sound = CardPage::read(page().to_string().as_bytes()).expect("a page").value.cards;
    assert_eq!(cards.len(), 3, "{middle}");
    assert_eq!((&cards[0], &cards[2]), (&sound[0], &sound[2]), "{middle}");
    read.faults.iter().map(ToString::to_string).collect()
}

fn middle_card(middle: &str) -> Card {
    let text = page().to_string().replacen(&item("two").to_string(), middle, 1);
    CardPage::read(text.as_bytes()).expect("a page").value.cards.remove(1)
}

#[test]
fn what_a_reader_has_no_use_for_may_be_anything() {
    for field in [
        "url",
        "attachments",
        "next_url",
        "hubs",
        "content_html",
        "expired",
        "_other",
        "__proto__",
    ] {
        for value in [json!(42), json!({ "url": "javascript:alert(1)" }), json!([[]]), json!(null)] {
            if field != "content_html" {
                assert_eq!(
                    read_with(&with(item("two"), &format!("/{field}"), value.clone()).to_string()),
                    Vec::<String>::new(),
                    "{field}"
                );
                let list = with(page(), &format!("/{field}"), value);
                assert_eq!(cards(list.to_string().as_bytes()), Ok(Vec::new()), "{field}");
            }
        }
    }
    let authors = json!([{ "name": "Ana", "url": 5, "avatar": ["javascript:alert(1)"] }]);
    let two = with(item("two"), "/authors", authors).to_string();
    assert_eq!(read_with(&two), Vec::<String>::new());
    assert_eq!(middle_card(&two).authors, ["Ana"]);
}

#[test]
fn of_a_list_of_names_only_those_are_lost_that_are_none() {
    let two = with(item("two"), "/tags", json!(["ink", 5, "", " \t", null, "纸"]));
    let two = with(
        two,
        "/authors",
        json!([{ "name": "Ana" }, "Ben", { "name": ["C"] }, { "name": "" }]),
    );
    let two = with(two, "/_offprint/categories", json!([["a", 1, "b"], "c", [""], ["d"]])).to_string();
    let faults = [
        "two: the field authors can't be used: \"Ben\"",
        "two: the field authors can't be used: [\"C\"]",
        "two: the field tags can't be used: 5",
        "two: the field tags can't be used: null",
        "two: the field categories can't be used: \"c\"",
        "two: the field categories can't be used: 1",
    ];
    let mut said = read_with(&two);
    said.sort();
    let mut expected = faults.to_vec();
    expected.sort_unstable();
    assert_eq!(said, expected);
    let card = middle_card(&two);
    assert_eq!(
        (card.tags, card.authors),
        (vec!["ink".to_owned(), "纸".to_owned()], vec!["Ana".to_owned()])
    );
    assert_eq!(card.categories, [vec!["a".to_owned(), "b".to_owned()], vec!["d".to_owned()]]);
}

#[test]
fn an_item_without_an_id_or_that_is_none_keeps_its_place() {
    for (middle, fault) in [
        ("5", "the field items can't be used: 5"),
        ("null", "the field items can't be used: null"),
        ("[]", "the field items can't be used: []"),
        ("{}", "the field id can't be used: nothing"),
        ("{\"id\":\"\"}", "the field id can't be used: nothing"),
        ("{\"id\":12}", "the field id can't be used: 12"),
        ("{\"id\":[\"a\"]}", "the field id can't be used: [\"a\"]"),
        ("{\"id\":\"a\",\"id\":\"b\"}", "the field id can't be used: it stands twice"),
        ("{\"id\":\"\\udc00\"}", "the field id can't be used: \"\\udc00\""),
    ] {
        assert_eq!(read_with(middle), [fault], "{middle}");
    }
}

#[test]
fn a_field_that_stands_twice_counts_neither_way() {
    let two = item("two").to_string().replacen('{', "{\"title\":\"Another\",", 1);
    assert_eq!(read_with(&two), ["two: the field title can't be used: it stands twice"]);
    assert_eq!(middle_card(&two).title, "");
}

#[test]
fn addresses_are_of_the_web_or_none() {
    let bad = [
        "javascript:alert(1)",
        "data:text/html,x",
        "//example.org/a",
        "https://",
        "file:///etc/passwd",
        "pictures/../../a.png",
        "vbscript:x",
        " ",
    ];
    for field in ["external_url", "image"] {
        for address in bad {
            let two = with(item("two"), &format!("/{field}"), json!(address)).to_string();
            assert_eq!(read_with(&two), [format!("two: the field {field} can't be used: {address}")]);
            assert_eq!((middle_card(&two).link, middle_card(&two).image), (None, None));
        }
    }
}

#[test]
fn a_title_or_a_tag_of_the_manifest_that_is_none_costs_itself() {
    let text = with(manifest(), "/title", json!({ "html": "<b>" }));
    let text = with(text, "/_offprint/tags", json!([["ink", 2], ["paper"], 5, [null, 1], ["glue", -1]]));
    let text = with(text, "/_offprint/time_zone", json!(8));
    let read = Latest::read(sealed(&text.to_string()).as_bytes()).expect("a manifest");
    let mut said: Vec<String> = read.faults.iter().map(ToString::to_string).collect();
    said.sort();
    let expected = [
        "the field tags can't be used: 5",
        "the field tags can't be used: [\"glue\",-1]",
        "the field tags can't be used: [\"paper\"]",
        "the field tags can't be used: [null,1]",
        "the field time_zone can't be used: 8",
        "the field title can't be used: {\"html\":\"<b>\"}",
    ];
    assert_eq!(said, expected);
    assert_eq!(
        (read.value.title.as_str(), read.value.cards.len(), read.value.manifest.tags.len()),
        ("", 3, 1)
    );
}

#[test]
fn an_id_of_a_megabyte_is_not_repeated_in_each_message() {
    let id = "i".repeat(1 << 20);
    let two = with(item(&id), "/image", json!("x".repeat(1 << 20))).to_string();
    assert_eq!(
        read_with(&two),
        [format!("{}: the field image can't be used: {}", "i".repeat(80), "x".repeat(80))]
    );
}

#[test]
fn an_article_of_a_group_is_not_lost_for_another_one() {
    let sound = body();
    let broken = with(with(body(), "/id", json!("two")), "/content_html", json!([]));
    let other = json!("no article");
    let text = json!({ "items": [other, broken, sound] }).to_string();
    let read = ArticleGroup::read(text.as_bytes()).expect("a group");
    assert_eq!(read.value.articles.len(), 1);
    let said: Vec<String> = read.faults.iter().map(ToString::to_string).collect();
    assert_eq!(
        said,
        [
            "the field items can't be used: \"no article\"",
            "the field items can't be used: two: the field content_html can't be used: []"
        ]
    );
    let one = ArticleGroup::read_one(text.as_bytes(), &Key::of_article("one")).expect("a group");
    assert_eq!(
        (one.value.map(|article| article.card.id), one.faults),
        (Some("one".to_owned()), Vec::new())
    );
}
