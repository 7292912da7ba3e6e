//! Over real posts, where OFFPRINT_REAL_POSTS names a folder of them.

use std::path::PathBuf;
use std::process::Command;

use assert_fs::TempDir;
use offprint::content::extract::extract;

use crate::pressing::Archive;

fn folder() -> Option<PathBuf> {
    let folder = std::env::var_os("OFFPRINT_REAL_POSTS")
        .filter(|value| !value.is_empty())
        .map(PathBuf::from);
    if folder.is_none() {
        eprintln!("skipped: OFFPRINT_REAL_POSTS names no folder of real posts");
    }
    folder
}

fn press(folder: &PathBuf) -> (TempDir, Archive) {
    let out = TempDir::new().expect("a temporary folder");
    let run = Command::new(env!("CARGO_BIN_EXE_press"))
        .arg(folder)
        .arg("--out")
        .arg(out.path())
        .output()
        .expect("the press can be started");
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    let archive = Archive::at(out.path());
    (out, archive)
}

#[test]
fn no_real_post_is_lost() {
    let Some(folder) = folder() else { return };
    let n_posts = std::fs::read_dir(&folder).expect("the folder can be read").count();
    let (_out, archive) = press(&folder);
    assert_eq!(archive.cards().len(), n_posts);
}

#[test]
fn the_post_that_offprint_was_designed_from_comes_out_whole() {
    let Some(folder) = folder() else { return };
    let (_out, archive) = press(&folder);
    let article = archive.article("小米汽车正式落户北京亦庄：首款车2024年量产");
    let card = &article.card;
    assert_eq!(card.authors, ["快科技（原驱动之家）"]);
    assert_eq!(
        card.published.map(|instant| instant.to_string()).as_deref(),
        Some("2021-11-27T13:06:01Z")
    );
    assert_eq!(
        card.categories,
        [["新媒体", "快科技（原驱动之家）", "最新新闻"].map(str::to_owned).to_vec()]
    );
    for tag in ["小米", "雷军", "小米汽车", "新媒体", "最新新闻"] {
        assert!(card.tags.iter().any(|own| own == tag), "{tag} is missing from {:?}", card.tags);
    }
    assert_eq!(card.language.as_deref(), Some("zh"));
    let sizes: Vec<_> = extract(&article.body_html)
        .pictures
        .iter()
        .filter_map(|picture| picture.size)
        .map(|size| (size.width, size.height))
        .collect();
    assert_eq!(sizes, [(600, 416), (600, 398), (600, 450)]);
    assert_eq!(article.body_html.matches("referrerpolicy=\"no-referrer\"").count(), 3);
}
