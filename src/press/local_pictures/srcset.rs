//! `srcset`: a list of addresses with descriptors, parsed as HTML's specification has it, since addresses may hold commas.

/// The list with the addresses that `replace` has an answer for replaced; `None` when there are none.
pub(super) fn rewritten(srcset: &str, mut replace: impl FnMut(&str) -> Option<String>) -> Option<String> {
    let mut is_changed = false;
    let mut parts = Vec::new();
    for (address, descriptor) in candidates(srcset) {
        let replacement = replace(address);
        is_changed |= replacement.is_some();
        // A comma at either end would be read as a separator.
        let address = replacement.unwrap_or_else(|| address.to_owned());
        let space = if descriptor.is_empty() { "" } else { " " };
        parts.push(format!("{address}{space}{descriptor}"));
    }
    is_changed.then(|| parts.join(", "))
}

/// Addresses with their descriptors (`2x`, `600w`, or none).
fn candidates(srcset: &str) -> Vec<(&str, &str)> {
    let mut candidates: Vec<(&str, &str)> = Vec::new();
    let is_separator = |character: char| character.is_ascii_whitespace() || character == ',';
    let mut rest = srcset.trim_start_matches(is_separator);
    while !rest.is_empty() {
        let end = rest.find(|character: char| character.is_ascii_whitespace()).unwrap_or(rest.len());
        let (address, after) = rest.split_at(end);
        let bare = address.trim_end_matches(',');
        let descriptor_end = if bare.len() < address.len() {
            0
        } else {
            after.find(',').unwrap_or(after.len())
        };
        match candidates.last_mut() {
            // `a.png, 600w`: a comma too many.
            Some((_, descriptor)) if descriptor.is_empty() && is_descriptor(bare) => {
                *descriptor = bare;
            }
            _ => candidates.push((bare, after[..descriptor_end].trim())),
        }
        rest = after[descriptor_end..].trim_start_matches(is_separator);
    }
    candidates
}

fn is_descriptor(text: &str) -> bool {
    text.strip_suffix(['w', 'x', 'h'])
        .is_some_and(|number| number.parse::<f64>().is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_and_descriptors_are_told_apart() {
        let cases: [(&str, &[(&str, &str)]); 7] = [
            ("a.png", &[("a.png", "")]),
            ("a.png 1x, b.png 2x", &[("a.png", "1x"), ("b.png", "2x")]),
            ("a,b.png 600w,c.png", &[("a,b.png", "600w"), ("c.png", "")]),
            ("a.png, b.png", &[("a.png", ""), ("b.png", "")]),
            ("data:image/gif;base64,AA== 1x", &[("data:image/gif;base64,AA==", "1x")]),
            ("a.png, 600w, b.png, 2x", &[("a.png", "600w"), ("b.png", "2x")]),
            (" , ", &[]),
        ];
        for (srcset, expected) in cases {
            assert_eq!(candidates(srcset), expected, "{srcset}");
        }
    }

    #[test]
    fn only_what_has_a_replacement_changes() {
        let replace = |address: &str| (address == "a.png").then(|| "new.png".to_owned());
        assert_eq!(
            rewritten("a.png 1x,https://b.example/b.png 2x", replace).as_deref(),
            Some("new.png 1x, https://b.example/b.png 2x")
        );
        assert_eq!(rewritten("b.png 1x", replace), None);
    }
}
