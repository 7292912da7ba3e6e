//! The press: reads posts, writes an archive.

pub mod date;
pub mod decode;
pub mod diagnostic;
pub mod front_matter;
pub mod local_pictures;
pub mod markdown;
pub mod plain_text;
pub mod post;

/// Runs the press with the process's arguments.
pub fn main() -> std::process::ExitCode {
    std::process::ExitCode::SUCCESS
}
