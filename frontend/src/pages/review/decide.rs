//! Approve, send back with a comment, reopen with a reason; on desks by the keyboard as well.

use crate::{
    state::State,
    text::{Text, review as w, t, words},
    ui::{ActionBar, Button, ButtonKind, Glyph, TextArea},
};
use leptos::prelude::*;
use shared::{change, fold::Root, id::RecordId, merged::Standing};
use std::sync::Arc;
use wasm_bindgen::JsCast;

/// The bar below a report.
#[component]
pub fn Decide(
    /// The report.
    id: RecordId,
    /// As it stands on the screen: what is approved is this and nothing else.
    root: Signal<Option<Arc<Root>>>,
    /// Whether this person decides here.
    decides: Memo<bool>,
    /// To the next or the previous one.
    step: Callback<isize>,
    /// Back to the list.
    close: Callback<()>,
) -> impl IntoView {
    let state = State::here();
    let waits = state.wish(id);
    let standing = Memo::new(move |_| root.get().map(|root| (Standing::of(&root), root.decided().state)));
    let differs = Memo::new(move |_| root.get().is_some_and(|root| root.conflicts().next().is_some()));
    let writing = RwSignal::new(false);
    let free = move || decides.get() && waits.read().is_none();
    let can_approve = move || {
        // Approved and altered since: it waits again, but the step from approved leads back only.
        free() && matches!(standing.get(), Some((Standing::Submitted, change::State::Submitted)))
    };
    let can_return =
        move || free() && matches!(standing.get(), Some((_, change::State::Submitted | change::State::Approved)));
    let reopens = move || matches!(standing.get(), Some((_, change::State::Approved)));
    let approve = move || {
        if let Some(root) = root.get_untracked().filter(|_| untrack(can_approve) && !differs.get_untracked()) {
            state.wish_for(&root, change::State::Approved, "");
        }
    };
    let keys = window_event_listener(leptos::ev::keydown, move |event| {
        if is_typing(&event) || event.ctrl_key() || event.alt_key() || event.meta_key() {
            return;
        }
        match event.key().to_lowercase().as_str() {
            "j" => step.run(1),
            "k" => step.run(-1),
            "d" => approve(),
            "t" if untrack(can_return) => {
                event.prevent_default();
                writing.set(true);
            }
            "escape" if writing.get_untracked() => writing.set(false),
            "escape" => close.run(()),
            _ => {}
        }
    });
    on_cleanup(move || keys.remove());
    view! {
        <Show when=move || can_return() && writing.get()>
            <Comment
                reopens=untrack(reopens)
                on_cancel=move |()| writing.set(false)
                on_confirm=move |note: String| {
                    if let Some(root) = root.get_untracked() {
                        state.wish_for(&root, change::State::Returned, &note);
                    }
                    writing.set(false);
                }
            />
        </Show>
        <Show when=move || can_return() && !writing.get()>
            <ActionBar note=move || view! { <p class="review-keys">{t(w::KEYS)}</p> }>
                {move || {
                    let label: Text = if reopens() { w::REOPEN } else { w::RETURN };
                    view! { <Button attr:data-test="return" label=label icon=Glyph::Returned on_press=move |()| writing.set(true)/> }
                }}
                {move || can_approve().then(|| view! {
                    <Button
                        attr:data-test="approve"
                        label=w::APPROVE
                        kind=ButtonKind::Primary
                        icon=Glyph::Check
                        disabled=Signal::derive(move || differs.get())
                        on_press=move |()| approve()
                    />
                })}
            </ActionBar>
        </Show>
    }
}

/// Whether a key goes into a field, or a dialog is open.
fn is_typing(event: &leptos::ev::KeyboardEvent) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    let in_field =
        target.is_some_and(|element| element.closest("input, textarea, select, dialog").ok().flatten().is_some());
    // Nothing wrong in the selector, so an error means that nothing matches.
    in_field && event.key() != "Escape" || document().query_selector("dialog[open]").ok().flatten().is_some()
}

/// The comment that goes with sending back or reopening; without it nothing is sent.
#[component]
fn Comment(
    /// Whether the report was approved before.
    reopens: bool,
    /// Never mind.
    #[prop(into)]
    on_cancel: Callback<()>,
    /// Sent, with the comment.
    #[prop(into)]
    on_confirm: Callback<String>,
) -> impl IntoView {
    let (note, tried) = (RwSignal::new(String::new()), RwSignal::new(false));
    let field = NodeRef::<leptos::html::Div>::new();
    Effect::new(move || {
        let area = field.get().and_then(|field| field.query_selector("textarea").ok().flatten());
        if let Some(area) = area.and_then(|area| area.dyn_into::<web_sys::HtmlElement>().ok()) {
            // Where the focus cannot go, one still taps; without the mark only stories miss it.
            let _unfocusable = (area.set_attribute("data-test", "return-note"), area.focus());
        }
    });
    let confirm = move |()| {
        tried.set(true);
        if !note.read_untracked().trim().is_empty() {
            on_confirm.run(note.get_untracked());
        }
    };
    let error = Signal::derive(move || {
        let missing = tried.get() && note.read().trim().is_empty();
        if missing { t(w::RETURN_MISSING).to_owned() } else { String::new() }
    });
    let (title, label, hint, act) = if reopens {
        (w::REOPEN_TITLE, w::REOPEN_NOTE, w::REOPEN_HINT, w::REOPEN_CONFIRM)
    } else {
        (w::RETURN_TITLE, w::RETURN_NOTE, w::RETURN_HINT, w::RETURN_CONFIRM)
    };
    view! {
        <div class="panel review-comment" node_ref=field role="group" aria-label=move || t(title)>
            <h3 class="panel-title">{move || t(title)}</h3>
            <TextArea id="return-note" label=label hint=hint value=note on_input=move |text| note.set(text) error=error/>
            <div class="cluster">
                <Button label=words::CANCEL on_press=on_cancel/>
                <Button attr:data-test="return-confirm" label=act kind=ButtonKind::Primary icon=Glyph::Returned on_press=confirm/>
            </div>
        </div>
    }
}
