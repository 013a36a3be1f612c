//! What the server keeps aside: who sent it, why it was not taken in, what it says; taken in or
//! dropped with a reason. Asked of the server, so only while there is a network.

mod obstacle;
pub mod said;

use super::{
    names::{Names, decides, decides_in},
    signs::AsideCount,
};
use crate::{
    state::{ApiError, State},
    text::{Text, aside as w, conflicts, lang, outbox, t, words},
    ui::{
        Badge, Button, ButtonKind, Dialog, EmptyState, Glyph, LinkButton, Notice, PageHeader, Skeleton, TextArea,
        Toast, Tone,
    },
};
use leptos::{prelude::*, task::spawn_local};
use obstacle::obstacle;
use said::Said;
use shared::{
    access::{self, Access, Role},
    change::{Change, Home},
    fold::Root,
    id::{ChangeId, PersonId, RecordId},
    report,
    unit::UnitTree,
    verdict::{Verdict, Why},
    wire::{QuarantineItem, SignedIn},
};

/// One entry as it is drawn.
#[derive(Clone, PartialEq)]
struct Item {
    id: ChangeId,
    root: Option<RecordId>,
    /// Where it lives: as the record says where it is known, otherwise as the change claims.
    home: Option<Home>,
    by: PersonId,
    at_ms: i64,
    why: Why,
    change: Option<Change>,
}

impl Item {
    fn of(state: State, item: QuarantineItem) -> Self {
        let QuarantineItem { id, root, by, at_ms, why, change, .. } = item;
        let change: Option<Change> = serde_json::from_str(change.get()).ok();
        let known = root.and_then(|root| state.root_now(root)).map(|root| root.home);
        let home = known.or(change.as_ref().and_then(|change| change.home));
        Self { id, root, home, by, at_ms, why, change }
    }
}

/// Whether this person decides about what lives there. Where that cannot be read, the server has listed it
/// because they do.
fn is_for(me: Option<&SignedIn>, tree: &UnitTree, home: Option<Home>) -> bool {
    home.map_or_else(|| decides(me), |home| decides_in(me, tree, home.unit))
}

/// Asks the server, and tells the navigation how much waits for this person.
async fn asked(state: State, names: Memo<Names>, count: Option<AsideCount>) -> Result<Vec<Item>, ApiError> {
    let list = state.quarantine().await?;
    let items: Vec<_> = list.items.into_iter().map(|item| Item::of(state, item)).collect();
    let me = state.session.get_untracked();
    let waiting = names.try_with_untracked(|names| {
        items.iter().filter(|item| is_for(me.as_ref(), &names.tree, item.home)).count() as u64
    });
    if let (Some(count), Some(waiting)) = (count, waiting) {
        // The shell may be gone by now.
        let _gone = count.0.try_set(Some(waiting));
    }
    Ok(items)
}

