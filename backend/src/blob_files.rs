//! The bytes of photos and files, one object each, named by the hash of their content; and the parts of
//! those that are still on their way.
//!
//! Invariant: what stands under the name of a hash is whole, has that hash, and is durable. Who may read
//! it is decided elsewhere.

use crate::{config::Config, error::Error};
use axum::body::Bytes;
use futures_util::{StreamExt as _, TryStreamExt as _, stream, stream::BoxStream};
use object_store::{ObjectStore, ObjectStoreExt as _, buffered::BufWriter, path::Path as Name};
use sha2::{Digest as _, Sha256};
use shared::digest::Digest;
use std::{error::Error as _, io, path::PathBuf, sync::Arc};
use tokio::{io::AsyncWriteExt as _, sync::Semaphore};
use uuid::Uuid;

mod place;
mod small;
mod snapshot;

pub use place::{BUCKET_SETTINGS, Bucket, Place};

/// Up to this size a file is held whole in memory; above, it passes through in pieces of this size. The
/// smallest piece that S3 takes of a file that is not written at once.
const HELD_BYTES_MAX: usize = 5 << 20;
/// Where parts are. Their names begin with the id of their upload.
const PARTS: &str = "parts";
/// So many pictures are made small at once: unpacked, each takes some megabytes.
const SHRINKING_MAX: usize = 2;

/// Where files are.
#[derive(Debug)]
pub struct BlobFiles {
    store: Arc<dyn ObjectStore>,
    /// The folder, if it is one: its disk may fill up.
    folder: Option<PathBuf>,
    free_min: u64,
    shrinking: Semaphore,
}

/// A file that is read.
pub struct Held {
    /// Its size.
    pub bytes: u64,
    /// What its first bytes prove it to be.
    pub media: Option<&'static str>,
    /// Its content.
    pub content: Content,
}

/// The content of a file.
pub enum Content {
    /// A small one, whole.
    Whole(Bytes),
    /// A large one, piece by piece.
    Pieces(BoxStream<'static, io::Result<Bytes>>),
}

/// What became of parts that were joined.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Joined {
    /// They are the file, and it is kept.
    Kept,
    /// They are another one, with this hash. Nothing was kept.
    Other(Digest),
    /// One of them is no longer there.
    Gone,
}

impl BlobFiles {
    /// Opens the place that the configuration names. Of a disk, `disk_free_min` bytes are left for others.
    ///
    /// # Errors
    /// When it cannot be used.
    pub fn open(config: &Config) -> Result<Self, Error> {
        let place = config.files();
        let store = place.opened()?;
        let folder = if let Place::Folder(folder) = place { Some(folder) } else { None };
        Ok(Self { store, folder, free_min: config.disk_free_min, shrinking: Semaphore::new(SHRINKING_MAX) })
    }

    /// Whether there is room for more files. Asks the system, which has the answer at hand; a bucket has room.
    ///
    /// # Errors
    /// The disk's.
    pub fn has_room(&self) -> io::Result<bool> {
        let Some(folder) = &self.folder else { return Ok(true) };
        let disk = rustix::fs::statvfs(folder)?;
        Ok(disk.f_bavail.saturating_mul(disk.f_frsize) >= self.free_min)
    }

    /// Keeps bytes under the name of their hash; durable when it answers. The caller has made sure that
    /// `sha256` is theirs. What stands there with another content was damaged, and is mended.
    ///
    /// # Errors
    /// The place's; then nothing new is there under that name.
    pub async fn keep(&self, sha256: Digest, bytes: Bytes) -> Result<(), Error> {
        let name = whole(sha256);
        if self.size(sha256).await? == Some(bytes.len() as u64) {
            if let Some(Held { content: Content::Whole(there), .. }) = self.read(sha256).await?
                && there == bytes
            {
                return Ok(());
            }
            tracing::warn!(%sha256, "a damaged file is mended");
            match self.store.delete(&beside("small", sha256)).await {
                Ok(()) | Err(object_store::Error::NotFound { .. }) => {}
                Err(error) => return Err(failed(error)),
            }
        }
        self.store.put(&name, bytes.into()).await.map_err(failed)?;
        Ok(())
    }

    /// The size of a file, `None` if there is none.
    ///
    /// # Errors
    /// The place's.
    pub async fn size(&self, sha256: Digest) -> Result<Option<u64>, Error> {
        match self.store.head(&whole(sha256)).await {
            Ok(there) => Ok(Some(there.size)),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(failed(error)),
        }
    }

    /// A file, `None` if there is none.
    ///
    /// # Errors
    /// The place's.
    pub async fn read(&self, sha256: Digest) -> Result<Option<Held>, Error> {
        let found = match self.store.get(&whole(sha256)).await {
            Ok(found) => found,
            Err(object_store::Error::NotFound { .. }) => return Ok(None),
            Err(error) => return Err(failed(error)),
        };
        let bytes = found.meta.size;
        if bytes <= HELD_BYTES_MAX as u64 {
            let content = found.bytes().await.map_err(failed)?;
            return Ok(Some(Held { bytes, media: media_type(&content), content: Content::Whole(content) }));
        }
        let mut pieces = found.into_stream().map_err(io::Error::other).boxed();
        let first = pieces.try_next().await?.unwrap_or_default();
        let media = media_type(&first);
        let pieces = stream::once(async { Ok(first) }).chain(pieces).boxed();
        Ok(Some(Held { bytes, media, content: Content::Pieces(pieces) }))
    }

