//! What can be done with a plan in its present state: edit, submit, approve, send back, issue, print.

use super::{
    super::names::{Names, decides_in},
    delete::{DeleteDraft, may_delete},
};
use crate::{
    pages::signs::focus,
    state::{OpenForm, State},
    text::{plan_edit, plans as w, t, words},
    ui::{Button, ButtonKind, DateField, Dialog, Glyph, LinkButton, Notice, TextArea, TextField, Tone},
};
use leptos::{prelude::*, task::spawn_local};
use shared::{change, fold::Root, id::RecordId, notebook::Edit, plan, validation::hard_problems, value::Value};
use std::sync::Arc;

/// The buttons at the head of a plan.
#[component]
pub fn PlanSteps(id: RecordId, root: Signal<Option<Arc<Root>>>) -> impl IntoView {
    let state = State::here();
    let names = Names::here();
    let decided = Memo::new(move |_| root.get().map(|root| root.decided().state).unwrap_or_default());
    let waits = state.wish(id);
    let decides = Memo::new(move |_| {
        let owner = root.get().map(|root| root.home.unit);
        owner.is_some_and(|owner| decides_in(state.session.get().as_ref(), &names.read().tree, owner))
    });
    let mine = Memo::new(move |_| root.read().as_ref().is_some_and(|root| may_delete(state, root)));
    let (refused, sending_back, issuing) = (RwSignal::new(None), RwSignal::new(false), RwSignal::new(false));
    let wish = move |to: change::State, note: &str| {
        if let Some(root) = root.get_untracked() {
            state.wish_for(&root, to, note);
        }
    };
    let submit = move |()| match root.get_untracked() {
        Some(root) if root.conflicts().next().is_some() => refused.set(Some(None)),
        Some(root) => match hard_problems(&root).len() {
            0 => wish(change::State::Submitted, ""),
            n => refused.set(Some(Some(n))),
        },
        None => {}
    };
    let steps = move || {
        let free = decides.get() && waits.read().is_none();
        let edit = || view! { <LinkButton attr:data-test="plan-edit" label=w::EDIT href=format!("/plans/{id}/edit") icon=Glyph::Edit/> };
        match decided.get() {
            change::State::Draft | change::State::Returned if free => view! {
                {mine.get().then(|| view! { <DeleteDraft root/> })}
                {edit()}
                <Button attr:data-test="plan-submit" label=w::SUBMIT kind=ButtonKind::Primary icon=Glyph::Outbox on_press=submit/>
            }.into_any(),
            change::State::Submitted if free => view! {
                {edit()}
                <Button attr:data-test="plan-return" label=w::SEND_BACK icon=Glyph::Returned on_press=move |()| sending_back.set(true)/>
                <Button attr:data-test="plan-approve" label=w::APPROVE kind=ButtonKind::Primary icon=Glyph::Check on_press=move |()| wish(change::State::Approved, "")/>
            }.into_any(),
            change::State::Approved if free => view! {
                <Button attr:data-test="plan-issue" label=w::ISSUE kind=ButtonKind::Primary icon=Glyph::Megaphone on_press=move |()| issuing.set(true)/>
            }.into_any(),
            change::State::Issued | change::State::Closed => view! {
                {free.then(|| view! { <LinkButton attr:data-test="plan-edit" label=w::EDIT_ACTIVITIES href=format!("/plans/{id}/edit#activities") icon=Glyph::Edit/> })}
                <LinkButton label=w::SEE_RESULTS href=format!("/overview?plan={id}") icon=Glyph::Chart/>
            }.into_any(),
            _ => ().into_any(),
        }
    };
    view! {
        <Button label=w::PRINT kind=ButtonKind::Quiet icon=Glyph::Print on_press=|()| print()/>
        {steps}
        <RefusedHere id refused/>
        <SendBack open=sending_back on_confirm=move |note: String| wish(change::State::Returned, &note)/>
        <Issue id root open=issuing/>
    }
}

/// Opens the browser's print dialog; where there is none, nothing happens.
pub fn print() {
    let _refused = window().print();
}

/// Why a plan cannot be submitted yet, told here before the server has to.
#[component]
fn RefusedHere(id: RecordId, refused: RwSignal<Option<Option<usize>>>) -> impl IntoView {
    let open = Signal::derive(move || refused.read().is_some());
    let text = move || match refused.get() {
        Some(Some(n)) => w::submit_problems(n),
        _ => t(w::SUBMIT_CONFLICT).to_owned(),
    };
    let actions = move || {
        match refused.get() {
        Some(Some(_)) => view! { <LinkButton label=w::GO_ON_EDITING kind=ButtonKind::Primary href=format!("/plans/{id}/edit#check")/> }.into_any(),
        _ => view! { <LinkButton label=w::SEE_CONFLICTS kind=ButtonKind::Primary href=format!("/conflicts?root={id}")/> }.into_any(),
    }
    };
    view! {
        <Dialog open=open on_close=move |()| refused.set(None) title=w::SUBMIT actions=move || view! {
            <Button label=words::CANCEL on_press=move |()| refused.set(None)/>
            {actions}
        }>
            <p>{text}</p>
        </Dialog>
    }
}

