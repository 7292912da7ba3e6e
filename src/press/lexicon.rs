//! The names that articles are grouped by: tags, authors, category paths. Each is kept once, and articles refer to it by number.

use indexmap::{IndexMap, IndexSet};

use super::compose::nfc;
use crate::archive::{Card, name};

/// Between the levels of a category path: no name holds a line break, since white space in names is collapsed.
pub const LEVEL: char = '\n';

/// What a name says of an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A tag.
    Tag,
    /// An author.
    Author,
    /// A category path or the beginning of one.
    Category,
}

/// A name as one article spells it: a number in the lexicon, in the space of four bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mention(u32);

const KIND_SHIFT: u32 = 30;
const NUMBER: u32 = (1 << KIND_SHIFT) - 1;

impl Mention {
    fn new(kind: Kind, number: usize) -> Self {
        Self((kind as u32) << KIND_SHIFT | (number as u32 & NUMBER))
    }

    fn number_of(self, kind: Kind) -> Option<usize> {
        (self.0 >> KIND_SHIFT == kind as u32).then_some((self.0 & NUMBER) as usize)
    }
}

/// A name and the articles that have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// The form that names are compared in; the levels of a category path one after another, with a line break between them.
    pub comparable: Box<str>,
    /// The most frequent spelling, ties by code point; of a category path all levels in one, as above.
    pub name: Box<str>,
    /// The articles by ordinal, oldest first, each once.
    pub ordinals: Vec<u32>,
}

impl Term {
    /// How many articles have it.
    pub fn count(&self) -> u32 {
        self.ordinals.len() as u32
    }

    /// The levels in comparable form: one for a tag or an author.
    pub fn comparable_levels(&self) -> impl Iterator<Item = &str> {
        self.comparable.split(LEVEL)
    }

    /// The levels as they are shown.
    pub fn levels(&self) -> impl Iterator<Item = &str> {
        self.name.split(LEVEL)
    }
}

/// All spellings of one kind.
#[derive(Debug, Default)]
struct Vocabulary {
    /// Spellings, each with the number of its comparable name.
    spellings: IndexMap<Box<str>, u32>,
    comparable: IndexSet<Box<str>>,
    /// By the number of the comparable name, the spelling that is shown.
    shown: Vec<u32>,
}

/// All names of an archive.
#[derive(Debug, Default)]
pub struct Lexicon {
    vocabularies: [Vocabulary; 3],
}

impl Lexicon {
    /// What a card mentions; its tags are spelled as its post spells them.
    pub fn mentions(&mut self, card: &Card) -> Box<[Mention]> {
        let mut mentions = Vec::new();
        let [tags, authors, categories] = &mut self.vocabularies;
        mentions.extend(card.tags.iter().map(|tag| Mention::new(Kind::Tag, tags.number(tag, Kind::Tag))));
        mentions.extend(
            card.authors
                .iter()
                .map(|author| Mention::new(Kind::Author, authors.number(author, Kind::Author))),
        );
        for path in &card.categories {
            let mut beginning = String::new();
            for level in path {
                if !beginning.is_empty() {
                    beginning.push(LEVEL);
                }
                beginning.push_str(level);
                mentions.push(Mention::new(Kind::Category, categories.number(&beginning, Kind::Category)));
            }
        }
        mentions.into()
    }

    /// The names of a kind with the articles that have them, most frequent first, ties by comparable name. `articles` come by ordinal.
    /// From then on the lexicon knows which spelling is shown.
    pub fn terms<'run>(&mut self, kind: Kind, articles: impl Iterator<Item = &'run [Mention]> + Clone) -> Vec<Term> {
        let vocabulary = &mut self.vocabularies[kind as usize];
        let mut uses = vec![0u32; vocabulary.spellings.len()];
        for number in articles.clone().flatten().filter_map(|mention| mention.number_of(kind)) {
            uses[number] += 1;
        }
        vocabulary.choose(&uses);
        let mut ordinals = vocabulary.room_for(&uses);
        for (ordinal, mentions) in (0u32..).zip(articles) {
            for number in mentions.iter().filter_map(|mention| mention.number_of(kind)) {
                let own = &mut ordinals[vocabulary.spellings[number] as usize];
                // Two spellings of one name in one article are one.
                if own.last() != Some(&ordinal) {
                    own.push(ordinal);
                }
            }
        }
        let terms = vocabulary.comparable.iter().zip(ordinals).enumerate();
        let mut terms: Vec<Term> = terms
            .filter(|(_, (_, ordinals))| !ordinals.is_empty())
            .map(|(number, (comparable, ordinals))| Term {
                comparable: comparable.clone(),
                name: vocabulary.shown(number).into(),
                ordinals,
            })
            .collect();
        terms.sort_by(|one, other| {
            let by_count = other.ordinals.len().cmp(&one.ordinals.len());
            by_count.then_with(|| one.comparable.cmp(&other.comparable))
        });
        terms
    }

    /// The shown spellings of the tags among these mentions that are not the article's own, with the place of each.
    pub fn respelled_tags<'run>(&'run self, mentions: &'run [Mention]) -> impl Iterator<Item = (usize, &'run str)> {
        let tags = &self.vocabularies[Kind::Tag as usize];
        let numbers = mentions
            .iter()
            .enumerate()
            .filter_map(|(place, mention)| Some((place, mention.number_of(Kind::Tag)?)));
        numbers.filter_map(|(place, number)| {
            let (own, comparable) = tags.spelling(number);
            let shown = tags.shown(comparable as usize);
            (shown != own).then_some((place, shown))
        })
    }

    /// The shown spelling of a tag that an article spells in this way.
    pub fn shown_tag<'run>(&'run self, spelling: &'run str) -> &'run str {
        let tags = &self.vocabularies[Kind::Tag as usize];
        match tags.spellings.get(spelling) {
            Some(number) => tags.shown(*number as usize),
            None => spelling,
        }
    }
}

