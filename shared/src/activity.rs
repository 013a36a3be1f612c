//! The activity (hoạt động): one line of a plan, with what, where, when, who, how many, how much.

use crate::{
    catalogue::Catalogue,
    date::Period,
    fold::Root,
    id::{PersonId, RecordId, UnitId},
    money::Dong,
    order::gathered,
    plan::Plan,
    problem::FieldProblem,
    reading::Reading,
    shape::{self, Place, Quantity, Shape},
    value::Value,
};
use std::collections::BTreeSet;

/// The kind of the root.
pub const KIND: &str = "activity";

/// The plan it belongs to.
pub const PLAN: &str = "plan";
/// The code of its kind in the catalogue.
pub const ACTIVITY_KIND: &str = "kind";
/// What it is called.
pub const NAME: &str = "name";
/// What is said, shown or handed out.
pub const CONTENTS: &str = "contents";
/// Whom it is for: a set of codes.
pub const AUDIENCE: &str = "audience/";
/// Where; [`Place`].
pub const PLACE: &str = "place";
/// From when to when it is to be held.
pub const PLANNED: &str = "planned";
/// How many of what; [`Quantity`].
pub const TARGET: &str = "target";
/// The unit that leads it.
pub const LEAD_UNIT: &str = "lead_unit";
/// The units that take part: a set of unit ids.
pub const UNITS: &str = "unit/";
/// The person responsible.
pub const RESPONSIBLE: &str = "responsible";
/// Đồng planned for it.
pub const PLANNED_COST: &str = "planned_cost";
/// How far it is; [`Progress`].
pub const PROGRESS: &str = "progress";

/// What those who carry it out keep up to date once the plan is issued; the rest is the planner's.
pub const KEPT_UP: &[&str] = &[PLACE, PLANNED, RESPONSIBLE, PROGRESS];

/// The shapes of its fields.
pub const FIELDS: &[(&str, Shape)] = &[
    (PLAN, Shape::Id),
    (ACTIVITY_KIND, Shape::Code),
    (NAME, Shape::Text),
    (CONTENTS, Shape::Text),
    (AUDIENCE, Shape::Member),
    (PLACE, Shape::Place),
    (PLANNED, Shape::Span),
    (TARGET, Shape::Quantity),
    (LEAD_UNIT, Shape::Unit),
    (UNITS, Shape::Member),
    (RESPONSIBLE, Shape::Id),
    (PLANNED_COST, Shape::Amount),
    (PROGRESS, Shape::Progress),
];

/// How far an activity is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub enum Stage {
    /// Not begun.
    #[default]
    Planned,
    /// Under way.
    UnderWay,
    /// Done.
    Done,
    /// Put off; says why.
    Postponed,
    /// Cancelled; says why.
    Cancelled,
}

impl Stage {
    /// All of them, in the order of the form.
    pub const ALL: [Self; 5] = [Self::Planned, Self::UnderWay, Self::Done, Self::Postponed, Self::Cancelled];

    /// The word on the wire.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::UnderWay => "under_way",
            Self::Done => "done",
            Self::Postponed => "postponed",
            Self::Cancelled => "cancelled",
        }
    }

    /// The stage that a word names; one of a later version counts as under way.
    #[must_use]
    pub fn of_code(code: &str) -> Self {
        Self::ALL.into_iter().find(|stage| stage.code() == code).unwrap_or(Self::UnderWay)
    }

    /// Whether something is still to be done.
    #[must_use]
    pub fn is_open(self) -> bool {
        matches!(self, Self::Planned | Self::UnderWay)
    }
}

/// The stage and the reason for it, which mean something only together.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Progress {
    /// How far.
    pub stage: Stage,
    /// Why it was put off or cancelled.
    pub reason: String,
}

