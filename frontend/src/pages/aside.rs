//! What the server keeps aside: who sent it, why it was not taken in, what it says; taken in or
//! dropped with a reason. Asked of the server, so only while there is a network.

pub mod said;

use super::names::Names;
use crate::{
    state::{ApiError, State},
    text::{aside as w, conflicts, lang, outbox, t, words},
    ui::{Badge, Button, ButtonKind, Dialog, EmptyState, Glyph, Notice, PageHeader, Skeleton, TextArea, Toast, Tone},
};
use leptos::{prelude::*, task::spawn_local};
use said::Said;
use shared::{
    access::{self, Access},
    change::Change,
    id::{ChangeId, PersonId, RecordId},
    verdict::Why,
    wire::QuarantineItem,
};

/// One entry as it is drawn.
#[derive(Clone, PartialEq)]
struct Item {
    id: ChangeId,
    root: Option<RecordId>,
    by: PersonId,
    at_ms: i64,
    why: Why,
    change: Option<Change>,
}

impl From<QuarantineItem> for Item {
    fn from(item: QuarantineItem) -> Self {
        let change = serde_json::from_str(item.change.get()).ok();
        let QuarantineItem { id, root, by, at_ms, why, .. } = item;
        Self { id, root, by, at_ms, why, change }
    }
}

/// What asking has come to.
#[derive(Clone)]
enum Asked {
    Waiting,
    Failed(ApiError),
    Items(Vec<Item>),
}

/// The page at `/aside`.
#[component]
pub fn AsidePage() -> impl IntoView {
    let (state, names) = (State::here(), Names::here());
    let asked = RwSignal::new(Asked::Waiting);
    let said = RwSignal::new(None::<String>);
    let dropping = RwSignal::new(None::<ChangeId>);
    let ask = move || {
        asked.set(Asked::Waiting);
        spawn_local(async move {
            let answer = match state.quarantine().await {
                Ok(list) => Asked::Items(list.items.into_iter().map(Item::from).collect()),
                Err(error) => Asked::Failed(error),
            };
            // The screen may be gone by now.
            let _gone = asked.try_set(answer);
        });
    };
    ask();
    let adopt = Callback::new(move |id: ChangeId| {
        spawn_local(async move {
            let answer = match state.adopt(id).await {
                Ok(adopted) => match adopted.verdict {
                    shared::verdict::Verdict::Numbered { .. } => t(w::ADOPTED).to_owned(),
                    shared::verdict::Verdict::Quarantined(why) => outbox::why(&why),
                },
                Err(error) => error.words(lang()),
            };
            let _gone = said.try_set(Some(answer));
            ask();
        });
    });
    let drop_it = Callback::new(move |reason: String| {
        let Some(id) = dropping.get_untracked() else { return };
        dropping.set(None);
        spawn_local(async move {
            let answer = match state.drop_aside(id, &reason).await {
                Ok(()) => t(w::DROPPED).to_owned(),
                Err(error) => error.words(lang()),
            };
            let _gone = said.try_set(Some(answer));
            ask();
        });
    });
    view! {
        <PageHeader
            title=w::TITLE
            lead=w::LEAD
            actions=move || view! { <Button label=w::AGAIN icon=Glyph::SyncWorking on_press=move |()| ask()/> }
        />
        <p class="soft">{move || t(w::ONLINE_ONLY)}</p>
        {move || match asked.get() {
            Asked::Waiting => view! { <Skeleton label=w::LOADING/> }.into_any(),
            Asked::Failed(error) => view! { <Notice title=w::NOT_REACHED text=error.words(lang()) tone=Tone::Waiting/> }.into_any(),
            Asked::Items(items) if items.is_empty() => view! { <EmptyState title=w::NONE text=w::NONE_TEXT/> }.into_any(),
            Asked::Items(items) => {
                let cards = items.into_iter().map(|item| view! { <AsideCard item names adopt dropping/> });
                view! { <div class="stack">{cards.collect_view()}</div> }.into_any()
            }
        }}
        <DropDialog dropping on_confirm=drop_it/>
        <Toast
            open=Signal::derive(move || said.read().is_some())
            text=Signal::derive(move || said.get().unwrap_or_default())
            on_close=move |()| said.set(None)
        />
    }
}

