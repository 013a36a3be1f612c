//! What the work list is made of, computed from activities, reports and the outbox. Pure, no drawing.

use crate::pages::{names::Names, signs::place_words};
use shared::{
    access::Role,
    activity::{Activity, Stage},
    change::State,
    date::{Date, Period},
    fold::Root,
    id::{RecordId, UnitId},
    order::{gathered, sort_by_key},
    report::Report,
    wire::SignedIn,
};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

/// How urgent an activity is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum When {
    /// Its last day has passed, so many days ago, and nobody of the unit has reported.
    Overdue(i32),
    /// It is held now or within a week; so many days are left to its last day.
    Now(i32),
    /// It begins later.
    Soon(Date),
    /// Nobody has said when.
    Undated,
    /// Done, put off, cancelled, or over and reported.
    Finished,
}

/// An activity begins to be due so many days before its first day.
const AHEAD_DAYS: i32 = 7;

impl When {
    /// How urgent an activity is on a day.
    #[must_use]
    pub fn of(stage: Stage, planned: Option<Period>, reported: bool, today: Date) -> Self {
        let Some(planned) = planned.filter(|_| stage.is_open()) else {
            return if stage.is_open() { Self::Undated } else { Self::Finished };
        };
        let left = today.days_until(planned.to);
        match left {
            ..0 if reported => Self::Finished,
            ..0 => Self::Overdue(-left),
            _ if today.days_until(planned.from) <= AHEAD_DAYS => Self::Now(left),
            _ => Self::Soon(planned.from),
        }
    }

    /// Whether it waits for somebody now.
    #[must_use]
    pub fn is_due(self) -> bool {
        matches!(self, Self::Overdue(_) | Self::Now(_))
    }
}

/// An activity on the list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ActivityLine {
    /// Its id.
    pub id: RecordId,
    /// What it is called.
    pub name: String,
    /// The code of its kind.
    pub kind: String,
    /// Where.
    pub place: String,
    /// When it is planned.
    pub planned: Option<Period>,
    /// How far it is.
    pub stage: Stage,
    /// How urgent it is.
    pub when: When,
    /// A draft or a returned report of the unit, to go on with.
    pub open_report: Option<(RecordId, Lane)>,
    /// Reports of the unit that have been handed in.
    pub reported: usize,
    /// Whether it was recorded differently somewhere.
    pub in_conflict: bool,
}

/// Where a report stands, as its writer sees it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Lane {
    /// Sent back with a comment.
    Returned,
    /// Being written.
    Draft,
    /// Handed in on this device; the server has not confirmed it.
    Waiting,
    /// The server has it.
    Sent,
}

/// A report on the list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ReportLine {
    /// Its id.
    pub id: RecordId,
    /// Where it stands.
    pub lane: Lane,
    /// Its state as the server decided it.
    pub state: State,
    /// The activity's name.
    pub title: String,
    /// The day of the event.
    pub date: Option<Date>,
    /// Where it was held.
    pub place: String,
    /// What came back with it.
    pub note: String,
    /// The newest save, by its device's clock.
    pub saved_ms: i64,
    /// Whether it was recorded differently somewhere.
    pub in_conflict: bool,
}

/// Everything on the list.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Lines {
    /// Activities, the most urgent first.
    pub activities: Vec<ActivityLine>,
    /// Reports, the newest first.
    pub reports: Vec<ReportLine>,
}

/// What the list is computed from.
pub struct Sources<'a> {
    /// Who looks.
    pub me: &'a SignedIn,
    /// Units, people, catalogue.
    pub names: &'a Names,
    /// Activities on this device.
    pub activities: &'a [(Arc<Root>, Arc<Activity>)],
    /// Reports on this device.
    pub reports: &'a [(Arc<Root>, Arc<Report>)],
    /// Reports whose handing in waits on this device.
    pub waiting: &'a BTreeSet<RecordId>,
    /// Reports whose handing in the server has numbered, though it has not come back yet.
    pub numbered: &'a BTreeSet<RecordId>,
    /// The day in Vietnam.
    pub today: Date,
}

impl Lines {
    /// The list.
    #[must_use]
    pub fn of(sources: &Sources<'_>) -> Self {
        let mut lines = Self::default();
        let named: BTreeMap<RecordId, &str> =
            gathered(sources.activities.iter().map(|(root, activity)| (root.id, activity.name.as_str())));
        let mut by_activity: BTreeMap<RecordId, Vec<(RecordId, Lane)>> = BTreeMap::new();
        for (root, report) in sources.reports.iter().filter(|(root, _)| sources.is_mine(root.home.unit)) {
            let line = sources.report_line(root, report, &named);
            if let Some(activity) = report.activity {
                by_activity.entry(activity).or_default().push((line.id, line.lane));
            }
            lines.reports.push(line);
        }
        for (root, activity) in sources.activities.iter().filter(|(_, activity)| sources.concerns_me(activity)) {
            let reports = by_activity.get(&root.id).map(Vec::as_slice).unwrap_or_default();
            lines.activities.push(sources.activity_line(activity, reports));
        }
        sort_by_key(&mut lines.activities, |line| (urgency(line), line.name.clone()));
        sort_by_key(&mut lines.reports, |line| std::cmp::Reverse((line.saved_ms, line.id)));
        lines
    }

