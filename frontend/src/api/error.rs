//! Why a request came to nothing, in kinds that the rest of the app can act upon.

use shared::problem::Problem;
use std::fmt;

/// Why a request came to nothing.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ApiError {
    /// Nothing was heard, or only part of it. What was sent may have arrived: it is *unknown*.
    NoAnswer,
    /// Something answered that is not our server, such as the sign-in page of a hotel's network.
    NotOurs,
    /// The server asks for patience.
    Busy {
        /// How long, if it said so.
        retry_after_ms: Option<u32>,
    },
    /// The session is over; the person signs in again, and nothing on the device is touched.
    SignedOut,
    /// This app is older than what the server speaks.
    TooOld,
    /// The server read the request and said no.
    Refused {
        /// The HTTP status.
        status: u16,
        /// What was wrong with it.
        problem: Problem,
    },
}

impl ApiError {
    /// Whether the same request can never succeed, however long one waits.
    #[must_use]
    pub fn is_permanent(&self) -> bool {
        match self {
            Self::NoAnswer | Self::NotOurs | Self::Busy { .. } | Self::SignedOut => false,
            Self::TooOld => true,
            Self::Refused { status, .. } => (400..500).contains(status) && *status != 409,
        }
    }

    /// Whether what was sent will never be taken, whoever sends it and by whichever rights and keys.
    #[must_use]
    pub fn is_of_the_content(&self) -> bool {
        matches!(self, Self::Refused { problem, .. } if ["malformed", "too_large"].contains(&problem.code.as_str()))
    }

    /// Whether this is what a person calls "no network".
    #[must_use]
    pub fn is_no_network(&self) -> bool {
        matches!(self, Self::NoAnswer | Self::NotOurs)
    }

    /// A stable name for texts, logs and tests; the server's own code where it gave one.
    #[must_use]
    pub fn code(&self) -> &str {
        match self {
            Self::NoAnswer => "no_answer",
            Self::NotOurs => "not_our_server",
            Self::Busy { .. } => "busy",
            Self::SignedOut => "session_expired",
            Self::TooOld => "app_too_old",
            Self::Refused { problem, .. } => &problem.code,
        }
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused { status, problem } => {
                write!(f, "{status} {}: {}", problem.code, problem.message)
            }
            other => f.write_str(other.code()),
        }
    }
}

impl std::error::Error for ApiError {}
