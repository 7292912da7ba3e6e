//! What is remembered from one run to the next: drafts, so that an unchanged post isn't parsed again, and what was written
//! ([`crate::press::write::ledger`]).
//!
//! Everything in it can be deleted, cut short or scrambled at any time: what doesn't have the hash that it should have isn't there. A draft is
//! found by its post's name and the hash of the post's bytes. A file that looks untouched ([`Stamp`]) isn't even read; one that
//! was changed just before it was looked at is, since a further change might not show.
//!
//! ```text
//! <cache>/<hash of the archive's folder>/index      names, hashes and stamps of the posts; which segment has their drafts
//!                                        outputs    what was written
//!                                        *.cards    segments: the spools of drafts of former runs
//! ```

pub mod sealed;

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::input::Source;
use super::stamp::{Nanoseconds, Stamp, now};
use super::write::spool::{Extent, Positional, Spool, Spooled};
use sealed::Seal;

/// Counts the formats of what is remembered; the program's own version and build go into the seal as well.
const FORMAT: u32 = 2;

/// Segments beyond which all drafts are copied into a new one.
const MOST_SEGMENTS: usize = 8;

/// Half of a SHA-256.
pub type Hash = [u8; 16];

/// The first half of the SHA-256 of some bytes.
pub fn hash(bytes: &[u8]) -> Hash {
    let digest = Sha256::digest(bytes);
    std::array::from_fn(|place| digest[place])
}

/// What former runs left for this one.
#[derive(Debug)]
pub struct Cache {
    folder: PathBuf,
    seal: Seal,
    started: Nanoseconds,
    index: Index,
    /// In the index's order; a segment that can't be opened has no drafts.
    segments: Vec<Option<Positional>>,
    /// Whether there are so many segments, or so much in them that is of no use any more, that this run makes one of all.
    gathers: bool,
}

#[derive(Debug, Default, Serialize, Deserialize)]
struct Index {
    /// When the run began that wrote this.
    started: Nanoseconds,
    segments: Vec<String>,
    /// Sorted by name.
    posts: Vec<Remembered>,
}

/// What is remembered of a post.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct Remembered {
    /// Stands for its names.
    pub name: u64,
    /// What its file looked like before it was read.
    pub stamp: Option<Stamp>,
    /// The hash of its bytes.
    pub content: Hash,
    /// Where its draft is.
    pub draft: Extent,
    /// The hash of the draft's bytes.
    pub draft_hash: Hash,
}

impl Cache {
    /// Opens the cache in `folder` for the archive in `out`, which is pressed with settings that `settings` stands for.
    ///
    /// # Errors
    /// When its folder can't be made.
    pub fn open(folder: &Path, out: &Path, settings: &str) -> io::Result<Self> {
        let out = out.canonicalize()?;
        let folder = folder.join(crate::archive::key::digest(out.as_os_str().as_encoded_bytes(), 16));
        fs::create_dir_all(&folder)?;
        let seal = seal(settings);
        let index: Index = sealed::read(&folder.join("index"), &seal).unwrap_or_default();
        let opened = |name: &String| File::open(folder.join(name)).ok();
        let files: Vec<Option<File>> = index.segments.iter().map(opened).collect();
        let size = |file: &File| file.metadata().map_or(0, |metadata| metadata.len());
        let total: u64 = files.iter().flatten().map(size).sum();
        let live: u64 = index.posts.iter().map(|post| u64::from(post.draft.length)).sum();
        Ok(Self {
            seal,
            started: now(),
            gathers: files.len() >= MOST_SEGMENTS || total > 2 * live + (1 << 20),
            segments: files.into_iter().map(|file| file.map(Positional::of)).collect(),
            index,
            folder,
        })
    }

    /// A new segment for this run's drafts.
    ///
    /// # Errors
    /// When its file can't be made.
    pub fn segment(&self) -> io::Result<Spool> {
        let name = format!("{}-{:x}.cards", std::process::id(), self.started);
        Spool::create(&self.folder.join(name))
    }

