//! The open archive: fetches its files, keeps those of the view, and notices when it was published anew.

mod directory;
mod ordinal;
mod postings;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use futures_util::future::try_join_all;

use crate::archive::calendar::YearDays;
use crate::archive::directory::{DirectoryBlock, DirectoryTable};
use crate::archive::posting::PostingFile;
use crate::archive::{
    Article, ArticleGroup, Card, CardPage, Fault, Key, Latest, Manifest, Read, ReadError, TagDocument, VersionTable, file, key, name,
};
use crate::reader::browser::fetch::{self, Caching, FetchError};
use crate::reader::browser::{boot, text, timer};

/// Articles that are kept after they were shown, so that Back and Forward are at once.
const KEPT_ARTICLES: usize = 8;

/// A file of the archive that could not be had: which one, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArchiveError {
    /// The address that was asked.
    pub url: String,
    /// What came instead.
    pub cause: Cause,
}

/// Why a file could not be had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cause {
    /// It did not arrive.
    Fetch(FetchError),
    /// It arrived and isn't what was asked for.
    Read(ReadError),
    /// It is no file of the archive: a part of the program did not come, for this reason.
    Program(String),
    /// It isn't there any more, because the archive was published anew: the view has to start again.
    Republished,
}

impl ArchiveError {
    /// Whether the host says that there is no such file.
    pub fn is_not_found(&self) -> bool {
        matches!(self.cause, Cause::Fetch(FetchError::Status(404 | 410)))
    }
}

/// One view of an archive. It never mixes two generations: a file that is foreign to its manifest is an error.
///
/// Its memories are looked through from the front: they stay short, and hash maps would double the code of this file. They are behind mutexes because Leptos asks that whatever a view holds can be sent; a page has one thread, and none
/// of them is held across an `await`.
pub struct Archive {
    /// The folder's absolute address, ending in a slash.
    pub url: String,
    /// The manifest and the newest cards.
    pub latest: Latest,
    /// By path: those of card pages and those of postings.
    tables: Mutex<Vec<(String, Arc<VersionTable>)>>,
    postings: Mutex<Vec<(String, Arc<PostingFile>)>>,
    years: Mutex<Vec<Arc<YearDays>>>,
    directory_table: Mutex<Option<Arc<DirectoryTable>>>,
    directory_blocks: Mutex<Vec<(String, Arc<DirectoryBlock>)>>,
    pages: Mutex<Vec<Arc<CardPage>>>,
    tags: Mutex<Vec<(Key, Arc<TagDocument>)>>,
    articles: Mutex<Vec<Arc<Article>>>,
}

impl Archive {
    /// Opens the archive. The first time it takes the answer that the bootstrap asked for.
    pub async fn open() -> Result<Arc<Self>, ArchiveError> {
        let folder = boot::archive_url();
        let url = format!("{folder}{}", file::LATEST);
        let most = file::most_bytes(file::LATEST);
        let answer = match boot::take_latest() {
            Some(promise) => {
                // It may be here already, and the page's frame has just been made in this task.
                timer::yield_to_page().await;
                fetch::promised_bytes(promise, most).await
            }
            None => fetch::bytes(&url, Caching::Document, most).await,
        };
        let latest = Arrived::new(url, answer)?.read(Latest::read)?;
        Ok(Arc::new(Self {
            url: folder,
            latest,
            tables: Mutex::default(),
            postings: Mutex::default(),
            years: Mutex::default(),
            directory_table: Mutex::default(),
            directory_blocks: Mutex::default(),
            pages: Mutex::default(),
            tags: Mutex::default(),
            articles: Mutex::default(),
        }))
    }

    /// What the view consists of.
    pub fn manifest(&self) -> &Manifest {
        &self.latest.manifest
    }

    /// A page of cards.
    pub async fn page(&self, page: u32) -> Result<Arc<CardPage>, ArchiveError> {
        if let Some(known) = lock(&self.pages).iter().find(|known| known.page == page) {
            return Ok(known.clone());
        }
        let table = self.card_table(page).await?;
        let (block, place) = Manifest::table_of(page);
        let hash = table
            .versions
            .get(place)
            .ok_or_else(|| self.foreign(file::version_table(block, "…"), "this page"))?;
        let path = file::card_page(page, hash);
        let read = self.versioned(&path).await?.read(CardPage::read)?;
        if read.page != page {
            return Err(self.foreign(path, "the page that its name promises"));
        }
        let read = Arc::new(read);
        lock(&self.pages).push(read.clone());
        Ok(read)
    }

