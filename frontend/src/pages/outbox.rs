//! The outbox: everything saved on this device that has not come back, with its true state.

use super::{aside::said::Said, names::Names};
use crate::{
    pages::signs::UnsentOfOthers,
    state::{OutboxItem, Phase, PhotosWait, State},
    text::{self, Text, outbox as words, t},
    ui::{
        Badge, Button, ButtonKind, Dialog, EmptyState, Glyph, LinkButton, Notice, PageHeader, Panel, Progress, Section,
        SyncLook, Tone,
    },
};
use leptos::prelude::*;
use shared::{activity, change, notebook::Status, plan, report, verdict::Why};

/// The outbox.
#[component]
pub fn OutboxPage() -> impl IntoView {
    let state = State::here();
    let outbox = state.outbox;
    let part = move |is: fn(&Status) -> bool| {
        Signal::derive(move || {
            let mut items: Vec<OutboxItem> =
                outbox.with(|outbox| outbox.iter().filter(|item| is(&item.status)).cloned().collect());
            items.reverse();
            items
        })
    };
    let kept = part(|status| matches!(status, Status::Aside(_)));
    let dropped = part(|status| matches!(status, Status::Dropped { .. }));
    let waiting = part(|status| matches!(status, Status::Open | Status::Sealed));
    let numbered = part(|status| matches!(status, Status::Numbered { .. }));
    let nothing = move || outbox.with(|outbox| outbox.is_empty()) && state.photos_unsent.get().0 == 0;
    let lead = move || match (state.unsent.get(), state.photos_unsent.get().0) {
        (0, 0) => t(words::LEAD).to_owned(),
        (saves, photos) => words::lead(saves, photos),
    };
    let actions = move || {
        view! {
            <Button label=words::SEND_NOW kind=ButtonKind::Primary icon=Glyph::SyncWorking on_press=move |()| state.sync_now()
                busy=Signal::derive(move || matches!(state.sync.get().phase, Phase::Working { .. })) attr:data-test="sync-now"/>
        }
    };
    let dismissing = RwSignal::new(None::<u64>);
    view! {
        <PageHeader title=words::TITLE lead=Signal::derive(lead) actions=actions/>
        <div class="outbox narrow stack stack-wide">
            <Line/>
            <UnsentOfOthers/>
            {move || nothing().then(|| view! { <EmptyState title=words::EMPTY text=words::EMPTY_TEXT/> })}
            <Items title=words::KEPT_SECTION items=kept dismissing=dismissing/>
            <Items title=words::DROPPED_SECTION items=dropped dismissing=dismissing/>
            <Items title=words::WAITING_SECTION items=waiting dismissing=dismissing/>
            <Photos/>
            <Items title=words::ON_THE_WAY_SECTION items=numbered dismissing=dismissing/>
            <Show when=move || !nothing()>
                <div class="outbox-rescue">
                    <Button label=words::EXPORT icon=Glyph::Download on_press=move |()| state.export_unsent() attr:data-test="export-unsent"/>
                    <p class="soft small">{move || t(words::EXPORT_HINT)}</p>
                </div>
            </Show>
        </div>
        <DismissDialog dismissing=dismissing/>
    }
}

/// What the line to the server is doing.
#[component]
fn Line() -> impl IntoView {
    let state = State::here();
    let today = state.today();
    let moment =
        move |ms: Option<i64>| ms.map_or_else(|| t(words::NEVER).to_owned(), |ms| text::words::moment(ms, today));
    // What concerns every screen, no network and an expired session, stands in a bar above this one.
    let trouble = move || match state.sync.get().phase {
        Phase::Attention(code) if !state.expired.get() => Some(attention(&code)),
        _ => None,
    };
    let working = Memo::new(move |_| match state.sync.get().phase {
        Phase::Working { done, total, bytes } => Some((done as u64, total as u64, bytes)),
        _ => None,
    });
    view! {
        {move || trouble().map(|words| view! { <Notice text=words tone=Tone::Waiting icon=Glyph::SyncAttention attr:data-test="sync-trouble"/> })}
        {move || working.with(Option::is_some).then(|| {
            let part = move |read: fn((u64, u64, u64)) -> u64| Signal::derive(move || working.get().map(read).unwrap_or(0));
            let text = move || working.get().map(|(done, total, bytes)| words::progress(done, total, bytes)).unwrap_or_default();
            view! { <Progress label=words::SENDING value=part(|(done, _, _)| done) max=part(|(_, total, _)| total) text=Signal::derive(text)/> }
        })}
        <p class="outbox-line soft small">
            <span>{move || t(words::LAST_OK)} ": " <strong class="number" data-test="last-ok">{move || moment(state.sync.get().last_ok_ms)}</strong></span>
            {move || state.sync.get().next_try_ms.map(|ms| view! {
                <span>{t(words::NEXT_TRY)} ": " <span class="number">{text::words::clock(ms)}</span></span>
            })}
        </p>
    }
}

