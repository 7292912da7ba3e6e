//! Articles, one by one or in groups: each against its card, and what they say of tags, authors, categories and pictures.

use std::collections::{HashMap, HashSet};
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;

use super::faults::Faults;
use super::view::{CardFact, digest};
use crate::archive::posting::PostingKey;
use crate::archive::{Article, ArticleGroup, Card, Key, Manifest, file, name};
use crate::press::compose::nfc;
use crate::press::listed::listed;
use crate::press::write::own::Own;
use crate::query::Term;

/// What the articles say.
#[derive(Debug, Default)]
pub struct Found {
    /// Which article has which key, by key and ordinal.
    pub mentions: Vec<(PostingKey, u32)>,
    /// What each key stands for, as one of the articles spells it.
    pub names: HashMap<PostingKey, Term>,
    /// Paths of the pictures that cards, articles and bodies show.
    pub pictures: HashSet<String>,
    /// Articles that may be newer than their cards: what they say doesn't count.
    pub uncertain: HashSet<u32>,
}

impl Found {
    /// The ordinals of a key.
    pub fn ordinals(&self, key: PostingKey) -> impl DoubleEndedIterator<Item = u32> + ExactSizeIterator + '_ {
        let from = self.mentions.partition_point(|(own, _)| *own < key);
        let length = self.mentions[from..].partition_point(|(own, _)| *own == key);
        self.mentions[from..from + length].iter().map(|(_, ordinal)| *ordinal)
    }
}

/// How many articles are read before what they say is put together.
const CHUNK: usize = 256;

/// Reads all articles and checks them against their cards.
pub fn read(faults: &Faults<'_>, manifest: &Manifest, cards: &[CardFact], is_unfinished: bool, step: &(dyn Fn() + Sync)) -> Found {
    let reading = Reading {
        faults,
        cards,
        base_url: super::feed::base_url(faults),
        is_unfinished,
        found: Mutex::default(),
        step,
    };
    if manifest.n_groups == 0 {
        let ordinals: Vec<u32> = (0..cards.len() as u32).collect();
        ordinals.par_chunks(CHUNK).for_each(|chunk| {
            let mut own = Part::default();
            for ordinal in chunk {
                let path = format!("articles/{}.json", cards[*ordinal as usize].key_text());
                if let Some(article) = faults.read(&path, Article::read) {
                    reading.check(&path, *ordinal, article, &mut own);
                }
            }
            reading.put(own);
        });
    } else {
        reading.groups(manifest.n_groups);
    }
    let mut found = reading.found.into_inner().unwrap_or_else(PoisonError::into_inner);
    found.mentions.par_sort_unstable();
    found.mentions.dedup();
    found
}

/// What some of the articles say.
#[derive(Default)]
struct Part {
    found: Found,
    keys: HashMap<Term, PostingKey>,
}

struct Reading<'run> {
    faults: &'run Faults<'run>,
    cards: &'run [CardFact],
    base_url: Option<String>,
    is_unfinished: bool,
    found: Mutex<Found>,
    step: &'run (dyn Fn() + Sync),
}

