//! What a terminal may be given of posts and archives.

use std::fmt::{self, Write};

/// Displays text on one line of a terminal: what would move its cursor, colour it or turn its text is written as `\u{1b}`.
#[derive(Clone, Copy, Debug)]
pub struct OneLine<'text>(pub &'text str);

impl fmt::Display for OneLine<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for character in self.0.chars() {
            let turns = matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
            if character.is_control() || turns {
                write!(formatter, "{}", character.escape_unicode())?;
            } else {
                formatter.write_char(character)?;
            }
        }
        Ok(())
    }
}
