//! A report that may only be read: its figures, its words, its photos.

use crate::{
    forms::report::{Setting, Summary},
    pages::names::Names,
    state::State,
    text::{
        report as words,
        review::PHOTO_AWAY,
        t,
        words::{CLOSE, headed},
    },
    ui::{Button, Definitions, Dialog, KeyValue, Panel, PhotoTile},
};
use leptos::prelude::*;
use shared::{attachment::Photo, digest::Digest, fold::Root, report::Report};
use std::sync::Arc;

#[component]
pub(super) fn ReadOnly(root: Signal<Option<Arc<Root>>>, setting: Setting) -> impl IntoView {
    let report = Memo::new(move |_| root.with(|root| root.as_ref().map(|root| Arc::new(Report::of(root)))));
    let unit = move || {
        let unit = root.with(|root| root.as_ref().map(|root| root.home.unit));
        unit.map(|unit| setting.names.with(|names| headed(&names.place(unit)))).unwrap_or_default()
    };
    let text = move |label: crate::text::Text, read: fn(&Report) -> &str| {
        let text = Memo::new(move |_| {
            report.with(|report| report.as_ref().map(|report| read(report).to_owned()).unwrap_or_default())
        });
        move || {
            (!text.read().is_empty()).then(|| {
                view! {
                    <div class="report-text">
                        <h3 class="report-text-label">{t(label)}</h3>
                        <p class="report-text-words">{text.get()}</p>
                    </div>
                }
            })
        }
    };
    view! {
        <Panel title=words::TITLE>
            <Definitions><KeyValue label=words::WHO value=Signal::derive(unit)/></Definitions>
            <Summary root=root setting=setting/>
            <Materials report=report names=setting.names/>
        </Panel>
        <Panel title=words::OUTCOME>
            {text(words::RESULT, |report| &report.result)}
            {text(words::DIFFICULTIES, |report| &report.difficulties)}
            {text(words::CAUSES, |report| &report.causes)}
            {text(words::PROPOSALS, |report| &report.proposals)}
        </Panel>
        {move || {
            let photos = report.with(|report| report.as_ref().map(|report| report.photos.clone()).unwrap_or_default());
            (!photos.is_empty()).then(|| view! { <Pictures photos=photos/> })
        }}
    }
}

#[component]
fn Materials(report: Memo<Option<Arc<Report>>>, names: Memo<Names>) -> impl IntoView {
    let lines = Memo::new(move |_| {
        let report = report.get();
        let handouts = report.iter().flat_map(|report| &report.handouts);
        names.with(|names| {
            let catalogue = &names.directory.catalogue;
            let line = |handout: &shared::report::Handout| {
                let material = Names::term(&catalogue.materials, &handout.material);
                let language = Names::term(&catalogue.languages, &handout.language);
                let quantity = handout.quantity.map(shared::money::dotted).unwrap_or_default();
                [material, language, quantity]
                    .into_iter()
                    .filter(|part| !part.is_empty())
                    .collect::<Vec<_>>()
                    .join(" · ")
            };
            handouts.map(line).collect::<Vec<_>>()
        })
    });
    move || {
        (!lines.read().is_empty()).then(|| {
            view! {
                <div class="report-text">
                    <h3 class="report-text-label">{t(words::HANDOUTS)}</h3>
                    <ul class="report-materials">{lines.get().into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}</ul>
                </div>
            }
        })
    }
}

/// The photos; one that is pressed is shown large.
#[component]
fn Pictures(photos: Vec<Photo>) -> impl IntoView {
    let state = State::here();
    let open = RwSignal::new(None::<(Digest, String)>);
    let picture = move |(at, photo): (usize, Photo)| {
        let url = photo.sha256.map(|sha256| state.small_photo_url(sha256));
        let src = Signal::derive(move || url.and_then(|url| url.get()).unwrap_or_default());
        let caption = StoredValue::new(photo.caption);
        let alt = Signal::derive(move || {
            caption.with_value(|caption| if caption.is_empty() { words::photo(at + 1) } else { caption.clone() })
        });
        let enlarge = move |()| open.set(photo.sha256.map(|sha256| (sha256, alt.get_untracked())));
        view! {
            <li class="report-picture" data-test="photo">
                <ul><PhotoTile src=src alt=alt on_open=enlarge/></ul>
                <p class="small soft">{move || caption.get_value()}</p>
            </li>
        }
    };
    let title = move || open.with(|open| open.as_ref().map(|(_, alt)| alt.clone()).unwrap_or_default());
    view! {
        <Panel title=words::PHOTOS>
            <ul class="report-pictures">{photos.into_iter().enumerate().map(picture).collect_view()}</ul>
        </Panel>
        <Dialog open=Signal::derive(move || open.with(Option::is_some)) on_close=move |()| open.set(None) title=Signal::derive(title)
            actions=move || view! { <Button label=CLOSE on_press=move |()| open.set(None)/> }>
            {move || open.get().map(|(sha256, alt)| {
                let url = state.photo_url(sha256);
                move || match url.get() {
                    Some(url) => view! { <img class="report-large" src=url alt=alt.clone()/> }.into_any(),
                    None => view! { <p class="soft">{t(PHOTO_AWAY)}</p> }.into_any(),
                }
            })}
        </Dialog>
    }
}
