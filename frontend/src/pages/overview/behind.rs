//! The reports behind a figure, each with what it adds, each a step away from its photos.

use super::{
    super::{names::Names, review::standing_words},
    figure::{Picture, RowKey, What},
};
use crate::{
    text::{overview as w, t, words},
    ui::{Badge, Button, Dialog, Glyph, Icon},
};
use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{query_signal_with_options, use_query_map},
};
use shared::{
    activity::Activity,
    fold::Root,
    id::RecordId,
    merged::{Counted, Merged},
    report::Report,
};
use std::sync::Arc;

/// One report behind the figure.
#[derive(Clone, PartialEq)]
struct Line {
    root: Arc<Root>,
    title: String,
    detail: String,
    adds: String,
}

/// The list, over the page, as long as the address asks for it.
#[component]
pub fn Behind(picture: Memo<Picture>, names: Memo<Names>) -> impl IntoView {
    let query = use_query_map();
    let in_place = NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() };
    let (_, set_row) = query_signal_with_options::<String>("row", in_place.clone());
    let (_, set_figure) = query_signal_with_options::<String>("figure", in_place);
    let asked = Memo::new(move |_| {
        let query = query.read();
        Some((RowKey::of_code(&query.get("row")?)?, What::of_code(&query.get("figure")?)?))
    });
    let lines = Memo::new(move |_| {
        let (row, what) = asked.get()?;
        let (picture, names) = (picture.read(), names.read());
        let sum = what.sum(&row.figures(&picture, &names)?);
        Some(sum.behind.iter().filter_map(|id| line(*id, what, &picture, &names)).collect::<Vec<_>>())
    });
    let title = move || {
        let Some((row, what)) = asked.get() else { return String::new() };
        format!("{} · {}", row.name(&picture.read(), &names.read()), what.words())
    };
    let close = move |()| {
        set_row.set(None);
        set_figure.set(None);
    };
    let body = move || match lines.get() {
        Some(lines) if !lines.is_empty() => view! {
            <p class="soft">{w::behind_count(lines.len())}</p>
            <ul class="list behind-list">{lines.into_iter().map(behind_row).collect_view()}</ul>
        }
        .into_any(),
        _ => view! { <p class="soft">{t(w::BEHIND_NONE)}</p> }.into_any(),
    };
    view! {
        <Dialog
            open=Signal::derive(move || asked.read().is_some())
            on_close=close
            title=Signal::derive(title)
            actions=move || view! { <Button label=words::CLOSE icon=Glyph::Close on_press=close/> }
        >
            {body}
        </Dialog>
    }
}

fn behind_row(line: Line) -> impl IntoView {
    let (standing, tone) = standing_words(&line.root);
    let href = format!("/review?report={}", line.root.id);
    view! {
        <li class="row" data-test="behind-row">
            <a class="row-body row-link" href=href>
                <span class="row-words">
                    <span class="row-title">{line.title}</span>
                    <span class="row-detail">{line.detail}</span>
                </span>
                <span class="row-state"><span class="number behind-adds">{line.adds}</span> <Badge text=standing tone=tone/></span>
                <span class="row-go"><Icon glyph=Glyph::Chevron/></span>
            </a>
        </li>
    }
}

fn line(id: RecordId, what: What, picture: &Picture, names: &Names) -> Option<Line> {
    let root = picture.reports.iter().find(|root| root.id == id)?;
    let report = Report::of(root);
    let activity = report.activity.and_then(|id| picture.activities.iter().find(|root| root.id == id));
    let title = activity.map(|root| Activity::of(root).name).unwrap_or_default();
    let place = report.place.unit.map(|unit| names.place(unit)).unwrap_or_else(|| names.unit(report.unit));
    let date = report.date.map(|date| date.text()).unwrap_or_default();
    // What this one report says, by the same rules as the sum.
    let alone =
        Merged::of(activity.map(|root| root.as_ref()), [root.as_ref()], &names.directory.catalogue, Counted::HandedIn);
    let adds = match what {
        What::Done => {
            let measures = &names.directory.catalogue.measures;
            let each =
                alone.all.done.iter().map(|(code, sum)| format!("{} {}", sum.text(), Names::term(measures, code)));
            each.collect::<Vec<_>>().join(", ")
        }
        What::Reports => String::new(),
        What::Cost => format!("{} {}", what.sum(&alone.all).text(), t(words::DONG)),
        _ => what.sum(&alone.all).text(),
    };
    Some(Line { root: Arc::clone(root), title, detail: format!("{date} · {place}"), adds })
}
