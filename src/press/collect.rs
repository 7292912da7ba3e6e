//! Finds the files with posts, in an order that doesn't depend on the file system.

use std::collections::{HashMap, HashSet};
use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use super::diagnostic::{Diagnostic, Kind};
use super::feeds;
use super::input::{Input, Location, Source};
use crate::archive::file;

const EXTENSIONS: [&str; 5] = ["md", "markdown", "html", "htm", "txt"];

/// A post that is larger is no post: a reader shows bodies up to half of this.
const LARGEST_POST_BYTES: u64 = 16 * 1024 * 1024;

/// A feed holds many; all of one must fit into memory.
const LARGEST_FEED_BYTES: u64 = 64 * 1024 * 1024;

/// Reading a pipe or a device may take for ever.
const NO_FILE: &str = "it is no file but something else, such as a pipe; left out";

/// The posts in some files and folders. A file costs little more memory than its path.
#[derive(Debug, Default)]
pub struct Files {
    roots: Vec<Root>,
    found: Vec<Found>,
}

/// An input as it was given.
#[derive(Debug)]
struct Root {
    folder: PathBuf,
    /// What stands before a path below the folder when a person is told of it.
    prefix: String,
    /// Whether it is one file, which was named.
    is_file: bool,
}

#[derive(Debug)]
struct Found {
    root: u32,
    /// The path below the root, with `/` between folders.
    path: Box<str>,
    /// The path below the root where `path` doesn't spell it: a name that is no Unicode.
    odd: Option<Box<Path>>,
}

impl Files {
    /// Finds all posts below `inputs`, sorted by the bytes of their paths below the input, then by the input's place on the command
    /// line. A file that several inputs or links reach is found once. What can't be read is a diagnostic. `step` is called for each file.
    pub fn collect(inputs: &[PathBuf], step: &dyn Fn()) -> (Self, Vec<Diagnostic>) {
        let mut files = Self::default();
        let mut diagnostics = Vec::new();
        let mut may_repeat = inputs.len() > 1;
        for input in inputs {
            if input.is_dir() {
                may_repeat |= files.walk(input, &mut diagnostics, step);
            } else {
                files.push_named(input);
                step();
            }
        }
        files
            .found
            .sort_by(|one, other| (&one.path, one.root).cmp(&(&other.path, other.root)));
        if may_repeat {
            files.drop_repeated();
        }
        (files, diagnostics)
    }

    /// Finds the posts below a folder; returns whether links lead through it. A link that leads out of the folder isn't followed: who collects what
    /// others made would publish files that they never meant to.
    fn walk(&mut self, folder: &Path, diagnostics: &mut Vec<Diagnostic>, step: &dyn Fn()) -> bool {
        let root = self.push_root(folder, &format!("{}/", slashed(folder).trim_end_matches('/')), false);
        let inside = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
        let leads_out = |path: &Path| path.canonicalize().is_ok_and(|target| !target.starts_with(&inside));
        let mut has_links = false;
        let mut entries = WalkDir::new(folder).follow_links(true).into_iter();
        while let Some(entry) = entries.next() {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    diagnostics.push(unreadable(folder, &error));
                    continue;
                }
            };
            let is_link = entry.depth() > 0 && entry.path_is_symlink();
            has_links |= is_link;
            let is_folder = entry.file_type().is_dir();
            let is_wanted = is_visible(&entry) && (is_folder || has_post_extension(entry.path()));
            if is_wanted && is_folder && is_archive(entry.path()) {
                let reason = "it is an archive that the press has made, and its lists are no sources; left out";
                diagnostics.push(odd(entry.path(), reason.to_owned()));
                entries.skip_current_dir();
                continue;
            }
            if is_wanted && is_link && leads_out(entry.path()) {
                let reason = "it links to something outside the input; left out: name that as an input of its own";
                diagnostics.push(odd(entry.path(), reason.to_owned()));
            } else if is_wanted && entry.file_type().is_file() {
                let below = entry.path().strip_prefix(folder).unwrap_or(entry.path());
                self.push(root, below);
                step();
                continue;
            } else if is_wanted && is_folder {
                continue;
            } else if is_wanted {
                diagnostics.push(odd(entry.path(), NO_FILE.to_owned()));
            }
            if is_folder {
                entries.skip_current_dir();
            }
        }
        has_links
    }

    fn push_named(&mut self, input: &Path) {
        let name = input.file_name().map(Path::new).unwrap_or(input);
        let folder = input.parent().unwrap_or(Path::new(""));
        let shown = slashed(folder);
        let slash = if shown.is_empty() || shown.ends_with('/') { "" } else { "/" };
        let root = self.push_root(folder, &format!("{shown}{slash}"), true);
        self.push(root, name);
    }

    fn push_root(&mut self, folder: &Path, prefix: &str, is_file: bool) -> u32 {
        self.roots.push(Root {
            folder: folder.to_owned(),
            prefix: prefix.to_owned(),
            is_file,
        });
        self.roots.len() as u32 - 1
    }

    fn push(&mut self, root: u32, below: &Path) {
        self.found.push(Found {
            root,
            path: slashed(below).into(),
            odd: below.to_str().is_none().then(|| below.into()),
        });
    }

    fn drop_repeated(&mut self) {
        let mut folders: HashMap<PathBuf, PathBuf> = HashMap::new();
        let mut seen: HashSet<(PathBuf, OsString)> = HashSet::new();
        let found = std::mem::take(&mut self.found);
        self.found = found
            .into_iter()
            .filter(|found| {
                let location = self.location(found);
                seen.insert(resolved(&location, &mut folders))
            })
            .collect();
    }

    /// Whether there is any file that may be a feed.
    pub fn has_feeds(&self) -> bool {
        (0..self.found.len()).any(|place| self.is_feed(place))
    }

    /// Whether a file may be a feed, by its name.
    pub fn is_feed(&self, place: usize) -> bool {
        self.extension(place).is_some_and(feeds::has_extension)
    }

    /// Whether a file was named, and not found in a folder.
    pub fn is_named(&self, place: usize) -> bool {
        self.roots[self.found[place].root as usize].is_file
    }

    /// The extension of a file's name, without the dot.
    pub fn extension(&self, place: usize) -> Option<&str> {
        Path::new(&*self.found[place].path).extension()?.to_str()
    }

    fn location(&self, found: &Found) -> PathBuf {
        let below = found.odd.as_deref().unwrap_or(Path::new(&*found.path));
        self.roots[found.root as usize].folder.join(below)
    }
}

