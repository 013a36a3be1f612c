//! What the server says of a change, once and for ever.

mod read;

pub(crate) use read::ReceiptForm;

use crate::{
    change::{Malformed, State},
    digest::Digest,
    id::{ChangeId, PersonId, ScopeId},
    problem::FieldProblem,
};
use serde::{Deserialize, Serialize};

/// The verdict on a change, and the digest of the text that it was given on.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(try_from = "ReceiptForm")]
pub struct Receipt {
    /// The digest of the change's text.
    pub digest: Digest,
    /// The verdict.
    #[serde(flatten)]
    pub verdict: Verdict,
}

/// Numbered, or kept aside.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It has its number and is part of the record for ever.
    Numbered {
        /// The scope that numbered it.
        scope: ScopeId,
        /// Its number.
        n: u64,
    },
    /// It is kept aside until a person decides.
    Quarantined(Why),
}

/// The id under which a content is kept whose own id belongs to another content.
#[must_use]
pub fn second_id(id: ChangeId, digest: Digest) -> ChangeId {
    ChangeId::derived(&[&id.to_string(), &digest.to_string()])
}

/// Why a change is kept aside. Codes are retired, never reused.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "why", rename_all = "snake_case", try_from = "read::WhyForm")]
pub enum Why {
    /// Its text is no change.
    Unreadable,
    /// Its text is a change that no honest device writes.
    Malformed {
        /// What is wrong with it.
        what: Malformed,
    },
    /// Its id belongs to another content.
    TwoContents,
    /// It says that somebody else saved it.
    NotYou,
    /// It edits a root that the server does not know.
    UnknownRoot,
    /// The root is of another kind.
    KindDiffers,
    /// Records of this kind do not live there.
    WrongHome,
    /// The person may not write there.
    NoRight,
    /// The root is approved: reopen and adopt, or drop with a reason.
    Approved,
    /// The plan is issued, and issued plans never change.
    Issued,
    /// Somebody else moved the state meanwhile.
    StateMoved {
        /// The state that it has now.
        now: State,
    },
    /// That state cannot follow the present one.
    NoSuchStep {
        /// The state that it has now.
        now: State,
    },
    /// This step needs a reason.
    NoteMissing,
    /// A step that was refused is asked for anew, never adopted.
    OnlyAnew,
    /// It is larger than any request may be; its device keeps it.
    TooLarge,
    /// The person's own earlier changes have no number.
    OwnChangeMissing,
    /// The record is no longer what stood on the screen.
    BasisMoved,
    /// A field is in conflict.
    InConflict,
    /// The record breaks a rule of its form.
    Incomplete {
        /// Which.
        problems: Vec<FieldProblem>,
    },
    /// A person decided that it is not taken in; the server keeps its text. It stands among the reasons,
    /// and not beside them, so that devices of before read it as a change that is kept aside.
    Dropped {
        /// Who decided.
        by: PersonId,
        /// Why, in that person's words.
        reason: String,
    },
    /// Photos have not arrived.
    PhotosMissing {
        /// How many.
        missing: usize,
    },
    /// A reason that a later version of the server knows.
    Other,
}