    /// The card with an ordinal below the archive's count.
    pub async fn card(&self, ordinal: u32) -> Result<Arc<Card>, ArchiveError> {
        let known = self.newest().find(|(newest, _)| *newest == ordinal);
        if let Some((_, card)) = known {
            return Ok(Arc::new(card.clone()));
        }
        let page = self.page(Manifest::page_of(ordinal)).await?;
        let card = page.with_ordinals().find(|(other, _)| *other == ordinal);
        card.map(|(_, card)| Arc::new(card.clone()))
            .ok_or_else(|| self.foreign(file::card_page(page.page, "…"), "this card"))
    }

    /// The cards with these ordinals, which are below the archive's count. Their pages are asked for at once.
    pub async fn cards(&self, ordinals: &[u32]) -> Result<Vec<Arc<Card>>, ArchiveError> {
        let newest = self.manifest().count.saturating_sub(self.latest.cards.len() as u32);
        let mut pages: Vec<u32> = ordinals
            .iter()
            .filter(|ordinal| **ordinal < newest)
            .map(|ordinal| Manifest::page_of(*ordinal))
            .collect();
        pages.sort_unstable();
        pages.dedup();
        // Each table once, before the pages that it names.
        let of_one_table = |one: &u32, other: &u32| Manifest::table_of(*one).0 == Manifest::table_of(*other).0;
        let tables = pages.chunk_by(of_one_table).filter_map(|pages| pages.first());
        try_join_all(tables.map(|page| self.card_table(*page))).await?;
        try_join_all(pages.iter().map(|page| self.page(*page))).await?;
        try_join_all(ordinals.iter().map(|ordinal| self.card(*ordinal))).await
    }

    /// A tag's document; `None` when no article has the tag.
    pub async fn tag(&self, tag: &str) -> Result<Option<Arc<TagDocument>>, ArchiveError> {
        let key = Key::of_tag(&name::comparable(tag, text::nfc));
        if let Some((_, known)) = lock(&self.tags).iter().find(|(known, _)| *known == key) {
            return Ok(Some(known.clone()));
        }
        let Some(file) = self.document(&file::tag(&key)).await? else {
            return Ok(None);
        };
        let document = Arc::new(file.read(TagDocument::read)?);
        if Key::of_tag(&name::comparable(&document.name, text::nfc)) != key {
            return Err(self.foreign(file::tag(&key), "this tag"));
        }
        lock(&self.tags).push((key, document.clone()));
        Ok(Some(document))
    }

    /// The file that an article is in, by its path in the archive.
    pub fn article_path(&self, key: &Key) -> String {
        match self.manifest().n_groups {
            0 => file::article(key),
            n_groups => file::article_group(key.group(n_groups), n_groups),
        }
    }

    /// An article; `None` when the archive has none with this key.
    pub async fn article(&self, key: &Key) -> Result<Option<Arc<Article>>, ArchiveError> {
        if let Some(known) = lock(&self.articles).iter().find(|article| article.card.key == *key) {
            return Ok(Some(known.clone()));
        }
        let (n_groups, path) = (self.manifest().n_groups, self.article_path(key));
        let found = match self.document(&path).await? {
            Some(file) => file.read(|bytes| match n_groups {
                0 => Article::read(bytes).map(|read| read.map(Some)),
                _ => ArticleGroup::read_one(bytes, key),
            })?,
            None => None,
        };
        let Some(article) = found.map(Arc::new) else {
            // Where the archive was published anew with another number of groups, the article is in one of those.
            let is_elsewhere = n_groups > 0 && self.is_republished().await;
            return if is_elsewhere { Err(self.republished(&path)) } else { Ok(None) };
        };
        if article.card.key != *key {
            return Err(self.foreign(path, "this article"));
        }
        let mut kept = lock(&self.articles);
        kept.truncate(KEPT_ARTICLES - 1);
        kept.insert(0, article.clone());
        Ok(Some(article))
    }

    /// A card of the newest ones, by its place in the archive.
    pub fn newest(&self) -> impl Iterator<Item = (u32, &Card)> {
        (0..self.manifest().count).rev().zip(&self.latest.cards)
    }