    /// How many reports stand in a lane.
    #[must_use]
    pub fn in_lane(&self, lane: Lane) -> usize {
        self.reports.iter().filter(|line| line.lane == lane).count()
    }

    /// How many activities are due, and how many of them are overdue.
    #[must_use]
    pub fn due(&self) -> (usize, usize) {
        let due = self.activities.iter().filter(|line| line.when.is_due()).count();
        let overdue = self.activities.iter().filter(|line| matches!(line.when, When::Overdue(_))).count();
        (due, overdue)
    }
}

/// The longest overdue first, then what has the fewest days left.
fn urgency(line: &ActivityLine) -> (u8, i32) {
    match line.when {
        When::Overdue(days) => (0, -days),
        When::Now(left) => (1, left),
        When::Soon(from) => (2, from.to_days()),
        When::Undated => (3, 0),
        When::Finished => (4, line.planned.map_or(0, |planned| -planned.to.to_days())),
    }
}

impl Sources<'_> {
    /// Officers answer for their unit and its villages; managers write reports of their own unit only.
    fn is_mine(&self, unit: UnitId) -> bool {
        match self.me.role {
            Role::Officer => self.names.tree.is_within(unit, self.me.unit),
            _ => unit == self.me.unit,
        }
    }

    /// Officers carry out whatever lies in their unit; managers what is asked of their unit or office itself.
    fn concerns_me(&self, activity: &Activity) -> bool {
        let office = self.names.person(self.me.person).and_then(|person| person.agency);
        let mut concerned = activity.concerned().peekable();
        match self.me.role {
            Role::Officer => {
                concerned.peek().is_none() || concerned.any(|unit| self.names.tree.is_within(unit, self.me.unit))
            }
            _ => concerned.any(|unit| unit == self.me.unit || Some(unit) == office),
        }
    }

    fn activity_line(&self, activity: &Activity, reports: &[(RecordId, Lane)]) -> ActivityLine {
        let is_open = |(_, lane): &&(RecordId, Lane)| matches!(lane, Lane::Draft | Lane::Returned);
        let reported = reports.len() - reports.iter().filter(is_open).count();
        ActivityLine {
            id: activity.id,
            name: activity.name.clone(),
            kind: activity.kind.clone(),
            place: place_words(&activity.place, self.names),
            planned: activity.planned,
            stage: activity.progress.stage,
            when: When::of(activity.progress.stage, activity.planned, reported > 0, self.today),
            open_report: reports.iter().filter(is_open).min_by_key(|(_, lane)| *lane).copied(),
            reported,
            in_conflict: !activity.in_conflict.is_empty(),
        }
    }

    fn report_line(&self, root: &Root, report: &Report, named: &BTreeMap<RecordId, &str>) -> ReportLine {
        let decided = root.decided();
        let lane = if self.waiting.contains(&root.id) {
            Lane::Waiting
        } else if self.numbered.contains(&root.id) {
            Lane::Sent
        } else {
            match decided.state {
                State::Draft => Lane::Draft,
                State::Returned => Lane::Returned,
                _ => Lane::Sent,
            }
        };
        let name = report.activity.and_then(|activity| named.get(&activity).copied()).unwrap_or_default();
        ReportLine {
            id: root.id,
            lane,
            state: decided.state,
            title: name.to_owned(),
            date: report.date,
            place: place_words(&report.place, self.names),
            note: if lane == Lane::Returned { decided.note } else { String::new() },
            saved_ms: root.saves.values().map(|save| save.at_ms).max().unwrap_or(0),
            in_conflict: root.conflicts().next().is_some(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn an_activity_is_due_from_a_week_before_until_it_is_reported_or_over() {
        let planned = Some(Period::new(day("2026-11-25"), day("2026-11-30")).unwrap());
        let on = |today| When::of(Stage::Planned, planned, false, day(today));
        assert_eq!(on("2026-11-17"), When::Soon(day("2026-11-25")));
        assert_eq!(on("2026-11-18"), When::Now(12));
        assert_eq!(on("2026-11-30"), When::Now(0));
        assert_eq!(on("2026-12-03"), When::Overdue(3));
        assert_eq!(When::of(Stage::Planned, planned, true, day("2026-12-03")), When::Finished);
        assert_eq!(When::of(Stage::Postponed, planned, false, day("2026-12-03")), When::Finished);
        assert_eq!(When::of(Stage::UnderWay, None, false, day("2026-12-03")), When::Undated);
    }
}
