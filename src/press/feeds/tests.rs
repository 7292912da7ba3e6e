use super::feed::Feed;
use super::{json, xml};
use crate::press::diagnostic::Diagnostics;

/// A feed's entries as posts, and what is reported.
fn posts(text: &str) -> (Vec<String>, Vec<String>) {
    let mut diagnostics = Diagnostics::of("feed");
    let feed = match text.trim_start().starts_with('{') {
        true => json::read(text, &mut diagnostics),
        false => xml::read(text, &mut diagnostics),
    };
    let feed = feed.expect("a feed");
    let posts = feed.entries.iter().map(|entry| feed.post_of(entry)).collect();
    (posts, diagnostics.into_sorted().iter().map(ToString::to_string).collect())
}

fn post(text: &str) -> String {
    let (mut posts, found) = posts(text);
    assert_eq!((posts.len(), found.as_slice()), (1, [].as_slice()), "{posts:?}");
    posts.remove(0)
}

/// An RSS feed of one entry.
fn rss(item: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>Proofs</title><link>https://press.example/</link><item>{item}</item></channel></rss>"
    )
}

/// What stands below the front matter.
fn body(post: &str) -> &str {
    post.split_once("\n---\n").map_or("", |(_, body)| body)
}

#[track_caller]
fn assert_fields(post: &str, expected: &str) {
    let (fields, _) = post.trim_start_matches("---\n").split_once("\n---\n").expect("a front matter");
    assert_eq!(fields, expected);
}

