//! Tabs over panels of one screen.

use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::choice::Choice;

/// The row of tabs. Arrow keys move along it.
#[component]
pub fn Tabs(
    /// Ties the tabs to their [`TabPanel`]s; unique on the screen.
    #[prop(into)]
    name: String,
    /// What the tabs divide, read aloud.
    #[prop(into)]
    label: Signal<String>,
    /// The tabs, with counts if known.
    #[prop(into)]
    choices: Signal<Vec<Choice>>,
    /// The value of the open one.
    #[prop(into)]
    value: Signal<String>,
    /// The value of the one now open.
    #[prop(into)]
    on_input: Callback<String>,
) -> impl IntoView {
    let name = StoredValue::new(name);
    let tab = move |choice: Choice| {
        let own = StoredValue::new(choice.value.clone());
        let open = move || own.with_value(|own| *own == *value.read());
        view! {
            <button
                type="button"
                role="tab"
                class="tabs-tab"
                id=tab_id(&name.get_value(), &choice.value)
                aria-controls=panel_id(&name.get_value(), &choice.value)
                aria-selected=move || open().to_string()
                tabindex=move || if open() { "0" } else { "-1" }
                on:click=move |_| on_input.run(own.get_value())
            >
                {choice.label}
                {choice.count.map(|n| view! { " " <span class="chip-count">{n}</span> })}
            </button>
        }
    };
    let turn = move |event: leptos::ev::KeyboardEvent| {
        let along = match event.key().as_str() {
            "ArrowRight" => 1,
            "ArrowLeft" => -1,
            _ => return,
        };
        let all = choices.get_untracked();
        let at = all.iter().position(|choice| choice.value == *value.read_untracked());
        if let Some(next) = at.and_then(|at| at.checked_add_signed(along)).and_then(|at| all.get(at)) {
            event.prevent_default();
            on_input.run(next.value.clone());
            focus(&tab_id(&name.get_value(), &next.value));
        }
    };
    view! {
        <div class="tabs" role="tablist" aria-label=move || label.get() on:keydown=turn>
            <For each=move || choices.get() key=|choice| (choice.value.clone(), choice.label.clone(), choice.count) children=tab/>
        </div>
    }
}

/// What one tab shows; drawn only while it is open.
#[component]
pub fn TabPanel(
    /// The `name` of its [`Tabs`].
    #[prop(into)]
    name: String,
    /// The value of its tab.
    #[prop(into)]
    of: String,
    /// The value of the open tab.
    #[prop(into)]
    open: Signal<String>,
    /// What it shows.
    children: ChildrenFn,
) -> impl IntoView {
    let (panel, tab) = (panel_id(&name, &of), tab_id(&name, &of));
    let shown = Memo::new(move |_| *open.read() == of);
    view! {
        <div role="tabpanel" class="tabs-panel" id=panel aria-labelledby=tab hidden=move || !shown.get()>
            {move || shown.get().then(|| children())}
        </div>
    }
}

fn tab_id(name: &str, value: &str) -> String {
    format!("{name}-tab-{value}")
}

fn panel_id(name: &str, value: &str) -> String {
    format!("{name}-panel-{value}")
}

fn focus(id: &str) {
    if let Some(tab) = document().get_element_by_id(id).and_then(|tab| tab.dyn_into::<web_sys::HtmlElement>().ok()) {
        // A tab that cannot take the focus is still open.
        let _unfocusable = tab.focus();
    }
}
