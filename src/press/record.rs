//! What is known of a post but for its body, as bytes: it waits in the spool until its place in the archive is known, and in the
//! cache for the next run.

use serde::{Deserialize, Serialize};

use super::compose::{BodyHash, Draft};
use super::diagnostic::Diagnostic;
use super::local_pictures::LocalPictures;
use crate::archive::{Article, Card, Key, Picture, PictureSource, Size, Timestamp, WebUrl};

/// What a post came to: perhaps an article, perhaps only diagnostics.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// The article.
    pub draft: Option<Draft>,
    /// Its local pictures.
    pub pictures: LocalPictures,
    /// What is odd in the post.
    pub diagnostics: Vec<Diagnostic>,
}

/// What the archive doesn't show of an outcome. It follows the record.
#[derive(Serialize, Deserialize)]
struct Rest {
    declares_id: bool,
    body_hash: BodyHash,
    pictures: LocalPictures,
    diagnostics: Vec<Diagnostic>,
}

/// The fields of an article; its tags are spelled as the post spells them.
#[derive(Serialize, Deserialize)]
struct Record {
    id: String,
    title: String,
    summary: String,
    link: Option<String>,
    image: Option<RecordedPicture>,
    published: Option<i64>,
    authors: Vec<String>,
    tags: Vec<String>,
    categories: Vec<Vec<String>>,
    language: Option<String>,
    minutes: u32,
    modified: Option<i64>,
    banner: Option<RecordedPicture>,
}

#[derive(Serialize, Deserialize)]
struct RecordedPicture {
    source: String,
    sides: Option<(u32, u32)>,
}

impl Outcome {
    /// The outcome as bytes; `None` where a picture's path is no Unicode.
    pub fn encode(&self) -> Option<Vec<u8>> {
        let record = self.draft.as_ref().map(Record::of);
        let rest = Rest {
            declares_id: self.draft.as_ref().is_some_and(|draft| draft.declares_id),
            body_hash: self.draft.as_ref().map(|draft| draft.body_hash).unwrap_or_default(),
            pictures: self.pictures.clone(),
            diagnostics: self.diagnostics.clone(),
        };
        let bytes = postcard::to_stdvec(&record).ok()?;
        postcard::to_extend(&rest, bytes).ok()
    }

    /// The outcome that [`Self::encode`] made these bytes of; `None` for any others.
    pub fn decode(bytes: &[u8]) -> Option<Self> {
        let (record, bytes): (Option<Record>, _) = postcard::take_from_bytes(bytes).ok()?;
        let rest: Rest = postcard::from_bytes(bytes).ok()?;
        Some(Self {
            draft: record.map(|record| record.into_draft(rest.declares_id, rest.body_hash)),
            pictures: rest.pictures,
            diagnostics: rest.diagnostics,
        })
    }
}

/// The article, without its body, in the bytes of an outcome; its tags are spelled as the post spells them.
pub fn article(bytes: &[u8]) -> Option<Article> {
    let (record, _): (Option<Record>, _) = postcard::take_from_bytes(bytes).ok()?;
    let draft = record?.into_draft(false, BodyHash::default());
    Some(Article {
        card: draft.card,
        modified: draft.modified,
        banner: draft.banner,
        body_html: String::new(),
    })
}

impl Record {
    fn of(draft: &Draft) -> Self {
        let card = &draft.card;
        Self {
            id: card.id.clone(),
            title: card.title.clone(),
            summary: card.summary.clone(),
            link: card.link.as_ref().map(ToString::to_string),
            image: card.image.as_ref().map(recorded),
            published: card.published.map(Timestamp::seconds),
            authors: card.authors.clone(),
            tags: card.tags.clone(),
            categories: card.categories.clone(),
            language: card.language.clone(),
            minutes: card.minutes,
            modified: draft.modified.map(Timestamp::seconds),
            banner: draft.banner.as_ref().map(recorded),
        }
    }

    fn into_draft(self, declares_id: bool, body_hash: BodyHash) -> Draft {
        let card = Card {
            key: Key::of_article(&self.id),
            id: self.id,
            title: self.title,
            summary: self.summary,
            link: self.link.as_deref().and_then(WebUrl::parse),
            image: self.image.and_then(picture),
            published: self.published.and_then(Timestamp::from_seconds),
            authors: self.authors,
            tags: self.tags,
            categories: self.categories,
            language: self.language,
            minutes: self.minutes,
        };
        Draft {
            declares_id,
            card,
            modified: self.modified.and_then(Timestamp::from_seconds),
            banner: self.banner.and_then(picture),
            body_hash,
        }
    }
}

fn recorded(picture: &Picture) -> RecordedPicture {
    RecordedPicture {
        source: picture.source.as_str().to_owned(),
        sides: picture.size.map(|size| (size.width, size.height)),
    }
}

fn picture(recorded: RecordedPicture) -> Option<Picture> {
    let source = PictureSource::parse(&recorded.source)?;
    let size = recorded.sides.and_then(|(width, height)| Size::new(width, height));
    Some(Picture { source, size })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_outcome_comes_back_as_it_went() {
        let picture = |address| Picture {
            source: PictureSource::parse(address).expect("an address"),
            size: Size::new(600, 400),
        };
        let draft = Draft {
            declares_id: true,
            card: Card {
                key: Key::of_article("https://example.org/1"),
                id: "https://example.org/1".to_owned(),
                title: "标题".to_owned(),
                summary: "Text".to_owned(),
                link: WebUrl::parse("https://example.org/1"),
                image: Some(picture("https://example.org/1.png")),
                published: Timestamp::from_seconds(-1),
                authors: vec!["Somebody".to_owned()],
                tags: vec!["iOS".to_owned(), "小米".to_owned()],
                categories: vec![vec!["a".to_owned(), "b".to_owned()]],
                language: Some("zh".to_owned()),
                minutes: 3,
            },
            modified: Timestamp::from_seconds(1_600_000_000),
            banner: Some(picture("pictures/aaaaaaaaaaaaaaaa.png")),
            body_hash: [7; 16],
        };
        let outcome = Outcome {
            draft: Some(draft),
            pictures: LocalPictures::default(),
            diagnostics: Vec::new(),
        };
        let bytes = outcome.encode().expect("all paths are Unicode");
        assert_eq!(Outcome::decode(&bytes).as_ref(), Some(&outcome));
        assert_eq!(article(&bytes).map(|article| article.card), outcome.draft.map(|draft| draft.card));
        assert_eq!(Outcome::decode(&bytes[..bytes.len() - 1]), None);
        assert_eq!(article(&bytes[..10]), None);
    }
}
