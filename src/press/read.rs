//! Reads the posts of an input, side by side, and makes an entry of each; what else there is of them goes into the spools.
//!
//! With a cache, a post that is as it was isn't parsed, and its body isn't spooled: where it is needed after all, the post is
//! parsed again.

use std::collections::BTreeMap;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};

use rayon::prelude::*;

use super::cache::{self, Cache, Hash, Remembered};
use super::compose::{Draft, compose};
use super::diagnostic::{Diagnostic, Kind};
use super::entry::Entry;
use super::input::{Input, Source};
use super::lexicon::Lexicon;
use super::local_pictures::{self, LocalPicture, LocalPictures, take_local_pictures};
use super::post::{PostOptions, read_post};
use super::record::Outcome;
use super::stamp::Stamp;
use super::write::spool::{Extent, Spool};
use crate::archive::file;

/// How many posts are read before what was found of them is put in order: enough to keep all cores busy.
const BATCH: usize = 4096;

/// What was read.
#[derive(Debug, Default)]
pub struct Reading {
    /// The articles in the order of the input.
    pub entries: Vec<Entry>,
    /// What they mention.
    pub lexicon: Lexicon,
    /// The local pictures that they show, by their places in the input.
    pub pictures: BTreeMap<u32, Vec<LocalPicture>>,
    /// What is odd in them.
    pub diagnostics: Vec<Diagnostic>,
    /// What the cache is to remember.
    pub remembered: Vec<Remembered>,
    /// How many posts were parsed.
    pub n_parsed: u64,
}

/// The spools that a reading fills.
#[derive(Debug)]
pub struct Spools {
    /// For everything but the bodies.
    pub records: Spool,
    /// For the bodies.
    pub bodies: Spool,
}

/// What is needed to read posts.
pub struct Reader<'run> {
    /// The posts.
    pub input: &'run dyn Input,
    /// What their meaning depends on.
    pub options: &'run PostOptions,
    /// What is remembered of them.
    pub cache: Option<&'run Cache>,
    /// Where what is read goes.
    pub spools: &'run Spools,
}

/// One post, read or remembered.
struct One {
    outcome: Outcome,
    draft: Extent,
    draft_hash: Hash,
    /// `None` for a post that wasn't parsed.
    body: Option<Extent>,
    remembered: Option<Remembered>,
    is_parsed: bool,
}

/// Reads all posts. `step` is called for each.
///
/// # Errors
/// When a spool can't be written. Whatever is wrong with a post is a diagnostic.
pub fn read(reader: &Reader, step: &(dyn Fn() + Sync)) -> io::Result<Reading> {
    let n_posts = reader.input.len();
    let mut reading = Reading {
        entries: Vec::with_capacity(n_posts),
        ..Reading::default()
    };
    let mut batch = Vec::new();
    for first in (0..n_posts).step_by(BATCH) {
        let read = |place| {
            let one = reader.one(place);
            step();
            one
        };
        (first..n_posts.min(first + BATCH))
            .into_par_iter()
            .map(read)
            .collect_into_vec(&mut batch);
        for (source, one) in (first as u32..).zip(batch.drain(..)) {
            reading.push(source, one?);
        }
    }
    Ok(reading)
}

impl Reading {
    fn push(&mut self, source: u32, one: One) {
        self.remembered.extend(one.remembered);
        self.diagnostics.extend(one.outcome.diagnostics);
        self.n_parsed += u64::from(one.is_parsed);
        if let Some(draft) = one.outcome.draft {
            let mentions = self.lexicon.mentions(&draft.card);
            self.entries
                .push(Entry::new(source, &draft, mentions, (one.draft, one.draft_hash), one.body));
            if !one.outcome.pictures.shown.is_empty() {
                self.pictures.insert(source, one.outcome.pictures.shown);
            }
        }
    }
}

