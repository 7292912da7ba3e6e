//! Dates as posts write them, and the one rule for those that name no time zone.
//!
//! Read: ISO 8601 with or without seconds, fraction and offset, with `-`, `/`, `.` or `年月日` between the parts;
//! RFC 2822, and what `Date.prototype.toString` and C's `asctime` print; `20211028` and `20211028140807`; seconds or
//! milliseconds since 1970 (10 or 13 digits). Full-width digits and colons count as ASCII ones.
//!
//! *The time zone rule.* An offset or zone in the date wins. A date without one is read in the archive's one time
//! zone; a date without a time is its midnight there. Where a clock change makes a local time happen twice or never,
//! the offset before the change applies (RFC 5545's rule): of two instants the earlier one, and a time in a gap moves
//! on by the gap's length.

mod words;

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::{Offset, TimeZone};

/// A point in local time, and the zone it is written in, if any.
#[derive(Clone, Debug)]
struct Written {
    civil: DateTime,
    zone: Option<Zone>,
}

/// A zone written behind a date.
#[derive(Clone, Debug)]
enum Zone {
    Offset(Offset),
    Named(TimeZone),
}

/// Reads a date; see the module's head for what is understood. The error says what is wrong with it.
pub fn parse(text: &str, time_zone: &TimeZone) -> Result<Timestamp, String> {
    let normal = normalised(text);
    if normal.is_empty() {
        return Err("the date is empty".to_owned());
    }
    if let Some(timestamp) = since_1970(&normal) {
        return Ok(timestamp);
    }
    let written = numeric(&normal)
        .or_else(|| words::with_month_name(&normal))
        .ok_or_else(|| format!("`{}` is not a date that can be read", shortened(text)))?;
    let year = written.civil.year();
    if !(1..=9999).contains(&year) {
        return Err(format!("the year {year} is outside 1 to 9999"));
    }
    let instant = match written.zone {
        Some(Zone::Offset(offset)) => offset.to_timestamp(written.civil),
        Some(Zone::Named(zone)) => zone.to_ambiguous_timestamp(written.civil).compatible(),
        None => time_zone.to_ambiguous_timestamp(written.civil).compatible(),
    };
    // An offset can carry the first or last hours of that range out of it, where RFC 3339 has no notation.
    instant
        .ok()
        .filter(|instant| (1..=9999).contains(&Offset::UTC.to_datetime(*instant).year()))
        .ok_or_else(|| format!("`{}` is outside the years 1 to 9999", shortened(text)))
}

/// The date in a file name such as `2021-10-28-a-walk.md`, as text: Jekyll's convention.
pub fn in_file_name(file: &str) -> Option<&str> {
    let name = file.rsplit('/').next().unwrap_or(file);
    let date = name.get(..10)?;
    let bytes = name.as_bytes();
    let shaped = bytes
        .iter()
        .take(10)
        .enumerate()
        .all(|(at, byte)| if at == 4 || at == 7 { *byte == b'-' } else { byte.is_ascii_digit() });
    (shaped && bytes.get(10) == Some(&b'-')).then_some(date)
}

/// At most 60 characters of a date that could not be read, for the diagnostic.
fn shortened(text: &str) -> String {
    let text = text.trim();
    match text.char_indices().nth(60) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// ASCII digits and colons, single spaces, no quotes around it.
fn normalised(text: &str) -> String {
    let narrow: String = text
        .chars()
        .map(|character| match character {
            '０'..='９' | '：' | '－' | '／' | '．' | '＋' | '，' => {
                // Full-width forms lie at a fixed distance from their ASCII originals.
                char::from_u32(u32::from(character) - 0xfee0).unwrap_or(character)
            }
            '−' | '–' => '-',
            _ => character,
        })
        .collect();
    narrow
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .trim_matches(['"', '\'', '`', ' '])
        .to_owned()
}

fn since_1970(text: &str) -> Option<Timestamp> {
    if !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let number = text.parse::<i64>().ok()?;
    match text.len() {
        10 => Timestamp::from_second(number).ok(),
        13 => Timestamp::from_millisecond(number).ok(),
        _ => None,
    }
}

/// Year first, in digits.
fn numeric(text: &str) -> Option<Written> {
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        return compact(text);
    }
    let (year, rest) = number(text, 4..=4)?;
    let (separator, rest) = split_first(rest.trim_start())?;
    if !"-/.年".contains(separator) {
        return None;
    }
    let (month, rest) = number(rest.trim_start(), 1..=2)?;
    let (second, rest) = split_first(rest.trim_start())?;
    if second != separator && !(separator == '年' && second == '月') {
        return None;
    }
    let (day, rest) = number(rest.trim_start(), 1..=2)?;
    let rest = rest.strip_prefix(['日', '号', '號']).unwrap_or(rest);
    let rest = rest.strip_prefix(['T', 't', ',']).unwrap_or(rest);
    let (time, rest) = words::time(rest.trim_start());
    let zone = words::zone(rest)?;
    written(year, month, day, time.unwrap_or_default(), zone)
}

/// `20211028` or `20211028140807`.
fn compact(text: &str) -> Option<Written> {
    let part = |from: usize, to: usize| text.get(from..to)?.parse::<i16>().ok();
    let time = match text.len() {
        8 => words::Time::default(),
        14 => words::Time::new(part(8, 10)?, part(10, 12)?, part(12, 14)?, 0)?,
        _ => return None,
    };
    written(part(0, 4)?, part(4, 6)?, part(6, 8)?, time, None)
}

fn written(year: i16, month: i16, day: i16, time: words::Time, zone: Option<Zone>) -> Option<Written> {
    let (month, day) = (i8::try_from(month).ok()?, i8::try_from(day).ok()?);
    let civil = jiff::civil::Date::new(year, month, day).ok()?;
    Some(Written {
        civil: time.on(civil)?,
        zone,
    })
}

/// A number of so many digits at the start, and what follows it, which is no further digit.
fn number(text: &str, digits: std::ops::RangeInclusive<usize>) -> Option<(i16, &str)> {
    let end = text.find(|character: char| !character.is_ascii_digit()).unwrap_or(text.len());
    if !digits.contains(&end) {
        return None;
    }
    Some((text[..end].parse().ok()?, &text[end..]))
}

fn split_first(text: &str) -> Option<(char, &str)> {
    let first = text.chars().next()?;
    Some((first, &text[first.len_utf8()..]))
}

#[cfg(test)]
mod tests;
