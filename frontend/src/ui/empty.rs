//! What a list shows when it holds nothing: that this is right, and what comes next.

use leptos::prelude::*;

use super::brand::RippleArt;

/// Rings, a sentence, and perhaps one act.
#[component]
pub fn EmptyState(
    /// What is so, for example "Không còn việc nào đến hạn".
    #[prop(into)]
    title: Signal<String>,
    /// What happens next, or what one can do.
    #[prop(into, optional)]
    text: Signal<String>,
    /// A button.
    #[prop(into, optional)]
    action: ViewFn,
) -> impl IntoView {
    view! {
        <div class="empty">
            <RippleArt/>
            <p class="empty-title">{move || title.get()}</p>
            <p class="empty-text">{move || text.get()}</p>
            <div class="empty-action">{move || action.run()}</div>
        </div>
    }
}
