//! One report: the form while it may be written, a page to read afterwards.

mod hand_in;
mod read_only;

use crate::{
    forms::{
        report::{ReportSections, Setting},
        sheet::{Hold, Sheet},
    },
    pages::{
        names::{self, Names},
        signs::{InForm, lane_badge},
        work::lines::Lane,
    },
    state::State,
    text::{self, report as words, t},
    ui::{ActionBar, Badge, Button, ButtonKind, EmptyState, Glyph, LinkButton, Notice, PageHeader, SavedMark, Tone},
};
use hand_in::HandIn;
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};
use read_only::ReadOnly;
use shared::{
    access::Role,
    activity::Activity,
    change::{self, Home},
    fold::{Decided, Root},
    id::{RecordId, UnitId},
    notebook::Edit,
    plan::Plan,
    problem::FieldProblem,
    report::{self, Around},
    shape::Place,
    unit::UnitTree,
    value::Value,
};
use std::sync::Arc;

/// The page of a report; `?activity=` names the activity of a new one.
#[component]
pub fn ReportPage() -> impl IntoView {
    let (params, query) = (use_params_map(), use_query_map());
    let id = Memo::new(move |_| params.with(|params| params.get("id").and_then(|id| id.parse::<RecordId>().ok())));
    move || {
        let asked_for = query.with_untracked(|query| query.get("activity").and_then(|id| id.parse::<RecordId>().ok()));
        let state = State::here();
        match id.get() {
            Some(id) if asked_for.is_some() || state.root(id).with_untracked(Option::is_some) => {
                view! { <OneReport id=id asked_for=asked_for/> }.into_any()
            }
            _ => view! { <NotHere/> }.into_any(),
        }
    }
}

#[component]
fn NotHere() -> impl IntoView {
    view! {
        <PageHeader title=words::NOT_HERE back_href="/" back_label=text::shell::WORK/>
        <EmptyState title=words::NOT_HERE text=words::NOT_HERE_CURE
            action=move || view! { <LinkButton label=text::shell::TO_WORK href="/"/> }/>
    }
}

/// Where the report stands, as this screen needs to know it.
#[derive(Clone, PartialEq, Eq)]
struct Standing {
    lane: Lane,
    decided: Decided,
}

#[component]
fn OneReport(id: RecordId, asked_for: Option<RecordId>) -> impl IntoView {
    let state = State::here();
    let names = Names::here();
    let root = state.root(id);
    let wish = state.wish(id);
    let activity_id = Memo::new(move |_| activity_of(root, id).or(asked_for));
    let activity = activity(state, activity_id);
    let setting = Setting { names, activity, today: state.today() };
    let standing = Memo::new(move |_| {
        let decided = root.with(|root| root.as_ref().map(|root| root.decided()).unwrap_or_default());
        let lane = match decided.state {
            _ if wish.get() == Some(change::State::Submitted) => Lane::Waiting,
            change::State::Draft => Lane::Draft,
            change::State::Returned => Lane::Returned,
            _ => Lane::Sent,
        };
        Standing { lane, decided }
    });
    let is_mine = Memo::new(move |_| {
        let Some(me) = state.session.get() else { return false };
        let unit = root.with(|root| root.as_ref().map_or(me.unit, |root| root.home.unit));
        // Managers read what their communes write; they write only for their own unit.
        if me.role == Role::Officer { names.with(|names| names.tree.is_within(unit, me.unit)) } else { unit == me.unit }
    });
    let is_open = Memo::new(move |_| is_mine.get() && matches!(standing.get().lane, Lane::Draft | Lane::Returned));
    let decides = Memo::new(move |_| {
        let unit = root.with(|root| root.as_ref().map(|root| root.home.unit));
        unit.is_some_and(|unit| {
            state.session.with(|me| names.with(|names| names::decides_in(me.as_ref(), &names.tree, unit)))
        })
    });
    let me = state.session.get_untracked().map(|me| me.unit);
    let sheet =
        Sheet::open(state, id, report::KIND, home(state, root), beginning(setting, id, activity_id, me), move || {
            !is_open.get()
        });
    sheet.judged(problems(sheet, setting));
    InForm::follow(is_open);
    let title = move || {
        let name =
            activity.with(|activity| activity.as_ref().map(|activity| activity.name.clone()).unwrap_or_default());
        if name.is_empty() { t(words::TITLE).to_owned() } else { name }
    };
    let kicker = move || {
        let kind =
            activity.with(|activity| activity.as_ref().map(|activity| activity.kind.clone()).unwrap_or_default());
        let kind = names.with(|names| names.kind(&kind));
        if kind.is_empty() { t(words::TITLE).to_owned() } else { format!("{} · {kind}", t(words::TITLE)) }
    };
    let back = move || activity_id.get().map_or_else(|| "/".to_owned(), |id| format!("/activities/{id}"));
    view! {
        <div class="report narrow">
            <PageHeader title=Signal::derive(title) kicker=Signal::derive(kicker) back_href=Signal::derive(back) back_label=words::BACK
                facts=move || view! { <Signs id=id root=root standing=standing/> }/>
            <OpenedAgain id/>
            <Told id standing decides=decides/>
            {move || (sheet.hold.get() == Hold::Elsewhere).then(|| view! {
                <Notice text=words::ELSEWHERE tone=Tone::Waiting icon=Glyph::Lock
                    actions=move || view! { <Button label=words::TRY_HERE kind=ButtonKind::Bare on_press=move |()| sheet.ask()/> }/>
            })}
            {move || if is_open.get() {
                view! {
                    <div class="report-form"><ReportSections sheet=sheet setting=setting/></div>
                    <Bar sheet=sheet setting=setting standing=standing/>
                }.into_any()
            } else {
                view! { <ReadOnly root=root setting=setting/> }.into_any()
            }}
        </div>
    }
}

