//! What an answer is worth. Pure, so that every strange answer is a test.

use super::ApiError;
use serde::de::DeserializeOwned;
use shared::{digest::Digest, problem::Problem};

/// An answer as it came over the line.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Reply {
    /// The HTTP status.
    pub status: u16,
    /// The header `content-type`, in lower case.
    pub content_type: String,
    /// The header `etag`.
    pub etag: Option<String>,
    /// The header `retry-after`, if it was a number of seconds.
    pub retry_after_s: Option<u32>,
    /// The body, decompressed.
    pub body: Vec<u8>,
}

/// The answer to "has this changed since?".
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Fresh<T> {
    /// No.
    Same,
    /// Yes, and this is it, with the tag to ask with the next time.
    New(T, Option<String>),
}

impl Reply {
    /// The body of a success.
    ///
    /// # Errors
    /// [`ApiError`]; anything that is not exactly a 200 with our JSON is none.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, ApiError> {
        self.must_be_success()?;
        self.parsed()
    }

    /// The body of an answer that something was begun, or stands where it stands.
    ///
    /// # Errors
    /// As [`Reply::json`], of a 201.
    pub fn begun<T: DeserializeOwned>(&self) -> Result<T, ApiError> {
        if self.status == 201 {
            return self.parsed();
        }
        self.must_be_success()?;
        Err(ApiError::NotOurs)
    }

    fn parsed<T: DeserializeOwned>(&self) -> Result<T, ApiError> {
        if !self.is_json() {
            return Err(ApiError::NotOurs);
        }
        serde_json::from_slice(&self.body).map_err(|_| ApiError::NotOurs)
    }

    /// The body of a success, or "unchanged".
    ///
    /// # Errors
    /// As [`Reply::json`].
    pub fn fresh<T: DeserializeOwned>(&self) -> Result<Fresh<T>, ApiError> {
        if self.status == 304 {
            return Ok(Fresh::Same);
        }
        Ok(Fresh::New(self.json()?, self.etag.clone()))
    }

    /// A file's bytes, if they are the ones that the hash names.
    ///
    /// # Errors
    /// As [`Reply::json`]; other bytes are [`ApiError::NotOurs`].
    pub fn file(self, sha256: Digest) -> Result<Vec<u8>, ApiError> {
        self.must_be_success()?;
        if Digest::of(&self.body) == sha256 { Ok(self.body) } else { Err(ApiError::NotOurs) }
    }

    /// A file's bytes, if they are the ones that its tag names.
    ///
    /// # Errors
    /// As [`Reply::file`].
    pub fn tagged_file(self) -> Result<Vec<u8>, ApiError> {
        let tag = self.etag.as_deref().and_then(|tag| tag.trim_matches('"').parse().ok());
        self.file(tag.unwrap_or_default())
    }

    fn is_json(&self) -> bool {
        let media = self.content_type.split(';').next().unwrap_or_default().trim();
        media == "application/json" || (media.starts_with("application/") && media.ends_with("+json"))
    }

    fn must_be_success(&self) -> Result<(), ApiError> {
        if self.status == 200 {
            return Ok(());
        }
        // A proxy on the way may answer for the server; only a problem of ours is a refusal.
        let problem = if self.is_json() { serde_json::from_slice::<Problem>(&self.body).ok() } else { None };
        let retry_after_ms = self.retry_after_s.map(|s| s.saturating_mul(1000));
        Err(match (self.status, problem) {
            (408 | 425 | 429 | 503, _) => ApiError::Busy { retry_after_ms },
            (_, None) => ApiError::NotOurs,
            (401, Some(problem)) if problem.code != "sign_in_refused" => ApiError::SignedOut,
            // The cookie has become another's; who works here signs in again.
            (409, Some(problem)) if problem.code == "other_person" => ApiError::SignedOut,
            (426, Some(_)) => ApiError::TooOld,
            (status, Some(problem)) => ApiError::Refused { status, problem },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::wire::Heads;

    fn reply(status: u16, content_type: &str, body: &str) -> Reply {
        let body = body.as_bytes().to_vec();
        Reply { status, content_type: content_type.to_owned(), body, ..Reply::default() }
    }

    const PROBLEM: &str = r#"{"code":"too_large","message":"The body is too large."}"#;

    #[test]
    fn only_a_parsed_body_is_a_success() {
        assert!(reply(200, "application/json", r#"{"heads":{}}"#).json::<Heads>().is_ok());
        assert!(reply(200, "application/json; charset=utf-8", r#"{"heads":{}}"#).json::<Heads>().is_ok());
        for (status, content_type, body) in [
            (200, "", ""),
            (204, "", ""),
            (200, "application/json", ""),
            (200, "application/json", r#"{"heads":{"#),
            (200, "text/html", "<html>Đăng nhập Wi-Fi</html>"),
            (200, "text/html", r#"{"heads":{}}"#),
            (206, "application/json", r#"{"heads":{}}"#),
            (302, "text/html", ""),
            (511, "text/html", "<html></html>"),
        ] {
            let answer = reply(status, content_type, body).json::<Heads>();
            assert_eq!(answer, Err(ApiError::NotOurs), "{status} {content_type} {body}");
        }
    }

    #[test]
    fn a_refusal_needs_a_problem_of_ours() {
        let refused = reply(413, "application/json", PROBLEM).json::<Heads>().unwrap_err();
        assert!(refused.is_permanent());
        assert_eq!(refused.code(), "too_large");
        let portal = reply(403, "text/html", "<html></html>").json::<Heads>().unwrap_err();
        assert!(!portal.is_permanent() && portal.is_no_network());
    }

    #[test]
    fn what_one_server_does_not_let_through_is_not_bad_for_ever() {
        let refused = |status, code: &str| {
            let problem = format!(r#"{{"code":"{code}","message":"m"}}"#);
            reply(status, "application/json", &problem).json::<Heads>().unwrap_err()
        };
        assert!(refused(400, "malformed").is_of_the_content() && refused(413, "too_large").is_of_the_content());
        assert!(!refused(403, "forbidden").is_of_the_content() && !refused(404, "not_found").is_of_the_content());
    }

    #[test]
    fn a_server_in_trouble_is_no_reason_to_give_up() {
        let mut busy = reply(503, "text/html", "");
        busy.retry_after_s = Some(7);
        assert_eq!(busy.json::<Heads>(), Err(ApiError::Busy { retry_after_ms: Some(7000) }));
        let broken = reply(500, "application/json", PROBLEM).json::<Heads>().unwrap_err();
        assert!(!broken.is_permanent());
    }

    #[test]
    fn an_expired_session_is_told_from_a_wrong_password() {
        let expired = r#"{"code":"session_expired","message":"Sign in again."}"#;
        let refused = r#"{"code":"sign_in_refused","message":"Wrong."}"#;
        assert_eq!(reply(401, "application/json", expired).json::<Heads>(), Err(ApiError::SignedOut));
        let other = r#"{"code":"other_person","message":"Sign in again."}"#;
        assert_eq!(reply(409, "application/json", other).json::<Heads>(), Err(ApiError::SignedOut));
        let refused = reply(401, "application/json", refused).json::<Heads>().unwrap_err();
        assert_eq!(refused.code(), "sign_in_refused");
    }

    #[test]
    fn unchanged_is_an_answer_only_to_those_who_asked() {
        assert_eq!(reply(304, "", "").fresh::<Heads>(), Ok(Fresh::Same));
        assert_eq!(reply(304, "", "").json::<Heads>(), Err(ApiError::NotOurs));
    }

    #[test]
    fn a_file_is_believed_by_its_hash() {
        let photo = reply(200, "image/jpeg", "bytes");
        assert!(photo.clone().file(Digest::of(b"bytes")).is_ok());
        assert_eq!(photo.file(Digest::of(b"other")), Err(ApiError::NotOurs));
    }

    #[test]
    fn what_was_begun_is_told_by_a_201_and_a_body() {
        assert!(reply(201, "application/json", r#"{"heads":{}}"#).begun::<Heads>().is_ok());
        for (status, content_type, body) in [
            (200, "application/json", r#"{"heads":{}}"#),
            (200, "text/html", "<html>Đăng nhập Wi-Fi</html>"),
            (201, "application/json", ""),
            (201, "text/html", "<html></html>"),
            (204, "", ""),
        ] {
            let answer = reply(status, content_type, body).begun::<Heads>();
            assert_eq!(answer, Err(ApiError::NotOurs), "{status} {content_type} {body}");
        }
        assert_eq!(reply(413, "application/json", PROBLEM).begun::<Heads>().unwrap_err().code(), "too_large");
    }

    #[test]
    fn a_small_picture_is_believed_by_its_tag() {
        let tagged = |etag: Option<String>| Reply { etag, ..reply(200, "image/jpeg", "bytes") }.tagged_file();
        assert!(tagged(Some(format!("\"{}\"", Digest::of(b"bytes")))).is_ok());
        for strange in [None, Some("\"abc\"".to_owned()), Some(format!("\"{}\"", Digest::of(b"other")))] {
            assert_eq!(tagged(strange), Err(ApiError::NotOurs));
        }
    }
}
