//! A question that must be answered first, in the browser's own modal dialog.

use leptos::html;
use leptos::prelude::*;

use super::typing::fresh_id;

/// A modal dialog. The browser keeps the focus inside and gives it back; Escape closes.
#[component]
pub fn Dialog(
    /// Whether it is open.
    #[prop(into)]
    open: Signal<bool>,
    /// Closed by Escape or by one of its buttons: set `open` to false.
    #[prop(into)]
    on_close: Callback<()>,
    /// Its heading.
    #[prop(into)]
    title: Signal<String>,
    /// Buttons, the main one last: at the right, as everywhere.
    #[prop(into, optional)]
    actions: ViewFn,
    /// What it says; drawn only while it is open.
    children: ChildrenFn,
) -> impl IntoView {
    let node = NodeRef::<html::Dialog>::new();
    let title_id = StoredValue::new(fresh_id("dialog"));
    Effect::new(move || {
        let open = open.get();
        let Some(dialog) = node.get() else { return };
        if open && !dialog.open() {
            // Only a dialog outside the document refuses, and then nobody sees it anyway.
            let _detached = dialog.show_modal();
        } else if !open && dialog.open() {
            dialog.close();
        }
    });
    view! {
        <dialog
            class="dialog"
            node_ref=node
            aria-labelledby=title_id.get_value()
            on:close=move |_| if open.try_get_untracked() == Some(true) { on_close.run(()) }
        >
            {move || open.get().then(|| view! {
                <div class="dialog-sheet">
                    <h2 class="dialog-title" id=title_id.get_value()>{move || title.get()}</h2>
                    <div class="dialog-body">{children()}</div>
                    <div class="dialog-actions">{let actions = actions.clone(); move || actions.run()}</div>
                </div>
            })}
        </dialog>
    }
}
