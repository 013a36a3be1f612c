//! Entries of lists as they are read: code and names stand beside the rest. See `verdict/read.rs` for why
//! serde is not asked to flatten.

use super::{Counts, Term};
use crate::date::Date;
use serde::Deserialize;

#[derive(Deserialize)]
pub(super) struct ActivityKind {
    code: String,
    vi: String,
    en: String,
    group: String,
    measure: String,
    counts: Counts,
    figures: Vec<String>,
}

impl From<ActivityKind> for super::ActivityKind {
    fn from(read: ActivityKind) -> Self {
        let ActivityKind { code, vi, en, group, measure, counts, figures } = read;
        Self { term: Term { code, vi, en }, group, measure, counts, figures }
    }
}

#[derive(Deserialize)]
pub(super) struct Figure {
    code: String,
    vi: String,
    en: String,
    measure: String,
}

impl From<Figure> for super::Figure {
    fn from(Figure { code, vi, en, measure }: Figure) -> Self {
        Self { term: Term { code, vi, en }, measure }
    }
}

#[derive(Deserialize)]
pub(super) struct HouseholdClass {
    code: String,
    vi: String,
    en: String,
    valid_from: Option<Date>,
    valid_to: Option<Date>,
    #[serde(default)]
    note: String,
}

impl From<HouseholdClass> for super::HouseholdClass {
    fn from(read: HouseholdClass) -> Self {
        let HouseholdClass { code, vi, en, valid_from, valid_to, note } = read;
        Self { term: Term { code, vi, en }, valid_from, valid_to, note }
    }
}
