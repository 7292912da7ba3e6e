//! From bytes to text: which encoding a file is in, and what to do when it doesn't say.
//!
//! In this order: a byte order mark; UTF-16 that shows by its NULs; UTF-8 when the bytes are valid as such; the encoding that the file declares
//! (`<meta charset>`, an `encoding:` or `charset:` line in its front matter, the prolog of XML); UTF-8 with a few broken bytes; what
//! `chardetng` reads out of the bytes (GB18030 and Big5 are common in collected posts). Line ends come out as LF.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, ISO_2022_JP, REPLACEMENT, UTF_8, UTF_16BE, UTF_16LE};

use super::diagnostic::{Diagnostics, Kind};

/// How far into a file a declaration of its encoding is looked for: what browsers read, and a long front matter.
const DECLARATION_BYTES: usize = 4096;

/// Decodes a file. `None` when the bytes are not text; the diagnostics then say so. A decoding that is a guess, or
/// that met bytes without a meaning, is reported; one that was declared or certain is not.
pub fn decode(bytes: &[u8], diagnostics: &mut Diagnostics) -> Option<String> {
    let text = decode_unnormalised(bytes, diagnostics)?;
    let text = without_stray_nuls(text, diagnostics)?;
    Some(with_line_feeds(text))
}

fn decode_unnormalised(bytes: &[u8], diagnostics: &mut Diagnostics) -> Option<String> {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        let (text, broken) = encoding.decode_with_bom_removal(bytes);
        if broken {
            report_broken(encoding, &text, diagnostics);
        }
        return Some(text.into_owned());
    }
    // Before UTF-8, because ASCII in UTF-16 passes for UTF-8 with NULs in it.
    if let Some(encoding) = utf16_by_its_nuls(bytes) {
        let (text, broken) = encoding.decode_without_bom_handling(bytes);
        if !broken {
            report_guess(encoding, diagnostics);
            return Some(text.into_owned());
        }
    }
    let declared = declared_encoding(bytes);
    if let Ok(text) = std::str::from_utf8(bytes) {
        // ISO-2022-JP is made of ASCII bytes, so that it passes for UTF-8.
        if !(declared == Some(ISO_2022_JP) && bytes.contains(&0x1b)) {
            return Some(text.to_owned());
        }
    }
    if looks_binary(bytes) {
        diagnostics.report(
            None,
            "file",
            Kind::Unreadable,
            "this is not text: it holds control bytes that no text encoding explains",
        );
        return None;
    }
    if let Some(encoding) = declared
        && let Some(text) = encoding.decode_without_bom_handling_and_without_replacement(bytes)
    {
        return Some(text.into_owned());
    }
    if let Some(text) = almost_utf8(bytes) {
        report_broken(UTF_8, &text, diagnostics);
        return Some(text);
    }
    Some(decode_by_guess(bytes, declared, diagnostics))
}

/// Without a declaration that holds: the detector's encoding when all bytes mean something in it, else the declared
/// one when there is one, else the detector's with replacement characters.
fn decode_by_guess(bytes: &[u8], declared: Option<&'static Encoding>, diagnostics: &mut Diagnostics) -> String {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(bytes, true);
    let guessed = detector.guess(None, Utf8Detection::Deny);
    if let Some(text) = guessed.decode_without_bom_handling_and_without_replacement(bytes)
        && !declared.is_some_and(|declared| nearly_holds(declared, guessed, bytes))
    {
        report_guess(guessed, diagnostics);
        return text.into_owned();
    }
    let encoding = declared.unwrap_or(guessed);
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    report_broken(encoding, &text, diagnostics);
    text.into_owned()
}

/// Whether a declared encoding of many characters explains nearly all bytes, where the guess is one in which every byte means something.
fn nearly_holds(declared: &'static Encoding, guessed: &'static Encoding, bytes: &[u8]) -> bool {
    if !guessed.is_single_byte() || declared.is_single_byte() {
        return false;
    }
    let (text, _) = declared.decode_without_bom_handling(bytes);
    let (mut whole, mut broken) = (0_usize, 0_usize);
    for character in text.chars().filter(|character| !character.is_ascii()) {
        match character {
            char::REPLACEMENT_CHARACTER => broken += 1,
            _ => whole += 1,
        }
    }
    whole >= broken.saturating_mul(10)
}

fn report_guess(encoding: &'static Encoding, diagnostics: &mut Diagnostics) {
    let reason = format!("not UTF-8 and no encoding declared; read as {}, which is a guess", encoding.name());
    diagnostics.report(None, "encoding", Kind::Encoding, reason);
}

