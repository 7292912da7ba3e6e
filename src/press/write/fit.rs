//! Keeps a card small enough for a list: list files stay under 100 kB, whatever a post calls itself.

use unicode_segmentation::UnicodeSegmentation;

use crate::archive::{CARD_BYTES, Card};
use crate::press::diagnostic::{Diagnostic, Kind};
use crate::press::summary::shortened;

/// The longest title in a list, in characters.
const LONGEST_TITLE: usize = 200;

/// The longest name of an author, tag or category in a list, in characters.
const LONGEST_NAME: usize = 80;

/// The card of the post in `file` as lists show it, and what had to be left out of it. The article keeps everything.
pub fn to_list(card: &Card, file: &str) -> (Card, Option<Diagnostic>) {
    let mut fitted = card.clone();
    let mut left_out = Vec::new();
    if card.title.graphemes(true).count() > LONGEST_TITLE {
        fitted.title = shortened(&card.title, LONGEST_TITLE);
        left_out.push("the end of the title");
    }
    let is_long = |name: &String| name.graphemes(true).count() > LONGEST_NAME;
    if card
        .authors
        .iter()
        .chain(&card.tags)
        .chain(card.categories.iter().flatten())
        .any(is_long)
    {
        for name in fitted.authors.iter_mut().filter(|name| is_long(name)) {
            *name = shortened(name, LONGEST_NAME);
        }
        fitted.tags.retain(|name| !is_long(name));
        fitted.categories.retain(|path| !path.iter().any(is_long));
        left_out.push("long names");
    }
    type Step = (&'static str, fn(&mut Card));
    let steps: [Step; 7] = [
        ("the address of the original", |card| card.link = None),
        ("authors beyond the third", |card| card.authors.truncate(3)),
        ("tags beyond the twelfth", |card| card.tags.truncate(12)),
        ("categories", |card| card.categories.clear()),
        ("the picture", |card| card.image = None),
        ("tags beyond the fourth", |card| card.tags.truncate(4)),
        ("the summary", |card| card.summary.clear()),
    ];
    for (what, leave_out) in steps {
        if fitted.written_bytes() <= CARD_BYTES {
            break;
        }
        leave_out(&mut fitted);
        left_out.push(what);
    }
    let diagnostic = (!left_out.is_empty()).then(|| Diagnostic {
        file: file.to_owned(),
        line: None,
        field: "card".to_owned(),
        kind: Kind::Body,
        reason: format!("too large for a list; lists show it without {}", left_out.join(", ")),
    });
    (fitted, diagnostic)
}
