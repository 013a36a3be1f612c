//! My work: what is due, what is being written, what waits, what was sent, what came back.

mod cards;
pub mod lines;
mod model;

use crate::{
    pages::{names::Names, signs::ClockNotice},
    state::State,
    text::{self, Text, t, work as words},
    ui::{Button, ButtonKind, EmptyState, LinkButton, List, Notice, PageHeader, SearchBox, Section, Skeleton, Tone},
};
use cards::{ActivityCard, ReportRow, ReturnedCard};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use lines::{ActivityLine, Lane, Lines, ReportLine, When};
use model::{Found, Work};
use shared::id::RecordId;
use std::{collections::BTreeSet, fmt::Debug};

/// More than these are drawn only when asked for: two tablets full.
const SHOWN_AT_FIRST: usize = 24;
/// One tablet full of what was found: all of it may be drawn anew at each letter, and whoever does not
/// see it there types on.
const FOUND_AT_FIRST: usize = 10;

/// The home screen.
#[component]
pub fn WorkPage() -> impl IntoView {
    let state = State::here();
    let (work, names) = (Work::here(), Names::here());
    let query = use_query_map();
    let show = Memo::new(move |_| query.with(|query| query.get("show").unwrap_or_default()));
    let today = state.today();
    // Right after the first sign-in nothing is here yet, which is not the same as nothing to do.
    let is_coming = Memo::new(move |_| {
        let is_empty = work.lines.with(|lines| lines.activities.is_empty() && lines.reports.is_empty());
        is_empty && state.sync.with(|sync| sync.last_ok_ms.is_none())
    });
    let lead = move || {
        if is_coming.get() {
            return t(words::FIRST_SYNC).to_owned();
        }
        work.lines.with(|lines| {
            let (due, overdue) = lines.due();
            words::lead(due, overdue)
        })
    };
    let found = move || {
        work.found.with(|found| {
            found
                .as_ref()
                .map(|found| text::words::found(found.activities.len() + found.reports.len()))
                .unwrap_or_default()
        })
    };
    // Only whether something is searched for: what was found is drawn by itself, row by row.
    let searching = Memo::new(move |_| work.found.with(Option::is_some));
    view! {
        <PageHeader title=words::TITLE kicker=Signal::derive(move || text::words::long_day(today)) lead=Signal::derive(lead)/>
        <ClockNotice/>
        <Interrupted work=work/>
        <Counts work=work show=show/>
        <SearchBox label=words::SEARCH value=work.needle on_input=move |text| work.needle.set(text)
            clear_label=text::words::CLEAR_SEARCH found=Signal::derive(found) id="search"/>
        {move || match (searching.get(), show.get().as_str()) {
            (true, _) => view! { <FoundLines work=work names=names/> }.into_any(),
            (false, "drafts") => view! { <Reports work=work lane=Lane::Draft/> }.into_any(),
            (false, "waiting") => view! { <Reports work=work lane=Lane::Waiting/> }.into_any(),
            (false, "sent") => view! { <Reports work=work lane=Lane::Sent/> }.into_any(),
            (false, "returned") => view! { <Reports work=work lane=Lane::Returned/> }.into_any(),
            _ => view! { <Due work=work names=names is_coming=is_coming/> }.into_any(),
        }}
    }
}

/// The report that was open when the app was closed, once; not one that was left.
#[component]
fn Interrupted(work: Work) -> impl IntoView {
    const RECENT_MS: i64 = 12 * 3_600_000;
    let state = State::here();
    let (now, today) = (state.now_ms(), state.today());
    let open = state.take_closed().and_then(|id| Some((id, work.open_since(id)?)));
    open.filter(|(_, saved_ms)| now - saved_ms < RECENT_MS).map(|(id, saved_ms)| view! {
        <Notice title=words::WRITTEN_BEFORE text=Signal::derive(move || text::words::saved_on(saved_ms, today)) tone=Tone::Info
            actions=move || view! { <LinkButton label=words::GO_ON href=format!("/reports/{id}") kind=ButtonKind::Bare attr:data-test="go-on"/> }/>
    })
}

/// The five counts; each opens its list.
#[component]
fn Counts(work: Work, show: Memo<String>) -> impl IntoView {
    let of = |lane: Lane| Signal::derive(move || work.lines.with(|lines| lines.in_lane(lane)));
    let due = Signal::derive(move || work.lines.with(|lines| lines.due().0));
    view! {
        <nav class="counts" aria-label=move || t(words::COUNTS)>
            <Count name="due" label=words::DUE figure=due show=show/>
            <Count name="returned" label=words::RETURNED figure=of(Lane::Returned) show=show/>
            <Count name="drafts" label=words::DRAFTS figure=of(Lane::Draft) show=show/>
            <Count name="waiting" label=words::WAITING figure=of(Lane::Waiting) show=show/>
            <Count name="sent" label=words::SENT figure=of(Lane::Sent) show=show/>
        </nav>
    }
}

