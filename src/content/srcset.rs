//! The `srcset` attribute: candidates with a descriptor each (HTML, "srcset attributes").

use super::decimal;

/// The most candidates that a picture may have; real ones have ten.
const MOST_CANDIDATES: usize = 64;

/// Keeps the candidates whose address `rewrite` gives back, and writes them as a `srcset`; `None` when none is left.
pub fn rewrite(srcset: &str, mut rewrite: impl FnMut(&str) -> Option<String>) -> Option<String> {
    let mut kept = Vec::new();
    let mut rest = srcset;
    loop {
        rest = rest.trim_start_matches(|character: char| character.is_ascii_whitespace() || character == ',');
        if rest.is_empty() || kept.len() == MOST_CANDIDATES {
            break;
        }
        let end = rest.find(|character: char| character.is_ascii_whitespace()).unwrap_or(rest.len());
        let (address, after) = rest.split_at(end);
        // An address that ends in commas has no descriptor; else the descriptor runs to the next comma.
        let (address, descriptor) = if address.ends_with(',') {
            rest = after;
            (address.trim_end_matches(','), "")
        } else {
            let comma = after.find(',').unwrap_or(after.len());
            rest = &after[comma..];
            (address, after[..comma].trim())
        };
        let plain = descriptor.is_empty() || descriptor.strip_suffix(['w', 'x']).is_some_and(decimal::is_positive);
        if plain && let Some(address) = rewrite(address) {
            kept.push(if descriptor.is_empty() {
                address
            } else {
                format!("{address} {descriptor}")
            });
        }
    }
    (!kept.is_empty()).then(|| kept.join(", "))
}

#[cfg(test)]
mod tests {
    use super::rewrite;

    #[test]
    fn each_candidate_is_judged_on_its_own() {
        let only_https = |address: &str| address.starts_with("https:").then(|| address.to_owned());
        for (srcset, expected) in [
            (
                "https://a/1.png 1x, https://a/2,x.png 2x",
                Some("https://a/1.png 1x, https://a/2,x.png 2x"),
            ),
            ("javascript:alert(1) 1x, https://a/2.png 2x", Some("https://a/2.png 2x")),
            ("https://a/1.png,javascript:alert(1)", Some("https://a/1.png,javascript:alert(1)")),
            ("https://a/1.png, javascript:alert(1)", Some("https://a/1.png")),
            ("https://a/1.png 100w onerror=x, https://a/2.png 200w", Some("https://a/2.png 200w")),
            ("data:image/gif;base64,AAAA", None),
            (" , ,", None),
            ("", None),
        ] {
            assert_eq!(rewrite(srcset, only_https).as_deref(), expected, "{srcset}");
        }
    }
}
