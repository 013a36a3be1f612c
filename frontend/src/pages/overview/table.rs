//! Plan against result, row by row: by unit, by kind, by activity.

use super::{
    super::names::Names,
    figure::{Figure, Picture, RowKey, What, by_commune},
};
use crate::{
    text::{Text, overview as w, t},
    ui::{Meter, Tone},
};
use leptos::prelude::*;
use shared::{merged::Figures, money::dotted, order::sort_by_key, vietnamese::text_key};

/// What the rows are.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Rows {
    /// Communes, and offices above them.
    Units,
    /// Kinds of activity.
    Kinds,
    /// Activities.
    Activities,
}

impl Rows {
    fn head(self) -> Text {
        match self {
            Self::Units => w::UNIT,
            Self::Kinds => w::KIND,
            Self::Activities => w::ACTIVITY,
        }
    }

    fn caption(self) -> Text {
        match self {
            Self::Units => w::SUMMARY_BY_UNIT,
            Self::Kinds => w::SUMMARY_BY_KIND,
            Self::Activities => w::BY_ACTIVITY,
        }
    }

    fn rows(self, picture: &Picture, names: &Names) -> Vec<(RowKey, String, Figures)> {
        let named = |key: RowKey, figures: Figures| {
            let name = key.name(picture, names);
            (key, name, figures)
        };
        let mut rows: Vec<_> = match self {
            Self::Units => by_commune(picture, names)
                .into_iter()
                .map(|(unit, figures)| named(RowKey::Unit(unit), figures))
                .collect(),
            Self::Kinds => {
                picture.merged.by_kind().into_iter().map(|(kind, figures)| named(RowKey::Kind(kind), figures)).collect()
            }
            Self::Activities => {
                let each = picture.merged.by_activity.iter();
                each.map(|(id, figures)| named(RowKey::Activity(*id), figures.clone())).collect()
            }
        };
        match self {
            // The order of the catalogue is the order of the official form.
            Self::Kinds => {
                let kinds = &names.directory.catalogue.kinds;
                sort_by_key(&mut rows, |(key, _, _)| match key {
                    RowKey::Kind(code) => kinds.iter().position(|kind| kind.term.code == *code),
                    _ => None,
                });
            }
            _ => sort_by_key(&mut rows, |(_, name, _)| text_key(name)),
        }
        rows
    }
}

/// The table.
#[component]
pub fn OverviewTable(picture: Memo<Picture>, names: Memo<Names>, rows: Rows) -> impl IntoView {
    let all = Memo::new(move |_| rows.rows(&picture.read(), &names.read()));
    let heads = [w::TARGET, w::DONE, w::RATE];
    let numbers = [w::SESSIONS, w::PEOPLE, w::WOMEN, w::HOUSEHOLDS, w::COST_PLANNED, w::COST_ACTUAL];
    let uncertain = move || all.read().iter().any(|(_, _, figures)| !is_certain(figures));
    view! {
        <div class="table-region overview-region" role="region" tabindex="0" aria-label=move || t(rows.caption())>
            <table class="table overview-table">
                <caption class="table-caption">{move || t(rows.caption())}</caption>
                <thead><tr>
                    <th scope="col">{move || t(rows.head())}</th>
                    {heads.map(|head| view! { <th scope="col">{move || t(head)}</th> }).collect_view()}
                    {numbers.map(|head| view! { <th scope="col" class="table-number">{move || t(head)}</th> }).collect_view()}
                </tr></thead>
                <tbody>
                    {move || all.get().into_iter().map(|(key, name, figures)| row(key, name, &figures, &names.read(), false)).collect_view()}
                    {move || row(RowKey::All, t(w::TOTAL).to_owned(), &picture.read().merged.all, &names.read(), true)}
                </tbody>
            </table>
        </div>
        {move || uncertain().then(|| view! { <p class="overview-legend soft">{t(w::CONFLICT_LEGEND)}</p> })}
    }
}

