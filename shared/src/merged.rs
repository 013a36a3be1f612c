//! The merged picture: plan against result by unit, kind and activity, with the reports behind
//! each figure, and what is due. Pure views over roots as they stand; nothing is kept.
//!
//! A figure that a conflict touches is never one number: it has a least and a most.

mod due;
mod sum;

pub use due::{Due, DueWhat, Urgency, due};
pub use sum::Sum;

use crate::{
    activity::{self, Activity, Stage},
    catalogue::{Catalogue, Counts},
    change::State,
    fold::Root,
    id::{RecordId, UnitId},
    order::gathered,
    reading::{Bounds, Reading},
    report::{self, Report},
    shape::Quantity,
    value::Value,
};
use std::collections::{BTreeMap, BTreeSet};

/// Which reports are counted among the results.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Counted {
    /// Those handed in and those approved.
    #[default]
    HandedIn,
    /// Only those whose approval still holds: what official reports are drawn from.
    Approved,
}

/// Where a report stands, as people sort them.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Standing {
    /// Being written; counted nowhere.
    Draft,
    /// Handed in; waits for a decision.
    Submitted,
    /// Sent back.
    Returned,
    /// Approved, and nothing was altered since.
    Approved,
}

impl Standing {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Draft, Self::Submitted, Self::Returned, Self::Approved];

    /// The word by which it is kept and told.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Submitted => "submitted",
            Self::Returned => "returned",
            Self::Approved => "approved",
        }
    }

    /// The one that a word names.
    #[must_use]
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|standing| standing.code() == code)
    }

    /// Where a report stands. An approval whose basis no longer fits is a report handed in.
    #[must_use]
    pub fn of(root: &Root) -> Self {
        match root.decided().state {
            State::Submitted => Self::Submitted,
            State::Returned => Self::Returned,
            State::Approved if root.is_approved() => Self::Approved,
            State::Approved => Self::Submitted,
            _ => Self::Draft,
        }
    }

    /// Whether the report is among the results.
    #[must_use]
    pub fn is_counted(self, counted: Counted) -> bool {
        match counted {
            Counted::HandedIn => matches!(self, Self::Submitted | Self::Approved),
            Counted::Approved => self == Self::Approved,
        }
    }
}

/// The figures of some activities and of the reports on them.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Figures {
    /// The activities, by how far they are.
    pub activities: BTreeMap<Stage, BTreeSet<RecordId>>,
    /// What was planned, by the code of the measure. The roots behind are activities.
    pub target: BTreeMap<String, Sum>,
    /// What was done, by the code of the measure.
    pub done: BTreeMap<String, Sum>,
    /// People who came.
    pub people: Sum,
    /// Women among them.
    pub women: Sum,
    /// Ethnic-minority people among them.
    pub ethnic_minority: Sum,
    /// Households by the code of the class.
    pub households: BTreeMap<String, Sum>,
    /// Materials handed out, by the codes of type and language.
    pub handed_out: BTreeMap<(String, String), Sum>,
    /// Đồng planned. The roots behind are activities.
    pub cost_planned: Sum,
    /// Đồng spent.
    pub cost: Sum,
    /// The reports by where they stand, those that are not counted too.
    pub reports: BTreeMap<Standing, BTreeSet<RecordId>>,
}

impl Figures {
    /// How many reports stand there.
    #[must_use]
    pub fn reports_that_are(&self, standing: Standing) -> usize {
        self.reports.get(&standing).map_or(0, BTreeSet::len)
    }

    /// Households of all classes together.
    #[must_use]
    pub fn households_in_all(&self) -> Sum {
        self.households.values().fold(Sum::default(), |mut all, sum| {
            all.join(sum);
            all
        })
    }

    /// What was done per thousand of what was planned, in one measure; `None` without a target.
    #[must_use]
    pub fn per_thousand(&self, measure: &str) -> Option<i64> {
        let target = self.target.get(measure).filter(|target| target.shown > 0)?.shown;
        let done = self.done.get(measure).map_or(0, |done| done.shown);
        Some(done.saturating_mul(1_000) / target)
    }

