//! What holds for every body that comes through the door, and bodies made at random to try it on.

use offprint::content::allow_list;
use offprint::content::sanitise::Sanitiser;
use offprint::content::tokens::{self, Element, Piece};

/// Where the archive of these tests lies.
pub const ARCHIVE_URL: &str = "https://reader.example/archive/";

/// Sanitises a body and returns what came of it, `None` for one that is shown as text. Panics when
/// something is in it that the allow-list doesn't name, or when sanitising it again gives something else.
pub fn check(html: &str) -> Option<String> {
    let sanitiser = Sanitiser::new(ARCHIVE_URL);
    let once = sanitiser.sanitise(html).ok()?.html;
    for piece in tokens::pieces(&once) {
        if let Piece::Open(element) = piece {
            assert_allowed(&element, html, &once);
        }
    }
    let twice = sanitiser.sanitise(&once).map(|done| done.html);
    assert_eq!(twice.as_ref(), Ok(&once), "sanitised again: {html:?}");
    Some(once)
}

fn assert_allowed(element: &Element, html: &str, safe: &str) {
    let name = element.name.as_str();
    assert!(
        allow_list::elements().any(|known| known == name),
        "<{name}> of {html:?} in {safe:?}"
    );
    let own = allow_list::ATTRIBUTES_OF.iter().find(|(known, _)| *known == name);
    let set = allow_list::SET_ATTRIBUTES.iter().find(|(known, _)| *known == name);
    for (attribute, value) in &element.attributes {
        let is_allowed = allow_list::ATTRIBUTES.contains(&attribute.as_ref())
            || own.is_some_and(|(_, own)| own.contains(&attribute.as_ref()))
            || set.is_some_and(|(_, set)| set.contains(&(attribute.as_ref(), value.as_ref())))
            || (name, attribute.as_ref(), value.as_ref()) == ("a", "rel", allow_list::LINK_REL);
        assert!(is_allowed, "{attribute}={value:?} of {html:?} in {safe:?}");
        let starts_with_any = |starts: &[&str]| starts.iter().any(|start| value.to_ascii_lowercase().starts_with(start));
        let is_safe = match attribute.as_ref() {
            "href" => starts_with_any(&["http://", "https://", "http:", "https:", "mailto:", "tel:", "#a-"]),
            "src" => starts_with_any(&["http://", "https://", "data:image/"]) && !starts_with_any(&["data:image/svg"]),
            "srcset" => candidates(value).all(|url| url.starts_with("http://") || url.starts_with("https://")),
            "id" => starts_with_any(&["a-"]),
            _ => true,
        };
        assert!(is_safe, "{attribute}={value:?} of {html:?} in {safe:?}");
    }
}

/// The addresses in a `srcset`, as HTML splits it: one ends at a space, or at a comma that a space follows; what comes before the next comma describes it.
fn candidates(srcset: &str) -> impl Iterator<Item = &str> {
    let is_between = |character: char| character == ',' || character.is_ascii_whitespace();
    let mut rest = srcset.trim_start_matches(is_between);
    std::iter::from_fn(move || {
        let end = rest.find(|character: char| character.is_ascii_whitespace()).unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        let url = word.trim_end_matches(',');
        let described = if url == word {
            after.find(',').map_or("", |comma| &after[comma..])
        } else {
            after
        };
        rest = described.trim_start_matches(is_between);
        (!url.is_empty()).then_some(url)
    })
}

