//! Every text that people read, in Vietnamese first and English second, checked when compiled.
//! One file a screen; texts with numbers are functions. No text stands anywhere else.

use crate::state::Lang;
use leptos::{prelude::*, reactive::graph::Observer};
use std::cell::Cell;

pub mod activity;
pub mod aside;
pub mod conflicts;
pub mod line;
pub mod outbox;
pub mod overview;
pub mod plan_edit;
pub mod plans;
pub mod problem;
pub mod report;
pub mod review;
pub mod settings;
pub mod shell;
pub mod sign_in;
pub mod words;
pub mod work;

/// A text in both languages.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Text {
    /// Vietnamese.
    pub vi: &'static str,
    /// English.
    pub en: &'static str,
}

impl Text {
    /// The text in a language.
    #[must_use]
    pub fn of(self, lang: Lang) -> &'static str {
        match lang {
            Lang::Vi => self.vi,
            Lang::En => self.en,
        }
    }
}

thread_local! {
    /// The language on the screen. Text is asked for in handlers too, where no context is at hand.
    static SPOKEN: Cell<Option<Signal<Lang>>> = const { Cell::new(None) };
}

/// From now on texts follow this signal.
pub fn follow(lang: Signal<Lang>) {
    SPOKEN.set(Some(lang));
}

/// The language on the screen; tracked. Vietnamese until one was chosen.
#[must_use]
pub fn lang() -> Lang {
    // Handlers ask outside of anything that could be told of a change.
    let now = |lang: Signal<Lang>| if Observer::get().is_some() { lang.try_get() } else { lang.try_get_untracked() };
    SPOKEN.get().and_then(now).unwrap_or(Lang::Vi)
}

/// The text in the language on the screen; tracked.
#[must_use]
pub fn t(text: Text) -> &'static str {
    text.of(lang())
}

/// Lets a text stand wherever a component takes a signal of text.
impl From<Text> for Signal<String> {
    fn from(text: Text) -> Self {
        Signal::derive(move || t(text).to_owned())
    }
}

/// A text with values in it, in the language on the screen: `say!("{n} hộ", "{n} households")`.
macro_rules! say {
    ($vi:literal, $en:literal $(,)?) => {
        match $crate::text::lang() {
            $crate::state::Lang::Vi => format!($vi),
            $crate::state::Lang::En => format!($en),
        }
    };
}

/// Names the texts of a screen and lists them, so that a test can read them all.
macro_rules! texts {
    ($($(#[$doc:meta])* $name:ident: $vi:literal, $en:literal;)*) => {
        $(
            $(#[$doc])*
            #[doc = concat!(" “", $en, "”")]
            pub const $name: $crate::text::Text = $crate::text::Text { vi: $vi, en: $en };
        )*
        /// Every text of this file, for the test that reads them.
        #[cfg(test)]
        pub(super) const ALL: &[(&str, $crate::text::Text)] = &[$((stringify!($name), $name)),*];
    };
}

pub(crate) use {say, texts};

/// The English ending of several.
#[must_use]
pub fn s(n: u64) -> &'static str {
    if n == 1 { "" } else { "s" }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Names, and words that both languages share.
    const SAME: [&str; 3] = ["BRAND", "VIETNAMESE", "ENGLISH"];

    #[test]
    fn every_text_says_something_in_both_languages() {
        let screens = [
            activity::ALL,
            aside::ALL,
            conflicts::ALL,
            line::ALL,
            line::ALL,
            outbox::ALL,
            overview::ALL,
            plan_edit::ALL,
            plans::ALL,
            problem::ALL,
            report::ALL,
            review::ALL,
            settings::ALL,
            shell::ALL,
            sign_in::ALL,
            words::ALL,
            work::ALL,
        ];
        for (name, text) in screens.into_iter().flatten() {
            for words in [text.vi, text.en] {
                assert!(!words.trim().is_empty() && words == words.trim(), "{name}: “{words}”");
            }
            assert!(text.vi != text.en || SAME.contains(name), "{name} is not translated");
        }
    }

    #[test]
    fn nobody_is_told_that_they_are_offline() {
        for (name, text) in shell::ALL.iter().chain(work::ALL).chain(outbox::ALL) {
            assert!(!text.en.to_lowercase().contains("offline"), "{name}: say what works");
        }
    }
}
