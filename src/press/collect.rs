//! Finds the files with posts, in an order that doesn't depend on the file system.

use std::collections::HashSet;
use std::path::{Component, Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use super::diagnostic::{Diagnostic, Kind};

const EXTENSIONS: [&str; 5] = ["md", "markdown", "html", "htm", "txt"];

/// A file with a post.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Where the file is.
    pub location: PathBuf,
    /// The file as diagnostics name it: the input as it was given, and the path below it, with `/` between folders.
    pub file: String,
    /// The path below the input, with `/` between folders; the file's own name if it was named directly.
    pub path: String,
    /// The input folder, or the folder of a file that was named directly. What a post names lies below it.
    pub root: PathBuf,
}

/// Finds all posts below `inputs`, sorted by the bytes of their paths below the input, then by the input's place on the command
/// line. A file that several inputs or links reach is found once. What can't be read is a diagnostic.
pub fn collect(inputs: &[PathBuf]) -> (Vec<Source>, Vec<Diagnostic>) {
    let mut found = Vec::new();
    let mut diagnostics = Vec::new();
    for (place, input) in inputs.iter().enumerate() {
        if input.is_dir() {
            walk(input, place, &mut found, &mut diagnostics);
        } else {
            found.push((place, named_directly(input)));
        }
    }
    found.sort_by(|(place, source), (other_place, other)| (&source.path, place).cmp(&(&other.path, other_place)));
    let mut seen = HashSet::new();
    let sources = found
        .into_iter()
        .map(|(_, source)| source)
        .filter(|source| seen.insert(source.location.canonicalize().unwrap_or_else(|_| source.location.clone())))
        .collect();
    (sources, diagnostics)
}

fn walk(root: &Path, place: usize, found: &mut Vec<(usize, Source)>, diagnostics: &mut Vec<Diagnostic>) {
    let entries = WalkDir::new(root).follow_links(true).into_iter().filter_entry(is_visible);
    for entry in entries {
        match entry {
            Ok(entry) if entry.file_type().is_file() && has_post_extension(entry.path()) => {
                let path = slashed(entry.path().strip_prefix(root).unwrap_or(entry.path()));
                let source = Source {
                    file: format!("{}/{path}", slashed(root).trim_end_matches('/')),
                    location: entry.into_path(),
                    path,
                    root: root.to_owned(),
                };
                found.push((place, source));
            }
            Ok(_) => {}
            Err(error) => diagnostics.push(unreadable(root, &error)),
        }
    }
}

fn named_directly(input: &Path) -> Source {
    let name = input.file_name().map(Path::new).unwrap_or(input);
    Source {
        location: input.to_owned(),
        file: slashed(input),
        path: slashed(name),
        root: input.parent().map(Path::to_owned).unwrap_or_default(),
    }
}

fn is_visible(entry: &DirEntry) -> bool {
    entry.depth() == 0 || !entry.file_name().as_encoded_bytes().starts_with(b".")
}

fn has_post_extension(path: &Path) -> bool {
    path.extension()
        .and_then(|extension| extension.to_str())
        .is_some_and(|extension| EXTENSIONS.iter().any(|known| extension.eq_ignore_ascii_case(known)))
}

fn unreadable(root: &Path, error: &walkdir::Error) -> Diagnostic {
    let reason = match error.loop_ancestor() {
        Some(ancestor) => format!("it links back to {}, which contains it; left out", slashed(ancestor)),
        None => match error.io_error() {
            Some(cause) => format!("it can't be read; left out: {cause}"),
            None => "it can't be read; left out".to_owned(),
        },
    };
    Diagnostic {
        file: slashed(error.path().unwrap_or(root)),
        line: None,
        field: "file".to_owned(),
        kind: Kind::Unreadable,
        reason,
    }
}

/// The path as it was given, with `/` between its parts on every system.
fn slashed(path: &Path) -> String {
    let mut text = String::new();
    for component in path.components() {
        if !text.is_empty() && !text.ends_with('/') {
            text.push('/');
        }
        match component {
            Component::RootDir => text.push('/'),
            part => text.push_str(&part.as_os_str().to_string_lossy()),
        }
    }
    text
}
