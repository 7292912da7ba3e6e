//! A file that is either whole and meant for this program, or as good as not there.

use std::fs;
use std::io;
use std::path::Path;

use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

/// What must be the same for a file to be of use: the program and the settings that its content depends on.
pub type Seal = [u8; 32];

/// Reads a value; `None` if there is none, if its bytes are not those that were written, or if it has another seal.
pub fn read<Value: DeserializeOwned>(path: &Path, seal: &Seal) -> Option<Value> {
    let bytes = fs::read(path).ok()?;
    let (digest, payload) = bytes.split_at_checked(32)?;
    (digest == self::digest(seal, payload)).then(|| postcard::from_bytes(payload).ok())?
}

/// Writes a value beside its place and puts it there at once.
///
/// # Errors
/// When it can't be written. What was there before still is.
pub fn write(path: &Path, seal: &Seal, value: &impl Serialize) -> io::Result<()> {
    let payload = postcard::to_stdvec(value).map_err(io::Error::other)?;
    let mut bytes = digest(seal, &payload).to_vec();
    bytes.extend(payload);
    let temporary = path.with_extension(format!("{}.tmp", std::process::id()));
    fs::write(&temporary, bytes)?;
    fs::rename(&temporary, path)
}

fn digest(seal: &Seal, payload: &[u8]) -> Seal {
    Sha256::new().chain_update(seal).chain_update(payload).finalize().into()
}
