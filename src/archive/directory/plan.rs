//! Which entry stands in which block of the directory.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use super::{DirectoryBlock, Entry, best, rank, search_text, split_field};
use crate::archive::name::Nfc;

/// Characters at the beginning of a name at which a suffix begins, and characters of a suffix: what comes later in a very long name isn't found.
const LONGEST: usize = 80;

/// A block of the directory, and its border in the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedBlock {
    /// The shortest text that comes after the block before and not after this one.
    pub border: String,
    /// What it holds.
    pub block: DirectoryBlock,
}

/// The blocks of a directory with these entries, whose terms differ. Terms that can't be searched for are left out.
pub fn plan(entries: &[Entry], nfc: Nfc) -> Vec<PlannedBlock> {
    let texts: Vec<String> = entries
        .iter()
        .map(|entry| search_text(&entry.term, nfc).unwrap_or_default())
        .collect();
    let list = List::new(entries, &texts);
    let mut blocks: Vec<PlannedBlock> = Vec::new();
    let mut starts = Vec::new();
    for (place, group) in list.groups.iter().enumerate() {
        let is_first = blocks.is_empty();
        if is_first || begins_block(&group.suffix) {
            let before = place.checked_sub(1).map(|before| list.groups[before].suffix.as_str());
            blocks.push(PlannedBlock {
                border: before.map_or(String::new(), |before| border(before, &group.suffix)),
                block: DirectoryBlock::default(),
            });
            starts.push(place);
        }
    }
    let ends = starts.iter().skip(1).copied().chain([list.groups.len()]);
    for ((block, start), end) in blocks.iter_mut().zip(&starts).zip(ends) {
        let mut own: Vec<usize> = list.groups[*start..end]
            .iter()
            .flat_map(|group| group.entries.iter().copied())
            .collect();
        own.sort_unstable();
        own.dedup();
        block.block.entries = own.into_iter().map(|entry| entries[entry].clone()).collect();
    }
    add_tops(&mut blocks, &starts, &list);
    blocks
}

/// Entries with the same suffix: no more of them than a search can find.
struct Group {
    suffix: String,
    entries: Vec<usize>,
}

/// The sorted list of suffixes.
struct List<'plan> {
    entries: &'plan [Entry],
    texts: &'plan [String],
    groups: Vec<Group>,
}

impl<'plan> List<'plan> {
    fn new(entries: &'plan [Entry], texts: &'plan [String]) -> Self {
        let mut suffixes: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (entry, text) in texts.iter().enumerate() {
            let (field, name) = split_field(text);
            let starts = name.char_indices().filter(|(_, c)| !c.is_whitespace()).take(LONGEST);
            for (start, _) in starts {
                let rest = &name[start..];
                let end = rest.char_indices().nth(LONGEST).map_or(rest.len(), |(end, _)| end);
                let suffix = format!("{field}{}", &rest[..end]);
                suffixes.entry(suffix).or_default().push(entry);
            }
        }
        let mut list = Self {
            entries,
            texts,
            groups: Vec::new(),
        };
        let groups = suffixes.into_iter().map(|(suffix, all)| Group {
            entries: list.best_of(&suffix, all),
            suffix,
        });
        list.groups = groups.collect();
        list
    }

    fn best_of(&self, typed: &str, among: impl IntoIterator<Item = usize>) -> Vec<usize> {
        let ranked = among
            .into_iter()
            .filter_map(|entry| Some((rank(&self.texts[entry], typed)?, entry)));
        let mut ranked: Vec<(bool, usize)> = ranked.collect();
        best(&mut ranked, |entry| &self.entries[*entry]);
        ranked.into_iter().map(|(_, entry)| entry).collect()
    }
}

/// Whether a block begins with this suffix: one in 256 does.
fn begins_block(suffix: &str) -> bool {
    Sha256::digest(suffix.as_bytes()).first() == Some(&0)
}

/// The shortest beginning of `first` that comes after `before`.
fn border(before: &str, first: &str) -> String {
    let ends = first.char_indices().map(|(start, c)| start + c.len_utf8());
    let mut beginnings = ends.map(|end| &first[..end]);
    beginnings.find(|beginning| *beginning > before).unwrap_or(first).to_owned()
}

