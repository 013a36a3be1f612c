//! Screens that come in a file of their own, so that the first start on a slow line needs only
//! what everybody begins with. It is kept on the device with the rest of the app and opens without
//! a network; soon after the start it is fetched and compiled beside the first screen, so that an
//! open app does not depend on a file of a version that has gone.

use crate::{
    pages::{
        activity::ActivityPage, aside::AsidePage, conflicts::ConflictsPage, names::Names, outbox::OutboxPage,
        overview::OverviewPage, plan::PlanPage, plan_edit::PlanEditPage, plans::PlansPage, report::ReportPage,
        review::ReviewPage, settings::SettingsPage, signs::AsideCount,
    },
    state::State,
    text::shell as words,
    ui::{Button, ButtonKind, EmptyState, Skeleton},
};
use gloo_timers::future::TimeoutFuture;
use leptos::{prelude::*, task::spawn_local};
use wasm_split_helpers::{SplitLoaderError, wasm_split};

/// How long the first screen has line and processor for itself.
const FIRST_SCREEN_MS: u32 = 1_500;

/// A late screen.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Late {
    Activity,
    Aside,
    Conflicts,
    Outbox,
    Overview,
    Plan,
    PlanEdit,
    Plans,
    Report,
    Review,
    Settings,
}

/// Draws a late screen. The pointer is known here; what it points at lies in the late file.
type Draw = fn() -> AnyView;

#[wasm_split(late, fallible, preload(ready))]
fn drawn_by(screen: Late) -> Result<Draw, SplitLoaderError> {
    Ok(match screen {
        Late::Activity => || view! { <ActivityPage/> }.into_any(),
        Late::Aside => || view! { <AsidePage/> }.into_any(),
        Late::Conflicts => || view! { <ConflictsPage/> }.into_any(),
        Late::Outbox => || view! { <OutboxPage/> }.into_any(),
        Late::Overview => || view! { <OverviewPage/> }.into_any(),
        Late::Plan => || view! { <PlanPage/> }.into_any(),
        Late::PlanEdit => || view! { <PlanEditPage/> }.into_any(),
        Late::Plans => || view! { <PlansPage/> }.into_any(),
        Late::Report => || view! { <ReportPage/> }.into_any(),
        Late::Review => || view! { <ReviewPage/> }.into_any(),
        Late::Settings => || view! { <SettingsPage/> }.into_any(),
    })
}

/// Asks the server, for the navigation. The pointer is known here, like those of the screens.
type Count = fn(State, Memo<Names>, AsideCount);

#[wasm_split(late, fallible)]
fn counted_by() -> Result<Count, SplitLoaderError> {
    Ok(crate::pages::aside::count)
}

/// Asks how much of what is kept aside waits for this person; without an answer the last one stands.
pub(super) fn count_aside(state: State, names: Memo<Names>, count: AsideCount) {
    spawn_local(async move {
        if let Ok(ask) = counted_by().await {
            ask(state, names, count);
        }
    });
}

/// Brings the late file once the first screen stands. Should it not come, whoever opens a screen
/// of it asks again.
pub(super) fn bring() {
    spawn_local(async {
        TimeoutFuture::new(FIRST_SCREEN_MS).await;
        if ready().await.is_err() {
            leptos::logging::warn!("the late file has not come; it is asked for again when it is needed");
        }
    });
}

/// A late screen, as soon as the file is there.
#[component]
pub(super) fn Later(screen: Late) -> impl IntoView {
    // None while it is on its way.
    let come = RwSignal::new(None::<Option<Draw>>);
    let ask = move || {
        come.set(None);
        spawn_local(async move {
            let draw = drawn_by(screen).await.ok();
            // Nobody waits any more when another screen was opened meanwhile.
            let _left = come.try_set(Some(draw));
        });
    };
    ask();
    move || {
        match come.get() {
        Some(Some(draw)) => draw(),
        Some(None) => view! {
            <EmptyState title=words::NOT_LOADED text=words::NOT_LOADED_CURE action=move || view! {
                <Button label=words::TRY_AGAIN kind=ButtonKind::Primary on_press=move |()| ask() attr:data-test="load-again"/>
            }/>
        }
        .into_any(),
        None => view! { <Skeleton label=words::OPENING/> }.into_any(),
    }
    }
}
