//! The parts of a date that several forms share: times, zones, month names.

use jiff::Span;
use jiff::civil::{Date, DateTime};
use jiff::tz::{Offset, TimeZone};

use super::{Written, Zone, number, written};

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];
const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// A time of day. Hour 24 exists only as 24:00, the next day's midnight; a leap second counts as second 59.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Time {
    hour: i8,
    minute: i8,
    second: i8,
    nanosecond: i32,
}

impl Time {
    /// `None` when the numbers are no time of day.
    pub(super) fn new(hour: i16, minute: i16, second: i16, nanosecond: i32) -> Option<Self> {
        let whole_day = hour == 24 && minute == 0 && second == 0 && nanosecond == 0;
        if !(0..=59).contains(&minute) || !(0..=60).contains(&second) || !((0..=23).contains(&hour) || whole_day) {
            return None;
        }
        Some(Self {
            hour: i8::try_from(hour).ok()?,
            minute: i8::try_from(minute).ok()?,
            second: i8::try_from(second.min(59)).ok()?,
            nanosecond,
        })
    }

    /// This time on that day. `None` past the last day there is.
    pub(super) fn on(self, date: Date) -> Option<DateTime> {
        if self.hour == 24 {
            let next = date.checked_add(Span::new().days(1)).ok()?;
            return Some(next.at(0, 0, 0, 0));
        }
        Some(date.at(self.hour, self.minute, self.second, self.nanosecond))
    }
}

/// Reads `14:08`, `14:08:07`, `14:08:07.250`, `2:08 PM`; gives the rest back. Without a time the rest is everything.
pub(super) fn time(text: &str) -> (Option<Time>, &str) {
    match read_time(text) {
        Some((time, rest)) => (Some(time), rest),
        None => (None, text),
    }
}

fn read_time(text: &str) -> Option<(Time, &str)> {
    let (mut hour, rest) = number(text, 1..=2)?;
    let rest = rest.strip_prefix([':', '时', '時'])?;
    let (minute, mut rest) = number(rest, 1..=2)?;
    rest = rest.strip_prefix('分').unwrap_or(rest);
    let mut second = 0;
    let mut nanosecond = 0;
    let after_colon = rest.strip_prefix(':').unwrap_or(rest);
    if let Some((value, after)) = number(after_colon, 1..=2) {
        second = value;
        rest = after.strip_prefix('秒').unwrap_or(after);
        if let Some(fraction) = rest.strip_prefix(['.', ',']) {
            let end = fraction
                .find(|character: char| !character.is_ascii_digit())
                .unwrap_or(fraction.len());
            let digits = format!("{:0<9}", &fraction[..end.min(9)]);
            nanosecond = digits.parse().ok()?;
            rest = &fraction[end..];
        }
    }
    let half = rest.trim_start();
    let afternoon = ["pm", "p.m."].iter().find_map(|m| strip_word(half, m));
    let morning = ["am", "a.m."].iter().find_map(|m| strip_word(half, m));
    if let Some(after) = afternoon.or(morning) {
        if !(1..=12).contains(&hour) {
            return None;
        }
        hour = hour % 12 + if afternoon.is_some() { 12 } else { 0 };
        rest = after;
    }
    Some((Time::new(hour, minute, second, nanosecond)?, rest))
}

/// `text` without `word` at its start, in any case, when no letter follows.
fn strip_word<'text>(text: &'text str, word: &str) -> Option<&'text str> {
    let head = text.get(..word.len())?;
    let rest = &text[word.len()..];
    let ends = !rest.starts_with(|character: char| character.is_ascii_alphanumeric());
    (head.eq_ignore_ascii_case(word) && ends).then_some(rest)
}

/// Reads the zone at the end of a date. `Some(None)` when there is none, `None` when what stands there is no zone.
pub(super) fn zone(text: &str) -> Option<Option<Zone>> {
    // `GMT+0800 (China Standard Time)`: what browsers print names the zone once more, in the visitor's language.
    let text = match text.split_once('(') {
        Some((before, _)) => before,
        None => text,
    };
    let mut text = text.trim();
    if text.is_empty() {
        return Some(None);
    }
    if let Some((offset, name)) = text.strip_suffix(']').and_then(|text| text.split_once('[')) {
        if offset.trim().is_empty() {
            return TimeZone::get(name.trim()).ok().map(|zone| Some(Zone::Named(zone)));
        }
        text = offset.trim();
    }
    if let Some(offset) = named_offset(text) {
        return Some(Some(Zone::Offset(offset)));
    }
    let signed = ["utc", "gmt"]
        .iter()
        .find_map(|name| {
            let head = text.get(..3)?;
            head.eq_ignore_ascii_case(name).then(|| text[3..].trim())
        })
        .unwrap_or(text);
    if let Some(offset) = numeric_offset(signed) {
        return Some(Some(Zone::Offset(offset)));
    }
    if text.contains('/') {
        return TimeZone::get(text).ok().map(|zone| Some(Zone::Named(zone)));
    }
    None
}

