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
    let feed = feed.bounded();
    let ids = feed.ids();
    let posts = feed
        .entries
        .iter()
        .zip(&ids)
        .map(|(entry, id)| feed.post_of(entry, id.as_deref()))
        .collect();
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
        "id: \"tag:press.example,2021:1\"\nlink: \"https://press.example/1\"\ntitle: \"a < b\"\ndate: \"2021-11-27T13:06:01Z\"\ncreated: \"2021-11-28T00:00:00Z\"\nupdated: \"2021-11-28T00:00:00Z\"\n\
         author: [\"Ada Quill\"]\ncategories: [\"Proofs & errata\"]\ntags: [\"Type\"]\nlanguage: \"zh-CN\"\nsummary: \"<p>Short.</p>\\n\"",
    );
    let base = "https://press.example/pictures";
    assert_eq!(
        body(&post),
        format!(
            "<div xmlns=\"http://www.w3.org/1999/xhtml\"><p>Long &amp; <img src=\"{base}/a.png\" srcset=\"{base}/a.png 1x, {base}/b.png 2x\"></p></div>\n\
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
        "id: \"urn:entry:https://press.example#17\"\ntitle: \"One: \\\"two\\\" # three\"\ndate: \"2021-11-27T13:06:01Z\"\nauthor: [\"Bo Inker\"]\ncategories: [\"Proofs\"]\ntags: [\"Type\"]\n\
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
        (
            "an ampersand by itself",
            "<description>Ink & paper</description>",
            "<p>Ink &amp; paper</p>\n",
        ),
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
            "<description>&lt;a href=\"/a.mp3?x=1&amp;amp;y=2\"&gt;hear&lt;/a&gt;</description><enclosure url=\"https://press.example/a.mp3?x=1&amp;y=2\" type=\"audio/mpeg\"/>",
            "<a href=\"https://press.example/a.mp3?x=1&amp;y=2\">hear</a>",
        ),
    ];
    for (name, item, expected) in cases {
        assert_eq!(body(&post(&rss(item))), expected, "{name}");
    }
}

#[test]
fn an_entry_is_called_by_what_tells_it_from_all_others() {
    let ids = |items: &[&str]| -> Vec<Option<String>> {
        let (posts, _) = posts(&rss(&items.join("</item><item>")));
        let id = |post: &String| {
            post.lines()
                .find_map(|line| Some(line.strip_prefix("id: ")?.trim_matches('"').to_owned()))
        };
        posts.iter().map(id).collect()
    };
    let id = |item: &str| ids(&[item]).remove(0);
    assert_eq!(
        id("<guid>https://press.example/?p=1</guid>").as_deref(),
        Some("https://press.example/?p=1")
    );
    assert_eq!(id("<guid>urn:uuid:1</guid>").as_deref(), Some("urn:uuid:1"));
    assert_eq!(
        id("<guid>17</guid><link>https://press.example/17</link>"),
        None,
        "its address does that"
    );
    assert_eq!(
        id("<guid>post:17</guid>").as_deref(),
        Some("urn:entry:https://press.example#post:17")
    );
    assert_eq!(id("<title>One</title>"), None);
    let home = "<link>https://press.example/</link>";
    let alike = ids(&[
        &format!("{home}<guid>a-0</guid>"),
        &format!("{home}<guid>a-1</guid>"),
        &format!("{home}<title>b</title>"),
    ]);
    assert_eq!(
        alike.into_iter().flatten().collect::<Vec<_>>(),
        ["a-0", "a-1", "b"].map(|name| format!("urn:entry:https://press.example/#{name}"))
    );
    let page = "<link>https://other.example/page</link>";
    let alike = ids(&[&format!("{page}<title>a</title>"), &format!("{page}<title>b</title>")]);
    assert_eq!(alike.iter().flatten().count(), 2, "{alike:?}");
    assert_eq!(
        ids(&[&format!("{page}<guid>1</guid>"), &format!("{page}<guid>1</guid>")]),
        [None, None],
        "the same twice"
    );
    let site = ids(&[
        "<guid>http://a.example</guid><link>https://press.example/1</link>",
        "<guid>http://a.example</guid><link>https://press.example/2</link>",
    ]);
    assert_eq!(site, [None, None]);
}

#[test]
fn addresses_are_relative_to_what_the_feed_says() {
    let atom = |attributes: &str, entry: &str| {
        let post = post(&format!(
            "<feed {attributes}><link href='https://press.example/'/><title>x</title>{entry}</feed>"
        ));
        let link = post
            .lines()
            .find_map(|line| Some(line.strip_prefix("link: ")?.trim_matches('"').to_owned()));
        (link.unwrap_or_default(), body(&post).to_owned())
    };
    let entry =
        "<entry><link href='post/1.html'/><content type='html'>&lt;a href=\"2.html?a=1&amp;amp;reg=2\"&gt;x&lt;/a&gt;</content></entry>";
    let of_post = "<a href=\"https://press.example/post/2.html?a=1&amp;reg=2\">x</a>".to_owned();
    assert_eq!(atom("", entry), ("https://press.example/post/1.html".to_owned(), of_post));
    let nested = entry.replace("<entry>", "<entry xml:base='2021/'>");
    let (link, text) = atom("xml:base='https://base.example/blog/'", &nested);
    assert_eq!(link, "https://base.example/blog/2021/post/1.html");
    assert!(text.contains("https://base.example/blog/2021/2.html"), "{text}");
    let (link, text) = atom("", &entry.replace("<content", "<content xml:base='https://cdn.example/pictures/'"));
    assert_eq!(link, "https://press.example/post/1.html");
    assert!(text.contains("https://cdn.example/pictures/2.html"), "{text}");
}