impl Vocabulary {
    fn number(&mut self, spelling: &str, kind: Kind) -> usize {
        if let Some(number) = self.spellings.get_index_of(spelling) {
            return number;
        }
        let comparable = match kind {
            Kind::Tag | Kind::Author => name::comparable(spelling, nfc),
            Kind::Category => {
                let levels: Vec<String> = spelling.split(LEVEL).map(|level| name::comparable(level, nfc)).collect();
                levels.join("\n")
            }
        };
        let (comparable, _) = self.comparable.insert_full(comparable.into());
        self.spellings.insert_full(spelling.into(), comparable as u32).0
    }

    /// Chooses for each name the spelling that most articles use, ties by code point.
    fn choose(&mut self, uses: &[u32]) {
        let mut shown: Vec<Option<u32>> = vec![None; self.comparable.len()];
        for (number, (spelling, comparable)) in self.spellings.iter().enumerate() {
            let best = &mut shown[*comparable as usize];
            let is_better = best.is_none_or(|best| {
                let (text, _) = self.spelling(best as usize);
                (uses[number], text) > (uses[best as usize], spelling)
            });
            if is_better {
                *best = Some(number as u32);
            }
        }
        self.shown = shown.into_iter().map(Option::unwrap_or_default).collect();
    }

    /// Empty lists, by the number of the comparable name, with room for as many articles as use it.
    fn room_for(&self, uses: &[u32]) -> Vec<Vec<u32>> {
        let mut sizes = vec![0; self.comparable.len()];
        for (comparable, uses) in self.spellings.values().zip(uses) {
            sizes[*comparable as usize] += *uses as usize;
        }
        sizes.into_iter().map(Vec::with_capacity).collect()
    }

    fn shown(&self, comparable: usize) -> &str {
        let shown = self.shown.get(comparable).copied().unwrap_or_default();
        self.spelling(shown as usize).0
    }

    fn spelling(&self, number: usize) -> (&str, u32) {
        self.spellings
            .get_index(number)
            .map_or(("", 0), |(spelling, comparable)| (spelling, *comparable))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::archive::Key;

    fn card(tags: &[&str], authors: &[&str], categories: &[&[&str]]) -> Card {
        let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        Card {
            key: Key::of_article(""),
            id: String::new(),
            title: String::new(),
            summary: String::new(),
            link: None,
            image: None,
            published: None,
            authors: owned(authors),
            tags: owned(tags),
            categories: categories.iter().map(|path| owned(path)).collect(),
            language: None,
            minutes: 0,
        }
    }

    fn terms(cards: &[Card], kind: Kind) -> Vec<(String, String, Vec<u32>)> {
        let mut lexicon = Lexicon::default();
        let articles: Vec<_> = cards.iter().map(|card| lexicon.mentions(card)).collect();
        let terms = lexicon.terms(kind, articles.iter().map(AsRef::as_ref));
        let shown = |term: Term| (term.comparable.into(), term.name.into(), term.ordinals);
        terms.into_iter().map(shown).collect()
    }

    #[test]
    fn every_beginning_of_every_path_is_a_category_once_an_article() {
        let cards = [
            card(&[], &[], &[&["News", "Print"], &["news", "Web"]]),
            card(&[], &[], &[&["News"]]),
        ];
        let expected = [
            ("news", "News", vec![0, 1]),
            ("news\nprint", "News\nPrint", vec![0]),
            ("news\nweb", "news\nWeb", vec![0]),
        ];
        assert_eq!(
            terms(&cards, Kind::Category),
            expected.map(|(comparable, name, ordinals)| (comparable.to_owned(), name.to_owned(), ordinals))
        );
    }

    #[test]
    fn the_most_frequent_spelling_is_shown_and_ties_go_by_code_point() {
        let cards = [
            card(&["ios", "rust"], &["ana"], &[]),
            card(&["iOS", "Rust"], &["Ana"], &[]),
            card(&["iOS"], &[], &[]),
        ];
        let expected = [("ios", "iOS", vec![0, 1, 2]), ("rust", "Rust", vec![0, 1])];
        assert_eq!(
            terms(&cards, Kind::Tag),
            expected.map(|(comparable, name, ordinals)| (comparable.to_owned(), name.to_owned(), ordinals))
        );
        assert_eq!(terms(&cards, Kind::Author), [("ana".to_owned(), "Ana".to_owned(), vec![0, 1])]);
    }
}
