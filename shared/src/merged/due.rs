//! What is due and what is overdue, as of a day.

use super::{Standing, is_there};
use crate::{activity::Activity, date::Date, fold::Root, id::RecordId, order::sort_by_key, plan::Plan};

/// Something that is to be done by a day.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Due {
    /// How pressing it is, most pressing first.
    pub urgency: Urgency,
    /// The last day.
    pub by: Date,
    /// What it is.
    pub what: DueWhat,
    /// Days left; negative when it is late.
    pub days_left: i32,
}

/// How pressing it is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Urgency {
    /// Its day has passed.
    Overdue,
    /// Its time runs, or ends within the days asked for.
    Due,
    /// It comes later.
    Later,
}

/// What is to be done.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum DueWhat {
    /// An activity that is open and on which nothing was handed in.
    Activity(RecordId),
    /// A deadline of a plan: the plan and the deadline.
    Deadline(RecordId, RecordId),
}

/// What is to be done in these plans and activities as of `today`, most pressing first.
///
/// An activity is settled when it is done, put off or cancelled, or when a report on it was
/// handed in. Deadlines that have passed are listed for `days` more and then no longer: whether
/// they were kept is not recorded here.
#[must_use]
pub fn due<'a>(
    plans: impl IntoIterator<Item = &'a Root>,
    activities: impl IntoIterator<Item = &'a Root>,
    reports: &[&'a Root],
    today: Date,
    days: i32,
) -> Vec<Due> {
    let reports_of = super::reports_by_activity(reports.iter().copied());
    let is_settled = |activity: &Activity| {
        let handed_in = |root: &&Root| matches!(Standing::of(root), Standing::Submitted | Standing::Approved);
        !activity.progress.stage.is_open()
            || reports_of.get(&activity.id).is_some_and(|reports| reports.iter().any(handed_in))
    };
    let mut found = Vec::new();
    for root in activities.into_iter().filter(|root| is_there(root)) {
        let activity = Activity::of(root);
        if let Some(planned) = activity.planned.filter(|_| !is_settled(&activity)) {
            found.push(one(DueWhat::Activity(root.id), planned.from, planned.to, today, days));
        }
    }
    for root in plans.into_iter().filter(|root| is_there(root)) {
        for deadline in Plan::of(root).deadlines {
            if let Some(by) = deadline.due.filter(|by| by.days_until(today) <= days) {
                found.push(one(DueWhat::Deadline(root.id, deadline.id), by, by, today, days));
            }
        }
    }
    sort_by_key(&mut found, Clone::clone);
    found
}

fn one(what: DueWhat, from: Date, by: Date, today: Date, days: i32) -> Due {
    let days_left = today.days_until(by);
    let urgency = match days_left {
        ..0 => Urgency::Overdue,
        left if left <= days || from <= today => Urgency::Due,
        _ => Urgency::Later,
    };
    Due { urgency, by, what, days_left }
}
