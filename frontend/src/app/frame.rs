//! The frame with its navigation and sync badge, for whoever is signed in.

use super::{bars::Bars, late};
use crate::{
    pages::{
        names::{Names, decides},
        signs::{AsideCount, InForm},
    },
    state::{OutboxItem, Phase, State},
    text::{
        shell as words, t,
        words::{BRAND, headed},
    },
    ui::{Frame, Glyph, NavItem, SyncBadge, SyncLook},
};
use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate},
};
use shared::access::Role;

/// The frame around every screen.
#[component]
pub(super) fn Shell(children: Children) -> impl IntoView {
    let (state, names, location) = (State::here(), Names::here(), use_location());
    let place = move || {
        state
            .session
            .get()
            .map(|me| names.with(|names| names.place(me.unit)))
            .map(|name| headed(&name))
            .unwrap_or_default()
    };
    let path = Memo::new(move |_| location.pathname.get());
    let current = Memo::new(move |_| path.with(|path| section(path).to_owned()));
    let report_open = RwSignal::new(false);
    provide_context(InForm(report_open));
    let aside = AsideCount(RwSignal::new(None));
    provide_context(aside);
    keep_counted(state, names, aside);
    let in_form = Memo::new(move |_| report_open.get() || path.with(|path| path.ends_with("/edit")));
    let is_officer = state.session.with_untracked(|me| me.as_ref().is_none_or(|me| me.role == Role::Officer));
    let home = if is_officer { "/" } else { "/overview" };
    begin_at(state, home, path);
    keep_window_title(path);
    view! {
        <Frame brand=BRAND place=Signal::derive(place) home=home items=items(state, aside) current=current nav_label=words::NAV more_label=words::MORE more_count_label=words::COUNT_WAITING skip_label=words::SKIP
            absorbed=in_form
            status=move || view! { <Badge/> }
            aside=move || view! { <SettingsLink/> }
            bars=move || view! { <Bars in_form=in_form/> }>
            {children()}
        </Frame>
    }
}

/// Unless an address was asked for, one begins where one was when the tab was killed; otherwise whoever
/// decides begins with the merged picture.
fn begin_at(state: State, home: &'static str, path: Memo<String>) {
    let (navigate, asked) = (use_navigate(), use_location().search);
    Effect::new(move |begun: Option<()>| {
        let is_asked = path.get_untracked() != "/" || !asked.get_untracked().is_empty();
        if begun.is_some() {
            return;
        }
        if is_asked {
            return state.offer_interrupted();
        }
        // The way back leads to the screen that would have come.
        if home != "/" {
            navigate(home, NavigateOptions { replace: true, ..NavigateOptions::default() });
        }
        if let Some(report) = state.take_interrupted() {
            navigate(&format!("/reports/{report}"), NavigateOptions::default());
        }
    });
}

/// Whoever decides is told how much is kept aside: asked with the first answer of the server, and now and
/// then with a later one.
fn keep_counted(state: State, names: Memo<Names>, aside: AsideCount) {
    const EVERY_MS: u64 = 5 * 60_000;
    let ok_ms = Memo::new(move |_| state.sync.with(|sync| sync.last_ok_ms));
    let begun_ms = state.now_ms();
    Effect::new(move |asked_ms: Option<Option<i64>>| {
        let (asked_ms, ok_ms) = (asked_ms.flatten(), ok_ms.get());
        // What the device remembers of an earlier day is no answer.
        let fresh = ok_ms.filter(|ok_ms| *ok_ms >= begun_ms && state.session.with_untracked(|me| decides(me.as_ref())));
        let due = fresh.filter(|ok_ms| asked_ms.is_none_or(|asked_ms| asked_ms.abs_diff(*ok_ms) > EVERY_MS));
        if due.is_some() {
            late::count_aside(state, names, aside);
        }
        due.or(asked_ms)
    });
}

/// The entry of the navigation that an address belongs to.
fn section(path: &str) -> &'static str {
    match path.split('/').nth(1).unwrap_or_default() {
        "" | "activities" | "reports" => "/",
        "plans" => "/plans",
        "outbox" => "/outbox",
        "conflicts" => "/conflicts",
        "overview" => "/overview",
        "review" => "/review",
        "aside" => "/aside",
        "settings" => "/settings",
        _ => "",
    }
}

