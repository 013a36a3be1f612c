//! A sum that knows what it is made of, and how far off it may be.

use crate::{
    id::RecordId,
    reading::{Bounds, Reading},
    value::Value,
};
use std::collections::BTreeSet;

/// A sum over the shown values, the least and the most that live versions allow, and the roots
/// that it is made of.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Sum {
    /// Over the values that are shown.
    pub shown: i64,
    /// The least.
    pub low: i64,
    /// The most.
    pub high: i64,
    /// The reports (or activities, for what was planned) that say something here.
    pub behind: BTreeSet<RecordId>,
}

impl Sum {
    /// Whether no conflict touches it. If not, show it as `low–high`.
    #[must_use]
    pub fn is_certain(&self) -> bool {
        self.low == self.high
    }

    /// Adds what one root says.
    pub fn add(&mut self, root: RecordId, bounds: Bounds) {
        self.shown = self.shown.saturating_add(bounds.shown);
        self.low = self.low.saturating_add(bounds.low);
        self.high = self.high.saturating_add(bounds.high);
        self.behind.insert(root);
    }

    /// Adds a whole number of the root's own record, if anybody wrote one.
    pub fn add_field(&mut self, own: Reading<'_>, field: &str) {
        if let Some(bounds) = own.bounds(field, Value::as_int) {
            self.add(own.id(), bounds);
        }
    }

    /// Adds another sum.
    pub fn join(&mut self, other: &Self) {
        self.shown = self.shown.saturating_add(other.shown);
        self.low = self.low.saturating_add(other.low);
        self.high = self.high.saturating_add(other.high);
        self.behind.extend(&other.behind);
    }

    /// `1.240`, or `1.240–1.255` when a conflict touches it.
    #[must_use]
    pub fn text(&self) -> String {
        use crate::money::dotted;
        if self.is_certain() { dotted(self.shown) } else { format!("{}–{}", dotted(self.low), dotted(self.high)) }
    }
}