    /// Adds the figures of others; nothing is counted twice as long as the roots differ.
    pub fn join(&mut self, other: &Self) {
        for (stage, ids) in &other.activities {
            self.activities.entry(*stage).or_default().extend(ids);
        }
        for (standing, ids) in &other.reports {
            self.reports.entry(*standing).or_default().extend(ids);
        }
        let maps = [
            (&mut self.target, &other.target),
            (&mut self.done, &other.done),
            (&mut self.households, &other.households),
        ];
        for (mine, theirs) in maps {
            theirs.iter().for_each(|(code, sum)| mine.entry(code.clone()).or_default().join(sum));
        }
        for (what, sum) in &other.handed_out {
            self.handed_out.entry(what.clone()).or_default().join(sum);
        }
        let sums = [
            (&mut self.people, &other.people),
            (&mut self.women, &other.women),
            (&mut self.ethnic_minority, &other.ethnic_minority),
            (&mut self.cost_planned, &other.cost_planned),
            (&mut self.cost, &other.cost),
        ];
        sums.into_iter().for_each(|(mine, theirs)| mine.join(theirs));
    }

    fn add_activity(&mut self, root: &Root) {
        let (own, activity) = (Reading::own(root), Activity::of(root));
        self.activities.entry(activity.progress.stage).or_default().insert(root.id);
        if activity.progress.stage == Stage::Cancelled {
            // What was cancelled is no longer planned; it stays in the list above.
            return;
        }
        quantities(own, activity::TARGET).into_iter().for_each(|(measure, bounds)| {
            self.target.entry(measure).or_default().add(root.id, bounds);
        });
        self.cost_planned.add_field(own, activity::PLANNED_COST);
    }

    fn add_report(&mut self, root: &Root, kind: &str, catalogue: &Catalogue, counted: Counted) {
        let standing = Standing::of(root);
        self.reports.entry(standing).or_default().insert(root.id);
        if !standing.is_counted(counted) {
            return;
        }
        let own = Reading::own(root);
        self.people.add_field(own, report::PEOPLE);
        self.women.add_field(own, report::WOMEN);
        self.ethnic_minority.add_field(own, report::ETHNIC_MINORITY);
        self.cost.add_field(own, report::COST);
        for (class, _) in own.fields_under(report::HOUSEHOLDS) {
            let field = format!("{}{class}", report::HOUSEHOLDS);
            self.households.entry(class.to_owned()).or_default().add_field(own, &field);
        }
        for line in Reading::children(root, report::HANDOUT) {
            let what = (line.text(report::MATERIAL), line.text(report::LANGUAGE));
            if let Some(bounds) = line.bounds(report::QUANTITY, Value::as_int) {
                self.handed_out.entry(what).or_default().add(root.id, bounds);
            }
        }
        for (measure, bounds) in done(root, kind, catalogue) {
            self.done.entry(measure).or_default().add(root.id, bounds);
        }
    }
}

/// What one report adds to what was done: what it states, or else what its kind counts.
fn done(root: &Root, kind: &str, catalogue: &Catalogue) -> BTreeMap<String, Bounds> {
    let own = Reading::own(root);
    let stated = quantities(own, report::DONE);
    let Some(kind) = catalogue.kind(kind).filter(|_| stated.is_empty()) else { return stated };
    let bounds = match kind.counts {
        Counts::Report => Some(Bounds { shown: 1, low: 1, high: 1 }),
        Counts::Handout => Reading::children(root, report::HANDOUT)
            .into_iter()
            .filter(|line| line.text(report::MATERIAL) == kind.term.code)
            .filter_map(|line| line.bounds(report::QUANTITY, Value::as_int))
            .reduce(|one, other| Bounds {
                shown: one.shown.saturating_add(other.shown),
                low: one.low.saturating_add(other.low),
                high: one.high.saturating_add(other.high),
            }),
        Counts::Stated => None,
    };
    gathered(bounds.map(|bounds| (kind.measure.clone(), bounds)))
}

