//! Files that tell which articles match: postings, and the days of a year.

use std::ops::Range;
use std::sync::Arc;

use super::{Archive, ArchiveError, known, lock, whole};
use crate::archive::calendar::{Calendar, YearDays};
use crate::archive::posting::{PostingFile, PostingKey, first_head_block};
use crate::archive::{Bits, file, name};
use crate::query::date::{DateRange, PartialDate};
use crate::query::evaluate::KeyPostings;
use crate::reader::browser::text::nfc;

/// Posting files that are kept: those of some twenty terms.
const KEPT_POSTINGS: usize = 128;

impl Archive {
    /// What is known of a key from its head; `None` in an archive without articles.
    pub async fn key_postings(&self, key: PostingKey) -> Result<Option<KeyPostings>, ArchiveError> {
        let Some((path, head)) = self.head(key).await? else {
            return Ok(None);
        };
        let posting = head.posting(key).map_err(|error| self.unreadable(&path, error))?;
        Ok(Some(KeyPostings::new(head.first_block(), posting)))
    }

    /// The same from a head that was fetched before.
    pub fn key_postings_at_hand(&self, key: PostingKey) -> Option<KeyPostings> {
        let file = known(&self.postings, &self.head_path(key)?)?;
        Some(KeyPostings::new(file.first_block(), file.posting(key).ok()?))
    }

    /// The share of all articles that is likely to have a key: of a frequent tag it is known, of any other key no more than that it may be as
    /// much as of the last of those.
    pub fn likely_share(&self, key: PostingKey) -> f32 {
        let tags = &self.manifest().tags;
        let known = tags.iter().find(|tag| PostingKey::tag(&name::comparable(&tag.name, nfc)) == key);
        let n_articles = known.or(tags.last()).map_or(1, |tag| tag.count);
        n_articles as f32 / self.manifest().count as f32
    }

    /// The places of a key in a block before the head.
    pub async fn places(&self, key: PostingKey, block: u32) -> Result<Bits, ArchiveError> {
        let Some((path, head)) = self.head(key).await? else {
            return Ok(Bits::none());
        };
        let (bucket, hash) = head.older_file(key, block).ok_or_else(|| self.foreign(path, "this block"))?;
        let path = file::block_postings(block, bucket, hash);
        let file = self.postings(&path, false, block).await?;
        let posting = file.posting(key).map_err(|error| self.unreadable(&path, error))?;
        Ok(posting.blocks.into_iter().next().unwrap_or_else(Bits::none))
    }

    fn head_path(&self, key: PostingKey) -> Option<String> {
        let heads = &self.manifest().heads;
        let bucket = key.bucket(heads.len() as u32);
        Some(file::head(bucket, heads.get(bucket as usize)?))
    }

    async fn head(&self, key: PostingKey) -> Result<Option<(String, Arc<PostingFile>)>, ArchiveError> {
        let Some(path) = self.head_path(key) else {
            return Ok(None);
        };
        let file = self.postings(&path, true, first_head_block(self.manifest().count)).await?;
        Ok(Some((path, file)))
    }

    async fn postings(&self, path: &str, is_head: bool, first_block: u32) -> Result<Arc<PostingFile>, ArchiveError> {
        if let Some(known) = known(&self.postings, path) {
            return Ok(known);
        }
        let bytes = self.versioned(path).await?.bytes;
        let file = Arc::new(PostingFile::read(bytes).map_err(|error| self.unreadable(path, error))?);
        if file.is_head() != is_head || file.first_block() != first_block {
            return Err(self.foreign(path.to_owned(), "the block that its name promises"));
        }
        let mut kept = lock(&self.postings);
        kept.truncate(KEPT_POSTINGS - 1);
        kept.insert(0, (path.to_owned(), file.clone()));
        Ok(file)
    }

    /// The ordinals of a range of dates. The days of its first and last year are fetched where they matter.
    pub async fn ordinals(&self, range: DateRange) -> Result<Range<u32>, ArchiveError> {
        loop {
            match self.with_calendar(|calendar| calendar.ordinals(range)) {
                Ok(ordinals) => return Ok(ordinals),
                Err(year) => self.fetch_year(year).await?,
            }
        }
    }

    async fn fetch_year(&self, year: u16) -> Result<(), ArchiveError> {
        let years = &self.manifest().years;
        let hash = years.iter().find(|known| known.year == year).map(|known| known.hash.as_str());
        let hash = hash.ok_or_else(|| self.foreign(file::LATEST.to_owned(), "this year"))?;
        let days = self
            .versioned(&file::year(year, hash))
            .await?
            .read(|bytes| YearDays::read(bytes).map(whole))?;
        if days.year != year {
            return Err(self.foreign(file::year(year, hash), "the year that its name promises"));
        }
        lock(&self.years).push(Arc::new(days));
        Ok(())
    }

    /// Looks at the calendar, as far as it is known.
    pub fn with_calendar<T>(&self, look: impl FnOnce(Calendar<'_>) -> T) -> T {
        let days = lock(&self.years);
        look(Calendar {
            count: self.manifest().count,
            years: &self.manifest().years,
            days: &days,
        })
    }

    /// The month of the article with this ordinal; `None` if it is undated.
    pub fn month_of(&self, ordinal: u32) -> Option<PartialDate> {
        self.with_calendar(|calendar| calendar.month_of(ordinal))
    }
}
