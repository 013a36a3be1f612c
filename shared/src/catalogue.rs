//! The catalogue: kinds of activity, household classes, languages and the other lists that an
//! office can edit. Versioned data, marked "biểu mẫu tham khảo"; a report keeps its version.
//!
//! The lists that ship are `catalogue/reference.json`. Nothing here says which office leads.

mod read;

use crate::date::Date;
use serde::{Deserialize, Serialize};
use std::sync::OnceLock;

/// One entry of a list: a code that never changes its meaning, and its two names.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Term {
    /// Short, lower case, kept for ever.
    pub code: String,
    /// The Vietnamese name.
    pub vi: String,
    /// The English name.
    pub en: String,
}

/// A kind of activity (hình thức).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(from = "read::ActivityKind")]
pub struct ActivityKind {
    /// Code and names.
    #[serde(flatten)]
    pub term: Term,
    /// The code of its group.
    pub group: String,
    /// The code of the measure that its target is counted in.
    pub measure: String,
    /// What one approved report adds to what was done, unless it says a quantity of its own.
    pub counts: Counts,
    /// The codes of the figures that a report carries.
    pub figures: Vec<String>,
}

/// What one report adds to the quantity done.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Counts {
    /// One: a meeting was held, a bulletin was broadcast.
    Report,
    /// What was handed out, added up: leaflets, panels.
    Handout,
    /// Nothing of itself; the report must say.
    #[serde(other)]
    Stated,
}

/// A figure that reports carry.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(from = "read::Figure")]
pub struct Figure {
    /// Code and names.
    #[serde(flatten)]
    pub term: Term,
    /// The code of the measure it is counted in.
    pub measure: String,
}

/// A class of households with the days between which its definition holds.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(from = "read::HouseholdClass")]
pub struct HouseholdClass {
    /// Code and names.
    #[serde(flatten)]
    pub term: Term,
    /// The first day of this definition; `None` if from the beginning.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_from: Option<Date>,
    /// The last day; `None` if until further notice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_to: Option<Date>,
    /// What the class means in that time, in Vietnamese.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

/// All lists of one version.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Catalogue {
    /// Grows by one with each edition.
    pub version: u32,
    /// How forms drawn from it are marked.
    pub mark: String,
    /// Groups of kinds, in the order of the form.
    pub groups: Vec<Term>,
    /// Kinds of activity.
    pub kinds: Vec<ActivityKind>,
    /// Units of measure (đơn vị tính).
    pub measures: Vec<Term>,
    /// Figures that reports carry.
    pub figures: Vec<Figure>,
    /// Household classes, each definition with its time.
    pub household_classes: Vec<HouseholdClass>,
    /// Whom communication is for.
    pub audiences: Vec<Term>,
    /// Types of materials handed out or put up.
    pub materials: Vec<Term>,
    /// Languages, by the name of the people where that is usual.
    pub languages: Vec<Term>,
    /// Where money comes from.
    pub budget_sources: Vec<Term>,
    /// How a unit takes part in a plan.
    pub assignment_roles: Vec<Term>,
    /// Kinds of documents that a plan rests on.
    pub document_kinds: Vec<Term>,
    /// What places call a village.
    pub village_words: Vec<Term>,
}

const REFERENCE: &str = include_str!("catalogue/reference.json");

impl Catalogue {
    /// The edition that ships with this version of the app.
    #[must_use]
    pub fn reference() -> &'static Self {
        static ONCE: OnceLock<Catalogue> = OnceLock::new();
        ONCE.get_or_init(|| serde_json::from_str(REFERENCE).expect("a test reads the embedded catalogue"))
    }

    /// A kind of activity.
    #[must_use]
    pub fn kind(&self, code: &str) -> Option<&ActivityKind> {
        self.kinds.iter().find(|kind| kind.term.code == code)
    }

    /// A unit of measure.
    #[must_use]
    pub fn measure(&self, code: &str) -> Option<&Term> {
        term(&self.measures, code)
    }

    /// The household classes whose definitions hold on a day, in the order of the form.
    pub fn household_classes_on(&self, day: Date) -> impl Iterator<Item = &HouseholdClass> {
        let holds = move |class: &&HouseholdClass| {
            class.valid_from.is_none_or(|from| from <= day) && class.valid_to.is_none_or(|to| day <= to)
        };
        self.household_classes.iter().filter(holds)
    }
}

/// The entry with this code.
#[must_use]
pub fn term<'a>(terms: &'a [Term], code: &str) -> Option<&'a Term> {
    terms.iter().find(|term| term.code == code)
}

/// The Vietnamese name of a code, or the code itself when a later edition brought it.
#[must_use]
pub fn vi<'a>(terms: &'a [Term], code: &'a str) -> &'a str {
    term(terms, code).map_or(code, |term| &term.vi)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn codes<'a>(terms: impl IntoIterator<Item = &'a Term>) -> BTreeSet<&'a str> {
        let mut codes = BTreeSet::new();
        for term in terms {
            assert!(codes.insert(term.code.as_str()), "{} stands twice", term.code);
            assert!(!term.vi.trim().is_empty() && !term.en.trim().is_empty(), "{} has two names", term.code);
            let fits = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
            assert!(term.code.bytes().all(fits), "{} can stand in the name of a field", term.code);
        }
        codes
    }

    #[test]
    fn the_embedded_catalogue_refers_only_to_what_it_holds() {
        let catalogue = Catalogue::reference();
        let (groups, measures) = (codes(&catalogue.groups), codes(&catalogue.measures));
        let figures = codes(catalogue.figures.iter().map(|figure| &figure.term));
        codes(catalogue.kinds.iter().map(|kind| &kind.term));
        for figure in &catalogue.figures {
            assert!(measures.contains(figure.measure.as_str()), "{}", figure.term.code);
        }
        for kind in &catalogue.kinds {
            assert!(groups.contains(kind.group.as_str()), "{}", kind.term.code);
            assert!(measures.contains(kind.measure.as_str()), "{}", kind.term.code);
            assert!(kind.figures.iter().all(|figure| figures.contains(figure.as_str())), "{}", kind.term.code);
        }
        for group in &groups {
            assert!(catalogue.kinds.iter().any(|kind| kind.group == **group), "{group} holds a kind");
        }
        let lists = [&catalogue.audiences, &catalogue.materials, &catalogue.languages, &catalogue.budget_sources];
        let more = [&catalogue.assignment_roles, &catalogue.document_kinds, &catalogue.village_words];
        for list in lists.into_iter().chain(more) {
            assert!(codes(list).len() > 2);
        }
        assert_eq!(catalogue.mark, "biểu mẫu tham khảo");
    }

    #[test]
    fn household_classes_change_their_meaning_with_the_year_but_not_their_codes() {
        let catalogue = Catalogue::reference();
        let on = |day: &str| catalogue.household_classes_on(day.parse().unwrap()).collect::<Vec<_>>();
        let expected = ["poor", "near_poor", "newly_escaped", "average_living", "other"];
        for day in ["2026-11-21", "2026-12-31", "2027-01-01", "2030-01-01"] {
            assert_eq!(on(day).iter().map(|class| class.term.code.as_str()).collect::<Vec<_>>(), expected, "{day}");
        }
        assert_ne!(on("2026-12-31")[0].note, on("2027-01-01")[0].note);
    }

    #[test]
    fn a_catalogue_travels_whole_and_is_small() {
        let text = serde_json::to_string(Catalogue::reference()).unwrap();
        assert_eq!(&serde_json::from_str::<Catalogue>(&text).unwrap(), Catalogue::reference());
        assert!(text.len() < 20_000, "{} bytes", text.len());
    }
}
