//! Archives that may have few files only.

use offprint::archive::{ArticleGroup, Key, file};

use crate::pressing::{Archive, Press};

fn ninety() -> Press {
    (0..90).fold(Press::new(), |press, number| {
        let body = format!("<p>Text of number {number}.</p><a rel=tag href='#'>tag {}</a>", number % 3);
        press.article(
            &format!("{number:02}.md"),
            &format!("Number {number}"),
            &format!("2021-01-{:02}", number % 28 + 1),
            &body,
        )
    })
}

/// The least number of files, as the press tells it.
pub fn least(press: &Press) -> usize {
    let run = press.clone().with(&["--max-files", "1"]).run_afresh("least");
    assert_eq!(run.code, 1, "{}", run.stderr);
    let (_, rest) = run
        .stderr
        .split_once("needs ")
        .unwrap_or_else(|| panic!("no number in {}", run.stderr));
    let number = rest.split(' ').next().and_then(|number| number.parse().ok());
    number.unwrap_or_else(|| panic!("no number in {}", run.stderr))
}

fn keys(archive: &Archive) -> Vec<String> {
    let n_groups = archive.latest().manifest.n_groups;
    let groups = (0..n_groups).flat_map(|group| {
        let bytes = archive.bytes(&file::article_group(group, n_groups));
        let articles = ArticleGroup::read(&bytes).expect("a group can be read").value.articles;
        for article in &articles {
            assert_eq!(article.card.key.group(n_groups), group);
            let one = ArticleGroup::read_one(&bytes, &article.card.key).expect("an article can be read");
            assert_eq!(one.value.as_ref(), Some(article));
        }
        let none = ArticleGroup::read_one(&bytes, &Key::of_article("none")).expect("a group can be read");
        assert_eq!(none.value, None);
        articles
    });
    let mut keys: Vec<String> = groups.map(|article| article.card.key.to_string()).collect();
    keys.sort();
    keys
}

#[test]
fn an_archive_has_at_most_as_many_files_as_asked_for() {
    for options in [&["--keep", "0"][..], &["--keep", "0", "--precompress"], &["--keep", "2"]] {
        let press = ninety().with(options);
        let least = least(&press);
        for more in [0, 1, 20, 60, 1_000] {
            let most = least + more;
            let limited = press.clone().with(&["--max-files", &most.to_string()]);
            let archive = limited.run().cleanly().archive;
            let files = archive.files();
            assert!(files.len() <= most, "{} files of {most}", files.len());
            let n_groups = archive.latest().manifest.n_groups;
            assert_eq!(n_groups == 0, more == 1_000);
            if n_groups > 0 {
                let mut cards: Vec<String> = archive.cards().iter().map(|card| card.key.to_string()).collect();
                cards.sort();
                assert_eq!(keys(&archive), cards);
            }
            archive.assert_verified();
        }
    }
}

#[test]
fn too_few_files_are_refused_and_the_old_archive_stands() {
    let press = ninety();
    let before = press.run().cleanly().archive.latest();
    let least = least(&press);
    let run = press.clone().with(&["--max-files", &(least - 1).to_string()]).run();
    assert_eq!(run.code, 1);
    assert!(
        run.stderr.contains(&format!("needs {least} at least")) && run.stderr.contains("--keep 0"),
        "{}",
        run.stderr
    );
    assert_eq!(run.archive.latest(), before);
    run.archive.assert_verified();
}

#[test]
fn groups_are_the_same_afresh_and_on_top_and_lose_what_is_gone() {
    let press = ninety();
    let most = (least(&press) + 10).to_string();
    let press = press.with(&["--max-files", &most, "--keep", "0"]);
    press.run().cleanly();
    let press = press.without("05.md").article("06.md", "Number 6", "2021-01-07", "<p>Other.</p>");
    let on_top = press.run().cleanly().archive;
    on_top.assert_verified();
    assert_eq!(on_top.files(), press.run_afresh("other").cleanly().archive.files());
}
