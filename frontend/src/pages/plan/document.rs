//! The plan as it stands on paper: heading, legal bases, parts, signature, annex of activities.
//! Printed, it is the document; number and date stay blank until they were entered.

use super::{
    activities::ActivityLine,
    words::{lines, number_or_blank, place_of_issue, plan_title, signed_on_paper, superior_body},
};
use crate::{
    pages::names::Names,
    text::{Text, plans as w, t},
};
use leptos::prelude::*;
use shared::{
    catalogue,
    money::{Dong, WordStyle},
    plan::{Assignment, LegalBasis, Plan},
};

const ROMAN: [&str; 6] = ["I", "II", "III", "IV", "V", "VI"];

/// The whole plan.
#[component]
pub fn PlanDocument(
    /// The plan.
    plan: Plan,
    /// What units and codes are called.
    names: Names,
    /// Its activities.
    lines: Vec<ActivityLine>,
) -> impl IntoView {
    let parts = [
        part(w::PURPOSES_PART, purposes(&plan)),
        part(w::CONTENTS_PART, contents(&plan, &names)),
        part(w::FUNDING_PART, funding(&plan)),
        part(w::ORGANISATION_PART, organisation(&plan, &names)),
        part(w::DEADLINES_PART, deadlines(&plan)),
    ];
    let parts = parts.into_iter().flatten().zip(ROMAN).map(|((title, body), roman)| {
        view! {
            <section class="doc-part">
                <h3 class="doc-part-title">{roman} ". " {title}</h3>
                {body}
            </section>
        }
    });
    view! {
        <article class="doc" lang="vi" data-test="plan-document">
            {heading(&plan, &names)}
            <div class="doc-title">
                <p class="doc-kind">{w::KIND_LINE}</p>
                <p class="doc-subject">{plan_title(&plan)}</p>
            </div>
            {bases(&plan)}
            {parts.collect_view()}
            {conclusion(&plan)}
            {signature(&plan)}
            {(!lines.is_empty()).then(|| annex(lines))}
        </article>
    }
}

/// The formula that ends the text. A subject that begins with the word for a plan does not say it twice.
fn conclusion(plan: &Plan) -> Option<impl IntoView + use<>> {
    let subject = plan.title.trim();
    let subject = subject.strip_prefix("Kế hoạch ").unwrap_or(subject);
    (!subject.is_empty()).then(|| view! { <p class="doc-text">{w::conclusion(subject)}</p> })
}

fn part(title: Text, body: Vec<AnyView>) -> Option<(&'static str, Vec<AnyView>)> {
    (!body.is_empty()).then_some((title.vi, body))
}

fn heading(plan: &Plan, names: &Names) -> impl IntoView + use<> {
    let issuer = names.tree.get(plan.issuer.unwrap_or(plan.owner));
    let name = issuer.map(shared::unit::Unit::title).unwrap_or_default();
    let superior = issuer.and_then(|unit| superior_body(unit, &names.tree));
    let place = issuer.map(|unit| place_of_issue(unit, &names.tree)).unwrap_or_default();
    let year = plan.period.map_or_else(|| crate::state::State::here().today().year(), |period| period.from.year());
    let (day, month, year) = signed_on_paper(plan.signed_on, year);
    let number = number_or_blank(plan, &name);
    view! {
        <div class="doc-head">
            <div class="doc-head-issuer">
                {superior.map(|superior| view! { <p class="doc-superior">{superior}</p> })}
                <p class="doc-issuer">{name.to_uppercase()}</p>
                <p class="doc-number">{w::NUMBER_LINE.vi} " " {number}</p>
            </div>
            <div class="doc-head-nation">
                <p class="doc-nation">{w::NATION}</p>
                <p class="doc-motto">{w::MOTTO}</p>
                <p class="doc-date">{w::place_and_date(place, day, month, year)}</p>
            </div>
        </div>
    }
}

/// The first citation is in full: kind, number, date, issuer, title; each ends in ";", the last in ".".
fn bases(plan: &Plan) -> impl IntoView + use<> {
    let last = plan.legal_bases.len().saturating_sub(1);
    let lines = plan.legal_bases.iter().enumerate().map(|(at, basis)| {
        let end = if at == last { "." } else { ";" };
        view! { <p class="doc-basis">{citation(basis)} {end}</p> }
    });
    lines.collect_view()
}