/// The zone names of RFC 2822, and `JST`. `CST` means three zones in the world and is read as RFC 2822 has it.
fn named_offset(name: &str) -> Option<Offset> {
    let hours = match name.to_ascii_uppercase().as_str() {
        "Z" | "UT" | "UTC" | "GMT" => 0,
        "EDT" => -4,
        "EST" | "CDT" => -5,
        "CST" | "MDT" => -6,
        "MST" | "PDT" => -7,
        "PST" => -8,
        "CET" => 1,
        "CEST" => 2,
        "JST" | "KST" => 9,
        _ => return None,
    };
    Offset::from_hours(hours).ok()
}

/// `+08:00`, `+0800`, `+8`.
fn numeric_offset(text: &str) -> Option<Offset> {
    let (sign, digits) = match text.split_at_checked(1)? {
        ("+", digits) => (1, digits),
        ("-", digits) => (-1, digits),
        _ => return None,
    };
    let (hours, minutes) = match digits.split_once(':') {
        Some((hours, minutes)) => (hours, minutes),
        None if digits.len() == 4 => digits.split_at_checked(2)?,
        None => (digits, "0"),
    };
    let only_digits = |part: &str| (1..=2).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    if !only_digits(hours) || !only_digits(minutes) {
        return None;
    }
    let (hours, minutes) = (hours.parse::<i32>().ok()?, minutes.parse::<i32>().ok()?);
    if minutes > 59 {
        return None;
    }
    Offset::from_seconds(sign * (hours * 3600 + minutes * 60)).ok()
}

/// RFC 2822 and its relatives: a month's English name with a day, a year and perhaps a time around it, in any of the
/// orders in use. A weekday is not checked against the date, because the date is what counts.
pub(super) fn with_month_name(text: &str) -> Option<Written> {
    let (date_text, time, zone_text) = split_at_time(text);
    let mut month = None;
    let mut numbers = Vec::new();
    let mut rest_is_zone = String::new();
    for word in date_text.split([' ', ',', '-', '/']).filter(|word| !word.is_empty()) {
        let word = word.trim_end_matches('.');
        if let Some((value, suffix)) = number(word, 1..=4)
            && ["", "st", "nd", "rd", "th"].contains(&suffix)
        {
            numbers.push((value, word.len() - suffix.len()));
        } else if let Some(at) = position_of_name(&MONTHS, word) {
            if month.replace(at).is_some() {
                return None;
            }
        } else if position_of_name(&WEEKDAYS, word).is_some() || word == "at" {
            // Neither says anything that the date doesn't.
        } else if numbers.len() == 2 && month.is_some() {
            rest_is_zone.push_str(word);
        } else {
            return None;
        }
    }
    let month = i16::try_from(month? + 1).ok()?;
    let mut zone_text = zone_text.trim().to_owned();
    // `asctime` puts the year behind the time: `Sat Nov 27 13:06:01 2021`.
    if numbers.len() == 1
        && let Some((year, rest)) = number(&zone_text, 4..=4)
    {
        numbers.push((year, 4));
        zone_text = rest.trim().to_owned();
    }
    let [first, second] = numbers[..] else {
        return None;
    };
    let (day, year) = if first.1 == 4 {
        (second.0, first.0)
    } else {
        (first.0, full_year(second)?)
    };
    let zone_text = if zone_text.is_empty() { rest_is_zone } else { zone_text };
    written(year, month, day, time.unwrap_or_default(), zone(&zone_text)?)
}

/// RFC 2822's rule for years of two digits: 00 to 49 lie after 2000.
fn full_year((value, length): (i16, usize)) -> Option<i16> {
    match length {
        4 => Some(value),
        2 if value < 50 => Some(value + 2000),
        2 => Some(value + 1900),
        _ => None,
    }
}

/// Splits before the first word that is a time.
fn split_at_time(text: &str) -> (&str, Option<Time>, &str) {
    let starts = std::iter::once(0).chain(text.match_indices([' ', 'T']).map(|(at, _)| at + 1));
    for start in starts {
        if let (Some(time), rest) = time(&text[start..]) {
            return (&text[..start], Some(time), rest);
        }
    }
    (text, None, "")
}

/// The place of a name that `word` is, or is the abbreviation of, with at least three letters.
fn position_of_name(names: &[&str], word: &str) -> Option<usize> {
    let word = word.to_ascii_lowercase();
    if word.len() < 3 {
        return None;
    }
    names.iter().position(|name| name.starts_with(&word))
}