/// Says why one is here after a kill, with the way back to the work list.
#[component]
fn OpenedAgain(id: RecordId) -> impl IntoView {
    let again = State::here().opened_again();
    on_cleanup(move || again.set(None));
    move || {
        (again.get() == Some(id)).then(|| view! {
            <Notice text=words::OPENED_AGAIN tone=Tone::Info icon=Glyph::Undo attr:data-test="opened-again"
                actions=move || view! { <LinkButton label=text::shell::TO_WORK href="/" kind=ButtonKind::Bare attr:data-test="back-to-work"/> }/>
        })
    }
}

#[component]
fn Bar(sheet: Sheet, setting: Setting, standing: Memo<Standing>) -> impl IntoView {
    let mark = move || {
        view! {
            <SavedMark text=sheet.saved_text() waiting=sheet.saved_waits() attr:data-test="saved-at"/>
        }
    };
    let again = Memo::new(move |_| standing.get().lane == Lane::Returned);
    view! {
        <ActionBar note=mark>
            <HandIn sheet=sheet setting=setting again=again/>
        </ActionBar>
    }
}

/// Badges: the state, photos on their way, conflicts.
#[component]
fn Signs(id: RecordId, root: Signal<Option<Arc<Root>>>, standing: Memo<Standing>) -> impl IntoView {
    let travel = State::here().travel(id);
    let in_conflict =
        Memo::new(move |_| root.with(|root| root.as_ref().is_some_and(|root| root.conflicts().next().is_some())));
    view! {
        {move || standing.with(|standing| lane_badge(standing.lane, &standing.decided.state))}
        {move || Some(travel.get()).filter(|travel| travel.photos_sent < travel.photos).map(|travel| view! {
            <Badge text=Signal::derive(move || text::words::photos_sent(travel.photos_sent, travel.photos)) tone=Tone::Waiting icon=Glyph::Photo/>
        })}
        {move || in_conflict.get().then(|| view! {
            <a class="report-conflict" href="/conflicts"><Badge text=words::CONFLICT tone=Tone::Bad icon=Glyph::Conflict/></a>
        })}
    }
}

/// What became of the report, in a sentence.
#[component]
fn Told(
    id: RecordId,
    standing: Memo<Standing>,
    /// Whether this person may approve it.
    decides: Memo<bool>,
) -> impl IntoView {
    move || {
        let Standing { lane, decided } = standing.get();
        let note = StoredValue::new(decided.note.clone());
        match (lane, decided.state) {
            (Lane::Draft, _) if decided.note.is_empty() => None,
            (Lane::Draft, _) => Some(
                view! {
                    <Notice title=words::STATE_REOPENED tone=Tone::Waiting icon=Glyph::Returned
                        text=Signal::derive(move || words::comment(&note.get_value()))/>
                }
                .into_any(),
            ),
            (Lane::Waiting, _) => Some(view! { <Notice text=words::STATE_WAITING tone=Tone::Waiting icon=Glyph::SyncPending attr:data-test="report-waiting"/> }.into_any()),
            (Lane::Returned, _) => Some(view! {
                <Notice title=words::STATE_RETURNED_TITLE tone=Tone::Bad icon=Glyph::Returned attr:data-test="report-returned"
                    text=Signal::derive(move || {
                        let note = note.get_value();
                        if note.is_empty() { t(words::STATE_RETURNED).to_owned() } else { format!("{} {}", words::comment(&note), t(words::STATE_RETURNED)) }
                    })/>
            }.into_any()),
            (Lane::Sent, change::State::Approved | change::State::Closed) => {
                Some(view! { <Notice text=words::STATE_APPROVED tone=Tone::Good icon=Glyph::DoubleCheck attr:data-test="report-approved"/> }.into_any())
            }
            (Lane::Sent, change::State::Other(_)) => Some(view! { <Notice text=words::STATE_OTHER tone=Tone::Waiting/> }.into_any()),
            (lane, state) if is_for_you(lane, &state, decides.get()) => Some(view! {
                <Notice text=words::STATE_FOR_YOU tone=Tone::Waiting icon=Glyph::DoubleCheck attr:data-test="report-for-you"
                    actions=move || view! { <LinkButton label=words::TO_REVIEW href=format!("/review?report={id}") kind=ButtonKind::Primary attr:data-test="to-review"/> }/>
            }.into_any()),
            (Lane::Sent, _) => Some(view! { <Notice text=words::STATE_SUBMITTED tone=Tone::Info icon=Glyph::DoubleCheck attr:data-test="report-sent"/> }.into_any()),
        }
    }
}