    /// Where the ledger of the archive's files is kept, and with what seal.
    pub fn outputs(&self) -> (PathBuf, Seal) {
        (self.folder.join("outputs"), self.seal)
    }

    /// What is remembered of the post with these names.
    pub fn find(&self, name: u64) -> Option<&Remembered> {
        let posts = &self.index.posts;
        posts.binary_search_by_key(&name, |post| post.name).ok().map(|place| &posts[place])
    }

    /// Whether a file that has this stamp now is known to be unchanged.
    pub fn is_unchanged(&self, then: Option<Stamp>, now: Option<Stamp>) -> bool {
        then == now && now.is_some_and(|stamp| stamp.is_settled(self.index.started))
    }

    /// The bytes of a draft; `None` where they are not those that were written.
    pub fn draft(&self, post: &Remembered) -> Option<Vec<u8>> {
        let bytes = self.bytes(post.draft).ok()?;
        (hash(&bytes) == post.draft_hash).then_some(bytes)
    }

    /// The bytes at a place in a former run's segment.
    ///
    /// # Errors
    /// When there is no such place, or it can't be read.
    pub fn bytes(&self, extent: Extent) -> io::Result<Vec<u8>> {
        let segment = usize::from(extent.segment)
            .checked_sub(1)
            .and_then(|number| self.segments.get(number));
        match segment {
            Some(Some(segment)) => segment.get(extent),
            _ => Err(io::ErrorKind::NotFound.into()),
        }
    }

    /// Whether drafts must be copied into this run's segment.
    pub fn gathers(&self) -> bool {
        self.gathers
    }

    /// Remembers these posts instead of what was remembered, and keeps this run's segment if any of their drafts are in it.
    ///
    /// # Errors
    /// When the index can't be written: then the old one stands.
    pub fn save(&self, segment: &mut Spooled, mut posts: Vec<Remembered>) -> io::Result<()> {
        let own = segment
            .path()
            .file_name()
            .and_then(|name| name.to_str())
            .unwrap_or_default()
            .to_owned();
        let mut numbers = vec![None; self.index.segments.len() + 1];
        let mut segments = Vec::new();
        for post in &mut posts {
            let old = usize::from(post.draft.segment);
            let number = *numbers[old].get_or_insert_with(|| {
                let name = old.checked_sub(1).map_or(&own, |old| &self.index.segments[old]);
                segments.push(name.clone());
                segments.len() as u16
            });
            post.draft.segment = number;
        }
        posts.sort_unstable_by_key(|post| post.name);
        let index = Index {
            started: self.started,
            segments,
            posts,
        };
        sealed::write(&self.folder.join("index"), &self.seal, &index)?;
        if index.segments.contains(&own) {
            segment.keep();
        }
        self.remove_all_but(&index.segments)
    }

    fn remove_all_but(&self, segments: &[String]) -> io::Result<()> {
        for entry in fs::read_dir(&self.folder)? {
            let name = entry?.file_name();
            let Some(name) = name.to_str() else { continue };
            let is_ours = name.ends_with(".cards") || name.ends_with(".tmp");
            if is_ours && !segments.iter().any(|segment| segment == name) {
                fs::remove_file(self.folder.join(name))?;
            }
        }
        Ok(())
    }
}

/// What stands for the names of a post.
pub fn name_of(source: &Source) -> u64 {
    let digest = Sha256::new()
        .chain_update((source.path.len() as u64).to_be_bytes())
        .chain_update(&source.path)
        .chain_update(&source.file)
        .finalize();
    u64::from_be_bytes(std::array::from_fn(|place| digest[place]))
}

/// Another build of the press may read a post otherwise, so it has another seal.
fn seal(settings: &str) -> Seal {
    let program = std::env::current_exe().ok().and_then(|path| Stamp::at(&path));
    let build = format!("{FORMAT} {} {program:?} {settings}", env!("CARGO_PKG_VERSION"));
    Sha256::digest(build.as_bytes()).into()
}
