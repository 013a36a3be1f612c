//! Files that come in parts, each going on where the last one ended, at whichever process.
//!
//! Parts are objects of their own, joined when the last has come. An upload in the manner of S3 would not
//! do: its parts have at least five mebibytes, a line is cut at any byte; it belongs to the bucket and not
//! to a folder; and it would show the file before its hash is known. Where a part ends is noted under the
//! row's lock, after its bytes are durable: what was answered for is never asked for again.

use crate::{
    app::App,
    blob_files::Joined,
    body::Pieces,
    error::Error,
    store::{self, upload::Upload},
};
use axum::body::Bytes;
use shared::{
    digest::Digest,
    id::PersonId,
    wire::{self, BlobReceipt, UPLOAD_BYTES_MAX},
};
use std::{sync::Arc, time::Duration};
use uuid::Uuid;

/// So many bytes may somebody bring that no root names yet: the photos of some two hundred reports.
const UNNAMED_BYTES_MAX: i64 = 200 << 20;
/// So many files may somebody have begun; with one more, that which was touched longest ago is forgotten.
const BEGUN_MAX: i64 = 32;
/// What has not grown for so long is forgotten: a tablet that was away for a week begins anew.
pub const AGE_MAX_MS: i64 = 7 * 24 * 60 * 60 * 1000;
/// A part that comes in one request is kept in pieces of this size.
const PIECE_BYTES_MAX: usize = 1 << 20;
/// How often leftovers are looked for.
const TIDY_EVERY: Duration = Duration::from_hours(1);

/// Whose file it is.
#[derive(Debug, Clone, Copy)]
pub struct File {
    /// The hash that it is to have.
    pub sha256: Digest,
    /// Who sends it.
    pub by: PersonId,
}

/// Makes sure that there is room for a file. What is here already takes none, so a receipt that was lost
/// can always be had again. A photo that a report names is awaited, whatever else its sender has brought.
/// Files that are under way at the same moment may pass the bound, each by itself.
///
/// # Errors
/// [`Error::NoRoom`].
pub async fn room_for(app: &App, file: File) -> Result<(), Error> {
    let standing = store::blob::standing(&mut app.db.read().await?, file.sha256, file.by).await?;
    if !standing.is_here && !standing.is_named && standing.unnamed_bytes >= UNNAMED_BYTES_MAX {
        return Err(Error::NoRoom("person"));
    }
    if !standing.is_here && !app.blobs.has_room()? {
        return Err(Error::NoRoom("disk"));
    }
    Ok(())
}

/// Keeps a file whose bytes are all here, and notes who brought it. Its room is asked for before its bytes
/// are read ([`room_for`]).
///
/// # Errors
/// [`Error::WrongHash`] when the bytes are another file; the place's, or the database's.
pub async fn keep(app: &App, File { sha256, by }: File, bytes: Bytes) -> Result<BlobReceipt, Error> {
    let length = bytes.len() as u64;
    let hashed = bytes.clone();
    let work = tokio::task::spawn_blocking(move || Digest::of(&hashed));
    let received = work.await.map_err(|_| Error::Unavailable("the server is stopping"))?;
    if received != sha256 {
        return Err(Error::WrongHash { received: received.to_string() });
    }
    app.blobs.keep(sha256, bytes).await?;
    let now_ms = app.clock.now_ms();
    let size = i64::try_from(length).expect("what lies in memory has a limit");
    app.db
        .write(move |conn| Box::pin(async move { store::blob::arrived(conn, sha256, size, by, now_ms).await }))
        .await?;
    Ok(BlobReceipt { sha256, bytes: length })
}

