//! Problems: what is wrong with a field, and what is wrong with a request.

use crate::{id::RecordId, value::Value};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How bad a field's problem is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Implausible: shown, and never in the way.
    Soft,
    /// Impossible or missing: the record cannot be handed in.
    Hard,
}

/// What is wrong with one field. The words are the front end's, by `code`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub struct FieldProblem {
    /// The record.
    pub record: RecordId,
    /// The field's name.
    pub field: String,
    /// What is wrong; codes are retired, never reused.
    pub code: String,
    /// How bad it is.
    pub severity: Severity,
}

impl FieldProblem {
    /// A problem that keeps a record from being handed in.
    #[must_use]
    pub fn hard(record: RecordId, field: &str, code: &str) -> Self {
        Self { record, field: field.to_owned(), code: code.to_owned(), severity: Severity::Hard }
    }

    /// A problem that a person should look at.
    #[must_use]
    pub fn soft(record: RecordId, field: &str, code: &str) -> Self {
        Self { severity: Severity::Soft, ..Self::hard(record, field, code) }
    }
}

/// What is wrong with a request, for machines; every error body of the server has this shape.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Problem {
    /// What is wrong; codes are retired, never reused.
    pub code: String,
    /// One English sentence for whoever reads logs.
    pub message: String,
    /// Facts that go with the code.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub details: BTreeMap<String, Value>,
}
