//! Settings: language, size of text, and what this device holds.

use crate::{
    pages::names::Names,
    state::{Lang, State, Unsent},
    text::{Text, settings as words, t, words as common},
    ui::{
        Button, ButtonKind, Chips, Choice, Definitions, Glyph, KeyValue, LinkButton, Notice, PageHeader, Panel,
        Section, Toggle, Tone,
    },
};
use leptos::{prelude::*, task::spawn_local};
use shared::access::Role;

/// The settings.
#[component]
pub fn SettingsPage() -> impl IntoView {
    view! {
        <PageHeader title=words::TITLE/>
        <div class="settings narrow stack stack-wide">
            <Reading/>
            <Sending/>
            <Person/>
            <Storage/>
            <SignOut/>
        </div>
    }
}

#[component]
fn Reading() -> impl IntoView {
    let State { lang, text_size, .. } = State::here();
    let sizes = Signal::derive(|| {
        let size = |code: &str, text: Text| Choice::new(code, t(text));
        vec![size("1", words::SIZE_1), size("2", words::SIZE_2), size("3", words::SIZE_3)]
    });
    view! {
        <Section title=words::READING>
            <Panel>
                <div class="settings-line">
                    <p class="settings-label">{move || t(words::LANGUAGE)}</p>
                    <Chips label=words::LANGUAGE choices=languages() value=Signal::derive(move || lang_code(lang.get()).to_owned())
                        on_input=move |code: String| lang.set(lang_of(&code))/>
                </div>
                <div class="settings-line">
                    <p class="settings-label">{move || t(words::TEXT_SIZE)}</p>
                    <Chips label=words::TEXT_SIZE choices=sizes value=Signal::derive(move || text_size.get().to_string())
                        on_input=move |size: String| text_size.set(size.parse().unwrap_or(1))/>
                </div>
            </Panel>
        </Section>
    }
}

#[component]
fn Sending() -> impl IntoView {
    let photos_wait = State::here().photos_wait;
    view! {
        <Section title=words::SENDING>
            <Toggle label=words::PHOTOS_WAIT hint=words::PHOTOS_WAIT_HINT value=photos_wait id="photos-wait"
                on_input=move |wait| photos_wait.set(wait)/>
        </Section>
    }
}

/// The languages to choose from, each named in itself.
#[must_use]
pub fn languages() -> Vec<Choice> {
    vec![Choice::new("vi", words::VIETNAMESE.vi), Choice::new("en", words::ENGLISH.en)]
}

/// The code of a language.
#[must_use]
pub fn lang_code(lang: Lang) -> &'static str {
    match lang {
        Lang::Vi => "vi",
        Lang::En => "en",
    }
}

/// The language of a code.
#[must_use]
pub fn lang_of(code: &str) -> Lang {
    if code == "en" { Lang::En } else { Lang::Vi }
}

#[component]
fn Person() -> impl IntoView {
    let (session, names) = (State::here().session, Names::here());
    let me = Memo::new(move |_| session.get());
    let name = move || me.with(|me| me.as_ref().map(|me| me.name.clone()).unwrap_or_default());
    let role = move || {
        me.with(|me| {
            t(match me.as_ref().map(|me| me.role) {
                Some(Role::Manager) => words::MANAGER,
                Some(Role::Administrator) => words::ADMINISTRATOR,
                _ => words::OFFICER,
            })
        })
        .to_owned()
    };
    let unit = move || {
        me.with(|me| {
            me.as_ref().map(|me| names.with(|names| common::headed(&names.place(me.unit)))).unwrap_or_default()
        })
    };
    let person = Memo::new(move |_| {
        let id = me.with(|me| me.as_ref().map(|me| me.person))?;
        names.with(|names| names.person(id).cloned())
    });
    let position =
        move || person.with(|person| person.as_ref().map(|person| person.position.clone()).unwrap_or_default());
    let agency = move || {
        let id = person.with(|person| person.as_ref().and_then(|person| person.agency));
        id.map(|id| names.with(|names| names.unit(id))).unwrap_or_default()
    };
    view! {
        <Section title=words::PERSON>
            <Panel>
                <Definitions>
                    <KeyValue label=words::NAME value=Signal::derive(name)/>
                    <KeyValue label=words::ROLE value=Signal::derive(role)/>
                    <KeyValue label=words::UNIT value=Signal::derive(unit)/>
                    {move || (!agency().is_empty()).then(|| view! { <KeyValue label=words::AGENCY value=agency()/> })}
                    {move || (!position().is_empty()).then(|| view! { <KeyValue label=words::POSITION value=position()/> })}
                </Definitions>
            </Panel>
        </Section>
    }
}

#[component]
fn Storage() -> impl IntoView {
    let state = State::here();
    let storage = state.storage;
    let persistent = move || {
        t(match storage.get().persistent {
            Some(true) => words::PERSISTENT_YES,
            Some(false) => words::PERSISTENT_NO,
            None => words::PERSISTENT_UNKNOWN,
        })
        .to_owned()
    };
    let used = move || {
        let facts = storage.get();
        if facts.quota == 0 { common::bytes(facts.used) } else { words::used(facts.used, facts.quota) }
    };
    let unsent = move || words::not_sent(state.unsent.get(), state.photos_unsent.get().0);
    let device = move || state.session.get().map(|me| me.device.to_string()).unwrap_or_default();
    let catalogue = move || {
        state.directory.with(|directory| format!("{} {}", directory.catalogue.mark, directory.catalogue.version))
    };
    view! {
        <Section title=words::STORAGE>
            <Panel>
                <Definitions>
                    <KeyValue label=words::PERSISTENT value=Signal::derive(persistent)/>
                    <KeyValue label=words::USED value=Signal::derive(used)/>
                    <KeyValue label=words::UNSENT value=Signal::derive(unsent)/>
                    <KeyValue label=words::DEVICE_ID><span class="settings-code">{device}</span></KeyValue>
                    <KeyValue label=words::CATALOGUE value=Signal::derive(catalogue)/>
                    <KeyValue label=words::VERSION value=env!("CARGO_PKG_VERSION")/>
                </Definitions>
            </Panel>
        </Section>
    }
}

#[component]
fn SignOut() -> impl IntoView {
    let state = State::here();
    let (busy, refused) = (RwSignal::new(false), RwSignal::new(None::<(usize, usize)>));
    let why = move |saves, photos| match state.photos_held() {
        Some(_) if photos > 0 => words::photos_held(photos),
        _ => words::unsent(saves, photos),
    };
    let sign_out = move |()| {
        busy.set(true);
        refused.set(None);
        spawn_local(async move {
            let answer = state.sign_out().await;
            // After success this screen is gone.
            let _gone = busy.try_set(false);
            if let Err(Unsent { saves, photos }) = answer {
                let _gone = refused.try_set(Some((saves, photos)));
            }
        });
    };
    view! {
        <Section title=words::SIGN_OUT hint=words::SIGN_OUT_HINT>
            {move || refused.get().map(|(saves, photos)| view! {
                <Notice title=words::REFUSED text=Signal::derive(move || why(saves, photos)) tone=Tone::Waiting
                    attr:data-test="sign-out-refused"
                    actions=move || view! { <LinkButton label=words::TO_OUTBOX href="/outbox" kind=ButtonKind::Bare/> }/>
            })}
            <Button label=words::SIGN_OUT icon=Glyph::SignOut busy=busy on_press=sign_out attr:data-test="sign-out"/>
        </Section>
    }
}
