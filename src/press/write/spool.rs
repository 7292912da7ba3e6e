//! Where cards and bodies wait until every article has its id and its tags their spelling: files, since they may not fit into memory.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Serialize};

/// The place of something in a spool.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Extent {
    /// 0 for this run's spool, else the number of a cached one ([`crate::press::cache`]).
    pub segment: u16,
    /// The first byte.
    pub offset: u64,
    /// How many bytes.
    pub length: u32,
}

/// A spool that is being filled.
#[derive(Debug)]
pub struct Spool {
    end: Mutex<(u64, BufWriter<File>)>,
    remains: Remains,
}

/// A spool that is complete.
#[derive(Debug)]
pub struct Spooled {
    file: Positional,
    remains: Remains,
}

/// The spool's file, which goes when the spool does, unless it is kept. One that an interrupted run leaves is removed by the next.
#[derive(Debug)]
struct Remains(PathBuf, bool);

impl Drop for Remains {
    fn drop(&mut self) {
        if !self.1 {
            drop(fs::remove_file(&self.0));
        }
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
            remains: Remains(path.to_owned(), false),
        })
    }

    /// Where the file is.
    pub fn path(&self) -> &Path {
        &self.remains.0
    }

    /// Keeps some bytes.
    ///
    /// # Errors
    /// When the file can't be written, or they are more than 4 GB.
    pub fn put(&self, bytes: &[u8]) -> io::Result<Extent> {
        let length = u32::try_from(bytes.len()).map_err(|_| io::ErrorKind::FileTooLarge)?;
        let mut end = self.end.lock().unwrap_or_else(PoisonError::into_inner);
        let extent = Extent {
            segment: 0,
            offset: end.0,
            length,
        };
        end.1.write_all(bytes)?;
        end.0 += bytes.len() as u64;
        Ok(extent)
    }

    /// Ends the collecting.
    ///
    /// # Errors
    /// When the file can't be written.
    pub fn finish(self) -> io::Result<Spooled> {
        let Self { end, remains } = self;
        let (_, writer) = end.into_inner().unwrap_or_else(PoisonError::into_inner);
        let file = writer.into_inner().map_err(io::IntoInnerError::into_error)?;
        Ok(Spooled {
            file: Positional::of(file),
            remains,
        })
    }
}

impl Spooled {
    /// Where the file is.
    pub fn path(&self) -> &Path {
        &self.remains.0
    }

    /// Leaves the file where it is when the spool goes.
    pub fn keep(&mut self) {
        self.remains.1 = true;
    }

    /// What was put into the spool.
    ///
    /// # Errors
    /// When the file can't be read.
    pub fn get(&self, extent: Extent) -> io::Result<Vec<u8>> {
        self.file.get(extent)
    }
}

/// A file that many threads read, each from where it wants to.
#[derive(Debug)]
pub struct Positional {
    #[cfg(unix)]
    file: File,
    #[cfg(not(unix))]
    file: Mutex<File>,
}

impl Positional {
    /// Reads `file`.
    pub fn of(file: File) -> Self {
        #[cfg(not(unix))]
        let file = Mutex::new(file);
        Self { file }
    }

    /// The bytes at a place.
    ///
    /// # Errors
    /// When the file ends before them or can't be read.
    pub fn get(&self, extent: Extent) -> io::Result<Vec<u8>> {
        let mut bytes = vec![0; extent.length as usize];
        self.read_exact_at(&mut bytes, extent.offset)?;
        Ok(bytes)
    }

    #[cfg(unix)]
    fn read_exact_at(&self, bytes: &mut [u8], offset: u64) -> io::Result<()> {
        std::os::unix::fs::FileExt::read_exact_at(&self.file, bytes, offset)
    }

    #[cfg(not(unix))]
    fn read_exact_at(&self, bytes: &mut [u8], offset: u64) -> io::Result<()> {
        use std::io::{Read, Seek, SeekFrom};
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        file.seek(SeekFrom::Start(offset))?;
        file.read_exact(bytes)
    }
}