/// Counts for the navigation; without an answer the last count stands.
pub fn count(state: State, names: Memo<Names>, count: AsideCount) {
    spawn_local(async move {
        let _unanswered = asked(state, names, Some(count)).await;
    });
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
    let count = use_context::<AsideCount>();
    let asked = RwSignal::new(Asked::Waiting);
    let said = RwSignal::new(None::<String>);
    let dropping = RwSignal::new(None::<ChangeId>);
    let ask = move || {
        asked.set(Asked::Waiting);
        spawn_local(async move {
            let answer = match self::asked(state, names, count).await {
                Ok(items) => Asked::Items(items),
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
                    Verdict::Numbered { .. } => t(w::ADOPTED).to_owned(),
                    Verdict::Quarantined(why) => w::to_do(&why, Some(&why), "").to_owned(),
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
    let Item { id, root, home, by, at_ms, why, change } = item;
    let of_root = root.map(|root| state.root(root));
    // A reopening that has not reached the server opens nothing yet.
    let decided = Memo::new(move |_| Some(state.as_decided(&of_root?.get()?).0));
    let kind = change.as_ref().map(|change| change.kind.clone()).unwrap_or_default();
    let who = move || {
        let named = names.get();
        let person = named.person(by);
        let who = person.map_or_else(|| t(conflicts::UNKNOWN_PERSON).to_owned(), |person| person.name.clone());
        w::from_who(who, person.map(|person| named.workplace(person)).unwrap_or_default())
    };
    let record = conflicts::record_words(&kind);
    let heading = move || {
        let title = decided.with(|root| root.as_ref().map(|root| super::conflicts::item::record_title(state, root)));
        let title = title.filter(|title| !title.is_empty());
        title.map_or_else(|| record.to_owned(), |title| format!("{record} · {title}"))
    };
    let access = Memo::new(move |_| {
        let covers = state.session.with(|me| names.with(|names| is_for(me.as_ref(), &names.tree, home)));
        if covers { Access::Covers } else { Access::None }
    });
    let role = state.session.get_untracked().map_or(Role::Officer, |me| me.role);
    let is_mine = state.session.get_untracked().is_some_and(|me| me.person == by);
    let said = change.clone();
    let reason = why.clone();
    let blocked = Memo::new(move |_| {
        decided.with(|root| obstacle((&why, change.as_ref(), by), root.as_deref(), role, access.get()))
    });
    let told = {
        let kind = kind.clone();
        // Whose own work waits for somebody else's decision reads what the outbox says.
        move || match access.get() {
            Access::Covers => {
                format!(
                    "{} {}",
                    w::happened(&reason),
                    blocked.with(|blocked| w::to_do(&reason, blocked.as_ref(), &kind))
                )
            }
            _ => outbox::why(&reason),
        }
    };
    let way = move || {
        let reopens = kind == report::KIND && blocked.get() == Some(Why::Approved);
        decided.with(|root| root.as_ref().map(|root| way_to(root, reopens)))
    };
    view! {
        <article class="panel aside-item" data-test="aside-item">
            <p class="page-kicker">{who} " · " {w::arrived(words::moment(at_ms, state.today()))}</p>
            <h2 class="conflict-title">{heading}</h2>
            <p class="aside-why" data-test="aside-why"><Badge text=crate::text::shell::ASIDE tone=Tone::Bad/> " " {told}</p>
            <Said change=said/>
            <div class="cluster">
                {move || access::may_drop(is_mine, role, access.get()).then(|| view! {
                    <Button attr:data-test="aside-drop" label=w::DROP kind=ButtonKind::Danger icon=Glyph::Trash on_press=move |()| dropping.set(Some(id))/>
                })}
                {move || blocked.with(Option::is_none).then(|| view! {
                    <Button attr:data-test="aside-adopt" label=w::ADOPT kind=ButtonKind::Primary icon=Glyph::Check on_press=move |()| adopt.run(id)/>
                })}
                {move || way().map(|(label, href)| view! { <LinkButton label href icon=Glyph::Eye attr:data-test="aside-open"/> })}
            </div>
        </article>
    }
}

/// Where the record is opened, or where an approved report is reopened.
fn way_to(root: &Root, reopens: bool) -> (Text, String) {
    if reopens {
        (w::REOPEN_FIRST, format!("/review?report={}&state=approved", root.id))
    } else {
        (w::OPEN_RECORD, super::conflicts::item::record_href(root))
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

#[cfg(test)]
mod tests {
    use super::*;
    use shared::{
        id::{DeviceId, UnitId},
        unit::{Unit, UnitKind},
    };

    #[test]
    fn a_manager_decides_at_home_and_below_and_about_what_nobody_can_place() {
        let unit = |name: &str| UnitId::derived(&[name]);
        let below = |name: &str, parent: &str| Unit {
            id: unit(name),
            code: String::new(),
            kind: UnitKind::Commune,
            word: String::new(),
            name: name.to_owned(),
            parent: Some(unit(parent)),
            valid_from: None,
            valid_to: None,
            households: None,
        };
        let tree = UnitTree::new([below("mine", "province"), below("other", "province")]);
        let me = |role| SignedIn {
            person: PersonId::derived(&["m"]),
            name: String::new(),
            role,
            unit: unit("mine"),
            device: DeviceId::derived(&["d"]),
            server_ms: 0,
            ending: None,
        };
        let asks = |role, home: Option<&str>| is_for(Some(&me(role)), &tree, home.map(unit).map(Home::of_unit));
        assert!(asks(Role::Manager, Some("mine")) && asks(Role::Manager, None));
        assert!(!asks(Role::Manager, Some("other")));
        assert!(!asks(Role::Officer, Some("mine")) && !asks(Role::Officer, None));
    }
}
