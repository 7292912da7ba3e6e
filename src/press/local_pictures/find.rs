//! Where a picture may lie: beside the post, in its asset folder, or in a folder above it, never outside the input.

use std::borrow::Cow;
use std::path::{Path, PathBuf};

use percent_encoding::percent_decode_str;

/// The folders that references of one post are looked up in, all inside the input and free of symbolic links.
#[derive(Clone, Debug)]
pub(super) struct Places {
    root: PathBuf,
    /// The post's folder and the folders above it, up to the root.
    folders: Vec<PathBuf>,
    /// Hexo's asset folder: beside the post, named as the post without its extension.
    asset_folder: PathBuf,
}

impl Places {
    /// The places for a post at `source`. `None` when it doesn't lie in `root`, which then holds nothing of it.
    pub(super) fn of(source: &Path, root: &Path) -> Option<Self> {
        let root = root.canonicalize().ok()?;
        let source = source.canonicalize().ok()?;
        let folder = source.parent()?;
        let folders: Vec<PathBuf> = folder
            .ancestors()
            .take_while(|ancestor| ancestor.starts_with(&root))
            .map(Path::to_path_buf)
            .collect();
        if folders.is_empty() {
            return None;
        }
        Some(Self {
            root,
            folders,
            asset_folder: source.with_extension(""),
        })
    }

    /// The file that a relative reference names. One from the root (`/images/a.png`) is looked up below the input first,
    /// then below each folder from the post's upwards; any other beside the post, in the asset folder, then upwards.
    pub(super) fn find(&self, reference: &str) -> Option<PathBuf> {
        let from_root = reference.starts_with(['/', '\\']);
        let first = if from_root {
            vec![&self.root]
        } else {
            self.folders.first().into_iter().chain([&self.asset_folder]).collect()
        };
        let folders: Vec<&PathBuf> = first.into_iter().chain(&self.folders).collect();
        spellings(reference)
            .iter()
            .find_map(|spelling| folders.iter().find_map(|folder| self.file_at(&folder.join(&**spelling))))
    }

    /// The file itself, when it is one and lies in the input once all links are followed.
    fn file_at(&self, path: &Path) -> Option<PathBuf> {
        let path = path.canonicalize().ok()?;
        (path.starts_with(&self.root) && path.is_file()).then_some(path)
    }
}

/// What a reference may mean as a path: as it stands, without query and fragment, and decoded. Never absolute.
fn spellings(reference: &str) -> Vec<Cow<'_, str>> {
    let whole = reference.trim_start_matches(['/', '\\']);
    let path = whole.split(['?', '#']).next().unwrap_or(whole);
    let mut spellings = vec![Cow::Borrowed(whole), Cow::Borrowed(path)];
    if let Ok(decoded) = percent_decode_str(path).decode_utf8() {
        let relative = decoded.trim_start_matches(['/', '\\']).to_owned();
        spellings.push(Cow::Owned(relative.replace('\\', "/")));
    }
    spellings.dedup();
    spellings.retain(|spelling| !spelling.is_empty());
    spellings
}

/// The line of a post's bytes on which a reference stands as it is spelled here; unknown when they spell it otherwise.
pub(super) fn line_of(bytes: &[u8], reference: &str) -> Option<u32> {
    let needle = reference.as_bytes();
    if needle.is_empty() {
        return None;
    }
    let at = match std::str::from_utf8(bytes) {
        Ok(text) => text.find(reference)?,
        Err(_) => bytes.windows(needle.len()).position(|window| window == needle)?,
    };
    let n_lines = bytes[..at].iter().filter(|byte| **byte == b'\n').count();
    u32::try_from(n_lines + 1).ok()
}