    /// The table that names a card page.
    pub async fn card_table(&self, page: u32) -> Result<Arc<VersionTable>, ArchiveError> {
        let (block, _) = Manifest::table_of(page);
        let hash = self.manifest().tables.get(block as usize);
        let hash = hash.ok_or_else(|| self.foreign(file::LATEST.to_owned(), "a table for this page"))?;
        self.table(file::version_table(block, hash)).await
    }

    async fn table(&self, path: String) -> Result<Arc<VersionTable>, ArchiveError> {
        if let Some(known) = known(&self.tables, &path) {
            return Ok(known);
        }
        let file = self.versioned(&path).await?;
        let table = Arc::new(file.read(|bytes| VersionTable::read(bytes).map(whole))?);
        lock(&self.tables).push((path, table.clone()));
        Ok(table)
    }

    /// A versioned file, with the bytes that its name promises. When it is missing, the archive may have been published anew since
    /// the page was opened.
    async fn versioned(&self, path: &str) -> Result<Arrived, ArchiveError> {
        match self.fetch(path, Caching::Versioned).await {
            Ok(file) if key::file_hash(&file.bytes) != file::hash_of(path) => Err(ArchiveError {
                cause: Cause::Read(ReadError::of_other_bytes(&file.bytes)),
                url: file.url,
            }),
            Err(error) if error.is_not_found() && self.is_republished().await => Err(ArchiveError {
                url: error.url,
                cause: Cause::Republished,
            }),
            other => other,
        }
    }

    /// A document of its own; `None` when the archive has none of that name.
    async fn document(&self, path: &str) -> Result<Option<Arrived>, ArchiveError> {
        match self.fetch(path, Caching::Document).await {
            Ok(file) => Ok(Some(file)),
            Err(error) if error.is_not_found() => Ok(None),
            Err(error) => Err(error),
        }
    }

    async fn fetch(&self, path: &str, caching: Caching) -> Result<Arrived, ArchiveError> {
        let url = format!("{}{path}", self.url);
        let answer = fetch::bytes(&url, caching, file::most_bytes(path)).await;
        Arrived::new(url, answer)
    }

    fn republished(&self, path: &str) -> ArchiveError {
        ArchiveError {
            url: format!("{}{path}", self.url),
            cause: Cause::Republished,
        }
    }

    async fn is_republished(&self) -> bool {
        let now = self
            .fetch(file::LATEST, Caching::Document)
            .await
            .and_then(|file| file.read(Latest::read));
        now.is_ok_and(|now| now.manifest.generation != self.manifest().generation)
    }

    fn foreign(&self, path: String, missing: &'static str) -> ArchiveError {
        self.unreadable(&path, ReadError::OtherFile(missing))
    }

    fn unreadable(&self, path: &str, error: ReadError) -> ArchiveError {
        ArchiveError {
            url: format!("{}{path}", self.url),
            cause: Cause::Read(error),
        }
    }
}

fn lock<T>(memory: &Mutex<T>) -> MutexGuard<'_, T> {
    memory.lock().unwrap_or_else(PoisonError::into_inner)
}

fn known<T>(memory: &Mutex<Vec<(String, Arc<T>)>>, path: &str) -> Option<Arc<T>> {
    lock(memory).iter().find(|(known, _)| known == path).map(|(_, file)| file.clone())
}

/// What was read without a fault, as a file of which a part may be lost.
fn whole<T>(value: T) -> Read<T> {
    Read { value, faults: Vec::new() }
}

/// A file that has arrived, still as bytes: everything up to here is the same for all kinds of files.
struct Arrived {
    url: String,
    bytes: Vec<u8>,
}

impl Arrived {
    fn new(url: String, answer: Result<Vec<u8>, FetchError>) -> Result<Self, ArchiveError> {
        match answer {
            Ok(bytes) => Ok(Self { url, bytes }),
            Err(error) => Err(ArchiveError {
                url,
                cause: Cause::Fetch(error),
            }),
        }
    }

    /// Reads it. Fields that can't be used are named in the console: they cost themselves, not the view.
    fn read<T>(self, reader: impl Fn(&[u8]) -> Result<Read<T>, ReadError>) -> Result<T, ArchiveError> {
        match reader(&self.bytes) {
            Ok(Read { value, faults }) => {
                report(&self.url, &faults);
                Ok(value)
            }
            Err(error) => Err(ArchiveError {
                url: self.url,
                cause: Cause::Read(error),
            }),
        }
    }
}

fn report(url: &str, faults: &[Fault]) {
    for fault in faults {
        web_sys::console::warn_1(&format!("{url}: {fault}").into());
    }
}
