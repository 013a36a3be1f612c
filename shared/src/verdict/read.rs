//! Receipts and reasons as they are read: each member by its name. What serde makes of tags and of flattening
//! keeps everything first and reads it a second time, and costs the app's first screen a hundredth.

use super::{Receipt, Verdict, Why};
use crate::{
    change::{Malformed, State},
    digest::Digest,
    id::{ChangeId, PersonId, ScopeId},
    problem::FieldProblem,
};
use serde::Deserialize;

/// A receipt, with or without the id of what it acknowledges.
#[derive(Deserialize)]
pub(crate) struct ReceiptForm {
    pub id: Option<ChangeId>,
    digest: Digest,
    numbered: Option<Numbered>,
    quarantined: Option<Why>,
}

#[derive(Deserialize)]
struct Numbered {
    scope: ScopeId,
    n: u64,
}

impl TryFrom<ReceiptForm> for Receipt {
    type Error = &'static str;

    fn try_from(form: ReceiptForm) -> Result<Self, Self::Error> {
        let verdict = match (form.numbered, form.quarantined) {
            (Some(Numbered { scope, n }), None) => Verdict::Numbered { scope, n },
            (None, Some(why)) => Verdict::Quarantined(why),
            _ => return Err("a receipt has one verdict"),
        };
        Ok(Self { digest: form.digest, verdict })
    }
}

/// A reason by its code, and whatever goes with some of them.
#[derive(Deserialize)]
pub(super) struct WhyForm {
    why: String,
    what: Option<Malformed>,
    now: Option<State>,
    problems: Option<Vec<FieldProblem>>,
    by: Option<PersonId>,
    reason: Option<String>,
    missing: Option<usize>,
}

impl TryFrom<WhyForm> for Why {
    type Error = &'static str;

    fn try_from(form: WhyForm) -> Result<Self, Self::Error> {
        let lacks = "a reason lacks what goes with it";
        Ok(match form.why.as_str() {
            "unreadable" => Self::Unreadable,
            "malformed" => Self::Malformed { what: form.what.ok_or(lacks)? },
            "two_contents" => Self::TwoContents,
            "not_you" => Self::NotYou,
            "unknown_root" => Self::UnknownRoot,
            "kind_differs" => Self::KindDiffers,
            "wrong_home" => Self::WrongHome,
            "no_right" => Self::NoRight,
            "approved" => Self::Approved,
            "issued" => Self::Issued,
            "state_moved" => Self::StateMoved { now: form.now.ok_or(lacks)? },
            "no_such_step" => Self::NoSuchStep { now: form.now.ok_or(lacks)? },
            "note_missing" => Self::NoteMissing,
            "only_anew" => Self::OnlyAnew,
            "too_large" => Self::TooLarge,
            "own_change_missing" => Self::OwnChangeMissing,
            "basis_moved" => Self::BasisMoved,
            "in_conflict" => Self::InConflict,
            "incomplete" => Self::Incomplete { problems: form.problems.ok_or(lacks)? },
            "dropped" => Self::Dropped { by: form.by.ok_or(lacks)?, reason: form.reason.ok_or(lacks)? },
            "photos_missing" => Self::PhotosMissing { missing: form.missing.ok_or(lacks)? },
            _ => Self::Other,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::FieldProblem;

    /// Every reason there is; the compiler asks for a new one here.
    fn all() -> Vec<Why> {
        let state = State::Returned;
        let first = Why::Unreadable;
        match first {
            Why::Unreadable
            | Why::Malformed { .. }
            | Why::TwoContents
            | Why::NotYou
            | Why::UnknownRoot
            | Why::KindDiffers
            | Why::WrongHome
            | Why::NoRight
            | Why::Approved
            | Why::Issued
            | Why::StateMoved { .. }
            | Why::NoSuchStep { .. }
            | Why::NoteMissing
            | Why::OnlyAnew
            | Why::TooLarge
            | Why::OwnChangeMissing
            | Why::BasisMoved
            | Why::InConflict
            | Why::Incomplete { .. }
            | Why::Dropped { .. }
            | Why::PhotosMissing { .. }
            | Why::Other => {}
        }
        vec![
            first,
            Why::Malformed { what: Malformed::RecordTwice },
            Why::TwoContents,
            Why::NotYou,
            Why::UnknownRoot,
            Why::KindDiffers,
            Why::WrongHome,
            Why::NoRight,
            Why::Approved,
            Why::Issued,
            Why::StateMoved { now: state.clone() },
            Why::NoSuchStep { now: State::Other("ended".into()) },
            Why::NoteMissing,
            Why::OnlyAnew,
            Why::TooLarge,
            Why::OwnChangeMissing,
            Why::BasisMoved,
            Why::InConflict,
            Why::Incomplete { problems: Vec::<FieldProblem>::new() },
            Why::Dropped { by: PersonId::derived(&["p"]), reason: "twice".into() },
            Why::PhotosMissing { missing: 2 },
            Why::Other,
        ]
    }

    #[test]
    fn every_reason_is_read_as_it_was_written() {
        for why in all() {
            let verdict = Verdict::Quarantined(why);
            let receipt = Receipt { digest: Digest::of(b"a"), verdict };
            let text = serde_json::to_string(&receipt).unwrap();
            assert_eq!(serde_json::from_str::<Receipt>(&text).unwrap(), receipt, "{text}");
        }
    }

    #[test]
    fn half_a_receipt_is_none() {
        let digest = Digest::of(b"a");
        let read = |rest: &str| serde_json::from_str::<Receipt>(&format!("{{\"digest\":\"{digest}\"{rest}}}"));
        let scope = ScopeId::derived(&["s"]);
        let numbered = format!(",\"numbered\":{{\"scope\":\"{scope}\",\"n\":7}}");
        assert_eq!(read(&numbered).unwrap().verdict, Verdict::Numbered { scope, n: 7 });
        let why = ",\"quarantined\":{\"why\":\"no_right\"}";
        assert_eq!(read(why).unwrap().verdict, Verdict::Quarantined(Why::NoRight));
        let later = ",\"quarantined\":{\"why\":\"full_moon\",\"phase\":3}";
        assert_eq!(read(later).unwrap().verdict, Verdict::Quarantined(Why::Other));
        for half in
            ["", &(numbered.clone() + why), ",\"quarantined\":{\"why\":\"state_moved\"}", ",\"numbered\":{\"n\":7}"]
        {
            assert!(read(half).is_err(), "{half}");
        }
    }
}
