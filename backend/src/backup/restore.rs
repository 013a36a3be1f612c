//! Back from a backup: looked through to its end before anything is written, and begun only where nothing is.
//!
//! Files come first and the tables last: what breaks off half way has no tables, and can be done again.

use super::{
    BEGIN, Begin, DATABASE, END, End, FILES, FORM, PIECE_BYTES, Unfinished, folder_of, private, tar, with_end,
};
use crate::{
    blob_files::{BlobFiles, Joined},
    config::Config,
    error::Error,
    seals::{self, Seals},
    store::{self, Db},
    sync,
};
use sha2::{Digest as _, Sha256};
use shared::digest::Digest;
use std::{
    fs::{self, File},
    io::{self, BufReader, Write as _},
    path::{Path, PathBuf},
    sync::Arc,
};

/// Parts of JSON are small; what says that it is larger is not ours.
const JSON_BYTES_MAX: u64 = 64 << 20;
/// Files go back in pieces of this size, the smallest that a bucket takes.
const FILE_PIECE_BYTES: usize = 5 << 20;

/// What came back.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Restored {
    /// What the tables hold.
    pub begin: Begin,
    /// What files there are, and which are lacking.
    pub end: End,
    /// Where the tables that stood there before are now.
    pub replaced: Option<PathBuf>,
}

fn refused(what: impl std::fmt::Display) -> Error {
    Error::Malformed(format!("this is no whole backup: {what}"))
}

/// What the disk says, or that the file was cut or altered.
fn read(error: io::Error) -> Error {
    match error.kind() {
        io::ErrorKind::InvalidData => refused(error),
        io::ErrorKind::UnexpectedEof => refused("it was cut"),
        _ => error.into(),
    }
}

/// Brings a backup into an archive that holds nothing, and begins a new epoch there. With `replace`, tables in
/// SQLite that stand there are put aside first, under another name.
///
/// # Errors
/// [`Error::Malformed`] when the file is not whole or the archive holds something; then no tables were
/// written.
pub async fn restored(config: &Config, file: &Path, replace: bool, now_ms: i64) -> Result<Restored, Error> {
    checked(file).await?;
    let database = config.database();
    let place = store::file_of(&database);
    let may_replace = replace && place.is_some();
    if (place.is_none() || store::is_there(&database)) && !may_replace && holds_anything(&database).await? {
        let how = if place.is_some() { "; --replace puts it aside" } else { "; name an empty database" };
        return Err(Error::Malformed(format!("the archive holds something already{how}")));
    }
    fs::create_dir_all(&config.data_dir)?;
    let fresh = Unfinished::beside(place.as_deref().unwrap_or(&config.data_dir.join("restore")), "unfinished");
    let mut arriving = Arriving { files: BlobFiles::open(config)?, piece: Vec::new(), parts: Vec::new(), bytes: 0 };
    let mut tables = private(&fresh.0)?;
    let (begin, end) = walked(file, async |name, piece| match name.strip_prefix(FILES) {
        Some(name) => arriving.take(name, piece).await,
        None => Ok(tables.write_all(piece)?),
    })
    .await?;
    tables.sync_all()?;
    drop(tables);
    // Opened, the tables are brought to the form that this program has.
    let db = Db::open(&store::file_url(&fresh.0)).await?;
    let begun = async {
        let carried = store::carry::verified(&db).await?;
        if carried.entries != begin.entries || carried.rows < begin.rows {
            return Err(refused("there are fewer rows than it says"));
        }
        // What tablets hold beyond the backup is offered again, under the seals of before.
        sync::epoch::restored(&db, now_ms).await?;
        settled(&db, &begin, &end).await?;
        Seals::put_back(&config.seal_key(), begin.key)?;
        if place.is_none() {
            let target = Db::open(&database).await?;
            let carried = store::carry::carry(&db, &target).await;
            target.close().await;
            carried?;
        }
        Ok(())
    };
    let begun = begun.await;
    db.close().await;
    begun?;
    let replaced = match &place {
        Some(place) => put_in_place(&fresh.0, place, now_ms)?,
        None => None,
    };
    Ok(Restored { begin, end, replaced })
}

