//! Everything that can go wrong while answering, and the one place where it becomes an answer.

use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use shared::{problem::Problem, value::Value, wire::TUS_VERSION};
use std::{collections::BTreeMap, path::PathBuf};

/// Why a request was not answered as asked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// No session, or one that has ended.
    #[error("no valid session")]
    SessionExpired,
    /// The session is another person's than the notebook that asks.
    #[error("the session belongs to another person")]
    OtherPerson,
    /// Login and password do not belong together; which of the two is not said.
    #[error("sign-in refused")]
    SignInRefused,
    /// Too many wrong passwords for this login from this address.
    #[error("too many tries")]
    TooManyTries {
        /// Seconds until another try counts.
        retry_after_s: u64,
    },
    /// Signed in, but not for this.
    #[error("not allowed: {0}")]
    Forbidden(&'static str),
    /// There is none, or none that this person may know of.
    #[error("not found: {0}")]
    NotFound(&'static str),
    /// The method has no meaning at this address.
    #[error("method not allowed")]
    MethodNotAllowed,
    /// The body, an address or a file could not be read, or does not fit: says what. Its code says the rest.
    #[error("{0}")]
    Malformed(String),
    /// The body stopped coming.
    #[error("the body stopped coming")]
    Stalled,
    /// The body is of a kind that is not read here.
    #[error("unsupported: {0}")]
    Unsupported(&'static str),
    /// The body is larger than the limit, before or after inflating.
    #[error("body larger than {limit} bytes")]
    TooLarge {
        /// Bytes.
        limit: usize,
    },
    /// More in one request than is taken.
    #[error("more than {limit} in one request")]
    TooMany {
        /// How many are taken.
        limit: usize,
    },
    /// The header that names the protocol is missing.
    #[error("the protocol header is missing")]
    ProtocolMissing,
    /// A protocol that this server does not speak.
    #[error("unknown protocol version")]
    ProtocolUnknown,
    /// The bytes are not those that the address names.
    #[error("the content does not match its address")]
    WrongHash {
        /// SHA-256 of what came.
        received: String,
    },
    /// A part does not begin where the file that is sent in parts ends.
    #[error("the file goes on at {offset}")]
    WrongOffset {
        /// Where the next part begins.
        offset: u64,
    },
    /// A version of the protocol of files in parts that is not spoken here.
    #[error("unknown version of the protocol of uploads")]
    UploadProtocol,
    /// No room for more files: what somebody brought and nothing names, or the disk, is full.
    #[error("no room for files: {0}")]
    NoRoom(&'static str),
    /// A session holds as many streams as it may.
    #[error("more than {limit} streams in one session")]
    TooManyStreams {
        /// How many it may hold.
        limit: usize,
    },
    /// Something with this name is there already.
    #[error("conflict: {0}")]
    Taken(&'static str),
    /// Somebody else wrote the same between reading and writing: begun again, it goes well.
    #[error("overtaken")]
    Overtaken,
    /// Busy or stopping; trying again will do.
    #[error("unavailable: {0}")]
    Unavailable(&'static str),
    /// The key of the seals is gone, or is another one than the archive was kept with. Nothing is served then.
    #[error(
        "the key of the seals is missing or is another archive's: {0}\nPut back the file of before (every backup \
         holds it, and lantoa restore puts it back). If it is lost for good, serve once with --new-key: then tablets \
         bring back what their own people wrote, and no longer what they have read of others"
    )]
    StrangeKey(PathBuf),
    /// An archive that was to be a real office's holds the demonstration.
    #[error(
        "here lies the demonstration, whose password is published. A real office begins in another folder \
         (--data-dir office) or in another database (--database-url)"
    )]
    Demonstration,
    /// The database.
    #[error(transparent)]
    Database(sqlx::Error),
    /// Disk, or something that cannot happen.
    #[error("internal: {0}")]
    Internal(String),
}

/// Constraints by name, and what breaking them means to a client. SQLite names a unique
/// constraint by its column.
const CONSTRAINTS: &[(&str, &str)] = &[
    ("credential_login", "login_taken"),
    ("credential.login", "login_taken"),
    ("person_role", "role_unknown"),
    ("quarantine_decision", "decision_unknown"),
];

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        let broken = match &error {
            sqlx::Error::Database(broken) => broken,
            sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::Io(_) => {
                tracing::warn!(%error, "database");
                return Self::Unavailable("the database does not answer");
            }
            _ => return Self::Database(error),
        };
        // Engines have codes of their own: SQLite's are numbers, PostgreSQL's have five signs.
        match broken.code().as_deref() {
            // Two acts were in each other's way, and this one was broken off.
            Some("40001" | "40P01") => return Self::Overtaken,
            // Waited too long for a lock; too many connections; the server stops, fell, or is starting.
            Some("55P03" | "53300" | "57P01" | "57P02" | "57P03") => {
                tracing::warn!(%error, "database");
                return Self::Unavailable("the database does not answer");
            }
            _ => {}
        }
        // PostgreSQL tells the name; SQLite writes it at the end of its message.
        let name = broken.constraint().or_else(|| broken.message().rsplit(": ").next()).unwrap_or_default();
        match CONSTRAINTS.iter().find(|(constraint, _)| *constraint == name) {
            Some((_, meaning)) => Self::Taken(meaning),
            None => Self::Database(error),
        }
    }
}

