//! One formula: TeX to MathML, by `pulldown-latex`.

use std::io::{self, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};

use pulldown_latex::config::{DisplayMode, RenderConfig};
use pulldown_latex::event::{Content, Event, StateChange};
use pulldown_latex::{Parser, ParserError, Storage, write_mathml};

use super::{Display, tree};
use crate::content::tokens::Element;

/// The longest formula in bytes.
const LONGEST: usize = 10_000;

/// The most commands in a formula. The converter calls itself for each that is another one's argument, and a thread's stack has room for
/// twice as many.
const MOST_COMMANDS: usize = 800;

/// How deep groups may stand in one another. The converter looks through the rest of a formula for the end of each.
const DEEPEST: usize = 50;

/// The most bytes that the converter may write for one formula.
const MOST_WRITTEN: usize = 500_000;

/// Commands that would define others: what they expand to has no bounds that can be told.
const DEFINING: [&str; 12] = [
    "def",
    "edef",
    "futurelet",
    "gdef",
    "global",
    "let",
    "long",
    "newcommand",
    "outer",
    "providecommand",
    "renewcommand",
    "xdef",
];

/// A formula as `<math>`, of elements and attributes that the reader keeps, with its TeX as `alttext`; or why there is none.
pub(super) fn of(tex: &str, display: Display) -> Result<String, String> {
    if tex.len() > LONGEST {
        return Err(format!("it is longer than {LONGEST} bytes"));
    }
    let adapted = adapted(tex)?;
    let written = written(&adapted, display).or_else(|problem| match display {
        // Lines outside of an environment, which MathJax sets one below the other.
        Display::Block if adapted.contains("\\\\") => {
            written(&format!("\\begin{{gathered}}{adapted}\\end{{gathered}}"), display).map_err(|_| problem)
        }
        _ => Err(problem),
    })?;
    let Some(children) = tree::tidied(&written) else {
        return Err("it is too deep, has something struck out, or comes out as nothing".to_owned());
    };
    let mut math = Element::new("math").with("alttext", tex);
    if display == Display::Block {
        math.set("display", "block");
    }
    Ok(tree::printed(math, children))
}

/// A formula in the words that the converter knows.
///
/// - What only refers to formulas from elsewhere goes; a number of its own (`\tag`) stands behind it.
/// - `\boxed` loses its box, for which MathML Core has nothing.
fn adapted(tex: &str) -> Result<String, String> {
    let mut adapted = String::with_capacity(tex.len());
    let (mut rest, mut n_commands, mut depth) = (tex, 0, 0_usize);
    while let Some(at) = rest.find(['\\', '{', '}', '%']) {
        adapted.push_str(&rest[..at]);
        let mark = &rest[at..=at];
        rest = &rest[at + 1..];
        match mark {
            "{" => depth += 1,
            "}" => depth = depth.saturating_sub(1),
            // A comment, or a sign that should have been escaped.
            "%" => match rest.find('\n') {
                Some(end) => rest = &rest[end..],
                None => adapted.push_str("\\%"),
            },
            _ => {
                n_commands += 1;
                let is_letter = |character: char| character.is_ascii_alphabetic();
                let (name, behind) = rest.split_at(rest.len() - rest.trim_start_matches(is_letter).len());
                match name {
                    "begin" | "left" => depth += 1,
                    "end" | "right" => depth = depth.saturating_sub(1),
                    _ if DEFINING.contains(&name) => return Err(format!("it defines commands (`\\{name}`)")),
                    _ => {}
                }
                rest = push_command(&mut adapted, name, behind);
            }
        }
        if matches!(mark, "{" | "}") {
            adapted.push_str(mark);
        }
        if depth > DEEPEST {
            return Err("it is too deep".to_owned());
        }
        if n_commands > MOST_COMMANDS {
            return Err(format!("it has more than {MOST_COMMANDS} commands"));
        }
    }
    adapted.push_str(rest);
    Ok(adapted)
}

