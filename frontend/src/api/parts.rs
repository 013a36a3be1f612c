//! A file in parts, each going on where the last one ended: a line that is cut costs one part at most.
//!
//! The device remembers nothing of it: the server is asked how far the file has come, by its hash. What
//! counts is a body that names the file and its size; where the next part begins is checked once more by
//! the server, so a wrong offset does no harm.

use super::{
    ApiError,
    line::{Request, answer},
};
use shared::{
    id::PersonId,
    wire::{BlobReceipt, PART_BYTES, TUS_VERSION, Upload},
};
use std::{ops::Range, rc::Rc};

/// What a part is.
const PART: &str = "application/offset+octet-stream";

/// What is to be done next.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Next {
    /// Send these bytes.
    Part(Range<usize>),
    /// Nothing: the server has the file.
    Done(BlobReceipt),
}

/// Sends a file and waits for the receipt that repeats its hash. `sent` hears how many bytes have left,
/// those of earlier tries included.
///
/// # Errors
/// Any; after each the next try goes on where this one ended.
pub async fn file_sent(
    person: PersonId,
    file: BlobReceipt,
    bytes: &[u8],
    sent: Rc<dyn Fn(u64)>,
) -> Result<BlobReceipt, ApiError> {
    let mut stands = begun(person, file).await?;
    let mut is_second = false;
    loop {
        let part = match next(file, &stands, bytes.len())? {
            Next::Done(receipt) => return Ok(receipt),
            Next::Part(part) => part,
        };
        sent(stands.offset);
        match part_sent(person, file, &bytes[part.clone()], part.start, Rc::clone(&sent)).await {
            Ok(now) if now.offset > stands.offset => stands = now,
            Ok(_) => return Err(ApiError::NotOurs),
            // It has moved on, or was forgotten: asked once, then left to the next round.
            Err(error) if has_moved(&error) && !is_second => {
                is_second = true;
                stands = begun(person, file).await?;
            }
            Err(error) => return Err(error),
        }
    }
}

/// What comes after an answer, which must be about this file.
fn next(file: BlobReceipt, stands: &Upload, length: usize) -> Result<Next, ApiError> {
    if (stands.sha256, stands.bytes) != (file.sha256, file.bytes) {
        return Err(ApiError::NotOurs);
    }
    match stands.receipt {
        Some(receipt) if receipt == file => return Ok(Next::Done(receipt)),
        Some(_) => return Err(ApiError::NotOurs),
        None => {}
    }
    // A file that has all its bytes and no receipt is not answered by our server.
    let start = usize::try_from(stands.offset).ok().filter(|start| *start < length).ok_or(ApiError::NotOurs)?;
    Ok(Next::Part(start..length.min(start + PART_BYTES)))
}

/// Whether a part was refused because the file stands elsewhere than we thought.
fn has_moved(error: &ApiError) -> bool {
    matches!(error, ApiError::Refused { problem, .. } if matches!(&*problem.code, "wrong_offset" | "not_found"))
}

/// Begins the file, or finds how far it has come.
async fn begun(person: PersonId, file: BlobReceipt) -> Result<Upload, ApiError> {
    let path = path(file);
    let headers = vec![("tus-resumable", TUS_VERSION.to_owned()), ("upload-length", file.bytes.to_string())];
    answer(Request { person: Some(person), headers, ..Request::new("POST", &path) }).await?.begun()
}

async fn part_sent(
    person: PersonId,
    file: BlobReceipt,
    bytes: &[u8],
    start: usize,
    sent: Rc<dyn Fn(u64)>,
) -> Result<Upload, ApiError> {
    let path = path(file);
    let headers = vec![("tus-resumable", TUS_VERSION.to_owned()), ("upload-offset", start.to_string())];
    let sent: Rc<dyn Fn(u64)> = Rc::new(move |bytes| sent(start as u64 + bytes));
    let (body, person, sent) = (Some((PART, bytes.to_vec())), Some(person), Some(sent));
    answer(Request { body, person, headers, sent, ..Request::new("PATCH", &path) }).await?.json()
}

fn path(file: BlobReceipt) -> String {
    format!("/api/v1/uploads/{}", file.sha256)
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::{digest::Digest, problem::Problem};
    use std::collections::BTreeMap;

    const BYTES: usize = 2 * PART_BYTES + 10;

    fn file() -> BlobReceipt {
        BlobReceipt { sha256: Digest::of(b"photo"), bytes: BYTES as u64 }
    }

    fn at(offset: u64) -> Upload {
        Upload { sha256: file().sha256, bytes: file().bytes, offset, receipt: None }
    }

    #[test]
    fn it_goes_on_where_the_server_says() {
        assert_eq!(next(file(), &at(0), BYTES), Ok(Next::Part(0..PART_BYTES)));
        assert_eq!(next(file(), &at(7), BYTES), Ok(Next::Part(7..PART_BYTES + 7)), "at any byte");
        assert_eq!(next(file(), &at(BYTES as u64 - 1), BYTES), Ok(Next::Part(BYTES - 1..BYTES)));
        let done = Upload { receipt: Some(file()), ..at(BYTES as u64) };
        assert_eq!(next(file(), &done, BYTES), Ok(Next::Done(file())));
    }

    #[test]
    fn nothing_is_done_without_a_receipt_for_this_file() {
        let other = BlobReceipt { sha256: Digest::of(b"other"), ..file() };
        for strange in [
            at(BYTES as u64),
            at(u64::MAX),
            Upload { sha256: other.sha256, ..at(0) },
            Upload { bytes: 3, ..at(0) },
            Upload { receipt: Some(other), ..at(BYTES as u64) },
            Upload { receipt: Some(BlobReceipt { bytes: 3, ..file() }), ..at(BYTES as u64) },
        ] {
            assert_eq!(next(file(), &strange, BYTES), Err(ApiError::NotOurs), "{strange:?}");
        }
    }

    #[test]
    fn only_what_our_server_says_moves_the_file() {
        let refused = |code: &str| {
            let problem = Problem { code: code.to_owned(), message: String::new(), details: BTreeMap::new() };
            has_moved(&ApiError::Refused { status: 409, problem })
        };
        assert!(refused("wrong_offset") && refused("not_found"));
        assert!(!refused("no_room") && !has_moved(&ApiError::NotOurs) && !has_moved(&ApiError::NoAnswer));
    }
}