/// Sends the plan back to its writer; the comment is what they read.
#[component]
fn SendBack(open: RwSignal<bool>, #[prop(into)] on_confirm: Callback<String>) -> impl IntoView {
    let note = RwSignal::new(String::new());
    let tried = RwSignal::new(false);
    let missing = move || tried.get() && note.read().trim().is_empty();
    let confirm = move |()| {
        tried.set(true);
        if !note.read_untracked().trim().is_empty() {
            on_confirm.run(note.get_untracked());
            open.set(false);
        }
    };
    view! {
        <Dialog open=open on_close=move |()| open.set(false) title=w::SEND_BACK_TITLE actions=move || view! {
            <Button label=words::CANCEL on_press=move |()| open.set(false)/>
            <Button attr:data-test="plan-return-confirm" label=w::SEND_BACK kind=ButtonKind::Primary on_press=confirm/>
        }>
            <TextArea
                id="plan-return-note"
                label=w::SEND_BACK_NOTE
                value=note
                on_input=move |text| note.set(text)
                error=Signal::derive(move || if missing() { t(w::SEND_BACK_MISSING).to_owned() } else { String::new() })
            />
        </Dialog>
    }
}

/// Number and date from the signed copy, then the wish to issue: first the two fields are saved,
/// then, once they stand on the screen, the wish is given on what stands there.
#[component]
fn Issue(id: RecordId, root: Signal<Option<Arc<Root>>>, open: RwSignal<bool>) -> impl IntoView {
    let state = State::here();
    let (number, signed, tried) = (RwSignal::new(String::new()), RwSignal::new(String::new()), RwSignal::new(false));
    let elsewhere = RwSignal::new(false);
    let form = StoredValue::new_local(None::<OpenForm>);
    let awaited = RwSignal::new(false);
    let day = move || signed.read().parse::<shared::date::Date>().ok();
    Effect::new(move || {
        let Some(root) = root.get() else { return };
        let stands = |field: &str, text: &str| root.value(id, field).and_then(Value::as_text) == Some(text);
        let both =
            stands(plan::NUMBER, number.read_untracked().trim()) && stands(plan::SIGNED_ON, &signed.read_untracked());
        if awaited.get() && both {
            awaited.set(false);
            form.set_value(None);
            state.wish_for(&root, change::State::Issued, "");
        }
    });
    // Open as long as the dialog: what arrives after it was opened does not count as read.
    Effect::new(move || {
        if !open.get() {
            if !awaited.get_untracked() {
                form.set_value(None);
            }
            return;
        }
        elsewhere.set(false);
        let Some(home) = root.get_untracked().map(|root| root.home) else { return };
        spawn_local(async move {
            let opened = state.open(id, plan::KIND, home).await;
            if open.try_get_untracked() != Some(true) {
                return;
            }
            match opened {
                Ok(opened) => form.set_value(Some(opened)),
                Err(_) => {
                    open.set(false);
                    elsewhere.set(true);
                }
            }
        });
    });
    let confirm = move |()| {
        tried.set(true);
        // What is missing is said at its field, and the first is where one goes on.
        if number.read_untracked().trim().is_empty() {
            return focus("issue-number");
        }
        if untrack(day).is_none() {
            return focus("issue-date");
        }
        form.with_value(|opened| {
            let Some(opened) = opened else { return };
            let edit = |field: &str, value: String| Edit {
                record: id,
                kind: plan::KIND,
                field: field.to_owned(),
                value: value.into(),
            };
            let number = number.get_untracked().trim().to_owned();
            opened.save(vec![edit(plan::NUMBER, number), edit(plan::SIGNED_ON, signed.get_untracked())]);
            awaited.set(true);
            open.set(false);
        });
    };
    view! {
        {move || elsewhere.get().then(|| view! { <Notice title=plan_edit::OPEN_ELSEWHERE text=plan_edit::OPEN_ELSEWHERE_CURE tone=Tone::Bad/> })}
        <Dialog open=open on_close=move |()| open.set(false) title=w::ISSUE_TITLE actions=move || view! {
            <Button label=words::CANCEL on_press=move |()| open.set(false)/>
            <Button attr:data-test="issue-confirm" label=w::ISSUE_NOW kind=ButtonKind::Primary icon=Glyph::Megaphone on_press=confirm/>
        }>
            <div class="stack">
                <p>{move || t(w::ISSUE_LEAD)}</p>
                <TextField
                    id="issue-number"
                    label=w::ISSUE_NUMBER
                    hint=w::ISSUE_NUMBER_HINT
                    value=number
                    on_input=move |text| number.set(text)
                    error=Signal::derive(move || {
                        let missing = tried.get() && number.read().trim().is_empty();
                        if missing { t(w::ISSUE_NUMBER_MISSING).to_owned() } else { String::new() }
                    })
                />
                <DateField
                    id="issue-date"
                    label=w::ISSUE_DATE
                    value=signed
                    on_input=move |text| signed.set(text)
                    unreadable=words::UNREADABLE_DAY
                    error=Signal::derive(move || if tried.get() && day().is_none() { t(w::ISSUE_DATE_MISSING).to_owned() } else { String::new() })
                />
            </div>
        </Dialog>
    }
}