/// The words for what keeps the line from working, by its code.
fn attention(code: &str) -> Text {
    match code {
        "session_expired" => words::EXPIRED,
        "not_our_server" => words::NOT_OURS,
        "app_too_old" => words::TOO_OLD,
        "busy" => words::BUSY,
        "no_answer" => words::NO_NETWORK,
        "no_room" => text::line::NO_ROOM_DISK,
        "no_room_person" => text::line::NO_ROOM_PERSON,
        _ => words::STUCK,
    }
}

#[component]
fn Items(title: Text, items: Signal<Vec<OutboxItem>>, dismissing: RwSignal<Option<u64>>) -> impl IntoView {
    let count = Memo::new(move |_| items.with(Vec::len));
    move || {
        (count.get() > 0).then(|| view! {
        <Section title=title count=Signal::derive(move || Some(count.get() as u64))>
            <ul class="outbox-items">
                <For each=move || items.get() key=|item| format!("{}{:?}{}", item.seq, item.status, item.at_ms) let:item>
                    <Item item=item dismissing=dismissing/>
                </For>
            </ul>
        </Section>
    })
    }
}

#[component]
fn Item(item: OutboxItem, dismissing: RwSignal<Option<u64>>) -> impl IntoView {
    let state = State::here();
    let today = state.today();
    let is_kept = item.needs_author();
    let OutboxItem { seq, root, root_kind, title, at_ms, fields, is_wish, status } = item;
    let (look, code, told) = standing(&status);
    let title = move || title.clone().unwrap_or_else(|| t(words::UNTITLED).to_owned());
    let what = move || match &is_wish {
        Some(to) => t(wish(to)).to_owned(),
        None => words::fields(fields),
    };
    let kind = kind(&root_kind);
    let href = match root_kind.as_str() {
        report::KIND => Some(format!("/reports/{root}")),
        activity::KIND => Some(format!("/activities/{root}")),
        plan::KIND => Some(format!("/plans/{root}")),
        _ => None,
    };
    // What never came in stands on no other screen; the way leads only to what there is.
    let said = is_kept.then(|| state.kept(seq)).flatten();
    let of_root = state.root(root);
    let href = move || href.clone().filter(|_| of_root.read().is_some());
    let names = Names::here();
    let why = StoredValue::new(status);
    let reason = move || {
        why.with_value(|status| match status {
            Status::Aside(why) => words::why(why),
            Status::Dropped { by, reason } => {
                names.with(|names| words::dropped(names.person(*by).map_or("", |person| &person.name), reason))
            }
            _ => String::new(),
        })
    };
    view! {
        <li class=format!("outbox-item {}", look.tone().class()) data-test="outbox-item" data-state=code data-root=root.to_string()>
            <div class="outbox-words">
                <p class="outbox-kicker">{move || t(kind)} " · " {what}</p>
                <p class="outbox-title">{title}</p>
                <p class="outbox-when soft small number">{move || text::words::moment(at_ms, today)}</p>
                {is_kept.then(|| view! { <p class="outbox-why">{reason}</p> })}
            </div>
            <div class="outbox-state"><Badge text=told tone=look.tone() icon=look.glyph()/></div>
            {said.map(|change| view! { <div class="outbox-said"><Said change=Some(change)/></div> })}
            {is_kept.then(|| view! {
                <div class="outbox-acts">
                    {move || href().map(|href| view! { <LinkButton label=words::OPEN href=href icon=Glyph::Eye/> })}
                    <Button label=words::DISMISS kind=ButtonKind::Bare icon=Glyph::Trash on_press=move |()| dismissing.set(Some(seq)) attr:data-test="dismiss"/>
                </div>
            })}
        </li>
    }
}

