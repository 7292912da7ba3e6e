//! Whether a file is still the one that was looked at, without reading it.
//!
//! A stamp never dates an article: modification times tell of copying and checking out, not of writing.

use std::fs::{self, Metadata};
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

/// A clock of a file system may stand still for as long as this, in nanoseconds, where it counts in fractions of a second.
const FINE_TICK: i64 = 20_000_000;

/// The same where it counts in whole seconds, or in two.
const COARSE_TICK: i64 = 2_000_000_000;

/// What a file system says of a file when nobody opens it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    /// Its length in bytes.
    pub size: u64,
    /// When its bytes were last written.
    modified: Nanoseconds,
    /// When anything about it changed last, where the system says so: nobody can set this back.
    changed: Nanoseconds,
    /// Which file it is, where the system says so.
    inode: u64,
}

/// Since 1970.
pub type Nanoseconds = i64;

impl Stamp {
    /// The stamp of the file at `path`, links followed; `None` if there is none.
    pub fn at(path: &Path) -> Option<Self> {
        let metadata = fs::metadata(path).ok()?;
        metadata.is_file().then(|| Self::of(&metadata))?
    }

    fn of(metadata: &Metadata) -> Option<Self> {
        #[cfg(unix)]
        let (changed, inode) = {
            use std::os::unix::fs::MetadataExt;
            (metadata.ctime() * 1_000_000_000 + metadata.ctime_nsec(), metadata.ino())
        };
        #[cfg(not(unix))]
        let (changed, inode) = (0, 0);
        Some(Self {
            size: metadata.len(),
            modified: nanoseconds(metadata.modified().ok()?)?,
            changed,
            inode,
        })
    }

    /// Whether a change after `instant` shows in the stamp. Not so if the file was changed just before: its clock may not have moved since.
    pub fn is_settled(&self, instant: Nanoseconds) -> bool {
        let last = self.modified.max(self.changed);
        let tick = if last % 1_000_000_000 == 0 { COARSE_TICK } else { FINE_TICK };
        last.saturating_add(tick) < instant
    }
}

/// Now.
pub fn now() -> Nanoseconds {
    nanoseconds(SystemTime::now()).unwrap_or_default()
}

fn nanoseconds(time: SystemTime) -> Option<Nanoseconds> {
    match time.duration_since(UNIX_EPOCH) {
        Ok(after) => i64::try_from(after.as_nanos()).ok(),
        Err(before) => i64::try_from(before.duration().as_nanos()).ok().map(|nanoseconds| -nanoseconds),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn changed_at(modified: Nanoseconds) -> Stamp {
        Stamp {
            size: 1,
            modified,
            changed: 0,
            inode: 1,
        }
    }

    #[test]
    fn a_file_changed_within_the_clocks_tick_is_not_settled() {
        assert!(changed_at(1_000_000_001).is_settled(1_100_000_000));
        assert!(!changed_at(1_000_000_001).is_settled(1_010_000_000));
        assert!(!changed_at(1_000_000_000).is_settled(2_500_000_000), "a clock of whole seconds");
        assert!(changed_at(1_000_000_000).is_settled(3_100_000_000));
        assert!(!changed_at(5_000_000_001).is_settled(1_000_000_000), "from the future");
    }
}
