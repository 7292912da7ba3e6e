//! One picture file: what it is by its content, how large it is, and what it is called in the archive.

use crate::archive::key;
use std::path::Path;

use imagesize::{Compression, ImageType};

use super::{LocalPicture, svg};

/// Larger files are no pictures for a page.
const MAX_BYTES: u64 = 64 * 1024 * 1024;

/// Reads a picture. The error says why it is none that a page can show.
pub(super) fn read(path: &Path) -> Result<LocalPicture, String> {
    let unreadable = |error: std::io::Error| format!("the file can't be read: {error}");
    let n_bytes = std::fs::metadata(path).map_err(unreadable)?.len();
    if n_bytes > MAX_BYTES {
        return Err("the file is larger than 64 MiB".to_owned());
    }
    let bytes = std::fs::read(path).map_err(unreadable)?;
    let (extension, size) = recognised(&bytes)?;
    let (width, height) = size.unzip();
    Ok(LocalPicture {
        source_path: path.to_path_buf(),
        archive_name: format!("pictures/{}.{extension}", key::digest(&bytes, key::KEY_LENGTH)),
        width,
        height,
    })
}

type Recognised = (&'static str, Option<(u32, u32)>);

/// The extension and size of a picture of a type that all browsers show.
fn recognised(bytes: &[u8]) -> Result<Recognised, &'static str> {
    let extension = match imagesize::image_type(bytes) {
        Ok(ImageType::Png) => "png",
        Ok(ImageType::Jpeg) => "jpg",
        Ok(ImageType::Gif) => "gif",
        Ok(ImageType::Webp) => "webp",
        Ok(ImageType::Heif(Compression::Av1)) => "avif",
        Ok(ImageType::Bmp) => "bmp",
        Ok(ImageType::Ico) => "ico",
        _ => return svg::size_of(bytes).map(|size| ("svg", size)),
    };
    let size = imagesize::blob_size(bytes).map_err(|_| "the picture is damaged")?;
    let side = |side: usize| u32::try_from(side).ok().filter(|side| *side > 0);
    let (width, height) = side(size.width).zip(side(size.height)).ok_or("the picture is damaged")?;
    if extension == "jpg" && lies_on_its_side(bytes) {
        return Ok((extension, Some((height, width))));
    }
    Ok((extension, Some((width, height))))
}

/// Whether a JPEG's Exif orientation turns it by a quarter, as browsers then show it. The marker segments are those of
/// ITU-T T.81, the orientation is tag 0x0112 of Exif's first directory.
fn lies_on_its_side(jpeg: &[u8]) -> bool {
    let mut at = 2;
    while let Some([0xff, marker, high, low]) = jpeg.get(at..at + 4) {
        let length = usize::from(u16::from_be_bytes([*high, *low]));
        if *marker == 0xe1
            && let Some(orientation) = jpeg.get(at + 4..at + 2 + length).and_then(orientation)
        {
            return (5..=8).contains(&orientation);
        }
        // The picture's data begins: no more Exif.
        if *marker == 0xda || length < 2 {
            return false;
        }
        at += 2 + length;
    }
    false
}

fn orientation(segment: &[u8]) -> Option<u16> {
    let tiff = segment.strip_prefix(b"Exif\0\0")?;
    let is_little = tiff.starts_with(b"II");
    let short = |at: usize| -> Option<u16> {
        let bytes = [*tiff.get(at)?, *tiff.get(at + 1)?];
        Some(if is_little {
            u16::from_le_bytes(bytes)
        } else {
            u16::from_be_bytes(bytes)
        })
    };
    let (first, second) = (u32::from(short(4)?), u32::from(short(6)?));
    let directory = if is_little { first | second << 16 } else { first << 16 | second };
    let directory = usize::try_from(directory).ok()?;
    let n_entries = usize::from(short(directory)?);
    (0..n_entries)
        .map(|entry| directory + 2 + entry * 12)
        .find(|at| short(*at) == Some(0x0112))
        .and_then(|at| short(at + 8))
}
