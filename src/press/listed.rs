//! The card as lists show it: small enough that a page of cards stays under 100 kB, whatever a post says.
//!
//! The article itself keeps everything.

use super::compose::summary::{self, SUMMARY_GRAPHEMES};
use super::diagnostic::{Diagnostic, Kind};
use crate::archive::{CARD_BYTES, Card};

/// Bytes of an address above which it goes before anything that a person reads.
const LONG_ADDRESS: usize = 300;

/// Takes something away from a card and tells whether it did. Repeated as long as it does.
type Step = fn(&mut Card) -> bool;

/// What goes first is what is missed least in a list. After the last step every card fits: its id has a limit of its own.
const STEPS: [Step; 17] = [
    |card| truncate(&mut card.tags, 64),
    |card| truncate(&mut card.categories, 16),
    |card| truncate(&mut card.authors, 16),
    |card| replace(&mut card.title, |title| summary::shorten(title, 200)),
    |card| card.link.take_if(|link| link.as_str().len() > LONG_ADDRESS).is_some(),
    |card| card.image.take_if(|image| image.source.as_str().len() > LONG_ADDRESS).is_some(),
    |card| drop_last(&mut card.tags, 8),
    |card| drop_last(&mut card.categories, 1),
    |card| drop_last(&mut card.authors, 3),
    |card| cut_texts(card, 300),
    |card| drop_last(&mut card.tags, 0),
    |card| drop_last(&mut card.categories, 0),
    |card| drop_last(&mut card.authors, 0),
    |card| card.link.take().is_some() | card.image.take().is_some(),
    |card| card.language.take().is_some(),
    |card| cut_texts(card, 100),
    |card| cut_texts(card, 0),
];

/// The card that stands for `card` in lists, and what it lacks. With `base_url` the public feed adds addresses to each card.
/// `file` tells the name of the post for diagnostics.
pub fn listed(mut card: Card, file: &dyn Fn() -> String, base_url: Option<&str>) -> (Card, Vec<Diagnostic>) {
    let published_bytes = base_url.map_or(0, |base| 2 * base.len() + 60);
    let limit = CARD_BYTES.saturating_sub(published_bytes);
    card.summary = summary::shorten(&card.summary, SUMMARY_GRAPHEMES);
    if card.written_bytes() <= limit {
        return (card, Vec::new());
    }
    let mut listed = card.clone();
    for step in STEPS {
        while listed.written_bytes() > limit && step(&mut listed) {}
    }
    let losses = losses(&card, &listed).map(|(kind, field)| Diagnostic {
        file: file(),
        line: None,
        field: field.to_owned(),
        kind,
        reason: "too long for lists, which show less of it; the article keeps all of it".to_owned(),
    });
    let losses = losses.collect();
    (listed, losses)
}

/// The fields that a list doesn't show in full. That a summary is short needs no saying.
fn losses(card: &Card, listed: &Card) -> impl Iterator<Item = (Kind, &'static str)> {
    [
        (card.title != listed.title, Kind::Title, "title"),
        (card.link != listed.link, Kind::Link, "link"),
        (card.image != listed.image, Kind::Picture, "image"),
        (card.authors != listed.authors, Kind::Author, "author"),
        (card.tags != listed.tags, Kind::Tag, "tags"),
        (card.categories != listed.categories, Kind::Category, "categories"),
        (card.language != listed.language, Kind::Language, "language"),
    ]
    .into_iter()
    .filter_map(|(is_lost, kind, field)| is_lost.then_some((kind, field)))
}

fn truncate<T>(list: &mut Vec<T>, length: usize) -> bool {
    let is_longer = list.len() > length;
    list.truncate(length);
    is_longer
}

fn drop_last<T>(list: &mut Vec<T>, kept: usize) -> bool {
    let shorter = list.len().saturating_sub(1).max(kept);
    truncate(list, shorter)
}

fn cut_texts(card: &mut Card, bytes: usize) -> bool {
    replace(&mut card.title, |title| cut(title, bytes)) | replace(&mut card.summary, |summary| cut(summary, bytes))
}

fn cut(text: &str, bytes: usize) -> String {
    if bytes == 0 {
        String::new()
    } else {
        summary::shorten_to_bytes(text, bytes)
    }
}

fn replace(text: &mut String, shorten: impl Fn(&str) -> String) -> bool {
    let shorter = shorten(text);
    let is_shorter = shorter.len() < text.len();
    if is_shorter {
        *text = shorter;
    }
    is_shorter
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::archive::{Key, WebUrl};

    fn file() -> String {
        "a.md".to_owned()
    }

    fn card() -> Card {
        let id = "https://example.org/1";
        Card {
            id: id.to_owned(),
            key: Key::of_article(id),
            title: "A title".to_owned(),
            summary: "A summary.".to_owned(),
            link: WebUrl::parse(id),
            image: None,
            published: None,
            authors: vec!["An author".to_owned()],
            tags: vec!["one".to_owned(), "two".to_owned()],
            categories: vec![vec!["a".to_owned(), "b".to_owned()]],
            language: Some("en".to_owned()),
            minutes: 1,
        }
    }

    #[test]
    fn a_card_that_fits_stands_as_it_is() {
        let card = card();
        assert_eq!(listed(card.clone(), &file, None), (card, Vec::new()));
    }

    #[test]
    fn any_card_fits_and_says_what_it_lacks() {
        let long = |unit: &str| unit.repeat(20_000);
        let hostile: [fn(&mut Card, String); 6] = [
            |card, text| card.title = text,
            |card, text| card.summary = text,
            |card, text| {
                let path: String = text
                    .chars()
                    .take(15_000)
                    .map(|char| if "\"\u{1}".contains(char) { 'x' } else { char })
                    .collect();
                card.link = WebUrl::parse(&format!("https://example.org/{path}"));
            },
            |card, text| card.authors = vec![text.clone(), text],
            |card, text| card.tags = (0..3_000).map(|n| format!("{n}{}", &text[..60])).collect(),
            |card, text| card.categories = vec![vec![text.clone(), text]],
        ];
        let base = format!("https://example.org/{}/", "x".repeat(170));
        for unit in ["长标", "a\u{301}", "\"\"\"", "👩‍👩‍👧", "\u{1}\u{1}\u{1}"] {
            let mut all = card();
            all.id = "i".repeat(590);
            for spoil in hostile {
                let mut one = card();
                let text = if unit == "👩‍👩‍👧" {
                    long(unit).replace('\u{200d}', "")
                } else {
                    long(unit)
                };
                spoil(&mut one, text.clone());
                spoil(&mut all, text);
                let (small, _) = listed(one, &file, None);
                assert!(small.written_bytes() <= CARD_BYTES);
            }
            let (small, losses) = listed(all, &file, Some(&base));
            assert!(small.written_bytes() + 2 * base.len() + 60 <= CARD_BYTES, "{unit}");
            assert_eq!(
                losses.len(),
                6 - usize::from(small.language.is_some()) - usize::from(small.image.is_some())
            );
        }
    }

    #[test]
    fn tags_go_from_the_end_and_the_first_stay() {
        let mut card = card();
        card.tags = (0..100).map(|n| format!("a rather long tag number {n}")).collect();
        let (small, losses) = listed(card.clone(), &file, None);
        assert_eq!(small.tags[..], card.tags[..small.tags.len()]);
        assert!(small.tags.len() > 8, "{}", small.tags.len());
        assert_eq!(small.title, card.title);
        assert_eq!(losses.len(), 1);
    }
}
