//! The icon set: one stroke path a glyph on a 24 unit grid, drawn for this product.
//! Icons are decoration beside a text or inside a labelled control; they never carry a name of their own.

use leptos::prelude::*;

/// What an [`Icon`] shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Glyph {
    /// A house: the work list.
    #[default]
    Home,
    /// A folded sheet with text: a plan.
    Plan,
    /// A month sheet.
    Calendar,
    /// A clipboard: a field report.
    Report,
    /// A tray with an arrow up: what waits to be sent.
    Outbox,
    /// A tray with an arrow down: what came in.
    Inbox,
    /// Ring with a tick: everything arrived.
    SyncOk,
    /// Ring with an arrow up: something waits.
    SyncPending,
    /// Two turning arrows: under way.
    SyncWorking,
    /// Ring with an exclamation mark: a person has to act.
    SyncAttention,
    /// Take a photo.
    Camera,
    /// A picture.
    Photo,
    /// Triangle with an exclamation mark.
    Warning,
    /// Ring with an i.
    Info,
    /// One path that splits in two.
    Conflict,
    /// Magnifying glass.
    Search,
    /// One person.
    Person,
    /// Two people.
    People,
    /// Sliders.
    Settings,
    /// Arrow to the left.
    Back,
    /// Angle to the right: opens.
    Chevron,
    /// Angle to the left: the one before.
    Left,
    /// Angle downwards: unfolds.
    Down,
    /// Add.
    Plus,
    /// Take away.
    Minus,
    /// Delete.
    Trash,
    /// Take back.
    Undo,
    /// One tick: saved here.
    Check,
    /// Two ticks: the server has it.
    DoubleCheck,
    /// Time.
    Clock,
    /// Place.
    Pin,
    /// Save as a file.
    Download,
    /// Paper.
    Print,
    /// Pencil.
    Edit,
    /// Cross.
    Close,
    /// Bars.
    Chart,
    /// Narrow a list.
    Filter,
    /// Locked.
    Lock,
    /// A tablet.
    Device,
    /// No line to the server.
    NoNetwork,
    /// Leave.
    SignOut,
    /// Loudspeaker.
    Megaphone,
    /// Money.
    Coins,
    /// Show what is hidden.
    Eye,
    /// More acts.
    More,
    /// Both directions: sortable.
    Sort,
    /// Ascending.
    Up,
    /// A flag: something noteworthy or due.
    Flag,
    /// Arrow that returns: sent back to its author.
    Returned,
    /// A building with columns: a unit or agency.
    Office,
    /// Two sheets joined: merged figures.
    Merged,
}

