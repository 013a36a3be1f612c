//! The server's word: seals over cursors, by a key that lies beside the database and not in it, so that
//! whoever puts the database back to an earlier time does not put back the key.
//!
//! All processes over one database have the same key: they share the folder, or the file is given to each.

use crate::{
    error::Error,
    store::{self, Db},
};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use shared::{
    digest::Digest,
    epoch::{Seal, sealed},
    id::{EpochId, ScopeId},
    wire::Cursor,
};
use std::{
    fs::{self, File, OpenOptions},
    io::{ErrorKind, Write as _},
    path::{Path, PathBuf},
};
use uuid::Uuid;

/// Bytes of a key.
const KEY_BYTES: usize = 32;

/// Makes and checks seals.
#[derive(Clone)]
pub struct Seals {
    key: [u8; KEY_BYTES],
}

impl Seals {
    /// Reads the key that an archive was kept with. Its fingerprint stands in the database: made anew in silence,
    /// or another process's, it would let no tablet prove what the server may have lost. A key is made only where
    /// there was none, or if `anew` says that the old one is lost for good.
    ///
    /// # Errors
    /// [`Error::StrangeKey`] when it is another one, or gone; otherwise the disk's, or the database's.
    pub async fn of_archive(db: &Db, path: &Path, anew: bool) -> Result<Self, Error> {
        let noted = store::version::seal_key(&mut db.read().await?).await?;
        if noted.is_some() && !anew && !path.exists() {
            return Err(Error::StrangeKey(path.to_owned()));
        }
        let seals = Self::open(path)?;
        let own = seals.fingerprint();
        if noted == Some(own) {
            return Ok(seals);
        }
        let counts =
            db.write(move |conn| Box::pin(async move { store::version::note_seal_key(conn, own, anew).await })).await?;
        if counts == own { Ok(seals) } else { Err(Error::StrangeKey(path.to_owned())) }
    }

    /// By this a key is known again, and nobody makes seals.
    #[must_use]
    pub fn fingerprint(&self) -> i64 {
        fingerprint(self.key())
    }

    /// Reads the key, or makes one where there is none yet.
    fn open(path: &Path) -> Result<Self, Error> {
        match fs::read(path) {
            Ok(bytes) => Self::of(&bytes),
            Err(error) if error.kind() == ErrorKind::NotFound => {
                make(path)?;
                // Another process may have been first: what lies there now is everybody's.
                Self::of(&fs::read(path)?)
            }
            Err(error) => Err(error.into()),
        }
    }

    fn of(bytes: &[u8]) -> Result<Self, Error> {
        let key = bytes.try_into().map_err(|_| Error::Internal("the file of the seals' key holds no key".into()))?;
        Ok(Self { key })
    }

    /// The key, for a backup: whoever has it can make seals.
    #[must_use]
    pub fn key(&self) -> Digest {
        Digest(self.key)
    }

    /// Puts the key of a backup in the place of whatever key lies there.
    ///
    /// # Errors
    /// The disk's.
    pub fn put_back(path: &Path, key: Digest) -> Result<(), Error> {
        let part = written(path, &key.0)?;
        fs::rename(&part, path)?;
        flushed(path)
    }

    /// The seal over a place of a scope's log.
    #[must_use]
    pub fn seal(&self, scope: ScopeId, cursor: &Cursor, epoch: EpochId) -> Seal {
        let mut seal = [0; 16];
        seal.copy_from_slice(&self.mac(scope, cursor, epoch).finalize().into_bytes()[..16]);
        Seal(seal)
    }

    /// Whether this server, or another with its key, has sealed the cursor.
    #[must_use]
    pub fn are_on(&self, scope: ScopeId, cursor: &Cursor) -> bool {
        let (Some(epoch), Some(seal)) = (cursor.epoch, cursor.seal) else { return false };
        self.mac(scope, cursor, epoch).verify_truncated_left(&seal.0).is_ok()
    }

    fn mac(&self, scope: ScopeId, cursor: &Cursor, epoch: EpochId) -> Hmac<Sha256> {
        let mac = Hmac::<Sha256>::new_from_slice(&self.key).expect("keys of any length are taken");
        mac.chain_update(sealed(scope, cursor.n, cursor.chain, epoch))
    }
}

/// See [`Seals::fingerprint`].
#[must_use]
pub fn fingerprint(key: Digest) -> i64 {
    let Digest([a, b, c, d, e, f, g, h, ..]) = Digest::of_parts([&b"the key of the seals"[..], &key.0]);
    i64::from_be_bytes([a, b, c, d, e, f, g, h])
}

/// Makes a key, unless another process has made one meanwhile.
fn make(path: &Path) -> Result<(), Error> {
    let mut key = [0; KEY_BYTES];
    key[..16].copy_from_slice(Uuid::new_v4().as_bytes());
    key[16..].copy_from_slice(Uuid::new_v4().as_bytes());
    let part = written(path, &key)?;
    let named = fs::hard_link(&part, path);
    fs::remove_file(&part)?;
    match named {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => Err(error.into()),
        _ => flushed(path),
    }
}

/// Writes a key whole before it has its name, so that nobody ever reads half of one.
fn written(path: &Path, key: &[u8; KEY_BYTES]) -> Result<PathBuf, Error> {
    let part = path.with_extension(format!("{}.part", Uuid::new_v4()));
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&part)?;
    file.write_all(key)?;
    file.sync_all()?;
    Ok(part)
}

/// The name is on the disk too.
fn flushed(path: &Path) -> Result<(), Error> {
    if let Some(folder) = path.parent() {
        File::open(folder)?.sync_all()?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{collections::BTreeSet, thread};

    #[test]
    fn a_seal_counts_for_its_scope_and_place_alone() {
        let seals = Seals { key: [7; KEY_BYTES] };
        let (scope, epoch) = (ScopeId::derived(&["a"]), EpochId::derived(&["b"]));
        let mut cursor = Cursor { n: 3, chain: Digest::of(b"c"), epoch: Some(epoch), seal: None };
        assert!(!seals.are_on(scope, &cursor));
        cursor.seal = Some(seals.seal(scope, &cursor, epoch));
        assert!(seals.are_on(scope, &cursor));
        assert!(!seals.are_on(ScopeId::derived(&["other"]), &cursor));
        assert!(!seals.are_on(scope, &Cursor { n: 4, ..cursor }));
        assert!(!seals.are_on(scope, &Cursor { chain: Digest::of(b"d"), ..cursor }));
        assert!(!seals.are_on(scope, &Cursor { epoch: Some(EpochId::derived(&["d"])), ..cursor }));
        assert!(!Seals { key: [8; KEY_BYTES] }.are_on(scope, &cursor));
    }

    #[test]
    fn processes_that_begin_at_once_have_one_key() {
        let folder = std::env::temp_dir().join(format!("lantoa-{}", Uuid::now_v7()));
        fs::create_dir_all(&folder).unwrap();
        let path = folder.join("seal.key");
        let keys: BTreeSet<_> = thread::scope(|scope| {
            let opened: Vec<_> = (0..8).map(|_| scope.spawn(|| Seals::open(&path).unwrap().key)).collect();
            opened.into_iter().map(|opened| opened.join().unwrap()).collect()
        });
        assert_eq!(keys.len(), 1);
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 1, "nothing is left lying about");
        fs::remove_dir_all(&folder).unwrap();
    }
}
