//! The activities of a plan: a table on desks, cards on narrow devices, each with target and result.

use super::{super::names::Names, words::stage_words};
use crate::{
    state::State,
    text::{Text, plans as w, t, words},
    ui::{Badge, Glyph, Meter, Tone},
};
use leptos::prelude::*;
use shared::{
    activity::{self, Activity},
    fold::Root,
    id::{RecordId, UnitId},
    merged::{Counted, Figures, Merged},
    money::dotted,
    order::{gathered, sort_by_key},
    report, vietnamese,
};
use std::{collections::BTreeSet, sync::Arc};

/// An activity as its row shows it.
#[derive(Clone, PartialEq)]
pub struct ActivityLine {
    /// The activity.
    pub id: RecordId,
    /// Its name, or its kind while it has none.
    pub name: String,
    /// Its kind in words.
    pub kind: String,
    /// When it is planned.
    pub when: String,
    /// Where.
    pub place: String,
    /// `11 buổi`.
    pub target: String,
    /// What was done, in words.
    pub result: String,
    /// Done and planned in the same measure, for the bar.
    pub share: Option<(u64, u64)>,
    /// Whether a conflict touches the result.
    pub uncertain: bool,
    /// Who leads.
    pub lead: String,
    /// Who takes part.
    pub others: String,
    /// Planned cost.
    pub cost: String,
    /// How far it is.
    pub stage: (Text, Tone),
    /// The unit that leads it.
    pub lead_unit: Option<UnitId>,
    /// Every unit that it concerns.
    pub units: BTreeSet<UnitId>,
}

impl ActivityLine {
    /// Differs when anything on the row does.
    fn key(&self) -> (RecordId, String) {
        let parts =
            [&self.name, &self.when, &self.place, &self.target, &self.result, &self.lead, &self.others, &self.cost];
        let shown: String = parts.into_iter().flat_map(|part| [part.as_str(), "\n"]).collect();
        (self.id, shown + self.stage.0.vi)
    }
}

/// The activities of a plan in the order of their days, with what was reported on them.
pub fn activity_lines(plan: RecordId, names: Memo<Names>) -> Memo<Vec<ActivityLine>> {
    let state = State::here();
    let (activities, reports) = (state.roots(activity::KIND), state.roots(report::KIND));
    Memo::new(move |_| {
        let (names, today) = (names.get(), state.today());
        let activities = activities.read();
        let mine: Vec<&Arc<Root>> = activities.iter().filter(|root| Activity::of(root).plan == Some(plan)).collect();
        let ids: BTreeSet<RecordId> = gathered(mine.iter().map(|root| root.id));
        let reports = reports.read();
        let on_mine = reports.iter().map(Arc::as_ref).filter(|root| {
            root.value(root.id, report::ACTIVITY)
                .and_then(shared::value::Value::as_text)
                .and_then(|id| id.parse().ok())
                .is_some_and(|id: RecordId| ids.contains(&id))
        });
        let merged =
            Merged::of(mine.iter().map(|root| root.as_ref()), on_mine, &names.directory.catalogue, Counted::HandedIn);
        let mut read: Vec<Activity> = mine.iter().map(|root| Activity::of(root)).collect();
        sort_by_key(&mut read, |activity| {
            (activity.planned.is_none(), activity.planned, vietnamese::text_key(&activity.name), activity.id)
        });
        let none = Figures::default();
        let line = |activity: Activity| {
            let figures = merged.by_activity.get(&activity.id).unwrap_or(&none);
            line_of(activity, figures, &names, today)
        };
        read.into_iter().map(line).collect()
    })
}

fn line_of(activity: Activity, figures: &Figures, names: &Names, today: shared::date::Date) -> ActivityLine {
    let kind = names.kind(&activity.kind);
    let done_in = |measure: &str| figures.done.get(measure);
    let result = figures.done.iter().map(|(measure, sum)| {
        let measure = Names::term(&names.directory.catalogue.measures, measure);
        format!("{} {measure}", sum.text())
    });
    let share = activity.target.as_ref().map(|target| {
        let done = done_in(&target.measure).map_or(0, |sum| sum.shown);
        (u64::try_from(done).unwrap_or(0), u64::try_from(target.amount).unwrap_or(0))
    });
    let place = match (activity.place.unit, activity.place.text.trim()) {
        (Some(unit), "") => names.place(unit),
        (Some(unit), text) => format!("{text}, {}", names.place(unit)),
        (None, text) => text.to_owned(),
    };
    let others: Vec<String> =
        activity.units.iter().filter_map(|unit| Some(names.tree.get(*unit)?.full_name())).collect();
    ActivityLine {
        id: activity.id,
        name: if activity.name.trim().is_empty() { kind.clone() } else { activity.name.clone() },
        when: activity.planned.map(words::span).unwrap_or_default(),
        place,
        target: activity.target.as_ref().map(|target| names.quantity(target)).unwrap_or_default(),
        result: result.collect::<Vec<_>>().join(", "),
        share: share.filter(|(_, target)| *target > 0),
        uncertain: figures.done.values().any(|sum| !sum.is_certain()),
        lead: activity.lead_unit.map(|unit| names.unit(unit)).unwrap_or_default(),
        others: others.join(", "),
        cost: activity.planned_cost.map(|cost| dotted(cost.0)).unwrap_or_default(),
        stage: stage_words(&activity, today),
        lead_unit: activity.lead_unit,
        units: activity.concerned().collect(),
        kind,
    }
}

