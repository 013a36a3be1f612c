//! What is overdue and what comes due, so that the manager calls before it is too late.

use super::{super::names::Names, figure::Picture};
use crate::{
    state::State,
    text::{overview as w, t},
    ui::{Badge, List, Row, Section, Tone},
};
use leptos::prelude::*;
use shared::{
    activity::Activity,
    date::Date,
    fold::Root,
    merged::{Due, DueWhat, Urgency, due},
    plan::Plan,
};

/// How far ahead one looks.
const DAYS: i32 = 14;
/// More than a screen of trouble is read in the table instead.
const SHOWN_MAX: usize = 12;

/// One line: what, of whom, by when.
#[derive(Clone, PartialEq)]
struct Line {
    key: String,
    title: String,
    detail: String,
    href: String,
    days_left: i32,
    by: Date,
}

/// The list.
#[component]
pub fn DueList(picture: Memo<Picture>, names: Memo<Names>) -> impl IntoView {
    let state = State::here();
    let lines = Memo::new(move |_| {
        let (picture, names) = (picture.read(), names.read());
        let reports: Vec<&Root> = picture.reports.iter().map(|root| root.as_ref()).collect();
        let plans = picture.plans.iter().map(|root| root.as_ref());
        let activities = picture.activities.iter().map(|root| root.as_ref());
        let all = due(plans, activities, &reports, state.today(), DAYS);
        let near = all.into_iter().filter(|due| due.urgency == Urgency::Overdue || due.days_left <= DAYS);
        near.filter_map(|due| line(&due, &picture, &names)).take(SHOWN_MAX).collect::<Vec<_>>()
    });
    view! {
        <Section title=w::DUE count=Signal::derive(move || Some(lines.read().len() as u64).filter(|n| *n > 0))>
            {move || if lines.read().is_empty() {
                view! { <p class="soft">{t(w::DUE_NONE)}</p> }.into_any()
            } else {
                view! {
                    <List label=w::DUE>
                        <For each=move || lines.get() key=|line| (line.key.clone(), line.days_left) let:line>
                            <DueRow line/>
                        </For>
                    </List>
                }.into_any()
            }}
        </Section>
    }
}

#[component]
fn DueRow(line: Line) -> impl IntoView {
    let Line { title, detail, href, days_left, by, .. } = line;
    let tone = if days_left < 0 { Tone::Bad } else { Tone::Waiting };
    let text = Signal::derive(move || match days_left {
        ..0 => w::overdue(-days_left),
        0 => t(w::DUE_TODAY).to_owned(),
        n => w::due_in(n),
    });
    view! {
        <Row
            attr:data-test="due-row"
            title=title
            detail=format!("{} · {detail}", by.text())
            href=href
            state=move || view! { <Badge text=text tone=tone/> }
        />
    }
}

fn line(due: &Due, picture: &Picture, names: &Names) -> Option<Line> {
    match due.what {
        DueWhat::Activity(id) => {
            let activity = Activity::of(picture.activities.iter().find(|root| root.id == id)?);
            let unit = activity.lead_unit.map(|unit| names.unit(unit)).unwrap_or_default();
            Some(Line {
                key: id.to_string(),
                title: activity.name,
                detail: unit,
                href: format!("/activities/{id}"),
                days_left: due.days_left,
                by: due.by,
            })
        }
        DueWhat::Deadline(plan, id) => {
            let plan = Plan::of(picture.plans.iter().find(|root| root.id == plan)?);
            let deadline = plan.deadlines.into_iter().find(|deadline| deadline.id == id)?;
            Some(Line {
                key: id.to_string(),
                title: deadline.what,
                detail: format!("{} → {}", deadline.from, deadline.to),
                href: format!("/plans/{}", plan.id),
                days_left: due.days_left,
                by: due.by,
            })
        }
    }
}