impl Reader<'_> {
    fn one(&self, place: usize) -> io::Result<One> {
        let source = self.input.source(place);
        // Before the file is read, so that a change while it is read shows.
        let stamp = match (self.cache, &source.location) {
            (Some(_), Some(location)) => Stamp::at(&location.file),
            _ => None,
        };
        let name = cache::name_of(&source);
        let known = self.cache.and_then(|cache| Some((cache, cache.find(name)?)));
        if let Some((cache, post)) = known
            && cache.is_unchanged(post.stamp, stamp)
            && let Some(one) = self.remembered(cache, post, &source, stamp)?
        {
            return Ok(one);
        }
        let bytes = match self.input.read(place) {
            Ok(bytes) => bytes,
            Err(reason) => return Ok(One::lost(unreadable(&source, reason))),
        };
        let content = self.cache.map(|_| cache::hash(&bytes)).unwrap_or_default();
        if let Some((cache, post)) = known
            && post.content == content
            && let Some(one) = self.remembered(cache, post, &source, stamp)?
        {
            return Ok(one);
        }
        let Some((outcome, body_html)) = parse(&source, &bytes, self.options) else {
            let reason = "a mistake in the press: please report it with this file; left out";
            return Ok(One::lost(unreadable(&source, reason.to_owned())));
        };
        // A picture whose path is no Unicode can't be remembered, so the post isn't either.
        let encoded = outcome.encode();
        let is_remembered = self.cache.is_some() && encoded.is_some();
        let bytes = encoded.or_else(|| without_pictures(&outcome).encode()).unwrap_or_default();
        let draft = self.spools.records.put(&bytes)?;
        let draft_hash = cache::hash(&bytes);
        let remembered = Remembered {
            name,
            stamp,
            content,
            draft,
            draft_hash,
        };
        Ok(One {
            body: match &outcome.draft {
                Some(_) => Some(self.spools.bodies.put(body_html.as_bytes())?),
                None => None,
            },
            outcome,
            draft,
            draft_hash,
            remembered: is_remembered.then_some(remembered),
            is_parsed: true,
        })
    }

    /// What is remembered of a post whose bytes are as they were, unless it depends on other files that are not.
    fn remembered(&self, cache: &Cache, post: &Remembered, source: &Source, stamp: Option<Stamp>) -> io::Result<Option<One>> {
        let Some(bytes) = cache.draft(post) else { return Ok(None) };
        let Some(outcome) = Outcome::decode(&bytes) else { return Ok(None) };
        let is_unchanged = |then, now| cache.is_unchanged(then, now);
        if !local_pictures::are_as_before(&outcome.pictures.lookups, source.location.as_ref(), &is_unchanged) {
            return Ok(None);
        }
        let draft = if cache.gathers() {
            self.spools.records.put(&bytes)?
        } else {
            post.draft
        };
        Ok(Some(One {
            outcome,
            draft,
            draft_hash: post.draft_hash,
            body: None,
            remembered: Some(Remembered { stamp, draft, ..*post }),
            is_parsed: false,
        }))
    }
}

impl One {
    fn lost(diagnostic: Diagnostic) -> Self {
        Self {
            outcome: Outcome {
                draft: None,
                pictures: LocalPictures::default(),
                diagnostics: vec![diagnostic],
            },
            draft: Extent::default(),
            draft_hash: Hash::default(),
            body: None,
            remembered: None,
            is_parsed: true,
        }
    }
}

fn without_pictures(outcome: &Outcome) -> Outcome {
    Outcome {
        pictures: LocalPictures::default(),
        ..outcome.clone()
    }
}

/// The body of a post that was read before; `None` if it is no longer the one with this hash.
///
/// # Errors
/// When the post can't be read.
pub fn body_again(input: &dyn Input, place: usize, options: &PostOptions, body_hash: &cache::Hash) -> io::Result<Option<String>> {
    let source = input.source(place);
    let bytes = input.read(place).map_err(io::Error::other)?;
    let found = parse(&source, &bytes, options);
    Ok(found.and_then(|(outcome, body_html)| (outcome.draft?.body_hash == *body_hash).then_some(body_html)))
}

/// What a post comes to, and its body. A mistake of ours, or of a parser that we use, costs one post: `None`.
fn parse(source: &Source, bytes: &[u8], options: &PostOptions) -> Option<(Outcome, String)> {
    catch_unwind(AssertUnwindSafe(|| outcome(source, bytes, options))).ok()
}

fn outcome(source: &Source, bytes: &[u8], options: &PostOptions) -> (Outcome, String) {
    let (post, mut diagnostics) = read_post(&source.path, bytes, options);
    let mut body_html = String::new();
    let mut pictures = LocalPictures::default();
    let mut composed: Option<Draft> = None;
    if let Some(mut post) = post {
        let (taken, found) = take_local_pictures(&mut post, bytes, source.location.as_ref());
        diagnostics.extend(found);
        let (draft, found) = compose(&post, &source.file, &taken.shown);
        diagnostics.extend(found);
        body_html = post.body_html;
        if let Some(reason) = too_large(&draft, &body_html, bytes.len()) {
            diagnostics.push(unreadable(source, reason));
        } else {
            composed = Some(draft);
            pictures = taken;
        }
    }
    // The parts of the press know a post by its path below the input; a person knows it by what they typed.
    for diagnostic in &mut diagnostics {
        diagnostic.file.clone_from(&source.file);
        if source.location.is_none() {
            diagnostic.line = None;
        }
    }
    let outcome = Outcome {
        draft: composed,
        pictures,
        diagnostics,
    };
    (outcome, body_html)
}

/// Why no reader would take the article: it is far too large.
fn too_large(draft: &Draft, body_html: &str, post_bytes: usize) -> Option<String> {
    if body_html.len() + post_bytes < 2 << 20 {
        return None;
    }
    let most = file::most_bytes(&file::article(&draft.card.key)) as usize;
    let written = |text: &str| text.bytes().map(bytes_in_json).sum::<usize>();
    let length = draft.card.written_bytes() + written(body_html);
    // What else there is beside card and body is short.
    (length + 10_000 > most)
        .then(|| format!("as an article it would have {length} bytes, more than the {most} that readers take; left out"))
}

/// At most so many bytes stand for this one in a text of JSON.
fn bytes_in_json(byte: u8) -> usize {
    match byte {
        b'"' | b'\\' | b'\n' | b'\r' | b'\t' | 8 | 12 => 2,
        0..0x20 => 6,
        _ => 1,
    }
}

fn unreadable(source: &Source, reason: String) -> Diagnostic {
    Diagnostic {
        file: source.file.clone(),
        line: None,
        field: "file".to_owned(),
        kind: Kind::Unreadable,
        reason,
    }
}
