//! The archive as a whole: what comes in which order, and how each name is spelled. Cards and bodies are read back one by one.
//!
//! The order is (instant, key), undated articles first. A name is spelled as most articles spell it, ties by code point.

use std::collections::{BTreeMap, HashMap};
use std::io;
use std::path::PathBuf;
use std::sync::{PoisonError, RwLock};

use rayon::prelude::*;

use super::cache::{Cache, Hash};
use super::diagnostic::Diagnostic;
use super::entry::Entry;
use super::identity::{self, Collision, Known, SettleError};
use super::input::{Input, Source};
use super::lexicon::{Kind, Lexicon, Term};
use super::listed::listed;
use super::post::PostOptions;
use super::read::{Reading, body_again};
use super::record;
use super::write::ledger::Ingredients;
use super::write::spool::Spooled;
use crate::archive::{Article, Card, Key, Timestamp};

/// What is said of an archive as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imprint {
    /// The archive's name.
    pub title: String,
    /// The IANA name of its time zone.
    pub time_zone: String,
    /// Where the reader's page is published, with a slash at its end.
    pub base_url: Option<String>,
}

/// All that the archive consists of. Ordinals count articles from 0, the oldest.
pub struct Edition<'run> {
    /// What is said of the whole.
    pub imprint: Imprint,
    /// The tags, most frequent first, ties by comparable name.
    pub tags: Vec<Term>,
    /// The authors, in the same order.
    pub authors: Vec<Term>,
    /// Every beginning of every category path, in the same order.
    pub categories: Vec<Term>,
    /// The files of local pictures, by their names in the archive.
    pub pictures: BTreeMap<String, PathBuf>,
    entries: Vec<Entry>,
    lexicon: Lexicon,
    /// Ids that are no longer what the posts say, by the posts' places in the input.
    renamed: HashMap<u32, String>,
    store: Store<'run>,
    /// Cards that were too long for lists, by ordinal: shortening takes time, and a card may stand in many lists.
    shortened: RwLock<HashMap<u32, Card>>,
}

/// What the articles are read back from.
pub struct Store<'run> {
    /// The posts.
    pub input: &'run dyn Input,
    /// What the posts' meaning depends on.
    pub options: &'run PostOptions,
    /// Records of former runs.
    pub cache: Option<&'run Cache>,
    /// All but the bodies.
    pub records: Spooled,
    /// The bodies.
    pub bodies: Spooled,
}

impl<'run> Edition<'run> {
    /// Tells the articles apart, puts them in order and spells their names.
    ///
    /// # Errors
    /// When two articles or two tags can't have names of their own, or the spool can't be read.
    pub fn new(imprint: Imprint, mut reading: Reading, store: Store<'run>, diagnostics: &mut Vec<Diagnostic>) -> Result<Self, SettleError> {
        let mut entries = std::mem::take(&mut reading.entries);
        diagnostics.append(&mut reading.diagnostics);
        let renamed = identity::settle(&mut entries, &store, diagnostics)?;
        entries.par_sort_unstable_by(|one, other| one.order().cmp(&other.order()));
        let mut lexicon = reading.lexicon;
        let mut terms = |kind| lexicon.terms(kind, entries.iter().map(|entry| &*entry.mentions));
        let tags = terms(Kind::Tag);
        let authors = terms(Kind::Author);
        let categories = terms(Kind::Category);
        check_tags(&tags)?;
        let shown = entries.iter().filter_map(|entry| reading.pictures.remove(&entry.source));
        let pictures = shown.flatten().map(|picture| (picture.archive_name, picture.source_path)).collect();
        entries.par_iter_mut().for_each(|entry| {
            entry.made_of = made_of(entry, &lexicon, renamed.get(&entry.source));
            // From here on the terms know it.
            entry.mentions = Box::default();
        });
        Ok(Self {
            imprint,
            tags,
            authors,
            categories,
            pictures,
            entries,
            lexicon,
            renamed,
            store,
            shortened: RwLock::default(),
        })
    }

    /// How many articles there are.
    pub fn count(&self) -> u32 {
        self.entries.len() as u32
    }

    /// When the article was published.
    pub fn published(&self, ordinal: u32) -> Option<Timestamp> {
        self.entry(ordinal).published
    }

    /// The article's key.
    pub fn key(&self, ordinal: u32) -> Key {
        self.entry(ordinal).id.key()
    }

    /// The characters of all keys, by ordinal.
    pub fn key_bytes(&self) -> impl Iterator<Item = &[u8]> {
        self.entries.iter().map(|entry| entry.id.key_bytes())
    }