fn is_certain(figures: &Figures) -> bool {
    let sums = [&figures.people, &figures.women, &figures.ethnic_minority, &figures.cost];
    let maps = figures.done.values().chain(figures.households.values());
    sums.into_iter().chain(maps).all(shared::merged::Sum::is_certain)
}

/// Targets and results stand one under the other where a row has several measures.
fn row(key: RowKey, name: String, figures: &Figures, names: &Names, total: bool) -> impl IntoView + use<> {
    let measures = &names.directory.catalogue.measures;
    let mut codes: Vec<&String> =
        figures.target.keys().chain(figures.done.keys().filter(|code| !figures.target.contains_key(*code))).collect();
    sort_by_key(&mut codes, |code| measures.iter().position(|term| term.code == **code));
    let lines = codes.into_iter().map(|code| {
        let measure = Names::term(measures, code);
        let target = figures.target.get(code).map_or_else(|| "–".to_owned(), |sum| format!("{} {measure}", sum.text()));
        let done = figures.done.get(code).cloned().unwrap_or_default();
        let rate = figures.per_thousand(code).map(|thousandth| {
            let shown = u64::try_from(done.shown).unwrap_or(0);
            let of = figures.target.get(code).map_or(0, |sum| u64::try_from(sum.shown).unwrap_or(0));
            (shown, of, percent(thousandth))
        });
        (target, measure, done, rate)
    });
    let lines: Vec<_> = lines.collect();
    let targets =
        lines.iter().map(|(target, ..)| view! { <span class="measure-line">{target.clone()}</span> }).collect_view();
    let done = lines.iter().map(|(_, measure, done, _)| {
        view! { <span class="measure-line"><Figure sum=done.clone() row=key.clone() what=What::Done unit=measure.clone()/></span> }
    });
    let done = done.collect_view();
    let rates = lines.iter().map(|(_, measure, _, rate)| {
        let bar = rate.clone().map(|(shown, of, text)| {
            let tone = if shown >= of {
                Tone::Good
            } else if shown * 2 >= of {
                Tone::Info
            } else {
                Tone::Waiting
            };
            view! { <Meter value=shown max=of text=text tone=tone inline=true/> }
        });
        // On cards the bars stand apart from the targets, so that each names what it measures.
        view! { <span class="measure-line"><span class="measure-name">{measure.clone()}</span> {bar}</span> }
    });
    let rates = rates.collect_view();
    let figure = |what: What| {
        let sum = what.sum(figures);
        view! { <td class="table-number" data-label=what.words()><Figure sum=sum row=key.clone() what=what/></td> }
    };
    let (reports, people, women, households, cost) = (
        figure(What::Reports),
        figure(What::People),
        figure(What::Women),
        figure(What::Households),
        figure(What::Cost),
    );
    let planned =
        if figures.cost_planned.behind.is_empty() { "–".to_owned() } else { dotted(figures.cost_planned.shown) };
    let name = match &key {
        RowKey::Activity(id) => view! { <a href=format!("/activities/{id}")>{name}</a> }.into_any(),
        _ => name.into_any(),
    };
    view! {
        <tr class:table-total=total data-test=if total { "overview-total" } else { "overview-row" }>
            <th scope="row">{name}</th>
            <td data-label=t(w::TARGET)><div class="measures">{targets}</div></td>
            <td data-label=t(w::DONE)><div class="measures">{done}</div></td>
            <td class="overview-rate" data-label=t(w::RATE)><div class="measures">{rates}</div></td>
            {reports}{people}{women}{households}
            <td class="table-number" data-label=t(w::COST_PLANNED)>{planned}</td>
            {cost}
        </tr>
    }
}

/// `127%`, cut off and not rounded up: what is not done is not shown as done.
fn percent(thousandths: i64) -> String {
    format!("{}%", thousandths / 10)
}
