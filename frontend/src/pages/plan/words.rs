//! A plan and its activities in words: states, stages, dates, what the document says of itself.

use crate::{
    text::{Text, plans as w, t, words},
    ui::Tone,
};
use shared::{
    activity::{Activity, Stage},
    change::State,
    date::Date,
    plan::Plan,
    unit::{Unit, UnitKind, UnitTree},
};

/// The state of a plan.
#[must_use]
pub fn plan_state(state: &State) -> Text {
    match state {
        State::Draft => w::STATE_DRAFT,
        State::Submitted => w::STATE_SUBMITTED,
        State::Returned => w::STATE_RETURNED,
        State::Approved => w::STATE_APPROVED,
        State::Issued => w::STATE_ISSUED,
        State::Closed => w::STATE_CLOSED,
        State::Other(_) => w::STATE_OTHER,
    }
}

/// The colours that go with it.
#[must_use]
pub fn plan_tone(state: &State) -> Tone {
    match state {
        State::Submitted | State::Approved => Tone::Waiting,
        State::Returned => Tone::Bad,
        State::Issued => Tone::Good,
        State::Draft | State::Closed => Tone::Neutral,
        State::Other(_) => Tone::Info,
    }
}

/// The subject, or that there is none yet.
#[must_use]
pub fn plan_title(plan: &Plan) -> String {
    if plan.title.trim().is_empty() { t(w::UNTITLED).to_owned() } else { plan.title.trim().to_owned() }
}

/// How far an activity is; overdue is said before anything else.
#[must_use]
pub fn stage_words(activity: &Activity, today: Date) -> (Text, Tone) {
    if is_overdue(activity, today) {
        return (w::OVERDUE, Tone::Bad);
    }
    let tone = match activity.progress.stage {
        Stage::Planned | Stage::Cancelled => Tone::Neutral,
        Stage::UnderWay => Tone::Info,
        Stage::Done => Tone::Good,
        Stage::Postponed => Tone::Waiting,
    };
    (words::stage(activity.progress.stage), tone)
}

/// Whether its last planned day is past and something is still to be done.
#[must_use]
pub fn is_overdue(activity: &Activity, today: Date) -> bool {
    activity.progress.stage.is_open() && activity.planned.is_some_and(|planned| planned.to < today)
}

/// The lines of a text that holds one thing a line, without what people put before them.
pub fn lines(text: &str) -> impl Iterator<Item = &str> {
    let bare = |line: &str| line.trim().trim_start_matches(['-', '+', '•', '*']).trim().len();
    text.lines().map(str::trim).filter(move |line| bare(line) > 0)
}

/// The body above the issuing one, as the heading names it: an office of a committee names the committee.
#[must_use]
pub fn superior_body(issuer: &Unit, tree: &UnitTree) -> Option<String> {
    let is_office =
        ["Sở ", "Phòng ", "Trung tâm ", "Ban ", "Chi cục "].iter().any(|word| issuer.name.starts_with(word));
    let place = tree.ancestors(issuer.id).find(|unit| unit.kind.is_place())?;
    is_office.then(|| format!("ỦY BAN NHÂN DÂN {}", place.full_name()).to_uppercase())
}

/// The place that stands before the date: the commune or the province of the issuer.
#[must_use]
pub fn place_of_issue(issuer: &Unit, tree: &UnitTree) -> String {
    let place = tree.upward(issuer.id).find(|unit| matches!(unit.kind, UnitKind::Province | UnitKind::Commune));
    place.map(|unit| unit.name.clone()).unwrap_or_default()
}

/// What stands after "Số:" before there is a number: never a number, only the symbol of plans.
#[must_use]
pub fn number_or_blank(plan: &Plan, issuer: &str) -> String {
    if !plan.number.trim().is_empty() {
        return plan.number.trim().to_owned();
    }
    let committee = ["Ủy ban nhân dân", "Uỷ ban nhân dân", "UBND"].iter().any(|word| issuer.starts_with(word));
    let blank = "\u{a0}".repeat(8);
    if committee { format!("{blank}/KH-UBND") } else { format!("{blank}/KH") }
}

/// Day and month as official papers write them: below 10, and January and February, with a zero.
#[must_use]
pub fn signed_on_paper(signed: Option<Date>, year: i16) -> (String, String, String) {
    let blank = "\u{a0}".repeat(6);
    match signed {
        None => (blank.clone(), blank, year.to_string()),
        Some(day) => {
            let month = if day.month() < 3 { format!("{:02}", day.month()) } else { day.month().to_string() };
            (format!("{:02}", day.day()), month, day.year().to_string())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_on_paper_takes_its_zeros_and_a_missing_one_stays_blank() {
        let signed = |text: &str| signed_on_paper(Some(text.parse().unwrap()), 2026);
        assert_eq!(signed("2026-02-05"), ("05".into(), "02".into(), "2026".into()));
        assert_eq!(signed("2026-03-12"), ("12".into(), "3".into(), "2026".into()));
        assert!(signed_on_paper(None, 2026).0.trim().is_empty());
    }

    #[test]
    fn a_line_that_holds_only_a_dash_is_none() {
        assert_eq!(lines("- một\n\n -\n+ hai").collect::<Vec<_>>(), ["- một", "+ hai"]);
    }
}
