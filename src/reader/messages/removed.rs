//! What was taken from an article.

use super::Messages;
use crate::content::removed::Kind;

impl Messages {
    /// What it lost of one kind. Names without a number before them need no plural.
    pub fn removed(self, kind: Kind, count: u32) -> String {
        let name = match kind {
            Kind::Script => self.removed_scripts(),
            Kind::Pixel => self.removed_pixels(),
            Kind::Tracking => self.removed_tracking(),
            Kind::Frame => self.removed_frames(),
            Kind::Form => self.removed_forms(),
            Kind::Style => self.removed_styles(),
            Kind::Hidden => self.removed_hidden(),
            Kind::Drawing => self.removed_drawings(),
            Kind::Address => self.removed_addresses(),
            Kind::Markup => self.removed_markup(),
        };
        self.removed_of_kind(count, name)
    }
}
