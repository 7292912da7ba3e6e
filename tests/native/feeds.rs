//! Every list file is a JSON Feed 1.1: the rules of jsonfeed.org/version/1.1, checked one by one.

use std::collections::{BTreeMap, HashSet};

use offprint::archive::Timestamp;
use serde_json::{Map, Value};

use crate::pressing::{Archive, Press};

/// Asserts what the specification demands of a feed, and returns its items.
fn valid_items(path: &str, bytes: &[u8]) -> Vec<Map<String, Value>> {
    let feed: Value = serde_json::from_slice(bytes).unwrap_or_else(|error| panic!("{path}: {error}"));
    let feed = feed.as_object().unwrap_or_else(|| panic!("{path} is no object"));
    assert_eq!(feed["version"], "https://jsonfeed.org/version/1.1", "{path}");
    assert!(feed["title"].is_string(), "{path}");
    for key in ["home_page_url", "feed_url", "next_url", "description", "language"] {
        assert!(feed.get(key).is_none_or(Value::is_string), "{path}: {key}");
    }
    extensions_are_objects(path, feed);
    let mut ids = HashSet::new();
    let items = feed["items"].as_array().unwrap_or_else(|| panic!("{path}: items"));
    for item in items {
        let item = item.as_object().unwrap_or_else(|| panic!("{path}: an item is no object"));
        let id = item["id"].as_str().unwrap_or_else(|| panic!("{path}: an id is no string"));
        assert!(ids.insert(id.to_owned()), "{path}: {id} twice");
        assert!(
            item.get("content_html").or(item.get("content_text")).is_some_and(Value::is_string),
            "{path}: {id} has no content"
        );
        for key in ["url", "external_url", "image", "banner_image"] {
            assert!(item.get(key).is_none_or(Value::is_string), "{path}: {id}: {key}");
        }
        for key in ["date_published", "date_modified"] {
            assert!(
                item.get(key).is_none_or(|date| date.as_str().and_then(Timestamp::parse).is_some()),
                "{path}: {id}: {key}"
            );
        }
        assert!(
            item.get("authors").is_none_or(|authors| authors
                .as_array()
                .is_some_and(|authors| authors.iter().all(|author| author["name"].is_string()))),
            "{path}: {id}: authors"
        );
        assert!(
            item.get("tags")
                .is_none_or(|tags| tags.as_array().is_some_and(|tags| tags.iter().all(Value::is_string))),
            "{path}: {id}: tags"
        );
        extensions_are_objects(path, item);
    }
    items.iter().filter_map(Value::as_object).cloned().collect()
}

fn extensions_are_objects(path: &str, object: &Map<String, Value>) {
    for (key, value) in object.iter().filter(|(key, _)| key.starts_with('_')) {
        assert!(
            value.is_object() && key[1..].starts_with(|first: char| first.is_ascii_alphabetic()),
            "{path}: {key}"
        );
    }
}

fn lists(files: &BTreeMap<String, Vec<u8>>) -> impl Iterator<Item = (&String, &Vec<u8>)> {
    let is_list = |path: &str| {
        let is_cards = path.starts_with("cards/") && !path.starts_with("cards/table-");
        is_cards || path == "latest.json" || path == "feed.json" || path.starts_with("feed/") || path.starts_with("tags/")
    };
    files.iter().filter(move |(path, _)| is_list(path))
}

/// Follows `next_url` from feed.json on, and returns the ids in the order in which a feed reader sees them.
fn walk(archive: &Archive, base: Option<&str>) -> Vec<String> {
    let (mut path, mut ids, mut seen) = ("feed.json".to_owned(), Vec::new(), HashSet::new());
    loop {
        assert!(seen.insert(path.clone()), "{path} comes twice");
        let bytes = archive.bytes(&path);
        ids.extend(
            valid_items(&path, &bytes)
                .iter()
                .map(|item| item["id"].as_str().unwrap_or_default().to_owned()),
        );
        let feed: Value = serde_json::from_slice(&bytes).expect("valid");
        let Some(next) = feed.get("next_url").and_then(Value::as_str) else {
            return ids;
        };
        path = match base {
            Some(base) => next
                .strip_prefix(base)
                .unwrap_or_else(|| panic!("{next} isn't below {base}"))
                .to_owned(),
            None if path.starts_with("feed/") => format!("feed/{next}"),
            None => next.to_owned(),
        };
    }
}

fn many(n_articles: usize) -> Press {
    (0..n_articles).fold(Press::new(), |press, number| {
        let day = number % 28 + 1;
        let body = format!(
            "<p>Text of number {number}, with a <a rel='tag' href='#'>tag {}</a>.</p>",
            number % 7
        );
        press.article(
            &format!("{number:04}.md"),
            &format!("Number {number}"),
            &format!("2020-{:02}-{day:02} 10:00:00", number / 100 + 1),
            &body,
        )
    })
}

#[test]
fn every_list_file_is_a_valid_json_feed() {
    let files = many(150).run().cleanly().archive.files();
    let n_lists = lists(&files).inspect(|(path, bytes)| _ = valid_items(path, bytes)).count();
    assert!(n_lists > 15, "{n_lists}");
}

#[test]
fn the_public_feed_reaches_every_article_once_and_newest_first() {
    for count in [0, 1, 16, 47, 48, 49, 150] {
        let archive = many(count).run().cleanly().archive;
        let newest_first: Vec<String> = archive.cards().into_iter().rev().map(|card| card.id).collect();
        assert_eq!(walk(&archive, None), newest_first, "{count} articles");
    }
}

#[test]
fn with_a_base_address_everything_in_the_feed_is_absolute() {
    let picture = "<svg xmlns='http://www.w3.org/2000/svg' width='30' height='20'></svg>";
    let press = many(60)
        .post("p.svg", picture)
        .post("z.md", "---\ntitle: Last\ndate: 2026-01-01\nthumbnail: p.svg\n---\nText.\n");
    let archive = press.with(&["--base-url", "https://example.org/read"]).run().cleanly().archive;
    let base = "https://example.org/read/archive/";
    assert_eq!(walk(&archive, Some(base)).len(), 61);
    let feed: Value = serde_json::from_slice(&archive.bytes("feed.json")).expect("valid");
    assert_eq!(feed["feed_url"], format!("{base}feed.json"));
    assert_eq!(feed["home_page_url"], "https://example.org/read/");
    let first = &feed["items"][0];
    assert!(
        first["url"]
            .as_str()
            .is_some_and(|url| url.starts_with("https://example.org/read/?read=")),
        "{first}"
    );
    assert!(
        first["image"]
            .as_str()
            .is_some_and(|url| url.starts_with(&format!("{base}pictures/"))),
        "{first}"
    );
}
