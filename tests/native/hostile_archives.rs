//! Files of archives that are broken or hostile, each with what has to be said of it.

use offprint::archive::calendar::YearDays;
use offprint::archive::directory::{DirectoryBlock, DirectoryTable};
use offprint::archive::posting::{PostingFile, PostingKey};
use offprint::archive::{Article, ArticleGroup, CardPage, Key, Latest, Read, ReadError, TagDocument, VersionTable, file, key};
use serde_json::{Value, json};

/// What is said of a file: the error, or else the faults of its fields.
pub type Said = Result<Vec<String>, String>;

fn said<T>(read: Result<Read<T>, ReadError>) -> Said {
    let faults = |read: Read<T>| read.faults.iter().map(ToString::to_string).collect();
    read.map(faults).map_err(|error| error.to_string())
}

fn whole<T>(read: Result<T, ReadError>) -> Said {
    read.map(|_| Vec::new()).map_err(|error| error.to_string())
}

fn latest(bytes: &[u8]) -> Said {
    said(Latest::read(bytes))
}

pub fn cards(bytes: &[u8]) -> Said {
    said(CardPage::read(bytes))
}

fn tag(bytes: &[u8]) -> Said {
    said(TagDocument::read(bytes))
}

fn table(bytes: &[u8]) -> Said {
    whole(VersionTable::read(bytes))
}

fn article(bytes: &[u8]) -> Said {
    said(Article::read(bytes))
}

fn group(bytes: &[u8]) -> Said {
    said(ArticleGroup::read(bytes))
}

fn one_of_group(bytes: &[u8]) -> Said {
    said(ArticleGroup::read_one(bytes, &Key::of_article("one")))
}

fn year(bytes: &[u8]) -> Said {
    whole(YearDays::read(bytes))
}

fn directory_table(bytes: &[u8]) -> Said {
    whole(DirectoryTable::read(bytes))
}

fn directory_block(bytes: &[u8]) -> Said {
    whole(DirectoryBlock::read(bytes))
}

/// Reads a file of postings and what it says of a key.
fn postings(bytes: &[u8]) -> Said {
    whole(PostingFile::read(bytes.to_vec()).and_then(|file| file.posting(PostingKey::tag("ink"))))
}

pub fn item(id: &str) -> Value {
    json!({ "id": id, "title": format!("Title of {id}"), "content_text": "Summary", "_offprint": { "minutes": 1 } })
}

fn list(extra: Value) -> Value {
    json!({
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Archive",
        "_offprint": extra,
        "items": [item("one"), item("two"), item("three")],
    })
}

pub fn page() -> Value {
    list(json!({ "page": 0 }))
}

pub fn manifest() -> Value {
    list(json!({
        "contract": 2, "generation": "", "count": 3, "time_zone": "UTC", "tables": ["aaaaaaaaaa"], "tags": [["ink", 2], ["paper", 1]],
        "n_tags": 2, "heads": ["bbbbbbbbbb"], "years": [[2021, "cccccccccc", [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3, 0]]], "directory": "dddddddddd",
    }))
}

/// As somebody publishes it who knows how: with a generation made of its own bytes.
pub fn sealed(text: &str) -> String {
    let generation = key::file_hash(text.as_bytes());
    text.replacen("\"generation\":\"\"", &format!("\"generation\":\"{generation}\""), 1)
}

pub fn with(mut value: Value, pointer: &str, other: Value) -> Value {
    let (parent, name) = pointer.rsplit_once('/').expect("a pointer");
    value.pointer_mut(parent).expect("a parent")[name] = other;
    value
}

fn without(mut value: Value, pointer: &str) -> Value {
    let (parent, name) = pointer.rsplit_once('/').expect("a pointer");
    value
        .pointer_mut(parent)
        .and_then(Value::as_object_mut)
        .expect("an object")
        .remove(name);
    value
}

/// The manifest with one of its fields changed, sealed.
fn manifest_with(field: &str, other: Value) -> Vec<u8> {
    sealed(&with(manifest(), &format!("/_offprint/{field}"), other).to_string()).into_bytes()
}

