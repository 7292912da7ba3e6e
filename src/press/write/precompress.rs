//! Precompressed siblings: `<file>.br` and `<file>.gz`, which a static host sends in place of a file to whoever accepts them.
//!
//! A file has them where they spare a tenth of its bytes. Pictures have none: their formats are compressed already.

use std::io::{self, Read, Write};

use brotli::enc::BrotliEncoderParams;
use flate2::bufread::GzDecoder;
use flate2::{Compression, GzBuilder};

use crate::archive::file;

/// The endings of siblings.
pub const ENDINGS: [&str; 2] = [".br", ".gz"];

/// Brotli's quality for lists, tags and postings. On card pages of synthetic articles (11 kB each, 3.4 kB compressed) it takes 5 ms a page; 9 is
/// 0.3 % smaller in 13 ms, 11 is 10 % smaller in 76 ms.
const QUALITY: i32 = 7;

/// Brotli's quality for `latest.json`, which every visitor loads.
const LATEST_QUALITY: i32 = 11;

/// Brotli's quality for articles: they are most of an archive's bytes, and each is read seldom. It takes 0.6 ms for an article of 3 kB; 9 is 0.5 % smaller in
/// 5 ms, 11 is 13 % smaller in 28 ms.
const ARTICLE_QUALITY: i32 = 5;

/// Bytes that decoders and encoders work with at a time.
const BUFFER: usize = 1 << 12;

/// Whether the file at this path in the archive may have siblings.
pub fn is_compressible(path: &str) -> bool {
    !path.starts_with(file::PICTURES)
}

/// The sibling of a file with this ending; `None` where it would spare too little. The same bytes give the same sibling.
pub fn sibling(path: &str, ending: &str, bytes: &[u8]) -> Option<Vec<u8>> {
    let compressed = match ending {
        ".br" => brotli(bytes, quality(path)),
        _ => gzip(bytes),
    };
    // Writing to memory doesn't fail; if it did, there would be no sibling.
    compressed
        .ok()
        .filter(|compressed| compressed.len() < bytes.len() - bytes.len() / 10)
}

/// Whether `sibling`, which has this ending, is a compressed form of `bytes`.
pub fn is_sibling_of(sibling: &[u8], ending: &str, bytes: &[u8]) -> bool {
    // One byte more than it may hold tells a longer one without reading all of it.
    let limit = bytes.len() as u64 + 1;
    let mut plain = Vec::with_capacity(bytes.len() + 1);
    let mut input = sibling;
    let read = match ending {
        ".br" => brotli::Decompressor::new(&mut input, BUFFER).take(limit).read_to_end(&mut plain),
        _ => GzDecoder::new(&mut input).take(limit).read_to_end(&mut plain),
    };
    read.is_ok() && plain == bytes
}

fn quality(path: &str) -> i32 {
    match path {
        file::LATEST => LATEST_QUALITY,
        _ if path.starts_with("articles/") => ARTICLE_QUALITY,
        _ => QUALITY,
    }
}

fn brotli(bytes: &[u8], quality: i32) -> io::Result<Vec<u8>> {
    let parameters = BrotliEncoderParams {
        quality,
        // The smallest window that holds the file, since whoever decodes it needs as much memory. With 16 bits and fewer the encoder is eight times slower.
        lgwin: (usize::BITS - bytes.len().leading_zeros()).clamp(18, 24) as i32,
        size_hint: bytes.len(),
        ..BrotliEncoderParams::default()
    };
    let mut compressed = Vec::new();
    brotli::BrotliCompress(&mut &*bytes, &mut compressed, &parameters)?;
    Ok(compressed)
}

fn gzip(bytes: &[u8]) -> io::Result<Vec<u8>> {
    // Without a name and a time, so that the same bytes give the same file; 255 is "unknown system".
    let mut encoder = GzBuilder::new().operating_system(255).write(Vec::new(), Compression::new(6));
    encoder.write_all(bytes)?;
    encoder.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_sibling_is_one_of_its_own_file_and_of_no_other(text in "[a-d ]{200,2000}", other in any::<Vec<u8>>()) {
            for path in ["latest.json", "articles/aaaaaaaaaaaaaaaa.json"] {
                for ending in ENDINGS {
                    let compressed = sibling(path, ending, text.as_bytes()).expect("four letters and a space can be compressed");
                    prop_assert!(is_sibling_of(&compressed, ending, text.as_bytes()));
                    prop_assert!(!is_sibling_of(&compressed, ending, &text.as_bytes()[1..]));
                    prop_assert!(!is_sibling_of(&compressed[..compressed.len() / 2], ending, text.as_bytes()));
                    prop_assert!(!is_sibling_of(&other, ending, text.as_bytes()));
                    prop_assert_eq!(sibling(path, ending, text.as_bytes()), Some(compressed));
                }
            }
        }
    }

    #[test]
    fn what_gains_nothing_has_no_sibling() {
        for ending in ENDINGS {
            assert_eq!(sibling("latest.json", ending, b""), None);
            assert_eq!(sibling("latest.json", ending, b"{}"), None);
        }
        assert!(!is_compressible("pictures/aaaaaaaaaaaaaaaa.svg"));
    }
}
