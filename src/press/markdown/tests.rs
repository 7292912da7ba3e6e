use super::*;
use crate::press::diagnostic::{Diagnostic, Kind};

fn source(file: &str, body: &str) -> (Source, Vec<Diagnostic>) {
    let mut diagnostics = Diagnostics::of(file);
    let source = Source::new(file, body, 10, &mut diagnostics);
    (source, diagnostics.into_sorted())
}

fn html(body: &str) -> String {
    let (source, diagnostics) = source("post.md", body);
    assert_eq!(diagnostics, [], "{body}");
    in_html(source)
}

fn in_html(source: Source) -> String {
    let mut diagnostics = Diagnostics::of("post.md");
    let html = source.into_html(10, &mut diagnostics).trim().to_owned();
    assert_eq!(diagnostics.into_sorted(), []);
    html
}

#[test]
fn whole_bodies_of_html_are_told_from_markdown() {
    let html = [
        "<div>   \n<p>a</p>\n\n\n     <p>indented</p>\n\n</div>\n            ",
        "<p>one</p>\n\n<p>two</p><br>",
        "<!-- note -->\n<article class=x>a</article>",
        "<div><div>a</div></div>\n<p>b</p>\n<hr/>",
        "<div>never closed<p>a</p>",
        "<h2\"><center>a</center></h2\">",
        "<!DOCTYPE html><html><body><p>a</p></body></html>",
        "<div># not a heading\n- not a list</div>",
    ];
    for body in html {
        assert!(source("post.md", body).0.is_html(), "{body}");
    }
    let markdown = [
        "plain text",
        "# heading\n\n<div>a</div>",
        "<div class=note>a</div>\n\n## Heading\n\ntext\n\n<p>end</p>",
        "<div>a</div>\n\n- item\n- item\n\n<br>",
        "<div>a</div> ends with text",
        "<span>inline</span> text <br>",
        "<https://example.org/>",
        "a <b>bold</b>",
        "",
    ];
    for body in markdown {
        assert!(!source("post.md", body).0.is_html(), "{body}");
    }
    for file in ["a.html", "folder.md/b.HTM"] {
        assert!(source(file, "plain").0.is_html(), "{file}");
    }
}

#[test]
fn html_bodies_pass_as_they_are() {
    let body = "<div>\n\n    <p>a *b* [c]</p>\n\n</div>";
    assert_eq!(html(body), body);
}

#[test]
fn markdown_becomes_html() {
    let cases = [
        ("a *b*", "<p>a <em>b</em></p>"),
        ("~~a~~", "<p><del>a</del></p>"),
        ("a<b>c</b>\n\n<div>\nd\n</div>", "<p>a<b>c</b></p>\n<div>\nd\n</div>"),
        (
            "```rust ignore\nlet a = \"<\";\n```",
            "<pre><code class=\"language-rust\">let a = \"&lt;\";\n</code></pre>",
        ),
        ("```\nx\n```", "<pre><code>x\n</code></pre>"),
        ("# T {#id}", "<h1>T {#id}</h1>"),
        ("- [x] done\n- [ ] open", "<ul>\n<li>☑ done</li>\n<li>☐ open</li>\n</ul>"),
        (
            "|a|\n|:-:|\n|b|",
            "<table><thead><tr><th align=\"center\">a</th></tr></thead><tbody>\n\
             <tr><td align=\"center\">b</td></tr>\n</tbody></table>",
        ),
    ];
    for (body, expected) in cases {
        assert_eq!(html(body), expected, "{body}");
    }
}

#[test]
fn footnotes_link_both_ways_and_stand_at_the_end_in_the_order_of_their_marks() {
    let body = "One[^b] two[^a] again[^b].\n\n[^a]: Note A.\n\n[^b]: Note B, see[^c].\n\n[^c]: C.\n\nEnd.";
    let expected = "<p>One<sup id=\"fnref-1\"><a href=\"#fn-1\">1</a></sup> \
        two<sup id=\"fnref-2\"><a href=\"#fn-2\">2</a></sup> \
        again<sup id=\"fnref-1-2\"><a href=\"#fn-1\">1</a></sup>.</p>\n\
        <p>End.</p>\n<section class=\"footnotes\">\n<ol>\n\
        <li id=\"fn-1\">\n<p>Note B, see<sup id=\"fnref-3\"><a href=\"#fn-3\">3</a></sup>. \
        <a href=\"#fnref-1\">↩\u{fe0e}</a> <a href=\"#fnref-1-2\">↩\u{fe0e}</a></p>\n</li>\n\
        <li id=\"fn-2\">\n<p>Note A. <a href=\"#fnref-2\">↩\u{fe0e}</a></p>\n</li>\n\
        <li id=\"fn-3\">\n<p>C. <a href=\"#fnref-3\">↩\u{fe0e}</a></p>\n</li>\n</ol>\n</section>";
    assert_eq!(html(body), expected);
}

#[test]
fn footnotes_without_a_mark_are_kept_and_marks_without_a_footnote_stay_text() {
    assert_eq!(html("a[^x]"), "<p>a[^x]</p>");
    let unmarked = html("a\n\n[^x]: Kept.");
    assert!(unmarked.contains("<li id=\"fn-1\">\n<p>Kept.</p>\n</li>"), "{unmarked}");
}