impl Input for Files {
    fn len(&self) -> usize {
        self.found.len()
    }

    fn source(&self, place: usize) -> Source {
        let found = &self.found[place];
        let root = &self.roots[found.root as usize];
        Source {
            file: format!("{}{}", root.prefix, found.path),
            path: found.path.to_string(),
            location: Some(Location {
                file: self.location(found),
                root: root.folder.clone(),
            }),
        }
    }

    fn read(&self, place: usize) -> Result<Vec<u8>, String> {
        let location = self.location(&self.found[place]);
        let unreadable = |error: io::Error| format!("it can't be read; left out: {error}");
        let metadata = fs::metadata(&location).map_err(unreadable)?;
        if !metadata.is_file() {
            return Err(NO_FILE.to_owned());
        }
        let length = metadata.len();
        let (most, kind) = match self.is_feed(place) {
            true => (LARGEST_FEED_BYTES, "feed"),
            false => (LARGEST_POST_BYTES, "post"),
        };
        if length > most {
            return Err(format!(
                "it has {length} bytes, more than the {most} that a {kind} may have; left out"
            ));
        }
        fs::read(&location).map_err(unreadable)
    }
}

/// The folder, free of links, and the name of the file that a path leads to. Each folder is resolved once.
fn resolved(location: &Path, folders: &mut HashMap<PathBuf, PathBuf>) -> (PathBuf, OsString) {
    let is_link = fs::symlink_metadata(location).is_ok_and(|metadata| metadata.is_symlink());
    let target = if is_link { location.canonicalize().ok() } else { None };
    let path = target.as_deref().unwrap_or(location);
    let name = path.file_name().unwrap_or_default().to_owned();
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    if let Some(known) = folders.get(folder) {
        return (known.clone(), name);
    }
    let known = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    folders.insert(folder.to_owned(), known.clone());
    (known, name)
}

/// Whether a folder is an archive. Its lists are JSON Feeds, and would take the place of the articles that they list.
fn is_archive(folder: &Path) -> bool {
    [file::RECORD, file::LATEST].iter().all(|name| folder.join(name).is_file())
}

fn is_visible(entry: &DirEntry) -> bool {
    entry.depth() == 0 || !entry.file_name().as_encoded_bytes().starts_with(b".")
}

fn has_post_extension(path: &Path) -> bool {
    path.extension()
        .and_then(|extension| extension.to_str())
        .is_some_and(|extension| feeds::has_extension(extension) || EXTENSIONS.iter().any(|known| extension.eq_ignore_ascii_case(known)))
}

fn unreadable(root: &Path, error: &walkdir::Error) -> Diagnostic {
    let reason = match error.loop_ancestor() {
        Some(ancestor) => format!("it links back to {}, which contains it; left out", slashed(ancestor)),
        None => match error.io_error() {
            Some(cause) => format!("it can't be read; left out: {cause}"),
            None => "it can't be read; left out".to_owned(),
        },
    };
    odd(error.path().unwrap_or(root), reason)
}

fn odd(path: &Path, reason: String) -> Diagnostic {
    Diagnostic {
        file: slashed(path),
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
