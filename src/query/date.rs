//! Dates as the filter language has them: years, months and days, and ranges between them.

use std::fmt;

/// A day of the proleptic Gregorian calendar. Days compare in the order of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day {
    /// 0 to 9999.
    pub year: u16,
    /// 1 to 12.
    pub month: u8,
    /// 1 to 31.
    pub day: u8,
}

/// A year, a month or a day that exists: `2021`, `2021-11` or `2021-11-27`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PartialDate {
    year: u16,
    month: Option<u8>,
    /// Only where there is a month.
    day: Option<u8>,
}

/// Why a text is no date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateError {
    /// It isn't of the form `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
    Form,
    /// It is, but the calendar has no such month or day.
    Calendar,
}

impl PartialDate {
    /// The year `year`, or a month or a day of it; `None` if there is no such date, or a day without its month.
    pub fn new(year: u16, month: Option<u8>, day: Option<u8>) -> Option<PartialDate> {
        let exists = year <= 9999
            && match (month, day) {
                (None, None) => true,
                (None, Some(_)) => false,
                (Some(month), None) => (1..=12).contains(&month),
                (Some(month), Some(day)) => (1..=12).contains(&month) && (1..=n_days_of_month(year, month)).contains(&day),
            };
        exists.then_some(PartialDate { year, month, day })
    }

    /// Reads `YYYY`, `YYYY-MM` or `YYYY-MM-DD`, in ASCII digits.
    ///
    /// # Errors
    ///
    /// [`DateError`] tells a text of another form from a date that doesn't exist.
    pub fn parse(text: &str) -> Result<PartialDate, DateError> {
        let mut parts = text.split('-');
        let year = parts.next().and_then(|part| digits(part, 4));
        let year = year.ok_or(DateError::Form)?;
        let mut two_digits = || match parts.next() {
            None => Ok(None),
            Some(part) => match digits(part, 2).and_then(|number| u8::try_from(number).ok()) {
                Some(number) => Ok(Some(number)),
                None => Err(DateError::Form),
            },
        };
        let (month, day) = (two_digits()?, two_digits()?);
        if parts.next().is_some() {
            return Err(DateError::Form);
        }
        PartialDate::new(year, month, day).ok_or(DateError::Calendar)
    }

    /// 0 to 9999.
    pub fn year(self) -> u16 {
        self.year
    }

    /// 1 to 12; `None` for a whole year.
    pub fn month(self) -> Option<u8> {
        self.month
    }

    /// 1 to 31; `None` for a whole year or month.
    pub fn day(self) -> Option<u8> {
        self.day
    }

    /// The first day that belongs to it.
    pub fn first_day(self) -> Day {
        Day {
            year: self.year,
            month: self.month.unwrap_or(1),
            day: self.day.unwrap_or(1),
        }
    }

    /// The last day that belongs to it.
    pub fn last_day(self) -> Day {
        let month = self.month.unwrap_or(12);
        Day {
            year: self.year,
            month,
            day: self.day.unwrap_or_else(|| n_days_of_month(self.year, month)),
        }
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        for part in [self.month, self.day].into_iter().flatten() {
            write!(f, "-{part:02}")?;
        }
        Ok(())
    }
}

/// The days of one date, or those between two dates, both included, of which one may be left open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct DateRange {
    first: Option<PartialDate>,
    last: Option<PartialDate>,
}

impl DateRange {
    /// All days of `date`.
    pub fn of(date: PartialDate) -> DateRange {
        DateRange {
            first: Some(date),
            last: Some(date),
        }
    }

    /// From the first day of `first` to the last day of `last`; `None` if that is before it begins.
    pub fn between(first: PartialDate, last: PartialDate) -> Option<DateRange> {
        (first.first_day() <= last.last_day()).then_some(DateRange {
            first: Some(first),
            last: Some(last),
        })
    }

    /// From the first day of `first` on.
    pub fn since(first: PartialDate) -> DateRange {
        DateRange {
            first: Some(first),
            last: None,
        }
    }

