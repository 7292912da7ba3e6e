//! What the door knows of elements by name.

use std::sync::LazyLock;

use super::allow_list;

/// Every element name that HTML defines or has defined, and those of MathML's annotations; with [`MATHML`] they are all that are known. A "tag" with
/// another name (`<MODULE_NAME>`, `<T>`) is text that nobody escaped; names with `-` or `:` are custom or foreign elements and stay tags.
const KNOWN: &[&str] = &[
    "a",
    "abbr",
    "acronym",
    "address",
    "annotation",
    "annotation-xml",
    "applet",
    "area",
    "article",
    "aside",
    "audio",
    "b",
    "base",
    "basefont",
    "bdi",
    "bdo",
    "bgsound",
    "big",
    "blink",
    "blockquote",
    "body",
    "br",
    "button",
    "canvas",
    "caption",
    "center",
    "cite",
    "code",
    "col",
    "colgroup",
    "data",
    "datalist",
    "dd",
    "del",
    "details",
    "dfn",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "em",
    "embed",
    "fieldset",
    "figcaption",
    "figure",
    "font",
    "footer",
    "form",
    "frame",
    "frameset",
    "g",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hgroup",
    "hr",
    "html",
    "i",
    "iframe",
    "image",
    "img",
    "input",
    "ins",
    "isindex",
    "kbd",
    "keygen",
    "label",
    "legend",
    "li",
    "link",
    "listing",
    "main",
    "map",
    "mark",
    "marquee",
    "menu",
    "menuitem",
    "meta",
    "meter",
    "nav",
    "nobr",
    "noembed",
    "noframes",
    "noscript",
    "object",
    "ol",
    "optgroup",
    "option",
    "output",
    "p",
    "param",
    "path",
    "picture",
    "plaintext",
    "pre",
    "progress",
    "q",
    "rb",
    "rp",
    "rt",
    "rtc",
    "ruby",
    "s",
    "samp",
    "script",
    "search",
    "section",
    "select",
    "slot",
    "small",
    "source",
    "span",
    "strike",
    "strong",
    "style",
    "sub",
    "summary",
    "sup",
    "svg",
    "table",
    "tbody",
    "td",
    "template",
    "textarea",
    "tfoot",
    "th",
    "thead",
    "time",
    "title",
    "tr",
    "track",
    "tt",
    "u",
    "ul",
    "use",
    "var",
    "video",
    "wbr",
    "xmp",
];

/// Elements that a parser opens again in the next block when they weren't closed (HTML, "the list of active formatting elements").
const FORMATTING: &[&str] = &[
    "a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u",
];

/// Elements that the end of what is around them ends.
const IMPLIED: &[&str] = &["p", "li", "dt", "dd", "td", "th", "tr", "thead", "tbody", "tfoot"];

/// Presentation MathML. Annotations are left out: `annotation-xml` is where mutation attacks live.
pub const MATHML: &[&str] = &[
    "math",
    "menclose",
    "merror",
    "mfrac",
    "mi",
    "mmultiscripts",
    "mn",
    "mo",
    "mover",
    "mpadded",
    "mphantom",
    "mprescripts",
    "mroot",
    "mrow",
    "ms",
    "mspace",
    "msqrt",
    "mstyle",
    "msub",
    "msubsup",
    "msup",
    "mtable",
    "mtd",
    "mtext",
    "mtr",
    "munder",
    "munderover",
    "none",
    "semantics",
];

const VOID: &[&str] = &[
    "area", "base", "basefont", "bgsound", "br", "col", "embed", "frame", "hr", "image", "img", "input", "keygen", "link", "meta", "param",
    "source", "track", "wbr",
];

/// Elements that go with all that is in them.
const DROPPED: &[&str] = &[
    "annotation",
    "annotation-xml",
    "applet",
    "button",
    "canvas",
    "datalist",
    "dialog",
    "embed",
    "frameset",
    "head",
    "iframe",
    "noembed",
    "noframes",
    "object",
    "plaintext",
    "script",
    "select",
    "style",
    "svg",
    "template",
    "textarea",
    "title",
    "xmp",
];

/// Elements whose content is text to a parser, up to their end tag or to the end of everything.
const RAW: &[&str] = &[
    "iframe",
    "noembed",
    "noframes",
    "plaintext",
    "script",
    "style",
    "textarea",
    "title",
    "xmp",
];

const BLOCK: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "caption",
    "center",
    "dd",
    "details",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "hr",
    "legend",
    "li",
    "listing",
    "main",
    "menu",
    "nav",
    "ol",
    "p",
    "pre",
    "search",
    "section",
    "summary",
    "table",
    "tbody",
    "tfoot",
    "thead",
    "tr",
    "ul",
];

/// An element's name, in upper or lower case, and what is known of elements with it: looked up once, told often.
#[derive(Debug, Clone, Copy)]
pub struct Name<'a> {
    /// In lower case where elements with it are known; as it is written elsewhere.
    text: &'a str,
    known: Option<&'static Known>,
}

/// What is known of elements with a name.
#[derive(Debug)]
struct Known {
    name: &'static str,
    is_void: bool,
    is_dropped: bool,
    is_raw: bool,
    is_block: bool,
    is_formatting: bool,
    is_implied: bool,
    /// The attributes that only this element may have; `None` when it may not be there at all.
    own_attributes: Option<&'static [&'static str]>,
}

impl<'a> Name<'a> {
    /// The name that is written so.
    pub fn new(written: &'a str) -> Self {
        let known = known(written);
        Self {
            text: known.map_or(written, |known| known.name),
            known,
        }
    }