#[component]
fn Count(name: &'static str, label: Text, figure: Signal<usize>, show: Memo<String>) -> impl IntoView {
    let is_current = move || show.with(|show| show == name || (name == "due" && show.is_empty()));
    let href = if name == "due" { "/".to_owned() } else { format!("/?show={name}") };
    view! {
        <a class=format!("count-tile count-{name}") class:count-none=move || figure.get() == 0 href=href
            aria-current=move || is_current().then_some("true")>
            <span class="count-figure number" data-test=format!("count-{name}")>{move || figure.get()}</span>
            <span class="count-label">{move || t(label)}</span>
        </a>
    }
}

/// What came back, then what is due, what comes, what is over.
#[component]
fn Due(work: Work, names: Memo<Names>, is_coming: Memo<bool>) -> impl IntoView {
    let returned = Signal::derive(move || reports_in(&work.lines.get(), Lane::Returned));
    let part = move |is: fn(When) -> bool| {
        Signal::derive(move || {
            let lines = work.lines.get();
            lines.activities.iter().filter(|line| is(line.when)).cloned().collect::<Vec<_>>()
        })
    };
    let (overdue, now) = (part(|when| matches!(when, When::Overdue(_))), part(|when| matches!(when, When::Now(_))));
    let nothing = move || overdue.with(Vec::is_empty) && now.with(Vec::is_empty) && returned.with(Vec::is_empty);
    let cards = activity_cards(names);
    view! {
        <LineSection title=words::RETURNED_SECTION lines=Portion::of(returned) cards=true row=returned_cards()/>
        <LineSection title=words::OVERDUE_SECTION lines=Portion::of(overdue) cards=true row=cards/>
        <LineSection title=words::DUE_SECTION lines=Portion::of(now) cards=true row=cards/>
        {move || match (is_coming.get(), nothing()) {
            (true, _) => view! {
                <p class="soft">{t(words::FIRST_SYNC_TEXT)}</p>
                <Skeleton label=words::FIRST_SYNC lines=4/>
            }.into_any(),
            (false, true) => view! { <EmptyState title=words::EMPTY_DUE text=words::EMPTY_DUE_TEXT/> }.into_any(),
            (false, false) => ().into_any(),
        }}
        <LineSection title=words::SOON_SECTION lines=Portion::of(part(|when| matches!(when, When::Soon(_)))) cards=true row=cards/>
        <LineSection title=words::UNDATED_SECTION lines=Portion::of(part(|when| when == When::Undated)) cards=true row=cards/>
        <LineSection title=words::FINISHED_SECTION lines=Portion::of(part(|when| when == When::Finished)) cards=true row=cards/>
    }
}

/// The reports of one lane.
#[component]
fn Reports(work: Work, lane: Lane) -> impl IntoView {
    let lines = Signal::derive(move || reports_in(&work.lines.get(), lane));
    let (title, empty, empty_text) = match lane {
        Lane::Returned => (words::RETURNED_SECTION, words::EMPTY_RETURNED, words::EMPTY_RETURNED_TEXT),
        Lane::Draft => (words::DRAFTS_SECTION, words::EMPTY_DRAFTS, words::EMPTY_DRAFTS_TEXT),
        Lane::Waiting => (words::WAITING_SECTION, words::EMPTY_WAITING, words::EMPTY_WAITING_TEXT),
        Lane::Sent => (words::SENT_SECTION, words::EMPTY_SENT, words::EMPTY_SENT_TEXT),
    };
    let hint = match lane {
        Lane::Waiting => Some(words::WAITING_HINT),
        Lane::Sent => Some(words::SENT_HINT),
        Lane::Returned | Lane::Draft => None,
    };
    view! {
        {hint.map(|hint| view! { <p class="soft">{move || t(hint)}</p> })}
        {match lane {
            Lane::Returned => view! { <LineSection title=words::RETURNED_SECTION lines=Portion::of(lines) cards=true row=returned_cards()/> }.into_any(),
            _ => view! { <LineSection title=title lines=Portion::of(lines) row=report_rows()/> }.into_any(),
        }}
        {move || lines.with(Vec::is_empty).then(|| view! { <EmptyState title=empty text=empty_text/> })}
    }
}

