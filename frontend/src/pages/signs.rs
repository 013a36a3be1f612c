//! Small signs that several screens share: the glyph of a kind, the badge of a state.

use super::{names::Names, work::lines::Lane};
use crate::{
    state::State,
    text::{Text, shell, t, words},
    ui::{Badge, Glyph, Notice, Tone},
};
use leptos::prelude::*;
use shared::{activity::Stage, change, shape::Place};
use wasm_bindgen::JsCast;

/// Whether a form is open on the screen: then the frame leaves it the room of the tab bar, and no
/// bar about a new version comes. In context below the shell.
#[derive(Clone, Copy)]
pub struct InForm(pub RwSignal<bool>);

impl InForm {
    /// Notes whether a form is open, until the screen is gone.
    pub fn follow(open: Memo<bool>) {
        let Some(Self(in_form)) = use_context::<Self>() else { return };
        Effect::new(move || in_form.set(open.get()));
        on_cleanup(move || {
            // The shell may be gone with its screen.
            let _gone = in_form.try_set(false);
        });
    }
}

/// How much of what is kept aside waits for this person's decision, as far as the server was asked. In
/// context below the shell.
#[derive(Clone, Copy)]
pub struct AsideCount(pub RwSignal<Option<u64>>);

/// Says that the device's clock is wrong, by how much, and how it is set right.
#[component]
pub fn ClockNotice(
    /// Beside the day of a form, which may be filled in wrong.
    #[prop(optional)]
    by_a_day: bool,
) -> impl IntoView {
    let state = State::here();
    let wrong = Memo::new(move |_| state.sync.with(|sync| sync.clock_wrong(state.now_ms())));
    // The words say hours and days: they seldom change.
    let told = Memo::new(move |_| wrong.get().map(shell::clock_wrong));
    let is_wrong = Memo::new(move |_| told.with(Option::is_some));
    let text = Signal::derive(move || {
        let told = told.get().unwrap_or_default();
        if by_a_day { format!("{told} {}", t(shell::CLOCK_DAY)) } else { told }
    });
    move || {
        is_wrong.get().then(|| {
            view! { <Notice title=shell::CLOCK_WRONG text tone=Tone::Waiting icon=Glyph::Clock attr:data-test="clock-wrong"/> }
        })
    }
}

/// Whose unsent work this device holds beside one's own, if anybody's.
#[component]
pub fn UnsentOfOthers() -> impl IntoView {
    let others = State::here().unsent_of_others;
    move || {
        let notice = |of: crate::state::UnsentOf| {
            let text = Signal::derive(move || shell::unsent_of(&of.name, of.count));
            view! { <Notice text tone=Tone::Waiting icon=Glyph::Person attr:data-test="unsent-of-others"/> }
        };
        others.get().into_iter().map(notice).collect_view()
    }
}

/// The glyph of a kind of activity, by its group in the catalogue.
#[must_use]
pub fn kind_glyph(names: &Names, kind: &str) -> Glyph {
    match names.directory.catalogue.kind(kind).map(|kind| kind.group.as_str()) {
        Some("press") => Glyph::Report,
        Some("product") => Glyph::Print,
        Some("loudspeaker") => Glyph::Megaphone,
        Some("web") => Glyph::Device,
        Some("meeting") => Glyph::People,
        Some("dialogue") => Glyph::Person,
        Some("training") => Glyph::Edit,
        Some("contest" | "emulation") => Glyph::Flag,
        Some("review") => Glyph::Eye,
        _ => Glyph::Plan,
    }
}

/// The badge of a report: its state, or that its handing in waits.
#[must_use]
pub fn lane_badge(lane: Lane, state: &change::State) -> impl IntoView + use<> {
    let (text, tone, icon) = match (lane, state) {
        (Lane::Waiting, _) => (words::WAITING, Tone::Waiting, Glyph::SyncPending),
        (Lane::Returned, _) => (words::RETURNED, Tone::Bad, Glyph::Returned),
        (Lane::Draft, _) => (words::DRAFT, Tone::Neutral, Glyph::Edit),
        (Lane::Sent, change::State::Draft | change::State::Returned) => {
            (words::SUBMITTED, Tone::Info, Glyph::DoubleCheck)
        }
        (Lane::Sent, change::State::Approved | change::State::Closed) => {
            (words::APPROVED, Tone::Good, Glyph::DoubleCheck)
        }
        (Lane::Sent, state) => (words::state(state), Tone::Info, Glyph::DoubleCheck),
    };
    view! { <Badge text=text tone=tone icon=icon/> }
}

/// The badge of an activity: how far it is.
#[must_use]
pub fn stage_badge(stage: Stage) -> impl IntoView {
    let (tone, icon) = match stage {
        Stage::Planned => (Tone::Neutral, Glyph::Calendar),
        Stage::UnderWay => (Tone::Info, Glyph::Clock),
        Stage::Done => (Tone::Good, Glyph::Check),
        Stage::Postponed => (Tone::Waiting, Glyph::Clock),
        Stage::Cancelled => (Tone::Bad, Glyph::Close),
    };
    let text: Text = words::stage(stage);
    view! { <Badge text=text tone=tone icon=icon/> }
}

/// `Nhà văn hóa thôn, xã Văn Quan`: the exact place, then the unit.
#[must_use]
pub fn place_words(place: &Place, names: &Names) -> String {
    let unit = place.unit.map(|unit| names.place(unit)).unwrap_or_default();
    let parts = [place.text.trim().to_owned(), unit];
    let named: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    words::headed(&named.join(", "))
}

/// Puts the focus on a control and brings it into view; nothing happens if it is not there.
pub fn focus(id: &str) {
    let Some(element) = document().get_element_by_id(id) else { return };
    // With its label and its error, which stand around it.
    let frame = element.closest(".field").ok().flatten();
    frame.as_ref().unwrap_or(&element).scroll_into_view();
    if let Ok(element) = element.dyn_into::<web_sys::HtmlElement>() {
        // What cannot take the focus has at least been brought into view.
        let _unfocusable = element.focus();
    }
}