/// Whether the report waits for the very person who reads it.
fn is_for_you(lane: Lane, state: &change::State, decides: bool) -> bool {
    decides && lane == Lane::Sent && *state == change::State::Submitted
}

fn activity_of(root: Signal<Option<Arc<Root>>>, id: RecordId) -> Option<RecordId> {
    root.with(|root| root.as_ref()?.value(id, report::ACTIVITY)?.as_text()?.parse().ok())
}

fn activity(state: State, id: Memo<Option<RecordId>>) -> Memo<Option<Arc<Activity>>> {
    let root = Memo::new(move |_| id.get().map(|id| state.root(id)));
    Memo::new(move |_| root.get()?.with(|root| root.as_ref().map(|root| Arc::new(Activity::of(root)))))
}

/// A report lives in the unit of whoever writes it.
fn home(state: State, root: Signal<Option<Arc<Root>>>) -> Home {
    let known = root.with_untracked(|root| root.as_ref().map(|root| root.home));
    let own = || state.session.get_untracked().map(|me| Home::of_unit(me.unit));
    known.or_else(own).unwrap_or_else(|| Home::of_unit(UnitId::derived(&["nobody"])))
}

/// What a new report begins with: the activity, its plan, the edition of the lists, today, the place.
fn beginning(setting: Setting, id: RecordId, activity_id: Memo<Option<RecordId>>, me: Option<UnitId>) -> Vec<Edit> {
    let edit = |field: &str, value: Value| Edit { record: id, kind: report::KIND, field: field.to_owned(), value };
    let version = setting.names.with_untracked(|names| i64::from(names.directory.catalogue.version));
    let mut edits = vec![edit(report::CATALOGUE, version.into()), edit(report::DATE, setting.today.into())];
    if let Some(activity) = activity_id.get_untracked() {
        edits.push(edit(report::ACTIVITY, activity.to_string().into()));
    }
    setting.activity.with_untracked(|activity| {
        let Some(activity) = activity else { return };
        if let Some(plan) = activity.plan {
            edits.push(edit(report::PLAN, plan.to_string().into()));
        }
        let place = own_place(setting, activity, me);
        if !place.is_blank() {
            edits.push(edit(report::PLACE, place.into()));
        }
    });
    edits
}

/// The activity's place if it lies in the writer's unit; otherwise the unit, for the writer to say where.
fn own_place(setting: Setting, activity: &Activity, me: Option<UnitId>) -> Place {
    let is_mine = |unit| me.is_some_and(|me| setting.names.with_untracked(|names| names.tree.is_within(unit, me)));
    if activity.place.unit.is_some_and(is_mine) {
        activity.place.clone()
    } else {
        Place { unit: me, text: String::new() }
    }
}

/// What is wrong with the report, beside its activity and plan.
fn problems(sheet: Sheet, setting: Setting) -> Memo<Arc<Vec<FieldProblem>>> {
    let state = State::here();
    let plan_id =
        Memo::new(move |_| setting.activity.with(|activity| activity.as_ref().and_then(|activity| activity.plan)));
    let plan_root = Memo::new(move |_| plan_id.get().map(|id| state.root(id)));
    let plan = Memo::new(move |_| plan_root.get()?.with(|root| root.as_ref().map(|root| Arc::new(Plan::of(root)))));
    Memo::new(move |_| {
        let Some(root) = sheet.root.get() else { return Arc::default() };
        setting.names.with(|names| {
            let (plan, activity) = (plan.get(), setting.activity.get());
            let tree: &UnitTree = &names.tree;
            let around = Around {
                catalogue: &names.directory.catalogue,
                plan: plan.as_deref(),
                activity: activity.as_deref(),
                units: Some(tree),
                today: Some(setting.today),
            };
            Arc::new(report::problems(&root, &around))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_waits_for_whoever_may_approve_it_and_only_once_it_has_arrived() {
        assert!(is_for_you(Lane::Sent, &change::State::Submitted, true));
        assert!(!is_for_you(Lane::Sent, &change::State::Submitted, false));
        assert!(!is_for_you(Lane::Sent, &change::State::Approved, true));
        assert!(!is_for_you(Lane::Waiting, &change::State::Submitted, true));
    }
}