#[test]
fn marks_of_site_generators_go_except_in_code() {
    let cases = [
        ("a\n\n<!-- more -->\n\nb", "<p>a</p>\n<p>b</p>"),
        ("a<!-- more -->b", "<p>ab</p>"),
        ("[TOC]\n\na", "<p>a</p>"),
        ("@[toc]\n\na", "<p>a</p>"),
        ("{% raw %}<div>{{ x }}</div>{% endraw %}", "<div>{{ x }}</div>"),
        ("{% raw %}{% img a.png %}{% endraw %}", "<p>{% img a.png %}</p>"),
        ("{%} {%%} %}", "<p>{%} {%%} %}</p>"),
        ("say `{% raw %}`", "<p>say <code>{% raw %}</code></p>"),
        (
            "```\n{% raw %}\n[TOC]\n~~~\n```\n{% raw %}b",
            "<pre><code>{% raw %}\n[TOC]\n~~~\n</code></pre>\n<p>b</p>",
        ),
    ];
    for (body, expected) in cases {
        assert_eq!(html(body), expected, "{body}");
    }
}

#[test]
fn picture_plugins_become_pictures() {
    let cases = [
        ("{% asset_img a.png %}", "<img src=\"a.png\" alt=\"\">"),
        ("{% asset_img a.png Alt text %}", "<img src=\"a.png\" alt=\"Alt text\">"),
        (
            "{% asset_img wide left a.png 300 200 \"A title\" \"An alt\" %}",
            "<img src=\"a.png\" alt=\"An alt\" title=\"A title\" width=\"300\" height=\"200\">",
        ),
        (
            "{% img /b/c.jpg 300 '\"Title\" \"Alt\"' %}",
            "<img src=\"/b/c.jpg\" alt=\"Alt\" title=\"Title\" width=\"300\">",
        ),
        (
            "{% img https://example.org/x?a=1&b=2 \"a <b>\" %}",
            "<img src=\"https://example.org/x?a=1&amp;b=2\" alt=\"a &lt;b&gt;\">",
        ),
    ];
    for (body, expected) in cases {
        assert_eq!(html(body), expected, "{body}");
    }
}

#[test]
fn other_plugins_stay_as_text_and_are_reported_once_with_their_line() {
    let (source, diagnostics) = source(
        "post.md",
        "a\n{% video x %}\n{% video y %}\n{% img no picture %}\n{% endvideo %}\n{% unclosed",
    );
    assert_eq!(
        in_html(source),
        "<p>a\n{% video x %}\n{% video y %}\n{% img no picture %}\n{% endvideo %}\n{% unclosed</p>"
    );
    let found: Vec<_> = diagnostics.iter().map(|one| (one.line, one.kind, one.reason.as_str())).collect();
    assert_eq!(
        found,
        [
            (Some(11), Kind::Body, "the tag plugin `video` is not known; it stays as text"),
            (Some(13), Kind::Body, "the tag plugin `img` names no picture; it stays as text"),
        ]
    );
}

#[test]
fn the_first_heading_gives_the_title_and_is_taken_out_when_it_stands_first() {
    for (body, title, rest) in [
        ("\n# A *fine* `title`\n\ntext", Some("A fine title"), "<p>text</p>"),
        ("A title\n===\n\ntext", Some("A title"), "<p>text</p>"),
        ("intro\n\n# T\n", Some("T"), "<p>intro</p>\n<h1>T</h1>"),
        ("## Second level", None, "<h2>Second level</h2>"),
        ("#\n\ntext", None, "<h1></h1>\n<p>text</p>"),
        ("<p># no</p>", None, "<p># no</p>"),
    ] {
        let (mut source, _) = source("post.md", body);
        assert_eq!(source.take_title().as_deref(), title, "{body}");
        assert_eq!(in_html(source), rest, "{body}");
    }
}

/// The HTML of a body, with each formula as `[TeX]`, or `[[TeX]]` where it stands by itself.
fn with_formulas(body: &str) -> String {
    let mut html = html(body);
    while let Some(start) = html.find("<math ") {
        let end = html[start..].find("</math>").map_or(html.len(), |at| start + at + 7);
        let math = &html[start..end];
        let tex = math
            .split("alttext=\"")
            .nth(1)
            .and_then(|rest| rest.split('"').next())
            .unwrap_or_default()
            .to_owned();
        let formula = if math.contains("display=\"block\"") {
            format!("[[{tex}]]")
        } else {
            format!("[{tex}]")
        };
        html.replace_range(start..end, &formula);
    }
    html
}

