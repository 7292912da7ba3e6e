//! The calendar: how many articles each day has, so that dates are ranges of ordinals.
//!
//! Ordinals rise with time, undated articles first, so adding up counts is all it takes. Years and months stand in the manifest; a
//! year's days in `calendar/<year>-<hash>.json`. Days are those of the archive's time zone. Where its clocks once went back over midnight, an
//! article counts for the day of the article before it, so that a day is one range.

use std::ops::Range;

use crate::query::date::{DateRange, Day, PartialDate};

/// A year that has articles, as the manifest lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Year {
    /// 0 to 9999.
    pub year: u16,
    /// The hash in the name of its file.
    pub hash: String,
    /// Articles in each month.
    pub months: [u32; 12],
}

impl Year {
    /// Articles in the year.
    pub fn count(&self) -> u32 {
        self.months.iter().sum()
    }
}

/// The days of a year: `calendar/<year>-<hash>.json`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct YearDays {
    /// 0 to 9999.
    pub year: u16,
    /// For each month the articles of its days, without the days after the last that has any.
    pub months: [Vec<u32>; 12],
}

impl YearDays {
    /// The days of a year in which nothing happened yet.
    pub fn empty(year: u16) -> Self {
        Self {
            year,
            months: Default::default(),
        }
    }

    /// Counts one more article. The day's year is this one.
    pub fn add(&mut self, day: Day) {
        if let Some(days) = self.months.get_mut(usize::from(day.month) - 1) {
            let place = usize::from(day.day) - 1;
            if days.len() <= place {
                days.resize(place + 1, 0);
            }
            days[place] += 1;
        }
    }

    /// What the manifest says of the year, whose file has this hash.
    pub fn summed(&self, hash: String) -> Year {
        Year {
            year: self.year,
            hash,
            months: std::array::from_fn(|month| self.months[month].iter().sum()),
        }
    }
}

/// What is known of the calendar: all years by month, some of them by day.
#[derive(Debug, Clone, Copy)]
pub struct Calendar<'known> {
    /// Articles in the archive.
    pub count: u32,
    /// The years that have articles, rising.
    pub years: &'known [Year],
    /// The years whose days are known.
    pub days: &'known [std::sync::Arc<YearDays>],
}