impl Reading<'_> {
    fn groups(&self, n_groups: u32) {
        let mut places: Vec<([u8; 16], u32)> = self.cards.iter().map(|card| card.key).zip(0..).collect();
        places.par_sort_unstable();
        let in_groups: Mutex<HashSet<u32>> = Mutex::default();
        (0..n_groups).into_par_iter().for_each(|group| {
            let path = file::article_group(group, n_groups);
            let mut own = Part::default();
            let mut ordinals = Vec::new();
            for article in self
                .faults
                .read(&path, ArticleGroup::read)
                .into_iter()
                .flat_map(|group| group.articles)
            {
                let key = CardFact::of(&article.card).key;
                let place = places.binary_search_by_key(&key, |(key, _)| *key);
                self.faults.expect(article.card.key.group(n_groups) == group, &path, || {
                    format!("{} belongs to another group", article.card.key)
                });
                match place {
                    Ok(place) => {
                        ordinals.push(places[place].1);
                        self.check(&path, places[place].1, article, &mut own);
                    }
                    Err(_) => self
                        .faults
                        .expect(self.is_unfinished, &path, || format!("{} has no card", article.card.key)),
                }
            }
            let mut in_groups = in_groups.lock().unwrap_or_else(PoisonError::into_inner);
            for ordinal in ordinals {
                let is_new = in_groups.insert(ordinal);
                self.faults.expect(is_new, &path, || format!("the article {ordinal} comes twice"));
            }
            drop(in_groups);
            self.put(own);
        });
        let in_groups = in_groups.into_inner().unwrap_or_else(PoisonError::into_inner);
        for (ordinal, card) in (0..).zip(self.cards) {
            let key = Key::parse(card.key_text());
            let group = key.map_or(0, |key| key.group(n_groups));
            self.faults
                .expect(in_groups.contains(&ordinal), &file::article_group(group, n_groups), || {
                    format!("lacks the article {}", card.key_text())
                });
        }
    }

    fn check(&self, path: &str, ordinal: u32, article: Article, own: &mut Part) {
        (self.step)();
        let card = &self.cards[ordinal as usize];
        if article.card.key.as_str() != card.key_text() {
            return self.faults.report(path, format!("is the article {}", article.card.key));
        }
        let (shown, losses) = listed(article.card.clone(), &String::new, self.base_url.as_deref());
        let is_same = digest(&shown) == card.digest;
        let is_uncertain = self.is_unfinished && (!is_same || !losses.is_empty());
        self.faults
            .expect(is_same || self.is_unfinished, path, || "its card shows something else".to_owned());
        if is_uncertain {
            own.found.uncertain.insert(ordinal);
        } else {
            own.mentions(&article.card, ordinal);
        }
        let pictures = [&article.card.image, &article.banner, &shown.image];
        let pictures = pictures.into_iter().flatten().map(|picture| picture.source.as_str());
        let pictures = pictures.filter(|path| Own::of(path) == Some(Own::Picture));
        own.found
            .pictures
            .extend(pictures.chain(in_body(&article.body_html)).map(str::to_owned));
    }

    fn put(&self, own: Part) {
        let mut found = self.found.lock().unwrap_or_else(PoisonError::into_inner);
        found.mentions.extend(own.found.mentions);
        found.pictures.extend(own.found.pictures);
        found.uncertain.extend(own.found.uncertain);
        for (term, key) in own.keys {
            found.names.entry(key).or_insert(term);
        }
    }
}

impl Part {
    fn mentions(&mut self, card: &Card, ordinal: u32) {
        let tags = card.tags.iter().cloned().map(Term::Tag);
        let authors = card.authors.iter().cloned().map(Term::Author);
        let beginnings = card
            .categories
            .iter()
            .flat_map(|path| (1..=path.len()).map(|length| Term::In(path[..length].to_vec())));
        for term in tags.chain(authors).chain(beginnings) {
            let key = *self
                .keys
                .entry(term)
                .or_insert_with_key(|term| key_of(term).unwrap_or_else(|| PostingKey::tag("")));
            self.found.mentions.push((key, ordinal));
        }
    }
}

/// The posting key of a term; `None` for one that isn't a tag, an author or a category.
pub fn key_of(term: &Term) -> Option<PostingKey> {
    match term {
        Term::Tag(tag) => Some(PostingKey::tag(&name::comparable(tag, nfc))),
        Term::Author(author) => Some(PostingKey::author(&name::comparable(author, nfc))),
        Term::In(levels) => {
            let levels: Vec<String> = levels.iter().map(|level| name::comparable(level, nfc)).collect();
            Some(PostingKey::category(&levels))
        }
        Term::Date(_) | Term::Text(_) => None,
    }
}

/// The archive's pictures that a body names: values of attributes, or parts of them.
fn in_body(body: &str) -> impl Iterator<Item = &str> {
    body.match_indices(file::PICTURES).filter_map(|(start, _)| {
        let is_value = body[..start].ends_with(['"', '\'', '=', ' ', ',', ';']);
        let rest = &body[start..];
        let end = rest[file::PICTURES.len()..].find(|c: char| !c.is_ascii_alphanumeric() && c != '.');
        let path = &rest[..end.map_or(rest.len(), |end| file::PICTURES.len() + end)];
        (is_value && Own::of(path) == Some(Own::Picture)).then_some(path)
    })
}

#[cfg(test)]
mod tests {
    use super::in_body;

    #[test]
    fn pictures_in_bodies_are_found_in_attributes() {
        let name = "pictures/aaaaaaaaaaaaaaaa.png";
        let body = format!("<img src=\"{name}\" srcset='{name} 1x, {name} 2x'><a href=https://e.example/{name}>x</a>");
        assert_eq!(in_body(&body).collect::<Vec<_>>(), [name, name, name]);
    }
}
