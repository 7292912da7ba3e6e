//! Web addresses in cards and articles: `http` and `https`, and nothing else.

use std::fmt;

/// An absolute `http:` or `https:` address. It is text: it goes into an attribute, never into markup.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WebUrl(String);

impl WebUrl {
    /// The longest address in bytes; browsers and servers give up long before.
    pub const LONGEST: usize = 64 << 10;

    /// Reads an address; `None` unless it is `http://` or `https://` with a host, without white space or control characters, and
    /// not longer than [`WebUrl::LONGEST`].
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if text.len() > Self::LONGEST {
            return None;
        }
        let rest = after_scheme(text, "https://").or_else(|| after_scheme(text, "http://"))?;
        let host = rest.split(['/', '?', '#', '\\']).next().unwrap_or_default();
        let bare_host = host.rsplit('@').next().unwrap_or_default();
        let clean = !text
            .chars()
            .any(|character| character.is_whitespace() || character.is_control() || "<>\"`".contains(character));
        let has_host = bare_host.chars().any(may_name_a_host);
        (clean && has_host).then(|| Self(text.to_owned()))
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The host that the address names, without user, port and a leading `www.`: what a person calls the site.
    pub fn host(&self) -> &str {
        let rest = after_scheme(&self.0, "https://")
            .or_else(|| after_scheme(&self.0, "http://"))
            .unwrap_or_default();
        let authority = rest.split(['/', '?', '#', '\\']).next().unwrap_or_default();
        let host = authority.rsplit('@').next().unwrap_or_default();
        let host = match host.rsplit_once(':') {
            Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
            _ => host,
        };
        host.strip_prefix("www.").unwrap_or(host)
    }
}

impl fmt::Display for WebUrl {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

fn after_scheme<'a>(text: &'a str, scheme: &str) -> Option<&'a str> {
    let head = text.get(..scheme.len())?;
    head.eq_ignore_ascii_case(scheme).then(|| &text[scheme.len()..])
}

/// Whether a character is a letter or digit, by blocks: the tables of `char::is_alphanumeric` cost the reader a kilobyte, and
/// beyond ASCII it is only punctuation that must not pass (`http://…`).
fn may_name_a_host(character: char) -> bool {
    let is_punctuation =
        matches!(character, '\u{80}'..='\u{bf}' | '\u{2000}'..='\u{2bff}' | '\u{3000}'..='\u{303f}' | '\u{ff00}'..='\u{ff0f}');
    character.is_ascii_alphanumeric() || !(character.is_ascii() || is_punctuation)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_http_and_https_addresses_with_a_host_are_addresses() {
        for good in [
            "https://example.org",
            "HTTP://example.org/a?b#c",
            " https://例え.jp/画像.png ",
            "http://[::1]:8080/",
        ] {
            assert!(WebUrl::parse(good).is_some(), "{good}");
        }
        for bad in [
            "javascript:alert(1)",
            "java\nscript:x",
            "//example.org/",
            "https://",
            "https:///path",
            "http://…",
            "http://。/",
            "http://host/a b",
            "data:text/html,x",
            "https://a\"b",
            "",
            "taptap://x",
            &format!("https://press.example/{}", "x".repeat(WebUrl::LONGEST)),
        ] {
            assert!(WebUrl::parse(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn the_host_is_named_as_a_person_would_name_the_site() {
        for (address, host) in [
            ("https://www.example.org/a", "example.org"),
            ("http://u:p@example.org:8080?x", "example.org"),
            ("https://img1.example.com", "img1.example.com"),
        ] {
            assert_eq!(WebUrl::parse(address).map(|url| url.host().to_owned()).as_deref(), Some(host));
        }
    }
}