/// Gives each block the best of what begins in it and goes on beyond it.
fn add_tops(blocks: &mut [PlannedBlock], starts: &[usize], list: &List<'_>) {
    for after in 1..blocks.len() {
        let border = blocks[after].border.clone();
        let beginnings = border.char_indices().skip(1).map(|(end, _)| &border[..end]);
        for typed in beginnings {
            // The run begins in the last block whose border doesn't come after it; an earlier border may have been there first.
            let own = blocks.partition_point(|block| block.border.as_str() <= typed).saturating_sub(1);
            if blocks[own].block.tops.iter().any(|(known, _)| known == typed) {
                continue;
            }
            let run = list.groups[starts[own]..].iter().skip_while(|group| group.suffix.as_str() < typed);
            let run = run.take_while(|group| group.suffix.starts_with(typed));
            let top = list.best_of(typed, run.flat_map(|group| group.entries.iter().copied()));
            let top = top.into_iter().map(|entry| list.entries[entry].clone()).collect();
            blocks[own].block.tops.push((typed.to_owned(), top));
        }
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::super::{DirectoryTable, typed_text};
    use super::*;
    use crate::query::Query;
    use proptest::collection::btree_map;
    use proptest::prelude::*;
    use unicode_normalization::UnicodeNormalization;

    fn nfc(text: &str) -> String {
        text.nfc().collect()
    }

    /// Many names of few letters, so that runs are long and blocks have borders within them.
    fn entries() -> impl Strategy<Value = Vec<Entry>> {
        let name = prop_oneof![
            "[ab米]{1,6}",
            "[a-e]{1,3} [a-c小]{1,3}",
            "author:[ab小]{1,4}",
            "in:[ab]{1,3}/[a米]{1,3}"
        ];
        btree_map(name, 0..50u32, 1..600).prop_map(|names| {
            let named = names.into_iter().map(|(name, count)| Entry {
                term: if name.contains(':') { name } else { Query::tag(&name).to_string() },
                count,
            });
            named.collect()
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(60))]

        #[test]
        fn one_block_has_the_best_of_all_that_match(entries in entries(), typed in prop_oneof!["[ab米]{1,3}", "author:[ab]{0,2}", "in:[ab/]{0,3}", "[a-e小]{1,2}"]) {
            let blocks = plan(&entries, nfc);
            let table = DirectoryTable {
                blocks: blocks.iter().enumerate().map(|(place, block)| (block.border.clone(), place.to_string())).collect(),
            };
            let typed = typed_text(&typed, nfc);
            let place: usize = table.block_of(&typed).expect("there are blocks").parse().expect("a place");
            let found = blocks[place].block.search(&typed, nfc);

            let texts: Vec<String> = entries.iter().map(|entry| search_text(&entry.term, nfc).expect("a tag, an author or a category")).collect();
            let mut expected: Vec<(bool, usize)> = (0..entries.len()).filter_map(|entry| Some((rank(&texts[entry], &typed)?, entry))).collect();
            best(&mut expected, |entry| &entries[*entry]);
            let expected: Vec<&Entry> = expected.iter().map(|(_, entry)| &entries[*entry]).collect();
            prop_assert_eq!(found.iter().collect::<Vec<_>>(), expected);
        }

        #[test]
        fn a_new_entry_changes_only_the_blocks_of_its_own_suffixes(entries in entries(), name in "[ab米]{1,4}") {
            let before = plan(&entries, nfc);
            let mut more = entries.clone();
            let term = format!("#{name}x");
            more.push(Entry { term: term.clone(), count: 1 });
            let has_it = |block: &DirectoryBlock| {
                let tops = block.tops.iter().flat_map(|(_, top)| top);
                block.entries.iter().chain(tops).any(|entry| entry.term == term)
            };
            let mut changed = 0;
            for planned in plan(&more, nfc) {
                if !has_it(&planned.block) && !before.iter().any(|old| old.block == planned.block) {
                    changed += 1;
                }
            }
            // Besides, a suffix that begins a block takes it from the one before.
            prop_assert!(changed <= 2 * (name.chars().count() + 1), "{} blocks", changed);
        }
    }

    #[test]
    fn what_was_typed_is_searched_as_the_term_that_it_begins() {
        for (typed, text) in [
            ("＃小", "小"),
            ("-#iOS", "ios"),
            ("#\"Two  w", "two w"),
            ("author：快", "author:快"),
            ("-in:新媒体/\"快", "in:新媒体/快"),
            ("12:30", "12:30"),
        ] {
            assert_eq!(typed_text(typed, nfc), text);
        }
    }

    #[test]
    fn an_empty_directory_has_no_blocks() {
        assert_eq!(plan(&[], nfc), []);
    }
}
