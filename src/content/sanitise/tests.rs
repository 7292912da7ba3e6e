//! The door as a whole: what comes in, what goes out.

use super::{Refusal, Sanitiser};
use crate::content::removed::Kind;

fn clean(html: &str) -> String {
    Sanitiser::new("https://reader.example/archive/")
        .sanitise(html)
        .map(|done| done.html)
        .unwrap_or_default()
}

#[test]
fn nothing_that_runs_survives() {
    for hostile in [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<a href=\"javascript:alert(1)\">a</a>",
        "<a href=\" java\tscript:alert(1)\">a</a>",
        "<a href=\"data:text/html,<script>alert(1)</script>\">a</a>",
        "<svg onload=alert(1)><script>alert(1)</script></svg>",
        "<math><annotation-xml encoding=\"text/html\"><style><img src=x onerror=alert(1)></style></annotation-xml></math>",
        "<math href=\"javascript:alert(1)\"><mi>x</mi></math>",
        "<iframe srcdoc=\"<script>alert(1)</script>\"></iframe>",
        "<form action=\"javascript:alert(1)\"><button>go</button></form>",
        "<p style=\"background:url(javascript:alert(1))\">a</p>",
        "<img srcset=\"javascript:alert(1) 1x\" src=\"data:image/svg+xml,<svg onload=alert(1)>\">",
        "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\"></noscript>",
        "<textarea></textarea><img src=x onerror=alert(1)>",
        "<template><img src=x onerror=alert(1)></template>",
        "<base href=\"https://evil.example/\"><meta http-equiv=refresh content=\"0;url=javascript:alert(1)\">",
        "<object data=\"javascript:alert(1)\"></object><embed src=\"javascript:alert(1)\">",
        "<video src=\"javascript:alert(1)\" onerror=alert(1)></video>",
    ] {
        let safe = clean(hostile);
        for forbidden in [
            "<script",
            "onerror",
            "onload",
            "javascript:",
            "<svg",
            "<iframe",
            "<form",
            "<style",
            "style=",
            "srcdoc",
            "<base",
            "<meta",
            "<object",
            "<embed",
            "<template",
            "<noscript",
        ] {
            assert!(!safe.contains(forbidden), "{hostile} became {safe}");
        }
    }
}

#[test]
fn what_a_reader_needs_survives() {
    for kept in [
        "<figure><figcaption>a</figcaption></figure>",
        "<table><thead><tr><th scope=\"col\">a</th></tr></thead><tbody><tr><td colspan=\"2\" align=\"right\">b</td></tr></tbody></table>",
        "<pre><code class=\"language-rust\">let a = b &lt; c;</code></pre>",
        "<ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp></ruby>",
        "<details open=\"\"><summary>a</summary><p>b</p></details>",
        "<math display=\"block\"><mfrac><mi>a</mi><mn>2</mn></mfrac></math>",
        "<p lang=\"he\" dir=\"rtl\">שלום</p>",
        "<dl><dt>a</dt><dd>b</dd></dl>",
        "<p><kbd>a</kbd> <mark>b</mark> <sub>c</sub> <abbr title=\"d\">e</abbr> <time datetime=\"2021-11-27\">f</time></p>",
    ] {
        assert_eq!(clean(kept), kept);
    }
}

#[test]
fn a_picture_keeps_its_real_address_and_size_and_tells_its_host_nothing() {
    let always = "loading=\"lazy\" decoding=\"async\" referrerpolicy=\"no-referrer\"";
    for (body, expected) in [
        (
            "<img h=416 w=600 src=\"https://a.example/1.jpg\">",
            vec!["src=\"https://a.example/1.jpg\"", "width=\"600\"", "height=\"416\""],
        ),
        (
            "<img src=\"data:image/gif;base64,R0lGOD\" data-original=\"https://a.example/1.jpg\">",
            vec!["src=\"https://a.example/1.jpg\""],
        ),
        (
            "<img src=\"//a.example/1.jpg\" width=undefinedpx>",
            vec!["src=\"https://a.example/1.jpg\""],
        ),
        (
            "<img src=\"pictures/abc.png\">",
            vec!["src=\"https://reader.example/archive/pictures/abc.png\""],
        ),
        (
            "<img src=\"https://a.example/1.jpg\" srcset=\"//a.example/2.jpg 2x, javascript:x 3x\">",
            vec!["srcset=\"https://a.example/2.jpg 2x\""],
        ),
    ] {
        let safe = clean(body);
        for attribute in always.split(' ').chain(expected) {
            assert!(safe.contains(attribute), "{attribute} is missing from {safe}");
        }
        assert!(!safe.contains("undefined"), "{safe}");
    }
}

#[test]
fn hidden_elements_go_and_what_follows_them_stays() {
    for (body, text) in [
        (
            "<p>a</p><div style=\"color:red; DISPLAY : none\">share<div>b</div></div><p>c</p>",
            "<p>a</p><p>c</p>",
        ),
        ("<p hidden>x<p>shown</p>", "<p>shown</p>"),
        ("<ul><li style=\"display:none\">x<li>shown</ul>", "<ul><li>shown</li></ul>"),
        ("<div><span style=\"display:none\">x</div><p>shown</p>", "<div></div><p>shown</p>"),
        (
            "<section style=\"visibility: hidden\"><p>WeChat</p></section><p>b</p>",
            "<section><p>WeChat</p></section><p>b</p>",
        ),
        ("<p>a</p><b style=\"display:none\">never closed", "<p>a</p><b>never closed</b>"),
    ] {
        assert_eq!(clean(body), text);
    }
}