/// A document as it is cited.
#[must_use]
pub fn citation(basis: &LegalBasis) -> String {
    let kinds = &catalogue::Catalogue::reference().document_kinds;
    let kind = match basis.document_kind.as_str() {
        "" | "other" => "",
        code => catalogue::vi(kinds, code),
    };
    let number = if basis.number.trim().is_empty() { String::new() } else { format!("số {}", basis.number.trim()) };
    let dated = basis.dated.map(|day| format!("ngày {}", day.text())).unwrap_or_default();
    let issuer = if basis.issuer.trim().is_empty() { String::new() } else { format!("của {}", basis.issuer.trim()) };
    let parts = [kind, &number, &dated, &issuer, basis.title.trim()];
    let cited = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
    let cited = cited.trim_end_matches([';', '.']);
    if cited.starts_with("Căn cứ") || cited.starts_with("Thực hiện") {
        cited.to_owned()
    } else {
        format!("Căn cứ {cited}")
    }
}

fn paragraphs(text: &str) -> Vec<AnyView> {
    lines(text).map(|line| view! { <p class="doc-text">{line.to_owned()}</p> }.into_any()).collect()
}

/// `1. Title` and its paragraphs, numbered as they come.
fn numbered(points: Vec<(&'static str, Vec<AnyView>)>) -> Vec<AnyView> {
    let full = points.into_iter().filter(|(_, body)| !body.is_empty()).zip(1..);
    let point = |((title, body), n): ((&'static str, Vec<AnyView>), i32)| {
        view! { <h4 class="doc-point">{n} ". " {title}</h4> {body} }.into_any()
    };
    full.map(point).collect()
}

fn purposes(plan: &Plan) -> Vec<AnyView> {
    numbered(vec![(w::PURPOSES.vi, paragraphs(&plan.purposes)), (w::REQUIREMENTS.vi, paragraphs(&plan.requirements))])
}

fn contents(plan: &Plan, names: &Names) -> Vec<AnyView> {
    let audiences = &names.directory.catalogue.audiences;
    let audience = audiences.iter().filter(|term| plan.audience.contains(&term.code));
    let audience: Vec<String> = audience.map(|term| format!("- {};", term.vi)).collect();
    let period = plan.period.map(|period| w::from_to(period.from.text(), period.to.text())).unwrap_or_default();
    numbered(vec![
        (w::AUDIENCES.vi, paragraphs(&audience.join("\n"))),
        (w::CONTENTS.vi, paragraphs(&plan.contents)),
        (w::FORMS.vi, paragraphs(&plan.forms)),
        (w::SOLUTIONS.vi, paragraphs(&plan.solutions)),
        (w::PERIOD.vi, paragraphs(&period)),
    ])
}

fn funding(plan: &Plan) -> Vec<AnyView> {
    let mut body = paragraphs(&plan.funding);
    if plan.budget.is_empty() {
        return body;
    }
    let sources = &catalogue::Catalogue::reference().budget_sources;
    let rows = plan.budget.iter().zip(1..).map(|(line, n)| {
        let year = line.year.map(w::carried_over).unwrap_or_default();
        let notes = [line.note.trim(), &year];
        let note = notes.into_iter().filter(|note| !note.is_empty()).collect::<Vec<_>>().join("; ");
        view! {
            <tr>
                <td class="doc-ordinal">{n}</td>
                <td>{catalogue::vi(sources, &line.source).to_owned()} {(!note.is_empty()).then(|| format!(" ({note})"))}</td>
                <td>{line.decision.clone()}</td>
                <td class="doc-amount">{line.allocated.dotted()}</td>
            </tr>
        }
    });
    let sum: Dong = plan.allocated();
    let table = view! {
        <div class="doc-scroll" tabindex="0">
        <table class="doc-table">
            <thead><tr>
                <th scope="col">{w::ORDINAL.vi}</th><th scope="col">{w::SOURCE.vi}</th>
                <th scope="col">{w::DECISION.vi}</th><th scope="col">{w::ALLOCATED.vi}</th>
            </tr></thead>
            <tbody>{rows.collect_view()}</tbody>
            <tfoot><tr><th scope="row" colspan="3">{w::SUM.vi}</th><td class="doc-amount">{sum.dotted()}</td></tr></tfoot>
        </table>
        </div>
        <p class="doc-text doc-words">{w::in_words(sum.words(WordStyle::NORTH))}</p>
    };
    body.push(table.into_any());
    body
}

fn organisation(plan: &Plan, names: &Names) -> Vec<AnyView> {
    let roles = &names.directory.catalogue.assignment_roles;
    let one = |(assignment, n): (&Assignment, i32)| {
        let unit = assignment.unit.map(|unit| names.unit(unit)).filter(|name| !name.is_empty());
        let unit = unit.unwrap_or_else(|| t(w::UNIT_UNKNOWN).to_owned());
        let role = catalogue::vi(roles, &assignment.role).to_owned();
        let role = if role.is_empty() { role } else { format!(" ({role})") };
        view! { <h4 class="doc-point">{n} ". " {unit} {role}</h4> {paragraphs(&assignment.duties)} }.into_any()
    };
    plan.assignments.iter().zip(1..).map(one).collect()
}

fn deadlines(plan: &Plan) -> Vec<AnyView> {
    if plan.deadlines.is_empty() {
        return Vec::new();
    }
    let row = |deadline: &shared::plan::Deadline| {
        view! {
            <tr>
                <td>{deadline.what.clone()}</td>
                <td>{deadline.from.clone()}</td>
                <td>{deadline.to.clone()}</td>
                <td class="doc-day">{deadline.due.map(|day| day.text()).unwrap_or_default()}</td>
                <td>{deadline.form.clone()}</td>
            </tr>
        }
    };
    let heads = [w::DUE_WHAT, w::DUE_FROM, w::DUE_TO, w::DUE_DAY, w::DUE_FORM];
    let table = view! {
        <div class="doc-scroll" tabindex="0">
        <table class="doc-table">
            <thead><tr>{heads.map(|head| view! { <th scope="col">{head.vi}</th> }).collect_view()}</tr></thead>
            <tbody>{plan.deadlines.iter().map(row).collect_view()}</tbody>
        </table>
        </div>
    };
    vec![table.into_any()]
}

fn signature(plan: &Plan) -> impl IntoView + use<> {
    let recipients: Vec<String> = lines(&plan.recipients).map(str::to_owned).collect();
    let position: Vec<String> = lines(&plan.signer_position).map(str::to_owned).collect();
    view! {
        <div class="doc-end">
            <div class="doc-recipients">
                {(!recipients.is_empty()).then(|| view! { <p class="doc-recipients-title">{w::RECIPIENTS.vi} ":"</p> })}
                {recipients.into_iter().map(|line| view! { <p>{line}</p> }).collect_view()}
            </div>
            <div class="doc-signature">
                {position.into_iter().map(|line| view! { <p class="doc-signer-position">{line}</p> }).collect_view()}
                <p class="doc-signer">{plan.signer.clone()}</p>
            </div>
        </div>
    }
}

/// The activities as the annex that plans usually lack.
fn annex(lines: Vec<ActivityLine>) -> impl IntoView {
    let heads = [w::ORDINAL, w::ACTIVITY, w::WHEN, w::WHERE, w::TARGET, w::LEAD, w::COORDINATES, w::COST];
    let row = |(line, n): (ActivityLine, i32)| {
        view! {
            <tr>
                <td class="doc-ordinal">{n}</td>
                <td>{line.name}</td>
                <td class="doc-day">{line.when}</td>
                <td>{line.place}</td>
                <td class="doc-day">{line.target}</td>
                <td>{line.lead}</td>
                <td>{line.others}</td>
                <td class="doc-amount">{line.cost}</td>
            </tr>
        }
    };
    view! {
        <section class="doc-annex">
            <p class="doc-kind">{w::ANNEX.vi}</p>
            <p class="doc-annex-note">{w::ANNEX_NOTE.vi}</p>
            <div class="doc-scroll" tabindex="0">
            <table class="doc-table">
                <thead><tr>{heads.map(|head| view! { <th scope="col">{head.vi}</th> }).collect_view()}</tr></thead>
                <tbody>{lines.into_iter().zip(1..).map(row).collect_view()}</tbody>
            </table>
            </div>
        </section>
    }
}
