//! Feeds among the posts: RSS, Atom and JSON Feed, from files to articles.

use std::fs;

use crate::pressing::{Press, Run};

fn rss(title: &str, items: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rss version=\"2.0\"><channel><title>{title}</title><link>https://press.example/</link>\n{items}\n</channel></rss>\n"
    )
}

fn item(number: u32, body: &str) -> String {
    format!(
        "<item><title>Item {number}</title><link>https://press.example/{number}</link><guid>https://press.example/{number}</guid>\
         <pubDate>Sat, {number} Nov 2021 13:06:01 GMT</pubDate><category>Type</category><description>&lt;p&gt;{body}&lt;/p&gt;</description></item>\n"
    )
}

fn summaries(run: &Run) -> Vec<(String, String)> {
    run.archive.cards().into_iter().map(|card| (card.title, card.summary)).collect()
}

fn pair(title: &str, summary: &str) -> (String, String) {
    (title.to_owned(), summary.to_owned())
}

#[test]
fn the_entries_of_feeds_are_articles_among_those_of_posts() {
    let run = Press::new()
        .article("post.md", "A post", "2021-11-02", "<p>Of a file.</p>")
        .post("feeds/planet.xml", rss("The planet", &(item(1, "One.") + &item(3, "Three."))))
        .post(
            "feeds/atom.atom",
            "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>By Ada</title><author><name>Ada Quill</name></author><entry><id>urn:x:1</id><title>Of Atom</title>\
             <published>2021-11-04T00:00:00Z</published><content>Plain words.</content></entry></feed>",
        )
        .post(
            "feeds/feed.json",
            "{\"version\": \"https://jsonfeed.org/version/1.1\", \"title\": \"JSON\", \"items\": [{\"id\": \"urn:x:2\", \"title\": \"Of JSON\", \"content_html\": \"<p>An item.</p>\", \"date_published\": \"2021-11-05T00:00:00Z\"}]}",
        )
        .run()
        .cleanly();
    let expected = [
        pair("Item 1", "One."),
        pair("A post", "Of a file."),
        pair("Item 3", "Three."),
        pair("Of Atom", "Plain words."),
        pair("Of JSON", "An item."),
    ];
    assert_eq!(summaries(&run), expected);
    let card = run.archive.article("Item 3").card;
    assert_eq!(
        (card.id.as_str(), card.link.map(|link| link.to_string())),
        ("https://press.example/3", Some("https://press.example/3".to_owned()))
    );
    assert_eq!(
        (card.categories, card.tags),
        (
            vec![vec!["The planet".to_owned()]],
            vec!["Type".to_owned(), "The planet".to_owned()]
        )
    );
    assert_eq!(run.archive.article("Of Atom").card.authors, ["Ada Quill"]);
    run.archive.assert_verified();
}

#[test]
fn feeds_that_were_saved_again_and_again_give_each_entry_once_as_it_was_last() {
    let updated = item(2, "Two, mended.").replace("<category>", "<updated>2021-12-01T00:00:00Z</updated><category>");
    let run = Press::new()
        .post("2021-11.xml", rss("The planet", &(item(2, "Two.") + &item(1, "One."))))
        .post("2021-12.xml", rss("The planet", &(item(3, "Three.") + &updated)))
        .run()
        .cleanly();
    assert_eq!(
        summaries(&run),
        [pair("Item 1", "One."), pair("Item 2", "Two, mended."), pair("Item 3", "Three.")]
    );
}

#[test]
fn what_is_wrong_with_an_entry_names_feed_entry_and_field() {
    let broken = item(2, "Two.").replace("Sat, 2 Nov", "Soon, 2 Nev");
    let run = Press::new()
        .post(
            "planet.xml",
            rss("The planet", &(item(1, "One.") + &broken + "<item><title>Nothing</title></item>")),
        )
        .post(
            "cut.rss",
            rss("Cut", &item(4, "Four.")).replace("\n</channel></rss>", "<item><title>Five</title>"),
        )
        .run()
        .warning(&["posts/planet.xml, entry 2: date: ", "is not a date"])
        .warning(&["posts/planet.xml, entry 3: body: there is no text"])
        .warning(&["posts/cut.rss:5: file: the feed ends in the middle of an entry"]);
    assert_eq!(run.archive.titles().len(), 4);
}

#[test]
fn what_is_no_feed_is_passed_over_unless_it_was_named_or_is_called_one() {
    let press = Press::new()
        .article("post.md", "A post", "2021-11-02", "<p>Of a file.</p>")
        .post("package.json", "{\"name\": \"x\", \"version\": \"1.0.0\"}")
        .post("sitemap.xml", "<urlset></urlset>")
        .post("broken.json", b"\xff\x00{");
    press.run().cleanly();
    let run = press
        .post("a.rss", "Not XML")
        .post(".kept/package.json", "{}")
        .with(&["posts/.kept/package.json"])
        .run();
    let run = run
        .warning(&["posts/a.rss: file: it is no feed"])
        .warning(&["posts/.kept/package.json: file: it is no feed"]);
    assert_eq!(run.archive.titles(), ["A post"]);
}

#[test]
fn an_archive_among_the_posts_is_no_source() {
    let press = Press::new().article("post.md", "A post", "2021-11-02", "<p>All of its text.</p>");
    let archive = press.run().archive.files();
    let press = archive
        .iter()
        .fold(press, |press, (path, bytes)| press.post(&format!("site/archive/{path}"), bytes));
    let run = press
        .run()
        .warning(&["posts/site/archive: file: it is an archive that the press has made"]);
    assert_eq!(run.archive.titles(), ["A post"]);
    assert!(run.archive.article("A post").body_html.contains("<p>All of its text.</p>"));
}

#[test]
fn a_feed_in_another_encoding_says_so_in_its_prolog() {
    let (gb18030, _, _) = encoding_rs::GB18030.encode("<?xml version=\"1.0\" encoding=\"gb2312\"?><rss><channel><title>数字</title><item><title>新闻</title><guid>urn:x:1</guid><description>正文内容</description></item></channel></rss>");
    let run = Press::new().post("a.xml", &gb18030).run().cleanly();
    assert_eq!(summaries(&run), [pair("新闻", "正文内容")]);
}

#[test]
fn with_a_cache_the_same_archive_is_made_of_feeds() {
    let press = Press::new()
        .article("post.md", "A post", "2021-11-02", "<p>Of a file.</p>")
        .post("planet.xml", rss("The planet", &(item(1, "One.") + &item(3, "Three."))));
    let plain = press.run_afresh("plain").archive.files();
    let cache = press.cache();
    let press = press.with(&["--cache", &cache.to_string_lossy()]);
    press.run();
    let again = press.run();
    assert!(again.stderr.contains("0 posts parsed"), "{}", again.stderr);
    let mut files = again.archive.files();
    let mut plain = plain;
    for files in [&mut files, &mut plain] {
        files.remove(offprint::archive::file::RECORD);
    }
    assert_eq!(files, plain);
    let leftovers = fs::read_dir(again.archive.path()).expect("the archive").flatten();
    assert!(
        leftovers
            .into_iter()
            .all(|entry| !entry.file_name().to_string_lossy().ends_with(".tmp"))
    );
}
