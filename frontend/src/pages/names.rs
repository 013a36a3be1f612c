//! What units, people, codes and records are called on the screens of those who plan and decide.
//! Reads the directory on the device; draws nothing.

use crate::{
    state::{Lang, State},
    text::{lang, words},
};
use leptos::prelude::*;
use shared::{
    access::Role,
    catalogue::Term,
    date::Date,
    id::{PersonId, UnitId},
    order::sort_by_key,
    person::Author,
    unit::{Unit, UnitKind, UnitTree},
    wire::{Directory, SignedIn},
};
use std::sync::Arc;

/// The directory with its tree of units.
#[derive(Clone)]
pub struct Names {
    /// Units, people, catalogue.
    pub directory: Arc<Directory>,
    /// The units as a tree.
    pub tree: Arc<UnitTree>,
}

impl PartialEq for Names {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.directory, &other.directory)
    }
}

impl Names {
    /// The names as the directory on this device has them.
    #[must_use]
    pub fn here() -> Memo<Self> {
        let directory = State::here().directory;
        Memo::new(move |_| {
            let directory = directory.get();
            let tree = Arc::new(UnitTree::new(directory.units.iter().cloned()));
            Self { directory, tree }
        })
    }

    /// `Xã Điềm He`; empty for a unit that is not known here.
    #[must_use]
    pub fn unit(&self, id: UnitId) -> String {
        self.tree.get(id).map(Unit::title).unwrap_or_default()
    }

    /// `thôn Nà Lộc, xã Điềm He`: as far up as the commune, or the unit alone.
    #[must_use]
    pub fn place(&self, id: UnitId) -> String {
        let near = self.tree.upward(id).take_while(|unit| !matches!(unit.kind, UnitKind::Province | UnitKind::Nation));
        let names: Vec<_> = near.map(Unit::full_name).collect();
        if names.is_empty() { self.unit(id) } else { names.join(", ") }
    }

    /// The office that a person works in, with its commune: `Phòng Văn hóa - Xã hội, xã Văn Quan`; the unit
    /// where the office is not known here.
    #[must_use]
    pub fn workplace(&self, person: &Author) -> String {
        let office = person.agency.map(|agency| self.place(agency)).filter(|office| !office.is_empty());
        office.unwrap_or_else(|| self.place(person.unit))
    }

    /// A person.
    #[must_use]
    pub fn person(&self, id: PersonId) -> Option<&Author> {
        self.directory.people.iter().find(|person| person.id == id)
    }

    /// The units at and below one, parents before children.
    #[must_use]
    pub fn below(&self, unit: UnitId) -> Vec<&Unit> {
        self.tree.subtree(unit).into_iter().filter_map(|id| self.tree.get(id)).collect()
    }

    /// The name of a code in the language on the screen; the code itself when it is not listed.
    #[must_use]
    pub fn term(terms: &[Term], code: &str) -> String {
        shared::catalogue::term(terms, code).map_or_else(|| code.to_owned(), |term| term_name(term).to_owned())
    }

    /// The name of a kind of activity.
    #[must_use]
    pub fn kind(&self, code: &str) -> String {
        self.directory.catalogue.kind(code).map_or_else(|| code.to_owned(), |kind| term_name(&kind.term).to_owned())
    }

    /// The name of a class of households as it was on a day, or in any edition of the list. A class that
    /// the list of that day lacks says so.
    #[must_use]
    pub fn household_class(&self, code: &str, day: Option<Date>) -> String {
        let all = &self.directory.catalogue;
        let of_day = |day| all.household_classes_on(day).find(|class| class.term.code == code);
        let of_any = || all.household_classes.iter().find(|class| class.term.code == code);
        match day.map_or_else(of_any, of_day) {
            Some(class) => term_name(&class.term).to_owned(),
            None => words::not_listed(of_any().map_or(code, |class| term_name(&class.term))),
        }
    }

    /// The codes of classes of households in the order of the list; those that it lacks come last.
    #[must_use]
    pub fn in_order_of_classes<'a>(&self, codes: impl Iterator<Item = &'a String>) -> Vec<&'a String> {
        let classes = &self.directory.catalogue.household_classes;
        let place = |code: &String| classes.iter().position(|class| class.term.code == *code).unwrap_or(usize::MAX);
        let mut codes: Vec<&String> = codes.collect();
        sort_by_key(&mut codes, |code| (place(code), (*code).clone()));
        codes
    }

    /// `11 buổi`.
    #[must_use]
    pub fn quantity(&self, quantity: &shared::shape::Quantity) -> String {
        let measure = Self::term(&self.directory.catalogue.measures, &quantity.measure);
        format!("{} {measure}", shared::money::dotted(quantity.amount)).trim_end().to_owned()
    }
}

/// The name of a term in the language on the screen.
#[must_use]
pub fn term_name(term: &Term) -> &str {
    match lang() {
        Lang::Vi => &term.vi,
        Lang::En => &term.en,
    }
}

/// Whether this person plans and decides in a unit: a manager whose unit lies at or above it.
#[must_use]
pub fn decides_in(session: Option<&SignedIn>, tree: &UnitTree, unit: UnitId) -> bool {
    session.is_some_and(|me| me.role != Role::Officer && tree.is_within(unit, me.unit))
}

/// Whether this person is there to plan and decide at all.
#[must_use]
pub fn decides(session: Option<&SignedIn>) -> bool {
    session.is_some_and(|me| me.role != Role::Officer)
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::catalogue::Catalogue;

    #[test]
    fn a_class_that_the_list_of_the_day_lacks_says_so() {
        let mut catalogue = Catalogue::reference().clone();
        let day = |day: &str| Some(day.parse::<Date>().unwrap());
        for class in catalogue.household_classes.iter_mut().filter(|class| class.term.code == "newly_escaped") {
            class.valid_to = day("2026-12-31");
        }
        let directory = Directory { version: String::new(), units: Vec::new(), people: Vec::new(), catalogue };
        let names = Names { directory: Arc::new(directory), tree: Arc::default() };
        let gone = " (không còn trong danh mục)";
        let name = names.household_class("newly_escaped", day("2026-11-21"));
        assert!(!name.ends_with(gone) && name != "newly_escaped", "{name}");
        assert_eq!(names.household_class("newly_escaped", day("2027-01-01")), format!("{name}{gone}"));
        assert_eq!(names.household_class("of_old", day("2026-11-21")), format!("of_old{gone}"));
        assert_eq!(names.household_class("of_old", None), format!("of_old{gone}"));
        let codes = ["of_old", "near_poor", "poor"].map(str::to_owned);
        assert_eq!(names.in_order_of_classes(codes.iter()), ["poor", "near_poor", "of_old"]);
    }
}
