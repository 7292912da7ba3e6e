//! Dates, numbers and words in the reader's language, by the browser's `Intl`.

use std::cell::RefCell;

use js_sys::{Array, Date, Function, JsString, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

use crate::archive::Timestamp;
use crate::query::date::PartialDate;

/// The languages that the browser asks for (BCP 47), the most wanted first.
pub fn languages() -> Vec<String> {
    super::dom::window()
        .navigator()
        .languages()
        .iter()
        .filter_map(|language| language.as_string())
        .collect()
}

/// A date with its time, in the archive's time zone: "27 November 2021 at 13:06 UTC".
pub fn exact(instant: Timestamp, locale: &str, time_zone: &str) -> String {
    let options = [
        ("year", "numeric"),
        ("month", "long"),
        ("day", "numeric"),
        ("hour", "2-digit"),
        ("minute", "2-digit"),
        ("timeZoneName", "short"),
        ("timeZone", time_zone),
    ];
    formatted(instant, locale, &options).unwrap_or_else(|| instant.to_string())
}

/// A date without its time: "27 November 2021".
pub fn date(instant: Timestamp, locale: &str, time_zone: &str) -> String {
    let options = [("year", "numeric"), ("month", "long"), ("day", "numeric"), ("timeZone", time_zone)];
    formatted(instant, locale, &options).unwrap_or_else(|| instant.to_string())
}

/// A day in a time zone, and how many minutes of it have passed; `None` where the browser doesn't know the zone.
pub fn day_and_minutes(instant: Timestamp, time_zone: &str) -> Option<(PartialDate, u32)> {
    let options = [
        ("year", "numeric"),
        ("month", "2-digit"),
        ("day", "2-digit"),
        ("hour", "2-digit"),
        ("minute", "2-digit"),
        ("hourCycle", "h23"),
        ("timeZone", time_zone),
    ];
    // Swedish is written as `2021-11-27 21:06`.
    let text = formatted(instant, "sv", &options)?;
    let mut numbers = text
        .split(|c: char| !c.is_ascii_digit())
        .filter_map(|digits| digits.parse::<u16>().ok());
    let (year, month, day) = (numbers.next()?, numbers.next()?, numbers.next()?);
    let (hour, minute) = (numbers.next()?, numbers.next()?);
    let date = PartialDate::new(year, Some(month.try_into().ok()?), Some(day.try_into().ok()?))?;
    Some((date, u32::from(hour) * 60 + u32::from(minute)))
}

/// How long ago: "3 hours ago", "yesterday"; beyond a month the date, which says more than "5 years ago".
pub fn relative(instant: Timestamp, locale: &str, time_zone: &str) -> String {
    let seconds = Date::now() / 1000.0 - instant.seconds() as f64;
    let (amount, unit) = match seconds {
        age if age < 0.0 => return date(instant, locale, time_zone),
        age if age < 3_600.0 => (age / 60.0, "minute"),
        age if age < 86_400.0 => (age / 3_600.0, "hour"),
        age if age < 30.0 * 86_400.0 => (age / 86_400.0, "day"),
        _ => return date(instant, locale, time_zone),
    };
    let arguments = Array::of2(&(-amount.floor()).into(), &unit.into());
    said("RelativeTimeFormat", locale, &[("numeric", "auto")], "format", &arguments).unwrap_or_else(|| date(instant, locale, time_zone))
}

/// A number with the language's separators.
pub fn number(number: u32, locale: &str) -> String {
    said("NumberFormat", locale, &[], "format", &Array::of1(&number.into())).unwrap_or_else(|| number.to_string())
}

/// Which plural form goes with a number: "one", "other" and so on (CLDR).
pub fn plural_category(number: u32, locale: &str) -> String {
    said("PluralRules", locale, &[], "select", &Array::of1(&number.into())).unwrap_or_default()
}

/// A letter as the language capitalises it.
pub fn upper_case(letter: char, locale: &str) -> String {
    JsString::from(letter).to_locale_upper_case(Some(locale)).into()
}

fn formatted(instant: Timestamp, locale: &str, options: &[(&str, &str)]) -> Option<String> {
    let millis = JsValue::from_f64(instant.seconds() as f64 * 1000.0);
    said("DateTimeFormat", locale, options, "format", &Array::of1(&millis))
}

thread_local! {
    /// What was made of `Intl`, by what it was made of: a browser takes up to a millisecond for each.
    static MADE: RefCell<Vec<(String, JsValue)>> = const { RefCell::new(Vec::new()) };
}

/// What a method of one of `Intl`'s classes says. `None` where the browser doesn't know an option's value, such as a time zone.
fn said(class: &str, locale: &str, options: &[(&str, &str)], method: &str, arguments: &Array) -> Option<String> {
    let name: String = [class, locale]
        .into_iter()
        .chain(options.iter().flat_map(|(name, value)| [*name, *value]))
        .flat_map(|part| [part, " "])
        .collect();
    let known = MADE.with_borrow(|made| {
        made.iter()
            .find(|(known, _)| *known == name)
            .map(|(_, formatter)| formatter.clone())
    });
    let formatter = match known {
        Some(formatter) => formatter,
        None => {
            let formatter = make(class, locale, options)?;
            MADE.with_borrow_mut(|made| made.push((name, formatter.clone())));
            formatter
        }
    };
    let method: Function = Reflect::get(&formatter, &method.into()).ok()?.dyn_into().ok()?;
    method.apply(&formatter, arguments).ok()?.as_string()
}

fn make(class: &str, locale: &str, options: &[(&str, &str)]) -> Option<JsValue> {
    let object = Object::new();
    for (name, value) in options {
        // A plain object takes every property.
        let _ = Reflect::set(&object, &(*name).into(), &(*value).into());
    }
    let intl = Reflect::get(&js_sys::global(), &"Intl".into()).ok()?;
    let class: Function = Reflect::get(&intl, &class.into()).ok()?.dyn_into().ok()?;
    // It throws on a time zone that this browser doesn't know.
    Reflect::construct(&class, &Array::of2(&Array::of1(&locale.into()), &object)).ok()
}
