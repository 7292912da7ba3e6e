//! What `idna` asks of Unicode when `url` reads a host that isn't ASCII, without Unicode's tables: there is nothing to mend, and nothing to refuse.
//!
//! Offprint keeps addresses as they are written. `url` only tells whether they are well-formed and which scheme they have (`ammonia`, in the sanitiser), and
//! where they lead relative to one another (the press); which host a name like `例え.jp` means is up to the browser, which has the tables. They
//! would be 35 kB (Brotli) of the sanitiser. So a host that is ill-formed by Unicode's rules alone stays a link, and leads nowhere.

#![no_std]

/// A mask that no class is in.
const NONE: Mask = Mask;

pub const LEFT_OR_DUAL_JOINING_MASK: JoiningTypeMask = NONE;
pub const RIGHT_OR_DUAL_JOINING_MASK: JoiningTypeMask = NONE;
pub const RTL_MASK: BidiClassMask = NONE;
pub const FIRST_BC_MASK: BidiClassMask = NONE;
pub const LAST_LTR_MASK: BidiClassMask = NONE;
pub const LAST_RTL_MASK: BidiClassMask = NONE;
pub const MIDDLE_LTR_MASK: BidiClassMask = NONE;
pub const MIDDLE_RTL_MASK: BidiClassMask = NONE;

pub type JoiningTypeMask = Mask;
pub type BidiClassMask = Mask;

/// A set of classes.
#[derive(Clone, Copy)]
pub struct Mask;

impl Mask {
    /// Whether they have a class in common: so that no rule for right-to-left text applies.
    pub fn intersects(self, _: Self) -> bool {
        false
    }
}

/// How a letter joins others: never asked for, since no letter is a virama's neighbour.
#[derive(Clone, Copy)]
pub struct JoiningType;

impl JoiningType {
    pub fn to_mask(self) -> JoiningTypeMask {
        NONE
    }

    pub fn is_transparent(self) -> bool {
        false
    }
}

/// In which direction a character is written: from left to right, all of them.
#[derive(Clone, Copy)]
pub struct BidiClass;

impl BidiClass {
    pub fn to_mask(self) -> BidiClassMask {
        NONE
    }

    pub fn is_ltr(self) -> bool {
        true
    }

    pub fn is_nonspacing_mark(self) -> bool {
        false
    }

    pub fn is_european_number(self) -> bool {
        false
    }

    pub fn is_arabic_number(self) -> bool {
        false
    }
}

/// What is asked.
#[derive(Default)]
pub struct Adapter;

impl Adapter {
    pub const fn new() -> Self {
        Self
    }

    /// Behind one of these a joiner may stand: anywhere.
    pub fn is_virama(&self, _: char) -> bool {
        true
    }

    /// No label may begin with one of these: none does.
    pub fn is_mark(&self, _: char) -> bool {
        false
    }

    pub fn bidi_class(&self, _: char) -> BidiClass {
        BidiClass
    }

    pub fn joining_type(&self, _: char) -> JoiningType {
        JoiningType
    }

    /// The characters as they are to be read.
    pub fn map_normalize<'a>(&'a self, characters: impl Iterator<Item = char> + 'a) -> impl Iterator<Item = char> + 'a {
        characters.map(|character| character.to_ascii_lowercase())
    }

    /// The characters if they are as they are to be read: they are.
    pub fn normalize_validate<'a>(&'a self, characters: impl Iterator<Item = char> + 'a) -> impl Iterator<Item = char> + 'a {
        characters
    }
}