impl Progress {
    /// Reads `{"is": "cancelled", "reason": "…"}`; nothing written means planned.
    #[must_use]
    pub fn of(value: Option<&Value>) -> Self {
        let text = |name| value.and_then(|value| value.get(name)).and_then(Value::as_text);
        Self {
            stage: text("is").map_or(Stage::Planned, Stage::of_code),
            reason: text("reason").unwrap_or_default().to_owned(),
        }
    }
}

impl From<Progress> for Value {
    fn from(progress: Progress) -> Self {
        let reason = if progress.reason.is_empty() { Value::Null } else { progress.reason.into() };
        shape::map([("is", progress.stage.code().into()), ("reason", reason)])
    }
}

/// An activity as it is shown.
#[derive(Clone, PartialEq, Eq, Debug)]
#[expect(missing_docs, reason = "each field bears the name of its constant, where it is explained")]
pub struct Activity {
    pub id: RecordId,
    pub plan: Option<RecordId>,
    pub kind: String,
    pub name: String,
    pub contents: String,
    pub audience: BTreeSet<String>,
    pub place: Place,
    pub planned: Option<Period>,
    pub target: Option<Quantity>,
    pub lead_unit: Option<UnitId>,
    pub units: BTreeSet<UnitId>,
    pub responsible: Option<PersonId>,
    pub planned_cost: Option<Dong>,
    pub progress: Progress,
    /// Fields that are in conflict.
    pub in_conflict: BTreeSet<String>,
}

impl Activity {
    /// Reads an activity.
    #[must_use]
    pub fn of(root: &Root) -> Self {
        let own = Reading::own(root);
        Self {
            id: root.id,
            plan: own.id_in(PLAN),
            kind: own.text(ACTIVITY_KIND),
            name: own.text(NAME),
            contents: own.text(CONTENTS),
            audience: gathered(own.set(AUDIENCE).into_iter().map(str::to_owned)),
            place: own.value(PLACE).and_then(Place::of).unwrap_or_default(),
            planned: own.span(PLANNED),
            target: own.value(TARGET).and_then(Quantity::of),
            lead_unit: own.id_in(LEAD_UNIT),
            units: own.units(UNITS),
            responsible: own.id_in(RESPONSIBLE),
            planned_cost: own.int(PLANNED_COST).map(Dong),
            progress: Progress::of(own.value(PROGRESS)),
            in_conflict: own.in_conflict(),
        }
    }

    /// The units it concerns: who leads it, who takes part, where it is held.
    pub fn concerned(&self) -> impl Iterator<Item = UnitId> {
        self.lead_unit.into_iter().chain(self.units.iter().copied()).chain(self.place.unit)
    }
}

/// What is wrong with an activity, alone and beside its plan if that is at hand.
#[must_use]
pub fn problems(root: &Root, plan: Option<&Plan>, catalogue: &Catalogue) -> Vec<FieldProblem> {
    let (own, activity) = (Reading::own(root), Activity::of(root));
    let mut found = own.missing(&[PLAN, ACTIVITY_KIND, NAME]);
    found.extend(own.misfits(FIELDS));
    let needs_reason = matches!(activity.progress.stage, Stage::Postponed | Stage::Cancelled);
    if needs_reason && activity.progress.reason.trim().is_empty() {
        found.push(own.hard(PROGRESS, "reason_missing"));
    }
    if !activity.kind.is_empty() && catalogue.kind(&activity.kind).is_none() {
        found.push(own.soft(ACTIVITY_KIND, "not_in_catalogue"));
    }
    if activity.lead_unit.is_none() {
        found.push(own.soft(LEAD_UNIT, "nobody_leads"));
    }
    if activity.planned.is_none() {
        found.push(own.soft(PLANNED, "no_time"));
    }
    if activity.target.is_none() {
        found.push(own.soft(TARGET, "no_target"));
    }
    if let (Some(planned), Some(period)) = (activity.planned, plan.and_then(|plan| plan.period))
        && !(period.contains(planned.from) && period.contains(planned.to))
    {
        found.push(own.soft(PLANNED, "outside_the_plan"));
    }
    found
}