impl Glyph {
    /// The stroke path on a 24 × 24 grid.
    fn path(self) -> &'static str {
        match self {
            Glyph::Home => "M3.5 11.2 12 4l8.5 7.2M6 9.5V20h4v-5.5h4V20h4V9.5",
            Glyph::Plan => "M6 3h8.5L19 7.5V21H6zM14 3v5h5M9.5 12.5h6M9.5 16.5h4",
            Glyph::Calendar => "M4 6h16v14.5H4zM4 10.5h16M8.5 3.5v4M15.5 3.5v4M8 15h2.5M13.5 15H16",
            Glyph::Report => "M8.5 5H5.5v16h13V5h-3M9 3.5h6V7H9zM9 11.5h6M9 15.5h4",
            Glyph::Outbox => "M4 14.5V20h16v-5.5M12 15.5V4M7.5 8.5 12 4l4.5 4.5",
            Glyph::Inbox => "M4 14.5V20h16v-5.5M12 4v11.5M7.5 11 12 15.5l4.5-4.5",
            Glyph::SyncOk => "M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18M7.8 12.3l3 3 5.6-6.2",
            Glyph::SyncPending => "M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18M12 16.5V8M8.5 11.3 12 7.8l3.5 3.5",
            Glyph::SyncWorking => {
                "M19.9 10.5A8 8 0 0 0 5.5 7.4M4.1 13.5a8 8 0 0 0 14.4 3.1M5 3.5v4.3h4.3M19 20.5v-4.3h-4.3"
            }
            Glyph::SyncAttention => "M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18M12 7.5v5.5M12 16.5h.01",
            Glyph::Camera => "M3.5 8H7.5L9 5.5h6L16.5 8h4v11.5h-17zM12 10a3.5 3.5 0 1 0 0 7a3.5 3.5 0 1 0 0-7",
            Glyph::Photo => "M4 5h16v14.5H4zM4 16.5l4.5-5 4 4.3 2.5-2.5 5 4.7M15.5 9h.01",
            Glyph::Warning => "M12 3.8 2.8 20h18.4zM12 10v4.5M12 17.2h.01",
            Glyph::Info => "M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18M12 11.2v5.3M12 7.6h.01",
            Glyph::Conflict => {
                "M12 21v-6.5C12 9 6 11 6 4.5M12 14.5C12 9 18 11 18 4.5M3.2 7 6 4.2 8.8 7M15.2 7 18 4.2 20.8 7"
            }
            Glyph::Search => "M10.5 4a6.5 6.5 0 1 0 0 13a6.5 6.5 0 1 0 0-13M15.3 15.3 20.5 20.5",
            Glyph::Person => "M12 4a4 4 0 1 0 0 8a4 4 0 1 0 0-8M4.5 20.5c.6-3.8 3.6-5.7 7.5-5.7s6.9 1.9 7.5 5.7",
            Glyph::People => {
                "M9 5a3.5 3.5 0 1 0 0 7a3.5 3.5 0 1 0 0-7M2.5 19.5c.5-3.3 3-5 6.5-5s6 1.7 6.5 5M15.5 5.3a3.5 3.5 0 0 1 0 6.4M17.5 14.9c2.3.6 3.7 2.2 4 4.6"
            }
            Glyph::Settings => {
                "M4 7h7.5M17 7h3M14.2 4.3a2.7 2.7 0 1 0 0 5.4a2.7 2.7 0 1 0 0-5.4M4 17h3M12.5 17H20M9.8 14.3a2.7 2.7 0 1 0 0 5.4a2.7 2.7 0 1 0 0-5.4"
            }
            Glyph::Back => "M11 5l-7 7 7 7M4.5 12H20.5",
            Glyph::Chevron => "M9 5l7 7-7 7",
            Glyph::Left => "M15 5l-7 7 7 7",
            Glyph::Down => "M5 9l7 7 7-7",
            Glyph::Plus => "M12 5v14M5 12h14",
            Glyph::Minus => "M5 12h14",
            Glyph::Trash => "M4.5 7h15M9 7V4h6v3M6.7 7l.8 13.5h9L17.3 7M10.3 11v5.5M13.7 11v5.5",
            Glyph::Undo => "M8 4.5 3.8 8.7 8 12.9M4.3 8.7H14a5.6 5.6 0 0 1 0 11.2H9.5",
            Glyph::Check => "M4.5 12.5l5 5L19.5 7",
            Glyph::DoubleCheck => "M1.8 12.8l4.2 4.2L15 7.3M11 16l1 1 9.7-9.7",
            Glyph::Clock => "M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18M12 7v5.3l3.5 2.2",
            Glyph::Pin => {
                "M12 21.3c-4.3-4.5-6.5-8-6.5-11.3a6.5 6.5 0 0 1 13 0c0 3.3-2.2 6.8-6.5 11.3M12 7.5a2.5 2.5 0 1 0 0 5a2.5 2.5 0 1 0 0-5"
            }
            Glyph::Download => "M12 3.5v12M7.5 11 12 15.5l4.5-4.5M4.5 20.5h15",
            Glyph::Print => "M7 8.5v-5h10v5M7 17H3.5V8.5h17V17H17M7 14h10v6.5H7z",
            Glyph::Edit => "M4 20l1.1-4.7L16 4.4 19.6 8 8.7 18.9zM13.5 7l3.5 3.5",
            Glyph::Close => "M5.5 5.5l13 13M18.5 5.5l-13 13",
            Glyph::Chart => "M3.5 20.5h17M7 16.5V11M12 16.5v-12M17 16.5V8.5",
            Glyph::Filter => "M3.5 6.5h17M7 12h10M10 17.5h4",
            Glyph::Lock => "M5.5 11h13v9.5h-13zM8.3 11V7.5a3.7 3.7 0 0 1 7.4 0V11M12 14.7v2.3",
            Glyph::Device => "M5.5 3h13v18h-13zM10.8 17.8h2.4",
            Glyph::NoNetwork => {
                "M3 9.5C5.3 7.4 8.5 6 12 6s6.7 1.4 9 3.5M6.5 13.3c1.5-1.3 3.4-2.1 5.5-2.1M12 18.5h.01M15.5 14l5 5M20.5 14l-5 5"
            }
            Glyph::SignOut => "M10.5 4H4.5v16h6M15 7.5l4.5 4.5-4.5 4.5M19 12H9.5",
            Glyph::Megaphone => "M3.5 9.5v5h3.5L16 19V5L7 9.5zM8 14.5l1.2 5h2.6M19 9.3a4 4 0 0 1 0 5.4",
            Glyph::Coins => {
                "M9 5a5.5 2.5 0 1 0 0 5a5.5 2.5 0 1 0 0-5M3.5 7.5V12c0 1.4 2.5 2.5 5.5 2.5M15 11.5a5.5 2.5 0 1 0 0 5a5.5 2.5 0 1 0 0-5M9.5 14v4.5c0 1.4 2.5 2.5 5.5 2.5s5.5-1.1 5.5-2.5V14"
            }
            Glyph::Eye => {
                "M2.5 12C4.8 8 8 5.7 12 5.7S19.2 8 21.5 12C19.2 16 16 18.3 12 18.3S4.8 16 2.5 12M12 9a3 3 0 1 0 0 6a3 3 0 1 0 0-6"
            }
            Glyph::More => {
                "M5 11.5a.5.5 0 1 0 0 1a.5.5 0 1 0 0-1M12 11.5a.5.5 0 1 0 0 1a.5.5 0 1 0 0-1M19 11.5a.5.5 0 1 0 0 1a.5.5 0 1 0 0-1"
            }
            Glyph::Sort => "M8 9.5l4-4 4 4M8 14.5l4 4 4-4",
            Glyph::Up => "M5 15l7-7 7 7",
            Glyph::Flag => "M5.5 21V4h12.5l-2.5 4.3L18 12.5H5.5",
            Glyph::Returned => "M4 12a8 8 0 1 0 2.6-5.9M4.3 3.5v4.8h4.8",
            Glyph::Office => "M3.5 9.5 12 4l8.5 5.5zM6 9.5V17M10 9.5V17M14 9.5V17M18 9.5V17M3.5 20.5h17M5 17h14",
            Glyph::Merged => "M4 4v3.5C4 11 12 10 12 15v5.5M20 4v3.5C20 11 12 10 12 15M8.5 17l3.5 3.5 3.5-3.5",
        }
    }
}

/// One glyph in the colour of the text around it, 1.4 times its height.
#[component]
pub fn Icon(
    /// What to show.
    #[prop(into)]
    glyph: Signal<Glyph>,
) -> impl IntoView {
    view! {
        <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
            <path d=move || glyph.get().path()></path>
        </svg>
    }
}
