//! Screens that come in files of their own, so that the first start on a slow line needs only
//! what everybody begins with: one file with what else an officer works with, and one for the desks
//! of those who plan and decide, which tablets in the field neither fetch nor keep. They are kept on
//! the device with the rest of the app and open without a network; soon after the start they are
//! fetched and compiled beside the first screen, so that an open app does not depend on a file of a
//! version that has gone.

use crate::{
    pages::{
        activity::ActivityPage,
        aside::AsidePage,
        conflicts::ConflictsPage,
        names::{Names, decides},
        outbox::OutboxPage,
        overview::OverviewPage,
        plan::PlanPage,
        plan_edit::PlanEditPage,
        plans::PlansPage,
        report::ReportPage,
        review::ReviewPage,
        settings::SettingsPage,
        signs::AsideCount,
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
    /// Of the field.
    Field(Field),
    /// Of a desk.
    Desk(Desk),
}

/// A late screen that everybody uses.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    Activity,
    Conflicts,
    Outbox,
    Plan,
    Plans,
    Report,
    Settings,
}

/// A screen of those who plan and decide.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Desk {
    Aside,
    Overview,
    PlanEdit,
    Review,
}

/// Draws a late screen. The pointer is known here; what it points at lies in a late file.
type Draw = fn() -> AnyView;

#[wasm_split(late, fallible, preload(field_ready))]
fn field_drawn_by(screen: Field) -> Result<Draw, SplitLoaderError> {
    Ok(match screen {
        Field::Activity => || view! { <ActivityPage/> }.into_any(),
        Field::Conflicts => || view! { <ConflictsPage/> }.into_any(),
        Field::Outbox => || view! { <OutboxPage/> }.into_any(),
        Field::Plan => || view! { <PlanPage/> }.into_any(),
        Field::Plans => || view! { <PlansPage/> }.into_any(),
        Field::Report => || view! { <ReportPage/> }.into_any(),
        Field::Settings => || view! { <SettingsPage/> }.into_any(),
    })
}

#[wasm_split(desk, fallible, preload(desk_ready))]
fn desk_drawn_by(screen: Desk) -> Result<Draw, SplitLoaderError> {
    Ok(match screen {
        Desk::Aside => || view! { <AsidePage/> }.into_any(),
        Desk::Overview => || view! { <OverviewPage/> }.into_any(),
        Desk::PlanEdit => || view! { <PlanEditPage/> }.into_any(),
        Desk::Review => || view! { <ReviewPage/> }.into_any(),
    })
}

/// Asks the server, for the navigation. The pointer is known here, like those of the screens.
type Count = fn(State, Memo<Names>, AsideCount);

#[wasm_split(desk, fallible)]
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

/// Brings the late files once the first screen stands, and has those of the desk kept on a device on
/// which somebody plans and decides. Should they not come, whoever opens a screen of them asks again.
pub(super) fn bring(state: State) {
    let at_desk = state.session.with_untracked(|me| decides(me.as_ref()));
    spawn_local(async move {
        TimeoutFuture::new(FIRST_SCREEN_MS).await;
        let mut come = field_ready().await.is_ok();
        if at_desk {
            come &= desk_ready().await.is_ok();
            state.keep_desk();
        }
        if !come {
            leptos::logging::warn!("a late file has not come; it is asked for again when it is needed");
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
            let draw = match screen {
                Late::Field(screen) => field_drawn_by(screen).await.ok(),
                Late::Desk(screen) => desk_drawn_by(screen).await.ok(),
            };
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
