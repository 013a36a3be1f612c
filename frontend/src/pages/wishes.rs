//! What became of a step that a person wished for: it waits for the server, or was refused and why.

use super::names::Names;
use crate::{
    state::State,
    text::{Text, outbox, plans, review as w, t},
    ui::{Button, ButtonKind, Glyph, Notice, Tone},
};
use leptos::prelude::*;
use shared::{change, id::RecordId, notebook::Status};

/// The word for a wish that waits, by where it leads.
fn waiting_words(kind: &str, to: &change::State) -> Text {
    use change::State::{Approved, Closed, Issued, Returned, Submitted};
    match (kind, to) {
        ("plan", Submitted) => plans::WAITING_SUBMIT,
        ("plan", Approved) => plans::WAITING_APPROVE,
        ("plan", Returned) => plans::WAITING_RETURN,
        ("plan", Issued) => plans::WAITING_ISSUE,
        ("plan", Closed) => plans::WAITING_CLOSE,
        (_, Approved) => w::WAITS_APPROVE,
        (_, Returned) => w::WAITS_RETURN,
        _ => w::WAITS_OTHER,
    }
}

/// A notice above a record: the wish that waits, or the refusal with its cure and "understood".
#[component]
pub fn WishNotice(
    /// The record.
    id: RecordId,
    /// Its kind.
    kind: &'static str,
) -> impl IntoView {
    let state = State::here();
    let wish = state.wish(id);
    let (names, outbox) = (Names::here(), state.outbox);
    let refused = Memo::new(move |_| {
        let outbox = outbox.read();
        let wishes = outbox.iter().filter(|item| item.root == id && item.is_wish.is_some());
        let mut refused = wishes.filter_map(|item| match &item.status {
            Status::Aside(why) => Some((item.seq, outbox::why(why))),
            Status::Dropped { by, reason } => {
                let by = names.with(|names| names.person(*by).map(|person| person.name.clone()));
                Some((item.seq, outbox::dropped(by.as_deref().unwrap_or_default(), reason)))
            }
            _ => None,
        });
        refused.next_back()
    });
    view! {
        {move || wish.get().map(|to| view! {
            <div data-test="wish-waits"><Notice text=t(waiting_words(kind, &to)) tone=Tone::Waiting icon=Glyph::SyncPending/></div>
        })}
        {move || refused.get().map(|(seq, why)| view! {
            <div data-test="wish-refused">
                <Notice
                    title=w::REFUSED
                    text=why
                    tone=Tone::Bad
                    actions=move || view! {
                        <Button label=w::DISMISS kind=ButtonKind::Quiet on_press=move |()| state.dismiss(seq)/>
                    }
                />
            </div>
        })}
    }
}
