//! Where each file of an archive lies, relative to the archive's folder.

use super::Key;

/// The archive's folder below the reader's page.
pub const ARCHIVE: &str = "archive/";

/// The manifest with the newest cards. Its bytes say which view of the archive all versioned files belong to.
pub const LATEST: &str = "latest.json";

/// The public feed's newest page.
pub const FEED: &str = "feed.json";

/// The press's own record: earlier views whose files are kept, and whether a run is unfinished. Readers ignore it.
pub const RECORD: &str = "press.json";

/// The folder of local pictures.
pub const PICTURES: &str = "pictures/";

/// The most bytes that a file at this path may have. What is larger is none of an archive, and is refused before it is parsed: an article's body may
/// have 8 MiB, and twice as many where each byte is escaped; groups hold several. Lists of cards stay under 100 kB; all others under a tenth of
/// this at a hundred million articles.
pub fn most_bytes(path: &str) -> u32 {
    if path.starts_with("articles/group-") {
        40 << 20
    } else if path.starts_with("articles/") {
        24 << 20
    } else {
        4 << 20
    }
}

/// A page of cards in one of its versions.
pub fn card_page(page: u32, hash: &str) -> String {
    format!("cards/{page}-{hash}.json")
}

/// A table with the hashes of a block of card pages.
pub fn version_table(block: u32, hash: &str) -> String {
    format!("cards/table-{block}-{hash}.json")
}

/// The head of a bucket of postings.
pub fn head(bucket: u32, hash: &str) -> String {
    format!("postings/new-{bucket}-{hash}.bin")
}

/// A bucket's postings in a block before the head.
pub fn block_postings(block: u32, bucket: u32, hash: &str) -> String {
    format!("postings/{block}-{bucket}-{hash}.bin")
}

/// The days of a year.
pub fn year(year: u16, hash: &str) -> String {
    format!("calendar/{year}-{hash}.json")
}

/// Where each block of the directory is.
pub fn directory_table(hash: &str) -> String {
    format!("directory/table-{hash}.json")
}

/// A block of the directory.
pub fn directory_block(hash: &str) -> String {
    format!("directory/{hash}.json")
}

/// The articles of one of so many groups. The number of groups is in the name, so that an archive with another number leaves this one's as they are.
pub fn article_group(group: u32, n_groups: u32) -> String {
    format!("articles/group-{group}-of-{n_groups}.json")
}

/// The hash in the name of a versioned file, which its bytes must have.
pub fn hash_of(path: &str) -> &str {
    let name = path.rsplit(['/', '-']).next().unwrap_or_default();
    name.split('.').next().unwrap_or_default()
}

/// An article with its body.
pub fn article(key: &Key) -> String {
    format!("articles/{key}.json")
}

/// A tag's newest cards and its count.
pub fn tag(key: &Key) -> String {
    format!("tags/{key}.json")
}

/// An older page of the public feed; pages are numbered from 1, the oldest.
pub fn feed_page(number: u32) -> String {
    format!("feed/{number}.json")
}

/// Whether `path` has the form of a local picture's name: `pictures/`, letters and digits, one extension.
pub fn is_picture(path: &str) -> bool {
    path.strip_prefix(PICTURES)
        .and_then(|name| name.split_once('.'))
        .is_some_and(|(stem, extension)| {
            [stem, extension]
                .iter()
                .all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric()))
        })
}