/// Brings the tables to what came back with them: photos that are lacking are awaited again, parts of files are in
/// no backup, and the key is the one that lies beside them. Whoever was signed in signs in again: of sessions that
/// were ended since, as on a tablet that was stolen, the backup knows nothing.
async fn settled(db: &Db, begin: &Begin, end: &End) -> Result<(), Error> {
    let (lacking, key) = (Arc::new(end.lacking.clone()), seals::fingerprint(begin.key));
    db.write(move |conn| {
        let lacking = Arc::clone(&lacking);
        Box::pin(async move {
            store::blob::lost(conn, &lacking).await?;
            store::upload::end_all(conn).await?;
            store::session::end_all(conn).await?;
            store::version::note_seal_key(conn, key, true).await.map(drop)
        })
    })
    .await
}

async fn holds_anything(database: &str) -> Result<bool, Error> {
    let db = Db::open(database).await?;
    let holds = store::carry::holds_anything(&db).await;
    db.close().await;
    holds
}

/// Gives the tables their name; what had it before gets another, and has it again if that fails.
fn put_in_place(fresh: &Path, place: &Path, now_ms: i64) -> Result<Option<PathBuf>, Error> {
    if with_end(fresh, "-wal").exists() {
        return Err(Error::Internal("the log of the tables was not folded in".into()));
    }
    let aside = with_end(place, &format!(".replaced-{now_ms}"));
    let is_there = place.exists();
    let mut moved = Vec::new();
    let placed = moved_aside(place, &aside, &mut moved).and_then(|()| fs::rename(fresh, place));
    if let Err(error) = placed {
        for (old, new) in moved.iter().rev() {
            if let Err(further) = fs::rename(new, old) {
                let (old, new) = (old.display(), new.display());
                return Err(Error::Internal(format!(
                    "{error}; what stood at {old} is whole at {new} and could not be put back: {further}"
                )));
            }
        }
        return Err(error.into());
    }
    File::open(folder_of(place))?.sync_all()?;
    Ok(is_there.then_some(aside))
}

/// Moves the tables and their log; notes from where and to where.
fn moved_aside(place: &Path, aside: &Path, moved: &mut Vec<(PathBuf, PathBuf)>) -> io::Result<()> {
    for end in ["-wal", "-shm", ""] {
        let (old, new) = (with_end(place, end), with_end(aside, end));
        if old.exists() {
            fs::rename(&old, &new)?;
            moved.push((old, new));
        }
    }
    Ok(())
}

/// A file on its way back.
struct Arriving {
    files: BlobFiles,
    piece: Vec<u8>,
    parts: Vec<String>,
    bytes: u64,
}

impl Arriving {
    /// A piece of a file, or its end.
    async fn take(&mut self, name: &str, piece: &[u8]) -> Result<(), Error> {
        self.piece.extend_from_slice(piece);
        let is_end = piece.is_empty();
        if !is_end && self.piece.len() < FILE_PIECE_BYTES {
            return Ok(());
        }
        let bytes = std::mem::take(&mut self.piece);
        let sha256: Digest = name.parse().map_err(|_| refused("a file has no name"))?;
        if is_end && self.parts.is_empty() {
            return self.files.keep(sha256, bytes.into()).await;
        }
        let start = self.bytes;
        self.bytes += bytes.len() as u64;
        self.parts.push(self.files.keep_part("restore", start, bytes.into()).await?);
        if is_end {
            let parts = std::mem::take(&mut self.parts);
            self.bytes = 0;
            let joined = self.files.join(sha256, &parts).await?;
            self.files.remove_parts(&parts).await;
            if joined != Joined::Kept {
                return Err(Error::Internal(format!("the file {sha256} did not come back whole")));
            }
        }
        Ok(())
    }
}

/// Looks through a backup from its beginning to its end: every part has the hash that it should have, and so
/// has the whole.
///
/// # Errors
/// [`Error::Malformed`] says what is wrong.
pub async fn checked(file: &Path) -> Result<(Begin, End), Error> {
    walked(file, async |_, _| Ok(())).await
}

