//! An article without its body, as bytes: what waits in the spool until its place in the archive is known.

use serde::{Deserialize, Serialize};

use crate::archive::{Article, Card, Key, Picture, PictureSource, Size, Timestamp, WebUrl};

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

/// The bytes of an article but for its body.
pub fn encode(card: &Card, modified: Option<Timestamp>, banner: Option<&Picture>) -> Vec<u8> {
    let record = Record {
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
        modified: modified.map(Timestamp::seconds),
        banner: banner.map(recorded),
    };
    postcard::to_stdvec(&record).expect("a vector takes whatever is written to it")
}

/// The article, without its body, that [`encode`] made these bytes of; `None` for any others.
pub fn decode(bytes: &[u8]) -> Option<Article> {
    let record: Record = postcard::from_bytes(bytes).ok()?;
    let card = Card {
        key: Key::of_article(&record.id),
        id: record.id,
        title: record.title,
        summary: record.summary,
        link: record.link.as_deref().and_then(WebUrl::parse),
        image: record.image.and_then(picture),
        published: record.published.and_then(Timestamp::from_seconds),
        authors: record.authors,
        tags: record.tags,
        categories: record.categories,
        language: record.language,
        minutes: record.minutes,
    };
    Some(Article {
        card,
        modified: record.modified.and_then(Timestamp::from_seconds),
        banner: record.banner.and_then(picture),
        body_html: String::new(),
    })
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
    fn an_article_comes_back_as_it_went() {
        let picture = |address| Picture {
            source: PictureSource::parse(address).expect("an address"),
            size: Size::new(600, 400),
        };
        let article = Article {
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
            body_html: String::new(),
        };
        let bytes = encode(&article.card, article.modified, article.banner.as_ref());
        assert_eq!(decode(&bytes), Some(article));
        assert_eq!(decode(&bytes[..bytes.len() - 1]), None);
    }
}
