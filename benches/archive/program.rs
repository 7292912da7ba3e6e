//! The command line: press synthetic posts, write them as files, or say which names they have.

use std::fs;
use std::io::{self, Error};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use offprint::press::arguments::Settings;
use offprint::press::{self, command_line::CommandLine};
use serde_json::json;

use super::names::Names;
use super::posts::Posts;

#[derive(Parser)]
struct Line {
    #[command(subcommand)]
    task: Task,
    /// `cargo bench` adds this to whatever it runs.
    #[arg(long, global = true, hide = true)]
    bench: bool,
}

#[derive(Subcommand)]
enum Task {
    /// Presses the first N posts; prints how fast, and what came of it.
    Press {
        #[arg(long)]
        size: u64,
        #[arg(long)]
        out: PathBuf,
    },
    /// Writes the first N posts as files.
    Posts {
        #[arg(long)]
        size: u64,
        #[arg(long)]
        out: PathBuf,
    },
    /// Adds the post with this number, dated after all others, to files that were written before.
    Newest {
        #[arg(long)]
        number: u64,
        #[arg(long)]
        out: PathBuf,
    },
    /// Prints tags, authors and category paths by rank, and the keys of some articles.
    Names,
}

pub fn main() -> ExitCode {
    let result = match Line::parse().task {
        Task::Press { size, out } => press(&Posts::new(size), &out),
        Task::Posts { size, out } => write(&Posts::new(size), &out).map(|()| json!(size).to_string()),
        Task::Newest { number, out } => put(&out, number, &Posts::new(number).newest(number)).map(|()| json!(number).to_string()),
        Task::Names => Ok(names(&Names::new())),
    };
    match result {
        Ok(figures) => {
            println!("{figures}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn press(posts: &Posts, out: &Path) -> io::Result<String> {
    // The command line asks for an input that exists; it isn't looked at.
    let unread = out.with_extension("unread");
    fs::create_dir_all(&unread)?;
    let [program, out_is, title_is, title] = ["press", "--out", "--title", "Synthetic"].map(Path::new);
    let arguments = [program, &unread, out_is, out, title_is, title].map(Path::as_os_str);
    let line = CommandLine::try_parse_from(arguments).map_err(Error::other)?;
    let settings = line.press.map(Settings::check).transpose().map_err(Error::other)?;
    let settings = settings.ok_or_else(|| Error::other("the press has other arguments now"))?;
    let report = press::run_on(&settings, posts).map_err(|error| Error::other(error.to_string()))?;
    for diagnostic in &report.diagnostics {
        eprintln!("{diagnostic}");
    }
    Ok(report.stats())
}

fn write(posts: &Posts, folder: &Path) -> io::Result<()> {
    (0..posts.size).try_for_each(|i| put(folder, i, &posts.post(i)))
}

fn put(folder: &Path, i: u64, post: &[u8]) -> io::Result<()> {
    let path = folder.join(Posts::path(i));
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent)?;
    }
    fs::write(path, post)
}

fn names(names: &Names) -> String {
    let keys: Vec<String> = (0..1_000).map(|i| Posts::key(i).to_string()).collect();
    json!({ "tags": names.tags, "authors": names.authors, "paths": names.paths, "keys": keys }).to_string()
}