#[test]
fn text_that_looks_like_a_tag_stays_text() {
    assert_eq!(
        clean("<pre>document.$&lt;HTMLElement>('a')\nuseRef<HTMLElement>(null)</pre>"),
        "<pre>document.$&lt;HTMLElement&gt;('a')\nuseRef&lt;HTMLElement&gt;(null)</pre>"
    );
    assert_eq!(
        clean("<p>import <MODULE_NAME> if p < 0.01</p>"),
        "<p>import &lt;MODULE_NAME&gt; if p &lt; 0.01</p>"
    );
    assert_eq!(clean("<h2\">Abstract</h2\"><p>b</p>"), "<h2>Abstract</h2><p>b</p>");
}

#[test]
fn ids_are_prefixed_once_and_fragment_links_follow() {
    let once = clean("<h2 id=\"one\">a</h2><p><a href=\"#one\">b</a><a name=\"two\"></a></p>");
    assert!(
        once.contains("<h2 id=\"a-one\">") && once.contains("href=\"#a-one\"") && once.contains("id=\"a-two\""),
        "{once}"
    );
    assert_eq!(clean(&once), once);
}

#[test]
fn a_copy_in_noscript_goes_and_the_only_picture_stays() {
    let copy = clean("<img data-src=\"https://a.example/1.jpg\"><noscript><img src=\"https://a.example/1.jpg\"></noscript>");
    assert_eq!(copy.matches("<img").count(), 1, "{copy}");
    let only = clean("<noscript><img src=\"https://a.example/2.jpg\"></noscript>");
    assert_eq!(only.matches("<img").count(), 1, "{only}");
    assert_eq!(clean("<img src=\"https://a.example/p.gif\" width=1 height=1>"), "");
}

#[test]
fn players_become_links_and_check_boxes_become_characters() {
    let player = clean("<iframe src=\"//player.example/1?a=b\"></iframe><video><source src=\"https://v.example/1.mp4\"></video>");
    assert!(
        player.contains("href=\"https://player.example/1?a=b\"")
            && player.contains(">player.example</a>")
            && player.contains("href=\"https://v.example/1.mp4\""),
        "{player}"
    );
    assert_eq!(
        clean("<ul><li><input type=checkbox checked disabled>a</li></ul>"),
        "<ul><li>☑ a</li></ul>"
    );
}

#[test]
fn headings_leave_room_for_the_title_of_the_page() {
    assert_eq!(clean("<h1>a</h1><h2>b</h2>"), "<h2>a</h2><h3>b</h3>");
    assert_eq!(clean("<h2>b</h2><h3>c</h3>"), "<h2>b</h2><h3>c</h3>");
}

#[test]
fn a_body_that_is_too_deep_is_refused() {
    assert_eq!(Sanitiser::new("").sanitise(&"<div>".repeat(10_000)), Err(Refusal::TooDeep));
}

#[test]
fn links_lead_to_the_web_or_stay_text() {
    for (href, kept) in [
        ("https://a.example/?b=c", true),
        ("mailto:a@b.example", true),
        ("//a.example/", true),
        ("taptap://x", false),
        ("/relative", false),
        ("undefined", false),
        ("vbscript:x", false),
    ] {
        assert_eq!(clean(&format!("<a href=\"{href}\">a</a>")).contains("href="), kept, "{href}");
    }
}

#[test]
fn an_address_that_can_t_be_read_goes_at_once_and_is_counted() {
    for (html, clean) in [
        ("<img src=\"//data:image/gif\" alt=\"A drop\">", "A drop"),
        (
            "<a href=\"https://a.example:port/\">a</a>",
            "<a rel=\"noopener noreferrer nofollow\">a</a>",
        ),
        ("<a href=\"http://[::1\">a</a>", "<a rel=\"noopener noreferrer nofollow\">a</a>"),
    ] {
        let sanitiser = Sanitiser::new("https://reader.example/archive/");
        let once = sanitiser.sanitise(html).expect("it is short");
        assert_eq!(once.html, clean);
        assert_eq!(once.removed.counts().collect::<Vec<_>>(), [(Kind::Address, 1)], "{html}");
        assert_eq!(sanitiser.sanitise(&once.html).expect("it is short").html, once.html);
    }
}

#[test]
fn a_host_in_any_script_stays_as_it_is_written() {
    for href in [
        "https://例え.jp/画像.png",
        "http://Bücher.example/",
        "https://президент.рф:8080/?a",
        "https://مثال.إختبار/",
        "https://xn--r8jz45g.jp/",
    ] {
        let html = clean(&format!("<a href=\"{href}\">a</a><img src=\"{href}\">"));
        assert!(
            html.contains(&format!("href=\"{href}\"")) && html.contains(&format!("src=\"{href}\"")),
            "{html}"
        );
    }
}