/// Begins a file, or finds how far it has come.
///
/// # Errors
/// [`Error::TooLarge`], [`Error::NoRoom`], and as [`stand`].
pub async fn begin(app: &App, file: File, bytes: u64) -> Result<wire::Upload, Error> {
    if bytes == 0 {
        return Err(Error::Malformed("a file in parts has at least one byte".into()));
    }
    if bytes > UPLOAD_BYTES_MAX {
        return Err(Error::TooLarge { limit: usize::try_from(UPLOAD_BYTES_MAX).unwrap_or(usize::MAX) });
    }
    if let Some(told) = brought(app, file).await? {
        return Ok(told);
    }
    room_for(app, file).await?;
    let now_ms = app.clock.now_ms();
    let new = Upload { id: Uuid::now_v7().to_string(), bytes, received: 0, touched_ms: now_ms };
    let begun = app.db.write(move |conn| {
        let new = new.clone();
        Box::pin(async move {
            let there = store::upload::found(conn, file.sha256, file.by, now_ms - AGE_MAX_MS).await?;
            if let Some(there) = there.filter(|there| there.bytes == new.bytes) {
                return Ok(there);
            }
            store::upload::begin(conn, file.sha256, file.by, &new, BEGUN_MAX).await?;
            Ok(new)
        })
    });
    told(app, file, begun.await?).await
}

/// How far a file has come.
///
/// # Errors
/// [`Error::NotFound`] when it was not begun, or was forgotten; and as joining its parts may fail.
pub async fn stand(app: &App, file: File) -> Result<wire::Upload, Error> {
    match found(app, file).await? {
        Some(upload) => told(app, file, upload).await,
        None => brought(app, file).await?.ok_or(Error::NotFound("upload")),
    }
}

/// Takes a part. What has come of one that is cut is kept, so that the file goes on from there.
///
/// # Errors
/// [`Error::WrongOffset`] when the part does not begin where the file ends, [`Error::WrongHash`] when it
/// was the last and the whole is another file; and as [`stand`].
pub async fn take(app: &App, file: File, offset: u64, mut body: Pieces) -> Result<wire::Upload, Error> {
    let Some(mut upload) = found(app, file).await? else { return finished(app, file, offset).await };
    if upload.received != offset {
        return Err(Error::WrongOffset { offset: upload.received });
    }
    if !app.blobs.has_room()? {
        return Err(Error::NoRoom("disk"));
    }
    let mut piece = Vec::new();
    let cut = loop {
        match body.next().await {
            Ok(Some(more)) => piece.extend_from_slice(&more),
            Ok(None) => break None,
            Err(cut) => break Some(cut),
        }
        if piece.len() as u64 > upload.bytes - upload.received {
            let limit = usize::try_from(upload.bytes - upload.received).unwrap_or(usize::MAX);
            return Err(Error::TooLarge { limit });
        }
        if piece.len() >= PIECE_BYTES_MAX {
            grow(app, file, &mut upload, std::mem::take(&mut piece)).await?;
        }
    };
    if !piece.is_empty() {
        grow(app, file, &mut upload, piece).await?;
    }
    match cut {
        Some(cut) => Err(cut),
        None => told(app, file, upload).await,
    }
}

/// Forgets a file that was begun.
///
/// # Errors
/// [`Error::NotFound`] when it was not.
pub async fn forget(app: &App, file: File) -> Result<(), Error> {
    let upload = found(app, file).await?.ok_or(Error::NotFound("upload"))?;
    end(app, &upload).await
}

/// Forgets what has not grown for long, and removes parts that belong to nothing; how many those were.
///
/// # Errors
/// The database's, or the place's.
pub async fn tidy(app: &App) -> Result<usize, Error> {
    let before_ms = app.clock.now_ms() - AGE_MAX_MS;
    app.db.write(move |conn| Box::pin(async move { store::upload::end_before(conn, before_ms).await })).await?;
    // Parts first: an upload is noted before its first part, so what is not noted after this has ended.
    let parts = app.blobs.parts().await?;
    let going_on = store::upload::going_on(&mut app.db.read().await?).await?;
    let left: Vec<_> = parts.into_iter().filter(|(id, _)| !going_on.contains(id)).map(|(_, name)| name).collect();
    app.blobs.remove_parts(&left).await;
    Ok(left.len())
}

/// Looks for leftovers now and every hour, until the server stops.
pub async fn tidy_always(app: Arc<App>) {
    let mut stopping = app.stopping.subscribe();
    loop {
        match tidy(&app).await {
            Ok(0) => {}
            Ok(removed) => tracing::info!(removed, "parts of files that were never finished are gone"),
            Err(error) => tracing::warn!(%error, "leftovers of uploads stay for now"),
        }
        tokio::select! {
            () = tokio::time::sleep(TIDY_EVERY) => {}
            _ = stopping.wait_for(|stop| *stop) => return,
        }
    }
}

