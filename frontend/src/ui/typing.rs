//! The one rule of text controls: while a person is in a field, nobody else writes into it.
//! A Vietnamese input method composes letters in place; a value written back in the middle doubles them.

use leptos::html::ElementType;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// A control that holds text.
pub(super) trait TextControl {
    /// What stands in it.
    fn text(&self) -> String;
    /// Replaces what stands in it.
    fn put(&self, text: &str);
}

impl TextControl for web_sys::HtmlInputElement {
    fn text(&self) -> String {
        self.value()
    }
    fn put(&self, text: &str) {
        self.set_value(text);
    }
}

impl TextControl for web_sys::HtmlTextAreaElement {
    fn text(&self) -> String {
        self.value()
    }
    fn put(&self, text: &str) {
        self.set_value(text);
    }
}

/// Shows `shown` in the control whenever it changes, except while the control has the focus.
/// Call [`settle`] when the focus leaves.
pub(super) fn keep_in_step<E>(control: NodeRef<E>, shown: Signal<String>)
where
    E: ElementType + 'static,
    E::Output: TextControl + JsCast + Clone + 'static,
{
    Effect::new(move || {
        let shown = shown.get();
        if let Some(control) = control.get()
            && !has_focus(control.unchecked_ref())
        {
            write(&control, &shown);
        }
    });
}

/// Shows `shown` now that the person has left the control.
pub(super) fn settle<E>(control: NodeRef<E>, shown: &str)
where
    E: ElementType + 'static,
    E::Output: TextControl + JsCast + Clone + 'static,
{
    if let Some(control) = control.try_get_untracked().flatten() {
        write(&control, shown);
    }
}

/// The same as the focus leaves by itself, because the screen with the control is taken away:
/// then there is nothing left to show.
pub(super) fn settle_as<E>(control: NodeRef<E>, shown: Signal<String>)
where
    E: ElementType + 'static,
    E::Output: TextControl + JsCast + Clone + 'static,
{
    if let Some(shown) = shown.try_get_untracked() {
        settle(control, &shown);
    }
}

fn write(control: &impl TextControl, text: &str) {
    if control.text() != text {
        control.put(text);
    }
}

fn has_focus(element: &web_sys::Element) -> bool {
    document().active_element().is_some_and(|active| active == *element)
}

/// A DOM id that no other element of this run has.
pub(super) fn fresh_id(kind: &str) -> String {
    use std::sync::atomic::{AtomicU32, Ordering};
    static NEXT: AtomicU32 = AtomicU32::new(1);
    format!("{kind}-{}", NEXT.fetch_add(1, Ordering::Relaxed))
}