    /// Stands for all that the article and its card show.
    pub fn made_of(&self, ordinal: u32) -> &Hash {
        &self.entry(ordinal).made_of
    }

    /// How diagnostics name the article's post.
    pub fn file(&self, ordinal: u32) -> String {
        self.store.source(self.entry(ordinal).source).file
    }

    /// The article's card for lists.
    ///
    /// # Errors
    /// When it can't be read back.
    pub fn card(&self, ordinal: u32) -> io::Result<Card> {
        let shortened = self.shortened.read().unwrap_or_else(PoisonError::into_inner).get(&ordinal).cloned();
        match shortened {
            Some(card) => Ok(card),
            None => self.listed(ordinal).map(|(card, _)| card),
        }
    }

    /// The article's card for lists, and what it lacks there.
    ///
    /// # Errors
    /// When it can't be read back.
    pub fn listed(&self, ordinal: u32) -> io::Result<(Card, Vec<Diagnostic>)> {
        let article = self.without_body(ordinal)?;
        let file = || self.file(ordinal);
        let (card, losses) = listed(article.card, &file, self.imprint.base_url.as_deref());
        if !losses.is_empty() {
            let mut shortened = self.shortened.write().unwrap_or_else(PoisonError::into_inner);
            shortened.insert(ordinal, card.clone());
        }
        Ok((card, losses))
    }

    /// The article with its body.
    ///
    /// # Errors
    /// When it can't be read back.
    pub fn article(&self, ordinal: u32) -> io::Result<Article> {
        Ok(Article {
            body_html: self.store.body(self.entry(ordinal))?,
            ..self.without_body(ordinal)?
        })
    }

    /// Ends the reading back, so that the spools' room is free.
    pub fn into_records(self) -> Spooled {
        self.store.records
    }

    fn without_body(&self, ordinal: u32) -> io::Result<Article> {
        let entry = self.entry(ordinal);
        let mut article = self.store.record(entry)?;
        if let Some(id) = self.renamed.get(&entry.source) {
            article.card.key = Key::of_article(id);
            article.card.id.clone_from(id);
        }
        for tag in &mut article.card.tags {
            let shown = self.lexicon.shown_tag(tag);
            if shown != tag {
                *tag = shown.to_owned();
            }
        }
        Ok(article)
    }

    fn entry(&self, ordinal: u32) -> &Entry {
        &self.entries[ordinal as usize]
    }
}

impl Store<'_> {
    fn record(&self, entry: &Entry) -> io::Result<Article> {
        let bytes = match (entry.record.segment, self.cache) {
            (1.., Some(cache)) => cache.bytes(entry.record)?,
            _ => self.records.get(entry.record)?,
        };
        record::article(&bytes).ok_or_else(|| io::ErrorKind::InvalidData.into())
    }

    fn body(&self, entry: &Entry) -> io::Result<String> {
        match entry.body {
            Some(extent) => {
                let bytes = self.bodies.get(extent)?;
                String::from_utf8(bytes).map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))
            }
            None => body_again(self.input, entry.source as usize, self.options, &entry.body_hash)?
                .ok_or_else(|| io::Error::other("it has changed since the press began; run the press again")),
        }
    }
}

impl Known for Store<'_> {
    fn source(&self, place: u32) -> Source {
        self.input.source(place as usize)
    }

    fn id(&self, entry: &Entry) -> io::Result<String> {
        self.record(entry).map(|article| article.card.id)
    }
}

/// What an article's files are made of: what its post came to, and what other articles make of that.
fn made_of(entry: &Entry, lexicon: &Lexicon, id: Option<&String>) -> Hash {
    let mut ingredients = Ingredients::default().with(entry.made_of).with(id.map_or("", |id| id));
    for (place, shown) in lexicon.respelled_tags(&entry.mentions) {
        ingredients = ingredients.with(place.to_be_bytes()).with(shown);
    }
    ingredients.hash()
}

/// The name of a tag's document.
pub fn tag_key(tag: &Term) -> Key {
    Key::of_tag(&tag.comparable)
}

/// Two tags whose documents would have the same name are as impossible to keep apart as two such articles.
fn check_tags(tags: &[Term]) -> Result<(), Collision> {
    let mut names: HashMap<Key, &str> = HashMap::with_capacity(tags.len());
    for tag in tags {
        if let Some(other) = names.insert(tag_key(tag), &tag.name) {
            return Err(Collision::Tags {
                tag: tag.name.to_string(),
                other_tag: other.to_owned(),
            });
        }
    }
    Ok(())
}
