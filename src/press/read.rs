//! Reads the posts of an input, side by side, and makes an entry of each; what else there is of them goes into the spools.

use std::collections::BTreeMap;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};

use rayon::prelude::*;

use super::compose::{Draft, compose};
use super::diagnostic::{Diagnostic, Kind};
use super::entry::Entry;
use super::input::{Input, Source};
use super::lexicon::Lexicon;
use super::local_pictures::{LocalPicture, take_local_pictures};
use super::post::{PostOptions, read_post};
use super::record;
use super::write::spool::{Extent, Spool};

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
}

/// The spools that a reading fills.
#[derive(Debug)]
pub struct Spools {
    /// For everything but the bodies.
    pub records: Spool,
    /// For the bodies.
    pub bodies: Spool,
}

/// One post, read.
#[derive(Debug)]
pub struct Found {
    /// The article.
    pub draft: Draft,
    /// Its body, not sanitised.
    pub body_html: String,
    /// The local pictures that it shows.
    pub pictures: Vec<LocalPicture>,
}

/// What stays of a post until its batch is done.
struct Spooled {
    draft: Draft,
    pictures: Vec<LocalPicture>,
    record: Extent,
    body: Extent,
}

/// Reads all posts. `step` is called for each.
///
/// # Errors
/// When a spool can't be written. Whatever is wrong with a post is a diagnostic.
pub fn read(input: &dyn Input, options: &PostOptions, spools: &Spools, step: &(dyn Fn() + Sync)) -> io::Result<Reading> {
    let mut reading = Reading {
        entries: Vec::with_capacity(input.len()),
        ..Reading::default()
    };
    let mut batch = Vec::new();
    for first in (0..input.len()).step_by(BATCH) {
        let places = first..input.len().min(first + BATCH);
        let read = |place| {
            let (found, diagnostics) = read_one(input, place, options);
            step();
            let spooled = found.map(|found| spool(found, spools)).transpose();
            spooled.map(|spooled| (spooled, diagnostics))
        };
        places.into_par_iter().map(read).collect_into_vec(&mut batch);
        for (source, result) in (first as u32..).zip(batch.drain(..)) {
            let (spooled, diagnostics) = result?;
            reading.diagnostics.extend(diagnostics);
            if let Some(spooled) = spooled {
                reading.push(source, spooled);
            }
        }
    }
    Ok(reading)
}

impl Reading {
    fn push(&mut self, source: u32, spooled: Spooled) {
        let mentions = self.lexicon.mentions(&spooled.draft.card);
        self.entries
            .push(Entry::new(source, &spooled.draft, mentions, spooled.record, spooled.body));
        if !spooled.pictures.is_empty() {
            self.pictures.insert(source, spooled.pictures);
        }
    }
}

fn spool(found: Found, spools: &Spools) -> io::Result<Spooled> {
    let Found {
        draft,
        body_html,
        pictures,
    } = found;
    let bytes = record::encode(&draft.card, draft.modified, draft.banner.as_ref());
    Ok(Spooled {
        record: spools.records.put(&bytes)?,
        body: spools.bodies.put(body_html.as_bytes())?,
        draft,
        pictures,
    })
}

/// Reads one post.
pub fn read_one(input: &dyn Input, place: usize, options: &PostOptions) -> (Option<Found>, Vec<Diagnostic>) {
    let source = input.source(place);
    let bytes = match input.read(place) {
        Ok(bytes) => bytes,
        Err(reason) => return (None, vec![unreadable(&source, reason)]),
    };
    // A mistake of ours, or of a parser that we use, costs one post and says so.
    match catch_unwind(AssertUnwindSafe(|| found(&source, &bytes, options))) {
        Ok(found) => found,
        Err(_) => {
            let reason = "a mistake in the press: please report it with this file; left out";
            (None, vec![unreadable(&source, reason.to_owned())])
        }
    }
}

fn found(source: &Source, bytes: &[u8], options: &PostOptions) -> (Option<Found>, Vec<Diagnostic>) {
    let (post, mut diagnostics) = read_post(&source.path, bytes, options);
    let found = post.map(|mut post| {
        let (pictures, more) = take_local_pictures(&mut post, bytes, source.location.as_ref());
        diagnostics.extend(more);
        let (draft, more) = compose(&post, &source.file, &pictures);
        diagnostics.extend(more);
        Found {
            draft,
            body_html: post.body_html,
            pictures,
        }
    });
    // The parts of the press know a post by its path below the input; a person knows it by what they typed.
    for diagnostic in &mut diagnostics {
        diagnostic.file.clone_from(&source.file);
    }
    (found, diagnostics)
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
