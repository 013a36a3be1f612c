//! Taking an accidental draft away: a plan that was never submitted, with its activities, in all of
//! which only its author has written. What goes is named before, and can be put back afterwards.

use super::words::plan_title;
use crate::{
    pages::{conflicts::wording::known_kind, plan_edit::removal},
    state::State,
    text::{plan_edit, plans as w, t, words},
    ui::{Button, ButtonKind, Dialog, EmptyState, Glyph, LinkButton, Notice, Tone},
};
use leptos::{prelude::*, task::spawn_local};
use shared::{
    activity::{self, Activity},
    change::{self, Home},
    fold::Root,
    id::{PersonId, RecordId},
    notebook::Edit,
    plan::Plan,
};
use std::sync::Arc;

/// More activities than these are counted and not named.
const NAMED_MAX: usize = 5;

/// One root that goes, and what stood in it.
#[derive(Clone)]
struct Gone {
    id: RecordId,
    kind: &'static str,
    home: Home,
    away: Vec<Edit>,
    back: Vec<Edit>,
}

/// The draft that was deleted on this page, as long as one stays on it.
#[derive(Clone, Copy)]
pub(super) struct DeletedHere(RwSignal<Vec<Gone>>);

impl DeletedHere {
    /// Puts it into the context of the page.
    pub(super) fn provide() -> Self {
        let here = Self(RwSignal::default());
        provide_context(here);
        here
    }
}

/// Whether this person may take the plan away: nobody else has a word in it or in an activity of it,
/// and it never went on.
pub(super) fn may_delete(state: State, plan: &Root) -> bool {
    let me = state.session.with(|me| me.as_ref().map(|me| me.person));
    is_own_draft(plan, me) && activities_of(state, plan.id).iter().all(|root| is_own_draft(root, me))
}

fn is_own_draft(root: &Root, me: Option<PersonId>) -> bool {
    let never_went_on = root.decided().state == change::State::Draft && root.field(root.id, change::STATE).is_none();
    never_went_on && root.saves.values().all(|save| Some(save.by) == me)
}

/// Everything in a root, to be taken out, and to be put back.
fn gone(root: &Root) -> Option<Gone> {
    let (mut away, mut back) = (Vec::new(), Vec::new());
    for (id, record) in &root.records {
        let (out, again) = removal(root, *id, known_kind(&record.kind)?);
        away.extend(out);
        back.extend(again);
    }
    Some(Gone { id: root.id, kind: known_kind(&root.kind)?, home: root.home, away, back })
}

fn activities_of(state: State, plan: RecordId) -> Vec<Arc<Root>> {
    let all = state.roots(activity::KIND).get();
    all.iter().filter(|root| Activity::of(root).plan == Some(plan)).cloned().collect()
}

/// The button, and the question that names what goes.
#[component]
pub(super) fn DeleteDraft(root: Signal<Option<Arc<Root>>>) -> impl IntoView {
    let state = State::here();
    let deleted: DeletedHere = expect_context();
    let (open, locked) = (RwSignal::new(false), RwSignal::new(false));
    let asked = move || {
        let root = root.get()?;
        let activities = activities_of(state, root.id);
        let names: Vec<String> = activities.iter().take(NAMED_MAX).map(|root| Activity::of(root).name).collect();
        Some((plan_title(&Plan::of(&root)), names, activities.len()))
    };
    let confirm = move |()| {
        open.set(false);
        let Some(plan) = root.get_untracked() else { return };
        // What came while the question stood may have made it somebody else's as well.
        if !untrack(|| may_delete(state, &plan)) {
            return;
        }
        let activities = untrack(|| activities_of(state, plan.id));
        let all: Option<Vec<Gone>> =
            activities.iter().map(|root| gone(root)).chain(std::iter::once(gone(&plan))).collect();
        let Some(all) = all else { return };
        spawn_local(async move {
            deleted.0.set(all.clone());
            if !saved(state, all.iter().map(|gone| (gone, gone.away.clone()))).await {
                let _gone = deleted.0.try_set(Vec::new());
                let _gone = locked.try_set(true);
            }
        });
    };
    view! {
        <Button attr:data-test="plan-delete" label=w::DELETE kind=ButtonKind::Bare icon=Glyph::Trash on_press=move |()| open.set(true)/>
        {move || locked.get().then(|| view! { <OpenElsewhere/> })}
        <Dialog open=open on_close=move |()| open.set(false) title=w::DELETE_TITLE actions=move || view! {
            <Button label=words::CANCEL on_press=move |()| open.set(false)/>
            <Button attr:data-test="plan-delete-confirm" label=w::DELETE kind=ButtonKind::Danger icon=Glyph::Trash on_press=confirm/>
        }>
            {move || asked().filter(|_| open.get()).map(|(title, names, count)| {
                let more = count - names.len();
                view! {
                    <p><strong>{title}</strong></p>
                    {(count > 0).then(|| view! { <p>{w::delete_activities(count)}</p> })}
                    <ul>
                        {names.into_iter().map(|name| view! { <li>{name}</li> }).collect_view()}
                        {(more > 0).then(|| view! { <li>{w::delete_more(more)}</li> })}
                    </ul>
                    <p class="soft">{t(w::DELETE_HINT)}</p>
                }
            })}
        </Dialog>
    }
}

