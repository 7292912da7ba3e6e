//! Where bodies wait until every article has its id and its tags their spelling: a file, since they may not fit into memory.

use std::fs::{self, File};
use std::io::{self, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// The place of a body in the spool.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Extent {
    offset: u64,
    length: usize,
}

/// A spool that bodies are put into.
#[derive(Debug)]
pub struct Spool {
    end: Mutex<(u64, BufWriter<File>)>,
    remains: Remains,
}

/// A spool that is complete.
#[derive(Debug)]
pub struct Bodies {
    file: Mutex<File>,
    remains: Remains,
}

/// The spool's file, which goes when the spool does. One that an interrupted run leaves is removed by the next.
#[derive(Debug)]
struct Remains(PathBuf);

impl Drop for Remains {
    fn drop(&mut self) {
        drop(fs::remove_file(&self.0));
    }
}

impl Spool {
    /// An empty spool in a new file.
    ///
    /// # Errors
    /// When the file can't be made.
    pub fn create(path: &Path) -> io::Result<Self> {
        let file = File::options().read(true).write(true).create_new(true).open(path)?;
        Ok(Self {
            end: Mutex::new((0, BufWriter::with_capacity(1 << 18, file))),
            remains: Remains(path.to_owned()),
        })
    }

    /// Where the file is.
    pub fn path(&self) -> &Path {
        &self.remains.0
    }

    /// Keeps a body.
    ///
    /// # Errors
    /// When the file can't be written.
    pub fn put(&self, body: &str) -> io::Result<Extent> {
        let mut end = self.end.lock().unwrap_or_else(PoisonError::into_inner);
        let extent = Extent {
            offset: end.0,
            length: body.len(),
        };
        end.1.write_all(body.as_bytes())?;
        end.0 += body.len() as u64;
        Ok(extent)
    }

    /// Ends the collecting.
    ///
    /// # Errors
    /// When the file can't be written.
    pub fn finish(self) -> io::Result<Bodies> {
        let Self { end, remains } = self;
        let (_, writer) = end.into_inner().unwrap_or_else(PoisonError::into_inner);
        let file = writer.into_inner().map_err(io::IntoInnerError::into_error)?;
        Ok(Bodies {
            file: Mutex::new(file),
            remains,
        })
    }
}

impl Bodies {
    /// Where the file is.
    pub fn path(&self) -> &Path {
        &self.remains.0
    }

    /// A body that was put into the spool.
    ///
    /// # Errors
    /// When the file can't be read.
    pub fn get(&self, extent: Extent) -> io::Result<String> {
        let mut bytes = vec![0; extent.length];
        {
            let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
            file.seek(SeekFrom::Start(extent.offset))?;
            file.read_exact(&mut bytes)?;
        }
        String::from_utf8(bytes).map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))
    }
}
