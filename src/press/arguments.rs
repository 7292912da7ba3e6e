//! What the press is asked to do: the command line, and the settings that it is checked into.

use std::path::{Path, PathBuf};

use clap::Parser;
use jiff::tz::TimeZone;

use crate::archive::WebUrl;

/// The longest base address and title, in bytes: both stand in list files, which have a size to keep.
const LONGEST_TEXT: usize = 200;

/// What to press, and how.
#[derive(Debug, Parser)]
pub struct Arguments {
    /// Files and folders with posts (Markdown or HTML with YAML or TOML front matter) and feeds
    #[arg(required = true, value_name = "INPUT")]
    pub inputs: Vec<PathBuf>,

    /// The archive's folder; it is made where it doesn't exist, and files that aren't the archive's are left alone
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,

    /// The archive's name, as readers and feed readers show it
    #[arg(long, value_name = "TITLE", default_value = "Offprint")]
    pub title: String,

    /// The time zone of dates that name none, by its IANA name, such as Asia/Shanghai
    #[arg(long, value_name = "IANA", default_value = "UTC")]
    pub timezone: String,

    /// Where the reader's page will be published, such as https://example.org/articles/: the feed's addresses become
    /// absolute, as most feed readers need
    #[arg(long, value_name = "URL")]
    pub base_url: Option<String>,

    /// How many earlier versions of the archive stay readable for visitors who hold a page open
    #[arg(long, value_name = "K", default_value_t = 1)]
    pub keep: usize,

    /// Write .br and .gz files beside the archive's own, for hosts that send precompressed files
    #[arg(long)]
    pub precompress: bool,

    /// Put articles together into fewer files, so that the whole archive has at most N, as some hosts ask
    #[arg(long, value_name = "N")]
    pub max_files: Option<u64>,
    /// A folder to remember unchanged posts in, so that the next run parses only what has changed. It can be deleted at any
    /// time; without it every post is parsed
    #[arg(long, value_name = "DIR")]
    pub cache: Option<PathBuf>,

    /// Exit with 1 when there is any warning; the archive is written all the same
    #[arg(long)]
    pub strict: bool,

    /// No progress bar and no closing summary; warnings and errors only
    #[arg(long)]
    pub quiet: bool,

    /// Print one line of JSON on stdout at the end: articles, seconds by phase, peak memory, files, bytes
    #[arg(long)]
    pub stats: bool,
}

/// The command line, checked.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Files and folders with posts and feeds. Each exists.
    pub inputs: Vec<PathBuf>,
    /// The archive's folder; it lies in none of the inputs.
    pub out: PathBuf,
    /// The archive's name, 1 to 200 bytes.
    pub title: String,
    /// The zone of dates that name none.
    pub time_zone: TimeZone,
    /// Its IANA name.
    pub time_zone_name: String,
    /// Where the reader's page is published, with a slash at its end.
    pub base_url: Option<String>,
    /// How many earlier versions of the archive stay readable.
    pub keep: usize,
    /// Whether files get precompressed siblings.
    pub precompress: bool,
    /// How many files the archive may have.
    pub max_files: Option<u64>,
    /// Where unchanged posts are remembered; outside of the archive and the inputs.
    pub cache: Option<PathBuf>,
    /// Whether a warning makes the exit code 1.
    pub strict: bool,
    /// Whether there is neither progress bar nor summary.
    pub quiet: bool,
    /// Whether figures are printed on stdout at the end.
    pub stats: bool,
}

impl Settings {
    /// Checks the command line.
    ///
    /// # Errors
    /// A sentence that tells what is wrong with it and what would be right.
    pub fn check(arguments: Arguments) -> Result<Self, String> {
        for input in &arguments.inputs {
            if !input.exists() {
                return Err(format!("the input {} doesn't exist", input.display()));
            }
        }
        check_folders(&arguments)?;
        let title = arguments.title.trim();
        if title.is_empty() || title.len() > LONGEST_TEXT {
            return Err(format!("--title takes 1 to {LONGEST_TEXT} bytes of text"));
        }
        let (time_zone, time_zone_name) = time_zone(&arguments.timezone)?;
        Ok(Self {
            out: arguments.out,
            title: title.to_owned(),
            time_zone,
            time_zone_name,
            base_url: arguments.base_url.as_deref().map(base_url).transpose()?,
            keep: arguments.keep,
            precompress: arguments.precompress,
            max_files: arguments.max_files,
            strict: arguments.strict,
            quiet: arguments.quiet,
            stats: arguments.stats,
            cache: arguments.cache,
            inputs: arguments.inputs,
        })
    }
}

/// An archive inside an input folder is refused: its pictures and pages would lie among the sources, and whoever watches
/// the sources to press again would press for ever. So is a cache there or in the archive, which would be published with it.
fn check_folders(arguments: &Arguments) -> Result<(), String> {
    let out = usable("--out", &arguments.out)?;
    let cache = arguments.cache.as_deref().map(|cache| usable("--cache", cache)).transpose()?;
    let written = [
        ("--out", "the archive", Some((&arguments.out, &out))),
        ("--cache", "the cache", arguments.cache.as_ref().zip(cache.as_ref())),
    ];
    for input in arguments.inputs.iter().filter(|input| input.is_dir()) {
        let folder = resolve(input).map_err(|error| format!("the input {} can't be read: {error}", input.display()))?;
        for (option, what, place) in &written {
            if let Some((given, resolved)) = place
                && resolved.starts_with(&folder)
            {
                return Err(format!(
                    "{option} {} lies inside the input {}; {what} needs a folder outside of it",
                    given.display(),
                    input.display()
                ));
            }
        }
    }
    match cache {
        Some(cache) if cache.starts_with(&out) => {
            Err("--cache lies inside --out; the cache needs a folder outside of the archive".to_owned())
        }
        _ => Ok(()),
    }
}

/// A folder that is written to, resolved.
fn usable(option: &str, path: &Path) -> Result<PathBuf, String> {
    if path.exists() && !path.is_dir() {
        return Err(format!("{option} {} is a file; it must be a folder", path.display()));
    }
    resolve(path).map_err(|error| format!("{option} {} can't be used: {error}", path.display()))
}

/// The absolute path without links, of which only a beginning need exist.
fn resolve(path: &Path) -> std::io::Result<PathBuf> {
    let absolute = std::path::absolute(path)?;
    for ancestor in absolute.ancestors() {
        if ancestor.exists() {
            let rest = absolute.strip_prefix(ancestor).unwrap_or(Path::new(""));
            return Ok(ancestor.canonicalize()?.join(rest));
        }
    }
    Ok(absolute)
}

fn time_zone(name: &str) -> Result<(TimeZone, String), String> {
    let wrong = || format!("--timezone {name} is no IANA time zone; UTC or Asia/Shanghai would be one");
    let zone = TimeZone::get(name).map_err(|_| wrong())?;
    let iana_name = zone.iana_name().ok_or_else(wrong)?.to_owned();
    Ok((zone, iana_name))
}

fn base_url(text: &str) -> Result<String, String> {
    let wrong = |why: &str| format!("--base-url {text} {why}; https://example.org/articles/ would be right");
    let url = WebUrl::parse(text).ok_or_else(|| wrong("is no absolute http or https address"))?;
    if url.as_str().contains(['?', '#', '\\']) {
        return Err(wrong("has a query or a fragment"));
    }
    if url.as_str().len() > LONGEST_TEXT {
        return Err(wrong("is too long"));
    }
    let slash = if url.as_str().ends_with('/') { "" } else { "/" };
    Ok(format!("{url}{slash}"))
}
