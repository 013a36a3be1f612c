//! The one visual idea: rings that spread from a point.
//! Used for the mark, for empty states and for how far something has spread; nowhere else.

use leptos::prelude::*;

/// The product's mark with its name beside it.
#[component]
pub fn Brand(
    /// The product's name.
    #[prop(into)]
    name: Signal<String>,
    /// A second line: the unit or agency one works for.
    #[prop(into, optional)]
    place: Signal<String>,
) -> impl IntoView {
    view! {
        <span class="brand">
            <svg class="brand-mark" viewBox="0 0 40 40" aria-hidden="true" focusable="false">
                <circle class="brand-ring" cx="20" cy="20" r="8"></circle>
                <circle class="brand-ring brand-ring-2" cx="20" cy="20" r="13"></circle>
                <circle class="brand-ring brand-ring-3" cx="20" cy="20" r="18"></circle>
                <circle class="brand-drop" cx="20" cy="20" r="3.6"></circle>
            </svg>
            <span class="brand-text">
                <span class="brand-name">{move || name.get()}</span>
                <span class="brand-place">{move || place.get()}</span>
            </span>
        </span>
    }
}

/// Large quiet rings: the picture of an empty state and of the sign-in screen.
#[component]
pub fn RippleArt() -> impl IntoView {
    view! {
        <svg class="ripple-art" viewBox="0 0 200 120" aria-hidden="true" focusable="false">
            <ellipse class="ripple-art-ring" cx="100" cy="68" rx="94" ry="44"></ellipse>
            <ellipse class="ripple-art-ring ripple-art-ring-2" cx="100" cy="68" rx="66" ry="30"></ellipse>
            <ellipse class="ripple-art-ring ripple-art-ring-3" cx="100" cy="68" rx="38" ry="17"></ellipse>
            <ellipse class="ripple-art-ring ripple-art-ring-4" cx="100" cy="68" rx="14" ry="6"></ellipse>
            <path class="ripple-art-drop" d="M100 14c7 10 12 16 12 23a12 12 0 0 1-24 0c0-7 5-13 12-23z"></path>
        </svg>
    }
}

/// How far something has spread: three rings that fill from the middle outwards.
#[component]
pub fn Spread(
    /// How many of `of` are reached.
    #[prop(into)]
    reached: Signal<u64>,
    /// The whole; 0 draws empty rings.
    #[prop(into)]
    of: Signal<u64>,
    /// What it says in words, for example "14/20 xã"; shown beside the rings.
    #[prop(into)]
    text: Signal<String>,
    /// A smaller second line.
    #[prop(into, optional)]
    note: Signal<String>,
) -> impl IntoView {
    let ring = move |from: u64| {
        move || match ring_percent(reached.get(), of.get(), from) {
            // A full ring has no beginning: a dash as long as the way would leave a seam.
            100 => "none".to_owned(),
            percent => format!("{percent} 100"),
        }
    };
    view! {
        <div class="spread">
            <svg class="spread-rings" viewBox="0 0 72 72" aria-hidden="true" focusable="false">
                <circle class="spread-way" cx="36" cy="36" r="13"></circle>
                <circle class="spread-way" cx="36" cy="36" r="22"></circle>
                <circle class="spread-way" cx="36" cy="36" r="31"></circle>
                <circle class="spread-done" cx="36" cy="36" r="13" pathLength="100" stroke-dasharray=ring(0)></circle>
                <circle class="spread-done" cx="36" cy="36" r="22" pathLength="100" stroke-dasharray=ring(1)></circle>
                <circle class="spread-done" cx="36" cy="36" r="31" pathLength="100" stroke-dasharray=ring(2)></circle>
                <circle class="spread-drop" cx="36" cy="36" r="5"></circle>
            </svg>
            <div class="spread-words">
                <strong class="spread-text">{move || text.get()}</strong>
                <span class="spread-note">{move || note.get()}</span>
            </div>
        </div>
    }
}

/// How much of ring 0, 1 or 2 is filled, in percent, each ring standing for a third of the whole.
fn ring_percent(reached: u64, of: u64, ring: u64) -> u64 {
    let filled = reached.min(of).saturating_mul(300).checked_div(of).unwrap_or(0);
    filled.saturating_sub(ring * 100).min(100)
}

#[cfg(test)]
mod tests {
    use super::ring_percent;

    #[test]
    fn rings_fill_from_the_middle_outwards() {
        let rings = |reached, of| [0, 1, 2].map(|ring| ring_percent(reached, of, ring));
        assert_eq!(rings(0, 20), [0, 0, 0]);
        assert_eq!(rings(5, 20), [75, 0, 0]);
        assert_eq!(rings(10, 20), [100, 50, 0]);
        assert_eq!(rings(20, 20), [100, 100, 100]);
        assert_eq!(rings(25, 20), [100, 100, 100]);
        assert_eq!(rings(1, 0), [0, 0, 0]);
    }
}
