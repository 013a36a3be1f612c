//! One door to what is wrong with a root, whatever its kind. The rules stand with each noun.

use crate::{
    activity,
    fold::Root,
    plan,
    problem::{FieldProblem, Severity},
    report::{self, Around},
};

/// What is wrong with a root, hard problems and soft ones. Kinds of a later version have none.
#[must_use]
pub fn problems(root: &Root, around: &Around<'_>) -> Vec<FieldProblem> {
    match root.kind.as_str() {
        plan::KIND => plan::problems(root, around.catalogue),
        activity::KIND => activity::problems(root, around.plan, around.catalogue),
        report::KIND => report::problems(root, around),
        _ => Vec::new(),
    }
}

/// Only what keeps a root from being handed in: needs nothing but the root itself.
#[must_use]
pub fn hard_problems(root: &Root) -> Vec<FieldProblem> {
    let all = problems(root, &Around::default());
    all.into_iter().filter(|problem| problem.severity == Severity::Hard).collect()
}
