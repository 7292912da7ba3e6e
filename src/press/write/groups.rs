//! Articles in fewer files, for hosts that limit how many a site may have.

use std::collections::HashSet;
use std::fmt;
use std::fs;

use rayon::prelude::*;

use super::folder::{Folder, WriteError};
use super::precompress::ENDINGS;
use crate::archive::{Article, ArticleGroup, Key, file};

/// How many files an archive has beside its articles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Others {
    /// Files of the archive's newest view that may have siblings.
    pub compressible: u64,
    /// Of these, the versioned ones: earlier views are given room for as many.
    pub versioned: u64,
    /// Files that have no siblings: pictures, and the press's record.
    pub plain: u64,
    /// How many earlier views are to be kept.
    pub n_earlier: u64,
    /// Whether files get siblings.
    pub precompresses: bool,
}

/// An archive can't have as few files as asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooFew {
    /// What was asked for.
    pub asked: u64,
    /// The least that is possible.
    pub least: u64,
    /// The least without earlier views and without siblings.
    pub least_alone: u64,
}

impl fmt::Display for TooFew {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { asked, least, least_alone } = self;
        write!(formatter, "--max-files {asked} is too few: this archive needs {least} at least")?;
        if least_alone < least {
            write!(formatter, ", or {least_alone} with --keep 0 and without --precompress")?;
        }
        Ok(())
    }
}

impl Others {
    /// Files with siblings, where all have them, and the earlier views.
    fn total(&self, n_article_files: u64) -> u64 {
        let siblings = if self.precompresses { 1 + ENDINGS.len() as u64 } else { 1 };
        self.plain + siblings * (self.compressible + self.n_earlier * self.versioned + n_article_files)
    }
}

/// In how many groups an archive with `count` articles puts them to have at most `most` files; 0 where each can have a file of its own.
///
/// It is the largest power of two that fits, so that a few articles more seldom change it: when it changes, all groups do. It depends on no earlier view.
///
/// # Errors
/// When one group is too many.
pub fn number(most: Option<u64>, count: u32, others: Others) -> Result<u32, TooFew> {
    let Some(most) = most.filter(|most| *most < others.total(u64::from(count))) else {
        return Ok(0);
    };
    let fits = |n_groups: u32| others.total(n_groups.into()) <= most;
    let largest = (0..u32::BITS).map(|bit| 1 << bit).take_while(|n_groups| fits(*n_groups)).last();
    largest.ok_or_else(|| {
        let alone = Others {
            n_earlier: 0,
            precompresses: false,
            ..others
        };
        TooFew {
            asked: most,
            least: others.total(1),
            least_alone: alone.total(1),
        }
    })
}

/// The files of an archive with so many groups and `n_earlier_files` that only earlier views need, if all have siblings that may.
pub fn total(others: Others, n_groups: u32, count: u32, n_earlier_files: u64) -> u64 {
    let n_article_files = if n_groups == 0 { count } else { n_groups };
    let with_earlier = Others {
        compressible: others.compressible + n_earlier_files,
        n_earlier: 0,
        ..others
    };
    with_earlier.total(n_article_files.into())
}

/// Groups that still hold articles that the new view doesn't have.
#[derive(Debug, Default)]
pub struct Carried(Vec<u32>);

/// Writes all groups. Until the new view stands, the one before needs its articles: those that are gone are carried on, and the groups
/// that have such are returned. `keys` are those of all articles; `article` gives one by its place among them; `step` is called for each.
///
/// # Errors
/// When a file can't be written, or an article can't be had.
pub fn write(
    folder: &Folder,
    n_groups: u32,
    keys: &[Key],
    article: impl Fn(u32) -> Result<Article, WriteError> + Sync,
    step: &(dyn Fn() + Sync),
) -> Result<Carried, WriteError> {
    let members = members(n_groups, keys);
    let groups = (0..n_groups).into_par_iter().zip(&members);
    let write = |(group, members): (u32, &Vec<u32>)| {
        let own: HashSet<&Key> = members.iter().map(|place| &keys[*place as usize]).collect();
        let mut articles = carried(folder, group, n_groups);
        articles.retain(|old| !own.contains(&old.card.key));
        let has_carried = !articles.is_empty();
        for place in members {
            step();
            articles.push(article(*place)?);
        }
        put(folder, group, n_groups, articles)?;
        Ok(has_carried.then_some(group))
    };
    let carried = groups.map(write).collect::<Result<Vec<_>, WriteError>>()?;
    Ok(Carried(carried.into_iter().flatten().collect()))
}

/// Takes what was carried on out of its groups, when the new view stands, which has the articles that `has_article` knows by their keys.
///
/// # Errors
/// When a file can't be written.
pub fn drop_carried(
    folder: &Folder,
    n_groups: u32,
    has_article: &(dyn Fn(&str) -> bool + Sync),
    Carried(groups): Carried,
) -> Result<(), WriteError> {
    groups.into_par_iter().try_for_each(|group| {
        let mut articles = carried(folder, group, n_groups);
        articles.retain(|article| has_article(article.card.key.as_str()));
        put(folder, group, n_groups, articles)
    })
}

/// The places of each group's articles, by key.
fn members(n_groups: u32, keys: &[Key]) -> Vec<Vec<u32>> {
    let mut members = vec![Vec::new(); n_groups as usize];
    for (place, key) in (0..).zip(keys) {
        members[key.group(n_groups) as usize].push(place);
    }
    members
        .par_iter_mut()
        .for_each(|members| members.sort_unstable_by_key(|place| &keys[*place as usize]));
    members
}

/// The articles of a group as it stands in the folder. One that can't be read has none: it is written anew.
fn carried(folder: &Folder, group: u32, n_groups: u32) -> Vec<Article> {
    let bytes = fs::read(folder.root().join(file::article_group(group, n_groups)));
    let read = bytes.ok().and_then(|bytes| ArticleGroup::read(&bytes).ok());
    read.map(|read| read.value.articles).unwrap_or_default()
}

fn put(folder: &Folder, group: u32, n_groups: u32, mut articles: Vec<Article>) -> Result<(), WriteError> {
    articles.sort_unstable_by(|one, other| one.card.key.cmp(&other.card.key));
    folder.put(&file::article_group(group, n_groups), &ArticleGroup { articles }.write())
}

#[cfg(test)]
mod tests {
    use super::*;

    const OTHERS: Others = Others {
        compressible: 100,
        versioned: 60,
        plain: 10,
        n_earlier: 1,
        precompresses: true,
    };

    #[test]
    fn as_many_groups_as_fit_and_none_where_each_article_fits() {
        // 10 + 3 × (100 + 60 + articles).
        assert_eq!(number(None, 1_000, OTHERS), Ok(0));
        assert_eq!(number(Some(490 + 3_000), 1_000, OTHERS), Ok(0));
        assert_eq!(number(Some(490 + 2_999), 1_000, OTHERS), Ok(512));
        assert_eq!(number(Some(490 + 3 * 64), 1_000, OTHERS), Ok(64));
        assert_eq!(number(Some(490 + 3 * 64 - 1), 1_000, OTHERS), Ok(32));
        assert_eq!(number(Some(493), 1_000, OTHERS), Ok(1));
    }

    #[test]
    fn too_few_says_what_is_possible() {
        let error = number(Some(492), 1_000, OTHERS).expect_err("one too few");
        assert_eq!((error.asked, error.least, error.least_alone), (492, 493, 111));
    }
}
