//! Lists of units to choose from, in the order of the tree, set in by their depth.

use super::super::names::Names;
use crate::ui::Choice;
use shared::{
    id::UnitId,
    unit::{Unit, UnitKind},
};

const DEPTH_MAX: usize = 8;

/// Everything but villages: who can issue, lead, take part.
#[must_use]
pub fn office_choices(names: &Names, top: UnitId) -> Vec<Choice> {
    choices(names, top, |unit| unit.kind != UnitKind::Village)
}

/// Places only, villages included: where something can be held.
#[must_use]
pub fn place_choices(names: &Names, top: UnitId) -> Vec<Choice> {
    choices(names, top, |unit| unit.kind.is_place())
}

fn choices(names: &Names, top: UnitId, fits: impl Fn(&Unit) -> bool + Copy) -> Vec<Choice> {
    let mut found = Vec::new();
    if let Some(top) = names.tree.get(top) {
        walk(names, top, 0, fits, &mut found);
    }
    found
}

fn walk(names: &Names, unit: &Unit, depth: usize, fits: impl Fn(&Unit) -> bool + Copy, found: &mut Vec<Choice>) {
    if fits(unit) {
        // Spaces that a browser's list keeps.
        let indent = "\u{2003}".repeat(depth);
        found.push(Choice::new(unit.id.to_string(), format!("{indent}{}", unit.title())));
    }
    if depth < DEPTH_MAX {
        for child in names.tree.children(unit.id) {
            walk(names, child, depth + 1, fits, found);
        }
    }
}
