//! What may stand in an article, as data. Whatever isn't named here goes; an element that goes leaves its text behind.

use super::elements;

/// Elements of HTML that a reader needs. Never `style`, `svg`, forms, or anything that loads or runs.
pub const ELEMENTS: &[&str] = &[
    // Blocks
    "address",
    "article",
    "aside",
    "blockquote",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "figcaption",
    "figure",
    "footer",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "hr",
    "li",
    "main",
    "menu",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "ul",
    // Tables
    "caption",
    "col",
    "colgroup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    // Text
    "a",
    "abbr",
    "b",
    "bdi",
    "bdo",
    "big",
    "br",
    "cite",
    "code",
    "data",
    "del",
    "dfn",
    "em",
    "i",
    "ins",
    "kbd",
    "mark",
    "q",
    "s",
    "samp",
    "small",
    "span",
    "strike",
    "strong",
    "sub",
    "sup",
    "time",
    "tt",
    "u",
    "var",
    "wbr",
    // Ruby
    "rb",
    "rp",
    "rt",
    "rtc",
    "ruby",
    // Pictures
    "img",
    "picture",
    "source",
];

/// Elements whose content goes with them: their text isn't the article's.
pub const WITHOUT_CONTENT: &[&str] = &[
    "annotation",
    "annotation-xml",
    "iframe",
    "noembed",
    "noframes",
    "noscript",
    "object",
    "plaintext",
    "script",
    "style",
    "svg",
    "template",
    "textarea",
    "title",
    "xmp",
];

/// Attributes that any element may have. Ids get a prefix; classes are filtered by [`is_class`].
pub const ATTRIBUTES: &[&str] = &["class", "dir", "id", "lang", "title"];

/// Attributes by element.
pub const ATTRIBUTES_OF: &[(&str, &[&str])] = &[
    ("a", &["href", "hreflang"]),
    ("col", &["span"]),
    ("colgroup", &["span"]),
    ("data", &["value"]),
    ("del", &["datetime"]),
    ("details", &["open"]),
    ("img", &["alt", "height", "sizes", "src", "srcset", "width"]),
    ("ins", &["datetime"]),
    ("li", &["value"]),
    ("math", &["alttext", "display", "displaystyle"]),
    ("menclose", &["notation"]),
    ("mfrac", &["linethickness"]),
    ("mi", &["mathvariant"]),
    (
        "mo",
        &[
            "fence",
            "form",
            "largeop",
            "lspace",
            "maxsize",
            "minsize",
            "movablelimits",
            "rspace",
            "separator",
            "stretchy",
            "symmetric",
        ],
    ),
    ("mover", &["accent"]),
    ("mpadded", &["depth", "height", "lspace", "voffset", "width"]),
    ("mspace", &["depth", "height", "width"]),
    ("mstyle", &["displaystyle", "scriptlevel"]),
    ("mtable", &["columnalign", "columnspacing", "displaystyle", "rowspacing"]),
    ("mtd", &["columnalign", "columnspan", "rowspan"]),
    ("munder", &["accentunder"]),
    ("munderover", &["accent", "accentunder"]),
    ("ol", &["reversed", "start", "type"]),
    ("source", &["height", "media", "sizes", "srcset", "type", "width"]),
    ("td", &["align", "colspan", "headers", "rowspan"]),
    ("th", &["abbr", "align", "colspan", "headers", "rowspan", "scope"]),
    ("time", &["datetime"]),
];

/// Attributes that elements get whatever the body says: pictures load when they are near and tell their host nothing.
pub const SET_ATTRIBUTES: &[(&str, &[(&str, &str)])] = &[(
    "img",
    &[("decoding", "async"), ("loading", "lazy"), ("referrerpolicy", "no-referrer")],
)];

/// Schemes of links and pictures. `data:` is for raster pictures only, see [`is_raster_data`].
pub const SCHEMES: &[&str] = &["data", "http", "https", "mailto", "tel"];

/// What every link gets.
pub const LINK_REL: &str = "noopener noreferrer nofollow";

/// Classes that mean something to the reader's style sheet.
const CLASSES: &[(&str, &[&str])] = &[
    ("a", &["embed"]),
    ("sup", &["footnote-reference", "footnote-definition-label"]),
    ("div", &["footnote-definition"]),
    ("mtd", &["rule-around", "rule-before", "rule-behind"]),
    ("mtr", &["rule-above"]),
];

/// The attributes that only this element may have; `None` when it may not be there at all. Looks through all of them: where it counts, elements
/// have their [`Name`](super::elements::Name) look once.
pub fn own_attributes(element: &str) -> Option<&'static [&'static str]> {
    let own = ATTRIBUTES_OF.iter().find(|(known, _)| *known == element);
    elements()
        .any(|known| known == element)
        .then(|| own.map_or(&[][..], |(_, own)| own))
}

/// Elements of every kind.
pub fn elements() -> impl Iterator<Item = &'static str> {
    ELEMENTS.iter().chain(elements::MATHML).copied()
}

/// Whether an element may keep a class: the few that the reader styles, and the language of code.
pub fn is_class(element: &str, class: &str) -> bool {
    let language = matches!(element, "code" | "pre")
        && class.strip_prefix("language-").is_some_and(|name| {
            !name.is_empty() && name.len() <= 24 && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-#._".contains(&byte))
        });
    language || CLASSES.iter().any(|(name, classes)| *name == element && classes.contains(&class))
}

/// Whether a `data:` address is a raster picture in base64.
pub fn is_raster_data(address: &str) -> bool {
    let starts_with = |text: &str, start: &str| text.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start));
    let address = address.trim_start();
    starts_with(address, "data:image/")
        && ["png;base64,", "jpeg;base64,", "gif;base64,", "webp;base64,", "avif;base64,"]
            .iter()
            .any(|format| starts_with(&address["data:image/".len()..], format))
}