/// Writes the command of this name, given what stands behind it; returns what is left of that.
fn push_command<'tex>(adapted: &mut String, name: &str, rest: &'tex str) -> &'tex str {
    match name {
        "" => {
            // `\\`, `\,`, `\{`: the character belongs to it.
            let length = rest.chars().next().map_or(0, char::len_utf8);
            adapted.push('\\');
            adapted.push_str(&rest[..length]);
            return &rest[length..];
        }
        "mbox" | "textnormal" => adapted.push_str("\\text"),
        "mathscr" => adapted.push_str("\\mathcal"),
        "boxed" | "nonumber" | "notag" => {}
        "label" => return argument(rest).map_or(rest, |(_, rest)| rest),
        "tag" => {
            let bare = rest.strip_prefix('*');
            if let Some((number, rest)) = argument(bare.unwrap_or(rest)) {
                let (start, end) = if bare.is_some() { ("", "") } else { ("(", ")") };
                adapted.push_str(&format!("\\qquad\\text{{{start}{number}{end}}}"));
                return rest;
            }
            adapted.push_str("\\tag");
        }
        "begin" | "end" => {
            adapted.push('\\');
            adapted.push_str(name);
            if let Some((environment, rest)) = argument(rest) {
                let position = ["[t]", "[c]", "[b]"].iter().find_map(|position| rest.strip_prefix(position));
                match (environment.trim_end_matches('*'), name) {
                    ("eqnarray", "begin") => adapted.push_str("{array}{rcl}"),
                    ("eqnarray", _) => adapted.push_str("{array}"),
                    _ => {
                        adapted.push('{');
                        adapted.push_str(environment);
                        adapted.push('}');
                    }
                }
                return position.unwrap_or(rest);
            }
        }
        _ => {
            adapted.push('\\');
            adapted.push_str(name);
        }
    }
    rest
}

/// The argument in braces, without braces in it, that a text begins with, and what stands behind it.
fn argument(rest: &str) -> Option<(&str, &str)> {
    let (argument, rest) = rest.trim_start().strip_prefix('{')?.split_once('}')?;
    (!argument.contains(['{', '\\'])).then_some((argument, rest))
}

/// What the converter writes. A mistake in it costs the formula only.
fn written(tex: &str, display: Display) -> Result<String, String> {
    catch_unwind(AssertUnwindSafe(|| converted(tex, display))).unwrap_or_else(|_| Err("the converter failed".to_owned()))
}

fn converted(tex: &str, display: Display) -> Result<String, String> {
    let storage = Storage::new();
    let mut events = Vec::new();
    for event in Parser::new(tex, &storage) {
        let event = event.map_err(|error| reason(&error))?;
        match &event {
            // It writes a function's name as it stands, and both with their commands as text.
            Event::Content(Content::Function(text)) if text.contains(['\\', '<', '>', '&']) => {
                return Err("there is more than text in a name".to_owned());
            }
            Event::Content(Content::Text(text)) if text.contains(['\\', '$']) => return Err("there is more than text in a text".to_owned()),
            // The page's colours are the reader's.
            Event::StateChange(StateChange::Color(_)) => continue,
            _ => {}
        }
        events.push(Ok::<_, ParserError>(event));
    }
    let config = RenderConfig {
        display_mode: match display {
            Display::Inline => DisplayMode::Inline,
            Display::Block => DisplayMode::Block,
        },
        ..RenderConfig::default()
    };
    let mut output = Bounded(Vec::new());
    write_mathml(&mut output, events.into_iter(), config).map_err(|_| "it becomes too long".to_owned())?;
    String::from_utf8(output.0).map_err(|_| "the converter failed".to_owned())
}

/// The first line of an error, which says what is wrong.
fn reason(error: &ParserError) -> String {
    let text = error.to_string();
    let line = text.lines().next().unwrap_or_default();
    line.trim_start_matches("parsing error: ").to_owned()
}

/// Takes [`MOST_WRITTEN`] bytes.
struct Bounded(Vec<u8>);

impl Write for Bounded {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.0.len() + bytes.len() > MOST_WRITTEN {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