impl From<std::io::Error> for Error {
    fn from(error: std::io::Error) -> Self {
        if error.kind() == std::io::ErrorKind::StorageFull {
            return Self::NoRoom("disk");
        }
        Self::Internal(error.to_string())
    }
}

impl Error {
    /// Status, code (never reused), and a fact that goes with it.
    fn parts(&self) -> (StatusCode, &'static str, Option<(&'static str, Value)>) {
        use StatusCode as S;
        match self {
            Self::SessionExpired => (S::UNAUTHORIZED, "session_expired", None),
            Self::OtherPerson => (S::CONFLICT, "other_person", None),
            Self::SignInRefused => (S::UNAUTHORIZED, "sign_in_refused", None),
            Self::TooManyTries { retry_after_s } => {
                (S::TOO_MANY_REQUESTS, "too_many_tries", Some(("retry_after_s", int(*retry_after_s))))
            }
            Self::Forbidden(what) => (S::FORBIDDEN, "forbidden", Some(("what", (*what).into()))),
            Self::NotFound(what) => (S::NOT_FOUND, "not_found", Some(("what", (*what).into()))),
            Self::MethodNotAllowed => (S::METHOD_NOT_ALLOWED, "method_not_allowed", None),
            Self::Malformed(why) => (S::BAD_REQUEST, "malformed", Some(("why", why.as_str().into()))),
            Self::Stalled => (S::REQUEST_TIMEOUT, "stalled", None),
            Self::Unsupported(what) => (S::UNSUPPORTED_MEDIA_TYPE, "unsupported", Some(("what", (*what).into()))),
            Self::TooLarge { limit } => (S::PAYLOAD_TOO_LARGE, "too_large", Some(("limit_bytes", int(*limit as u64)))),
            Self::TooMany { limit } => (S::PAYLOAD_TOO_LARGE, "too_many", Some(("limit", int(*limit as u64)))),
            Self::ProtocolMissing => (S::BAD_REQUEST, "protocol_missing", None),
            Self::ProtocolUnknown => (S::UPGRADE_REQUIRED, "protocol_unknown", Some(("spoken", int(1)))),
            Self::WrongHash { received } => {
                (S::UNPROCESSABLE_ENTITY, "wrong_hash", Some(("received", received.as_str().into())))
            }
            Self::WrongOffset { offset } => (S::CONFLICT, "wrong_offset", Some(("offset", int(*offset)))),
            Self::UploadProtocol => {
                (S::PRECONDITION_FAILED, "upload_protocol_unknown", Some(("spoken", TUS_VERSION.into())))
            }
            Self::NoRoom(whose) => (S::INSUFFICIENT_STORAGE, "no_room", Some(("whose", (*whose).into()))),
            Self::TooManyStreams { limit } => {
                (S::TOO_MANY_REQUESTS, "too_many_streams", Some(("limit", int(*limit as u64))))
            }
            Self::Taken(what) => (S::CONFLICT, what, None),
            Self::Overtaken => (S::SERVICE_UNAVAILABLE, "unavailable", Some(("what", "overtaken".into()))),
            Self::Unavailable(what) => (S::SERVICE_UNAVAILABLE, "unavailable", Some(("what", (*what).into()))),
            Self::StrangeKey(_) | Self::Demonstration | Self::Database(_) | Self::Internal(_) => {
                (S::INTERNAL_SERVER_ERROR, "internal", None)
            }
        }
    }
}

fn int(number: u64) -> Value {
    Value::Int(i64::try_from(number).unwrap_or(i64::MAX))
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        let (status, code, fact) = self.parts();
        // What the disk or the database said is for the log, not for strangers.
        let message = match &self {
            Self::Database(error) => {
                tracing::error!(%error, "database");
                "something failed here; nothing was taken in".to_owned()
            }
            Self::Internal(error) => {
                tracing::error!(%error, "internal");
                "something failed here; nothing was taken in".to_owned()
            }
            other => other.to_string(),
        };
        let details = fact.into_iter().map(|(name, value)| (name.to_owned(), value)).collect::<BTreeMap<_, _>>();
        let problem = Problem { code: code.to_owned(), message, details };
        let mut response = (status, Json(problem)).into_response();
        let retry_after_s = match self {
            Self::TooManyTries { retry_after_s } => retry_after_s,
            Self::Overtaken | Self::Unavailable(_) => 5,
            _ => return response,
        };
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(retry_after_s));
        response
    }
}
