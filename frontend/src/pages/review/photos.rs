//! The photos of a report: small in a grid, large when opened, one after the other by the keyboard.

use crate::{
    state::State,
    text::{review as w, t, words},
    ui::{Button, Dialog, Glyph, PhotoGrid, PhotoTile},
};
use leptos::prelude::*;
use shared::{attachment::Photo, digest::Digest, fold::Root};
use std::sync::Arc;

/// The grid, and the large view over it.
#[component]
pub fn Photos(root: Signal<Option<Arc<Root>>>) -> impl IntoView {
    let state = State::here();
    let photos = Memo::new(move |_| {
        let all = root.get().map(|root| Photo::all(&root)).unwrap_or_default();
        all.into_iter().filter_map(|photo| Some((photo.sha256?, photo.caption))).collect::<Vec<(Digest, String)>>()
    });
    let open = RwSignal::new(None::<usize>);
    let grid = move || {
        let tiles = photos.get().into_iter().enumerate().map(|(at, (sha256, caption))| {
            let url = state.small_photo_url(sha256);
            let alt = if caption.is_empty() { w::photo_alt(at + 1) } else { caption };
            view! {
                <PhotoTile
                    attr:data-test="report-photo"
                    src=Signal::derive(move || url.get().unwrap_or_default())
                    alt=alt
                    on_open=move |()| open.set(Some(at))
                />
            }
        });
        tiles.collect_view()
    };
    view! {
        <div class="sheet-text">
            <h3 class="sheet-part">{move || t(w::PHOTOS)}</h3>
            {move || if photos.read().is_empty() {
                view! { <p class="soft">{t(w::NO_PHOTOS)}</p> }.into_any()
            } else {
                view! { <PhotoGrid label=w::PHOTOS>{grid}</PhotoGrid> }.into_any()
            }}
        </div>
        <Large photos open/>
    }
}

#[component]
fn Large(photos: Memo<Vec<(Digest, String)>>, open: RwSignal<Option<usize>>) -> impl IntoView {
    let state = State::here();
    let turn = move |by: isize| {
        let count = photos.read_untracked().len();
        if let Some(next) = open.get_untracked().and_then(|at| at.checked_add_signed(by)).filter(|at| *at < count) {
            open.set(Some(next));
        }
    };
    let keys = window_event_listener(leptos::ev::keydown, move |event| {
        if open.get_untracked().is_some() {
            match event.key().as_str() {
                "ArrowRight" => turn(1),
                "ArrowLeft" => turn(-1),
                _ => {}
            }
        }
    });
    on_cleanup(move || keys.remove());
    let title =
        move || open.get().map(|at| format!("{} {}/{}", t(w::PHOTOS), at + 1, photos.read().len())).unwrap_or_default();
    let picture = move || {
        let at = open.get()?;
        let (sha256, caption) = photos.read().get(at).cloned()?;
        let url = state.photo_url(sha256);
        let alt = if caption.is_empty() { w::photo_alt(at + 1) } else { caption.clone() };
        Some(view! {
            <figure class="photo-large" data-test="photo-large">
                {move || match url.get() {
                    Some(url) => view! { <img src=url alt=alt.clone()/> }.into_any(),
                    None => view! { <p class="soft">{t(w::PHOTO_AWAY)}</p> }.into_any(),
                }}
                {(!caption.is_empty()).then(|| view! { <figcaption>{caption}</figcaption> })}
            </figure>
        })
    };
    view! {
        <Dialog
            open=Signal::derive(move || open.read().is_some())
            on_close=move |()| open.set(None)
            title=Signal::derive(title)
            actions=move || view! {
                <Button label=words::CLOSE icon=Glyph::Close on_press=move |()| open.set(None)/>
            }
        >
            {picture}
        </Dialog>
    }
}