#[test]
fn titles_and_names_are_read_as_they_were_meant() {
    let field = |item: &str, name: &str| {
        let post = post(&rss(item));
        post.lines()
            .find_map(|line| line.strip_prefix(name).map(str::to_owned))
            .unwrap_or_default()
    };
    let cases = [
        ("<title>One <em>two</em> three</title>", "title: ", "\"One two three\""),
        ("<title>5 < 6 and so</title><guid>urn:x:2</guid>", "title: ", "\"5 < 6 and so\""),
        ("<title>I <3 you</title><guid>urn:x:2</guid>", "id: ", "\"urn:x:2\""),
        (
            "<title><![CDATA[C++ 的 vector<int> 用法]]></title>",
            "title: ",
            "\"C++ 的 vector<int> 用法\"",
        ),
        ("<title>Q&amp;amp;A</title>", "title: ", "\"Q&A\""),
        (
            "<dc:creator>&lt;a href=\"https://a.example\"&gt;Ada Quill&lt;/a&gt;</dc:creator>",
            "author: ",
            "[\"Ada Quill\"]",
        ),
        ("<author>Ada Quill &lt;ada@e.example&gt;</author>", "author: ", "[\"Ada Quill\"]"),
        ("<author>ada@e.example (Ada (Q))</author>", "author: ", "[\"Ada (Q)\"]"),
        ("<author>ada@e.example</author>", "author: ", ""),
        ("<source url='x'><author>Bo Inker</author></source>", "author: ", "[\"Bo Inker\"]"),
        (
            "<pubDate>Mon, 01 Jan 0001 00:00:00 +0000</pubDate><updated>2021-11-27</updated>",
            "created: ",
            "\"2021-11-27\"",
        ),
        ("<pubDate>Mon, 01 Jan 0001 00:00:00 +0000</pubDate>", "date: ", ""),
        ("<wp:status>private</wp:status>", "draft: ", "\"true\""),
        ("<app:control><app:draft>yes</app:draft></app:control>", "draft: ", "\"true\""),
        ("<language>English</language>", "language: ", ""),
    ];
    for (item, name, expected) in cases {
        assert_eq!(field(item, name), expected, "{item}");
    }
    let (posts, _) = posts(&rss("<wp:post_type>attachment</wp:post_type>"));
    assert_eq!(posts, Vec::<String>::new());
    let atom = post(
        "<ns0:feed xmlns:ns0=\"http://www.w3.org/2005/Atom\"><ns0:entry><ns0:title>The &lt;dialog&gt; element</ns0:title></ns0:entry></ns0:feed>",
    );
    assert!(atom.contains("title: \"The <dialog> element\""), "{atom}");
}

#[test]
fn a_feed_that_is_broken_gives_all_that_can_be_read() {
    let whole = rss("<title>One</title>");
    let end = "</channel></rss>";
    let with = |more: &str| posts(&whole.replace(end, more));
    let one = |reported: &[String], words: &str| assert!(reported.len() == 1 && reported[0].contains(words), "{reported:?}");
    let (found, reported) = with("<item><title>Two</title>\n<desc");
    assert_eq!(found.len(), 1);
    one(&reported, "feed:2: file: this is no XML: ");
    let (found, reported) = with("<item><title>Two</title>\n");
    assert_eq!(found.len(), 1);
    one(
        &reported,
        "feed:2: file: the feed ends in the middle of an entry; that one was left out",
    );
    let (found, reported) = with("<item><title>Two</title><!foo</item>\n<item><title>Three</title></item></channel></rss>");
    assert_eq!(found.len(), 2);
    one(&reported, "feed:1: file: this is no XML: ");
    let (found, reported) = with("<item><title>Two</title>\n<item><title>Three</title></channel></rss>");
    assert_eq!((found.len(), reported.len()), (3, 0), "ends that are missing");
    let (found, reported) = posts(&format!("<br />\n<b>Warning</b>: x in y on line 1\n{whole}"));
    assert_eq!((found.len(), reported.len()), (1, 0), "a warning above it");
    let (found, reported) = posts("<rss><channel><title>Cut");
    assert_eq!(found.len(), 0);
    one(&reported, "feed:1: file: the feed breaks off");
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
    // In linear time.
    assert_eq!(
        body(&post(&rss(&format!("<description>{}</description>", "< ".repeat(500_000))))).len(),
        2_500_007
    );
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
            let post = feed.post_of(entry, None);
            let fields = post.strip_prefix("---\n").and_then(|post| post.split_once("---\n"));
            let fields = fields.map(|(fields, _)| fields).unwrap_or_default();
            assert!(fields.lines().all(|line| line.contains(": ")), "{post}");
        }
    }
}
