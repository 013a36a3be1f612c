//! How far an activity is, and the small form in which whoever carries it out says so.

use crate::{
    pages::signs::stage_badge,
    state::{OpenForm, State},
    text::{self, Text, activity as words, t},
    ui::{Button, ButtonKind, Choice, Dialog, Glyph, Notice, Panel, RadioRows, TextArea, Toast, Tone},
};
use leptos::{prelude::*, task::spawn_local};
use shared::{
    activity::{self, Progress as Value, Stage},
    fold::Root,
    id::RecordId,
    notebook::Edit,
};
use std::sync::Arc;

/// The stage with the reason for it, and the button that changes it.
#[component]
pub(super) fn Progress(id: RecordId, root: Signal<Option<Arc<Root>>>) -> impl IntoView {
    let now = Memo::new(move |_| {
        root.with(|root| Value::of(root.as_ref().and_then(|root| root.value(id, activity::PROGRESS))))
    });
    let (open, saved) = (RwSignal::new(false), RwSignal::new(false));
    view! {
        <Panel title=words::STAGE>
            <div class="cluster cluster-apart">
                {move || stage_badge(now.get().stage)}
                <Button label=words::STAGE_CHANGE icon=Glyph::Edit on_press=move |()| open.set(true) attr:data-test="change-stage"/>
            </div>
            {move || Some(now.get().reason).filter(|reason| !reason.is_empty()).map(|reason| view! {
                <p><strong>{t(words::REASON)} ": "</strong>{reason}</p>
            })}
        </Panel>
        <StageDialog id=id root=root now=now open=open saved=saved/>
        <Toast open=saved text=words::STAGE_SAVED on_close=move |()| saved.set(false)/>
    }
}

#[component]
fn StageDialog(
    id: RecordId,
    root: Signal<Option<Arc<Root>>>,
    now: Memo<Value>,
    open: RwSignal<bool>,
    saved: RwSignal<bool>,
) -> impl IntoView {
    let state = State::here();
    let (stage, reason) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let trouble = RwSignal::new(None::<Text>);
    let asked = RwSignal::new(false);
    // Open as long as the dialog: what it shows was read then, and what arrives later was not.
    let (form, held) = (StoredValue::new_local(None::<OpenForm>), RwSignal::new(false));
    let fill = move || {
        let now = now.get_untracked();
        stage.set(now.stage.code().to_owned());
        reason.set(now.reason);
    };
    Effect::new(move || {
        held.set(false);
        if !open.get() {
            return form.set_value(None);
        }
        trouble.set(None);
        asked.set(false);
        fill();
        let shown = now.get_untracked();
        let Some(home) = root.with_untracked(|root| root.as_ref().map(|root| root.home)) else { return };
        spawn_local(async move {
            let opened = state.open(id, activity::KIND, home).await;
            if open.try_get_untracked() != Some(true) {
                return;
            }
            match opened {
                Ok(opened) => {
                    // Drawn anew if it changed in this moment, else a first choice would be lost.
                    if now.get_untracked() != shown {
                        fill();
                    }
                    form.set_value(Some(opened));
                    held.set(true);
                }
                Err(_) => trouble.set(Some(words::ELSEWHERE)),
            }
        });
    });
    let needs_reason = move || matches!(Stage::of_code(&stage.get()), Stage::Postponed | Stage::Cancelled);
    let error = Signal::derive(move || {
        let is_missing = asked.get() && needs_reason() && reason.with(|reason| reason.trim().is_empty());
        if is_missing { t(words::REASON_MISSING).to_owned() } else { String::new() }
    });
    let keep = move |()| {
        asked.set(true);
        if !error.get_untracked().is_empty() {
            return;
        }
        let stage = Stage::of_code(&stage.get_untracked());
        let reason = if needs_reason() { reason.get_untracked().trim().to_owned() } else { String::new() };
        let Some(form) = form.try_update_value(Option::take).flatten() else { return };
        let value = Value { stage, reason }.into();
        form.save(vec![Edit { record: id, kind: activity::KIND, field: activity::PROGRESS.to_owned(), value }]);
        open.set(false);
        saved.set(true);
    };
    let choices =
        Signal::derive(|| Stage::ALL.map(|stage| Choice::new(stage.code(), t(text::words::stage(stage)))).to_vec());
    view! {
        <Dialog open=open on_close=move |()| open.set(false) title=words::STAGE_CHANGE
            actions=move || view! {
                <Button label=text::words::CANCEL on_press=move |()| open.set(false)/>
                <Button label=words::KEEP kind=ButtonKind::Primary disabled=Signal::derive(move || !held.get()) on_press=keep attr:data-test="keep-stage"/>
            }>
            {move || trouble.get().map(|words| view! { <Notice text=words tone=Tone::Bad/> })}
            <RadioRows label=words::STAGE_ASK choices=choices value=stage on_input=move |code| stage.set(code)/>
            {move || needs_reason().then(|| view! {
                <TextArea label=words::REASON_ASK hint=words::REASON_HINT error=error name="reason"
                    value=reason on_input=move |text| reason.set(text)/>
            })}
        </Dialog>
    }
}
