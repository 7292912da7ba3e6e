//! A list: a run of consecutive rows that grows at both ends.

use std::collections::VecDeque;
use std::ops::Range;
use std::sync::Arc;

use super::archive::{Archive, ArchiveError};
use super::filter::Filter;
use super::matches::{Count, Matches};
use super::navigation::Place;
use super::neighbours::Neighbours;
use super::ordinals::{Direction, Ordinals};
use super::window::{CHUNK_SIZE, chunk_of, rows_of};
use crate::archive::calendar::Year;
use crate::archive::{Card, Key, PAGE_SIZE};
use crate::query::Query;
use crate::query::timeline::YearCounts;
use crate::reader::browser::text::nfc;

/// One row of a list.
#[derive(Clone)]
pub struct Row {
    /// The article's place in the archive; unknown for a card that came with a tag's document.
    pub ordinal: Option<u32>,
    /// What the row shows.
    pub card: Arc<Card>,
}

/// The rows of a filter so far, and where the next ones are. Row 0 is the newest.
pub struct List {
    /// Which list this is, among those that were opened since the page was.
    pub id: u32,
    /// What the list shows.
    pub filter: Filter,
    /// How many cards a tag's document says there are.
    stated: Option<u32>,
    /// The filter's tag in the archive's spelling.
    pub tag_name: Option<String>,
    ordinals: Ordinals,
    rows: VecDeque<Row>,
    /// The number of the first of `rows`.
    first: i32,
    /// Ordinals below this one haven't been looked at.
    older: u32,
    /// This ordinal and higher ones haven't been looked at.
    newer: u32,
    /// The archive's number of articles.
    total: u32,
}

/// What to look for so that a list grows. It holds no part of the list, which may be read meanwhile.
pub struct Search {
    /// The list that it is for.
    pub list: u32,
    direction: Direction,
    ordinals: Ordinals,
    from: u32,
    wanted: usize,
    /// Cards that the list has without knowing their ordinals.
    unplaced: Vec<Key>,
}

/// What a list grows by.
pub struct Found {
    direction: Direction,
    /// The nearest first.
    rows: Vec<Row>,
    reached: u32,
}

impl List {
    /// The beginning of the list of everything: what `latest.json` holds.
    pub fn newest(archive: &Archive, id: u32) -> Self {
        let mut list = Self::without_rows(archive, Filter::Everything, Ordinals::Everything, id);
        list.add_newest(archive);
        list
    }

    fn without_rows(archive: &Archive, filter: Filter, ordinals: Ordinals, id: u32) -> Self {
        let total = archive.manifest().count;
        Self {
            id,
            filter,
            stated: None,
            tag_name: None,
            ordinals,
            rows: VecDeque::new(),
            first: 0,
            older: total,
            newer: total,
            total,
        }
    }

    fn add_newest(&mut self, archive: &Archive) {
        self.rows.extend(archive.newest().map(|(ordinal, card)| Row {
            ordinal: Some(ordinal),
            card: Arc::new(card.clone()),
        }));
        self.older = self.total.saturating_sub(self.rows.len() as u32);
    }

    /// The beginning of a list, which is what `latest.json` or the tag's document holds; or the rows around the place that one
    /// returns to, where that lies deeper.
    ///
    /// # Errors
    /// When a file that is needed can't be had.
    pub async fn open(archive: &Archive, filter: Filter, id: u32, place: Option<&Place>) -> Result<Self, ArchiveError> {
        let ordinals = Ordinals::of(&filter, archive);
        let mut list = Self::without_rows(archive, filter, ordinals, id);
        let is_everything = matches!(list.ordinals, Ordinals::Everything);
        match list.filter.tag().map(str::to_owned) {
            Some(tag) => {
                let document = archive.tag(&tag).await?;
                list.stated = Some(document.as_ref().map_or(0, |document| document.count));
                list.tag_name = document.as_ref().map(|document| document.name.clone());
                let cards = document.iter().flat_map(|document| document.cards.iter());
                list.rows.extend(cards.map(|card| Row {
                    ordinal: None,
                    card: Arc::new(card.clone()),
                }));
            }
            None if is_everything => list.add_newest(archive),
            // Its first match may lie far back: then the list begins without a row, and whoever waits is told how far it has come.
            None => list.grow_by(archive, Direction::Older, 1).await?,
        }
        // An article's place is none in a list.
        if let Some(place) = place.filter(|place| place.is_in_list()) {
            list.go_to(archive, place).await?;
        }
        Ok(list)
    }

