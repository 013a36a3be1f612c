//! Parts of snapshots: packed texts beside the photos, named by their hash. They can be made again.

use super::{BlobFiles, beside, failed};
use crate::error::Error;
use axum::body::Bytes;
use object_store::ObjectStoreExt as _;
use shared::digest::Digest;

const SNAPSHOTS: &str = "snapshots";

impl BlobFiles {
    /// Keeps a part, durable when it answers; its name.
    ///
    /// # Errors
    /// The place's.
    pub async fn keep_snapshot(&self, bytes: Bytes) -> Result<Digest, Error> {
        let sha256 = Digest::of(&bytes);
        self.store.put(&beside(SNAPSHOTS, sha256), bytes.into()).await.map_err(failed)?;
        Ok(sha256)
    }

    /// A part, `None` if it is not there, or not what its name says.
    ///
    /// # Errors
    /// The place's.
    pub async fn snapshot(&self, sha256: Digest) -> Result<Option<Bytes>, Error> {
        let bytes = match self.store.get(&beside(SNAPSHOTS, sha256)).await {
            Ok(found) => found.bytes().await.map_err(failed)?,
            Err(object_store::Error::NotFound { .. }) => return Ok(None),
            Err(error) => return Err(failed(error)),
        };
        Ok((Digest::of(&bytes) == sha256).then_some(bytes))
    }

    /// Removes parts that nothing names any more. One that stays takes room and does no harm.
    pub async fn remove_snapshots(&self, names: &[Digest]) {
        for name in names {
            match self.store.delete(&beside(SNAPSHOTS, *name)).await {
                Ok(()) | Err(object_store::Error::NotFound { .. }) => {}
                Err(error) => tracing::warn!(%error, "a part of an old snapshot stays"),
            }
        }
    }
}
