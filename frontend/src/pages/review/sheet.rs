//! A report, read and not written: what was held, who came, what came of it, and the photos.

use super::{
    lines::{moved_words, writer},
    photos::Photos,
};
use crate::{
    pages::{
        conflicts::wording::{field_name, place_words},
        names::Names,
        wishes::WishNotice,
    },
    state::State,
    text::{Text, problem, review as w, t, words},
    ui::{Badge, Definitions, Glyph, Icon, IconButton, KeyValue, LinkButton, Notice, Tone},
};
use leptos::prelude::*;
use shared::{
    activity::Activity,
    catalogue,
    fold::Root,
    id::RecordId,
    merged::Standing,
    money::dotted,
    plan::Plan,
    problem::FieldProblem,
    report::{self, Around, Report},
    shape::Times,
};
use std::sync::Arc;

/// The word and colours of a standing.
#[must_use]
pub fn standing_words(root: &Root) -> (Text, Tone) {
    match (Standing::of(root), root.decided().state) {
        (Standing::Submitted, shared::change::State::Approved) => (w::APPROVED_MOVED, Tone::Bad),
        (Standing::Submitted, _) => (w::STATE_SUBMITTED, Tone::Waiting),
        (Standing::Returned, _) => (w::STATE_RETURNED, Tone::Bad),
        (Standing::Approved, _) => (w::STATE_APPROVED, Tone::Good),
        (Standing::Draft, _) => (w::STATE_DRAFT, Tone::Neutral),
    }
}

/// The report.
#[component]
pub fn ReportSheet(
    /// The report.
    root: Signal<Option<Arc<Root>>>,
    /// What units and codes are called.
    names: Memo<Names>,
    /// To the next or the previous one of the list.
    step: Callback<isize>,
    /// Back to the list.
    go: Callback<Option<RecordId>>,
) -> impl IntoView {
    let state = State::here();
    let report = Memo::new(move |_| root.get().map(|root| Report::of(&root)));
    let activity = Memo::new(move |_| {
        let id = report.read().as_ref().and_then(|report| report.activity);
        id.and_then(|id| state.root(id).get()).map(|root| Activity::of(&root))
    });
    let title = move || {
        activity.read().as_ref().map(|activity| activity.name.clone()).unwrap_or_else(|| t(w::NO_ACTIVITY).to_owned())
    };
    let head = move || {
        root.get().map(|root| {
            let (standing, tone) = standing_words(&root);
            let person = writer(&root).and_then(|(by, _)| names.read().person(by).map(|person| person.name.clone()));
            let facts = [Some(names.read().unit(root.home.unit)), person, Some(moved_words(state, &root))];
            let facts = facts.into_iter().flatten().filter(|fact| !fact.is_empty()).collect::<Vec<_>>().join(" · ");
            view! { <p class="sheet-facts"><Badge text=standing tone=tone/> <span class="soft">{facts}</span></p> }
        })
    };
    let body = move || report.get().map(|report| report_body(report, activity.get(), &names.get()));
    view! {
        <article class="sheet" data-test="report-sheet">
            <div class="sheet-head">
                <button type="button" class="page-back sheet-back" on:click=move |_| go.run(None)>
                    <Icon glyph=Glyph::Back/> <span>{move || t(w::BACK_TO_LIST)}</span>
                </button>
                <div class="sheet-steps">
                    <IconButton label=w::PREVIOUS icon=Glyph::Up on_press=move |()| step.run(-1)/>
                    <IconButton label=w::NEXT icon=Glyph::Down on_press=move |()| step.run(1)/>
                </div>
                <p class="page-kicker">{move || activity.read().as_ref().map(|activity| names.read().kind(&activity.kind))}</p>
                <h2 class="sheet-title">{title}</h2>
                {head}
            </div>
            {move || root.read().as_ref().map(|root| view! { <WishNotice id=root.id kind="report"/> })}
            <Remarks root names/>
            {body}
            <Photos root/>
        </article>
    }
}

/// What a careful reader would stop at: the last comment, differing values, doubts.
#[component]
fn Remarks(root: Signal<Option<Arc<Root>>>, names: Memo<Names>) -> impl IntoView {
    let state = State::here();
    let doubts = Memo::new(move |_| {
        let Some(root) = root.get() else { return Vec::new() };
        let of = Report::of(&root);
        let names = names.read();
        let activity = of.activity.and_then(|id| state.root(id).get()).map(|root| Activity::of(&root));
        let plan = of.plan.and_then(|id| state.root(id).get()).map(|root| Plan::of(&root));
        let around = Around {
            catalogue: &names.directory.catalogue,
            plan: plan.as_ref(),
            activity: activity.as_ref(),
            units: Some(&names.tree),
            today: Some(state.today()),
        };
        let kind_of = |record| root.records.get(&record).map_or(report::KIND, |record| record.kind.as_str());
        let said = |problem: FieldProblem| {
            let name = field_name(&names, kind_of(problem.record), problem.field.trim_end_matches('/'));
            format!("{name}: {}", t(problem::words(&problem.field, &problem.code)))
        };
        report::problems(&root, &around).into_iter().map(said).collect::<Vec<_>>()
    });
    let note = move || {
        let decided = root.get()?.decided();
        (decided.state == shared::change::State::Returned && !decided.note.is_empty())
            .then(|| view! { <Notice title=w::RETURNED_WITH text=decided.note tone=Tone::Info/> })
    };
    let differs = move || {
        root.get().filter(|root| root.conflicts().next().is_some()).map(|root| view! {
        <Notice
            text=w::CONFLICT_FIRST
            tone=Tone::Bad
            icon=Glyph::Conflict
            actions=move || view! { <LinkButton label=w::SEE_CONFLICTS href=format!("/conflicts?root={}", root.id)/> }
        />
    })
    };
    view! {
        {note}
        {differs}
        {move || (!doubts.read().is_empty()).then(|| view! {
            <div class="sheet-doubts tone-waiting">
                <h3 class="sheet-part">{t(w::DOUBTS)}</h3>
                <ul>{doubts.get().into_iter().map(|doubt| view! { <li>{doubt}</li> }).collect_view()}</ul>
            </div>
        })}
    }
}

