//! Posts that are in no file.

use assert_fs::TempDir;
use clap::Parser;
use offprint::press::arguments::{Arguments, Settings};
use offprint::press::input::{Input, Source};
use offprint::press::run_on;

use crate::pressing::{Archive, Press};

/// Posts that are made when they are asked for, newest first.
struct Made(usize);

impl Made {
    fn post(place: usize) -> String {
        let year = 9_000 - place;
        format!(
            "---\ntitle: Number {place}\ndate: {year}-06-01\nauthor: Somebody\ntags: [tag {}]\n---\n<p>Text.</p>\n",
            place % 3
        )
    }
}

impl Input for Made {
    fn len(&self) -> usize {
        self.0
    }

    fn source(&self, place: usize) -> Source {
        let path = format!("{place:04}.md");
        Source {
            file: format!("posts/{path}"),
            path,
            location: None,
        }
    }

    fn read(&self, place: usize) -> Result<Vec<u8>, String> {
        if place == 7 {
            return Err("it can't be made; left out".to_owned());
        }
        Ok(Self::post(place).into_bytes())
    }
}

#[test]
fn posts_from_anywhere_give_the_archive_that_files_would() {
    let folder = TempDir::new().expect("a temporary folder");
    let out = folder.path().join("archive");
    let cache = folder.path().join("cache");
    let input = folder.path().to_string_lossy();
    let arguments = [
        "press",
        &*input,
        "--out",
        &*out.to_string_lossy(),
        "--quiet",
        "--cache",
        &*cache.to_string_lossy(),
    ];
    let arguments = Arguments {
        inputs: Vec::new(),
        ..Arguments::try_parse_from(arguments).expect("the arguments are right")
    };
    let settings = Settings::check(arguments).expect("the settings are right");
    for n_parsed in [99, 0] {
        let report = run_on(&settings, &Made(100)).expect("the folder can be written");
        assert_eq!(report.n_articles, 99);
        assert_eq!(report.n_parsed, n_parsed + 1, "the one that can't be read is tried again");
        let told: Vec<String> = report.diagnostics.iter().map(ToString::to_string).collect();
        assert_eq!(told, ["posts/0007.md: file: it can't be made; left out"]);
    }
    let from_files = (0..100).filter(|place| *place != 7).fold(Press::new(), |press, place| {
        press.post(&format!("{place:04}.md"), Made::post(place))
    });
    assert_eq!(Archive::at(&out).files(), from_files.run().cleanly().archive.files());
}
