//! The converter's MathML as MathML Core that needs none of its style sheet.
//!
//! What it says by classes and styles becomes attributes, and accents are said to be. Primes stay characters beside what they belong to: fonts
//! draw them raised, and as superscripts they would be raised twice.

use std::borrow::Cow;

use crate::content::allow_list;
use crate::content::elements::Name;
use crate::content::tokens::{self, Element, Piece};

/// How deep elements may stand in one another: formulas stand in a body, which may be 256 deep.
const DEEPEST: usize = 100;

/// Characters that stand above or below something as accents. Those of them that grow with it are said to.
const ACCENTS: [&str; 12] = ["^", "~", "˙", "¨", "ˇ", "´", "`", "˘", "→", "‾", "_", "˚"];

/// An element, or text in one.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Node<'a> {
    Element(Element<'a>, Vec<Node<'a>>),
    Text(Cow<'a, str>),
}

/// What stands in the `<math>` that the converter wrote; `None` when that is nothing, too deep, or marked in a way that MathML Core can't show.
pub(super) fn tidied(written: &str) -> Option<Vec<Node<'_>>> {
    let mut nodes = parsed(written)?;
    let Some(Node::Element(math, children)) = nodes.pop() else {
        return None;
    };
    if math.name != "math" || !nodes.is_empty() || children.is_empty() || is_struck_out(&children) {
        return None;
    }
    Some(children.into_iter().map(tidy).collect())
}

/// The HTML of an element with these children.
pub(super) fn printed(element: Element, children: Vec<Node>) -> String {
    let mut html = String::new();
    print(Node::Element(element, children), &mut html);
    html
}

fn print(node: Node, html: &mut String) {
    match node {
        Node::Text(text) => tokens::print(&Piece::Text(text), html),
        Node::Element(element, children) => {
            let end = Piece::Close(element.name);
            tokens::print(&Piece::Open(element), html);
            for child in children {
                print(child, html);
            }
            tokens::print(&end, html);
        }
    }
}

fn parsed(html: &str) -> Option<Vec<Node<'_>>> {
    let mut roots = Vec::new();
    let mut open: Vec<(Element, Vec<Node>)> = Vec::new();
    for piece in tokens::pieces(html) {
        let node = match piece {
            // It has no end tag there.
            Piece::Open(element) if element.name == "mspace" => Node::Element(element, Vec::new()),
            Piece::Open(element) => {
                if open.len() == DEEPEST {
                    return None;
                }
                open.push((element, Vec::new()));
                continue;
            }
            Piece::Close(name) => {
                let (element, children) = open.pop()?;
                if element.name != name {
                    return None;
                }
                Node::Element(element, children)
            }
            Piece::Text(text) => Node::Text(text),
        };
        open.last_mut().map_or(&mut roots, |(_, children)| children).push(node);
    }
    open.is_empty().then_some(roots)
}

/// Whether a line should run through a part of it (`\cancel`): without it that would say the contrary.
fn is_struck_out(nodes: &[Node]) -> bool {
    nodes.iter().any(|node| match node {
        Node::Text(_) => false,
        Node::Element(element, children) => has_class(element, "mop-negated") || is_struck_out(children),
    })
}

fn has_class(element: &Element, class: &str) -> bool {
    element
        .get("class")
        .is_some_and(|classes| classes.split(' ').any(|known| known == class))
}

fn tidy(node: Node<'_>) -> Node<'_> {
    let Node::Element(mut element, mut children) = node else {
        return node;
    };
    if element.name == "mtable" {
        table(&mut element, &mut children);
    }
    let mut children: Vec<Node> = children.into_iter().map(tidy).collect();
    match element.name.as_str() {
        "mover" | "munder" => accent(&mut element, &mut children),
        // `~`, which it escapes twice.
        "mtext" => {
            for child in &mut children {
                if let Node::Text(text) = child {
                    *text = Cow::Owned(text.replace("&nbsp;", "\u{a0}"));
                }
            }
        }
        _ => {}
    }
    let style = style(&mut element);
    let own = element.name.own_attributes().unwrap_or_default();
    element.attributes.retain(|(name, value)| match name.as_ref() {
        "class" => allow_list::is_class(element.name.as_str(), value),
        name => own.contains(&name),
    });
    if element.name == "mrow" && children.len() == 1 && style.is_none() {
        return children.remove(0);
    }
    let Some(style) = style else {
        return Node::Element(element, children);
    };
    if element.name == "mrow" {
        Node::Element(style, children)
    } else {
        Node::Element(style, vec![Node::Element(element, children)])
    }
}

/// The `<mstyle>` that says what these attributes said on an element that may not have them.
fn style<'a>(element: &mut Element<'a>) -> Option<Element<'a>> {
    if matches!(element.name.as_str(), "mstyle" | "mtable") {
        return None;
    }
    let mut style = Element::new("mstyle");
    for name in ["displaystyle", "scriptlevel"] {
        if let Some(value) = element.remove(name) {
            style.set(name, value);
        }
    }
    (!style.attributes.is_empty()).then_some(style)
}

