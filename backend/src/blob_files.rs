//! The bytes of photos and files, one file each, named by the hash of their content.
//!
//! Invariant: a file under its final name is whole and on the disk. Who may read it is decided
//! elsewhere.

use shared::digest::Digest;
use std::{
    fs, io,
    io::Write as _,
    path::{Path, PathBuf},
    sync::atomic::{AtomicU64, Ordering},
};

/// The folder of files.
#[derive(Debug)]
pub struct BlobFiles {
    folder: PathBuf,
    next: AtomicU64,
    free_min: u64,
}

impl BlobFiles {
    /// Opens the folder; what an earlier run left half written is cleared away. `free_min` bytes of
    /// the disk are left for others.
    ///
    /// # Errors
    /// The disk's.
    pub fn open(folder: PathBuf, free_min: u64) -> io::Result<Self> {
        let unfinished = folder.join("unfinished");
        if unfinished.exists() {
            fs::remove_dir_all(&unfinished)?;
        }
        fs::create_dir_all(&unfinished)?;
        Ok(Self { folder, next: AtomicU64::new(0), free_min })
    }

    /// Whether the disk has room for more files. Asks the system, which has the answer at hand.
    ///
    /// # Errors
    /// The disk's.
    pub fn has_room(&self) -> io::Result<bool> {
        let disk = rustix::fs::statvfs(&self.folder)?;
        Ok(disk.f_bavail.saturating_mul(disk.f_frsize) >= self.free_min)
    }

    /// Keeps bytes under the name of their hash: written aside, flushed, renamed, folder flushed.
    /// Blocks on the disk. The caller has made sure that `sha256` is theirs.
    ///
    /// # Errors
    /// The disk's; then nothing is there under the final name.
    pub fn keep(&self, sha256: Digest, bytes: &[u8]) -> io::Result<()> {
        let path = self.path(sha256);
        if path.metadata().is_ok_and(|there| there.len() == bytes.len() as u64) {
            return Ok(());
        }
        let folder = path.parent().expect("a path below the folder has a parent");
        fs::create_dir_all(folder)?;
        let turn = self.next.fetch_add(1, Ordering::Relaxed);
        let aside = self.folder.join("unfinished").join(format!("{sha256}.{turn}"));
        write_through(&aside, bytes).inspect_err(|_| drop(fs::remove_file(&aside)))?;
        fs::rename(&aside, &path)?;
        // The new name, and the name of a new folder, must survive a power cut too.
        fs::File::open(folder)?.sync_all()?;
        fs::File::open(&self.folder)?.sync_all()
    }

    /// The bytes, `None` if there is no such file. Blocks on the disk.
    ///
    /// # Errors
    /// The disk's.
    pub fn read(&self, sha256: Digest) -> io::Result<Option<Vec<u8>>> {
        match fs::read(self.path(sha256)) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn path(&self, sha256: Digest) -> PathBuf {
        let name = sha256.to_string();
        self.folder.join(&name[..2]).join(name)
    }
}

fn write_through(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = fs::File::create(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// The media type that the first bytes prove; whatever a client says of them counts for nothing.
#[must_use]
pub fn media_type(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0xff, 0xd8, 0xff, ..] => Some("image/jpeg"),
        [0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, ..] => Some("image/png"),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some("image/webp"),
        [b'%', b'P', b'D', b'F', b'-', ..] => Some("application/pdf"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_four_kinds_are_believed() {
        assert_eq!(media_type(&[0xff, 0xd8, 0xff, 0xe0]), Some("image/jpeg"));
        assert_eq!(media_type(b"RIFF\0\0\0\0WEBPVP8 "), Some("image/webp"));
        assert_eq!(media_type(b"\x89PNG\r\n\x1a\n"), Some("image/png"));
        assert_eq!(media_type(b"%PDF-1.7"), Some("application/pdf"));
        for other in [&b"<svg onload=alert(1)>"[..], b"<html>", b"", b"RIFF\0\0\0\0WAVE"] {
            assert_eq!(media_type(other), None);
        }
    }
}
