//! The work list as signals over the notebook: computed again only when what it stands on changes.

use super::lines::{ActivityLine, Lane, Lines, ReportLine, Sources};
use crate::{
    pages::names::Names,
    state::{OutboxItem, State},
};
use leptos::prelude::*;
use shared::{
    activity::{self, Activity},
    change,
    fold::Root,
    id::RecordId,
    notebook::Status,
    order::gathered,
    report::{self, Report},
    vietnamese::SearchIndex,
};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

/// Roots with what they say, read again only when the root is another.
type Read<T> = BTreeMap<RecordId, (Arc<Root>, Arc<T>)>;

/// The work list.
#[derive(Clone, Copy)]
pub struct Work {
    /// What is on it.
    pub lines: Memo<Arc<Lines>>,
    /// What is searched for.
    pub needle: RwSignal<String>,
    /// What was found; `None` while nothing is searched for.
    pub found: Memo<Option<Arc<Found>>>,
}

/// The records that a search found. Apart, so that their counts need no look at every line.
#[derive(PartialEq, Eq, Debug, Default)]
pub struct Found {
    /// Activities.
    pub activities: BTreeSet<RecordId>,
    /// Reports.
    pub reports: BTreeSet<RecordId>,
}

impl Work {
    /// The work list of whoever is signed in.
    #[must_use]
    pub fn here() -> Self {
        let state = State::here();
        let names = Names::here();
        let activities = read(state.roots(activity::KIND), Activity::of);
        let reports = read(state.roots(report::KIND), Report::of);
        let waiting = Memo::new(move |_| {
            state.outbox.with(|outbox| handed_in(outbox, |status| matches!(status, Status::Open | Status::Sealed)))
        });
        let numbered = Memo::new(move |_| {
            state.outbox.with(|outbox| handed_in(outbox, |status| matches!(status, Status::Numbered { .. })))
        });
        let lines = Memo::new(move |_| {
            let Some(me) = state.session.get() else { return Arc::default() };
            let (names, activities, reports) = (names.get(), activities.get(), reports.get());
            let sources = Sources {
                me: &me,
                names: &names,
                activities: &activities,
                reports: &reports,
                waiting: &waiting.get(),
                numbered: &numbered.get(),
                today: state.today(),
            };
            Arc::new(Lines::of(&sources))
        });
        let needle = RwSignal::new(String::new());
        let activities = index(lines, move |lines| {
            let line = |line: &ActivityLine| {
                let kind = names.with(|names| names.kind(&line.kind));
                (line.id, format!("{} {kind} {}", line.name, line.place))
            };
            gathered(lines.activities.iter().map(line))
        });
        let reports = index(lines, |lines| {
            let line = |line: &ReportLine| {
                let date = line.date.map(shared::date::Date::text).unwrap_or_default();
                (line.id, format!("{} {} {date}", line.title, line.place))
            };
            gathered(lines.reports.iter().map(line))
        });
        let found = Memo::new(move |_| {
            let needle = needle.get();
            (!needle.trim().is_empty()).then(|| {
                let in_index = |index: &ArcSignal<SearchIndex<RecordId>>| {
                    index.with(|index| index.find(&needle).into_iter().collect())
                };
                Arc::new(Found { activities: in_index(&activities), reports: in_index(&reports) })
            })
        });
        Self { lines, needle, found }
    }

    /// When a report that may still be written was last saved. Untracked.
    #[must_use]
    pub fn open_since(self, report: RecordId) -> Option<i64> {
        self.lines.with_untracked(|lines| {
            let is_open = |line: &&ReportLine| line.id == report && matches!(line.lane, Lane::Draft | Lane::Returned);
            lines.reports.iter().find(is_open).map(|line| line.saved_ms)
        })
    }
}

fn handed_in(outbox: &[OutboxItem], is: impl Fn(&Status) -> bool) -> BTreeSet<RecordId> {
    let wishes = outbox.iter().filter(|item| item.is_wish == Some(change::State::Submitted) && is(&item.status));
    wishes.map(|item| item.root).collect()
}

/// Roots, each beside what was read from it.
type Beside<T> = Arc<Vec<(Arc<Root>, Arc<T>)>>;

/// Reads roots, those again that are not the same as the last time.
fn read<T: PartialEq + Send + Sync + 'static>(
    roots: Signal<Arc<Vec<Arc<Root>>>>,
    of: impl Fn(&Root) -> T + Send + Sync + 'static,
) -> Memo<Beside<T>> {
    let known = StoredValue::new(Read::<T>::new());
    Memo::new(move |_| {
        let roots = roots.get();
        let mut now = Read::new();
        known.update_value(|known| {
            for root in roots.iter() {
                let kept = known.remove(&root.id).filter(|(old, _)| Arc::ptr_eq(old, root));
                now.insert(root.id, kept.unwrap_or_else(|| (root.clone(), Arc::new(of(root)))));
            }
            known.clone_from(&now);
        });
        Arc::new(now.into_values().collect())
    })
}

/// An index behind the search box; it takes in only what is new or another.
fn index(
    lines: Memo<Arc<Lines>>,
    texts: impl Fn(&Lines) -> BTreeMap<RecordId, String> + 'static,
) -> ArcSignal<SearchIndex<RecordId>> {
    let index = ArcRwSignal::new(SearchIndex::new());
    let known = StoredValue::new(BTreeMap::<RecordId, String>::new());
    let filled = index.clone();
    Effect::new(move || {
        let mut texts = texts(&lines.get());
        known.update_value(|known| {
            if *known == texts {
                return;
            }
            filled.update(|index| {
                for id in known.keys().filter(|id| !texts.contains_key(id)) {
                    index.remove(id);
                }
                for (id, text) in texts.iter().filter(|(id, text)| known.get(id) != Some(text)) {
                    index.insert(*id, text);
                }
            });
            *known = std::mem::take(&mut texts);
        });
    });
    index.into()
}
