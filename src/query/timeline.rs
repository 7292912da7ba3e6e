//! Articles over time: months, or longer spans of time where there isn't room for a bar for each month.

use super::date::{DateRange, PartialDate};

/// Articles of a year's months.
pub type YearCounts = (u16, [u32; 12]);

/// Months that a bar may stand for. The last one holds all years that a date can have.
const SPANS: [u32; 9] = [1, 3, 12, 24, 60, 120, 600, 1_200, 120_000];

/// A row of bars, from the first month that has an article to the last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timeline {
    /// How many months a bar stands for.
    span: u32,
    /// Bars before the first one, counted from the beginning of the year 0.
    n_before: u32,
    /// Articles of each bar.
    counts: Vec<u32>,
    /// The first and the last month that has an article, counted from January of the year 0.
    months: (u32, u32),
}

impl Timeline {
    /// The bars for these years, in any order, and at most `max_bars` (at least 1). `None` if the articles are all of one month.
    pub fn new(years: &[YearCounts], max_bars: usize) -> Option<Timeline> {
        let (first, last) = span(years)?;
        let n_bars = |span: u32| (last / span - first / span + 1) as usize;
        let span = SPANS.into_iter().find(|span| n_bars(*span) <= max_bars.max(1)).unwrap_or(120_000);
        let mut timeline = Timeline {
            span,
            n_before: first / span,
            counts: vec![0; n_bars(span)],
            months: (first, last),
        };
        timeline.counts = timeline.counts_of(years);
        Some(timeline)
    }

    /// Articles of each bar, for other articles of the same time.
    pub fn counts_of(&self, years: &[YearCounts]) -> Vec<u32> {
        let mut counts = vec![0; self.counts.len()];
        for (month, count) in months(years) {
            let place = (month / self.span).checked_sub(self.n_before);
            if let Some(bar) = place.and_then(|place| counts.get_mut(place as usize)) {
                *bar += count;
            }
        }
        counts
    }

    /// Articles of each bar.
    pub fn counts(&self) -> &[u32] {
        &self.counts
    }

    /// The dates of the bars from `first` to `last`, both included, in either order.
    pub fn dates(&self, first: usize, last: usize) -> Option<DateRange> {
        let (first, last) = (first.min(last) as u32, first.max(last) as u32);
        let first = (self.n_before + first) * self.span;
        let last = ((self.n_before + last + 1) * self.span - 1).min(9_999 * 12 + 11);
        range(first, last)
    }

    /// From the first month that has an article to the last: what the bars stand for together begins earlier and ends later, as a rule.
    pub fn extent(&self) -> Option<DateRange> {
        let (first, last) = self.months;
        range(first, last)
    }

    /// The bars that hold days of the range: the first and the last. `None` if there are no such bars.
    pub fn bars(&self, dates: DateRange) -> Option<(usize, usize)> {
        let bar = |year: u16, month: u8| i64::from((u32::from(year) * 12 + u32::from(month) - 1) / self.span) - i64::from(self.n_before);
        let first = dates.first().map(PartialDate::first_day).map_or(0, |day| bar(day.year, day.month));
        let end = self.counts.len() as i64 - 1;
        let last = dates.last().map(PartialDate::last_day).map_or(end, |day| bar(day.year, day.month));
        let (first, last) = (first.max(0), last.min(end));
        (first <= last).then_some((first as usize, last as usize))
    }

    /// The bars that a new year begins with, and that year.
    pub fn years(&self) -> impl Iterator<Item = (usize, u32)> {
        (0..self.counts.len()).filter_map(|bar| {
            let month = (self.n_before + bar as u32) * self.span;
            let year = month.div_ceil(12);
            // Of a span that isn't a part of a year, each bar begins with one.
            (month + self.span > year * 12).then_some((bar, year))
        })
    }
}

/// Whether there are articles of more than one month.
pub fn is_worth_drawing(years: &[YearCounts]) -> bool {
    span(years).is_some()
}

/// Whole months, counted from January of the year 0; named as years where they are whole years.
fn range(first: u32, last: u32) -> Option<DateRange> {
    let are_whole_years = first.is_multiple_of(12) && last % 12 == 11;
    let date = |month: u32| {
        let in_year = (!are_whole_years).then_some((month % 12 + 1) as u8);
        PartialDate::new(u16::try_from(month / 12).ok()?, in_year, None)
    };
    DateRange::between(date(first)?, date(last)?)
}

/// The first and the last month that has articles, if they aren't the same.
fn span(years: &[YearCounts]) -> Option<(u32, u32)> {
    let first = months(years).map(|(month, _)| month).min()?;
    let last = months(years).map(|(month, _)| month).max()?;
    (first != last).then_some((first, last))
}

/// The months that have articles, counted from January of the year 0, and how many.
fn months(years: &[YearCounts]) -> impl Iterator<Item = (u32, u32)> {
    years.iter().flat_map(|(year, counts)| {
        let january = u32::from(*year) * 12;
        counts
            .iter()
            .zip(january..)
            .filter(|(count, _)| **count > 0)
            .map(|(count, month)| (month, *count))
    })
}