#[test]
fn dollars_hold_formulas() {
    let cases = [
        ("The area $\\pi r^2$.", "<p>The area [\\pi r^2].</p>"),
        ("面积$\\pi r^2$，边长$a$、$b_1$。", "<p>面积[\\pi r^2]，边长[a]、[b_1]。</p>"),
        ("$面积=长×宽$", "<p>[面积=长×宽]</p>"),
        ("the $n$th of $x$-values, $f$(x)", "<p>the [n]th of [x]-values, [f](x)</p>"),
        ("$$\na*b*c*d\n$$", "<p>[[a*b*c*d]]</p>"),
        ("a\n\n$$x = 1$$\n\nb", "<p>a</p>\n<p>[[x = 1]]</p>\n<p>b</p>"),
        (
            "| $a$ |\n|---|\n| $5$ |",
            "<table><thead><tr><th>[a]</th></tr></thead><tbody>\n<tr><td>[5]</td></tr>\n</tbody></table>",
        ),
        (
            "a[^1]\n\n[^1]: $x$",
            "<p>a<sup id=\"fnref-1\"><a href=\"#fn-1\">1</a></sup></p>\n<section class=\"footnotes\">\n<ol>\n<li id=\"fn-1\">\n<p>[x] <a href=\"#fnref-1\">\u{21a9}\u{fe0e}</a></p>\n</li>\n</ol>\n</section>",
        ),
        ("价格$5，公式$x^2$。", "<p>价格$5，公式[x^2]。</p>"),
        ("It is \\\\(x_1\\\\) or \\\\[x_2\\\\]", "<p>It is [x_1] or [[x_2]]</p>"),
        (
            "a <script type=\"math/tex\">a*b*c < 1</script> **b**",
            "<p>a [a*b*c &lt; 1] <strong>b</strong></p>",
        ),
        ("<script type=\"math/tex; mode=display\">\na\n\nb\n</script>\n", "[[a\n\nb]]"),
        ("text\n\n<div>\n$$x^2$$\n</div>", "<p>text</p>\n<div>\n[[x^2]]\n</div>"),
    ];
    for (body, expected) in cases {
        assert_eq!(with_formulas(body), expected, "{body}");
    }
}

#[test]
fn dollars_that_are_money_or_code_stay_text() {
    let cases = [
        "It costs $5 and then $10.",
        "It costs $5/$10, $5–$10, $5-$10, $1,000 or $2.50.",
        "从$5到$10，涨到$20。",
        "售价$99。折后为US$",
        "原价US$5，现价US$4；HK$30、NT$100。",
        "原价$5（约35元），现价$4（约28元）。",
        "$5（US$）和$6（US$）",
        "只要$5，而不是$，真的",
        "It was $5 (in US$).",
        "20$, 30$ and 20$/30$",
        "R$5 e R$10; A$1, C$2",
        "Set $HOME and $PATH; $HOME/$USER, $HOME:$PATH, ${a}${b}, $A_B/$C_D",
        "先设$HOME，再设$PATH，($HOME)和($PATH)",
        "$(this).$(that), $.get, $_GET and $_POST; $i++;$j",
        "I make $$$ and $$ more; $$ and $$ too, 从$$到$$。",
        "\\$5$ and \\$x\\$",
        "a $ b $ c",
    ];
    for body in cases {
        assert_eq!(html(body), format!("<p>{}</p>", body.replace("\\$", "$")), "{body}");
    }
    // What stands between them is Markdown.
    assert_eq!(html("从$5**涨**到$10"), "<p>从$5<strong>涨</strong>到$10</p>");
    assert_eq!(html("`$x^2$` and ``$$x$$``"), "<p><code>$x^2$</code> and <code>$$x$$</code></p>");
    assert_eq!(html("```\n$x^2$\n$$x$$\n```"), "<pre><code>$x^2$\n$$x$$\n</code></pre>");
    assert_eq!(html("    $x^2$"), "<pre><code>$x^2$</code></pre>");
}

#[test]
fn a_formula_that_cannot_be_converted_stays_as_written_and_is_reported_with_its_line() {
    let (mut source, _) = source("post.md", "# Title\n\n$\\nope*a*$\n\n$$\n\\nope<\n$$\n\n<p>\n\\(\\nope_1\\)</p>");
    source.take_title();
    let mut diagnostics = Diagnostics::of("post.md");
    let html = source.into_html(10, &mut diagnostics);
    assert_eq!(html, "<p>$\\nope*a*$</p>\n<p>$$\n\\nope&lt;\n$$</p>\n<p>\n\\(\\nope_1\\)</p>");
    let found: Vec<_> = diagnostics
        .into_sorted()
        .into_iter()
        .map(|one| (one.line, one.field, one.kind))
        .collect();
    let expected = [12, 14, 19].map(|line| (Some(line), "body".to_owned(), Kind::Formula));
    assert_eq!(found, expected);
}

#[test]
fn many_dollars_take_no_time() {
    let start = std::time::Instant::now();
    for part in [
        "$5和",
        "$",
        "$ ",
        "a$b",
        "$x$",
        "$5**和",
        "$$a",
        "\\$5",
        "$\\nope$",
        "<script type=math/tex>",
        "a <script type=math/tex>x</script> ",
    ] {
        let (source, _) = source("post.md", &part.repeat(100_000 / part.len()));
        source.into_html(1, &mut Diagnostics::of("post.md"));
    }
    assert!(start.elapsed().as_secs() < 30);
}