    /// A picture made small, once and for all; where it cannot be, the picture itself. `None` if there is
    /// no such file, or it is no picture.
    ///
    /// # Errors
    /// The place's.
    pub async fn small(&self, sha256: Digest) -> Result<Option<Bytes>, Error> {
        let name = beside("small", sha256);
        match self.store.get(&name).await {
            Ok(found) => return Ok(Some(found.bytes().await.map_err(failed)?)),
            Err(object_store::Error::NotFound { .. }) => {}
            Err(error) => return Err(failed(error)),
        }
        // Those who wait for a turn hold nothing yet.
        let _turn = self.shrinking.acquire().await.expect("it is never closed");
        let Some(Held { content: Content::Whole(picture), media, .. }) = self.read(sha256).await? else {
            return Ok(None);
        };
        if !media.is_some_and(|media| media.starts_with("image/")) {
            return Ok(None);
        }
        let whole = picture.clone();
        let work = tokio::task::spawn_blocking(move || small::of(&whole));
        // A picture that no decoder of ours understands, or on which it broke off, is shown as it is.
        let Ok(Some(small)) = work.await else { return Ok(Some(picture)) };
        let small = Bytes::from(small);
        self.store.put(&name, small.clone().into()).await.map_err(failed)?;
        Ok(Some(small))
    }

    /// Keeps a part of an upload, durable when it answers; its name, which nobody else has.
    ///
    /// # Errors
    /// The place's.
    pub async fn keep_part(&self, upload: &str, start: u64, bytes: Bytes) -> Result<String, Error> {
        let name = format!("{upload}.{start}.{}", Uuid::new_v4().simple());
        self.store.put(&part(&name), bytes.into()).await.map_err(failed)?;
        Ok(name)
    }

    /// Joins parts to the file that they should be, hashed as they pass; no more than a piece of it is held
    /// in memory, and under its name it is either whole and right, or not there.
    ///
    /// # Errors
    /// The place's; then nothing was kept, and joining them again will do.
    pub async fn join(&self, sha256: Digest, parts: &[String]) -> Result<Joined, Error> {
        let mut hash = Sha256::new();
        let mut file =
            BufWriter::with_capacity(self.store.clone(), whole(sha256), HELD_BYTES_MAX).with_max_concurrency(1);
        for name in parts {
            let bytes = match self.store.get(&part(name)).await {
                Ok(found) => found.bytes().await.map_err(failed)?,
                Err(object_store::Error::NotFound { .. }) => {
                    file.abort().await.map_err(failed)?;
                    return Ok(Joined::Gone);
                }
                Err(error) => return Err(failed(error)),
            };
            hash.update(&bytes);
            file.put(bytes).await.map_err(failed)?;
        }
        let received = Digest(hash.finalize().into());
        if received != sha256 {
            file.abort().await.map_err(failed)?;
            return Ok(Joined::Other(received));
        }
        file.shutdown().await?;
        Ok(Joined::Kept)
    }

    /// Removes parts. One that cannot be removed now is found by [`BlobFiles::parts`] later.
    pub async fn remove_parts(&self, names: &[String]) {
        for name in names {
            match self.store.delete(&part(name)).await {
                Ok(()) | Err(object_store::Error::NotFound { .. }) => {}
                Err(error) => tracing::warn!(%error, "a part stays"),
            }
        }
    }

    /// The names of all parts there are, each behind the id of its upload.
    ///
    /// # Errors
    /// The place's.
    pub async fn parts(&self) -> Result<Vec<(String, String)>, Error> {
        let listed: Vec<_> = self.store.list(Some(&Name::from(PARTS))).try_collect().await.map_err(failed)?;
        let named = listed.iter().filter_map(|found| {
            let name = found.location.filename()?;
            Some((name.split('.').next()?.to_owned(), name.to_owned()))
        });
        Ok(named.collect())
    }
}

/// Where a file is: the same as before there were buckets.
fn whole(sha256: Digest) -> Name {
    let name = sha256.to_string();
    Name::from_iter([&name[..2], &name])
}

fn beside(what: &str, sha256: Digest) -> Name {
    let name = sha256.to_string();
    Name::from_iter([what, &name[..2], &name])
}

fn part(name: &str) -> Name {
    Name::from_iter([PARTS, name])
}

/// What a place says, for whoever asked: the disk is full, or the bucket does not answer.
fn failed(error: object_store::Error) -> Error {
    let mut cause = error.source();
    while let Some(inner) = cause {
        if let Some(io) = inner.downcast_ref::<io::Error>()
            && io.kind() == io::ErrorKind::StorageFull
        {
            return Error::NoRoom("disk");
        }
        cause = inner.source();
    }
    tracing::error!(%error, "the place of files");
    Error::Unavailable("the place of files does not answer")
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
