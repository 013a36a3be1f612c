//! Where a manager reads the reports handed in, approves them or sends them back.
//! On desks the list stands beside the report and the keyboard decides; on tablets one after the other.

mod decide;
mod lines;
mod photos;
mod sheet;

pub use sheet::standing_words;

use super::names::{self, Names};
use crate::{
    state::State,
    text::{plans, review as w, t, words},
    ui::{Badge, Chips, Choice, EmptyState, Glyph, Icon, PageHeader, SearchBox, Tone},
};
use decide::Decide;
use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::query_signal_with_options};
use lines::{Line, review_lines};
use shared::{id::RecordId, merged::Standing, vietnamese::matches};
use sheet::ReportSheet;

/// The word of the address for a standing.
fn code(standing: Standing) -> &'static str {
    match standing {
        Standing::Submitted => "",
        Standing::Returned => "returned",
        Standing::Approved => "approved",
        Standing::Draft => "draft",
    }
}

/// The page at `/review`.
#[component]
pub fn ReviewPage() -> impl IntoView {
    let names = Names::here();
    let in_place = NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() };
    let (query, set_query) = query_signal_with_options::<String>("q", in_place.clone());
    let (only, set_only) = query_signal_with_options::<String>("state", in_place);
    let keep = NavigateOptions { scroll: false, ..NavigateOptions::default() };
    let (chosen, set_chosen) = query_signal_with_options::<String>("report", keep);
    let chosen = Memo::new(move |_| chosen.get().and_then(|id| id.parse::<RecordId>().ok()));
    let all = review_lines(names);
    let sought = Memo::new(move |_| {
        let needle = query.get().unwrap_or_default();
        all.read().iter().filter(|line| matches(&needle, &line.found_by)).cloned().collect::<Vec<Line>>()
    });
    let shown = Memo::new(move |_| {
        let only = only.get().unwrap_or_default();
        sought.read().iter().filter(|line| code(line.standing) == only).cloned().collect::<Vec<Line>>()
    });
    let chips = Signal::derive(move || {
        let count = |standing: Standing| sought.read().iter().filter(|line| line.standing == standing).count() as u64;
        let kinds =
            [(Standing::Submitted, w::WAITING), (Standing::Returned, w::RETURNED), (Standing::Approved, w::APPROVED)];
        kinds.map(|(standing, word)| Choice::new(code(standing), t(word)).count(count(standing))).to_vec()
    });
    let go = Callback::new(move |to: Option<RecordId>| set_chosen.set(to.map(|id| id.to_string())));
    let step = Callback::new(move |by: isize| {
        let ids: Vec<RecordId> = shown.read_untracked().iter().map(|line| line.id).collect();
        let at = chosen.get_untracked().and_then(|id| ids.iter().position(|other| *other == id));
        let next = match at {
            Some(at) => at.checked_add_signed(by),
            None => Some(0),
        };
        if let Some(next) = next.and_then(|next| ids.get(next)) {
            go.run(Some(*next));
        }
    });
    view! {
        <div class="review" class:review-open=move || chosen.get().is_some()>
            <PageHeader title=w::TITLE lead=w::LEAD/>
            <div class="review-columns">
                <div class="review-list">
                    <SearchBox
                        label=w::SEARCH
                        clear_label=words::CLEAR_SEARCH
                        value=Signal::derive(move || query.get().unwrap_or_default())
                        on_input=move |text: String| set_query.set(Some(text).filter(|text| !text.is_empty()))
                        found=move || query.get().map(|_| w::found(shown.read().len())).unwrap_or_default()
                    />
                    <Chips
                        label=w::FILTER
                        choices=chips
                        value=Signal::derive(move || only.get().unwrap_or_default())
                        on_input=move |code: String| set_only.set(Some(code).filter(|code| !code.is_empty()))
                    />
                    {move || shown.read().is_empty().then(|| {
                        let waits = only.get().is_none() && query.get().is_none();
                        let (title, text) = if waits { (w::NONE_WAITING, t(w::NONE_WAITING_TEXT)) } else { (w::NONE, "") };
                        view! { <EmptyState title=title text=text/> }
                    })}
                    <ul class="list review-rows" class:unseen=move || shown.read().is_empty() aria-label=move || t(w::TITLE)>
                        <For each=move || shown.get() key=Line::key let:line>
                            <ReviewRow line chosen/>
                        </For>
                    </ul>
                </div>
                <div class="review-detail">
                    {move || match chosen.get() {
                        Some(id) => view! { <Detail id names step go/> }.into_any(),
                        None => view! { <div class="review-none soft"><Icon glyph=Glyph::Report/><p>{t(w::CHOOSE)}</p></div> }.into_any(),
                    }}
                </div>
            </div>
        </div>
    }
}

#[component]
fn ReviewRow(line: Line, chosen: Memo<Option<RecordId>>) -> impl IntoView {
    let state = State::here();
    let id = line.id;
    let waits = state.wish(id);
    let href = format!(
        "/review?report={id}{}",
        match code(line.standing) {
            "" => String::new(),
            code => format!("&state={code}"),
        }
    );
    view! {
        <li class="row" data-test="review-row" class:review-chosen=move || chosen.get() == Some(id)>
            <a class="row-body row-link" href=href aria-current=move || (chosen.get() == Some(id)).then_some("true")>
                <span class="row-words">
                    <span class="row-kicker">{line.unit}</span>
                    <span class="row-title">{line.title}</span>
                    <span class="row-detail">{line.detail}</span>
                </span>
                <span class="row-state">
                    {line.in_conflict.then(|| view! { <Badge text=plans::IN_CONFLICT tone=Tone::Bad/> })}
                    {move || waits.get().map(|_| view! { <Badge text=w::BADGE_WAITS tone=Tone::Waiting icon=Glyph::SyncPending/> })}
                </span>
            </a>
        </li>
    }
}

#[component]
fn Detail(id: RecordId, names: Memo<Names>, step: Callback<isize>, go: Callback<Option<RecordId>>) -> impl IntoView {
    let state = State::here();
    let root = state.root(id);
    let there = Memo::new(move |_| root.read().is_some());
    let decides = Memo::new(move |_| {
        let unit = root.get().map(|root| root.home.unit);
        unit.is_some_and(|unit| names::decides_in(state.session.get().as_ref(), &names.read().tree, unit))
    });
    view! {
        {move || if there.get() {
            view! {
                <ReportSheet root names step go/>
                <Decide id root decides step close=Callback::new(move |()| go.run(None))/>
            }.into_any()
        } else {
            view! { <EmptyState title=w::NOT_FOUND text=w::NOT_FOUND_CURE/> }.into_any()
        }}
    }
}