pub fn body() -> Value {
    with(item("one"), "/content_html", json!("<p>Text</p>"))
}

fn bytes(value: Value) -> Vec<u8> {
    value.to_string().into_bytes()
}

/// `count` lists in each other.
fn nested(count: usize) -> String {
    format!("{}{}", "[".repeat(count), "]".repeat(count))
}

type Reader = fn(&[u8]) -> Said;

/// Files as rows: what it is, who reads it, its bytes, and what has to be said.
macro_rules! refused {
    ($($what:literal: $reader:ident, $bytes:expr => $message:expr;)*) => {
        [$(($what, $reader as Reader, Vec::<u8>::from($bytes), String::from($message)),)*]
    };
}

#[test]
fn what_is_no_json_is_refused_with_what_came_instead() {
    let whole = sealed(&manifest().to_string());
    let chinese = sealed(&with(manifest(), "/title", json!("印刷")).to_string());
    let in_character = chinese.find('印').expect("the title") + 1;
    let utf16: Vec<u8> = std::iter::once(0xFEFF)
        .chain(body().to_string().encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    let gb18030 = encoding_rs::GB18030.encode("{\"id\":\"排\"}").0;
    let not_utf8 = [&whole.as_bytes()[..20], &[0xC3, 0x28], &whole.as_bytes()[20..]].concat();
    let files = refused! {
        "nothing": latest, "" => "an empty file";
        "white space": article, " \r\n\t " => "an empty file";
        "a byte order mark alone": cards, "\u{feff}" => "an empty file";
        "a host's page": latest, "<!DOCTYPE html><title>404</title>" => "a web page instead of JSON";
        "a page below a byte order mark": article, "\u{feff}\n <html>" => "a web page instead of JSON";
        "a feed in XML": tag, "<?xml version='1.0'?><rss/>" => "a web page instead of JSON";
        "bytes that are no UTF-8": latest, not_utf8 => "bytes that are no UTF-8, from byte 21 on";
        "UTF-16": article, utf16 => "bytes that are no UTF-8, from byte 1 on";
        "GB18030": article, gb18030.as_ref() => "bytes that are no UTF-8, from byte 8 on";
        "a picture": cards, *b"\x89PNG\r\n\x1a\n" => "bytes that are no UTF-8, from byte 1 on";
        "half of a file": latest, &whole[..whole.len() / 2] => "JSON that is cut off";
        "all but the last byte": latest, &whole[..whole.len() - 1] => "JSON that is cut off";
        "a file cut within a character": latest, &chinese.as_bytes()[..in_character] => "JSON that is cut off";
        "a bracket": cards, "{" => "JSON that is cut off";
        "a text without an end": tag, "{\"version\":\"https:" => "JSON that is cut off";
        "lists without an end": article, format!("{{\"id\":{}", "[".repeat(100_000)) => "JSON that is cut off";
        "text": latest, "Not found" => "something else than JSON: expected value at line 1 column 1";
        "NULs": article, [0; 1_000] => "something else than JSON: expected value at line 1 column 1";
        "two files in one": table, "{\"versions\":[]}{}" => "something else than JSON: trailing characters at line 1 column 16";
        "JavaScript": cards, "{'version': 1}" => "something else than JSON: key must be a string at line 1 column 2";
        "a comma too many": cards, "{\"version\":1,}" => "something else than JSON: trailing comma at line 1 column 14";
        "NaN": article, "{\"id\":NaN}" => "something else than JSON: expected value at line 1 column 7";
        "a line break in a text": article, "{\"id\":\"a\nb\"}" => "something else than JSON: control character (\\u0000-\\u001F) found while parsing a string at line 1 column 8";
    };
    assert_refused(files);
}

#[test]
fn what_is_another_file_is_refused_with_what_it_lacks() {
    let files = refused! {
        "a list": latest, "[]" => "JSON without fields";
        "null": article, "null" => "JSON without fields";
        "a text in quotes": group, "\"items\"" => "JSON without fields";
        "a hundred thousand lists in each other": cards, nested(100_000) => "JSON without fields";
        "an object without fields": latest, "{}" => "JSON without version";
        "an article in the place of the manifest": latest, bytes(body()) => "JSON without version";
        "a page of cards in the place of the manifest": latest, bytes(page()) => "JSON without contract";
        "a page of cards in the place of a tag": tag, bytes(page()) => "JSON without tag";
        "a page of cards in the place of a table": table, bytes(page()) => "JSON without versions";
        "a page of cards in the place of an article": article, bytes(page()) => "JSON without id";
        "the manifest in the place of a page": cards, sealed(&manifest().to_string()) => "JSON without page";
        "a card in the place of an article": article, bytes(item("one")) => "JSON without content_html";
        "an article of a group without a body": one_of_group, bytes(json!({ "items": [item("two"), item("one")] })) => "JSON without content_html";
        "a list of another format": cards, bytes(with(page(), "/version", json!("https://example.org/9"))) => "JSON without a JSON Feed's version";
        "no items": cards, bytes(without(page(), "/items")) => "JSON without items";
        "a newer contract": latest, manifest_with("contract", json!(99)) => "an archive of version 99";
        "a newer contract with other fields": latest, bytes(list(json!({ "contract": 3 }))) => "an archive of version 3";
        "a manifest that somebody edited": latest, sealed(&manifest().to_string()).replace("Archive", "Another") => "bytes other than those that were published";
        "a generation that is none": latest, manifest().to_string() => "bytes other than those that were published";
        "years with more articles than there are": latest, manifest_with("years", json!([[2021, "cccccccccc", vec![u32::MAX; 12]]])) => "JSON without as many articles as its years";
        "postings that are JSON": postings, "{\"version\":1,\"items\":[]}" => "JSON without the beginning of a file of postings";
        "no postings": postings, "" => "JSON without the beginning of a file of postings";
        "a head of four thousand million blocks": postings, postings_with(1, u32::MAX, 0) => "JSON without all of its older files";
        "postings of four thousand million keys": postings, postings_with(0, 0, u32::MAX) => "JSON without all of its index";
        "postings whose index leads out of the file": postings, leads_out() => "JSON without a record that its index names";
    };
    assert_refused(files);
}

#[test]
fn a_file_is_refused_with_the_field_that_it_can_not_do_without() {
    let two_contracts = manifest()
        .to_string()
        .replacen("\"contract\":2", "\"contract\":2,\"contract\":99", 1);
    let half_a_character = list(json!({ "tag": "X", "count": 1 })).to_string().replace('X', "\\ud800");
    let deep = page().to_string().replacen("{\"page\":0}", &nested(100_000), 1);
    let thirteen = json!([[2021, "cccccccccc", vec![0; 13]]]);
    let eleven = json!({ "year": 2021, "months": vec![Vec::<u32>::new(); 11] });
    let files = refused! {
        "a version that is a number": cards, bytes(with(page(), "/version", json!(1.1))) => "the field version can't be used: 1.1";
        "items that are none": cards, bytes(with(page(), "/items", json!({ "one": 1 }))) => "the field items can't be used: {\"one\":1}";
        "two lists of items": cards, page().to_string().replace("\"title\":\"Archive\"", "\"items\":[]") => "the field items twice";
        "extras that are none": cards, bytes(with(page(), "/_offprint", json!(null))) => "the field _offprint can't be used: null";
        "lists in each other in the place of extras": cards, deep => format!("the field _offprint can't be used: {}", "[".repeat(80));
        "a negative page": cards, bytes(list(json!({ "page": -1 }))) => "the field page can't be used: -1";
        "half a page": cards, bytes(list(json!({ "page": 0.5 }))) => "the field page can't be used: 0.5";
        "a page beyond 32 bits": cards, bytes(list(json!({ "page": 4_294_967_296_u64 }))) => "the field page can't be used: 4294967296";
        "half a character": tag, half_a_character => "the field tag can't be used: \"\\ud800\"";
        "a contract in quotes": latest, manifest_with("contract", json!("2")) => "the field contract can't be used: \"2\"";
        "two contracts": latest, sealed(&two_contracts) => "the field contract twice";
        "hashes that are numbers": latest, manifest_with("tables", json!([1, 2])) => "the field tables can't be used: [1,2]";
        "heads that are none": latest, manifest_with("heads", json!({})) => "the field heads can't be used: {}";
        "a year of thirteen months": latest, manifest_with("years", thirteen.clone()) => format!("the field years can't be used: {thirteen}");
        "groups that are none": latest, manifest_with("groups", json!("4")) => "the field groups can't be used: \"4\"";
        "a table of nulls": table, bytes(json!({ "versions": [null] })) => "the field versions can't be used: [null]";
        "a year of eleven months": year, bytes(eleven) => "the field months can't be used: [[],[],[],[],[],[],[],[],[],[],[]]";
        "a year beyond all": year, bytes(json!({ "year": 99_999, "months": [] })) => "the field year can't be used: 99999";
        "borders without hashes": directory_table, bytes(json!({ "blocks": [["a"]] })) => "the field blocks can't be used: [[\"a\"]]";
        "a count below zero": directory_block, bytes(json!({ "entries": [["#ink", -1]] })) => "the field entries can't be used: [[\"#ink\",-1]]";
        "tops that are none": directory_block, bytes(json!({ "entries": [], "tops": 5 })) => "the field tops can't be used: 5";
        "a body that is a number": article, bytes(with(body(), "/content_html", json!(5))) => "one: the field content_html can't be used: 5";
        "two bodies": article, body().to_string().replace("\"title\"", "\"content_html\"") => "one: the field content_html can't be used: it stands twice";
        "an id that is an object": article, bytes(with(body(), "/id", json!({ "a": 1 }))) => "the field id can't be used: {\"a\":1}";
        "a group that is none": group, bytes(json!({ "items": 1 })) => "the field items can't be used: 1";
    };
    assert_refused(files);
}

fn assert_refused<const N: usize>(files: [(&str, Reader, Vec<u8>, String); N]) {
    for (what, read, bytes, message) in files {
        assert_eq!(read(&bytes), Err(message), "{what}");
    }
}

/// The header of a file of postings, which promises more than follows.
fn postings_with(kind: u8, first_block: u32, n_keys: u32) -> Vec<u8> {
    let whole = offprint::archive::posting::write_block(0, &[]);
    let mut bytes = whole[..8].to_vec();
    bytes[5] = kind;
    bytes.extend(first_block.to_le_bytes());
    bytes.extend(n_keys.to_le_bytes());
    bytes
}

fn leads_out() -> Vec<u8> {
    let ordinals: Vec<u32> = (0..100).collect();
    let mut bytes = offprint::archive::posting::write_block(0, &[(PostingKey::tag("ink"), &ordinals)]);
    let place = 16 + 8;
    bytes[place..place + 4].copy_from_slice(&u32::MAX.to_le_bytes());
    bytes
}

#[test]
fn fifty_megabytes_are_too_much_for_every_file_and_what_the_press_writes_is_not() {
    let key = Key::of_article("a");
    let hash = "aaaaaaaaaa";
    let documents = [file::LATEST.to_owned(), file::FEED.to_owned(), file::tag(&key), file::feed_page(1)];
    let versioned = [
        file::card_page(0, hash),
        file::version_table(0, hash),
        file::head(0, hash),
        file::block_postings(0, 0, hash),
        file::year(2021, hash),
        file::directory_table(hash),
        file::directory_block(hash),
    ];
    for path in documents.iter().chain(&versioned) {
        assert_eq!(file::most_bytes(path), 4 << 20, "{path}");
    }
    let article = file::most_bytes(&file::article(&key)) as usize;
    let group = file::most_bytes(&file::article_group(0, 4)) as usize;
    assert!(article > 2 * offprint::content::sanitise::LONGEST_BODY && group > article && group < 50_000_000);
}
