//! The contract between the press and the reader: what an archive of articles is, file by file.
//!
//! An archive is a folder of static JSON. All paths in it are relative to that folder, so that it works under any address.
//!
//! | file | type | name and caching |
//! |---|---|---|
//! | `latest.json` | [`Latest`]: the manifest and the newest cards, a JSON Feed 1.1 | fixed, revalidated |
//! | `cards/<page>-<hash>.json` | [`CardPage`]: cards by ordinal, [`PAGE_SIZE`] a page, a JSON Feed | versioned, for ever |
//! | `cards/table-<block>-<hash>.json` | [`VersionTable`]: the hashes of [`TABLE_SIZE`] card pages | versioned, for ever |
//! | `postings/new-<bucket>-<hash>.bin` | [`posting::PostingFile`]: a bucket's keys, where they occur, their newest ordinals, and the hashes of the files with older ones | versioned, for ever |
//! | `postings/<block>-<bucket>-<hash>.bin` | [`posting::PostingFile`]: a bucket's ordinals in an older block | versioned, for ever |
//! | `calendar/<year>-<hash>.json` | [`calendar::YearDays`]: how many articles each day has | versioned, for ever |
//! | `directory/table-<hash>.json` | [`directory::DirectoryTable`]: where to look a name up | versioned, for ever |
//! | `directory/<hash>.json` | [`directory::DirectoryBlock`]: tags, authors and categories with their counts | versioned, for ever |
//! | `articles/<key>.json` | [`Article`]: one JSON Feed item with `content_html` | fixed, revalidated |
//! | `articles/group-<n>-of-<groups>.json` | [`ArticleGroup`]: `items`, such articles, where the manifest has groups | fixed, revalidated |
//! | `tags/<key>.json` | [`TagDocument`]: a tag's count and newest cards, a JSON Feed | fixed, revalidated |
//! | `feed.json`, `feed/<n>.json` | [`FeedPage`]: the public feed, pages numbered from the oldest | fixed, revalidated |
//! | `pictures/<hash>.<ext>` | local pictures, byte for byte | versioned, for ever |
//! | `press.json` | the press's record of earlier views that it keeps; readers ignore it | fixed |
//! | `<file>.br`, `<file>.gz` | precompressed siblings, sent by the host in a file's place | as the file |
//!
//! Extras that JSON Feed has no field for live in one `_offprint` object per feed and one per item. The domain types
//! below are what programs work with; `wire` holds the JSON shapes and the conversions, which are total: a field that
//! can't be used costs that field and is reported as a [`Fault`].

mod article;
mod bits;
pub mod calendar;
mod card;
mod case_fold;
mod container;
pub mod directory;
mod fault;
pub mod file;
pub mod key;
mod link;
mod manifest;
pub mod name;
mod page;
mod picture;
pub mod posting;
mod time;
mod wire;

pub use article::{Article, ArticleGroup};
pub use bits::{BLOCK_SIZE, Bits};
pub use card::Card;
pub use fault::{Fault, Read, ReadError};
pub use key::Key;
pub use link::WebUrl;
pub use manifest::{Latest, Manifest, TagCount};
pub use page::{CardPage, FeedPage, TagDocument, VersionTable};
pub use picture::{Picture, PictureSource, Size};
pub use time::Timestamp;

/// The version of this contract. A reader refuses a manifest of another one with a message that says so.
pub const CONTRACT: u32 = 2;

/// Cards a page in `cards/`. A filtered list fetches a page for nearly each of its cards, so pages are small.
pub const PAGE_SIZE: u32 = 16;

/// Cards a page in `feed/`: 32 cards of at most [`CARD_BYTES`] stay under 100 kB.
pub const FEED_PAGE_SIZE: u32 = 32;

/// Card pages whose hashes stand in one version table: 512 × 13 bytes stay under 7 kB, and a table covers 8,192 articles.
pub const TABLE_SIZE: u32 = 512;

/// Cards in `latest.json`: what the first screens of a list need, in about 10 kB compressed.
pub const LATEST_SIZE: u32 = 20;

/// Cards in `tags/<key>.json`.
pub const TAG_DOCUMENT_SIZE: u32 = 32;

/// The most bytes of JSON that one card may take. The press shortens a card that would be larger.
pub const CARD_BYTES: usize = 2_000;

/// Tags with their counts in the manifest: the tag bar.
pub const MANIFEST_TAGS: usize = 48;
