//! Signing in: once with a network, afterwards the app opens by itself.

use crate::{
    pages::signs::{UnsentOfOthers, focus},
    state::{SignInError, State},
    text::{
        Text, settings,
        shell::{EXPIRED, SIGN_IN_AGAIN as EXPIRED_TITLE},
        sign_in as words, t,
        words::{BRAND, CANCEL},
    },
    ui::{Brand, Button, ButtonKind, Chips, Dialog, Glyph, IconButton, Notice, RippleArt, TextField, TextKind, Tone},
};
use leptos::{prelude::*, task::spawn_local};

/// The gate of the app.
#[component]
pub fn SignInPage() -> impl IntoView {
    view! {
        <main class="gate">
            <div class="gate-art"><RippleArt/></div>
            <div class="gate-sheet">
                <div class="gate-brand"><Brand name=BRAND place=words::PROMISE/></div>
                <h1 class="gate-title">{move || t(words::TITLE)}</h1>
                <UnsentOfOthers/>
                <SignInForm on_done=|()| ()/>
                <div class="gate-notes">
                    <p>{move || t(words::ONCE)}</p>
                    <p>{move || t(words::SAME_PERSON)}</p>
                    <p>{move || t(words::FORGOTTEN)}</p>
                </div>
                <Languages/>
            </div>
        </main>
    }
}

/// Signing in again over whatever screen is open, when a session has expired.
#[component]
pub fn SignInAgain(
    /// Whether it is asked.
    open: RwSignal<bool>,
) -> impl IntoView {
    view! {
        <Dialog open=open on_close=move |()| open.set(false) title=EXPIRED_TITLE
            actions=move || view! { <Button label=CANCEL on_press=move |()| open.set(false)/> }>
            <p>{move || t(EXPIRED)}</p>
            <SignInForm on_done=move |()| open.set(false)/>
        </Dialog>
    }
}

/// Login, password, and in plain words why it did not work.
#[component]
fn SignInForm(
    /// Signed in.
    #[prop(into)]
    on_done: Callback<()>,
) -> impl IntoView {
    let state = State::here();
    let (login, password) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let (busy, asked) = (RwSignal::new(false), RwSignal::new(false));
    let refusal = RwSignal::new(None::<SignInError>);
    let sign_in = move |()| {
        asked.set(true);
        if login.with_untracked(|login| login.trim().is_empty()) {
            return focus("login");
        }
        if password.with_untracked(String::is_empty) {
            return focus("password");
        }
        busy.set(true);
        refusal.set(None);
        spawn_local(async move {
            let (login, password) = (login.get_untracked(), password.get_untracked());
            let answer = state.sign_in(login.trim(), &password).await;
            // After success the form is gone and its signals with it.
            let _gone = busy.try_set(false);
            match answer {
                Ok(()) => drop(on_done.try_run(())),
                Err(error) => drop(refusal.try_set(Some(error))),
            }
        });
    };
    let missing = move |value: RwSignal<String>, words: Text| {
        Signal::derive(
            move || if asked.get() && value.with(String::is_empty) { t(words).to_owned() } else { String::new() },
        )
    };
    view! {
        <form class="gate-form" on:submit=move |event| event.prevent_default()>
            {move || refusal.get().map(|error| view! {
                <Notice title=words::REFUSED_TITLE text=refusal_words(&error) tone=Tone::Bad attr:data-test="sign-in-refused"/>
            })}
            <KnownLogins login/>
            <TextField label=words::LOGIN value=login on_input=move |text| login.set(text) id="login" name="login"
                autocomplete="username" error=missing(login, words::LOGIN_MISSING) on_enter=move |()| focus("password")/>
            <TextField label=words::PASSWORD value=password on_input=move |text| password.set(text) id="password" name="password"
                kind=TextKind::Password autocomplete="current-password" reveal_label=words::SHOW_PASSWORD
                error=missing(password, words::PASSWORD_MISSING) on_enter=sign_in/>
            <Button label=words::SIGN_IN kind=ButtonKind::Primary wide=true busy=busy on_press=sign_in attr:data-test="sign-in"/>
        </form>
    }
}

/// The logins used here: one press fills the login in, another takes it off the list.
#[component]
fn KnownLogins(login: RwSignal<String>) -> impl IntoView {
    let state = State::here();
    let one = move |known: String| {
        let (fills, goes) = (known.clone(), known.clone());
        let fill = move |()| {
            login.set(fills.clone());
            focus("password");
        };
        view! {
            <li class="gate-known">
                <Button label=known.clone() icon=Glyph::Person on_press=fill attr:data-test="known-login" attr:data-login=known/>
                <IconButton label=words::FORGET_LOGIN icon=Glyph::Close on_press=move |()| state.forget_login(goes.clone()) attr:data-test="forget-login"/>
            </li>
        }
    };
    move || {
        let known = state.known_logins.get();
        (!known.is_empty()).then(|| {
            view! {
                <div class="gate-logins">
                    <p class="soft small" id="known-logins">{t(words::WHO)}</p>
                    <ul aria-labelledby="known-logins">{known.into_iter().map(one).collect_view()}</ul>
                </div>
            }
        })
    }
}

#[component]
fn Languages() -> impl IntoView {
    let lang = State::here().lang;
    let choices = super::settings::languages();
    view! {
        <Chips label=settings::LANGUAGE choices=choices value=Signal::derive(move || super::settings::lang_code(lang.get()).to_owned())
            on_input=move |code: String| lang.set(super::settings::lang_of(&code))/>
    }
}

fn refusal_words(error: &SignInError) -> Signal<String> {
    match error {
        SignInError::Refused => words::REFUSED.into(),
        SignInError::TooMany { seconds } => {
            let seconds = u64::from(*seconds);
            Signal::derive(move || words::too_many(seconds))
        }
        SignInError::NoNetwork => words::NO_NETWORK.into(),
        SignInError::NotOurServer => words::NOT_OUR_SERVER.into(),
        SignInError::Store(_) => words::STORE.into(),
        SignInError::Other(problem) => {
            let code = problem.code.clone();
            Signal::derive(move || words::other(&code))
        }
    }
}
