//! Who may do what: roles, and what a role may do where it has access.

use crate::change::State;
use serde::{Deserialize, Serialize};

/// What a person is there for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Carries out activities and reports on them.
    Officer,
    /// Plans, assigns, returns and approves.
    Manager,
    /// Keeps units, accounts, devices and catalogues.
    Administrator,
}

/// What a person's place in the unit tree gives in a scope.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Access {
    /// Not even its existence.
    None,
    /// An issued plan reaches the person's unit: read it, and keep its activities up to date.
    Reach,
    /// The scope belongs to the person's unit or one under it.
    Covers,
}

/// Whether a root of this kind may be written, or created, there.
///
/// Officers write reports; plans and new activities are the managers'. An activity that a plan
/// brought to a unit is kept up to date by whoever carries it out.
#[must_use]
pub fn may_write(kind: &str, create: bool, role: Role, access: Access) -> bool {
    let plans = matches!(role, Role::Manager | Role::Administrator) && access == Access::Covers;
    match kind {
        "plan" => plans,
        "activity" => plans || (!create && access >= Access::Reach),
        // Whatever a later version of the app brings is written at home only.
        _ => access == Access::Covers,
    }
}

/// Whether this step may be wished for there: handing in is the writer's, deciding the manager's.
#[must_use]
pub fn may_transit(kind: &str, to: &State, role: Role, access: Access) -> bool {
    match to {
        State::Submitted => may_write(kind, false, role, access),
        _ => matches!(role, Role::Manager | Role::Administrator) && access == Access::Covers,
    }
}

/// Whether a person may drop for good what is kept aside there: its author takes it back, a manager decides.
#[must_use]
pub fn may_drop(is_author: bool, role: Role, access: Access) -> bool {
    is_author || (matches!(role, Role::Manager | Role::Administrator) && access == Access::Covers)
}
