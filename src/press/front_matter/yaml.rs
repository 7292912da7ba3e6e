//! YAML: events into fields, with a limit on what aliases may blow up to.

use std::collections::{HashMap, HashSet};

use saphyr_parser::{Event, Parser, ScalarStyle, Span};

use super::fence::Syntax;
use super::lines;
use super::{Field, Value};

/// A front matter longer than this is read line by line.
const MAX_BYTES: usize = 256 * 1024;
/// How many values a block may hold, those that aliases repeat included.
const MAX_VALUES: usize = 20_000;
/// As many bytes of a text that an alias repeats count as one value more.
const ALIASED_BYTES: usize = 32;
/// How deep lists and mappings may lie in each other.
const MAX_DEPTH: usize = 32;

/// Why a block could not be read as a whole.
#[derive(Clone, Debug)]
pub(super) struct Failure {
    /// The line of the file.
    pub(super) line: u32,
    pub(super) reason: String,
}

impl Failure {
    pub(super) fn new(line: u32, reason: impl Into<String>) -> Self {
        Self {
            line,
            reason: reason.into(),
        }
    }
}

/// The fields of a block that starts on this line of the file. A block of comments has none.
pub(super) fn fields(block: &str, block_line: u32) -> Result<Vec<Field>, Failure> {
    if block.len() > MAX_BYTES {
        return Err(Failure::new(block_line, "it is longer than 256 KiB"));
    }
    let mut builder = Builder::default();
    let mut parser = Parser::new_from_str(block);
    while let Some(event) = parser.next_event() {
        let (event, span) = event.map_err(|error| {
            let reason = format!("it is not valid YAML: {}", error.info());
            Failure::new(file_line(block_line, error.marker().line()), reason)
        })?;
        builder
            .take(event, span)
            .map_err(|reason| Failure::new(file_line(block_line, span.start.line()), reason))?;
    }
    let (root, key_lines) = match builder.root {
        None => return Ok(Vec::new()),
        Some(root) => (root, builder.key_lines),
    };
    let Value::Map(pairs) = root else {
        return match root {
            Value::Null => Ok(Vec::new()),
            _ => Err(Failure::new(block_line, "it holds no fields")),
        };
    };
    let block_lines: Vec<&str> = block.lines().collect();
    let mut fields = Vec::with_capacity(pairs.len());
    for ((key, value), line_in_block) in pairs.into_iter().zip(key_lines) {
        let line = block_lines.get(line_in_block.saturating_sub(1));
        let raw = line.and_then(|line| lines::key_and_rest(line, Syntax::Yaml));
        fields.push(Field {
            key,
            line: file_line(block_line, line_in_block),
            value,
            raw: raw.map(|(_, raw)| raw.to_owned()).unwrap_or_default(),
        });
    }
    refuse_swallowed(&block_lines, block_line, &fields)?;
    Ok(fields)
}

/// Lines of the parser count from 1.
fn file_line(block_line: u32, line_in_block: usize) -> u32 {
    let before = u32::try_from(line_in_block.saturating_sub(1)).unwrap_or(u32::MAX);
    block_line.saturating_add(before)
}

/// A quote or bracket that is closed only fields later makes them part of its own value: then the whole is no good.
fn refuse_swallowed(block_lines: &[&str], block_line: u32, fields: &[Field]) -> Result<(), Failure> {
    let starts: HashSet<u32> = fields.iter().map(|field| field.line).collect();
    for (at, line) in block_lines.iter().enumerate() {
        let file_line = file_line(block_line, at + 1);
        let is_known = lines::key_and_rest(line, Syntax::Yaml).is_some_and(|(key, _)| lines::is_known(key));
        if is_known && !starts.contains(&file_line) {
            let reason = "a quote or bracket above is closed too late";
            return Err(Failure::new(file_line, reason));
        }
    }
    Ok(())
}

/// A list or mapping that is still open.
#[derive(Debug)]
enum Open {
    List(Vec<Value>),
    /// The pairs, and the key whose value comes next.
    Map(Vec<(String, Value)>, Option<String>),
}

/// Builds values from events, with a stack of its own: no input can exhaust the program's.
#[derive(Debug, Default)]
struct Builder {
    open: Vec<(Open, usize)>,
    root: Option<Value>,
    /// The line of each key of the outermost mapping.
    key_lines: Vec<usize>,
    anchors: HashMap<usize, (Value, usize)>,
    n_values: usize,
}

impl Builder {
    fn take(&mut self, event: Event<'_>, span: Span) -> Result<(), String> {
        match event {
            Event::Scalar(text, style, anchor, _) => {
                let value = match (style, &*text) {
                    (ScalarStyle::Plain, "" | "~" | "null" | "Null" | "NULL") => Value::Null,
                    _ => Value::Text(text.clone().into_owned()),
                };
                if let Some((Open::Map(_, key @ None), _)) = self.open.last_mut() {
                    *key = Some(text.into_owned());
                    if self.open.len() == 1 {
                        self.key_lines.push(span.start.line());
                    }
                    return self.count(1);
                }
                self.put(value, anchor, 1)
            }
            Event::SequenceStart(anchor, _) => self.open(Open::List(Vec::new()), anchor),
            Event::MappingStart(anchor, _) => self.open(Open::Map(Vec::new(), None), anchor),
            Event::SequenceEnd | Event::MappingEnd => match self.open.pop() {
                Some((Open::List(items), anchor)) => self.put(Value::List(items), anchor, 1),
                Some((Open::Map(pairs, _), anchor)) => self.put(Value::Map(pairs), anchor, 1),
                None => Err("it closes what it never opened".to_owned()),
            },
            Event::Alias(anchor) => {
                let (value, size) = self.anchors.get(&anchor).cloned().unwrap_or((Value::Null, 1));
                self.put(value, 0, size)
            }
            Event::DocumentStart(_) if self.root.is_some() => Err("it holds more than one YAML document".to_owned()),
            _ => Ok(()),
        }
    }

    fn open(&mut self, open: Open, anchor: usize) -> Result<(), String> {
        if let Some((Open::Map(_, None), _)) = self.open.last() {
            return Err("a list or mapping stands where a field's name should".to_owned());
        }
        if self.open.len() >= MAX_DEPTH {
            return Err("its lists and mappings lie too deep in each other".to_owned());
        }
        self.open.push((open, anchor));
        Ok(())
    }

    fn count(&mut self, n_values: usize) -> Result<(), String> {
        self.n_values += n_values;
        if self.n_values > MAX_VALUES {
            return Err("it holds too many values, or its aliases repeat too much".to_owned());
        }
        Ok(())
    }

    fn put(&mut self, value: Value, anchor: usize, size: usize) -> Result<(), String> {
        self.count(size)?;
        if anchor != 0 {
            let size = n_values_in(&value);
            self.anchors.insert(anchor, (value.clone(), size));
        }
        match self.open.last_mut() {
            Some((Open::List(items), _)) => items.push(value),
            Some((Open::Map(pairs, key), _)) => match key.take() {
                Some(key) => pairs.push((key, value)),
                None => return Err("an alias stands where a field's name should".to_owned()),
            },
            None => self.root = Some(value),
        }
        Ok(())
    }
}

/// What repeating a value counts: as many values as it holds, and more for long texts.
fn n_values_in(value: &Value) -> usize {
    match value {
        Value::Text(text) => 1 + text.len() / ALIASED_BYTES,
        Value::Null => 1,
        Value::List(items) => 1 + items.iter().map(n_values_in).sum::<usize>(),
        Value::Map(pairs) => 1 + pairs.iter().map(|(_, value)| n_values_in(value)).sum::<usize>(),
    }
}
