use encoding_rs::{BIG5, EUC_JP, GB18030, GBK, ISO_2022_JP, SHIFT_JIS};

use super::*;
use crate::press::diagnostic::Diagnostic;

const CHINESE: &str =
    "---\ntitle: 山間郵差的一天\n---\n\n清晨，他背着信走過三座橋，把遠方的消息送到每一戶人家。路邊的茶花開了，他停下來看了一會兒。\n";
const SIMPLIFIED: &str =
    "---\ntitle: 山间邮差的一天\n---\n\n清晨，他背着信走过三座桥，把远方的消息送到每一户人家。路边的茶花开了，他停下来看了一会儿。\n";

fn decoded(bytes: &[u8]) -> (Option<String>, Vec<Diagnostic>) {
    let mut diagnostics = Diagnostics::of("post.md");
    let text = decode(bytes, &mut diagnostics);
    (text, diagnostics.into_sorted())
}

fn utf16(text: &str, big_endian: bool) -> Vec<u8> {
    text.encode_utf16()
        .flat_map(|unit| if big_endian { unit.to_be_bytes() } else { unit.to_le_bytes() })
        .collect()
}

#[test]
fn certain_encodings_are_read_without_a_word() {
    let with_meta = format!("<meta http-equiv=x content='text/html; charset=big5'>{CHINESE}");
    let with_line = format!("---\nencoding: gb2312\n{SIMPLIFIED}");
    let japanese = "---\ncharset: ISO-2022-JP\n---\n山の郵便屋さん\n";
    let cases: [(&str, Vec<u8>, &str); 7] = [
        ("UTF-8", CHINESE.into(), CHINESE),
        ("UTF-8 with a mark", [b"\xef\xbb\xbf", CHINESE.as_bytes()].concat(), CHINESE),
        (
            "UTF-16LE with a mark",
            [b"\xff\xfe".to_vec(), utf16(CHINESE, false)].concat(),
            CHINESE,
        ),
        (
            "UTF-16BE with a mark",
            [b"\xfe\xff".to_vec(), utf16(CHINESE, true)].concat(),
            CHINESE,
        ),
        ("declared Big5", BIG5.encode(&with_meta).0.into_owned(), &with_meta),
        ("declared GB2312", GBK.encode(&with_line).0.into_owned(), &with_line),
        ("declared ISO-2022-JP", ISO_2022_JP.encode(japanese).0.into_owned(), japanese),
    ];
    for (name, bytes, expected) in cases {
        let (text, diagnostics) = decoded(&bytes);
        assert_eq!(text.as_deref(), Some(expected), "{name}");
        assert_eq!(diagnostics, [], "{name}");
    }
}

#[test]
fn undeclared_encodings_are_detected_and_the_guess_is_reported() {
    let japanese = "山の郵便屋さんは、朝早く三つの橋を渡って、遠くの便りを家々に届けます。";
    let cases: [(&str, Vec<u8>, &str); 6] = [
        ("GBK", GB18030.encode(SIMPLIFIED).0.into_owned(), SIMPLIFIED),
        ("Big5", BIG5.encode(CHINESE).0.into_owned(), CHINESE),
        ("Shift_JIS", SHIFT_JIS.encode(japanese).0.into_owned(), japanese),
        ("EUC-JP", EUC_JP.encode(japanese).0.into_owned(), japanese),
        (
            "UTF-16LE",
            utf16("title: plain words, no mark", false),
            "title: plain words, no mark",
        ),
        (
            "windows-1252",
            b"Le facteur \xe9tait press\xe9 ce matin-l\xe0, dit-on au caf\xe9.".to_vec(),
            "Le facteur était pressé ce matin-là, dit-on au café.",
        ),
    ];
    for (name, bytes, expected) in cases {
        let (text, diagnostics) = decoded(&bytes);
        assert_eq!(text.as_deref(), Some(expected), "{name}");
        assert_eq!(diagnostics.len(), 1, "{name}");
        assert!(diagnostics[0].reason.contains(name), "{diagnostics:?}");
        assert_eq!(diagnostics[0].kind, Kind::Encoding);
    }
}

#[test]
fn a_wrong_declaration_does_not_spoil_valid_utf_8() {
    let text = format!("<meta charset=gbk>{CHINESE}");
    assert_eq!(decoded(text.as_bytes()), (Some(text), Vec::new()));
}

#[test]
fn a_character_cut_in_two_costs_only_itself_and_is_named_with_its_line() {
    let mut bytes = CHINESE.as_bytes().to_vec();
    bytes.extend(b"\xe6\xb0 end\n");
    let (text, diagnostics) = decoded(&bytes);
    assert_eq!(text, Some(format!("{CHINESE}\u{fffd} end\n")));
    assert_eq!(diagnostics.len(), 1);
    assert_eq!(diagnostics[0].line, Some(6));
}

#[test]
fn binary_junk_is_unreadable_and_never_lost_silently() {
    let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89";
    let junk: Vec<u8> = (0..=255_u8).cycle().take(4000).collect();
    for bytes in [&png[..], &junk, b"\0\0\0\0\0\0\0\0\x01\x02\x03"] {
        let (text, diagnostics) = decoded(bytes);
        assert_eq!(text, None);
        assert_eq!(diagnostics.len(), 1);
        assert_eq!(diagnostics[0].kind, Kind::Unreadable);
    }
}

#[test]
fn a_stray_nul_is_taken_out_of_a_text() {
    let words = "words ".repeat(20);
    let (text, diagnostics) = decoded(format!("{words}\n\0{words}").as_bytes());
    assert_eq!(text, Some(format!("{words}\n{words}")));
    assert_eq!(diagnostics[0].line, Some(2));
}

#[test]
fn all_line_ends_come_out_as_line_feeds() {
    assert_eq!(decoded(b"a\r\nb\rc\nd\r\r\n").0.as_deref(), Some("a\nb\nc\nd\n\n"));
}

#[test]
fn an_empty_file_is_empty_text() {
    assert_eq!(decoded(b""), (Some(String::new()), Vec::new()));
}

#[test]
fn a_declared_encoding_holds_although_a_character_was_cut() {
    let text = format!("<?xml version=\"1.0\" encoding=\"gb2312\"?>\n{SIMPLIFIED}");
    let mut bytes = GBK.encode(&text).0.into_owned();
    bytes.extend_from_slice(b"\xc4...");
    let (read, diagnostics) = decoded(&bytes);
    assert_eq!(read, Some(format!("{text}\u{fffd}...")));
    let reasons: Vec<&str> = diagnostics.iter().map(|diagnostic| diagnostic.reason.as_str()).collect();
    assert_eq!(reasons, ["read as GBK, in which some bytes mean nothing; they became U+FFFD"]);
}
