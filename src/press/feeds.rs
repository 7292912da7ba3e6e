//! Feeds among the files: RSS, Atom and JSON Feed. Each entry becomes the post that a collector would have kept of it, with front matter and a
//! body of HTML ([`feed`]), and from there on is a post like any other.

mod addresses;
mod feed;
mod json;
mod page;
mod xml;

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};

use rayon::prelude::*;

use super::collect::Files;
use super::decode::decode;
use super::diagnostic::{Diagnostic, Diagnostics, Kind};
use super::input::{Input, Source};
use super::write::spool::{Extent, Spool, Spooled};
use feed::Feed;

/// How many feeds are read side by side: all of them must fit into memory.
const BATCH: usize = 8;

/// Extensions of files that are feeds.
const FEEDS: [&str; 3] = ["atom", "rdf", "rss"];
/// Extensions of files that may be feeds. What is none is passed over, unless it was named.
const PERHAPS: [&str; 2] = ["json", "xml"];

/// Whether a file's extension is one that feeds have.
pub fn has_extension(extension: &str) -> bool {
    is_one_of(&FEEDS, extension) || is_one_of(&PERHAPS, extension)
}

fn is_one_of(all: &[&str], extension: &str) -> bool {
    all.iter().any(|one| one.eq_ignore_ascii_case(extension))
}

/// Some files, and in the place of each feed among them its entries.
#[derive(Debug)]
pub struct Posts {
    files: Files,
    places: Vec<Place>,
    entries: Vec<Entry>,
    spooled: Spooled,
}

#[derive(Debug, Clone, Copy)]
enum Place {
    /// A post, by its place among the files.
    File(u32),
    /// By its place among the entries.
    Entry(u32),
}

#[derive(Debug)]
struct Entry {
    /// The feed's place among the files.
    feed: u32,
    /// Its own place in the feed, counted from 1.
    number: u32,
    post: Extent,
}

impl Posts {
    /// Reads the feeds among the files; their entries go into the spool.
    ///
    /// # Errors
    /// When the spool can't be written. What is wrong with a feed is a diagnostic.
    pub fn of(files: Files, spool: Spool, diagnostics: &mut Vec<Diagnostic>) -> io::Result<Self> {
        let feeds: Vec<usize> = (0..files.len()).filter(|file| files.is_feed(*file)).collect();
        let mut entries = Vec::new();
        for batch in feeds.chunks(BATCH) {
            let read: Vec<_> = batch.par_iter().map(|file| posts_in(&files, *file)).collect();
            for (feed, (posts, found)) in batch.iter().zip(read) {
                for (number, post) in posts {
                    entries.push(Entry {
                        feed: *feed as u32,
                        number,
                        post: spool.put(post.as_bytes())?,
                    });
                }
                diagnostics.extend(found);
            }
        }
        let mut places = Vec::with_capacity(files.len() + entries.len());
        for file in 0..files.len() as u32 {
            match files.is_feed(file as usize) {
                false => places.push(Place::File(file)),
                true => {
                    let first = entries.partition_point(|entry| entry.feed < file);
                    let end = entries.partition_point(|entry| entry.feed <= file);
                    places.extend((first..end).map(|entry| Place::Entry(entry as u32)));
                }
            }
        }
        Ok(Self {
            files,
            places,
            entries,
            spooled: spool.finish()?,
        })
    }
}

impl Input for Posts {
    fn len(&self) -> usize {
        self.places.len()
    }

    fn source(&self, place: usize) -> Source {
        match self.places[place] {
            Place::File(file) => self.files.source(file as usize),
            Place::Entry(entry) => {
                let Entry { feed, number, .. } = self.entries[entry as usize];
                let Source { file, path, .. } = self.files.source(feed as usize);
                Source {
                    file: format!("{file}, entry {number}"),
                    path: format!("{path}/{number}.html"),
                    location: None,
                }
            }
        }
    }

    fn read(&self, place: usize) -> Result<Vec<u8>, String> {
        match self.places[place] {
            Place::File(file) => self.files.read(file as usize),
            Place::Entry(entry) => {
                let entry = self.spooled.get(self.entries[entry as usize].post);
                entry.map_err(|error| format!("it can't be read again; left out: {error}"))
            }
        }
    }
}

/// The entries of the feed in a file as posts, with their places in it, and what is wrong with it.
fn posts_in(files: &Files, file: usize) -> (Vec<(u32, String)>, Vec<Diagnostic>) {
    let mut found = Diagnostics::of(&files.source(file).file);
    let feed = unless_mistaken(|found| read(files, file, found), &mut found)
        .flatten()
        .unwrap_or_default()
        .bounded();
    let mut posts = Vec::with_capacity(feed.entries.len());
    for (number, (entry, id)) in (1..).zip(feed.entries.iter().zip(feed.ids())) {
        posts.extend(unless_mistaken(|_| (number, feed.post_of(entry, id.as_deref())), &mut found));
    }
    (posts, found.into_sorted())
}

/// What some work comes to. A mistake of ours, or of a parser that we use, costs what was worked on, and is reported.
fn unless_mistaken<T>(work: impl FnOnce(&mut Diagnostics) -> T, diagnostics: &mut Diagnostics) -> Option<T> {
    let done = catch_unwind(AssertUnwindSafe(|| work(&mut *diagnostics))).ok();
    if done.is_none() {
        let reason = "a mistake in the press: please report it with this file; left out";
        diagnostics.report(None, "file", Kind::Unreadable, reason);
    }
    done
}

/// The feed in a file; `None` where there is none, which is reported if the file should be one.
fn read(files: &Files, file: usize, diagnostics: &mut Diagnostics) -> Option<Feed> {
    let bytes = match files.read(file) {
        Ok(bytes) => bytes,
        Err(reason) => {
            diagnostics.report(None, "file", Kind::Unreadable, reason);
            return None;
        }
    };
    let is_certain = files.is_named(file) || files.extension(file).is_some_and(|extension| is_one_of(&FEEDS, extension));
    let mut of_text = Diagnostics::of(&files.source(file).file);
    let text = decode(&bytes, &mut of_text);
    let feed = text
        .as_deref()
        .and_then(|text| match text.trim_start_matches('\u{feff}').trim_start().starts_with('{') {
            true => json::read(text, diagnostics),
            false => xml::read(text, diagnostics),
        });
    // What else lies about under such names isn't looked at closely.
    if feed.is_some() || is_certain {
        diagnostics.extend(of_text);
    }
    if feed.is_none() && is_certain {
        let reason = "it is no feed: neither RSS nor Atom nor JSON Feed; left out";
        diagnostics.report(None, "file", Kind::Unreadable, reason);
    }
    feed
}

#[cfg(test)]
mod tests;