impl Calendar<'_> {
    /// Articles without a date: they have the first ordinals.
    pub fn n_undated(&self) -> u32 {
        let dated = self.years.iter().map(Year::count).fold(0, u32::saturating_add);
        self.count.saturating_sub(dated)
    }

    /// The ordinals of a range of dates.
    ///
    /// # Errors
    /// The year whose days have to be known for that.
    pub fn ordinals(&self, range: DateRange) -> Result<Range<u32>, u16> {
        let from = match range.first() {
            Some(first) => self.first_ordinal(first, false)?,
            None => self.n_undated(),
        };
        let to = match range.last() {
            Some(last) => self.first_ordinal(last, true)?,
            None => self.count,
        };
        Ok(from..to.max(from))
    }

    /// Where the ordinals of a range of dates end; where days would have to be known for that, if those of the month came evenly.
    pub fn likely_end(&self, range: DateRange) -> u32 {
        let Some(last) = range.last() else { return self.count };
        self.first_ordinal(last, true).unwrap_or_else(|_| {
            let month = PartialDate::new(last.year(), last.month(), None).unwrap_or(last);
            // Of a whole month no days have to be known.
            let [start, end] = [false, true].map(|is_after| self.first_ordinal(month, is_after).unwrap_or(self.count));
            start + (end - start) * u32::from(last.day().unwrap_or(31)) / 31
        })
    }

    /// The first ordinal of a date, or the first one after it.
    fn first_ordinal(&self, date: PartialDate, is_after: bool) -> Result<u32, u16> {
        let mut ordinal = self.n_undated();
        for year in self.years.iter().take_while(|year| year.year < date.year()) {
            ordinal += year.count();
        }
        let Some(year) = self.years.iter().find(|year| year.year == date.year()) else {
            return Ok(ordinal);
        };
        let Some(month) = date.month().map(|month| usize::from(month) - 1) else {
            return Ok(if is_after { ordinal + year.count() } else { ordinal });
        };
        ordinal += year.months.iter().take(month).sum::<u32>();
        let in_month = year.months.get(month).copied().unwrap_or(0);
        let Some(day) = date.day() else {
            return Ok(if is_after { ordinal + in_month } else { ordinal });
        };
        if in_month == 0 {
            return Ok(ordinal);
        }
        let known = self.days.iter().find(|known| known.year == date.year()).ok_or(date.year())?;
        let n_days = if is_after { day } else { day - 1 };
        let days = known.months.get(month).into_iter().flatten();
        Ok(ordinal + days.take(usize::from(n_days)).sum::<u32>())
    }

    /// The month that an ordinal falls into; `None` for an undated article and beyond the last.
    pub fn month_of(&self, ordinal: u32) -> Option<PartialDate> {
        let mut left = ordinal.checked_sub(self.n_undated())?;
        for year in self.years {
            for (month, count) in (1..).zip(year.months) {
                match left.checked_sub(count) {
                    Some(rest) => left = rest,
                    None => return PartialDate::new(year.year, Some(month), None),
                }
            }
        }
        None
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use proptest::collection::vec;
    use proptest::prelude::*;
    use std::sync::Arc;

    fn day() -> impl Strategy<Value = Day> {
        (2018..2022u16, 1..=12u8, 1..=28u8).prop_map(|(year, month, day)| Day { year, month, day })
    }

    fn date() -> impl Strategy<Value = PartialDate> {
        let day = (2017..2023u16, 1..=12u8, 1..=28u8, 0..3);
        day.prop_map(|(year, month, day, precision)| {
            let month = (precision > 0).then_some(month);
            PartialDate::new(year, month, (precision > 1).then_some(day)).expect("days of every month")
        })
    }

    proptest! {
        #[test]
        fn the_ordinals_of_dates_are_those_of_the_articles_with_such_dates(
            n_undated in 0..5u32,
            mut days in vec(day(), 0..60),
            first in date(),
            last in date(),
        ) {
            days.sort();
            let mut files: Vec<YearDays> = Vec::new();
            for day in &days {
                if files.last().is_none_or(|file| file.year != day.year) {
                    files.push(YearDays::empty(day.year));
                }
                files.last_mut().expect("just pushed").add(*day);
            }
            let years: Vec<Year> = files.iter().map(|file| file.summed(String::new())).collect();
            let known: Vec<Arc<YearDays>> = files.into_iter().map(Arc::new).collect();
            let calendar = Calendar { count: n_undated + days.len() as u32, years: &years, days: &known };
            prop_assert_eq!(calendar.n_undated(), n_undated);
            let ranges = [Some(DateRange::of(first)), DateRange::between(first, last), Some(DateRange::since(first)), Some(DateRange::until(last))];
            for range in ranges.into_iter().flatten() {
                let found = calendar.ordinals(range).expect("all days are known");
                let expected: Vec<u32> = (n_undated..).zip(&days).filter(|(_, day)| range.contains(**day)).map(|(ordinal, _)| ordinal).collect();
                prop_assert_eq!(found.collect::<Vec<_>>(), expected, "{}", range);
            }
            for (ordinal, day) in (n_undated..).zip(&days) {
                prop_assert_eq!(calendar.month_of(ordinal), PartialDate::new(day.year, Some(day.month), None));
            }
            prop_assert_eq!(calendar.month_of(calendar.count), None);
        }
    }

    #[test]
    fn months_need_no_file_and_days_name_the_year_that_does() {
        let mut days = YearDays::empty(2021);
        days.add(Day {
            year: 2021,
            month: 11,
            day: 27,
        });
        let years = [days.summed("hash".to_owned())];
        let calendar = Calendar {
            count: 1,
            years: &years,
            days: &[],
        };
        let of = |text: &str| calendar.ordinals(DateRange::of(PartialDate::parse(text).expect("a date")));
        assert_eq!(of("2021-11"), Ok(0..1));
        assert_eq!(of("2021-10-31"), Ok(0..0));
        assert_eq!(of("2020-02-01"), Ok(0..0));
        assert_eq!(of("2021-11-27"), Err(2021));
    }

    #[test]
    fn the_likely_end_of_dates_is_the_true_one_or_lies_in_its_month() {
        let mut days = YearDays::empty(2021);
        for day in (1..=31).flat_map(|day| [day; 10]) {
            let (year, month) = (2021, 3);
            days.add(Day { year, month, day });
        }
        let years = [days.summed(String::new())];
        let calendar = Calendar {
            count: 350,
            years: &years,
            days: &[],
        };
        let until = |month, day| DateRange::until(PartialDate::new(2021, month, day).expect("a date"));
        assert_eq!(calendar.likely_end(until(Some(3), Some(20))), 40 + 200);
        assert_eq!(calendar.likely_end(until(Some(3), None)), 350);
        assert_eq!(calendar.likely_end(until(Some(2), Some(20))), 40);
        assert_eq!(
            calendar.likely_end(DateRange::since(PartialDate::new(2021, None, None).expect("a date"))),
            350
        );
    }
}