/// Alignment and rules, which the converter leaves to classes.
fn table(table: &mut Element, rows: &mut Vec<Node>) {
    // Rows that only keep a distance; and the last one where nothing stands behind the last `\\`.
    let n_rows = rows.len();
    let mut at = 0;
    rows.retain(|row| {
        at += 1;
        let Node::Element(row, cells) = row else { return false };
        let is_empty = cells
            .iter()
            .all(|cell| matches!(cell, Node::Element(_, content) if content.is_empty()));
        let is_needless = row.get("style").is_some() || at == n_rows && at > 1 && row.get("class").is_none();
        !(is_empty && is_needless)
    });
    let is_aligned = has_class(table, "menv-alignlike");
    if is_aligned {
        table.set("columnspacing", spacing(rows));
    }
    if !has_class(table, "menv-arraylike") && !has_class(table, "menv-cases") {
        table.set("displaystyle", "true");
    }
    let is_left = has_class(table, "menv-cells-left");
    let is_right = has_class(table, "menv-cells-right");
    let is_multline = has_class(table, "menv-multline");
    let last_row = rows.len().saturating_sub(1);
    for (row_number, row) in rows.iter_mut().enumerate() {
        let Node::Element(row, cells) = row else { continue };
        if has_class(row, "menv-hline") || has_class(row, "menv-hdashline") {
            row.set("class", "rule-above");
        }
        for (column, cell) in cells.iter_mut().enumerate() {
            let Node::Element(cell, _) = cell else { continue };
            let side = match () {
                () if is_aligned && column % 2 == 0 || is_right || has_class(cell, "cell-right") => Some("right"),
                () if is_aligned || is_left || has_class(cell, "cell-left") => Some("left"),
                () if is_multline && row_number == 0 => Some("left"),
                () if is_multline && row_number == last_row => Some("right"),
                () => None,
            };
            if let Some(side) = side {
                cell.set("columnalign", side);
            }
            let is_ruled = |side: &str| {
                ["solid", "dashed"]
                    .iter()
                    .any(|line| has_class(cell, &format!("menv-{side}-{line}")))
            };
            match (is_ruled("left"), is_ruled("right")) {
                (true, true) => cell.set("class", "rule-around"),
                (true, false) => cell.set("class", "rule-before"),
                (false, true) => cell.set("class", "rule-behind"),
                (false, false) => {}
            }
        }
    }
}

/// Pairs of columns stand apart; the two of a pair don't.
fn spacing(rows: &[Node]) -> String {
    let n_columns = rows.iter().map(|row| match row {
        Node::Element(_, cells) => cells.len(),
        Node::Text(_) => 0,
    });
    let n_gaps = n_columns.max().unwrap_or_default().saturating_sub(1).max(1);
    let gaps: Vec<&str> = ["0em", "2em"].into_iter().cycle().take(n_gaps).collect();
    gaps.join(" ")
}

/// An accent is an operator, and stands closer than a limit.
fn accent(element: &mut Element, children: &mut [Node]) {
    let Some(Node::Element(mark, content)) = children.get_mut(1) else {
        return;
    };
    let [Node::Text(text)] = &content[..] else { return };
    if !ACCENTS.contains(&text.as_ref()) {
        return;
    }
    match mark.name.as_str() {
        "mi" => {
            mark.name = Name::new("mo");
            mark.attributes.clear();
            let is_line = matches!(text.as_ref(), "‾" | "_");
            mark.set("stretchy", if is_line { "true" } else { "false" });
        }
        "mo" if mark.get("stretchy") == Some("true") => {}
        _ => return,
    }
    let name = if element.name == "munder" { "accentunder" } else { "accent" };
    // `munder` may have only this one, and `mover` only that one.
    element.set(name, "true");
}
