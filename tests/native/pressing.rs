//! The harness: a folder of posts, the press's program, and what it wrote.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use assert_fs::TempDir;
use offprint::archive::{Article, Card, CardPage, Key, Latest, TagDocument, VersionTable, file, name};
use offprint::press::compose::nfc;

/// A folder of posts, and the archive that is pressed from it.
#[derive(Clone)]
pub struct Press {
    folder: Arc<TempDir>,
    arguments: Vec<String>,
}

/// What a run of the press came to.
pub struct Run {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
    pub archive: Archive,
}

/// An archive on disk, and the temporary folder that it lies in.
pub struct Archive {
    path: PathBuf,
    /// Removed with the last archive in it.
    _folder: Option<Arc<TempDir>>,
}

impl Press {
    pub fn new() -> Self {
        let folder = TempDir::new().expect("a temporary folder");
        fs::create_dir(folder.path().join("posts")).expect("an empty temporary folder");
        Self {
            folder: Arc::new(folder),
            arguments: Vec::new(),
        }
    }

    /// Adds or replaces a file among the posts.
    pub fn post(self, path: &str, content: impl AsRef<[u8]>) -> Self {
        let place = self.posts().join(path);
        fs::create_dir_all(place.parent().expect("a file in a folder")).expect("folders can be made");
        fs::write(place, content).expect("files can be written");
        self
    }

    /// Adds a post with a title and a date.
    pub fn article(self, path: &str, title: &str, date: &str, body: &str) -> Self {
        self.post(
            path,
            format!("---\ntitle: '{title}'\ndate: {date}\nauthor: Somebody\n---\n<div>{body}</div>\n"),
        )
    }

    pub fn without(self, path: &str) -> Self {
        fs::remove_file(self.posts().join(path)).expect("the post is there");
        self
    }

    /// Adds arguments to the command line.
    pub fn with(mut self, arguments: &[&str]) -> Self {
        self.arguments.extend(arguments.iter().map(|argument| (*argument).to_owned()));
        self
    }

    /// Takes all added arguments away.
    pub fn without_arguments(mut self) -> Self {
        self.arguments.clear();
        self
    }

    pub fn cache(&self) -> PathBuf {
        self.folder.path().join("cache")
    }

    pub fn posts(&self) -> PathBuf {
        self.folder.path().join("posts")
    }

    pub fn out(&self) -> PathBuf {
        self.folder.path().join("archive")
    }

    /// Runs the press on top of what is there.
    pub fn run(&self) -> Run {
        self.run_into(&self.out())
    }

    /// Runs the press into another folder beside the posts.
    pub fn run_afresh(&self, name: &str) -> Run {
        self.run_into(&self.folder.path().join(name))
    }

    /// Starts the press on top of what is there and kills it, unless it has ended by then.
    pub fn run_and_kill_after(&self, time: Duration) {
        let mut command = self.command(&self.out());
        let mut running = command.stderr(Stdio::null()).spawn().expect("the press can be started");
        std::thread::sleep(time);
        running.kill().expect("the press can be killed");
        running.wait().expect("the press ends");
    }

    fn command(&self, out: &Path) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_press"));
        command
            .arg("posts")
            .arg("--out")
            .arg(out)
            .args(&self.arguments)
            .current_dir(self.folder.path());
        command
    }

    fn run_into(&self, out: &Path) -> Run {
        let output = self.command(out).output().expect("the press can be started");
        Run {
            code: output.status.code().expect("the press ends by itself"),
            stdout: String::from_utf8(output.stdout).expect("figures are text"),
            stderr: String::from_utf8(output.stderr).expect("messages are text"),
            archive: Archive {
                path: out.to_owned(),
                _folder: Some(self.folder.clone()),
            },
        }
    }
}

impl Run {
    /// Asserts that the press ended well and had nothing to say.
    pub fn cleanly(self) -> Self {
        assert_eq!(self.code, 0, "{}", self.stderr);
        assert!(self.stderr.contains("no warnings"), "{}", self.stderr);
        self
    }

    /// Asserts that the press ended well, with a warning that holds each of `words`.
    pub fn warning(self, words: &[&str]) -> Self {
        assert_eq!(self.code, 0, "{}", self.stderr);
        let found = self.stderr.lines().any(|line| words.iter().all(|word| line.contains(word)));
        assert!(found, "no line with {words:?} in\n{}", self.stderr);
        self
    }
}

impl Archive {
    pub fn at(path: &Path) -> Self {
        Self {
            path: path.to_owned(),
            _folder: None,
        }
    }

    /// Every file with its bytes, by its path in the archive.
    pub fn files(&self) -> BTreeMap<String, Vec<u8>> {
        let mut files = BTreeMap::new();
        collect(&self.path, "", &mut files);
        files
    }

    pub fn bytes(&self, path: &str) -> Vec<u8> {
        fs::read(self.path.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    pub fn latest(&self) -> Latest {
        Latest::read(&self.bytes(file::LATEST)).expect("latest.json can be read").value
    }

    /// Puts bytes into a file of the archive, or takes it away.
    pub fn set(&self, path: &str, bytes: Option<&[u8]>) {
        let path = self.path.join(path);
        match bytes {
            Some(bytes) => fs::write(path, bytes).expect("the archive's folder can be written"),
            None => fs::remove_file(path).expect("the file is there"),
        }
    }

    /// All cards through the version tables, oldest first.
    pub fn cards(&self) -> Vec<Card> {
        let tables = self.latest().manifest.tables;
        let versions = tables.iter().enumerate().flat_map(|(block, hash)| {
            let table = VersionTable::read(&self.bytes(&file::version_table(block as u32, hash))).expect("a table can be read");
            table.versions
        });
        let pages = versions.enumerate().map(|(page, hash)| {
            CardPage::read(&self.bytes(&file::card_page(page as u32, &hash)))
                .expect("a page can be read")
                .value
        });
        pages.flat_map(|page| page.cards.into_iter().rev()).collect()
    }

    pub fn titles(&self) -> Vec<String> {
        self.cards().into_iter().map(|card| card.title).collect()
    }

    /// The article with this title.
    pub fn article(&self, title: &str) -> Article {
        let card = self
            .cards()
            .into_iter()
            .find(|card| card.title == title)
            .unwrap_or_else(|| panic!("no article {title}"));
        Article::read(&self.bytes(&file::article(&card.key)))
            .expect("an article can be read")
            .value
    }

    pub fn tag(&self, tag: &str) -> TagDocument {
        let key = Key::of_tag(&name::comparable(tag, nfc));
        TagDocument::read(&self.bytes(&file::tag(&key)))
            .expect("a tag's document can be read")
            .value
    }
}

fn collect(folder: &Path, prefix: &str, files: &mut BTreeMap<String, Vec<u8>>) {
    for entry in fs::read_dir(folder).expect("the archive's folders can be read") {
        let entry = entry.expect("an entry can be read");
        let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            collect(&entry.path(), &format!("{path}/"), files);
        } else {
            files.insert(path, fs::read(entry.path()).expect("a file can be read"));
        }
    }
}
