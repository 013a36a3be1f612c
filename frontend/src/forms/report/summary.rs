//! What the report says in a few lines, before it is handed in and while it can only be read.

use super::Setting;
use crate::{
    pages::signs::place_words,
    text::{self, report as words},
    ui::{Definitions, KeyValue},
};
use leptos::prelude::*;
use shared::{fold::Root, money::dotted, report::Report};
use std::sync::Arc;

/// The report in a few lines.
#[component]
pub fn Summary(
    /// The report as it stands.
    #[prop(into)]
    root: Signal<Option<Arc<Root>>>,
    /// What surrounds it.
    setting: Setting,
) -> impl IntoView {
    let report = Memo::new(move |_| root.with(|root| root.as_ref().map(|root| Arc::new(Report::of(root)))));
    let line = move |read: fn(&Report, &Setting) -> String| {
        Signal::derive(move || {
            let text = report.with(|report| report.as_ref().map(|report| read(report, &setting)).unwrap_or_default());
            if text.is_empty() { text::t(text::words::NOT_SAID).to_owned() } else { text }
        })
    };
    view! {
        <Definitions>
            <KeyValue label=words::DATE value=line(|report, _| when(report))/>
            <KeyValue label=words::WHERE value=line(place)/>
            <KeyValue label=words::HOUSEHOLDS_SUM value=line(households)/>
            <KeyValue label=words::PEOPLE value=line(|report, _| people(report))/>
            <KeyValue label=words::COST value=line(|report, _| report.cost.map(|cost| cost.text()).unwrap_or_default())/>
            <KeyValue label=words::PHOTOS value=line(|report, _| words::photos(report.photos.len()))/>
        </Definitions>
    }
}

fn when(report: &Report) -> String {
    let date = report.date.map(text::words::long_day).unwrap_or_default();
    report.times.map_or_else(|| date.clone(), |times| format!("{date}, {}", times.text()))
}

fn place(report: &Report, setting: &Setting) -> String {
    setting.names.with(|names| place_words(&report.place, names))
}

fn households(report: &Report, setting: &Setting) -> String {
    if report.households.is_empty() {
        return String::new();
    }
    let parts: Vec<String> = setting.names.with(|names| {
        let came = report.households.iter().filter(|(_, count)| **count > 0).map(|(code, _)| code);
        let part = |code: &String| {
            format!("{} {}", names.household_class(code, report.date).to_lowercase(), dotted(report.households[code]))
        };
        names.in_order_of_classes(came).into_iter().map(part).collect()
    });
    let sum = words::households(report.households_in_all());
    if parts.is_empty() { sum } else { format!("{sum} ({})", parts.join(", ")) }
}

fn people(report: &Report) -> String {
    report.people.map(|n| words::people(n, report.women, report.ethnic_minority)).unwrap_or_default()
}
