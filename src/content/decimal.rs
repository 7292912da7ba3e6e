//! Decimal numbers as text. Reading them as floating point would bring the worker 10 kB of tables that don't compress.

/// The digits before and after the point; `None` for anything else, signs and exponents among them.
pub fn parse(text: &str) -> Option<(&str, &str)> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let is_number = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let is_empty = whole.is_empty() && fraction.is_empty();
    (!is_empty && is_number(whole) && is_number(fraction)).then_some((whole, fraction))
}

/// Whether this is a number above zero.
pub fn is_positive(text: &str) -> bool {
    parse(text).is_some() && text.bytes().any(|byte| matches!(byte, b'1'..=b'9'))
}

/// The nearest whole number, if it has at most six digits.
pub fn rounded(text: &str) -> Option<u32> {
    let (whole, fraction) = parse(text)?;
    let whole = whole.trim_start_matches('0');
    let number: u32 = if whole.is_empty() {
        0
    } else {
        whole.parse().ok().filter(|_| whole.len() <= 6)?
    };
    Some(number + u32::from(fraction.starts_with(['5', '6', '7', '8', '9'])))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_decimals_are_numbers() {
        for (text, expected) in [
            ("600", Some(600)),
            ("600.0", Some(600)),
            ("599.5", Some(600)),
            ("0600.49", Some(600)),
            (".5", Some(1)),
            ("5.", Some(5)),
            ("999999", Some(999_999)),
            ("1000000", None),
            ("", None),
            (".", None),
            ("1.2.3", None),
            ("-1", None),
            ("1e2", None),
            ("NaN", None),
            ("undefined", None),
        ] {
            assert_eq!(rounded(text), expected, "{text}");
        }
    }

    #[test]
    fn zero_is_not_positive() {
        for (text, expected) in [
            ("1", true),
            ("0.5", true),
            ("1.0", true),
            ("0", false),
            ("0.0", false),
            ("", false),
            ("x1", false),
        ] {
            assert_eq!(is_positive(text), expected, "{text}");
        }
    }
}
