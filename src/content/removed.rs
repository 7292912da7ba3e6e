//! What the door takes away from a body, counted by kind, so that the article's page can tell.

/// A kind of thing that the door takes away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Scripts, event handlers, addresses that run.
    Script,
    /// Pictures of a pixel, which only tell that somebody reads.
    Pixel,
    /// Links that were cleaned of tracking: parameters, and redirectors that count clicks on the way.
    Tracking,
    /// Frames, players and plugins that nothing could stand in for.
    Frame,
    /// Forms and their controls.
    Form,
    /// Style sheets and styles of single elements.
    Style,
    /// Parts that the article itself hides.
    Hidden,
    /// Vector drawings and canvases.
    Drawing,
    /// Addresses of links and pictures that lead nowhere from here.
    Address,
    /// All other markup: elements and attributes that mean nothing to a reader.
    Markup,
}

impl Kind {
    /// All kinds, in the order in which they are told.
    pub const ALL: [Self; 10] = [
        Self::Script,
        Self::Pixel,
        Self::Tracking,
        Self::Frame,
        Self::Form,
        Self::Style,
        Self::Hidden,
        Self::Drawing,
        Self::Address,
        Self::Markup,
    ];

    /// What an element that isn't allowed is.
    pub fn of_element(name: &str) -> Self {
        match name {
            "script" => Self::Script,
            "applet" | "audio" | "embed" | "frame" | "frameset" | "iframe" | "object" | "video" => Self::Frame,
            "button" | "datalist" | "fieldset" | "form" | "input" | "label" | "legend" | "meter" | "optgroup" | "option" | "output"
            | "progress" | "select" | "textarea" => Self::Form,
            "basefont" | "center" | "font" | "link" | "style" => Self::Style,
            "canvas" | "svg" => Self::Drawing,
            _ => Self::Markup,
        }
    }

    /// What an attribute is that isn't allowed, or whose value isn't.
    pub fn of_attribute(name: &str, value: &str) -> Self {
        let scheme = value.trim_start().get(..11).unwrap_or_default();
        match name {
            "style" | "align" | "bgcolor" | "color" | "face" | "background" => Self::Style,
            _ if name.starts_with("on") || scheme.eq_ignore_ascii_case("javascript:") => Self::Script,
            "href" | "src" | "srcset" | "action" | "cite" => Self::Address,
            _ => Self::Markup,
        }
    }
}

/// How much of each kind was taken away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Removed([u32; Kind::ALL.len()]);

impl Removed {
    /// Counts one more.
    pub fn add(&mut self, kind: Kind) {
        self.0[kind as usize] += 1;
    }

    /// The kinds of which there is something, with their counts.
    pub fn counts(&self) -> impl Iterator<Item = (Kind, u32)> {
        let counts = self.0;
        Kind::ALL
            .into_iter()
            .map(move |kind| (kind, counts[kind as usize]))
            .filter(|(_, count)| *count > 0)
    }

    /// The counts as text: those of all kinds in their order, with spaces between them.
    pub fn print(&self) -> String {
        let counts: Vec<String> = self.0.iter().map(u32::to_string).collect();
        counts.join(" ")
    }

    /// Reads what [`print`](Self::print) wrote; what isn't there counts nothing.
    pub fn parse(text: &str) -> Self {
        let mut removed = Self::default();
        for (place, count) in removed.0.iter_mut().zip(text.split(' ')) {
            *place = count.parse().unwrap_or_default();
        }
        removed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_survive_the_border_to_the_page() {
        let mut removed = Removed::default();
        for kind in [Kind::Script, Kind::Markup, Kind::Markup] {
            removed.add(kind);
        }
        let read = Removed::parse(&removed.print());
        assert_eq!(read.counts().collect::<Vec<_>>(), [(Kind::Script, 1), (Kind::Markup, 2)]);
        assert_eq!(Removed::parse(""), Removed::default());
    }
}
