//! What the reader and the sanitiser's worker say to each other: lists of strings, which cross the border without a codec.
//!
//! The worker says [`READY`] with its build id once it can listen; a message posted before that would be lost. Then it
//! answers each request with one reply, matched by id.

use super::sanitise::Refusal;

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
    outcome: Outcome,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Outcome {
    Blocks(Vec<String>),
    Refused(Refusal, String),
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
    /// The fields of a reply with blocks, as the worker posts them.
    pub fn fields_of_blocks(id: u32, blocks: Vec<String>) -> Vec<String> {
        let mut fields = vec![id.to_string(), "blocks".to_owned()];
        fields.extend(blocks);
        fields
    }

    /// The fields of a refusal; `text` is what the body says, as plain text.
    pub fn fields_of_refusal(id: u32, refusal: Refusal, text: String) -> Vec<String> {
        vec![id.to_string(), refusal.name().to_owned(), text]
    }

    /// Reads what the worker posted.
    pub fn from_fields(fields: Vec<String>) -> Option<Self> {
        let mut fields = fields.into_iter();
        let id = fields.next()?.parse().ok()?;
        let outcome = match fields.next()?.as_str() {
            "blocks" => Outcome::Blocks(fields.collect()),
            name => Outcome::Refused(Refusal::parse(name)?, fields.next().unwrap_or_default()),
        };
        Some(Self { id, outcome })
    }

    /// The request's id.
    pub fn id(&self) -> u32 {
        self.id
    }

    /// Why the body could not be sanitised, and its plain text.
    pub fn refusal(&self) -> Option<(Refusal, &str)> {
        match &self.outcome {
            Outcome::Refused(refusal, text) => Some((*refusal, text)),
            Outcome::Blocks(_) => None,
        }
    }

    pub(super) fn into_blocks(self) -> Vec<String> {
        match self.outcome {
            Outcome::Blocks(blocks) => blocks,
            Outcome::Refused(..) => Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_and_replies_survive_the_border() {
        let request = Request {
            id: 7,
            wanted: Wanted::Html,
            archive_url: "https://example.org/archive/".into(),
            html: "<p>a</p>".into(),
        };
        assert_eq!(Request::from_fields(request.clone().into_fields()), Some(request));
        let reply = Reply::from_fields(Reply::fields_of_blocks(7, vec!["<p>a</p>".into(), "<p>b</p>".into()]));
        assert_eq!(reply.map(|reply| (reply.id(), reply.into_blocks().len())), Some((7, 2)));
        let refusal = Reply::from_fields(Reply::fields_of_refusal(8, Refusal::TooDeep, "text".into()));
        assert_eq!(refusal.as_ref().and_then(Reply::refusal), Some((Refusal::TooDeep, "text")));
    }

    #[test]
    fn what_is_no_message_is_refused() {
        for fields in [vec![], vec!["x"], vec!["1"], vec!["1", "nonsense"]] {
            assert_eq!(Reply::from_fields(fields.into_iter().map(str::to_owned).collect()), None);
        }
    }
}