/// Managers decide first; officers work first. A narrow device has five tabs, the last of which unfolds the rest.
fn items(state: State, aside: AsideCount) -> Signal<Vec<NavItem>> {
    let is_officer = Memo::new(move |_| state.session.with(|me| me.as_ref().is_none_or(|me| me.role == Role::Officer)));
    let none = Signal::stored(0_u64);
    let unsent = Signal::derive(move || (state.unsent.get() + state.photos_unsent.get().0) as u64);
    let conflicts = Signal::derive(move || state.conflicts.with(|conflicts| conflicts.len() as u64));
    let aside = Signal::derive(move || aside.0.get().unwrap_or_default());
    let item = |name, href, icon, label: crate::text::Text, count, count_label: crate::text::Text| NavItem {
        name,
        href,
        icon,
        label: label.into(),
        count,
        count_label: count_label.into(),
    };
    Signal::derive(move || {
        let work = item("work", "/", Glyph::Home, words::WORK, none, words::COUNT_WAITING);
        let plans = item("plans", "/plans", Glyph::Plan, words::PLANS, none, words::COUNT_WAITING);
        let outbox = item("outbox", "/outbox", Glyph::Outbox, words::OUTBOX, unsent, words::COUNT_WAITING);
        let conflicts =
            item("conflicts", "/conflicts", Glyph::Conflict, words::CONFLICTS, conflicts, words::COUNT_CONFLICTS);
        let settings = item("settings", "/settings", Glyph::Settings, words::SETTINGS, none, words::COUNT_WAITING);
        if is_officer.get() {
            return vec![work, plans, outbox, conflicts, settings];
        }
        let overview = item("overview", "/overview", Glyph::Merged, words::OVERVIEW, none, words::COUNT_WAITING);
        let review = item("review", "/review", Glyph::Check, words::REVIEW, none, words::COUNT_WAITING);
        let aside = item("aside", "/aside", Glyph::Inbox, words::ASIDE, aside, words::COUNT_WAITING);
        vec![overview, plans, review, conflicts, work, outbox, aside, settings]
    })
}

/// One badge, four states; a press opens the outbox.
#[component]
fn Badge() -> impl IntoView {
    let state = State::here();
    let to_look_at = Memo::new(move |_| state.outbox.with(|outbox| outbox.iter().any(OutboxItem::needs_author)));
    let unsent = Memo::new(move |_| state.unsent.get() + state.photos_unsent.get().0);
    let look = Memo::new(move |_| match state.sync.get().phase {
        _ if to_look_at.get() || state.expired.get() => SyncLook::Attention,
        Phase::Attention(_) => SyncLook::Attention,
        Phase::Working { total, .. } if total > 0 || state.sync.get().last_ok_ms.is_none() => SyncLook::Working,
        _ if unsent.get() > 0 => SyncLook::Pending,
        _ => SyncLook::Ok,
    });
    let text = move || match (look.get(), state.sync.get().phase) {
        (SyncLook::Attention, _) => t(words::SYNC_ATTENTION).to_owned(),
        (SyncLook::Working, Phase::Working { done, total, .. }) => words::working(done, total),
        (SyncLook::Working, _) => t(words::SYNC_WORKING).to_owned(),
        (SyncLook::Pending, _) => words::waiting(unsent.get()),
        (SyncLook::Ok, _) => t(words::SYNC_OK).to_owned(),
    };
    let title = move || match look.get() {
        SyncLook::Attention => t(words::SYNC_ATTENTION_LONG).to_owned(),
        SyncLook::Working | SyncLook::Pending => words::waiting_long(unsent.get()),
        SyncLook::Ok => t(words::SYNC_OK_LONG).to_owned(),
    };
    // The badge is about one's own; what is somebody else's is said beside it, not instead.
    let title = move || {
        let others = state.unsent_of_others.get();
        let others = others.iter().map(|of| words::unsent_of(&of.name, of.count));
        std::iter::once(title()).chain(others).collect::<Vec<_>>().join(" ")
    };
    let code = move || match look.get() {
        SyncLook::Ok => "ok",
        SyncLook::Pending => "waiting",
        SyncLook::Working => "working",
        SyncLook::Attention => "attention",
    };
    view! {
        <SyncBadge look=look text=Signal::derive(text) title=Signal::derive(title) href="/outbox"
            attr:data-test="sync-badge" attr:data-state=code/>
    }
}

/// Managers have more sections than a narrow device has tabs: the settings stand in the head there.
#[component]
fn SettingsLink() -> impl IntoView {
    let state = State::here();
    let is_officer = move || state.session.with(|me| me.as_ref().is_none_or(|me| me.role == Role::Officer));
    move || {
        (!is_officer()).then(|| {
            view! {
                <a class="button button-icon shell-settings" href="/settings" aria-label=t(words::SETTINGS) title=t(words::SETTINGS)>
                    <crate::ui::Icon glyph=Glyph::Settings/>
                </a>
            }
        })
    }
}

/// The window bears the name of the section one is in.
fn keep_window_title(path: Memo<String>) {
    Effect::new(move || {
        let name = match path.with(|path| section(path)) {
            "/" => words::WORK,
            "/plans" => words::PLANS,
            "/outbox" => words::OUTBOX,
            "/conflicts" => words::CONFLICTS,
            "/overview" => words::OVERVIEW,
            "/review" => words::REVIEW,
            "/aside" => words::ASIDE,
            "/settings" => words::SETTINGS,
            _ => words::NOT_FOUND,
        };
        document().set_title(&words::window_title(t(name)));
    });
}

#[cfg(test)]
mod tests {
    use super::section;

    #[test]
    fn every_address_belongs_to_one_section() {
        for (path, of) in [
            ("/", "/"),
            ("/activities/1", "/"),
            ("/reports/1", "/"),
            ("/plans/1/edit", "/plans"),
            ("/overview", "/overview"),
            ("/nowhere", ""),
        ] {
            assert_eq!(section(path), of, "{path}");
        }
    }
}