async fn found(app: &App, file: File) -> Result<Option<Upload>, Error> {
    let since_ms = app.clock.now_ms() - AGE_MAX_MS;
    store::upload::found(&mut app.db.read().await?, file.sha256, file.by, since_ms).await
}

/// A file that this person has brought whole, and that is there: what a disk has lost is taken again. To others
/// its hash alone tells nothing: they send its bytes.
async fn brought(app: &App, file: File) -> Result<Option<wire::Upload>, Error> {
    let noted = store::blob::brought(&mut app.db.read().await?, file.sha256, file.by).await?;
    let Some(bytes) = noted else { return Ok(None) };
    let is_there = app.blobs.size(file.sha256).await? == Some(bytes);
    Ok(is_there.then(|| whole(file.sha256, bytes)))
}

fn whole(sha256: Digest, bytes: u64) -> wire::Upload {
    wire::Upload { sha256, bytes, offset: bytes, receipt: Some(BlobReceipt { sha256, bytes }) }
}

/// Keeps a piece and notes it; the piece of whoever comes second at the same offset is thrown away.
async fn grow(app: &App, file: File, upload: &mut Upload, piece: Vec<u8>) -> Result<(), Error> {
    let (from, to) = (upload.received, upload.received + piece.len() as u64);
    let part = app.blobs.keep_part(&upload.id, from, Bytes::from(piece)).await?;
    let (id, name, now_ms) = (upload.id.clone(), part.clone(), app.clock.now_ms());
    let grown = app.db.write(move |conn| {
        let (id, name) = (id.clone(), name.clone());
        Box::pin(async move { store::upload::grown(conn, &id, from, to, &name, now_ms).await })
    });
    if grown.await? {
        upload.received = to;
        return Ok(());
    }
    app.blobs.remove_parts(&[part]).await;
    match found(app, file).await? {
        Some(now) => Err(Error::WrongOffset { offset: now.received }),
        None => Err(finished(app, file, from).await.err().unwrap_or(Error::NotFound("upload"))),
    }
}

/// What a part at an offset is told of a file that is not on its way.
async fn finished(app: &App, file: File, offset: u64) -> Result<wire::Upload, Error> {
    let told = brought(app, file).await?.ok_or(Error::NotFound("upload"))?;
    if told.offset == offset { Ok(told) } else { Err(Error::WrongOffset { offset: told.offset }) }
}

/// How far an upload has come; one that has all its bytes is finished first, whoever was to do it before.
async fn told(app: &App, file: File, upload: Upload) -> Result<wire::Upload, Error> {
    let File { sha256, by } = file;
    if upload.received < upload.bytes {
        return Ok(wire::Upload { sha256, bytes: upload.bytes, offset: upload.received, receipt: None });
    }
    let parts = store::upload::parts(&mut app.db.read().await?, &upload.id).await?;
    match app.blobs.join(sha256, &parts).await? {
        Joined::Kept => {}
        Joined::Other(received) => {
            end(app, &upload).await?;
            return Err(Error::WrongHash { received: received.to_string() });
        }
        Joined::Gone => {
            // Another process has joined them, or they are lost and must come again.
            if let Some(told) = brought(app, file).await? {
                return Ok(told);
            }
            end(app, &upload).await?;
            return Err(Error::NotFound("upload"));
        }
    }
    let size = i64::try_from(upload.bytes).expect("an upload has a limit");
    let (id, now_ms) = (upload.id, app.clock.now_ms());
    let arrived = app.db.write(move |conn| {
        let id = id.clone();
        Box::pin(async move {
            store::blob::arrived(conn, sha256, size, by, now_ms).await?;
            store::upload::end(conn, &id).await
        })
    });
    arrived.await?;
    app.blobs.remove_parts(&parts).await;
    Ok(whole(sha256, upload.bytes))
}

async fn end(app: &App, upload: &Upload) -> Result<(), Error> {
    let parts = store::upload::parts(&mut app.db.read().await?, &upload.id).await?;
    let id = upload.id.clone();
    app.db
        .write(move |conn| {
            let id = id.clone();
            Box::pin(async move { store::upload::end(conn, &id).await })
        })
        .await?;
    app.blobs.remove_parts(&parts).await;
    Ok(())
}
