//! What a person has chosen for all that is read on this device.

use leptos::prelude::*;

use crate::reader::browser::dom;
use crate::reader::browser::pictures::is_foreign;
use crate::reader::browser::storage::{self, Unkept};

/// The name under which the choice for pictures is kept.
const PICTURES: &str = "offprint.pictures";

/// What becomes of the pictures from other sites.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pictures {
    /// They load as they come near.
    Load,
    /// Each waits until someone asks for it.
    OnTap,
    /// They don't load.
    Never,
}

impl Pictures {
    /// All choices, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Load, Self::OnTap, Self::Never];

    /// The choice in a word, as it is kept.
    pub fn word(self) -> &'static str {
        match self {
            Self::Load => "load",
            Self::OnTap => "tap",
            Self::Never => "never",
        }
    }
}

/// The settings. The first choice is the browser's way: pictures load.
#[derive(Clone, Copy)]
pub struct Settings {
    pictures: RwSignal<Pictures>,
    unkept: RwSignal<Option<Unkept>>,
    /// The addresses of pictures that someone has asked for: each loads wherever it stands, until the page is closed.
    asked_for: StoredValue<Vec<String>>,
}

impl Settings {
    /// The settings that are kept on this device.
    pub fn start() -> Self {
        let kept = storage::kept(PICTURES);
        let settings = Self {
            pictures: RwSignal::new(chosen(&kept)),
            unkept: RwSignal::new(kept.err()),
            asked_for: StoredValue::new(Vec::new()),
        };
        // Another tab has changed something.
        dom::listen(&dom::window(), "storage", false, move |_| {
            let kept = chosen(&storage::kept(PICTURES));
            if kept != settings.pictures.get_untracked() {
                settings.pictures.set(kept);
            }
        });
        settings
    }

    /// The choice for pictures, tracked.
    pub fn pictures(self) -> Pictures {
        self.pictures.get()
    }

    /// Why a choice holds only until the page is closed, tracked; `None` while it is kept.
    pub fn unkept(self) -> Option<Unkept> {
        self.unkept.get()
    }

    /// Takes another choice for pictures, and keeps it.
    pub fn choose(self, pictures: Pictures) {
        self.unkept.set(storage::keep(PICTURES, pictures.word()).err());
        self.pictures.set(pictures);
    }

    /// What becomes of the picture at an address, untracked.
    pub fn treatment(self, address: &str) -> Pictures {
        if !is_foreign(address) {
            return Pictures::Load;
        }
        match self.pictures.get_untracked() {
            Pictures::OnTap if self.asked_for.with_value(|known| known.iter().any(|known| known == address)) => Pictures::Load,
            choice => choice,
        }
    }

    /// Someone asks for the picture at an address.
    pub fn ask_for(self, address: String) {
        self.asked_for.update_value(|known| known.push(address));
    }
}

/// The choice that is kept; where there is none, pictures load.
fn chosen(kept: &Result<Option<String>, Unkept>) -> Pictures {
    let word = kept.as_ref().ok().and_then(Option::as_deref).unwrap_or_default();
    Pictures::ALL
        .into_iter()
        .find(|choice| choice.word() == word)
        .unwrap_or(Pictures::Load)
}