    /// Holds the rows around a place: by its ordinal where that is known, else by going down to it.
    async fn go_to(&mut self, archive: &Archive, place: &Place) -> Result<(), ArchiveError> {
        let is_newest = place.row < self.rows().end;
        if let Some(ordinal) = place.ordinal.filter(|ordinal| !is_newest && *ordinal < self.total) {
            // In a list of everything the row follows from the ordinal, which newer articles don't change.
            self.first = match self.ordinals {
                Ordinals::Everything => (self.total - 1 - ordinal) as i32,
                Ordinals::Matches(_) => place.row,
            };
            self.rows.clear();
            (self.older, self.newer) = (ordinal + 1, ordinal + 1);
            // The chunk of the place must be whole, and so should be the one above it, to which one may scroll.
            let top = rows_of(chunk_of(self.first) - 1).start;
            self.grow_by(archive, Direction::Older, 2 * CHUNK_SIZE).await?;
            while self.first > top && self.has_newer() {
                self.grow_by(archive, Direction::Newer, self.first - top).await?;
            }
        }
        while self.rows().end <= place.row && self.has_older() {
            self.grow_by(archive, Direction::Older, CHUNK_SIZE).await?;
        }
        Ok(())
    }

    async fn grow_by(&mut self, archive: &Archive, direction: Direction, n_rows: i32) -> Result<(), ArchiveError> {
        if let Some(mut search) = self.search(direction) {
            search.wanted = n_rows.max(1) as usize;
            self.add(search.run(archive).await?);
        }
        Ok(())
    }

    /// Whether it has no row yet, and may have some further back.
    pub fn is_blank(&self) -> bool {
        self.rows.is_empty() && self.has_older()
    }

    /// Whether there are older rows.
    pub fn has_older(&self) -> bool {
        let count = self.count();
        self.older > 0 && !(count.is_exact && self.rows().end as u32 >= count.n)
    }

    /// Whether there are newer rows.
    pub fn has_newer(&self) -> bool {
        self.newer < self.total
    }

    /// The numbers of the rows that are here.
    pub fn rows(&self) -> Range<i32> {
        self.first..self.first + self.rows.len() as i32
    }

    /// A row by its number.
    pub fn row(&self, number: i32) -> Option<&Row> {
        self.rows.get(usize::try_from(number - self.first).ok()?)
    }

    /// The row of an article.
    pub fn find(&self, key: &str) -> Option<i32> {
        let place = self.rows.iter().position(|row| row.card.key.as_str() == key)?;
        Some(self.first + place as i32)
    }

    /// The chunks that can be shown. While there are newer rows the first one must be whole: a row that is added before others
    /// would move them to another column.
    pub fn chunks(&self) -> Range<i32> {
        let rows = self.rows();
        let mut first = chunk_of(rows.start);
        if self.has_newer() && rows_of(first).start < rows.start {
            first += 1;
        }
        first..(chunk_of(rows.end - 1) + 1).max(first)
    }

    /// How many rows there are in all, as far as is known.
    pub fn count(&self) -> Count {
        let found = self.ordinals.count(self.total);
        let count = match self.stated {
            Some(stated) if !found.is_exact => Count::exact(stated),
            _ => found,
        };
        Count {
            n: count.n.max(self.rows().end as u32),
            ..count
        }
    }

    /// How many rows there are in all; `None` while that isn't known.
    pub fn size(&self) -> Option<u32> {
        let count = self.count();
        count.is_exact.then_some(count.n)
    }

