//! The shell: which screen an address shows, the frame around it, the gate, and the bars that
//! concern every screen. No screen is drawn here.

mod bars;
mod frame;
mod late;
mod leaving;

use crate::{
    pages::{not_found::NotFoundPage, not_opened::NotOpenedPage, sign_in::SignInPage, work::WorkPage},
    state::State,
    text,
};
use frame::Shell;
use late::{Desk, Field, Late, Later};
use leaving::Leaving;
use leptos::prelude::*;
use leptos_router::{
    components::{FlatRoutes, Route, Router},
    path,
};

/// The whole app: the device's memory is opened, then the gate or a screen is drawn.
#[component]
pub fn Root() -> impl IntoView {
    let state = State::provide();
    text::follow(state.lang.into());
    mark_text_size(state);
    let is_signed_in = Memo::new(move |_| state.session.with(Option::is_some));
    let is_open = Memo::new(move |_| state.not_opened.with(Option::is_none));
    view! {
        {move || match (state.ready.get(), is_open.get(), is_signed_in.get()) {
            (false, ..) => ().into_any(),
            (true, false, _) => view! { <NotOpenedPage/> }.into_any(),
            (true, true, false) => view! { <SignInPage/> }.into_any(),
            (true, true, true) => view! { <Screens/> }.into_any(),
        }}
    }
}

/// The site map.
#[component]
fn Screens() -> impl IntoView {
    late::bring(State::here());
    view! {
        <Router>
            <Shell>
                <FlatRoutes fallback=NotFoundPage>
                    <Route path=path!("/") view=WorkPage/>
                    <Route path=path!("/activities/:id") view=|| view! { <Later screen=Late::Field(Field::Activity)/> }/>
                    <Route path=path!("/reports/:id") view=|| view! { <Later screen=Late::Field(Field::Report)/> }/>
                    <Route path=path!("/plans") view=|| view! { <Later screen=Late::Field(Field::Plans)/> }/>
                    <Route path=path!("/plans/:id") view=|| view! { <Later screen=Late::Field(Field::Plan)/> }/>
                    <Route path=path!("/plans/:id/edit") view=|| view! { <Later screen=Late::Desk(Desk::PlanEdit)/> }/>
                    <Route path=path!("/overview") view=|| view! { <Later screen=Late::Desk(Desk::Overview)/> }/>
                    <Route path=path!("/conflicts") view=|| view! { <Later screen=Late::Field(Field::Conflicts)/> }/>
                    <Route path=path!("/review") view=|| view! { <Later screen=Late::Desk(Desk::Review)/> }/>
                    <Route path=path!("/aside") view=|| view! { <Later screen=Late::Desk(Desk::Aside)/> }/>
                    <Route path=path!("/outbox") view=|| view! { <Later screen=Late::Field(Field::Outbox)/> }/>
                    <Route path=path!("/settings") view=|| view! { <Later screen=Late::Field(Field::Settings)/> }/>
                </FlatRoutes>
            </Shell>
            <Leaving/>
        </Router>
    }
}

/// The style sheet reads the size of text from the page's root.
fn mark_text_size(state: State) {
    Effect::new(move || {
        let size = state.text_size.get().to_string();
        if let Some(root) = document().document_element() {
            // The page's root takes any attribute.
            let _taken = root.set_attribute("data-text", &size);
        }
    });
}