/// Lines of which only the first are drawn: thousands are counted, dozens are copied.
struct Portion<T: 'static> {
    count: Memo<usize>,
    first: Callback<usize, Vec<T>>,
    at_first: usize,
}

impl<T> Clone for Portion<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Portion<T> {}

impl<T: Clone + Send + Sync + 'static> Portion<T> {
    fn of(lines: Signal<Vec<T>>) -> Self {
        let first = move |limit| lines.with(|lines| lines.iter().take(limit).cloned().collect());
        Self { count: Memo::new(move |_| lines.with(Vec::len)), first: Callback::new(first), at_first: SHOWN_AT_FIRST }
    }

    /// Those of a list that the search found.
    fn found(
        work: Work,
        list: fn(&Lines) -> &[T],
        ids: fn(&Found) -> &BTreeSet<RecordId>,
        id: fn(&T) -> RecordId,
    ) -> Self {
        let is_found =
            move |line: &T| work.found.with(|found| found.as_ref().is_some_and(|f| ids(f).contains(&id(line))));
        let count = move || work.found.with(|found| found.as_ref().map_or(0, |found| ids(found).len()));
        let first = move |limit| {
            work.lines.with(|lines| list(lines).iter().filter(|line| is_found(line)).take(limit).cloned().collect())
        };
        Self { count: Memo::new(move |_| count()), first: Callback::new(first), at_first: FOUND_AT_FIRST }
    }

    /// Whether there are any; changes only with that.
    fn is_any(self) -> Memo<bool> {
        Memo::new(move |_| self.count.get() > 0)
    }

    /// The count for the head of a section.
    fn counted(self) -> Signal<Option<u64>> {
        Signal::derive(move || Some(self.count.get() as u64))
    }
}

/// What the search found, activities and reports alike.
#[component]
fn FoundLines(work: Work, names: Memo<Names>) -> impl IntoView {
    let activities =
        Portion::<ActivityLine>::found(work, |lines| &lines.activities, |found| &found.activities, |line| line.id);
    let reports = Portion::<ReportLine>::found(work, |lines| &lines.reports, |found| &found.reports, |line| line.id);
    let (some, others) = (activities.is_any(), reports.is_any());
    let cards = activity_cards(names);
    view! {
        <LineSection title=words::ACTIVITIES_FOUND lines=activities cards=true row=cards/>
        <LineSection title=words::REPORTS_FOUND lines=reports row=report_rows()/>
        {move || (!some.get() && !others.get()).then(|| view! { <EmptyState title=words::EMPTY_FOUND text=words::EMPTY_FOUND_TEXT/> })}
    }
}

fn reports_in(lines: &Lines, lane: Lane) -> Vec<ReportLine> {
    lines.reports.iter().filter(|line| line.lane == lane).cloned().collect()
}

/// A section of lines, as cards or as rows of a list; there only while it has some.
#[component]
fn LineSection<T: Clone + Debug + Send + Sync + 'static>(
    title: Text,
    lines: Portion<T>,
    /// Cards stand apart from each other and have room for buttons.
    #[prop(optional)]
    cards: bool,
    row: Callback<T, AnyView>,
) -> impl IntoView {
    let limit = RwSignal::new(lines.at_first);
    let is_any = lines.is_any();
    let rows = move || {
        view! {
            <For each=move || lines.first.run(limit.get()) key=|line| format!("{line:?}") children=move |line| row.run(line)/>
        }
    };
    move || {
        is_any.get().then(|| {
            let list = match cards {
                true => view! { <ul class="cards">{rows()}</ul> }.into_any(),
                false => view! { <List label=title>{rows()}</List> }.into_any(),
            };
            view! {
                <Section title=title count=lines.counted()>
                    {list}
                    <MoreButton limit=limit count=lines.count/>
                </Section>
            }
        })
    }
}

fn activity_cards(names: Memo<Names>) -> Callback<ActivityLine, AnyView> {
    Callback::new(move |line| view! { <ActivityCard line=line names=names/> }.into_any())
}

fn report_rows() -> Callback<ReportLine, AnyView> {
    Callback::new(|line| view! { <ReportRow line=line/> }.into_any())
}

/// What came back, with what was said.
fn returned_cards() -> Callback<ReportLine, AnyView> {
    Callback::new(|line| view! { <ReturnedCard line=line/> }.into_any())
}

#[component]
fn MoreButton(limit: RwSignal<usize>, count: Memo<usize>) -> impl IntoView {
    move || {
        (count.get() > limit.get()).then(|| view! {
        <Button label=words::SHOW_MORE wide=true on_press=move |()| limit.update(|limit| *limit += SHOWN_AT_FIRST)/>
    })
    }
}