/// A quantity's bounds by measure: versions that differ in their measure count nothing in the others.
pub(crate) fn quantities(own: Reading<'_>, field: &str) -> BTreeMap<String, Bounds> {
    let live = own.fields_under(field).filter(|(rest, _)| rest.is_empty()).flat_map(|(_, field)| &field.live);
    let measures: BTreeSet<String> = gathered(live.filter_map(|version| Some(Quantity::of(&version.value)?.measure)));
    let in_measure = |measure: &str, value: &Value| {
        Quantity::of(value).filter(|quantity| quantity.measure == measure).map(|quantity| quantity.amount)
    };
    let bounds = |measure: String| Some((measure.clone(), own.bounds(field, |value| in_measure(&measure, value))?));
    gathered(measures.into_iter().filter_map(bounds))
}

/// The merged picture of one plan, or of all that a person may see.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Merged {
    /// Everything together.
    pub all: Figures,
    /// By the unit that leads (targets) or reports (results), and the code of the kind.
    pub by_unit_and_kind: BTreeMap<(UnitId, String), Figures>,
    /// By activity, reports of all units together.
    pub by_activity: BTreeMap<RecordId, Figures>,
    /// Reports whose activity is not at hand; they are counted, under the kind `""`.
    pub astray: BTreeSet<RecordId>,
}

impl Merged {
    /// Merges activities and the reports on them. Deleted roots are left out.
    #[must_use]
    pub fn of<'a>(
        activities: impl IntoIterator<Item = &'a Root>,
        reports: impl IntoIterator<Item = &'a Root>,
        catalogue: &Catalogue,
        counted: Counted,
    ) -> Self {
        let mut merged = Self::default();
        let mut kinds = BTreeMap::new();
        for root in activities.into_iter().filter(|root| is_there(root)) {
            let activity = Activity::of(root);
            let mut figures = Figures::default();
            figures.add_activity(root);
            merged.all.join(&figures);
            let unit = activity.lead_unit.unwrap_or(root.home.unit);
            merged.by_unit_and_kind.entry((unit, activity.kind.clone())).or_default().join(&figures);
            merged.by_activity.insert(root.id, figures);
            kinds.insert(root.id, activity.kind);
        }
        for root in reports.into_iter().filter(|root| is_there(root)) {
            let activity = Reading::own(root).id_in::<RecordId>(report::ACTIVITY);
            let kind = activity.and_then(|activity| kinds.get(&activity)).cloned().unwrap_or_default();
            let mut figures = Figures::default();
            figures.add_report(root, &kind, catalogue, counted);
            merged.all.join(&figures);
            match activity.and_then(|activity| merged.by_activity.get_mut(&activity)) {
                Some(of_activity) => of_activity.join(&figures),
                None => drop(merged.astray.insert(root.id)),
            }
            merged.by_unit_and_kind.entry((root.home.unit, kind)).or_default().join(&figures);
        }
        merged
    }

    /// The figures by the code of the kind.
    #[must_use]
    pub fn by_kind(&self) -> BTreeMap<String, Figures> {
        self.grouped(|(_, kind)| kind.clone())
    }

    /// The figures by unit, each brought under the unit that `place` gives for it (itself, its
    /// commune, its province).
    #[must_use]
    pub fn by_unit(&self, place: impl Fn(UnitId) -> UnitId) -> BTreeMap<UnitId, Figures> {
        self.grouped(|(unit, _)| place(*unit))
    }

    fn grouped<K: Ord>(&self, key: impl Fn(&(UnitId, String)) -> K) -> BTreeMap<K, Figures> {
        let mut groups: BTreeMap<K, Figures> = BTreeMap::new();
        for (row, figures) in &self.by_unit_and_kind {
            groups.entry(key(row)).or_default().join(figures);
        }
        groups
    }
}

fn is_there(root: &Root) -> bool {
    root.presence() != crate::fold::Presence::Deleted
}

/// The reports on each activity.
#[must_use]
pub fn reports_by_activity<'a>(reports: impl IntoIterator<Item = &'a Root>) -> BTreeMap<RecordId, Vec<&'a Root>> {
    let mut found: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for root in reports.into_iter().filter(|root| is_there(root)) {
        if let Some(activity) = Report::of(root).activity {
            found.entry(activity).or_default().push(root);
        }
    }
    found
}

#[cfg(test)]
mod tests;
