//! The command line: press synthetic posts, write them as files, or say which names they have.

use std::fs;
use std::io::{self, Error};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use clap::{Parser, Subcommand};
use offprint::press::{self, arguments::Arguments, arguments::Settings};
use serde_json::{Value, json};
use walkdir::WalkDir;

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
        Task::Posts { size, out } => write(&Posts::new(size), &out).map(|()| json!({ "posts": size })),
        Task::Newest { number, out } => put(&out, number, &Posts::new(number).newest(number)).map(|()| json!({ "posts": 1 })),
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

fn press(posts: &Posts, out: &Path) -> io::Result<Value> {
    // The command line asks for an input that exists; it isn't looked at.
    let unread = out.with_extension("unread");
    fs::create_dir_all(&unread)?;
    let [program, out_is, title_is, title] = ["press", "--out", "--title", "Synthetic"].map(Path::new);
    let arguments = [program, &unread, out_is, out, title_is, title].map(Path::as_os_str);
    let settings = Arguments::try_parse_from(arguments).map_err(Error::other)?;
    let settings = Settings::check(settings).map_err(Error::other)?;
    let started = Instant::now();
    let report = press::run_on(&settings, posts).map_err(|error| Error::other(error.to_string()))?;
    let seconds = started.elapsed().as_secs_f64();
    for diagnostic in &report.diagnostics {
        eprintln!("{diagnostic}");
    }
    let (files, bytes) = extent(out)?;
    Ok(json!({
        "articles": report.n_articles, "tags": report.n_tags, "seconds": seconds, "peakBytes": peak_memory(), "files": files, "bytes": bytes,
    }))
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

fn names(names: &Names) -> Value {
    let keys: Vec<String> = (0..1_000).map(|i| Posts::key(i).to_string()).collect();
    json!({ "tags": names.tags, "authors": names.authors, "paths": names.paths, "keys": keys })
}

/// How many files a folder holds, and their bytes.
fn extent(folder: &Path) -> io::Result<(u64, u64)> {
    let mut extent = (0, 0);
    for entry in WalkDir::new(folder) {
        let entry = entry?;
        if entry.file_type().is_file() {
            extent = (extent.0 + 1, extent.1 + entry.metadata()?.len());
        }
    }
    Ok(extent)
}

/// The most memory that this process had resident, in bytes, where the system tells (Linux).
fn peak_memory() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kibibytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kibibytes * 1024)
}