/// The table. On narrow devices each row becomes a card; the labels then stand before the values.
#[component]
pub fn ActivityTable(
    /// The rows.
    #[prop(into)]
    lines: Signal<Vec<ActivityLine>>,
    /// What the table shows.
    caption: Text,
    /// Only what one must know to act.
    #[prop(optional)]
    short: bool,
) -> impl IntoView {
    let head = move || {
        let all = [w::ACTIVITY, w::WHEN_AND_WHERE, w::TARGET_AND_RESULT, w::UNITS, w::COST, w::STATUS];
        let few = [w::ACTIVITY, w::WHEN_AND_WHERE, w::TARGET_AND_RESULT, w::STATUS];
        let columns = if short { &few[..] } else { &all[..] };
        columns
            .iter()
            .map(|column| view! { <th scope="col" class:table-number=*column == w::COST>{t(*column)}</th> })
            .collect_view()
    };
    view! {
        <div class="table-region act-region" role="region" tabindex="0" aria-label=move || t(caption)>
            <table class="table act-table">
                <caption class="table-caption">{move || t(caption)}</caption>
                <thead><tr>{head}</tr></thead>
                <tbody>
                    <For each=move || lines.get() key=ActivityLine::key let:line>
                        {activity_row(line, short)}
                    </For>
                </tbody>
            </table>
        </div>
    }
}

fn activity_row(line: ActivityLine, short: bool) -> impl IntoView {
    let (stage, tone) = line.stage;
    let bar = line.share.map(|(done, target)| {
        let reached = if done >= target { Tone::Good } else { Tone::Info };
        view! { <Meter value=done max=target text=percent(done, target) tone=reached inline=true/> }
    });
    let result =
        (!line.result.is_empty()).then(|| view! { <span class="act-result">{w::done_so_far(line.result)}</span> });
    view! {
        <tr data-test="plan-activity">
            <th scope="row">
                <a class="act-name" href=format!("/activities/{}", line.id)>{line.name}</a>
                <span class="act-kind">{line.kind}</span>
            </th>
            <td data-label=t(w::WHEN_AND_WHERE)>
                <div class="act-cell">
                    <span class="act-when">{line.when}</span>
                    <span class="act-more">{line.place}</span>
                </div>
            </td>
            <td data-label=t(w::TARGET_AND_RESULT)>
                <div class="act-cell">
                    <span class="act-target">{line.target}</span>
                    {bar}
                    {result}
                    {line.uncertain.then(|| view! { <Badge text=w::IN_CONFLICT tone=Tone::Bad/> })}
                </div>
            </td>
            {(!short).then(|| view! {
                <td data-label=t(w::UNITS)>
                    <div class="act-cell">
                        <span>{line.lead}</span>
                        {(!line.others.is_empty()).then(|| view! { <span class="act-more">{w::together_with(line.others)}</span> })}
                    </div>
                </td>
                <td class="table-number" data-label=t(w::COST)>{line.cost}</td>
            })}
            <td data-label=t(w::STATUS)><Badge text=stage tone=tone icon=stage_glyph(stage, tone)/></td>
        </tr>
    }
}

/// Neutral stages have no glyph of their own in the kit.
fn stage_glyph(stage: Text, tone: Tone) -> Glyph {
    match stage {
        words::PLANNED => Glyph::Calendar,
        words::CANCELLED => Glyph::Close,
        _ => tone.glyph(),
    }
}

/// `45%`, cut off and not rounded up: what is not done is not shown as done.
fn percent(done: u64, target: u64) -> String {
    format!("{}%", done.saturating_mul(100) / target.max(1))
}
