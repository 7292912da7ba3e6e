//! What the reader and the sanitiser's worker say to each other: lists of strings, which cross the border without a codec.
//!
//! The worker says [`READY`] with its build id once it can listen; a message posted before that would be lost. Then it
//! answers each request with one reply, matched by id.

use super::blocks::{self, Run};
use super::removed::Removed;
use super::sanitise::{Refusal, Sanitised};

/// The first string of the worker's greeting; the second is its build id.
pub const READY: &str = "ready";

/// A body to sanitise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// Matches the reply.
    pub id: u32,
    /// What is asked of the body.
    pub wanted: Wanted,
    /// The absolute address of the archive's folder.
    pub archive_url: String,
    /// The body.
    pub html: String,
}

/// What a request asks of a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// Its sanitised HTML.
    Html,
    /// Its text only, which takes linear time whatever the markup: sanitising it took too long.
    Text,
}

/// The worker's answer. Only [`Reply::from_fields`] makes one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    id: u32,
    refusal: Option<Refusal>,
    removed: Removed,
    runs: Vec<Run>,
}

impl Request {
    /// The request as it is posted.
    pub fn into_fields(self) -> Vec<String> {
        let wanted = match self.wanted {
            Wanted::Html => "html",
            Wanted::Text => "text",
        };
        vec![self.id.to_string(), wanted.to_owned(), self.archive_url, self.html]
    }

    /// Reads a posted request.
    pub fn from_fields(fields: Vec<String>) -> Option<Self> {
        let [id, wanted, archive_url, html] = <[String; 4]>::try_from(fields).ok()?;
        let wanted = match wanted.as_str() {
            "html" => Wanted::Html,
            "text" => Wanted::Text,
            _ => return None,
        };
        let id = id.parse().ok()?;
        Some(Self {
            id,
            wanted,
            archive_url,
            html,
        })
    }
}

impl Reply {
    /// The fields of a reply with a sanitised body, as the worker posts them.
    pub fn fields_of_sanitised(id: u32, sanitised: &Sanitised) -> Vec<String> {
        fields(id, "html", sanitised.removed, blocks::split(&sanitised.html))
    }

    /// The fields of a refusal; `text` is what the body says, as plain text.
    pub fn fields_of_refusal(id: u32, refusal: Refusal, text: &str) -> Vec<String> {
        fields(id, refusal.name(), Removed::default(), blocks::of_text(text))
    }

    /// Reads what the worker posted.
    pub fn from_fields(fields: Vec<String>) -> Option<Self> {
        let mut fields = fields.into_iter();
        let id = fields.next()?.parse().ok()?;
        let refusal = match fields.next()?.as_str() {
            "html" => None,
            name => Some(Refusal::parse(name)?),
        };
        let removed = Removed::parse(&fields.next()?);
        let run = |field: String| {
            let (depth, html) = field.split_once(' ')?;
            Some(Run {
                depth: depth.parse().ok()?,
                html: html.to_owned(),
            })
        };
        let runs = fields.map(run).collect::<Option<_>>()?;
        Some(Self {
            id,
            refusal,
            removed,
            runs,
        })
    }

    /// The request's id.
    pub fn id(&self) -> u32 {
        self.id
    }

    /// Why the body is here as its text only.
    pub fn refusal(&self) -> Option<Refusal> {
        self.refusal
    }

    /// What was taken from the body.
    pub fn removed(&self) -> Removed {
        self.removed
    }

    pub(super) fn into_runs(self) -> Vec<Run> {
        self.runs
    }
}

fn fields(id: u32, outcome: &str, removed: Removed, runs: Vec<Run>) -> Vec<String> {
    let mut fields = vec![id.to_string(), outcome.to_owned(), removed.print()];
    fields.extend(runs.into_iter().map(|Run { depth, html }| format!("{depth} {html}")));
    fields
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::removed::Kind;

    #[test]
    fn requests_and_replies_survive_the_border() {
        let request = Request {
            id: 7,
            wanted: Wanted::Html,
            archive_url: "https://example.org/archive/".into(),
            html: "<p>a</p>".into(),
        };
        assert_eq!(Request::from_fields(request.clone().into_fields()), Some(request));
        let mut removed = Removed::default();
        removed.add(Kind::Script);
        let sanitised = Sanitised {
            html: "<p>a b</p>".into(),
            removed,
        };
        let reply = Reply::from_fields(Reply::fields_of_sanitised(7, &sanitised));
        let run = |html: &str| Run {
            depth: 0,
            html: html.to_owned(),
        };
        assert_eq!(
            reply,
            Some(Reply {
                id: 7,
                refusal: None,
                removed,
                runs: vec![run("<p>a b</p>")]
            })
        );
        let refused = Reply::from_fields(Reply::fields_of_refusal(8, Refusal::TooDeep, "text"));
        assert_eq!(
            refused.map(|reply| (reply.refusal(), reply.into_runs())),
            Some((Some(Refusal::TooDeep), vec![run("<p>text</p>")]))
        );
    }

    #[test]
    fn what_is_no_message_is_refused() {
        for fields in [
            vec![],
            vec!["x"],
            vec!["1"],
            vec!["1", "nonsense", ""],
            vec!["1", "html", "", "x <p>"],
        ] {
            assert_eq!(Reply::from_fields(fields.into_iter().map(str::to_owned).collect()), None);
        }
    }
}
