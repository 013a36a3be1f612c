//! All the SQL: one function a question, each taking the connection that it works on.
//!
//! Knows tables and types of `shared`; knows nothing of HTTP. More than one write belongs
//! together only inside one act of [`Db::write`].

mod bulk;
mod conn;
mod db;
mod lite;
mod pg;
mod writer;

pub mod activity;
pub mod blob;
pub mod carry;
pub mod device;
pub mod entry;
pub mod epoch;
pub mod lock;
pub mod person;
pub mod quarantine;
pub mod receipt;
pub mod rollup;
pub mod root;
pub mod scope;
pub mod session;
pub mod snapshot;
pub mod unit;
pub mod upload;
pub mod version;

pub use conn::Conn;
pub use db::Db;
pub use lite::{file_of, file_url, is_there};
pub use pg::Told;

use crate::error::Error;
use conn::on;
use serde::{Serialize, de::DeserializeOwned};
use std::{borrow::Cow, str::FromStr};

/// Rows a bulk statement carries at most; few distinct sizes keep statements in the cache.
pub const CHUNK_ROWS: usize = 500;

/// A text as both engines keep it: PostgreSQL takes no NUL, which nobody can type.
fn plain(text: &str) -> Cow<'_, str> {
    if text.contains('\0') { Cow::Owned(text.replace('\0', "\u{fffd}")) } else { Cow::Borrowed(text) }
}

/// What a column of text holds, as the type that wrote it.
fn stored<T: FromStr>(text: &str) -> Result<T, Error> {
    text.parse().map_err(|_| Error::Internal(format!("a stored {} cannot be read", std::any::type_name::<T>())))
}

/// The word by which one of several kinds is kept, the same as on the wire.
fn word_of<T: Serialize>(kind: &T) -> String {
    match serde_json::to_value(kind) {
        Ok(serde_json::Value::String(word)) => word,
        _ => unreachable!("only kinds that are words on the wire are kept so"),
    }
}

/// The kind that a kept word stands for.
fn word_read<T: DeserializeOwned>(word: &str) -> Result<T, Error> {
    let value = serde_json::Value::String(word.to_owned());
    serde_json::from_value(value).map_err(|_| Error::Internal(format!("the stored word {word:?} cannot be read")))
}

/// A list of ids as one JSON parameter, for `in (select value from json_each($1))`.
fn id_list<T: ToString>(ids: impl IntoIterator<Item = T>) -> String {
    // Ids and digests hold hexadecimal digits and hyphens only, so nothing needs escaping.
    let mut list = String::from("[");
    for id in ids {
        if list.len() > 1 {
            list.push(',');
        }
        list.push('"');
        list.push_str(&id.to_string());
        list.push('"');
    }
    list.push(']');
    list
}

/// Whether every row was written: one that was not is somebody else's by now.
fn all_written(rows: u64, wanted: usize) -> Result<(), Error> {
    if usize::try_from(rows) == Ok(wanted) { Ok(()) } else { Err(Error::Overtaken) }
}

/// The key of the last of some rows, each with its bytes, that still begins within the room there is.
fn fitting<K: Clone>(sizes: &[(K, i64)], bytes_max: usize) -> Option<K> {
    let room = i64::try_from(bytes_max).unwrap_or(i64::MAX);
    let before = sizes.iter().scan(0_i64, |sum, (_, bytes)| Some(std::mem::replace(sum, *sum + bytes)));
    sizes.iter().zip(before).take_while(|(_, before)| *before < room).last().map(|((key, _), _)| key.clone())
}