#[component]
fn AsideCard(
    item: Item,
    names: Memo<Names>,
    adopt: Callback<ChangeId>,
    dropping: RwSignal<Option<ChangeId>>,
) -> impl IntoView {
    let state = State::here();
    let Item { id, root, by, at_ms, why, change } = item;
    let named = names.get();
    let person = named.person(by);
    let who = person.map_or_else(|| t(conflicts::UNKNOWN_PERSON).to_owned(), |person| person.name.clone());
    let unit = person.map(|person| named.workplace(person)).unwrap_or_default();
    let kind = change.as_ref().map(|change| change.kind.clone()).unwrap_or_default();
    let of_root = root.and_then(|root| state.root(root).get());
    let title = of_root.as_ref().map(|root| super::conflicts::item::record_title(state, root)).unwrap_or_default();
    let heading = if title.is_empty() {
        conflicts::record_words(&kind).to_owned()
    } else {
        format!("{} · {title}", conflicts::record_words(&kind))
    };
    // Where it cannot be read, the server has listed it because this person decides there.
    let home = change.as_ref().and_then(|change| change.home).or(of_root.as_ref().map(|root| root.home));
    let may_drop = state.session.get_untracked().is_some_and(|me| {
        let covers = home.is_none_or(|home| named.tree.is_within(home.unit, me.unit));
        access::may_drop(by == me.person, me.role, if covers { Access::Covers } else { Access::None })
    });
    let href = of_root.map(|root| super::conflicts::item::record_href(&root));
    // A decision only the server can grant is asked for anew, not adopted.
    let adoptable = change.as_ref().is_some_and(|change| change.act.is_none());
    view! {
        <article class="panel aside-item" data-test="aside-item">
            <p class="page-kicker">{w::from_who(who, unit)} " · " {w::arrived(words::moment(at_ms, state.today()))}</p>
            <h2 class="conflict-title">{heading}</h2>
            <p class="aside-why"><Badge text=crate::text::shell::ASIDE tone=Tone::Bad/> " " {outbox::why(&why)}</p>
            <Said change=change/>
            <div class="cluster">
                {may_drop.then(|| view! {
                    <Button attr:data-test="aside-drop" label=w::DROP kind=ButtonKind::Danger icon=Glyph::Trash on_press=move |()| dropping.set(Some(id))/>
                })}
                {adoptable.then(|| view! {
                    <Button attr:data-test="aside-adopt" label=w::ADOPT kind=ButtonKind::Primary icon=Glyph::Check on_press=move |()| adopt.run(id)/>
                })}
                {href.map(|href| view! { <a href=href>{t(w::OPEN_RECORD)}</a> })}
            </div>
        </article>
    }
}

#[component]
fn DropDialog(dropping: RwSignal<Option<ChangeId>>, on_confirm: Callback<String>) -> impl IntoView {
    let (reason, tried) = (RwSignal::new(String::new()), RwSignal::new(false));
    let error = Signal::derive(move || {
        let missing = tried.get() && reason.read().trim().is_empty();
        if missing { t(w::DROP_MISSING).to_owned() } else { String::new() }
    });
    let confirm = move |()| {
        tried.set(true);
        let given = reason.get_untracked();
        if !given.trim().is_empty() {
            reason.set(String::new());
            tried.set(false);
            on_confirm.run(given);
        }
    };
    view! {
        <Dialog
            open=Signal::derive(move || dropping.read().is_some())
            on_close=move |()| dropping.set(None)
            title=w::DROP_TITLE
            actions=move || view! {
                <Button label=words::CANCEL on_press=move |()| dropping.set(None)/>
                <Button attr:data-test="aside-drop-confirm" label=w::DROP_CONFIRM kind=ButtonKind::Danger on_press=confirm/>
            }
        >
            <TextArea id="drop-reason" label=w::DROP_REASON hint=w::DROP_HINT value=reason on_input=move |text| reason.set(text) error=error/>
        </Dialog>
    }
}
