//! A picture that a card or an article names.

use super::{WebUrl, file};

/// A picture's place and, where known, its size.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// Where it is.
    pub source: PictureSource,
    /// Its size in CSS pixels, so that its place is reserved before it arrives.
    pub size: Option<Size>,
}

/// Where a picture is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PictureSource {
    /// A local picture, relative to the archive's folder: `pictures/<hash>.<ext>`.
    Archive(String),
    /// A picture on another host.
    Web(WebUrl),
}

/// Width and height in CSS pixels, neither of them 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    /// Width in CSS pixels.
    pub width: u32,
    /// Height in CSS pixels.
    pub height: u32,
}

impl PictureSource {
    /// Reads a picture's address: a web address or a path of the form `pictures/<hash>.<ext>`.
    pub fn parse(text: &str) -> Option<Self> {
        if file::is_picture(text) {
            Some(Self::Archive(text.to_owned()))
        } else {
            WebUrl::parse(text).map(Self::Web)
        }
    }

    /// The address as it stands in the archive.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Archive(path) => path,
            Self::Web(url) => url.as_str(),
        }
    }
}

impl Size {
    /// The largest side that is believed: beyond it a size is a mistake.
    pub const LARGEST_SIDE: u32 = 30_000;

    /// A size, if both sides are between 1 and [`Self::LARGEST_SIDE`].
    pub fn new(width: u32, height: u32) -> Option<Self> {
        let plausible = 1..=Self::LARGEST_SIDE;
        (plausible.contains(&width) && plausible.contains(&height)).then_some(Self { width, height })
    }
}
