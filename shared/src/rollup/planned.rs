//! What an activity plans, in one row: what reports on it are joined with when rows are read.

use super::coded;
use crate::{
    activity::{self, Activity, Stage},
    date::Date,
    fold::{Presence, Root},
    id::UnitId,
    merged::quantities,
    reading::{Bounds, Reading},
    value::Value,
};

/// What one activity plans, as its fold says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Planned {
    /// The code of its kind.
    pub kind: String,
    /// The unit that leads it; that of its plan if it names none.
    pub unit: UnitId,
    /// How far it is.
    pub stage: Stage,
    /// The first day.
    pub from: Option<Date>,
    /// The last day.
    pub to: Option<Date>,
    /// The codes of whom it is for, in their order, each between two spaces; empty if for nobody named.
    pub audience: String,
    /// The measure of its target. Where people disagree about the measure, the one that is shown.
    pub measure: String,
    /// How many of them.
    pub target: Bounds,
    /// Đồng planned.
    pub cost: Bounds,
    /// Fields in it that are in conflict.
    pub conflicts: i64,
}

impl Planned {
    /// What a root plans; `None` if it is no activity, or is deleted.
    #[must_use]
    pub fn of(root: &Root) -> Option<Self> {
        if root.kind != activity::KIND || root.presence() == Presence::Deleted {
            return None;
        }
        let (own, activity) = (Reading::own(root), Activity::of(root));
        let codes = activity.audience.iter().map(|code| coded(code)).filter(|code| !code.is_empty());
        let audience: String = codes.take(super::CODES_MAX).map(|code| format!("{code} ")).collect();
        let measure = activity.target.map(|target| target.measure).unwrap_or_default();
        let target = quantities(own, activity::TARGET).get(&measure).copied().unwrap_or_default();
        Some(Self {
            kind: coded(&activity.kind).to_owned(),
            unit: activity.lead_unit.unwrap_or(root.home.unit),
            stage: activity.progress.stage,
            from: activity.planned.map(|planned| planned.from),
            to: activity.planned.map(|planned| planned.to),
            audience: if audience.is_empty() { audience } else { format!(" {audience}") },
            measure: coded(&measure).to_owned(),
            target: target.capped(),
            cost: own.bounds(activity::PLANNED_COST, Value::as_int).unwrap_or_default().capped(),
            conflicts: super::count(root.conflicts().count()),
        })
    }
}
