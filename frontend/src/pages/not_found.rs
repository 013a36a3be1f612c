//! An address that leads nowhere.

use crate::{
    text::shell,
    ui::{ButtonKind, EmptyState, LinkButton, PageHeader},
};
use leptos::prelude::*;

/// Says so, and leads back to work.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    view! {
        <PageHeader title=shell::NOT_FOUND/>
        <EmptyState title=shell::NOT_FOUND text=shell::NOT_FOUND_CURE
            action=move || view! { <LinkButton label=shell::TO_WORK href="/" kind=ButtonKind::Primary/> }/>
    }
}