    /// Up to the last day of `last`.
    pub fn until(last: PartialDate) -> DateRange {
        DateRange {
            first: None,
            last: Some(last),
        }
    }

    /// The date that the range begins with, if it isn't open there.
    pub fn first(self) -> Option<PartialDate> {
        self.first
    }

    /// The date that the range ends with, if it isn't open there.
    pub fn last(self) -> Option<PartialDate> {
        self.last
    }

    /// Whether `day` lies within.
    pub fn contains(self, day: Day) -> bool {
        self.first.is_none_or(|first| first.first_day() <= day) && self.last.is_none_or(|last| day <= last.last_day())
    }
}

impl fmt::Display for DateRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.first, self.last) {
            (Some(first), Some(last)) if first == last => write!(f, "{first}"),
            (Some(first), Some(last)) => write!(f, "{first}..{last}"),
            (Some(first), None) => write!(f, "{first}.."),
            (None, Some(last)) => write!(f, "..{last}"),
            (None, None) => Ok(()),
        }
    }
}

fn digits(text: &str, length: usize) -> Option<u16> {
    // Parsing alone would let a sign through.
    let are_digits = text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit());
    are_digits.then(|| text.parse().ok()).flatten()
}

fn n_days_of_month(year: u16, month: u8) -> u8 {
    let is_leap_year = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if is_leap_year => 29,
        2 => 28,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_must_be_in_the_calendar() {
        for text in ["2021", "0000", "9999-12", "2020-02-29", "2000-02-29", "2021-11-30"] {
            let date = PartialDate::parse(text);
            assert_eq!(date.map(|date| date.to_string()), Ok(text.to_owned()));
        }
        for text in ["2021-00", "2021-13", "2021-02-29", "1900-02-29", "2021-11-31", "2021-01-00"] {
            assert_eq!(PartialDate::parse(text), Err(DateError::Calendar), "{text}");
        }
    }

    #[test]
    fn a_date_must_be_of_one_of_three_forms() {
        for text in [
            "",
            "-",
            "21",
            "20211",
            "2021-",
            "2021-1",
            "2021-11-",
            "2021-11-2",
            "2021-11-27-",
            "+021",
            "２０２１",
            "2021/11",
            "2021-+1",
        ] {
            assert_eq!(PartialDate::parse(text), Err(DateError::Form), "{text}");
        }
    }

    #[test]
    fn a_day_has_its_month() {
        assert_eq!(PartialDate::new(2021, None, Some(1)), None);
        assert_eq!(PartialDate::new(10_000, None, None), None);
    }

    #[test]
    fn a_range_holds_its_first_and_its_last_day() {
        let day = |year, month, day| Day { year, month, day };
        let date = |text| PartialDate::parse(text).expect("the test's own date");
        let winter = DateRange::between(date("2019-11"), date("2020-02")).expect("in order");
        assert!(winter.contains(day(2019, 11, 1)) && winter.contains(day(2020, 2, 29)));
        assert!(!winter.contains(day(2019, 10, 31)) && !winter.contains(day(2020, 3, 1)));
        let year = DateRange::of(date("2021"));
        assert!(year.contains(day(2021, 1, 1)) && year.contains(day(2021, 12, 31)));
        assert!(!year.contains(day(2020, 12, 31)) && !year.contains(day(2022, 1, 1)));
        assert!(DateRange::since(date("2021")).contains(day(9999, 12, 31)));
        assert!(DateRange::until(date("2021")).contains(day(0, 1, 1)));
    }

    #[test]
    fn a_range_may_end_within_the_date_it_begins_with() {
        let date = |text| PartialDate::parse(text).expect("the test's own date");
        assert!(DateRange::between(date("2021"), date("2021-05")).is_some());
        assert!(DateRange::between(date("2021-05"), date("2021")).is_some());
        assert!(DateRange::between(date("2021-05"), date("2020")).is_none());
    }
}
