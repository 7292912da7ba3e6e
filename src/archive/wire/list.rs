//! A JSON Feed with cards, and what each kind of list adds to it.

use serde::Serialize;
use serde_json::value::RawValue;

use super::super::calendar::Year;
use super::super::{CONTRACT, Card, Fault, Manifest, Read, ReadError, TagCount};
use super::fields::{Fields, read};
use super::item::{Found, Item};

/// The version that every list file names.
pub const JSON_FEED: &str = "https://jsonfeed.org/version/1.1";

/// JSON Feed 1.1, "Top-level", with this kind of list's extras.
#[derive(Serialize)]
pub struct Feed<Extra> {
    pub version: String,
    pub title: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub home_page_url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub feed_url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_url: Option<String>,
    #[serde(rename = "_offprint")]
    pub offprint: Extra,
    pub items: Vec<Item>,
}

impl<Extra> Feed<Extra> {
    pub fn new(title: &str, offprint: Extra, cards: &[Card]) -> Self {
        let items = cards.iter().map(Item::of_card).collect();
        Self {
            version: JSON_FEED.to_owned(),
            title: title.to_owned(),
            home_page_url: None,
            feed_url: None,
            next_url: None,
            offprint,
            items,
        }
    }
}

/// A list that was read: its own fields, its extras, and its items.
pub struct Opened<'json> {
    fields: Fields<'json>,
    /// This kind of list's extras.
    pub extra: Fields<'json>,
    items: Vec<&'json RawValue>,
}

impl<'json> Opened<'json> {
    /// Opens a list, so that one way serves all kinds of them.
    ///
    /// # Errors
    /// When it is none.
    pub fn new(bytes: &'json [u8]) -> Result<Self, ReadError> {
        let fields: Fields = super::parse(bytes)?;
        if fields.required::<String>("version")? != JSON_FEED {
            return Err(ReadError::OtherFile("a JSON Feed's version"));
        }
        Ok(Self {
            extra: fields.required("_offprint")?,
            items: fields.required("items")?,
            fields,
        })
    }

    /// What `make` makes of the list's title and cards, and what these lack.
    pub fn read<T>(self, make: impl FnOnce(String, Vec<Card>) -> T) -> Read<T> {
        let mut faults = Vec::new();
        let title = self.fields.optional("", "title", &mut faults).unwrap_or_default();
        let cards = self.items.into_iter().map(|item| Found::in_list(item, &mut faults).into_card());
        let value = make(title, cards.collect());
        Read { value, faults }
    }
}

#[derive(Serialize)]
pub struct PageExtra {
    pub page: u32,
}

#[derive(Serialize)]
pub struct TagExtra {
    pub tag: String,
    pub count: u32,
}

#[derive(Serialize)]
pub struct FeedExtra {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page: Option<u32>,
}

/// The manifest, as `latest.json` carries it.
#[derive(Serialize)]
pub struct ManifestExtra {
    contract: u32,
    generation: String,
    count: u32,
    time_zone: String,
    tables: Vec<String>,
    tags: Vec<(String, u32)>,
    n_tags: u32,
    heads: Vec<String>,
    /// Year, hash, articles by month.
    years: Vec<(u16, String, [u32; 12])>,
    directory: String,
    #[serde(skip_serializing_if = "is_zero")]
    groups: u32,
}

fn is_zero(number: &u32) -> bool {
    *number == 0
}

impl From<&Manifest> for ManifestExtra {
    fn from(manifest: &Manifest) -> Self {
        Self {
            contract: CONTRACT,
            generation: manifest.generation.clone(),
            count: manifest.count,
            time_zone: manifest.time_zone.clone(),
            tables: manifest.tables.clone(),
            tags: manifest.tags.iter().map(|tag| (tag.name.clone(), tag.count)).collect(),
            n_tags: manifest.n_tags,
            heads: manifest.heads.clone(),
            years: manifest
                .years
                .iter()
                .map(|year| (year.year, year.hash.clone(), year.months))
                .collect(),
            directory: manifest.directory.clone(),
            groups: manifest.n_groups,
        }
    }
}

/// Reads the manifest. What only the tag bar needs costs itself.
///
/// # Errors
/// When anything else can't be used.
pub fn manifest(extra: &Fields<'_>, faults: &mut Vec<Fault>) -> Result<Manifest, ReadError> {
    let count: u32 = extra.required("count")?;
    let years: Vec<(u16, String, [u32; 12])> = extra.required("years")?;
    let dated: u64 = years.iter().flat_map(|(_, _, months)| months).copied().map(u64::from).sum();
    if dated > u64::from(count) {
        return Err(ReadError::OtherFile("as many articles as its years"));
    }
    let tags: Vec<&RawValue> = extra.optional("", "tags", faults).unwrap_or_default();
    let tags = tags.into_iter().filter_map(|tag| read("", "tags", tag.get(), faults));
    let tags = tags.map(|(name, count)| TagCount { name, count }).collect();
    Ok(Manifest {
        generation: extra.required("generation")?,
        count,
        time_zone: extra.optional("", "time_zone", faults).unwrap_or_default(),
        tables: extra.required("tables")?,
        tags,
        n_tags: extra.optional("", "n_tags", faults).unwrap_or_default(),
        heads: extra.required("heads")?,
        years: years.into_iter().map(|(year, hash, months)| Year { year, hash, months }).collect(),
        directory: extra.required("directory")?,
        n_groups: extra.or_default("groups")?,
    })
}
