//! Makes an article of a post.

use std::collections::HashMap;

use rayon::prelude::*;
use unicode_normalization::UnicodeNormalization;

use super::collect::Source;
use super::diagnostic::{Diagnostics, Kind};
use super::local_pictures::LocalPicture;
use super::post::Post;
use super::{language, summary};
use crate::archive::{Article, Card, Key, Picture, PictureSource, Size, Timestamp, WebUrl, name};
use crate::content::extract::{Extract, FoundPicture, extract};
use crate::content::reading_time;

/// A post that has become an article, but for its id and the spelling of its tags, which depend on the other posts.
#[derive(Debug, Clone)]
pub struct Draft {
    /// The article; its id and key are settled in [`super::identity`].
    pub article: Article,
    /// The file, as diagnostics name it.
    pub file: String,
    /// The path below the input.
    pub path: String,
    /// The id that the post declares.
    pub declared_id: Option<String>,
    /// The date as the post writes it, for a derived id; `None` where it could not be used.
    pub date_text: Option<String>,
    /// The pictures beside the post that it shows.
    pub pictures: Vec<LocalPicture>,
}

/// How each tag is spelled in the archive, by its comparable name.
pub type Spelling = HashMap<String, String>;

/// Normalisation form C, by the crate: the press's [`name::Nfc`].
pub fn nfc(text: &str) -> String {
    text.nfc().collect()
}

/// Makes an article of a post.
pub fn draft(post: Post, pictures: Vec<LocalPicture>, source: &Source, diagnostics: &mut Diagnostics) -> Draft {
    let found = extract(&post.body_html);
    if found.text.is_empty() && found.pictures.is_empty() {
        diagnostics.report(Some(post.body_line), "body", Kind::Empty, "it has neither text nor pictures");
    }
    let banner = post
        .banner_image
        .as_deref()
        .and_then(|address| picture("banner", address, &found, &pictures, diagnostics));
    let image = post
        .image
        .as_deref()
        .and_then(|address| picture("image", address, &found, &pictures, diagnostics));
    let image = image.or_else(|| banner.clone()).or_else(|| first_picture(&found));
    let title = post.title.unwrap_or_default();
    let language = post
        .language
        .or_else(|| language::of_text(&format!("{title}\n{}", found.text)).map(str::to_owned));
    let card = Card {
        id: String::new(),
        key: Key::of_article(""),
        summary: post.summary.map_or_else(
            || summary::of_text(&found.text, &title),
            |declared| summary::shortened(&declared, 280),
        ),
        link: post.link.as_deref().and_then(WebUrl::parse),
        image,
        published: post.date.and_then(|instant| Timestamp::from_seconds(instant.as_second())),
        authors: post.authors,
        tags: tags(post.tags, &post.categories, found.tags),
        categories: post.categories,
        language,
        minutes: reading_time::minutes(&found.text),
        title,
    };
    let modified = post.updated.and_then(|instant| Timestamp::from_seconds(instant.as_second()));
    let date_text = post.date_text.filter(|_| card.published.is_some());
    Draft {
        article: Article {
            card,
            modified,
            banner,
            body_html: post.body_html,
        },
        file: source.file.clone(),
        path: source.path.clone(),
        declared_id: post.declared_id,
        date_text,
        pictures,
    }
}

/// Gives each tag the one spelling that most articles use; among equally frequent ones the first by code point.
pub fn with_one_spelling(mut drafts: Vec<Draft>) -> (Vec<Draft>, Spelling) {
    let mut counts: HashMap<String, HashMap<&str, u32>> = HashMap::new();
    for tag in drafts.iter().flat_map(|draft| &draft.article.card.tags) {
        *counts.entry(name::comparable(tag, nfc)).or_default().entry(tag).or_default() += 1;
    }
    let best = |spellings: HashMap<&str, u32>| {
        let most_frequent = spellings
            .into_iter()
            .max_by(|(one, n_one), (other, n_other)| n_one.cmp(n_other).then_with(|| other.cmp(one)));
        most_frequent.map_or_else(String::new, |(spelling, _)| spelling.to_owned())
    };
    let spelling: Spelling = counts
        .into_iter()
        .map(|(comparable, spellings)| (comparable, best(spellings)))
        .collect();
    drafts
        .par_iter_mut()
        .flat_map_iter(|draft| &mut draft.article.card.tags)
        .for_each(|tag| {
            if let Some(shown) = spelling.get(&name::comparable(tag, nfc)) {
                tag.clone_from(shown);
            }
        });
    (drafts, spelling)
}

/// A post's tags, then each level of its category paths, then the tags that its body links to; each once.
fn tags(declared: Vec<String>, categories: &[Vec<String>], linked: Vec<String>) -> Vec<String> {
    let mut tags = Vec::new();
    let mut seen = Vec::new();
    for tag in declared.into_iter().chain(categories.iter().flatten().cloned()).chain(linked) {
        let comparable = name::comparable(&tag, nfc);
        if !comparable.is_empty() && !seen.contains(&comparable) {
            seen.push(comparable);
            tags.push(tag);
        }
    }
    tags
}

/// A declared picture, with its size where it lies beside the post or the body shows it as well.
fn picture(field: &str, address: &str, found: &Extract, local: &[LocalPicture], diagnostics: &mut Diagnostics) -> Option<Picture> {
    let Some(source) = PictureSource::parse(address) else {
        diagnostics.report(
            None,
            field,
            Kind::Picture,
            format!("{address} is neither a web address nor a picture beside the post; left out"),
        );
        return None;
    };
    let own = local.iter().find(|picture| picture.archive_name == address);
    let own_size = own.and_then(|picture| Size::new(picture.width?, picture.height?));
    let size = own_size.or_else(|| {
        found
            .pictures
            .iter()
            .find(|picture| picture.source == address)
            .and_then(|picture| picture.size)
    });
    Some(Picture { source, size })
}

fn first_picture(found: &Extract) -> Option<Picture> {
    let usable = |picture: &FoundPicture| {
        PictureSource::parse(&picture.source).map(|source| Picture {
            source,
            size: picture.size,
        })
    };
    found.pictures.iter().find_map(usable)
}
