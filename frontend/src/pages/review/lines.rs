//! The reports in a manager's care, as the list shows them.

use crate::{pages::names::Names, state::State, text::words};
use leptos::prelude::*;
use shared::{
    activity::{self, Activity},
    change::STATE,
    fold::{Root, Save},
    id::{PersonId, RecordId},
    merged::Standing,
    order::{gathered, sort_by_key},
    report::{self, Report},
};
use std::{collections::BTreeMap, sync::Arc};

/// One report of the list.
#[derive(Clone, PartialEq)]
pub struct Line {
    /// The report.
    pub id: RecordId,
    /// The activity's name.
    pub title: String,
    /// The unit that reports.
    pub unit: String,
    /// When it was held, who wrote it.
    pub detail: String,
    /// Where it stands.
    pub standing: Standing,
    /// Whether values in it differ.
    pub in_conflict: bool,
    /// What it is found by.
    pub found_by: String,
    at_ms: i64,
}

impl Line {
    /// Differs when anything on the row does.
    #[must_use]
    pub fn key(&self) -> (RecordId, String, bool) {
        (self.id, format!("{}{}{}{:?}", self.title, self.unit, self.detail, self.standing), self.in_conflict)
    }
}

/// Who wrote the report: whoever saved most of what stands in it, leaving out the decisions.
#[must_use]
pub fn writer(root: &Root) -> Option<(PersonId, i64)> {
    let decision = root.decided().version;
    let mut counts: BTreeMap<PersonId, (usize, i64)> = BTreeMap::new();
    for (id, Save { by, at_ms }) in &root.saves {
        if Some(*id) != decision {
            let entry = counts.entry(*by).or_insert((0, *at_ms));
            entry.0 += 1;
            entry.1 = entry.1.max(*at_ms);
        }
    }
    counts.into_iter().max_by_key(|(_, (count, _))| *count).map(|(by, (_, at_ms))| (by, at_ms))
}

/// When the state was last changed; when anything was last written, before that.
fn moved_ms(root: &Root) -> i64 {
    let version = root.field(root.id, STATE).and_then(|field| field.shown);
    let at = version.and_then(|id| root.saves.get(&id)).map(|save| save.at_ms);
    at.or_else(|| root.saves.values().map(|save| save.at_ms).max()).unwrap_or_default()
}

/// Every report on this device but drafts. Those that wait the longest stand first.
pub fn review_lines(names: Memo<Names>) -> Memo<Vec<Line>> {
    let state = State::here();
    let (activities, reports) = (state.roots(activity::KIND), state.roots(report::KIND));
    Memo::new(move |_| {
        let names = names.read();
        let activities = activities.read();
        let titles: BTreeMap<RecordId, String> =
            gathered(activities.iter().map(|root| (root.id, Activity::of(root).name)));
        let reports = reports.read();
        let counted =
            reports.iter().map(|root| (Standing::of(root), root)).filter(|(standing, _)| *standing != Standing::Draft);
        let mut lines: Vec<Line> = counted.map(|(standing, root)| line_of(root, standing, &titles, &names)).collect();
        sort_by_key(&mut lines, |line| match line.standing {
            Standing::Submitted => (0, line.at_ms),
            _ => (1, -line.at_ms),
        });
        lines
    })
}

fn line_of(root: &Arc<Root>, standing: Standing, titles: &BTreeMap<RecordId, String>, names: &Names) -> Line {
    let report = Report::of(root);
    let title = report.activity.and_then(|id| titles.get(&id)).cloned();
    let title = title.filter(|title| !title.trim().is_empty());
    let title = title.unwrap_or_else(|| crate::text::t(crate::text::review::NO_ACTIVITY).to_owned());
    let unit = names.unit(report.unit);
    let person =
        writer(root).and_then(|(by, _)| names.person(by)).map(|person| person.name.clone()).unwrap_or_default();
    let place = report.place.unit.map(|unit| names.unit(unit)).unwrap_or_else(|| report.place.text.clone());
    let date = report.date.map(|date| date.text()).unwrap_or_default();
    let parts = [&date, &place, &person];
    let detail = parts.into_iter().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join(" · ");
    Line {
        id: root.id,
        found_by: format!("{title} {unit} {detail}"),
        title,
        unit,
        detail,
        standing,
        in_conflict: root.conflicts().next().is_some(),
        at_ms: moved_ms(root),
    }
}

/// `09:41 hôm qua`: when the report reached its present state.
#[must_use]
pub fn moved_words(state: State, root: &Root) -> String {
    words::moment(moved_ms(root), state.today())
}
