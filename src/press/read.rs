//! Reads the files that were found, side by side, and makes a draft of each.

use std::fs;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};

use rayon::prelude::*;

use super::collect::Source;
use super::compose::{Draft, compose};
use super::diagnostic::{Diagnostic, Kind};
use super::local_pictures::take_local_pictures;
use super::post::{PostOptions, read_post};
use super::write::spool::Spool;

/// A post that is larger is no post.
const LARGEST_POST_BYTES: u64 = 64 * 1024 * 1024;

/// Reads all sources; the drafts come in their order. Bodies go into the spool. `step` is called for each file.
///
/// # Errors
/// When the spool can't be written. Whatever is wrong with a source is a diagnostic.
pub fn read(
    sources: &[Source],
    options: &PostOptions,
    spool: &Spool,
    step: &(dyn Fn() + Sync),
) -> io::Result<(Vec<Draft>, Vec<Diagnostic>)> {
    let read = |source: &Source| {
        let read = read_one(source, options, spool);
        step();
        read
    };
    let all: Vec<_> = sources.par_iter().map(read).collect::<io::Result<_>>()?;
    let mut drafts = Vec::with_capacity(all.len());
    let mut diagnostics = Vec::new();
    for (draft, found) in all {
        drafts.extend(draft);
        diagnostics.extend(found);
    }
    Ok((drafts, diagnostics))
}

fn read_one(source: &Source, options: &PostOptions, spool: &Spool) -> io::Result<(Option<Draft>, Vec<Diagnostic>)> {
    let bytes = match bytes_of(source) {
        Ok(bytes) => bytes,
        Err(reason) => return Ok((None, vec![unreadable(source, reason)])),
    };
    // A mistake of ours, or of a parser that we use, costs one post and says so.
    match catch_unwind(AssertUnwindSafe(|| draft(source, &bytes, options, spool))) {
        Ok(draft) => draft,
        Err(_) => {
            let reason = "a mistake in the press: please report it with this file; left out";
            Ok((None, vec![unreadable(source, reason.to_owned())]))
        }
    }
}

fn draft(source: &Source, bytes: &[u8], options: &PostOptions, spool: &Spool) -> io::Result<(Option<Draft>, Vec<Diagnostic>)> {
    let (post, mut diagnostics) = read_post(&source.path, bytes, options);
    let mut draft = None;
    if let Some(mut post) = post {
        let (pictures, found) = take_local_pictures(&mut post, &source.location, &source.root);
        diagnostics.extend(found);
        let body = spool.put(&post.body_html)?;
        let (composed, found) = compose(&post, &source.file, pictures, body);
        diagnostics.extend(found);
        draft = Some(composed);
    }
    // The parts of the press know a post by its path below the input; a person knows it by what they typed.
    for diagnostic in &mut diagnostics {
        diagnostic.file.clone_from(&source.file);
    }
    Ok((draft, diagnostics))
}

fn bytes_of(source: &Source) -> Result<Vec<u8>, String> {
    let unreadable = |error: io::Error| format!("it can't be read; left out: {error}");
    let length = fs::metadata(&source.location).map_err(unreadable)?.len();
    if length > LARGEST_POST_BYTES {
        return Err(format!("it has {length} bytes, which is too much for a post; left out"));
    }
    fs::read(&source.location).map_err(unreadable)
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