fn or_nothing(text: String) -> String {
    if text.trim().is_empty() { t(w::NOTHING).to_owned() } else { text }
}

fn number(count: Option<i64>) -> String {
    count.map_or_else(|| t(w::NOTHING).to_owned(), dotted)
}

fn report_body(report: Report, activity: Option<Activity>, names: &Names) -> impl IntoView + use<> {
    let target = activity.as_ref().and_then(|activity| activity.target.as_ref()).map(|target| names.quantity(target));
    let done = report.done.as_ref().map(|done| names.quantity(done));
    let cost = report.cost.map(shared::money::Dong::text).unwrap_or_default();
    let planned = activity.and_then(|activity| activity.planned_cost).map(shared::money::Dong::text);
    let cost = match planned {
        Some(planned) if !cost.is_empty() => format!("{cost} ({})", crate::text::overview::of_planned(planned)),
        _ => or_nothing(cost),
    };
    let texts = [
        (w::RESULT, report.result.clone()),
        (w::DIFFICULTIES, report.difficulties.clone()),
        (w::CAUSES, report.causes.clone()),
        (w::PROPOSALS, report.proposals.clone()),
    ];
    let texts = texts.into_iter().filter(|(_, text)| !text.trim().is_empty()).map(|(title, text)| {
        view! { <div class="sheet-text"><h3 class="sheet-part">{t(title)}</h3> <p>{text}</p></div> }
    });
    let date = or_nothing(report.date.map(words::long_day).unwrap_or_default());
    let times = or_nothing(report.times.map(Times::text).unwrap_or_default());
    let place = or_nothing(place_words(names, &report.place));
    let (attendance, handouts) = (attendance(&report, names), handouts(&report, names));
    view! {
        <Definitions>
            <KeyValue label=w::DATE value=date/>
            <KeyValue label=w::TIMES value=times/>
            <KeyValue label=w::PLACE value=place/>
            {target.map(|target| view! { <KeyValue label=w::TARGET value=target/> })}
            {done.map(|done| view! { <KeyValue label=w::DONE value=done/> })}
            <KeyValue label=w::COST value=cost numeric=true/>
        </Definitions>
        {attendance}
        {handouts}
        {texts.collect_view()}
    }
}

fn attendance(report: &Report, names: &Names) -> impl IntoView + use<> {
    let people = [(w::PEOPLE, report.people), (w::WOMEN, report.women), (w::MINORITY, report.ethnic_minority)];
    let codes = names.in_order_of_classes(report.households.keys());
    let rows =
        codes.iter().map(|code| (names.household_class(code, report.date), report.households.get(*code).copied()));
    let rows: Vec<(String, Option<i64>)> = rows.collect();
    let sum = report.households_in_all();
    view! {
        <div class="sheet-counts">
            <div>
                <h3 class="sheet-part">{t(w::ATTENDANCE)}</h3>
                <Definitions>
                    {people.into_iter().map(|(label, count)| view! { <KeyValue label=label value=number(count) numeric=true/> }).collect_view()}
                </Definitions>
            </div>
            {(!rows.is_empty()).then(|| view! {
                <div>
                    <h3 class="sheet-part">{t(w::HOUSEHOLDS)}</h3>
                    <Definitions>
                        {rows.into_iter().map(|(label, count)| view! { <KeyValue label=label value=number(count) numeric=true/> }).collect_view()}
                        <KeyValue label=w::HOUSEHOLDS_SUM value=dotted(sum) numeric=true/>
                    </Definitions>
                </div>
            })}
        </div>
    }
}

fn handouts(report: &Report, names: &Names) -> impl IntoView + use<> {
    let all = &names.directory.catalogue;
    let rows: Vec<_> = report
        .handouts
        .iter()
        .map(|line| {
            let known = |terms: &[catalogue::Term], code: &str| Names::term(terms, code);
            (known(&all.materials, &line.material), known(&all.languages, &line.language), number(line.quantity))
        })
        .collect();
    (!rows.is_empty()).then(|| {
        view! {
            <div class="sheet-text">
                <h3 class="sheet-part">{t(w::HANDOUTS)}</h3>
                <table class="sheet-table">
                    <thead><tr>
                        <th scope="col">{t(w::MATERIAL)}</th><th scope="col">{t(w::LANGUAGE)}</th>
                        <th scope="col" class="table-number">{t(w::QUANTITY)}</th>
                    </tr></thead>
                    <tbody>{rows.into_iter().map(|(material, language, quantity)| view! {
                        <tr><td>{material}</td><td>{language}</td><td class="table-number">{quantity}</td></tr>
                    }).collect_view()}</tbody>
                </table>
            </div>
        }
    })
}
