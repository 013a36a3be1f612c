//! Small signs of state: always an icon and a text, colour only as the third sign.

use leptos::prelude::*;

use super::icon::{Glyph, Icon};

/// What a sign means to the eye. The text says it; the tone repeats it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// Nothing to do, nothing wrong.
    #[default]
    Neutral,
    /// Done, arrived, approved.
    Good,
    /// Waits or is due: amber.
    Waiting,
    /// A person has to act: red.
    Bad,
    /// Worth knowing: blue-grey.
    Info,
}

impl Tone {
    /// The class that sets the tone's colours.
    #[must_use]
    pub fn class(self) -> &'static str {
        match self {
            Tone::Neutral => "tone-neutral",
            Tone::Good => "tone-good",
            Tone::Waiting => "tone-waiting",
            Tone::Bad => "tone-bad",
            Tone::Info => "tone-info",
        }
    }

    /// The glyph that goes with the tone when none is given.
    #[must_use]
    pub fn glyph(self) -> Glyph {
        match self {
            Tone::Neutral => Glyph::Edit,
            Tone::Good => Glyph::Check,
            Tone::Waiting => Glyph::Clock,
            Tone::Bad => Glyph::Warning,
            Tone::Info => Glyph::Info,
        }
    }
}

/// A status chip: icon, text, tone.
#[component]
pub fn Badge(
    /// What it says, one to three words.
    #[prop(into)]
    text: Signal<String>,
    /// Its colours.
    #[prop(into, optional)]
    tone: Signal<Tone>,
    /// Its glyph; without one the tone's own.
    #[prop(into, optional)]
    icon: Option<Signal<Glyph>>,
) -> impl IntoView {
    let glyph = Signal::derive(move || icon.map_or_else(|| tone.get().glyph(), |given| given.get()));
    view! {
        <span class=move || format!("badge {}", tone.get().class())>
            <Icon glyph=glyph/>
            <span class="badge-text">{move || text.get()}</span>
        </span>
    }
}

/// Where one item, or everything, stands on its way to the server.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SyncLook {
    /// The server has confirmed everything.
    #[default]
    Ok,
    /// Something waits on this device.
    Pending,
    /// Something is on its way now.
    Working,
    /// A person has to act.
    Attention,
}

impl SyncLook {
    /// The tone that goes with it.
    #[must_use]
    pub fn tone(self) -> Tone {
        match self {
            SyncLook::Ok => Tone::Good,
            SyncLook::Pending => Tone::Waiting,
            SyncLook::Working => Tone::Info,
            SyncLook::Attention => Tone::Bad,
        }
    }

    /// The glyph that goes with it.
    #[must_use]
    pub fn glyph(self) -> Glyph {
        match self {
            SyncLook::Ok => Glyph::DoubleCheck,
            SyncLook::Pending => Glyph::SyncPending,
            SyncLook::Working => Glyph::SyncWorking,
            SyncLook::Attention => Glyph::SyncAttention,
        }
    }

    /// The class that tells the four apart.
    fn class(self) -> &'static str {
        match self {
            SyncLook::Ok => "sync-ok",
            SyncLook::Pending => "sync-pending",
            SyncLook::Working => "sync-working",
            SyncLook::Attention => "sync-attention",
        }
    }
}

/// The sync badge of the header: a link to the outbox with icon, text and colour.
/// Changes of its text are read aloud politely.
#[component]
pub fn SyncBadge(
    /// Which of the four states.
    #[prop(into)]
    look: Signal<SyncLook>,
    /// What it says, for example "Chờ gửi 3".
    #[prop(into)]
    text: Signal<String>,
    /// The outbox.
    #[prop(into)]
    href: Signal<String>,
    /// The full sentence, as a tooltip.
    #[prop(into, optional)]
    title: Signal<String>,
) -> impl IntoView {
    let glyph = Signal::derive(move || look.get().glyph());
    view! {
        <a
            class=move || format!("sync-badge {} {}", look.get().class(), look.get().tone().class())
            href=move || href.get()
            title=move || title.get()
        >
            <Icon glyph=glyph/>
            <span class="sync-badge-text" aria-live="polite">{move || text.get()}</span>
        </a>
    }
}
