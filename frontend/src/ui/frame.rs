//! The frame around every screen: header, navigation, main part.
//! Narrow devices have a tab bar at the thumb, desks a rail at the side; the markup is one and the same.

use leptos::prelude::*;

use super::brand::Brand;
use super::icon::{Glyph, Icon};

/// A narrow device has so many tabs; if there are more entries, the last tab unfolds the rest.
const TABS: usize = 5;

/// One entry of the navigation.
#[derive(Clone, Debug)]
pub struct NavItem {
    /// Its name for tests and styles; also its key.
    pub name: &'static str,
    /// Where it leads.
    pub href: &'static str,
    /// What it shows.
    pub icon: Glyph,
    /// What it says, short enough for a tab.
    pub label: Signal<String>,
    /// How many wait there; 0 shows nothing.
    pub count: Signal<u64>,
    /// What the count means, read aloud after it.
    pub count_label: Signal<String>,
}

/// Header with brand and status slot, navigation, and the screen itself.
#[component]
pub fn Frame(
    /// The product's name.
    #[prop(into)]
    brand: Signal<String>,
    /// The unit one works for, below the name.
    #[prop(into, optional)]
    place: Signal<String>,
    /// Where the brand leads.
    #[prop(into)]
    home: String,
    /// The navigation, the most important entries first.
    #[prop(into)]
    items: Signal<Vec<NavItem>>,
    /// The `href` of the entry one is in.
    #[prop(into)]
    current: Signal<String>,
    /// What the tab says that unfolds the rest.
    #[prop(into)]
    more_label: Signal<String>,
    /// What its count means, read aloud after it.
    #[prop(into)]
    more_count_label: Signal<String>,
    /// The name of the navigation, read aloud.
    #[prop(into)]
    nav_label: Signal<String>,
    /// "Skip to content", for the keyboard.
    #[prop(into)]
    skip_label: Signal<String>,
    /// The sync badge.
    #[prop(into, optional)]
    status: ViewFn,
    /// Beside the sync badge: person, settings.
    #[prop(into, optional)]
    aside: ViewFn,
    /// A form is open: narrow devices give the tab bar's place to the form's action bar.
    #[prop(into, optional)]
    absorbed: Signal<bool>,
    /// Bars above the screen: no network, new version.
    #[prop(into, optional)]
    bars: ViewFn,
    /// The screen.
    children: Children,
) -> impl IntoView {
    let home_of_rail = home.clone();
    let many = Memo::new(move |_| items.with(Vec::len) > TABS);
    let unfolded = RwSignal::new(false);
    // Whoever has gone somewhere has chosen.
    Effect::new(move || {
        current.track();
        unfolded.set(false);
    });
    view! {
        <div class="frame" class:frame-absorbed=move || absorbed.get()>
            <a class="skip" href="#main" rel="external" on:click=skip_to_main>{move || skip_label.get()}</a>
            <header class="frame-head">
                <a class="frame-brand" href=home>
                    <Brand name=brand place=place/>
                </a>
                <div class="frame-status">{move || status.run()}{move || aside.run()}</div>
            </header>
            <nav class="frame-nav" aria-label=move || nav_label.get()>
                <a class="frame-brand frame-brand-rail" href=home_of_rail>
                    <Brand name=brand place=place/>
                </a>
                <ul class="frame-tabs" class:frame-tabs-many=move || many.get() class:frame-tabs-all=move || unfolded.get()>
                    <For each=move || items.get() key=|item| item.name let:item>
                        <NavEntry item=item current=current/>
                    </For>
                    {move || many.get().then(|| view! {
                        <More items=items current=current label=more_label count_label=more_count_label unfolded=unfolded/>
                    })}
                </ul>
            </nav>
            <div class="frame-screen">
                <div class="frame-bars">{move || bars.run()}</div>
                <main id="main" class="frame-main" tabindex="-1">{children()}</main>
            </div>
        </div>
    }
}

#[component]
fn NavEntry(item: NavItem, current: Signal<String>) -> impl IntoView {
    let NavItem { name, href, icon, label, count, count_label } = item;
    view! {
        <li>
            <a class="tab" href=href data-test=format!("nav-{name}") aria-current=move || (current.get() == href).then_some("page")>
                <span class="tab-icon"><Icon glyph=icon/></span>
                <span class="tab-label">{move || label.get()}</span>
                {tab_count(count, count_label)}
            </a>
        </li>
    }
}

fn tab_count(count: Signal<u64>, label: Signal<String>) -> impl IntoView {
    move || {
        (count.get() > 0).then(|| {
            view! {
                <span class="tab-count">
                    {count.get()}
                    <span class="unseen">" " {label.get()}</span>
                </span>
            }
        })
    }
}

/// Unfolds the entries that have no tab of their own, and says how much waits in them.
#[component]
fn More(
    items: Signal<Vec<NavItem>>,
    current: Signal<String>,
    label: Signal<String>,
    count_label: Signal<String>,
    unfolded: RwSignal<bool>,
) -> impl IntoView {
    let rest = move || items.get().into_iter().skip(TABS - 1);
    let count = Signal::derive(move || if unfolded.get() { 0 } else { rest().map(|item| item.count.get()).sum() });
    let is_within = move || !unfolded.get() && rest().any(|item| item.href == current.get());
    view! {
        <li class="frame-more">
            <button type="button" class="tab" data-test="nav-more" aria-expanded=move || unfolded.get().to_string()
                aria-current=move || is_within().then_some("true") on:click=move |_| unfolded.update(|open| *open = !*open)>
                <span class="tab-icon"><Icon glyph=Glyph::More/></span>
                <span class="tab-label">{move || label.get()}</span>
                {tab_count(count, count_label)}
            </button>
        </li>
    }
}

/// Moves the focus to the screen without a change of address.
fn skip_to_main(event: leptos::ev::MouseEvent) {
    use wasm_bindgen::JsCast;
    event.prevent_default();
    if let Some(main) = document().get_element_by_id("main")
        && let Ok(main) = main.dyn_into::<web_sys::HtmlElement>()
    {
        // A screen that cannot take the focus leaves it where it was: nothing is lost.
        let _unfocusable = main.focus();
    }
}