/// What stands in the place of a plan that was taken away.
#[component]
pub(super) fn DeletedPlan() -> impl IntoView {
    let state = State::here();
    let deleted = use_context::<DeletedHere>();
    let locked = RwSignal::new(false);
    let undo = move |()| {
        let all = deleted.map(|here| here.0.get_untracked()).unwrap_or_default();
        // The plan first: its activities are nothing without it.
        spawn_local(async move {
            if !saved(state, all.iter().rev().map(|gone| (gone, gone.back.clone()))).await {
                let _gone = locked.try_set(true);
            }
        });
    };
    let can_undo = move || deleted.is_some_and(|here| !here.0.read().is_empty());
    view! {
        {move || locked.get().then(|| view! { <OpenElsewhere/> })}
        <EmptyState title=w::DELETED text=w::DELETED_TEXT action=move || view! {
            {can_undo().then(|| view! { <Button attr:data-test="plan-restore" label=words::UNDO icon=Glyph::Undo on_press=undo/> })}
            <LinkButton label=w::BACK_TO_PLANS href="/plans" kind=ButtonKind::Primary/>
        }/>
    }
}

/// Nothing was done, since a part of it is being edited in another tab.
#[component]
fn OpenElsewhere() -> impl IntoView {
    view! { <Notice title=plan_edit::OPEN_ELSEWHERE text=plan_edit::OPEN_ELSEWHERE_CURE tone=Tone::Bad/> }
}

/// Saves all of them, or none: `false` if one is open elsewhere.
async fn saved<'a>(state: State, all: impl Iterator<Item = (&'a Gone, Vec<Edit>)>) -> bool {
    let mut forms = Vec::new();
    for (gone, edits) in all {
        let Ok(form) = state.open(gone.id, gone.kind, gone.home).await else { return false };
        forms.push((form, edits));
    }
    for (form, edits) in &forms {
        form.save(edits.clone());
        form.flush();
    }
    for (form, _) in &forms {
        // A store that refuses is said by itself; the save is kept and tried again.
        let _tried_again = form.written().await;
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::{
        fold::Presence,
        id::{ChangeId, DeviceId, UnitId},
        notebook::{Fresh, Notebook},
        plan,
    };

    fn fresh(n: &str) -> Fresh {
        Fresh { id: ChangeId::derived(&[n]), salt: 0, at_ms: 0 }
    }

    #[test]
    fn a_draft_goes_with_its_lines_and_comes_back_whole() {
        let me = PersonId::derived(&["me"]);
        let mut notebook = Notebook::new(me, DeviceId::derived(&["d"]));
        let (id, line) = (RecordId::derived(&["plan"]), RecordId::derived(&["line"]));
        let home = Home::of_plan(id, UnitId::derived(&["u"]));
        let edit = |record, kind, field: &str, value: &str| Edit {
            record,
            kind,
            field: field.to_owned(),
            value: value.into(),
        };
        let (mut form, _) = notebook.open(id, plan::KIND, home);
        let edits =
            vec![edit(id, plan::KIND, plan::TITLE, "Nhầm"), edit(line, plan::DEADLINE, plan::WHAT, "Báo cáo quý")];
        notebook.save(&mut form, edits, fresh("1"));
        let before = notebook.root(id).unwrap().into_owned();
        assert!(is_own_draft(&before, Some(me)));
        assert!(!is_own_draft(&before, Some(PersonId::derived(&["somebody else"]))));

        let plan = gone(&before).unwrap();
        let (mut form, _) = notebook.open(id, plan::KIND, home);
        notebook.save(&mut form, plan.away, fresh("2"));
        assert_eq!(notebook.root(id).unwrap().presence(), Presence::Deleted);

        let (mut form, _) = notebook.open(id, plan::KIND, home);
        notebook.save(&mut form, plan.back, fresh("3"));
        let after = notebook.root(id).unwrap();
        assert_eq!(after.presence(), Presence::Here);
        assert_eq!(after.value(line, plan::WHAT), before.value(line, plan::WHAT));

        notebook.wish_for(&before, change::State::Submitted, "", fresh("4"));
        assert!(!is_own_draft(&notebook.root(id).unwrap(), Some(me)), "what went on is not taken away");
    }
}
