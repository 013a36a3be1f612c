//! A backup: database and files of an archive, as of one moment, in one file.
//!
//! Whichever the database, the file holds the tables as an SQLite file: so it goes back into either. Written
//! aside, flushed, read again from the disk and compared, and only then given its name. A file that is
//! named by the tables and that nobody has any more is said, in the backup and to whoever made it.

mod restore;
mod tar;

pub use restore::{Restored, checked, restored};

use crate::{
    blob_files::{BlobFiles, Content, Held},
    config::Config,
    error::Error,
    seals::Seals,
    snapshots,
    store::{self, Db},
};
use futures_util::TryStreamExt as _;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use shared::digest::Digest;
use std::{
    ffi::OsString,
    fs::{self, File, OpenOptions},
    io::{BufWriter, Read as _},
    path::{Path, PathBuf},
    sync::Arc,
};

/// The form of the file. A later form is told by its number.
const FORM: u32 = 1;
/// Held in memory at once of what passes through.
const PIECE_BYTES: usize = 1 << 16;
/// Files that are listed at once.
const LISTED: usize = 500;

const BEGIN: &str = "lantoa-backup.json";
const DATABASE: &str = "database.sqlite";
const FILES: &str = "files/";
const END: &str = "end.json";

/// The first part: what the tables hold.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Begin {
    lantoa_backup: u32,
    /// The version of the program that wrote it.
    pub program: String,
    /// When it was begun, by the server's clock.
    pub made_ms: i64,
    /// Rows of all tables.
    pub rows: u64,
    /// Rows that are numbered changes.
    pub entries: u64,
    /// Photos that reports name and that had not arrived at the server: the tablets have them.
    pub awaited: u64,
    /// The key of the server's seals, or tablets could not prove what they bring back.
    key: Digest,
    database: Database,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
struct Database {
    bytes: u64,
    sha256: Digest,
}

/// The last part: what came before, and what should have.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct End {
    /// SHA-256 of everything before this part.
    sha256: Digest,
    /// Files.
    pub files: u64,
    /// Their bytes.
    pub bytes: u64,
    /// Files that the server once had and did not find whole any more.
    pub lacking: Vec<Digest>,
}

/// What was written.
#[derive(Debug)]
pub struct Written {
    /// What its tables hold.
    pub begin: Begin,
    /// What came before, and what should have.
    pub end: End,
    /// Why tablets could not be told how far it goes, if that was asked for: the backup stands all the same.
    pub untold: Option<Error>,
}

/// Something that is taken away again unless it is given its name.
struct Unfinished(PathBuf);

impl Unfinished {
    fn beside(file: &Path, what: &str) -> Self {
        Self(with_end(file, &format!(".{}.{what}", std::process::id())))
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        for end in ["", "-wal", "-shm"] {
            let _ = fs::remove_file(with_end(&self.0, end));
        }
    }
}

/// Writes a backup while the archive is in use. Of one that lies on another machine tablets are told how far
/// it goes: what it covers they need not keep for longer than thirty days.
///
/// # Errors
/// When the archive cannot be read, or the file not be written; then nothing stands under its name.
pub async fn written(config: &Config, file: &Path, is_off_machine: bool, now_ms: i64) -> Result<Written, Error> {
    if file.exists() {
        return Err(Error::Malformed(format!("{} is there already, and a backup covers no other", file.display())));
    }
    let database = config.database();
    if database.starts_with("sqlite:") && !store::is_there(&database) {
        return Err(Error::NotFound("the archive"));
    }
    let (files, db) = (BlobFiles::open(config)?, Db::open(&database).await?);
    let ended = async {
        let key = Seals::of_archive(&db, &config.seal_key(), false).await?.key();
        let (begin, end, copy) = taken(&db, &files, key, file, now_ms).await?;
        let untold = if is_off_machine { covered(&db, &files, &copy.0).await.err() } else { None };
        Ok(Written { begin, end, untold })
    };
    let ended = ended.await;
    db.close().await;
    ended
}

/// The backup covers what its copy of the tables holds: that is told to tablets, and what new ones read first.
async fn covered(db: &Db, files: &BlobFiles, copy: &Path) -> Result<(), Error> {
    let tables = Db::open(&store::file_url(copy)).await?;
    let heads = Arc::new(store::scope::heads(&mut tables.read().await?).await?);
    let written = Arc::clone(&heads);
    db.write(move |conn| {
        let heads = Arc::clone(&written);
        Box::pin(async move { store::scope::covered(conn, &heads).await })
    })
    .await?;
    let taken = snapshots::take(&tables, db, files, &heads).await;
    tables.close().await;
    taken
}

