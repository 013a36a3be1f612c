//! Photos: a grid of tiles, and the buttons that take or pick new ones.

use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::badge::SyncLook;
use super::button::IconButton;
use super::icon::{Glyph, Icon};

/// Tiles side by side, as many as fit.
#[component]
pub fn PhotoGrid(
    /// What they show, read aloud.
    #[prop(into)]
    label: Signal<String>,
    /// The tiles and pick buttons.
    children: Children,
) -> impl IntoView {
    view! { <ul class="photo-grid" aria-label=move || label.get()>{children()}</ul> }
}

/// One photo with the state of its way to the server, for example "1/3".
#[component]
pub fn PhotoTile(
    /// The picture's address; empty while it is not on this device.
    #[prop(into)]
    src: Signal<String>,
    /// What it shows, read aloud.
    #[prop(into)]
    alt: Signal<String>,
    /// Where it stands.
    #[prop(into, optional)]
    look: Signal<SyncLook>,
    /// The state in words or parts.
    #[prop(into, optional)]
    state: Signal<String>,
    /// Opens it large.
    #[prop(into, optional)]
    on_open: Option<Callback<()>>,
    /// What the button says that takes it away.
    #[prop(into, optional)]
    remove_label: Signal<String>,
    /// Takes it away; without it there is no button.
    #[prop(into, optional)]
    on_remove: Option<Callback<()>>,
) -> impl IntoView {
    let glyph = Signal::derive(move || look.get().glyph());
    let picture = view! {
        {move || if src.read().is_empty() {
            view! { <span class="photo-missing" role="img" aria-label=move || alt.get()><Icon glyph=Glyph::Photo/></span> }.into_any()
        } else {
            view! { <img class="photo-image" src=move || src.get() alt=move || alt.get() loading="lazy" decoding="async"/> }.into_any()
        }}
    };
    view! {
        <li class="photo">
            {match on_open {
                Some(open) => view! { <button type="button" class="photo-open" on:click=move |_| open.run(())>{picture}</button> }.into_any(),
                None => view! { <span class="photo-open">{picture}</span> }.into_any(),
            }}
            {move || (!state.read().is_empty()).then(|| view! {
                <span class=move || format!("photo-state {}", look.get().tone().class())>
                    <Icon glyph=glyph/>
                    {move || state.get()}
                </span>
            })}
            {on_remove.map(|remove| view! { <IconButton label=remove_label icon=Glyph::Trash on_press=remove/> })}
        </li>
    }
}

/// A tile that takes a photo or picks pictures. The files go out; reading them is not the kit's work.
#[component]
pub fn PhotoPick(
    /// What it says.
    #[prop(into)]
    label: Signal<String>,
    /// Opens the camera instead of the gallery, where the device has one.
    #[prop(optional)]
    camera: bool,
    /// The control's id.
    #[prop(optional, into)]
    id: Option<String>,
    /// The control's name for tests.
    #[prop(optional, into)]
    test: Option<&'static str>,
    /// The files chosen, at least one.
    #[prop(into)]
    on_files: Callback<Vec<web_sys::File>>,
) -> impl IntoView {
    let picked = move |event: leptos::ev::Event| {
        let Some(input) = event.target().and_then(|target| target.dyn_into::<web_sys::HtmlInputElement>().ok()) else {
            return;
        };
        let files = input
            .files()
            .map_or_else(Vec::new, |list| (0..list.length()).filter_map(|at| list.get(at)).collect::<Vec<_>>());
        // Emptied, so that the same picture can be picked again after it was taken away.
        input.set_value("");
        if !files.is_empty() {
            on_files.run(files);
        }
    };
    view! {
        <li class="photo photo-pick">
            <label class="photo-pick-label">
                <Icon glyph=if camera { Glyph::Camera } else { Glyph::Photo }/>
                <span>{move || label.get()}</span>
                <input
                    type="file"
                    class="unseen"
                    id=id
                    data-test=test
                    accept="image/*"
                    multiple=!camera
                    capture=camera.then_some("environment")
                    on:change=picked
                />
            </label>
        </li>
    }
}
