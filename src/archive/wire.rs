//! The JSON shapes of an archive's files, and their conversion from and to the domain types.
//!
//! Lists and articles follow JSON Feed 1.1 (jsonfeed.org/version/1.1). Writing is deterministic: fields in the order of these structs.

mod fields;
mod item;
mod list;

use serde::Serialize;
use serde_json::error::Category;
use serde_json::value::RawValue;

use super::calendar::YearDays;
use super::directory::{DirectoryBlock, DirectoryTable, Entry};
use super::{Article, ArticleGroup, CardPage, Fault, FeedPage, Key, Latest, Read, ReadError, TagDocument, VersionTable};
use fields::Fields;
use item::{Found, Item};
use list::{Feed, FeedExtra, ManifestExtra, Opened, PageExtra, TagExtra};

impl Latest {
    /// Reads `latest.json`.
    ///
    /// # Errors
    /// When the bytes aren't this file, or one of another version of the contract.
    pub fn read(bytes: &[u8]) -> Result<Read<Self>, ReadError> {
        let feed = Opened::new(bytes)?;
        let contract = feed.extra.required("contract")?;
        if contract != super::CONTRACT {
            return Err(ReadError::Contract(contract));
        }
        let mut faults = Vec::new();
        let manifest = list::manifest(&feed.extra, &mut faults)?;
        if !is_sealed(bytes, &manifest.generation) {
            return Err(ReadError::Damaged);
        }
        let mut read = feed.read(|title, cards| Self { title, manifest, cards });
        read.faults.append(&mut faults);
        Ok(read)
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
        let feed = Opened::new(bytes)?;
        let page = feed.extra.required("page")?;
        Ok(feed.read(|_, cards| Self { page, cards }))
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
        let feed = Opened::new(bytes)?;
        let (name, count) = (feed.extra.required("tag")?, feed.extra.required("count")?);
        Ok(feed.read(|_, cards| Self { name, count, cards }))
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
        Ok(Self {
            versions: parse(bytes)?.required("versions")?,
        })
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
        article(parse(bytes)?)
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
        let days = parse(bytes)?;
        Ok(Self {
            year: days.required("year")?,
            months: days.required("months")?,
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
        Ok(Self {
            blocks: parse(bytes)?.required("blocks")?,
        })
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
        let block = parse(bytes)?;
        let entries = |entries: Vec<(String, u32)>| entries.into_iter().map(|(term, count)| Entry { term, count }).collect();
        let tops: Vec<(String, Vec<(String, u32)>)> = block.or_default("tops")?;
        Ok(Self {
            entries: entries(block.required("entries")?),
            tops: tops.into_iter().map(|(typed, top)| (typed, entries(top))).collect(),
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
        let items: Vec<&RawValue> = parse(bytes)?.required("items")?;
        let mut faults = Vec::new();
        let mut articles = Vec::new();
        for item in items {
            match fields::read("", "items", item.get(), &mut faults).map(article) {
                Some(Ok(mut read)) => {
                    articles.push(read.value);
                    faults.append(&mut read.faults);
                }
                Some(Err(error)) => faults.push(Fault::new("", "items", &error.to_string())),
                None => {}
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
        let items: Vec<&RawValue> = parse(bytes)?.required("items")?;
        // What others lack is nothing to this one.
        let items = items.into_iter().filter_map(|item| serde_json::from_str(item.get()).ok());
        let is_it = |item: &Fields| item.required::<String>("id").is_ok_and(|id| Key::of_article(&id) == *key);
        let mut found = items.filter(is_it);
        match found.next() {
            Some(item) => Ok(article(item)?.map(Some)),
            None => Ok(Read {
                value: None,
                faults: Vec::new(),
            }),
        }
    }

    /// Writes the group.
    pub fn write(&self) -> Vec<u8> {
        write(&Group {
            items: self.articles.iter().map(Item::of_article).collect(),
        })
    }
}

#[derive(Serialize)]
struct Days {
    year: u16,
    months: [Vec<u32>; 12],
}

#[derive(Serialize)]
struct Borders {
    blocks: Vec<(String, String)>,
}

#[derive(Serialize)]
struct Entries {
    entries: Vec<(String, u32)>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tops: Vec<(String, Vec<(String, u32)>)>,
}

#[derive(Serialize)]
struct Group {
    items: Vec<Item>,
}

#[derive(Serialize)]
struct Table {
    versions: Vec<String>,
}

/// Reads an article, with what it lacks.
fn article(item: Fields<'_>) -> Result<Read<Article>, ReadError> {
    let mut faults = Vec::new();
    let value = Found::read(item, &mut faults).into_article(&faults)?;
    Ok(Read { value, faults })
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

/// The fields of a file, or why it has none.
fn parse(bytes: &[u8]) -> Result<Fields<'_>, ReadError> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    match ReadError::of_other_bytes(bytes) {
        ReadError::Damaged => {}
        error => return Err(error),
    }
    let text = std::str::from_utf8(bytes).map_err(|error| match error.error_len() {
        Some(_) => ReadError::NotText(error.valid_up_to() + 1),
        None => ReadError::CutOff,
    })?;
    serde_json::from_str(text).map_err(|error| match error.classify() {
        Category::Eof => ReadError::CutOff,
        Category::Data => ReadError::OtherFile("fields"),
        Category::Syntax | Category::Io => ReadError::NotJson(error.to_string()),
    })
}

fn write<Shape: Serialize>(shape: &Shape) -> Vec<u8> {
    serde_json::to_vec(shape).expect("wire structs have string keys and finite numbers only")
}
