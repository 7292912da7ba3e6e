//! The JSON shapes of an archive's files, and their conversion from and to the domain types.
//!
//! Lists and articles follow JSON Feed 1.1 (jsonfeed.org/version/1.1). Writing is deterministic: fields in the order of these structs.

mod item;
mod list;

use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::value::RawValue;

use super::calendar::YearDays;
use super::directory::{DirectoryBlock, DirectoryTable, Entry};
use super::{Article, ArticleGroup, CardPage, Fault, FeedPage, Key, Latest, Read, ReadError, TagDocument, VersionTable};
use item::Item;
use list::{Feed, FeedExtra, ManifestExtra, PageExtra, TagExtra};

impl Latest {
    /// Reads `latest.json`.
    ///
    /// # Errors
    /// When the bytes aren't this file, or one of another version of the contract.
    pub fn read(bytes: &[u8]) -> Result<Read<Self>, ReadError> {
        let feed: Feed<ManifestExtra> = parse_feed(bytes)?;
        if feed.offprint.contract != super::CONTRACT {
            return Err(ReadError::Contract(feed.offprint.contract));
        }
        if !is_sealed(bytes, &feed.offprint.generation) {
            return Err(ReadError::Damaged);
        }
        let (cards, faults) = list::cards(feed.items);
        Ok(Read {
            value: Self {
                title: feed.title,
                manifest: feed.offprint.into(),
                cards,
            },
            faults,
        })
    }

    /// Gives the manifest its generation and writes `latest.json`.
    pub fn seal(mut self) -> (Self, Vec<u8>) {
        self.manifest.generation = String::new();
        let unsealed = self.write();
        self.manifest.generation = super::key::file_hash(&unsealed);
        let bytes = self.write();
        (self, bytes)
    }

    fn write(&self) -> Vec<u8> {
        write(&Feed::new(&self.title, ManifestExtra::from(&self.manifest), &self.cards))
    }
}

impl CardPage {
    /// Reads a page of cards.
    ///
    /// # Errors
    /// When the bytes aren't a page of cards.
    pub fn read(bytes: &[u8]) -> Result<Read<Self>, ReadError> {
        let feed: Feed<PageExtra> = parse_feed(bytes)?;
        let (cards, faults) = list::cards(feed.items);
        Ok(Read {
            value: Self {
                page: feed.offprint.page,
                cards,
            },
            faults,
        })
    }

    /// Writes the page.
    pub fn write(&self) -> Vec<u8> {
        write(&Feed::new(
            &format!("Cards, page {}", self.page),
            PageExtra { page: self.page },
            &self.cards,
        ))
    }
}

impl TagDocument {
    /// Reads a tag's document.
    ///
    /// # Errors
    /// When the bytes aren't a tag's document.
    pub fn read(bytes: &[u8]) -> Result<Read<Self>, ReadError> {
        let feed: Feed<TagExtra> = parse_feed(bytes)?;
        let (cards, faults) = list::cards(feed.items);
        Ok(Read {
            value: Self {
                name: feed.offprint.tag,
                count: feed.offprint.count,
                cards,
            },
            faults,
        })
    }

    /// Writes the document.
    pub fn write(&self) -> Vec<u8> {
        write(&Feed::new(
            &format!("#{}", self.name),
            TagExtra {
                tag: self.name.clone(),
                count: self.count,
            },
            &self.cards,
        ))
    }
}

impl VersionTable {
    /// Reads a table of page versions.
    ///
    /// # Errors
    /// When the bytes aren't such a table.
    pub fn read(bytes: &[u8]) -> Result<Self, ReadError> {
        let table: Table = parse(bytes)?;
        Ok(Self { versions: table.versions })
    }

    /// Writes the table.
    pub fn write(&self) -> Vec<u8> {
        write(&Table {
            versions: self.versions.clone(),
        })
    }
}

impl Article {
    /// Reads an article.
    ///
    /// # Errors
    /// When the bytes aren't an article.
    pub fn read(bytes: &[u8]) -> Result<Read<Self>, ReadError> {
        let item: Item = parse(bytes)?;
        let mut faults = Vec::new();
        let value = item.into_article(&mut faults)?;
        Ok(Read { value, faults })
    }

    /// Writes the article.
    pub fn write(&self) -> Vec<u8> {
        write(&Item::of_article(self))
    }
}

impl FeedPage {
    /// Writes a page of the public feed. Offprint never reads one.
    pub fn write(&self) -> Vec<u8> {
        let mut feed = Feed::new(&self.title, FeedExtra { page: self.number }, &self.cards);
        let folder = self.base_url.as_ref().map(|base| format!("{base}{}", super::file::ARCHIVE));
        let own = self.number.map_or(super::file::FEED.to_owned(), super::file::feed_page);
        feed.home_page_url = self.base_url.clone();
        feed.feed_url = folder.as_ref().map(|folder| format!("{folder}{own}"));
        feed.next_url = self.next.map(|next| match (&folder, self.number) {
            (Some(folder), _) => format!("{folder}{}", super::file::feed_page(next)),
            (None, None) => super::file::feed_page(next),
            (None, Some(_)) => format!("{next}.json"),
        });
        if let (Some(base), Some(folder)) = (&self.base_url, &folder) {
            for (item, card) in feed.items.iter_mut().zip(&self.cards) {
                item.publish(card, base, folder);
            }
        }
        write(&feed)
    }
}

impl super::Card {
    /// How many bytes the card takes in a list file.
    pub fn written_bytes(&self) -> usize {
        write(&Item::of_card(self)).len()
    }
}

impl YearDays {
    /// Reads the days of a year.
    ///
    /// # Errors
    /// When the bytes aren't such a file.
    pub fn read(bytes: &[u8]) -> Result<Self, ReadError> {
        let days: Days = parse(bytes)?;
        Ok(Self {
            year: days.year,
            months: days.months,
        })
    }

