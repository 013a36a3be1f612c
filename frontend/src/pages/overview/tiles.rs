//! The main figures at the head of the page.

use super::{
    super::names::Names,
    figure::{Picture, RowKey, What, by_commune},
};
use crate::{
    text::{overview as w, t},
    ui::{Glyph, Tile, Tiles, Tone},
};
use leptos::prelude::*;
use shared::{
    activity::Stage,
    merged::{Standing, Sum},
    money::dotted,
};
use std::collections::BTreeSet;

/// The tiles.
#[component]
pub fn MainFigures(picture: Memo<Picture>, names: Memo<Names>) -> impl IntoView {
    let of = move |what: What| what.sum(&picture.read().merged.all);
    let text = |sum: Sum| if sum.is_certain() { dotted(sum.shown) } else { sum.text() };
    let figure = move |what: What| Signal::derive(move || text(of(what)));
    let open = |what: What| format!("/overview?row={}&figure={}", RowKey::All.code(), what.code());
    let tone = move |what: What| Signal::derive(move || if of(what).is_certain() { Tone::Neutral } else { Tone::Bad });
    let reports_note = move || {
        let picture = picture.read();
        let all = &picture.merged.all;
        w::reports_note(all.reports_that_are(Standing::Approved), all.reports_that_are(Standing::Submitted))
    };
    let activities = move || {
        let picture = picture.read();
        let stages = &picture.merged.all.activities;
        let all: usize = stages.iter().filter(|(stage, _)| **stage != Stage::Cancelled).map(|(_, ids)| ids.len()).sum();
        (stages.get(&Stage::Done).map_or(0, BTreeSet::len), all)
    };
    let units = move || {
        let rows = by_commune(&picture.read(), &names.read());
        let reported = rows.iter().filter(|(_, figures)| !What::Reports.sum(figures).behind.is_empty()).count();
        w::units_reported(reported, rows.len())
    };
    let households = move || {
        let picture = picture.read();
        let of =
            |class: &str| picture.merged.all.households.get(class).map(Sum::text).unwrap_or_else(|| "0".to_owned());
        w::poor_share(of("poor"), of("near_poor"))
    };
    let cost_planned = move || {
        let (planned, unit) = w::short_amount(picture.read().merged.all.cost_planned.shown);
        w::of_planned(format!("{planned} {unit}"))
    };
    let cost = move || {
        let sum = of(What::Cost);
        let ((low, _), (high, _)) = (w::short_amount(sum.low), w::short_amount(sum.high));
        if sum.is_certain() { w::short_amount(sum.shown).0 } else { format!("{low}–{high}") }
    };
    let cost_label = move || format!("{}, {}", t(w::COST), w::short_amount(of(What::Cost).high).1);
    let differing = move || {
        let picture = picture.read();
        picture.reports.iter().chain(&picture.activities).map(|root| root.conflicts().count()).sum::<usize>()
    };
    view! {
        <Tiles label=w::TILES>
            <Tile label=w::REPORTS figure=figure(What::Reports) note=Signal::derive(reports_note) icon=Glyph::Report href=open(What::Reports)/>
            <Tile
                label=w::ACTIVITIES
                figure=Signal::derive(move || format!("{}/{}", activities().0, activities().1))
                note=Signal::derive(units)
                icon=Glyph::Calendar
            />
            <Tile
                label=w::PEOPLE
                figure=figure(What::People)
                note=Signal::derive(move || w::women_share(of(What::Women).text()))
                icon=Glyph::People
                tone=tone(What::People)
                href=open(What::People)
            />
            <Tile label=w::HOUSEHOLDS figure=figure(What::Households) note=Signal::derive(households) icon=Glyph::Home tone=tone(What::Households) href=open(What::Households)/>
            <Tile label=Signal::derive(cost_label) figure=Signal::derive(cost) note=Signal::derive(cost_planned) icon=Glyph::Coins tone=tone(What::Cost) href=open(What::Cost)/>
            {move || (differing() > 0).then(|| view! {
                <Tile
                    label=w::DIFFERING
                    figure=Signal::derive(move || differing().to_string())
                    note=Signal::derive(move || w::differing_note(differing()))
                    icon=Glyph::Conflict
                    tone=Tone::Bad
                    href="/conflicts"
                />
            })}
        </Tiles>
    }
}
