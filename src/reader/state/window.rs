//! Which part of a long list is in the document: its rows in chunks, the chunks' heights, and what is near the view.
//!
//! Heights are in 64ths of a CSS pixel, in which browsers lay pages out: so the gap that stands for chunks that were dropped is
//! exactly as high as they were.

use std::ops::Range;

/// Rows in a chunk: whole lines in one, two, three and four columns. Row 0 has a line of its own, and chunk 0 has it in addition.
pub const CHUNK_SIZE: i32 = 12;

/// The highest gap for chunks that were never seen, in 64ths of a pixel: browsers' pages end at 17 or 33 million pixels.
const MAX_UNSEEN: i32 = 8_000_000 * 64;

/// The chunk that a row is in. Rows are numbered from 0, the newest; lower ones exist while a list turns out longer than it was.
pub fn chunk_of(row: i32) -> i32 {
    (row - 1).div_euclid(CHUNK_SIZE) + i32::from(row == 0)
}

/// The rows of a chunk.
pub fn rows_of(chunk: i32) -> Range<i32> {
    let first = |chunk: i32| CHUNK_SIZE * chunk + i32::from(chunk != 0);
    first(chunk)..first(chunk + 1)
}

/// How high the chunks of one list are, in one width.
#[derive(Default)]
pub struct Heights {
    list: u32,
    width: i32,
    /// Chunks and their heights, by chunk.
    measured: Vec<(i32, i32)>,
    /// A row's height on average, taken once: an average that changed with each chunk would move the scroll bar with it.
    row: i32,
}

/// Chunks beside one another, and where they lie: 64ths of a pixel from the view's top.
pub struct Span {
    /// The chunks.
    pub chunks: Range<i32>,
    /// Their top.
    pub top: i32,
    /// Their bottom.
    pub bottom: i32,
}

impl Heights {
    /// Forgets the heights of another list, and those in another width.
    pub fn begin(&mut self, list: u32, width: i32) {
        if (self.list, self.width) != (list, width) {
            *self = Self {
                list,
                width,
                ..Self::default()
            };
        }
    }

    /// Notes a chunk's height.
    pub fn measure(&mut self, chunk: i32, n_rows: i32, height: i32) {
        match self.place_of(chunk) {
            Ok(place) => {
                if let Some(entry) = self.measured.get_mut(place) {
                    entry.1 = height;
                }
            }
            Err(place) => self.measured.insert(place, (chunk, height)),
        }
        // Row 0 is higher than the others, so its chunk is no measure while there is another.
        if self.row == 0 && n_rows > 0 && chunk != 0 {
            self.row = height / n_rows;
        }
    }

    fn place_of(&self, chunk: i32) -> Result<usize, usize> {
        self.measured.binary_search_by_key(&chunk, |(known, _)| *known)
    }

    /// A chunk's height, as measured or as it may be.
    fn of(&self, chunk: i32) -> i32 {
        self.place_of(chunk)
            .ok()
            .and_then(|place| self.measured.get(place))
            .map_or(self.likely(), |(_, height)| *height)
    }

    /// The height that a chunk may have. As long as only the first one was measured, as much as that: without any height a list would grow
    /// and grow to fill the space below its end.
    fn likely(&self) -> i32 {
        match self.measured.first() {
            Some((_, height)) if self.row == 0 => *height,
            _ => self.row * CHUNK_SIZE,
        }
    }

    /// The height of all chunks from `from` up to `to`: of those that were measured, and what the others may have.
    pub fn between(&self, from: i32, to: i32) -> i32 {
        let (seen, n_seen) = self.seen(from, to);
        let unseen = (to - from - n_seen).max(0);
        seen.saturating_add(unseen.saturating_mul(self.likely()).min(MAX_UNSEEN))
    }

    /// The height of those chunks from `from` up to `to` that were measured, and their number.
    pub fn seen(&self, from: i32, to: i32) -> (i32, i32) {
        let within = self.measured.iter().filter(|(chunk, _)| (from..to).contains(chunk));
        within.fold((0, 0), |(height, n), (_, one)| (height.saturating_add(*one), n + 1))
    }

    /// The chunks among `known` that reach into the part of the page from `margin` above the view to `margin` below it, or the
    /// nearest one. `chunk` lies at `top`.
    pub fn near(&self, known: &Range<i32>, chunk: i32, top: i32, view: i32, margin: i32) -> Span {
        let (mut first, mut top) = (chunk, top);
        while first > known.start && top > -margin {
            first -= 1;
            top -= self.of(first);
        }
        while first + 1 < known.end && top + self.of(first) < -margin {
            top += self.of(first);
            first += 1;
        }
        let (mut end, mut bottom) = (first + 1, top + self.of(first));
        while end < known.end && bottom < view + margin {
            bottom += self.of(end);
            end += 1;
        }
        Span {
            chunks: first..end,
            top,
            bottom,
        }
    }
}