    /// Writes the days.
    pub fn write(&self) -> Vec<u8> {
        write(&Days {
            year: self.year,
            months: self.months.clone(),
        })
    }
}

impl DirectoryTable {
    /// Reads the directory's table.
    ///
    /// # Errors
    /// When the bytes aren't such a table.
    pub fn read(bytes: &[u8]) -> Result<Self, ReadError> {
        let table: Borders = parse(bytes)?;
        Ok(Self { blocks: table.blocks })
    }

    /// Writes the table.
    pub fn write(&self) -> Vec<u8> {
        write(&Borders {
            blocks: self.blocks.clone(),
        })
    }
}

impl DirectoryBlock {
    /// Reads a block of the directory.
    ///
    /// # Errors
    /// When the bytes aren't such a block.
    pub fn read(bytes: &[u8]) -> Result<Self, ReadError> {
        let block: Entries = parse(bytes)?;
        let entries = |entries: Vec<(String, u32)>| entries.into_iter().map(|(term, count)| Entry { term, count }).collect();
        Ok(Self {
            entries: entries(block.entries),
            tops: block.tops.into_iter().map(|(typed, top)| (typed, entries(top))).collect(),
        })
    }

    /// Writes the block.
    pub fn write(&self) -> Vec<u8> {
        let entries = |entries: &[Entry]| entries.iter().map(|entry| (entry.term.clone(), entry.count)).collect();
        write(&Entries {
            entries: entries(&self.entries),
            tops: self.tops.iter().map(|(typed, top)| (typed.clone(), entries(top))).collect(),
        })
    }
}

impl ArticleGroup {
    /// Reads a group of articles; one that can't be used is a fault and costs that article.
    ///
    /// # Errors
    /// When the bytes aren't a group.
    pub fn read(bytes: &[u8]) -> Result<Read<Self>, ReadError> {
        let group: Group = parse(bytes)?;
        let mut faults = Vec::new();
        let mut articles = Vec::new();
        for item in group.items {
            match item.into_article(&mut faults) {
                Ok(article) => articles.push(article),
                Err(error) => faults.push(Fault::new("", "items", &error.to_string())),
            }
        }
        Ok(Read {
            value: Self { articles },
            faults,
        })
    }

    /// Reads one article of a group; `None` when the group doesn't have it.
    ///
    /// # Errors
    /// When the bytes aren't a group, or the article can't be used.
    pub fn read_one(bytes: &[u8], key: &Key) -> Result<Read<Option<Article>>, ReadError> {
        let group: Group = parse(bytes)?;
        let mut faults = Vec::new();
        let item = group.items.into_iter().find(|item| item.key() == *key);
        let value = item.map(|item| item.into_article(&mut faults)).transpose()?;
        Ok(Read { value, faults })
    }

    /// Writes the group.
    pub fn write(&self) -> Vec<u8> {
        write(&Group {
            items: self.articles.iter().map(Item::of_article).collect(),
        })
    }
}

#[derive(Serialize, Deserialize)]
struct Days {
    year: u16,
    months: [Vec<u32>; 12],
}

#[derive(Serialize, Deserialize)]
struct Borders {
    blocks: Vec<(String, String)>,
}

#[derive(Serialize, Deserialize)]
struct Entries {
    entries: Vec<(String, u32)>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    tops: Vec<(String, Vec<(String, u32)>)>,
}

#[derive(Serialize, Deserialize)]
struct Group {
    items: Vec<Item>,
}

#[derive(Serialize, Deserialize)]
struct Table {
    versions: Vec<String>,
}

/// Reads a feed, then its extras, so that one parser of feeds serves all kinds of lists.
fn parse_feed<Extra: DeserializeOwned>(bytes: &[u8]) -> Result<Feed<Extra>, ReadError> {
    let feed: Feed<&RawValue> = parse(bytes)?;
    if feed.version != list::JSON_FEED {
        return Err(ReadError::OtherFile("a JSON Feed's version"));
    }
    let offprint = parse(feed.offprint.get().as_bytes())?;
    Ok(feed.with(offprint))
}

/// Whether `latest.json` has the bytes that its generation was made of: all of its own, but for the generation.
fn is_sealed(bytes: &[u8], generation: &str) -> bool {
    const FIELD: &[u8] = b"\"generation\":\"";
    let start = bytes
        .windows(FIELD.len())
        .position(|window| window == FIELD)
        .map(|start| start + FIELD.len());
    let parts = start.and_then(|start| bytes.split_at_checked(start));
    let rest = parts.and_then(|(before, after)| Some((before, after.strip_prefix(generation.as_bytes())?)));
    rest.is_some_and(|(before, after)| super::key::file_hash(&[before, after].concat()) == generation)
}

fn parse<'bytes, Shape: Deserialize<'bytes>>(bytes: &'bytes [u8]) -> Result<Shape, ReadError> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    if bytes.trim_ascii_start().starts_with(b"<") {
        return Err(ReadError::WebPage);
    }
    serde_json::from_slice(bytes).map_err(|error| ReadError::Json(error.to_string()))
}

fn write<Shape: Serialize>(shape: &Shape) -> Vec<u8> {
    serde_json::to_vec(shape).expect("wire structs have string keys and finite numbers only")
}

/// Reads a field with `parse`; what it refuses becomes a fault of that field.
fn checked<Value>(
    item: &str,
    field: &'static str,
    text: Option<String>,
    faults: &mut Vec<Fault>,
    parse: impl Fn(&str) -> Option<Value>,
) -> Option<Value> {
    let text = text?;
    let value = parse(&text);
    if value.is_none() {
        faults.push(Fault::new(item, field, &text));
    }
    value
}
