//! The head of a request, as far as the line must understand it.

use tokio::io::{AsyncRead, AsyncReadExt};

/// Longer heads than this come from nobody we know.
const HEAD_MAX: usize = 64 * 1024;

/// What a request says about itself before its body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// GET, POST …
    pub method: String,
    /// Path and query.
    pub path: String,
    /// How the length of the body is told.
    pub body: Body,
}

/// How long a body is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Body {
    /// So many bytes, possibly none.
    Length(usize),
    /// It ends where it says so itself; what follows on this connection is not looked into.
    Unknown,
}

/// Reads up to and with the empty line. `rest` holds what was read beyond, before and after.
///
/// `None` when the client has closed the connection between two requests, or speaks no HTTP/1.
pub async fn read(from: &mut (impl AsyncRead + Unpin), rest: &mut Vec<u8>) -> Option<(Head, Vec<u8>)> {
    loop {
        if let Some(end) = rest.windows(4).position(|four| four == b"\r\n\r\n") {
            let tail = rest.split_off(end + 4);
            let bytes = std::mem::replace(rest, tail);
            return parsed(&bytes).map(|head| (head, bytes));
        }
        if rest.len() > HEAD_MAX || from.read_buf(rest).await.ok()? == 0 {
            return None;
        }
    }
}

fn parsed(bytes: &[u8]) -> Option<Head> {
    let text = std::str::from_utf8(bytes).ok()?;
    let mut lines = text.split("\r\n");
    let mut first = lines.next()?.split(' ');
    let (method, path) = (first.next()?.to_owned(), first.next()?.to_owned());
    let mut body = Body::Length(0);
    for (name, value) in lines.filter_map(|line| line.split_once(':')) {
        if name.eq_ignore_ascii_case("content-length") {
            body = Body::Length(value.trim().parse().ok()?);
        } else if name.eq_ignore_ascii_case("transfer-encoding") {
            return Some(Head { method, path, body: Body::Unknown });
        }
    }
    Some(Head { method, path, body })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn two_requests_in_one_piece_are_read_one_after_the_other() {
        let mut wire: &[u8] = b"POST /a?b HTTP/1.1\r\nContent-Length: 2\r\n\r\nhiGET / HTTP/1.1\r\n\r\n";
        let mut rest = Vec::new();
        let (head, _) = read(&mut wire, &mut rest).await.unwrap();
        assert_eq!(head, Head { method: "POST".into(), path: "/a?b".into(), body: Body::Length(2) });
        rest.drain(..2);
        let (head, bytes) = read(&mut wire, &mut rest).await.unwrap();
        assert_eq!((head.method.as_str(), bytes.len()), ("GET", 18));
        assert!(read(&mut wire, &mut rest).await.is_none());
    }

    #[test]
    fn a_body_without_a_length_is_not_looked_into() {
        let head = parsed(b"PUT /x HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n").unwrap();
        assert_eq!(head.body, Body::Unknown);
    }
}
