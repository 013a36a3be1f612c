//! The activities of a plan that is being written: listed, opened, added, taken out, put back.

use super::{super::names::Names, RemovedHere, removal};
use crate::{
    forms::sheet::Sheet,
    state::State,
    text::{plan_edit as w, plans, words},
    ui::{Button, EmptyState, Glyph, IconButton, List, Row, Section},
};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::{NavigateOptions, hooks::use_navigate};
use shared::{
    activity::{self, Activity},
    id::RecordId,
    notebook::Edit,
    order::sort_by_key,
    vietnamese,
};

/// The section of activities.
#[component]
pub fn ActivityList(sheet: Sheet, names: Memo<Names>, may: Memo<bool>) -> impl IntoView {
    let state = State::here();
    let removed = expect_context::<RemovedHere>();
    let plan = sheet.id;
    let all = state.roots(activity::KIND);
    let mine = Memo::new(move |_| {
        let all = all.read();
        let mut mine: Vec<Activity> =
            all.iter().map(|root| Activity::of(root)).filter(|a| a.plan == Some(plan)).collect();
        sort_by_key(&mut mine, |a| (a.planned.is_none(), a.planned, vietnamese::text_key(&a.name), a.id));
        mine
    });
    let navigate = use_navigate();
    let add = move |()| {
        // The plan must be there before its activities are.
        sheet.begin();
        navigate(&format!("/plans/{plan}/edit?activity={}", state.new_id()), NavigateOptions::default());
    };
    let remove = move |id: RecordId, name: String| {
        let Some(root) = state.root(id).get_untracked() else { return };
        let home = root.home;
        let (away, back) = removal(&root, id, activity::KIND);
        save_alone(state, id, home, away);
        removed.offer(w::removed(format!("“{name}”")), move || save_alone(state, id, home, back.clone()));
    };
    view! {
        <Section title=w::ACTIVITIES hint=w::ACTIVITIES_HINT count=Signal::derive(move || Some(mine.read().len() as u64).filter(|n| *n > 0))>
            <div class="stack">
                {move || mine.read().is_empty().then(|| view! { <EmptyState title=plans::NO_ACTIVITIES/> })}
                <Show when=move || !mine.read().is_empty()>
                    <List label=w::ACTIVITIES>
                        <For each=move || mine.get() key=|a| (a.id, a.name.clone(), format!("{:?}{:?}{:?}", a.planned, a.target, a.lead_unit)) let:activity>
                            {row(plan, activity, names, may, remove)}
                        </For>
                    </List>
                </Show>
                <div><Button attr:data-test="add-activity" label=w::ADD_ACTIVITY icon=Glyph::Plus disabled=Signal::derive(move || !may.get()) on_press=add/></div>
            </div>
        </Section>
    }
}

fn row(
    plan: RecordId,
    activity: Activity,
    names: Memo<Names>,
    may: Memo<bool>,
    remove: impl Fn(RecordId, String) + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let named = names.get_untracked();
    let name = if activity.name.trim().is_empty() {
        crate::text::t(w::UNNAMED_ACTIVITY).to_owned()
    } else {
        activity.name.clone()
    };
    let facts = [
        activity.planned.map(words::span).unwrap_or_default(),
        activity.target.as_ref().map(|target| named.quantity(target)).unwrap_or_default(),
        activity.lead_unit.map(|unit| named.unit(unit)).unwrap_or_default(),
    ];
    let detail = facts.into_iter().filter(|fact| !fact.is_empty()).collect::<Vec<_>>().join(" · ");
    let (id, said) = (activity.id, StoredValue::new(name.clone()));
    view! {
        <Row
            attr:data-test="edit-activity"
            title=name
            kicker=named.kind(&activity.kind)
            detail=detail
            href=format!("/plans/{plan}/edit?activity={id}")
            actions=move || view! {
                <IconButton
                    label=Signal::derive(move || w::remove(format!("“{}”", said.get_value())))
                    icon=Glyph::Trash
                    disabled=Signal::derive(move || !may.get())
                    on_press=move |()| remove(id, said.get_value())
                />
            }
        />
    }
}

/// Saves edits of an activity that no form on this page holds.
fn save_alone(state: State, id: RecordId, home: shared::change::Home, edits: Vec<Edit>) {
    spawn_local(async move {
        // Another tab that holds it keeps it; nothing is lost, and nothing was removed.
        if let Ok(form) = state.open(id, activity::KIND, home).await {
            form.save(edits);
        }
    });
}
