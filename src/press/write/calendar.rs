//! Writes the calendar.

use jiff::tz::TimeZone;

use super::folder::{Folder, WriteError};
use crate::archive::calendar::{Year, YearDays};
use crate::archive::{Timestamp, file, key};
use crate::query::date::Day;

/// The days of articles that were published at these instants, which rise, in the archive's time zone. Where its clocks went back over midnight, an article
/// counts for the day of the one before it.
pub fn days(instants: impl IntoIterator<Item = Timestamp>, time_zone: &TimeZone) -> impl Iterator<Item = Day> {
    let mut newest = None;
    instants.into_iter().filter_map(move |instant| {
        newest = newest.max(local_day(instant, time_zone));
        newest
    })
}

/// The day of an instant; `None` where the calendar ends, which no instant of an archive reaches.
fn local_day(instant: Timestamp, time_zone: &TimeZone) -> Option<Day> {
    let instant = jiff::Timestamp::from_second(instant.seconds()).ok()?;
    let date = time_zone.to_datetime(instant).date();
    Some(Day {
        year: u16::try_from(date.year()).ok()?,
        month: date.month().unsigned_abs(),
        day: date.day().unsigned_abs(),
    })
}

/// Writes a file for each year of `days`, which rise; returns what the manifest says of them.
///
/// # Errors
/// When a file can't be written.
pub fn write(folder: &Folder, days: impl IntoIterator<Item = Day>) -> Result<Vec<Year>, WriteError> {
    let mut files: Vec<YearDays> = Vec::new();
    for day in days {
        match files.last_mut() {
            Some(file) if file.year == day.year => file.add(day),
            _ => {
                let mut file = YearDays::empty(day.year);
                file.add(day);
                files.push(file);
            }
        }
    }
    folder.make("calendar")?;
    let write = |days: YearDays| {
        let bytes = days.write();
        let hash = key::file_hash(&bytes);
        folder.put(&file::year(days.year, &hash), &bytes)?;
        Ok(days.summed(hash))
    };
    files.into_iter().map(write).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(instant: &str, zone: &str) -> String {
        let zone = TimeZone::get(zone).expect("a time zone");
        let days: Vec<Day> = days(Timestamp::parse(instant), &zone).collect();
        days.iter().map(|day| format!("{}-{}-{}", day.year, day.month, day.day)).collect()
    }

    #[test]
    fn a_day_is_that_of_the_archives_clocks() {
        assert_eq!(day("2021-11-27T16:00:00Z", "UTC"), "2021-11-27");
        assert_eq!(day("2021-11-27T16:00:00Z", "Asia/Shanghai"), "2021-11-28");
        assert_eq!(day("0001-01-01T00:00:00Z", "America/New_York"), "0-12-31");
    }

    #[test]
    fn days_never_go_back() {
        // Clocks in Toronto went back from 00:01 to 23:01 of the day before.
        let zone = TimeZone::get("America/Toronto").expect("a time zone");
        let instants = ["2006-10-29T04:30:00Z", "2000-10-29T03:59:00Z", "2000-10-30T00:00:00Z"];
        let instants = instants.iter().filter_map(|text| Timestamp::parse(text));
        let found: Vec<Day> = days(instants, &zone).collect();
        assert!(found.is_sorted() && found.len() == 3);
    }
}