fn report_broken(encoding: &'static Encoding, text: &str, diagnostics: &mut Diagnostics) {
    let line = text.find(char::REPLACEMENT_CHARACTER).map(|at| line_of(text, at));
    let reason = format!("read as {}, in which some bytes mean nothing; they became U+FFFD", encoding.name());
    diagnostics.report(line, "encoding", Kind::Encoding, reason);
}

fn line_of(text: &str, at: usize) -> u32 {
    let lines = text[..at].matches('\n').count();
    u32::try_from(lines).unwrap_or(u32::MAX).saturating_add(1)
}

/// UTF-8 in which something went wrong here and there, such as a character that was cut in two: at least ten whole
/// multi-byte characters for each place without a meaning.
fn almost_utf8(bytes: &[u8]) -> Option<String> {
    let (mut whole, mut broken) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        whole += chunk.valid().chars().filter(|character| !character.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    (whole >= broken.saturating_mul(10)).then(|| String::from_utf8_lossy(bytes).into_owned())
}

/// UTF-16 without a byte order mark: in text with ASCII in it, every other byte is then often zero.
fn utf16_by_its_nuls(bytes: &[u8]) -> Option<&'static Encoding> {
    if bytes.len() < 4 || !bytes.len().is_multiple_of(2) {
        return None;
    }
    let nuls = |first: usize| bytes.iter().skip(first).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (nuls(0), nuls(1));
    let many = bytes.len() / 20;
    if odd > many && even * 20 < odd {
        Some(UTF_16LE)
    } else if even > many && odd * 20 < even {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// Whether more than one byte in fifty is a control byte that texts don't have, or any is NUL: bytes that are not
/// UTF-8 and hold NULs are a picture, an archive or a program.
fn looks_binary(bytes: &[u8]) -> bool {
    let controls = bytes.iter().filter(|byte| is_control(**byte)).count();
    bytes.contains(&0) || controls * 50 > bytes.len()
}

fn is_control(byte: u8) -> bool {
    byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0c | 0x1b)
}

/// Valid UTF-8 may still be binary, when it is made of control characters; a stray NUL in a text is only taken out.
fn without_stray_nuls(text: String, diagnostics: &mut Diagnostics) -> Option<String> {
    let controls = text.bytes().filter(|byte| is_control(*byte)).count();
    if controls * 50 > text.len() {
        let reason = "this is not text: it is full of control characters";
        diagnostics.report(None, "file", Kind::Unreadable, reason);
        return None;
    }
    let Some(at) = text.find('\0') else {
        return Some(text);
    };
    let line = line_of(&text, at);
    let reason = "a NUL character stands in the text; it was taken out";
    diagnostics.report(Some(line), "encoding", Kind::Encoding, reason);
    Some(text.replace('\0', ""))
}

fn with_line_feeds(text: String) -> String {
    if text.contains('\r') {
        text.replace("\r\n", "\n").replace('\r', "\n")
    } else {
        text
    }
}

/// The encoding that the file says it is in. All encodings in question write such a line in ASCII.
fn declared_encoding(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(DECLARATION_BYTES)]);
    let head = head.to_ascii_lowercase();
    let in_front_matter = head
        .split(['\n', '\r'])
        .find_map(|line| ["encoding", "charset"].iter().find_map(|key| line.strip_prefix(key)))
        .and_then(|rest| rest.trim_start().strip_prefix([':', '=']))
        .map(label_at_start);
    let in_html = head
        .match_indices("charset")
        .filter(|(at, _)| {
            let before = &head[..*at];
            before.rfind("<meta") > before.rfind('>')
        })
        .find_map(|(at, word)| head[at + word.len()..].trim_start().strip_prefix('=').map(label_at_start));
    let in_prolog = head
        .trim_start()
        .strip_prefix("<?xml")
        .and_then(|prolog| prolog.split_once("?>")?.0.split_once("encoding")?.1.trim_start().strip_prefix('='))
        .map(label_at_start);
    in_front_matter
        .or(in_prolog)
        .or(in_html)
        .and_then(|label| Encoding::for_label(label.as_bytes()))
        // A declaration that could be read in ASCII is not one of UTF-16.
        .filter(|encoding| ![REPLACEMENT, UTF_16LE, UTF_16BE].contains(encoding))
}

fn label_at_start(text: &str) -> &str {
    let text = text.trim_start_matches([' ', '\t', '"', '\'']);
    let end = text
        .find(|character: char| !(character.is_ascii_alphanumeric() || "-_:.".contains(character)))
        .unwrap_or(text.len());
    &text[..end]
}

#[cfg(test)]
mod tests;