    /// The ordinal down to which all matches are known; `None` where nothing is searched for.
    pub fn searched_to(&self) -> Option<u32> {
        match &self.ordinals {
            Ordinals::Matches(matches) if self.stated.is_none() => Some(matches.searched_to()),
            _ => None,
        }
    }

    /// Matches by month, as far as is known, and whether these are all; `None` where none were searched for.
    pub fn by_month(&self, years: &[Year]) -> Option<(Vec<YearCounts>, bool)> {
        match &self.ordinals {
            Ordinals::Matches(matches) => matches.by_month(years),
            Ordinals::Everything => None,
        }
    }

    /// How many articles another query has: by postings that are at hand, else at least those of this list's rows.
    pub fn count_of(&self, archive: &Archive, query: &Query) -> Count {
        Matches::count_at_hand(archive, query).unwrap_or_else(|| {
            let matching = self.rows.iter().filter(|row| query.admits(&row.card, nfc) == Some(true));
            Count {
                n: matching.count() as u32,
                is_exact: false,
            }
        })
    }

    /// The ordinal in a row, where it can be told without looking.
    pub fn ordinal_at(&self, row: i32) -> Option<u32> {
        self.ordinals.at_row(self.total, row)
    }

    /// What to look for so that the list grows by about a page; `None` when there is no more in that direction.
    pub fn search(&self, direction: Direction) -> Option<Search> {
        let (has_more, from) = match direction {
            Direction::Older => (self.has_older(), self.older),
            Direction::Newer => (self.has_newer(), self.newer),
        };
        has_more.then(|| Search {
            list: self.id,
            direction,
            ordinals: self.ordinals.clone(),
            from,
            wanted: PAGE_SIZE as usize / 2,
            unplaced: self
                .rows
                .iter()
                .take_while(|row| row.ordinal.is_none())
                .map(|row| row.card.key.clone())
                .collect(),
        })
    }

    /// Adds what was found.
    pub fn add(&mut self, found: Found) {
        match found.direction {
            Direction::Older => {
                self.rows.extend(found.rows);
                self.older = found.reached;
            }
            Direction::Newer => {
                self.first -= found.rows.len() as i32;
                for row in found.rows {
                    self.rows.push_front(row);
                }
                self.newer = found.reached;
            }
        }
    }

    /// The cards before and after one of the list: the newer and the older. `None` when the card isn't among those so far, or
    /// is the first or last of them while there are others.
    pub fn neighbours(&self, key: &Key) -> Option<Neighbours> {
        let row = self.find(key.as_str())?;
        let card = |row| self.row(row).map(|row| row.card.clone());
        let (newer, older) = (card(row - 1), card(row + 1));
        let is_sure = (newer.is_some() || !self.has_newer()) && (older.is_some() || !self.has_older());
        is_sure.then_some((newer, older))
    }
}

impl Search {
    /// Looks for rows until there are enough, or no more without further requests: what was found is shown then, and how far the search has come.
    ///
    /// # Errors
    /// When a file that is needed can't be had.
    pub async fn run(self, archive: &Archive) -> Result<Found, ArchiveError> {
        let mut found = Found {
            direction: self.direction,
            rows: Vec::new(),
            reached: self.from,
        };
        if let Some(reached) = self
            .ordinals
            .below_known(archive, self.direction, found.reached, &self.unplaced)
            .await?
        {
            found.reached = reached;
        }
        loop {
            let stretch = self.ordinals.next(archive, self.direction, found.reached).await?;
            let cards = archive.cards(&stretch.ordinals).await?;
            for (ordinal, card) in stretch.ordinals.into_iter().zip(cards) {
                if !self.unplaced.contains(&card.key) {
                    found.rows.push(Row {
                        ordinal: Some(ordinal),
                        card,
                    });
                }
            }
            let is_stuck = stretch.reached == found.reached;
            found.reached = stretch.reached;
            if is_stuck || found.rows.len() >= self.wanted || !self.ordinals.is_at_hand(self.direction, found.reached) {
                return Ok(found);
            }
        }
    }
}