/// What was written, and the copy of the tables that it was made from.
async fn taken(
    db: &Db,
    files: &BlobFiles,
    key: Digest,
    file: &Path,
    now_ms: i64,
) -> Result<(Begin, End, Unfinished), Error> {
    let (copy, aside) = (Unfinished::beside(file, "tables"), Unfinished::beside(file, "unfinished"));
    drop(private(&copy.0)?);
    let carried = store::carry::copy_out(db, &copy.0).await?;
    let tables = Db::open(&store::file_url(&copy.0)).await?;
    let awaited = store::blob::awaited(&mut tables.read().await?).await?;
    tables.close().await;
    let begin = Begin {
        lantoa_backup: FORM,
        program: env!("CARGO_PKG_VERSION").to_owned(),
        made_ms: now_ms,
        rows: carried.rows,
        entries: carried.entries,
        awaited,
        key,
        database: digest_of(&copy.0)?,
    };
    let end = packed(&begin, &copy.0, files, &aside.0).await?;
    let read = checked(&aside.0).await?;
    if read != (begin.clone(), end.clone()) {
        return Err(Error::Internal("the disk gave back something else than was written".into()));
    }
    fs::rename(&aside.0, file)?;
    File::open(folder_of(file))?.sync_all()?;
    Ok((begin, end, copy))
}

/// Writes all parts and brings them onto the disk.
async fn packed(begin: &Begin, copy: &Path, files: &BlobFiles, to: &Path) -> Result<End, Error> {
    let mut tar = tar::Writer::new(BufWriter::new(private(to)?));
    part(&mut tar, BEGIN, begin)?;
    tar.begin(DATABASE, begin.database.bytes)?;
    pieces(copy, |piece| tar.put(piece))?;
    let (mut count, mut bytes, mut lacking) = (0, 0, Vec::new());
    // The tables know of a file only after it is whole on the disk, and it is never taken away.
    let tables = Db::open(&store::file_url(copy)).await?;
    let mut after = None;
    loop {
        let listed = store::blob::listed(&mut tables.read().await?, after, LISTED).await?;
        let Some(last) = listed.last() else { break };
        after = Some(last.0);
        for (sha256, size) in listed {
            match whole(files, sha256, size).await? {
                Some(held) => {
                    tar.begin(&format!("{FILES}{sha256}"), size)?;
                    put(&mut tar, held.content).await?;
                    (count, bytes) = (count + 1, bytes + size);
                }
                None => lacking.push(sha256),
            }
        }
    }
    tables.close().await;
    let end = End { sha256: tar.digest(), files: count, bytes, lacking };
    part(&mut tar, END, &end)?;
    let out = tar.finish()?.into_inner().map_err(|error| error.into_error())?;
    out.sync_all()?;
    Ok(end)
}

/// A file, if it is here with these very bytes. Looked at before it is packed: a part cannot be taken back.
async fn whole(files: &BlobFiles, sha256: Digest, size: u64) -> Result<Option<Held>, Error> {
    let Some(held) = files.read(sha256).await?.filter(|held| held.bytes == size) else { return Ok(None) };
    let mut hash = Sha256::new();
    match held.content {
        Content::Whole(bytes) => {
            let fits = Digest::of(&bytes) == sha256;
            return Ok(fits.then_some(Held { content: Content::Whole(bytes), ..held }));
        }
        Content::Pieces(mut pieces) => {
            while let Some(piece) = pieces.try_next().await? {
                hash.update(&piece);
            }
        }
    }
    // A large one is read twice, so that memory stays small.
    if Digest(hash.finalize().into()) == sha256 { files.read(sha256).await } else { Ok(None) }
}

async fn put<W: std::io::Write>(tar: &mut tar::Writer<W>, content: Content) -> Result<(), Error> {
    match content {
        Content::Whole(bytes) => tar.put(&bytes)?,
        Content::Pieces(mut pieces) => {
            while let Some(piece) = pieces.try_next().await? {
                tar.put(&piece)?;
            }
        }
    }
    Ok(())
}

fn part<W: std::io::Write>(tar: &mut tar::Writer<W>, name: &str, what: &impl Serialize) -> Result<(), Error> {
    let text = serde_json::to_vec_pretty(what).expect("counts and digests are JSON");
    tar.begin(name, text.len() as u64)?;
    tar.put(&text)?;
    Ok(())
}

fn pieces(file: &Path, mut each: impl FnMut(&[u8]) -> std::io::Result<()>) -> Result<(), Error> {
    let (mut input, mut buffer) = (File::open(file)?, vec![0; PIECE_BYTES]);
    loop {
        let read = input.read(&mut buffer)?;
        if read == 0 {
            return Ok(());
        }
        each(&buffer[..read])?;
    }
}

fn digest_of(file: &Path) -> Result<Database, Error> {
    let (mut hash, mut bytes) = (Sha256::new(), 0);
    pieces(file, |piece| {
        hash.update(piece);
        bytes += piece.len() as u64;
        Ok(())
    })?;
    Ok(Database { bytes, sha256: Digest(hash.finalize().into()) })
}

/// A new, empty file that only its owner reads: in it are the key of the seals and everybody's work.
fn private(file: &Path) -> std::io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(file)
}

fn with_end(file: &Path, end: &str) -> PathBuf {
    let mut name = OsString::from(file);
    name.push(end);
    name.into()
}

fn folder_of(file: &Path) -> &Path {
    file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}