    /// The name.
    pub fn as_str(self) -> &'a str {
        self.text
    }

    /// Whether it is an element's: one of HTML or MathML, or one that isn't known but can't be anything else.
    pub fn is_known(self) -> bool {
        self.known.is_some() || self.text.contains(['-', ':'])
    }

    /// Whether the element has no content and no end tag.
    pub fn is_void(self) -> bool {
        self.known.is_some_and(|known| known.is_void)
    }

    /// Whether the element goes with its content.
    pub fn is_dropped(self) -> bool {
        self.known.is_some_and(|known| known.is_dropped)
    }

    /// Whether markup in the element is text to a parser.
    pub fn is_raw(self) -> bool {
        self.known.is_some_and(|known| known.is_raw)
    }

    /// Whether the element stands on lines of its own.
    pub fn is_block(self) -> bool {
        self.known.is_some_and(|known| known.is_block)
    }

    /// Whether a parser opens the element again in the next block when it wasn't closed.
    pub fn is_formatting(self) -> bool {
        self.known.is_some_and(|known| known.is_formatting)
    }

    /// Whether the end of what is around the element ends it.
    pub fn is_implied(self) -> bool {
        self.known.is_some_and(|known| known.is_implied)
    }

    /// The attributes that only this element may have; `None` when it may not be there at all.
    pub fn own_attributes(self) -> Option<&'static [&'static str]> {
        self.known.and_then(|known| known.own_attributes)
    }
}

impl PartialEq for Name<'_> {
    fn eq(&self, other: &Self) -> bool {
        match (self.known, other.known) {
            (Some(one), Some(other)) => std::ptr::eq(one, other),
            (None, None) => self.text.eq_ignore_ascii_case(other.text),
            _ => false,
        }
    }
}

impl Eq for Name<'_> {}

impl PartialEq<&str> for Name<'_> {
    fn eq(&self, other: &&str) -> bool {
        self.text == *other
    }
}

/// The elements that are known, by the first letter of their names.
static BY_LETTER: LazyLock<[Vec<Known>; 26]> = LazyLock::new(|| {
    std::array::from_fn(|letter| {
        let names = KNOWN.iter().chain(MATHML).filter(|name| letter_of(name) == Some(letter));
        let known = names.map(|name| Known {
            name,
            is_void: VOID.contains(name),
            is_dropped: DROPPED.contains(name),
            is_raw: RAW.contains(name),
            is_block: BLOCK.contains(name),
            is_formatting: FORMATTING.contains(name),
            is_implied: IMPLIED.contains(name),
            own_attributes: allow_list::own_attributes(name),
        });
        known.collect()
    })
});

fn known(written: &str) -> Option<&'static Known> {
    let mut alike = BY_LETTER.get(letter_of(written)?)?.iter();
    alike.find(|known| known.name.eq_ignore_ascii_case(written))
}

/// The number of a name's first letter, 0 for `a`; more than 25 for what is no letter.
fn letter_of(name: &str) -> Option<usize> {
    Some(usize::from(name.as_bytes().first()?.to_ascii_lowercase().wrapping_sub(b'a')))
}

/// Whether a name is an element's, see [`Name::is_known`].
pub fn is_known(name: &str) -> bool {
    Name::new(name).is_known()
}

/// Whether an element has no content and no end tag.
pub fn is_void(name: &str) -> bool {
    Name::new(name).is_void()
}

/// Whether markup in an element is text to a parser.
pub fn is_raw(name: &str) -> bool {
    Name::new(name).is_raw()
}

/// Whether an element stands on lines of its own.
pub fn is_block(name: &str) -> bool {
    Name::new(name).is_block()
}

/// The element that takes the place of one that isn't allowed, so that what was a block stays one; `None` where its content is enough.
pub fn stand_in(name: &str) -> Option<&'static str> {
    match name {
        "acronym" => Some("abbr"),
        "center" | "fieldset" | "form" | "legend" | "nav" | "search" => Some("div"),
        "dir" => Some("ul"),
        "listing" => Some("pre"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::Name;

    #[test]
    fn a_name_is_the_same_in_any_case() {
        assert_eq!(Name::new("DIV"), Name::new("div"));
        assert_eq!(Name::new("DIV").as_str(), "div");
        assert_eq!(Name::new("My-Part"), Name::new("my-part"));
        assert_ne!(Name::new("my-part"), Name::new("div"));
    }

    #[test]
    fn what_is_known_of_an_element_is_what_the_lists_say() {
        for list in [
            super::KNOWN,
            super::MATHML,
            super::VOID,
            super::DROPPED,
            super::RAW,
            super::BLOCK,
            super::FORMATTING,
            super::IMPLIED,
        ] {
            for name in list {
                assert!(Name::new(name).known.is_some(), "{name}");
            }
        }
        assert!(Name::new("x-y").is_known() && Name::new("o:p").is_known());
        assert!(
            !Name::new("T").is_known() && !Name::new("MODULE_NAME").is_known() && !Name::new("字").is_known() && !Name::new("").is_known()
        );
        assert!(Name::new("td").is_implied() && !Name::new("td").is_block() && Name::new("tr").is_block());
        assert_eq!(Name::new("ol").own_attributes(), Some(&["reversed", "start", "type"][..]));
        assert_eq!(Name::new("p").own_attributes(), Some(&[][..]));
        assert_eq!(Name::new("script").own_attributes(), None);
    }
}
