//! Snapshots: each scope as it stood when a backup was made that lies on another machine, in packed parts,
//! so that a device that has read nothing reads a third of the bytes, and the server packs nothing.
//!
//! Never further than such a backup goes: of what it reads so, a device keeps no entries to bring back.

use crate::{
    blob_files::BlobFiles,
    error::Error,
    store::{self, Conn, Db},
};
use axum::body::Bytes;
use shared::{digest::Digest, id::ScopeId, rules::Head};
use std::{fmt::Write as _, io::Write as _, sync::Arc};

/// A scope with fewer entries is read entry by entry: a page of them is as short.
const ENTRIES_MIN: u64 = 100;
/// Roots in one part, and bytes of it before it is packed: what a slow line brings between two cuts.
const PART: (usize, usize) = (1_000, 2 << 20);
/// Of 11. Above this, packing takes many times as long, for some hundredths.
const QUALITY: i32 = 9;
/// Of brotli: four mebibytes, more than a part holds.
const WINDOW_BITS: i32 = 22;
const BUFFER_BYTES: usize = 1 << 16;

/// Takes snapshots of what the copy of a backup holds, where they go further than those that are there.
///
/// # Errors
/// The database's, or the place's of files; what was taken until then stays.
pub async fn take(copy: &Db, db: &Db, files: &BlobFiles, heads: &[(ScopeId, Head)]) -> Result<(), Error> {
    let large = heads.iter().filter(|(_, head)| head.n >= ENTRIES_MIN);
    for (scope, head) in large.copied() {
        let there = store::snapshot::of(&mut db.read().await?, [scope]).await?;
        if there.get(&scope).is_some_and(|there| there.head.n >= head.n) {
            continue;
        }
        let parts = kept(&mut copy.read().await?, files, scope, head).await?;
        let kept = Arc::new(parts);
        let old = db
            .write(move |conn| {
                let kept = Arc::clone(&kept);
                Box::pin(async move { store::snapshot::replace(conn, scope, head, &kept).await })
            })
            .await?;
        files.remove_snapshots(&old).await;
    }
    Ok(())
}

/// Keeps the parts of a scope's snapshot; their files.
async fn kept(conn: &mut Conn, files: &BlobFiles, scope: ScopeId, head: Head) -> Result<Vec<Digest>, Error> {
    let (mut kept, mut after) = (Vec::new(), None);
    while let Some((last, roots)) = store::root::listed(conn, scope, after, PART).await? {
        let text = text(scope, head.n, kept.len(), &roots);
        let work = tokio::task::spawn_blocking(move || packed(text.as_bytes()));
        let packed = work.await.map_err(|_| Error::Internal("packing broke off".into()))?;
        kept.push(files.keep_snapshot(packed).await?);
        after = Some(last);
    }
    Ok(kept)
}

/// A [`shared::wire::SnapshotPart`], put together from the stored texts.
fn text(scope: ScopeId, n: u64, part: usize, roots: &[String]) -> String {
    let mut text = String::with_capacity(roots.iter().map(|root| root.len() + 1).sum::<usize>() + 128);
    write!(text, "{{\"scope\":\"{scope}\",\"n\":{n},\"part\":{part},\"roots\":[")
        .expect("writing into a string cannot fail");
    text.push_str(&roots.join(","));
    text.push_str("]}");
    text
}

fn packed(text: &[u8]) -> Bytes {
    let mut packed =
        brotli::CompressorWriter::new(Vec::new(), BUFFER_BYTES, QUALITY.unsigned_abs(), WINDOW_BITS.unsigned_abs());
    packed.write_all(text).expect("memory takes what is written");
    packed.into_inner().into()
}

/// A part as text, for who cannot read it packed.
///
/// # Errors
/// When it is not packed as it should be.
pub fn unpacked(packed: &[u8]) -> Result<Bytes, Error> {
    let mut text = Vec::new();
    brotli::BrotliDecompress(&mut &*packed, &mut text)?;
    Ok(text.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_is_unpacked_again() {
        let roots = ["{\"a\":1}".to_owned(), "{}".to_owned()];
        let text = text(ScopeId::derived(&["a"]), 7, 2, &roots);
        assert!(text.ends_with("\"n\":7,\"part\":2,\"roots\":[{\"a\":1},{}]}"), "{text}");
        assert_eq!(unpacked(&packed(text.as_bytes())).unwrap(), text);
        assert!(unpacked(b"not packed").is_err());
    }
}
