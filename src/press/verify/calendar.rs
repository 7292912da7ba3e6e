//! The calendar against the dates of the cards.

use jiff::tz::TimeZone;

use super::faults::Faults;
use super::view::CardFact;
use crate::archive::calendar::{Year, YearDays};
use crate::archive::{Manifest, file};
use crate::press::write::calendar::days;

/// Checks the years of the manifest and their files.
pub fn check(faults: &Faults<'_>, manifest: &Manifest, cards: &[CardFact]) {
    if cards.is_empty() {
        return;
    }
    let Ok(time_zone) = TimeZone::get(&manifest.time_zone) else {
        return faults.report(file::LATEST, format!("{} is no time zone", manifest.time_zone));
    };
    let mut expected: Vec<YearDays> = Vec::new();
    for day in days(cards.iter().filter_map(|card| card.published), &time_zone) {
        if expected.last().is_none_or(|year| year.year != day.year) {
            expected.push(YearDays::empty(day.year));
        }
        if let Some(year) = expected.last_mut() {
            year.add(day);
        }
    }
    let years = manifest.years.iter().map(|year| year.year);
    faults.expect(years.eq(expected.iter().map(|year| year.year)), file::LATEST, || {
        "its years aren't those of its articles".to_owned()
    });
    for Year { year, hash, months } in &manifest.years {
        let path = file::year(*year, hash);
        let Some(found) = faults.read_whole(&path, YearDays::read) else {
            continue;
        };
        let Some(own) = expected.iter().find(|own| own.year == *year) else {
            continue;
        };
        faults.expect(found == *own, &path, || "its days aren't those of the cards".to_owned());
        faults.expect(own.clone().summed(String::new()).months == *months, file::LATEST, || {
            format!("the months of {year} aren't those of the cards")
        });
    }
}
