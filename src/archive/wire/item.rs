//! A JSON Feed item: a card in a list, or an article on its own.

use serde::{Deserialize, Serialize};

use super::super::{Article, Card, Fault, Key, Picture, PictureSource, ReadError, Size, Timestamp, WebUrl};
use super::checked;

/// JSON Feed 1.1, "Items". A card has `content_text`, its summary; an article has `content_html` as well.
#[derive(Default, Serialize, Deserialize)]
pub struct Item {
    id: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    external_url: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    content_html: Option<String>,
    #[serde(default)]
    content_text: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    image: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    banner_image: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    date_published: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    date_modified: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    authors: Vec<Author>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    tags: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    language: Option<String>,
    #[serde(default, rename = "_offprint")]
    offprint: ItemExtra,
}

#[derive(Serialize, Deserialize)]
struct Author {
    #[serde(default)]
    name: String,
}

/// What JSON Feed has no field for.
#[derive(Default, Serialize, Deserialize)]
struct ItemExtra {
    /// Reading time.
    #[serde(default)]
    minutes: u32,
    /// Category paths, each from the outermost level inwards.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    categories: Vec<Vec<String>>,
    /// Width and height of `image`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    image_size: Option<[u32; 2]>,
    /// Width and height of `banner_image`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    banner_size: Option<[u32; 2]>,
}

impl Item {
    pub fn of_card(card: &Card) -> Self {
        let some = |text: &String| (!text.is_empty()).then(|| text.clone());
        Self {
            id: card.id.clone(),
            external_url: card.link.as_ref().map(ToString::to_string),
            title: some(&card.title),
            content_text: Some(card.summary.clone()),
            image: card.image.as_ref().map(address),
            date_published: card.published.map(|instant| instant.to_string()),
            authors: card.authors.iter().map(|name| Author { name: name.clone() }).collect(),
            tags: card.tags.clone(),
            language: card.language.clone(),
            offprint: ItemExtra {
                minutes: card.minutes,
                categories: card.categories.clone(),
                image_size: card.image.as_ref().and_then(sides),
                banner_size: None,
            },
            ..Self::default()
        }
    }

    pub fn of_article(article: &Article) -> Self {
        let mut item = Self::of_card(&article.card);
        item.content_html = Some(article.body_html.clone());
        item.banner_image = article.banner.as_ref().map(address);
        item.offprint.banner_size = article.banner.as_ref().and_then(sides);
        item.date_modified = article.modified.map(|instant| instant.to_string());
        item
    }

    /// Makes the item's addresses absolute, for the public feed.
    pub fn publish(&mut self, card: &Card, base_url: &str, folder_url: &str) {
        self.url = Some(format!("{base_url}?read={}", card.key));
        if let Some(Picture {
            source: PictureSource::Archive(path),
            ..
        }) = &card.image
        {
            self.image = Some(format!("{folder_url}{path}"));
        }
    }

    /// The key that its id gives it.
    pub fn key(&self) -> Key {
        Key::of_article(&self.id)
    }

    /// The card; `None`, with a fault, when the item has no id.
    pub fn into_card(self, faults: &mut Vec<Fault>) -> Option<Card> {
        if self.id.is_empty() {
            faults.push(Fault::new("", "id", "nothing"));
            return None;
        }
        let id = self.id;
        let link = checked(&id, "external_url", self.external_url, faults, WebUrl::parse);
        let image = checked(&id, "image", self.image, faults, PictureSource::parse);
        let published = checked(&id, "date_published", self.date_published, faults, Timestamp::parse);
        Some(Card {
            key: Key::of_article(&id),
            title: self.title.unwrap_or_default(),
            summary: self.content_text.unwrap_or_default(),
            link,
            image: image.map(|source| Picture {
                source,
                size: size(self.offprint.image_size),
            }),
            published,
            authors: self
                .authors
                .into_iter()
                .map(|author| author.name)
                .filter(|name| !name.is_empty())
                .collect(),
            tags: self.tags.into_iter().filter(|tag| !tag.is_empty()).collect(),
            categories: self.offprint.categories,
            language: self.language,
            minutes: self.offprint.minutes,
            id,
        })
    }

    pub fn into_article(mut self, faults: &mut Vec<Fault>) -> Result<Article, ReadError> {
        let body_html = self.content_html.take().ok_or(ReadError::OtherFile("content_html"))?;
        let banner = checked(&self.id, "banner_image", self.banner_image.take(), faults, PictureSource::parse);
        let modified = checked(&self.id, "date_modified", self.date_modified.take(), faults, Timestamp::parse);
        let banner = banner.map(|source| Picture {
            source,
            size: size(self.offprint.banner_size),
        });
        let card = self.into_card(faults).ok_or(ReadError::OtherFile("an id"))?;
        Ok(Article {
            card,
            modified,
            banner,
            body_html,
        })
    }
}

fn address(picture: &Picture) -> String {
    picture.source.as_str().to_owned()
}

fn sides(picture: &Picture) -> Option<[u32; 2]> {
    picture.size.map(|size| [size.width, size.height])
}

fn size(sides: Option<[u32; 2]>) -> Option<Size> {
    sides.and_then(|[width, height]| Size::new(width, height))
}