/// Walks through the parts in their order; `each` is given every piece of tables and files, and an empty one
/// at a part's end once its hash was found right.
async fn walked(
    file: &Path,
    mut each: impl AsyncFnMut(&str, &[u8]) -> Result<(), Error>,
) -> Result<(Begin, End), Error> {
    let mut tar = tar::Reader::new(BufReader::with_capacity(PIECE_BYTES, File::open(file)?));
    let begin: Begin = match tar.part().map_err(read)? {
        Some(part) if part.name == BEGIN => json(&mut tar, part.bytes)?,
        _ => return Err(refused("it does not begin as one")),
    };
    if begin.lantoa_backup != FORM {
        let form = begin.lantoa_backup;
        return Err(refused(format!("its form {form} is of a later program")));
    }
    let (mut count, mut bytes, mut has_tables) = (0, 0, false);
    loop {
        let part = tar.part().map_err(read)?.ok_or_else(|| refused("its end is missing"))?;
        if part.name == END {
            let end: End = json(&mut tar, part.bytes)?;
            if end.sha256 != part.before || !has_tables || (end.files, end.bytes) != (count, bytes) {
                return Err(refused("its end tells of something else"));
            }
            return match tar.part().map_err(read)? {
                None => Ok((begin, end)),
                Some(part) => Err(refused(format!("{} stands behind its end", part.name))),
            };
        }
        let expected = match part.name.strip_prefix(FILES) {
            Some(name) if has_tables => name.parse().map_err(|_| refused(format!("{name} is no name of a file")))?,
            None if part.name == DATABASE && !has_tables && part.bytes == begin.database.bytes => begin.database.sha256,
            _ => return Err(refused(format!("{} does not belong there", part.name))),
        };
        let (mut hash, mut buffer) = (Sha256::new(), vec![0; PIECE_BYTES]);
        loop {
            let piece = tar.piece(&mut buffer).map_err(read)?;
            if piece.is_empty() {
                break;
            }
            hash.update(piece);
            each(&part.name, piece).await?;
        }
        if Digest(hash.finalize().into()) != expected {
            return Err(refused(format!("{} was altered", part.name)));
        }
        each(&part.name, &[]).await?;
        if part.name == DATABASE {
            has_tables = true;
        } else {
            (count, bytes) = (count + 1, bytes + part.bytes);
        }
    }
}

fn json<T: serde::de::DeserializeOwned, R: io::Read>(tar: &mut tar::Reader<R>, bytes: u64) -> Result<T, Error> {
    if bytes > JSON_BYTES_MAX {
        return Err(refused("a small part is large"));
    }
    let (mut text, mut buffer) = (Vec::new(), vec![0; PIECE_BYTES]);
    loop {
        let piece = tar.piece(&mut buffer).map_err(read)?;
        if piece.is_empty() {
            break;
        }
        text.extend_from_slice(piece);
    }
    serde_json::from_slice(&text).map_err(refused)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_replaced_stands_where_it_stood() {
        let folder = std::env::temp_dir().join(format!("lantoa-{}", uuid::Uuid::now_v7()));
        fs::create_dir_all(&folder).unwrap();
        let (fresh, place) = (folder.join("fresh"), folder.join("lantoa.db"));
        fs::write(&place, "tables").unwrap();
        fs::write(with_end(&place, "-wal"), "their log").unwrap();
        assert!(put_in_place(&fresh, &place, 5).is_err(), "there is nothing to put there");
        assert_eq!(fs::read(&place).unwrap(), b"tables");
        assert_eq!(fs::read(with_end(&place, "-wal")).unwrap(), b"their log");
        fs::write(&fresh, "others").unwrap();
        let aside = put_in_place(&fresh, &place, 5).unwrap().unwrap();
        assert_eq!((fs::read(&place).unwrap(), fs::read(aside).unwrap()), (b"others".to_vec(), b"tables".to_vec()));
        fs::remove_dir_all(folder).unwrap();
    }
}
