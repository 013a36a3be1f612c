//! What stands beside the form on desks: the sums, and what is wrong with a way to each place.

use crate::{
    forms::{field::control_id, sheet::Sheet},
    state::State,
    text::{conflicts, plan_edit as w, problem, t},
    ui::{Definitions, KeyValue, Notice, Tone},
};
use leptos::prelude::*;
use shared::{
    activity::{self, Activity},
    money::{Dong, WordStyle},
    plan::Plan,
    problem::{FieldProblem, Severity},
};

/// The column beside the form.
#[component]
pub fn Check(sheet: Sheet) -> impl IntoView {
    view! {
        <aside class="stack plan-check" id="check" tabindex="-1" aria-label=move || t(w::CHECK)>
            <Sums sheet/>
            <Problems sheet/>
        </aside>
    }
}

#[component]
fn Sums(sheet: Sheet) -> impl IntoView {
    let activities = State::here().roots(activity::KIND);
    let sums = Memo::new(move |_| {
        let allocated = sheet.root.get().map(|root| Plan::of(&root).allocated().0).unwrap_or(0);
        let all = activities.read();
        let mine = all.iter().map(|root| Activity::of(root)).filter(|activity| activity.plan == Some(sheet.id));
        let planned =
            mine.filter_map(|activity| activity.planned_cost).fold(0_i64, |sum, cost| sum.saturating_add(cost.0));
        (allocated, planned)
    });
    let left = move || sums.get().0.saturating_sub(sums.get().1);
    view! {
        <div class="panel" data-test="sums">
            <h2 class="panel-title">{move || t(w::SUMS)}</h2>
            <Definitions>
                <KeyValue label=w::SUM_ALLOCATED value=Signal::derive(move || Dong(sums.get().0).text()) numeric=true/>
                <KeyValue label=w::SUM_PLANNED value=Signal::derive(move || Dong(sums.get().1).text()) numeric=true/>
                <KeyValue
                    label=Signal::derive(move || t(if left() < 0 { w::SUM_OVER } else { w::SUM_LEFT }).to_owned())
                    value=Signal::derive(move || Dong(left().abs()).text())
                    numeric=true
                />
            </Definitions>
            <p class="soft small">{move || Dong(sums.get().0).words(WordStyle::NORTH)}</p>
        </div>
    }
}

#[component]
fn Problems(sheet: Sheet) -> impl IntoView {
    let list = move |severity, title, tone: Tone| {
        let found = sheet.problems(severity);
        (!found.is_empty()).then(|| {
            view! {
                <div class=format!("check-list {}", tone.class())>
                    <h3 class="check-title">{t(title)}</h3>
                    <ul>{found.into_iter().map(|problem| one(sheet, problem)).collect_view()}</ul>
                </div>
            }
        })
    };
    view! {
        <div class="panel" data-test="check">
            <h2 class="panel-title">{move || t(w::CHECK)}</h2>
            {move || list(Severity::Hard, w::CHECK_HARD, Tone::Bad)}
            {move || list(Severity::Soft, w::CHECK_SOFT, Tone::Waiting)}
            {move || match sheet.root.with(Option::is_some) {
                // Of what nobody has begun nothing can be said.
                false => Some(view! { <Notice text=w::CHECK_NOTHING tone=Tone::Info/> }),
                true => sheet.problems(Severity::Hard).is_empty().then(|| view! { <Notice text=w::CHECK_GOOD tone=Tone::Good/> }),
            }}
        </div>
    }
}

/// What is wrong, with the way to its field.
fn one(sheet: Sheet, problem: FieldProblem) -> impl IntoView {
    let FieldProblem { record, field, code, .. } = problem;
    let kind = sheet.root.with(|root| root.as_ref().and_then(|root| Some(root.records.get(&record)?.kind.clone())));
    let kind = kind.unwrap_or_else(|| sheet.kind.to_owned());
    let of_child = record != sheet.id;
    let place = if of_child { format!("{}: ", conflicts::record_words(&kind)) } else { String::new() };
    let name = match shared::plan::FIELDS.iter().any(|(known, _)| *known == field) || of_child {
        true => conflicts::field_words(&kind, &field),
        // The plan as a whole lacks lines of a kind.
        false => conflicts::record_words(&field).to_owned(),
    };
    let said = t(problem::words(&field, &code));
    let target = control_id(record, &field);
    view! {
        <li class="check-one">
            <button type="button" class="check-go" on:click=move |_| super::jump(&target)>{place}{name}</button>
            <span class="soft">{said}</span>
        </li>
    }
}
