//! What the press has to say about its input: one problem, one line, with the file and the field it was found in.
//!
//! Bad content is data, not failure: nothing here stops the press. A diagnostic names the file as it was given, the
//! line where that is known, the field, and the reason in a sentence that tells what was done instead.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::press::terminal::OneLine;

/// What kind of problem a [`Diagnostic`] is about. The closing summary counts by kind, so that kinds are few and stable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Kind {
    /// The file or folder could not be read, or its bytes are not text. The post is lost.
    Unreadable,
    /// The text's encoding had to be guessed, or some bytes meant nothing in it.
    Encoding,
    /// The front matter is not closed, is not what YAML or TOML allows, or holds a field twice.
    FrontMatter,
    /// The post says that it is a draft and is left out.
    Draft,
    /// The declared or derived id is in use, or can't be used.
    Id,
    /// The title is missing or had to be repaired.
    Title,
    /// A date could not be read.
    Date,
    /// An author is missing or is not text.
    Author,
    /// A tag is empty or is not text.
    Tag,
    /// A category is empty or is not text.
    Category,
    /// A picture is missing, is a placeholder, or is not a picture.
    Picture,
    /// An address could not be used, or had to be repaired.
    Link,
    /// The summary is not text.
    Summary,
    /// The declared language is not a language tag.
    Language,
    /// The file or the body is empty.
    Empty,
    /// The body holds something that was left as it stands because the press doesn't know it.
    Body,
    /// A formula could not be converted.
    Formula,
}

impl Kind {
    /// The name in the closing summary: lower case, singular.
    pub fn name(self) -> &'static str {
        match self {
            Self::Unreadable => "unreadable",
            Self::Encoding => "encoding",
            Self::FrontMatter => "front matter",
            Self::Draft => "draft",
            Self::Id => "id",
            Self::Title => "title",
            Self::Date => "date",
            Self::Author => "author",
            Self::Tag => "tag",
            Self::Category => "category",
            Self::Picture => "picture",
            Self::Link => "link",
            Self::Summary => "summary",
            Self::Language => "language",
            Self::Empty => "empty",
            Self::Body => "body",
            Self::Formula => "formula",
        }
    }
}

/// One problem in one file. Ordered by file, then line (problems without one first), then field, kind and reason, so
/// that the press reports in the same order however its work was spread over threads.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Diagnostic {
    /// The file as its reader was told it, with `/` between folders: below the input, unless somebody puts the input
    /// in front.
    pub file: String,
    /// The line in that file, counted from 1, where it is known.
    pub line: Option<u32>,
    /// The field it is about: a front matter key as the file spells it, or `body`, `front matter`, `file`.
    pub field: String,
    /// What the closing summary counts it under.
    pub kind: Kind,
    /// What is wrong and what the press did about it, as a sentence without a full stop.
    pub reason: String,
}

impl fmt::Display for Diagnostic {
    /// `file:line: field: reason`, or `file: field: reason` where no line is known. All parts may quote a hostile post.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let line = self.line.map(|line| format!(":{line}")).unwrap_or_default();
        let text = format!("{}{line}: {}: {}", self.file, self.field, self.reason);
        write!(formatter, "{}", OneLine(&text))
    }
}

/// Problems of one file that are told one by one. Nobody reads more, and a hostile file has a million.
const MOST: usize = 1_000;

/// Collects the diagnostics of one file, so that whoever finds a problem need not know the file's name.
#[derive(Debug)]
pub struct Diagnostics {
    file: String,
    found: Vec<Diagnostic>,
    n_more: usize,
}

impl Diagnostics {
    /// An empty collection for the file of this name.
    pub fn of(file: &str) -> Self {
        Self {
            file: file.to_owned(),
            found: Vec::new(),
            n_more: 0,
        }
    }

    /// Adds one problem. The very same, reported again, counts once; of more than a thousand the others are only counted.
    pub fn report(&mut self, line: Option<u32>, field: &str, kind: Kind, reason: impl Into<String>) {
        let problem = Diagnostic {
            file: self.file.clone(),
            line,
            field: field.chars().take(60).collect(),
            kind,
            reason: reason.into(),
        };
        if self.found.last() == Some(&problem) {
            return;
        }
        if self.found.len() == MOST {
            self.n_more += 1;
        } else {
            self.found.push(problem);
        }
    }

    /// Adds what another collection for the same file has.
    pub fn extend(&mut self, other: Self) {
        for problem in other.found {
            self.report(problem.line, &problem.field, problem.kind, problem.reason);
        }
        self.n_more += other.n_more;
    }

    /// Whether further problems would only be counted.
    pub fn is_full(&self) -> bool {
        self.found.len() == MOST
    }

    /// All problems, each once, in their deterministic order.
    pub fn into_sorted(mut self) -> Vec<Diagnostic> {
        let last = self.found.last().cloned().filter(|_| self.n_more > 0);
        self.found.sort();
        self.found.dedup();
        self.found.extend(last.map(|last| Diagnostic {
            line: None,
            reason: format!("{} more problems, which are not told one by one", self.n_more),
            ..last
        }));
        self.found
    }
}
