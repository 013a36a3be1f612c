//! The month sheet that a date field unfolds.

use leptos::html;
use leptos::prelude::*;

use super::button::IconButton;
use super::dates::{Day, days_in_month, month_away};
use super::icon::Glyph;

/// The words of a month sheet: the kit knows no language.
#[derive(Clone, Copy)]
pub struct CalendarWords {
    /// The button that unfolds it.
    pub open: Signal<String>,
    /// The button to the month before.
    pub previous: Signal<String>,
    /// The button to the month after.
    pub next: Signal<String>,
    /// The seven short names of the days, Monday first.
    pub weekdays: Signal<Vec<String>>,
    /// The heading of a month, from year and month.
    pub month_title: Callback<(u16, u8), String>,
}

/// A month of buttons. `on_pick` gets the day as "2026-11-21".
#[component]
pub(super) fn Calendar(
    words: CalendarWords,
    /// The chosen day.
    chosen: Option<Day>,
    /// Today, marked; also the month shown when nothing is chosen.
    today: Option<Day>,
    on_pick: Callback<String>,
    on_close: Callback<()>,
) -> impl IntoView {
    let first = chosen.or(today).map_or((2026, 1), |day| (day.year(), day.month()));
    let month = RwSignal::new(first);
    let sheet = NodeRef::<html::Div>::new();
    sheet.on_load(|sheet| {
        // Unfolded near the lower edge it would lie below the screen.
        let wholly = web_sys::ScrollIntoViewOptions::new();
        wholly.set_block(web_sys::ScrollLogicalPosition::Nearest);
        request_animation_frame(move || sheet.scroll_into_view_with_scroll_into_view_options(&wholly));
    });
    let turn = move |by| month.update(|(year, number)| (*year, *number) = month_away(*year, *number, by));
    view! {
        <div
            class="calendar"
            node_ref=sheet
            role="group"
            aria-label=move || words.open.get()
            on:keydown=move |event| if event.key() == "Escape" {
                event.stop_propagation();
                on_close.run(());
            }
        >
            <div class="calendar-head">
                <IconButton label=words.previous icon=Glyph::Left on_press=move |()| turn(-1)/>
                <p class="calendar-month" aria-live="polite">{move || words.month_title.run(month.get())}</p>
                <IconButton label=words.next icon=Glyph::Chevron on_press=move |()| turn(1)/>
            </div>
            <div class="calendar-grid">
                {move || words.weekdays.get().into_iter().map(|name| view! { <span class="calendar-name">{name}</span> }).collect_view()}
                {move || days_of(month.get()).map(|day| view! { <DayButton day=day chosen=chosen today=today on_pick=on_pick/> }).collect_view()}
            </div>
        </div>
    }
}

#[component]
fn DayButton(day: Day, chosen: Option<Day>, today: Option<Day>, on_pick: Callback<String>) -> impl IntoView {
    let column = if day.day() == 1 { format!("calendar-from-{}", day.weekday() + 1) } else { String::new() };
    view! {
        <button
            type="button"
            class=format!("calendar-day {column}")
            class:calendar-today=today == Some(day)
            aria-label=day.shown()
            aria-pressed=(chosen == Some(day)).to_string()
            on:click=move |_| on_pick.run(day.iso())
        >
            {day.day()}
        </button>
    }
}

fn days_of((year, month): (u16, u8)) -> impl Iterator<Item = Day> {
    (1..=days_in_month(year, month)).filter_map(move |day| Day::new(year, month, day))
}