/// A body for each seed: what real ones are made of, hostile parts, and rubbish, in any order.
pub fn body(seed: u64) -> String {
    let mut random = Random(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
    let mut html = String::new();
    for _ in 0..=random.below(40) {
        match random.below(9) {
            0..=3 => start_tag(&mut random, &mut html),
            4 | 5 => html.extend(["</", random.pick(NAMES), ">"]),
            6 => html.push_str(random.pick(TEXTS)),
            7 => html.push_str(random.pick(RUBBISH)),
            _ => html.push_str(random.pick(WELL_FORMED)),
        }
    }
    html
}

fn start_tag(random: &mut Random, html: &mut String) {
    html.extend(["<", random.pick(NAMES)]);
    for _ in 0..random.below(3) {
        let quote = random.pick(&["\"", "'", ""]);
        html.extend([" ", random.pick(ATTRIBUTES), "=", quote, random.pick(VALUES), quote]);
    }
    html.push_str(random.pick(&[">", ">", ">", "/>", " "]));
}

/// An xorshift generator: the same bodies natively and in WebAssembly.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) % bound
    }

    fn pick(&mut self, from: &[&'static str]) -> &'static str {
        from[self.below(from.len() as u64) as usize]
    }
}

const NAMES: &[&str] = &[
    "a",
    "a",
    "b",
    "b",
    "i",
    "em",
    "code",
    "p",
    "p",
    "p",
    "div",
    "div",
    "span",
    "br",
    "hr",
    "pre",
    "blockquote",
    "ul",
    "ol",
    "li",
    "li",
    "dl",
    "dt",
    "dd",
    "h1",
    "h2",
    "h3",
    "table",
    "table",
    "tbody",
    "tr",
    "td",
    "th",
    "caption",
    "col",
    "colgroup",
    "img",
    "image",
    "picture",
    "source",
    "figure",
    "figcaption",
    "details",
    "summary",
    "ruby",
    "rb",
    "rt",
    "rp",
    "rtc",
    "math",
    "mi",
    "mo",
    "mtext",
    "mglyph",
    "malignmark",
    "annotation-xml",
    "semantics",
    "svg",
    "foreignObject",
    "desc",
    "title",
    "style",
    "script",
    "noscript",
    "template",
    "textarea",
    "xmp",
    "iframe",
    "noembed",
    "noframes",
    "object",
    "embed",
    "video",
    "audio",
    "form",
    "input",
    "button",
    "select",
    "option",
    "fieldset",
    "legend",
    "label",
    "center",
    "font",
    "nobr",
    "marquee",
    "applet",
    "body",
    "html",
    "head",
    "base",
    "meta",
    "link",
    "x-y",
    "o:p",
    "listing",
    "dir",
    "nav",
    "main",
    "search",
    "plaintext",
    "T",
    "MODULE_NAME",
];

const ATTRIBUTES: &[&str] = &[
    "href",
    "src",
    "srcset",
    "id",
    "name",
    "class",
    "style",
    "title",
    "lang",
    "dir",
    "onclick",
    "onerror",
    "data-src",
    "data-original",
    "width",
    "height",
    "w",
    "align",
    "hidden",
    "colspan",
    "open",
    "type",
    "cite",
    "action",
    "srcdoc",
    "xlink:href",
    "encoding",
    "checked",
    "\"",
    "<",
];

const VALUES: &[&str] = &[
    "",
    "https://press.example/a?b=1&copy=2",
    "//press.example/a.png",
    "javascript:alert(1)",
    " java\tscript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "data:image/gif;base64,R0lGODlhAQABAAAAACw=",
    "data:image/svg+xml,<svg onload=alert(1)>",
    "#one",
    "#a-one",
    "one two",
    "a-one",
    "pictures/abcdefghij.png",
    "https://a.example/1.png 1x, javascript:alert(1) 2x",
    "https://link.zhihu.com/?target=https%3A%2F%2Fpress.example%2F%3Futm_source%3Da",
    "https://www.youtube.com/embed/dQw4w9WgXcQ",
    "https://press.example/?utm_source=a&amp;b=c#d",
    "display:none",
    "text-align: center; width:1px",
    "600px",
    "1",
    "language-rust embed",
    "\u{a0}<b>&quot;",
    "text/html",
    "checkbox",
    "--><img src=x onerror=alert(1)>",
];

const TEXTS: &[&str] = &[
    "text ",
    "读书",
    "\n",
    "\n\n",
    "  ",
    "&amp;",
    "&lt;b&gt;",
    "&#x3C;script&#x3E;",
    "&nbsp;",
    "&notin;&not",
    "p < 0.01 && q > 2",
    "\u{0}",
    "\u{feff}",
    "\u{202e}rtl",
    "e\u{301}",
    "🖋",
    "\"'`",
    "&#0;&#128;",
];

const RUBBISH: &[&str] = &[
    "<!--",
    "-->",
    "<!-->",
    "--!>",
    "<![CDATA[",
    "]]>",
    "<!DOCTYPE html>",
    "<?xml?>",
    "</",
    "<",
    ">",
    "</>",
    "<a",
    "<!",
    "</br>",
    "</p>",
    "<p/",
    "<img src=x onerror=",
    "</script>",
    "</style>",
    "</title>",
    "</textarea>",
    "<svg><style>",
    "<math><mtext>",
    "<table><a>",
    "<a><table><a>",
    "<p><table><p>",
    "<b><p></b>",
    "<h2><font><h3>",
    "<pre>\n\n",
    "<br>\n",
];

const WELL_FORMED: &[&str] = &[
    "<p>A paragraph with <b>bold <i>and italic</i></b> words.</p>",
    "<table><caption>a</caption><tbody><tr><td>b</td><td align=\"right\">c</td></tr></tbody></table>",
    "<table><tr><td>a<td>b<tr><th>c</table>",
    "<ul><li>a</li><li><p>b</p><ol><li>c</li></ol></li></ul>",
    "<pre><code class=\"language-rust\">a\n<br>\n<br><br>\nb</code></pre>",
    "<figure><img src=\"https://press.example/a.png\" width=\"3\" height=\"2\"><figcaption>a</figcaption></figure>",
    "<picture><source srcset=\"https://press.example/a.webp 2x\"><img src=\"https://press.example/a.png\"></picture>",
    "<math display=\"block\"><mfrac><mi>a</mi><mrow><mn>2</mn><mo>+</mo><mtext>b</mtext></mrow></mfrac></math>",
    "<ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp></ruby>",
    "<iframe src=\"https://player.vimeo.com/video/76979871\"></iframe>",
    "<details open><summary>a</summary>b</details>",
    "<dl><dt>a</dt><dd>b</dd></dl><hr>",
    "<blockquote cite=\"javascript:x\"><p>a</p></blockquote>",
    "<noscript><img src=\"https://press.example/b.png\"></noscript>",
];
