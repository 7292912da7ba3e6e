//! Where posts come from: files in folders ([`super::collect`]), the entries of feeds ([`super::feeds`]), or anything else that can give them one by one.

use std::path::PathBuf;

/// A numbered list of posts, read side by side and perhaps more than once. Asked twice, it answers the same.
pub trait Input: Sync {
    /// How many posts there are.
    fn len(&self) -> usize;

    /// Whether there is none.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The names of a post. Among equal articles the one that comes later in the list counts as the later path.
    fn source(&self, place: usize) -> Source;

    /// The bytes of a post.
    ///
    /// # Errors
    /// A sentence that tells why there are none; the post is left out with it.
    fn read(&self, place: usize) -> Result<Vec<u8>, String>;
}

impl<Other: Input + ?Sized> Input for &Other {
    fn len(&self) -> usize {
        (**self).len()
    }

    fn source(&self, place: usize) -> Source {
        (**self).source(place)
    }

    fn read(&self, place: usize) -> Result<Vec<u8>, String> {
        (**self).read(place)
    }
}

/// One post of an input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The post as diagnostics name it.
    pub file: String,
    /// Its path below the input, with `/` between folders.
    pub path: String,
    /// Where it lies on the disk. A post that lies nowhere has no pictures beside it, no lines that anybody could look at, and is read afresh
    /// each time.
    pub location: Option<Location>,
}

/// A post's place on the disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Location {
    /// The file.
    pub file: PathBuf,
    /// The input folder, or the folder of a file that was named directly. What a post names lies below it.
    pub root: PathBuf,
}