#[test]
fn an_entry_of_rss_is_a_post_with_all_that_it_says() {
    let post = post(&rss(
        "<title>Wood &amp;amp; <![CDATA[<b>metal</b>]]></title><link>https://press.example/1</link><guid isPermaLink=\"false\">17</guid>
         <pubDate>Sat, 27 Nov 2021 13:06:01 GMT</pubDate><author>ada@press.example (Ada Quill)</author><category>Type</category><category> Ink </category>
         <description>Short &amp;amp; plain.</description><content:encoded><![CDATA[<p>Long, with <a href=\"/2\">a link</a>.</p>]]></content:encoded>
         <media:thumbnail url=\"small.png\"/>",
    ));
    assert_fields(
        &post,
        "link: \"https://press.example/1\"\ntitle: \"Wood & metal\"\ndate: \"Sat, 27 Nov 2021 13:06:01 GMT\"\nauthor: [\"Ada Quill\"]\ncategories: [\"Proofs\"]\n\
         tags: [\"Type\",\"Ink\"]\nthumbnail: \"https://press.example/small.png\"\nsummary: \"Short &amp; plain.\"",
    );
    assert_eq!(body(&post), "<p>Long, with <a href=\"https://press.example/2\">a link</a>.</p>");
}

#[test]
fn an_entry_of_atom_is_a_post_with_all_that_it_says() {
    let post = post(
        "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"en\"><title type=\"html\">Proofs &amp;amp; errata</title><link rel=\"self\" href=\"https://press.example/atom\"/>
         <link href=\"https://press.example/\"/><author><name>Ada Quill</name><email>ada@press.example</email></author>
         <entry xml:lang=\"zh-CN\"><id>tag:press.example,2021:1</id><title>a &lt; b</title><link rel=\"alternate\" href=\"/1\"/><link rel=\"enclosure\" type=\"audio/mpeg\" href=\"/1.mp3\"/>
         <published>2021-11-27T13:06:01Z</published><updated>2021-11-28T00:00:00Z</updated><category term=\"type\" label=\"Type\"/><summary>Short.</summary>
         <content type=\"xhtml\" xml:base=\"https://press.example/pictures/\"><div xmlns=\"http://www.w3.org/1999/xhtml\"><p>Long &amp; <img src=\"a.png\" srcset=\"a.png 1x, b.png 2x\"/></p></div></content>
         </entry></feed>",
    );
    assert_fields(
        &post,
        "id: \"tag:press.example,2021:1\"\nlink: \"https://press.example/1\"\ntitle: \"a < b\"\ndate: \"2021-11-27T13:06:01Z\"\nupdated: \"2021-11-28T00:00:00Z\"\n\
         author: [\"Ada Quill\"]\ncategories: [\"Proofs & errata\"]\ntags: [\"Type\"]\nlanguage: \"zh-CN\"\nsummary: \"<p>Short.</p>\\n\"",
    );
    let base = "https://press.example/pictures";
    assert_eq!(
        body(&post),
        format!(
            "<div xmlns=\"http://www.w3.org/1999/xhtml\"><p>Long &amp; <img src=\"{base}/a.png\" srcset=\"{base}/a.png 1x, {base}/b.png 2x\" /></p></div>\n\
             <audio controls src=\"https://press.example/1.mp3\"></audio>"
        )
    );
}

#[test]
fn an_item_of_json_feed_is_a_post_with_all_that_it_says() {
    let post = post(
        "{\"version\": \"https://jsonfeed.org/version/1.1\", \"title\": \"Proofs\", \"home_page_url\": \"https://press.example/\", \"authors\": [{\"name\": \"Ada Quill\"}], \"items\": [
         {\"id\": 17, \"title\": \"One: \\\"two\\\" # three\", \"content_text\": \"First <line>\\nand second.\\n\\nAnother.\", \"date_published\": \"2021-11-27T13:06:01Z\", \"tags\": [\"Type\"],
          \"author\": {\"name\": \"Bo Inker\"}, \"banner_image\": \"wide.png\", \"attachments\": [{\"url\": \"https://press.example/a%20b.pdf\", \"mime_type\": \"application/pdf\"}]}]}",
    );
    assert_fields(
        &post,
        "id: \"https://press.example/#17\"\ntitle: \"One: \\\"two\\\" # three\"\ndate: \"2021-11-27T13:06:01Z\"\nauthor: [\"Bo Inker\"]\ncategories: [\"Proofs\"]\ntags: [\"Type\"]\n\
         headimg: \"https://press.example/wide.png\"",
    );
    assert_eq!(
        body(&post),
        "<p>First &lt;line&gt;<br>\nand second.</p>\n<p>Another.</p>\n\n<p><a href=\"https://press.example/a%20b.pdf\">a b.pdf</a></p>"
    );
}

#[test]
fn rss_1_has_its_entries_beside_the_channel() {
    let post = post(
        "<rdf:RDF xmlns:rdf=\"x\"><channel rdf:about=\"y\"><title>Proofs</title><link>https://press.example/</link><items><rdf:Seq/></items></channel>
         <item rdf:about=\"https://press.example/1\"><title>One</title><link>https://press.example/1</link><dc:creator>Ada Quill</dc:creator><dc:date>2021-11-27</dc:date>
         <dc:subject>Type</dc:subject><description>Words</description></item></rdf:RDF>",
    );
    assert_fields(
        &post,
        "id: \"https://press.example/1\"\nlink: \"https://press.example/1\"\ntitle: \"One\"\ndate: \"2021-11-27\"\nauthor: [\"Ada Quill\"]\ncategories: [\"Proofs\"]\ntags: [\"Type\"]",
    );
    assert_eq!(body(&post), "<p>Words</p>\n");
}

#[test]
fn what_programs_leave_in_feeds_is_read_as_it_was_meant() {
    let cases = [
        (
            "markup that isn’t escaped",
            "<description><p>One<br>two &nbsp; three</p></description>",
            "<p>One<br>two &nbsp; three</p>",
        ),
        ("an ampersand by itself", "<description>Ink & paper</description>", "Ink & paper"),
        (
            "a reference that XML doesn’t know",
            "<description>Ink&nbsp;&copy;</description>",
            "<p>Ink&nbsp;©</p>\n",
        ),
        (
            "escaped twice in part",
            "<description>&lt;p&gt;Ink &amp;amp; paper&lt;/p&gt;</description>",
            "<p>Ink &amp; paper</p>",
        ),
        (
            "an empty content",
            "<description>Ink</description><content:encoded></content:encoded>",
            "<p>Ink</p>\n",
        ),
        (
            "a picture of a group",
            "<media:group><media:description>Film</media:description></media:group>",
            "<p>Film</p>\n",
        ),
        (
            "a medium that the text has already",
            "<description>&lt;a href=\"https://e.example/a.mp3\"&gt;hear&lt;/a&gt;</description><enclosure url=\"https://e.example/a.mp3\" type=\"audio/mpeg\"/>",
            "<a href=\"https://e.example/a.mp3\">hear</a>",
        ),
    ];
    for (name, item, expected) in cases {
        assert_eq!(body(&post(&rss(item))), expected, "{name}");
    }
}

#[test]
fn an_entry_is_called_by_what_tells_it_from_all_others() {
    let id = |item: &str| {
        let post = post(&rss(item));
        post.lines().find_map(|line| line.strip_prefix("id: ").map(str::to_owned))
    };
    assert_eq!(
        id("<guid>https://press.example/?p=1</guid>").as_deref(),
        Some("\"https://press.example/?p=1\"")
    );
    assert_eq!(id("<guid>urn:uuid:1</guid>").as_deref(), Some("\"urn:uuid:1\""));
    assert_eq!(
        id("<guid>17</guid><link>https://press.example/17</link>"),
        None,
        "its address does that"
    );
    assert_eq!(id("<guid>17</guid>").as_deref(), Some("\"https://press.example/#17\""));
    assert_eq!(id("<title>One</title>"), None);
}

#[test]
fn a_feed_that_breaks_off_gives_what_stands_above() {
    let whole = rss("<title>One</title>");
    let cut = whole.replace("</channel></rss>", "<item><title>Two</title>\n<desc");
    let (found, reported) = posts(&cut);
    assert_eq!((found.len(), reported.len()), (1, 1), "{reported:?}");
    assert!(reported[0].starts_with("feed:2: file: this is no XML: "), "{reported:?}");
    let cut = whole.replace("</channel></rss>", "<item><title>Two</title>\n");
    let (found, reported) = posts(&cut);
    assert_eq!(
        (found.len(), reported.as_slice()),
        (
            1,
            ["feed:2: file: the feed ends in the middle of an entry; that one was left out".to_owned()].as_slice()
        )
    );
    let (found, reported) = posts("{\"version\": \"https://jsonfeed.org/version/1\", \"items\": [{\"id\": \"1\"}, 2]}");
    assert_eq!(
        (found.len(), reported.as_slice()),
        (1, ["feed: items[1]: it is no object; left out".to_owned()].as_slice())
    );
}

#[test]
fn other_xml_and_json_are_no_feeds() {
    let none = |text: &str| {
        let mut diagnostics = Diagnostics::of("feed");
        let feed: Option<Feed> = json::read(text, &mut diagnostics).or_else(|| xml::read(text, &mut diagnostics));
        assert_eq!((feed, diagnostics.into_sorted().len()), (None, 0), "{text}");
    };
    for text in [
        "",
        "{}",
        "[1]",
        "{\"items\": []}",
        "{",
        "<opml><body/></opml>",
        "<urlset/>",
        "<html><body><item/></body></html>",
        "<!-- rss -->",
        "<",
    ] {
        none(text);
    }
}

#[test]
fn elements_without_number_and_depth_cost_no_stack() {
    let deep = rss(&format!("<description>{}x</description>", "<b>".repeat(100_000)));
    assert!(body(&post(&deep)).contains('x'));
}

#[test]
fn entries_without_number_are_taken_up_to_a_bound() {
    let (found, reported) = posts(&rss("").replace("<item></item>", &"<item/>".repeat(100_001)));
    assert_eq!((found.len(), reported.len()), (100_000, 1), "{reported:?}");
    assert!(reported[0].contains("left out: there are more than 100000"), "{reported:?}");
    let item = format!("<description>{}</description><title>Last</title>", "<b/>".repeat(50_000));
    assert!(post(&rss(&item)).contains("title: \"Last\""));
}

#[test]
fn plain_text_has_its_paragraphs_lines_and_links() {
    let link = |address: &str| format!("<a href=\"{address}\">{address}</a>");
    let cases = [
        ("", String::new()),
        (
            "One\ntwo\n\n \nThree & four",
            "<p>One<br>\ntwo</p>\n<p>Three &amp; four</p>\n".to_owned(),
        ),
        (
            "See (https://e.example/a?b=1&c=2).",
            format!("<p>See ({}).</p>\n", link("https://e.example/a?b=1&amp;c=2")),
        ),
        (
            "见https://e.example/甲。好",
            format!("<p>见{}。好</p>\n", link("https://e.example/甲")),
        ),
        (
            "http:// and \"http://e.example\"",
            format!("<p>http:// and &quot;{}&quot;</p>\n", link("http://e.example")),
        ),
    ];
    for (text, html) in cases {
        assert_eq!(super::feed::paragraphs(text), html, "{text}");
    }
}

proptest::proptest! {
    #[test]
    fn whatever_stands_in_a_feed_its_entries_are_posts(
        parts in proptest::collection::vec(proptest::sample::select(vec![
            "<item>", "</item>", "<entry>", "</entry>", "<channel>", "</channel>", "<title>", "</title>", "<link href='//e'/>", "<link>", "</link>", "<content type='xhtml'>", "<content:encoded>",
            "</content>", "</content:encoded>", "<![CDATA[", "]]>", "<!--", "-->", "<?x", "?>", "<!DOCTYPE x [", "]>", "&", "&amp;", "&#x1f600;", "&#0;", "&nope;", "<a href='x'>", "<img src=", "<", ">", "\"",
            "'", "\n---\n", "标题", "<media:group>", "<media:content url='%zz' type='image/x'/>", "<enclosure url='a:b'/>", "<guid>", "1</guid>", "<author>a@b (c", "</author>", "<x:y/>", "</rss>", "\u{202e}",
        ]), 0..60),
    ) {
        let mut diagnostics = Diagnostics::of("feed");
        let text = format!("<rss><item>{}", parts.concat());
        let feed = xml::read(&text, &mut diagnostics).expect("it begins as one");
        for entry in &feed.entries {
            let post = feed.post_of(entry);
            let fields = post.strip_prefix("---\n").and_then(|post| post.split_once("---\n"));
            let fields = fields.map(|(fields, _)| fields).unwrap_or_default();
            assert!(fields.lines().all(|line| line.contains(": ")), "{post}");
        }
    }
}
