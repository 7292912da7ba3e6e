//! A JSON Feed item: a card in a list, or an article on its own. Reading costs a field that can't be used, never the item or its list.

use serde::Serialize;
use serde_json::value::RawValue;

use super::super::{Article, Card, Fault, Key, Picture, PictureSource, ReadError, Size, Timestamp, WebUrl};
use super::fields::{self, Fields};

/// JSON Feed 1.1, "Items". A card has `content_text`, its summary; an article has `content_html` as well.
#[derive(Default, Serialize)]
pub struct Item {
    id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    external_url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    content_html: Option<String>,
    content_text: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    image: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    banner_image: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_published: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_modified: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    authors: Vec<Author>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tags: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<String>,
    #[serde(rename = "_offprint")]
    offprint: ItemExtra,
}

#[derive(Serialize)]
struct Author {
    name: String,
}

/// What JSON Feed has no field for.
#[derive(Default, Serialize)]
struct ItemExtra {
    /// Reading time.
    minutes: u32,
    /// Category paths, each from the outermost level inwards.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    categories: Vec<Vec<String>>,
    /// Width and height of `image`.
    #[serde(skip_serializing_if = "Option::is_none")]
    image_size: Option<[u32; 2]>,
    /// Width and height of `banner_image`.
    #[serde(skip_serializing_if = "Option::is_none")]
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
}

/// What an item says. A card's has no body.
pub struct Found {
    card: Card,
    modified: Option<Timestamp>,
    banner: Option<Picture>,
    body_html: Option<String>,
}

impl Found {
    /// Reads an item of a list. One that is no object, or has no id, is kept without what it lacks: the place of a card is its ordinal.
    pub fn in_list(json: &RawValue, faults: &mut Vec<Fault>) -> Self {
        let before = faults.len();
        let item = fields::read("", "items", json.get(), faults).unwrap_or_default();
        let found = Self::read(item, faults);
        if found.card.id.is_empty() && !faults.iter().skip(before).any(|fault| ["items", "id"].contains(&fault.field)) {
            faults.push(Fault::new("", "id", "nothing"));
        }
        found
    }

    /// Reads an item.
    pub fn read(fields: Fields<'_>, faults: &mut Vec<Fault>) -> Self {
        let id: String = fields.optional("", "id", faults).unwrap_or_default();
        let mut item = Reader { id: &id, fields, faults };
        let title = item.text("title");
        let summary = item.text("content_text");
        let body_html = item.text("content_html");
        let link = item.checked("external_url", WebUrl::parse);
        let image = item.checked("image", PictureSource::parse);
        let banner = item.checked("banner_image", PictureSource::parse);
        let published = item.checked("date_published", Timestamp::parse);
        let modified = item.checked("date_modified", Timestamp::parse);
        let authors = item.authors();
        let tags = item.list("tags");
        let tags = item.names("tags", tags);
        let language = item.text("language");
        // From here on its own extras are read: what JSON Feed has no field for.
        item.fields = item.field("_offprint").unwrap_or_default();
        let minutes = item.field("minutes").unwrap_or_default();
        let categories = item.categories();
        let image = item.picture(image, "image_size");
        let banner = item.picture(banner, "banner_size");
        Self {
            card: Card {
                key: Key::of_article(&id),
                title: title.unwrap_or_default(),
                summary: summary.unwrap_or_default(),
                link,
                image,
                published,
                authors,
                tags,
                categories,
                language,
                minutes,
                id,
            },
            modified,
            banner,
            body_html,
        }
    }

    /// The card alone.
    pub fn into_card(self) -> Card {
        self.card
    }

    /// The article, of whose faults that one matters that makes it none.
    ///
    /// # Errors
    /// When it has no id or no body.
    pub fn into_article(self, faults: &[Fault]) -> Result<Article, ReadError> {
        let lacks = |field| match faults.iter().find(|fault| fault.field == field) {
            Some(fault) => ReadError::Field(fault.clone()),
            None => ReadError::OtherFile(field),
        };
        if self.card.id.is_empty() {
            return Err(lacks("id"));
        }
        Ok(Article {
            card: self.card,
            modified: self.modified,
            banner: self.banner,
            body_html: self.body_html.ok_or_else(|| lacks("content_html"))?,
        })
    }
}

/// Reads one item's fields.
struct Reader<'run, 'json> {
    id: &'run str,
    fields: Fields<'json>,
    faults: &'run mut Vec<Fault>,
}

impl<'json> Reader<'_, 'json> {
    fn field<Shape: serde::Deserialize<'json>>(&mut self, field: &'static str) -> Option<Shape> {
        self.fields.optional(self.id, field, self.faults)
    }

    fn part<Shape: serde::Deserialize<'json>>(&mut self, field: &'static str, json: &'json RawValue) -> Option<Shape> {
        fields::read(self.id, field, json.get(), self.faults)
    }

    fn text(&mut self, field: &'static str) -> Option<String> {
        self.field(field)
    }

    fn list(&mut self, field: &'static str) -> Vec<&'json RawValue> {
        self.field(field).unwrap_or_default()
    }

    /// Reads a text with `parse`; what it refuses is a fault.
    fn checked<Value>(&mut self, field: &'static str, parse: impl Fn(&str) -> Option<Value>) -> Option<Value> {
        let text = self.text(field)?;
        let value = parse(&text);
        if value.is_none() {
            self.faults.push(Fault::new(self.id, field, &text));
        }
        value
    }

    /// The names in a list, without those that are blank.
    fn names(&mut self, field: &'static str, list: Vec<&'json RawValue>) -> Vec<String> {
        let names = list.into_iter().filter_map(|name| self.part::<String>(field, name));
        names.filter(|name| !name.trim().is_empty()).collect()
    }

    fn authors(&mut self) -> Vec<String> {
        let mut names = Vec::new();
        for author in self.list("authors") {
            let author: Fields = self.part("authors", author).unwrap_or_default();
            names.extend(author.optional::<&RawValue>(self.id, "name", self.faults));
        }
        self.names("authors", names)
    }

    fn categories(&mut self) -> Vec<Vec<String>> {
        let mut paths = Vec::new();
        for path in self.list("categories") {
            let levels = self.part("categories", path).unwrap_or_default();
            paths.push(self.names("categories", levels));
        }
        paths.retain(|path| !path.is_empty());
        paths
    }

    fn picture(&mut self, source: Option<PictureSource>, size: &'static str) -> Option<Picture> {
        let sides: Option<(u32, u32)> = self.field(size);
        source.map(|source| Picture {
            source,
            size: sides.and_then(|(width, height)| Size::new(width, height)),
        })
    }
}

fn address(picture: &Picture) -> String {
    picture.source.as_str().to_owned()
}

fn sides(picture: &Picture) -> Option<[u32; 2]> {
    picture.size.map(|size| [size.width, size.height])
}