fn standing(status: &Status) -> (SyncLook, &'static str, Text) {
    match status {
        Status::Open => (SyncLook::Pending, "saved", words::SAVED),
        Status::Sealed => (SyncLook::Pending, "waiting", words::SAVED),
        Status::Numbered { .. } => (SyncLook::Ok, "sent", words::NUMBERED),
        Status::Aside(_) => (SyncLook::Attention, "aside", words::ASIDE),
        Status::Dropped { .. } => (SyncLook::Attention, "dropped", words::DROPPED),
    }
}

fn kind(kind: &str) -> Text {
    match kind {
        report::KIND => words::REPORT,
        activity::KIND => words::ACTIVITY,
        plan::KIND => words::PLAN,
        _ => words::RECORD,
    }
}

fn wish(to: &change::State) -> Text {
    match to {
        change::State::Submitted => words::WISH_SUBMIT,
        change::State::Returned => words::WISH_RETURN,
        change::State::Approved => words::WISH_APPROVE,
        change::State::Draft => words::WISH_REOPEN,
        change::State::Issued => words::WISH_ISSUE,
        change::State::Closed | change::State::Other(_) => words::WISH_OTHER,
    }
}

#[component]
fn Photos() -> impl IntoView {
    let state = State::here();
    move || {
        let (n, bytes) = state.photos_unsent.get();
        let held = state.photos_held();
        let why = match held {
            Some(PhotosWait::MobileData) => words::PHOTOS_MOBILE_DATA,
            Some(PhotosWait::UnknownNetwork) => words::PHOTOS_UNKNOWN_NETWORK,
            None => words::PHOTOS_HINT,
        };
        (n > 0).then(|| {
            view! {
                <Panel>
                    <div class="cluster cluster-apart" data-test="photos-unsent" data-count=n.to_string()>
                        <p><strong>{words::photos(n, bytes)}</strong></p>
                        <Badge text=words::SAVED tone=Tone::Waiting icon=Glyph::Photo/>
                    </div>
                    <p class="soft small">{t(why)}</p>
                    {held.map(|_| view! {
                        <Button label=words::SEND_PHOTOS_NOW icon=Glyph::Photo on_press=move |()| state.send_photos_now() attr:data-test="send-photos-now"/>
                    })}
                </Panel>
            }
        })
    }
}

#[component]
fn DismissDialog(dismissing: RwSignal<Option<u64>>) -> impl IntoView {
    let state = State::here();
    let dismiss = move |()| {
        if let Some(seq) = dismissing.get_untracked() {
            state.dismiss(seq);
        }
        dismissing.set(None);
    };
    let status = Memo::new(move |_| {
        let seq = dismissing.get()?;
        state.outbox.with(|outbox| outbox.iter().find(|item| item.seq == seq).map(|item| item.status.clone()))
    });
    let is_only_copy = move || status.with(|status| matches!(status, Some(Status::Aside(Why::TooLarge))));
    view! {
        <Dialog open=Signal::derive(move || dismissing.with(Option::is_some)) on_close=move |()| dismissing.set(None) title=words::DISMISS_ASK
            actions=move || view! {
                <Button label=text::words::CANCEL on_press=move |()| dismissing.set(None)/>
                {move || is_only_copy().then(|| view! {
                    <Button label=words::EXPORT icon=Glyph::Download on_press=move |()| state.export_unsent() attr:data-test="export-before-dismiss"/>
                })}
                <Button label=words::DISMISS kind=ButtonKind::Danger on_press=dismiss attr:data-test="confirm-dismiss"/>
            }>
            <p>{move || status.with(|status| status.as_ref().map(|status| t(words::dismissal(status))))}</p>
        </Dialog>
    }
}
