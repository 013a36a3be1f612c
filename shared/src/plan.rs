//! The plan (kế hoạch): its fields, its children, and what a careful clerk would say of it.

use crate::{
    catalogue::Catalogue,
    date::{Date, Period},
    fold::Root,
    id::{RecordId, UnitId},
    money::Dong,
    order::gathered,
    problem::FieldProblem,
    reading::{ORDER, Reading},
    shape::Shape,
};
use std::collections::BTreeSet;

/// The kind of the root.
pub const KIND: &str = "plan";
/// The kind of a child that gives a unit its duties (nhiệm vụ của đơn vị).
pub const ASSIGNMENT: &str = "assignment";
/// The kind of a child that is a line of funding (kinh phí).
pub const BUDGET_LINE: &str = "budget_line";
/// The kind of a child that says what is due, when, to whom (thời hạn).
pub const DEADLINE: &str = "deadline";
/// The kind of a child that the plan rests on (căn cứ).
pub const LEGAL_BASIS: &str = "legal_basis";

/// Number and symbol, entered after signing; never invented.
pub const NUMBER: &str = "number";
/// The day of signing.
pub const SIGNED_ON: &str = "signed_on";
/// The agency that issues it.
pub const ISSUER: &str = "issuer";
/// The subject (trích yếu).
pub const TITLE: &str = "title";
/// The programme it carries out.
pub const PROGRAMME: &str = "programme";
/// From when to when.
pub const PERIOD: &str = "period";
/// Mục đích.
pub const PURPOSES: &str = "purposes";
/// Yêu cầu.
pub const REQUIREMENTS: &str = "requirements";
/// Đối tượng: a set of codes.
pub const AUDIENCE: &str = "audience/";
/// Nội dung.
pub const CONTENTS: &str = "contents";
/// Hình thức, in words.
pub const FORMS: &str = "forms";
/// Giải pháp.
pub const SOLUTIONS: &str = "solutions";
/// Kinh phí, in words.
pub const FUNDING: &str = "funding";
/// Nơi nhận, one a line.
pub const RECIPIENTS: &str = "recipients";
/// The position of whoever signs.
pub const SIGNER_POSITION: &str = "signer_position";
/// The name of whoever signs.
pub const SIGNER: &str = "signer";

/// The unit of an assignment.
pub const UNIT: &str = "unit";
/// The code of its role: leads, coordinates, receives, is asked.
pub const ROLE: &str = "role";
/// Its duties, one a line.
pub const DUTIES: &str = "duties";

/// The code of a budget line's source.
pub const SOURCE: &str = "source";
/// The decision that gives the money.
pub const DECISION: &str = "decision";
/// The year the money was first given for, when it is carried over.
pub const YEAR: &str = "year";
/// Đồng allocated.
pub const ALLOCATED: &str = "allocated";
/// What a line is for, in words.
pub const NOTE: &str = "note";

/// What is due.
pub const WHAT: &str = "what";
/// From whom.
pub const FROM: &str = "from";
/// To whom.
pub const TO: &str = "to";
/// The last day.
pub const DUE: &str = "due";
/// In which form.
pub const FORM: &str = "form";

/// The code of a document's kind.
pub const DOCUMENT_KIND: &str = "document_kind";
/// The day of a document.
pub const DATED: &str = "dated";

/// The shapes of a plan's own fields.
pub const FIELDS: &[(&str, Shape)] = &[
    (NUMBER, Shape::Text),
    (SIGNED_ON, Shape::Day),
    (ISSUER, Shape::Unit),
    (TITLE, Shape::Text),
    (PROGRAMME, Shape::Text),
    (PERIOD, Shape::Span),
    (PURPOSES, Shape::Text),
    (REQUIREMENTS, Shape::Text),
    (AUDIENCE, Shape::Member),
    (CONTENTS, Shape::Text),
    (FORMS, Shape::Text),
    (SOLUTIONS, Shape::Text),
    (FUNDING, Shape::Text),
    (RECIPIENTS, Shape::Text),
    (SIGNER_POSITION, Shape::Text),
    (SIGNER, Shape::Text),
];
/// The shapes of an assignment's fields.
pub const ASSIGNMENT_FIELDS: &[(&str, Shape)] =
    &[(ORDER, Shape::Count), (UNIT, Shape::Unit), (ROLE, Shape::Code), (DUTIES, Shape::Text)];
/// The shapes of a budget line's fields.
pub const BUDGET_LINE_FIELDS: &[(&str, Shape)] = &[
    (ORDER, Shape::Count),
    (SOURCE, Shape::Code),
    (DECISION, Shape::Text),
    (YEAR, Shape::Count),
    (ALLOCATED, Shape::Amount),
    (NOTE, Shape::Text),
];
/// The shapes of a deadline's fields.
pub const DEADLINE_FIELDS: &[(&str, Shape)] = &[
    (ORDER, Shape::Count),
    (WHAT, Shape::Text),
    (FROM, Shape::Text),
    (TO, Shape::Text),
    (DUE, Shape::Day),
    (FORM, Shape::Text),
];
/// The shapes of a legal basis's fields. `number`, `title` and `issuer` are the document's, in words.
pub const LEGAL_BASIS_FIELDS: &[(&str, Shape)] = &[
    (ORDER, Shape::Count),
    (DOCUMENT_KIND, Shape::Code),
    (NUMBER, Shape::Text),
    (DATED, Shape::Day),
    (ISSUER, Shape::Text),
    (TITLE, Shape::Text),
];

/// A plan as it is shown.
#[derive(Clone, PartialEq, Eq, Debug)]
#[expect(missing_docs, reason = "each field bears the name of its constant, where it is explained")]
pub struct Plan {
    pub id: RecordId,
    /// The unit that the plan belongs to.
    pub owner: UnitId,
    pub number: String,
    pub signed_on: Option<Date>,
    pub issuer: Option<UnitId>,
    pub title: String,
    pub programme: String,
    pub period: Option<Period>,
    pub purposes: String,
    pub requirements: String,
    pub audience: BTreeSet<String>,
    pub contents: String,
    pub forms: String,
    pub solutions: String,
    pub funding: String,
    pub recipients: String,
    pub signer_position: String,
    pub signer: String,
    pub assignments: Vec<Assignment>,
    pub budget: Vec<BudgetLine>,
    pub deadlines: Vec<Deadline>,
    pub legal_bases: Vec<LegalBasis>,
    /// Fields of the plan's own record that are in conflict.
    pub in_conflict: BTreeSet<String>,
}

/// A unit's part in a plan.
#[derive(Clone, PartialEq, Eq, Debug)]
#[expect(missing_docs, reason = "each field bears the name of its constant, where it is explained")]
pub struct Assignment {
    pub id: RecordId,
    pub unit: Option<UnitId>,
    pub role: String,
    pub duties: String,
    pub in_conflict: BTreeSet<String>,
}

/// A line of funding.
#[derive(Clone, PartialEq, Eq, Debug)]
#[expect(missing_docs, reason = "each field bears the name of its constant, where it is explained")]
pub struct BudgetLine {
    pub id: RecordId,
    pub source: String,
    pub decision: String,
    pub year: Option<i64>,
    pub allocated: Dong,
    pub note: String,
    pub in_conflict: BTreeSet<String>,
}

/// What is due, when, to whom.
#[derive(Clone, PartialEq, Eq, Debug)]
#[expect(missing_docs, reason = "each field bears the name of its constant, where it is explained")]
pub struct Deadline {
    pub id: RecordId,
    pub what: String,
    pub from: String,
    pub to: String,
    pub due: Option<Date>,
    pub form: String,
    pub in_conflict: BTreeSet<String>,
}

/// A document that a plan rests on.
#[derive(Clone, PartialEq, Eq, Debug)]
#[expect(missing_docs, reason = "each field bears the name of its constant, where it is explained")]
pub struct LegalBasis {
    pub id: RecordId,
    pub document_kind: String,
    pub number: String,
    pub dated: Option<Date>,
    pub issuer: String,
    pub title: String,
    pub in_conflict: BTreeSet<String>,
}

impl Plan {
    /// Reads a plan.
    #[must_use]
    pub fn of(root: &Root) -> Self {
        let own = Reading::own(root);
        Self {
            id: root.id,
            owner: root.home.unit,
            number: own.text(NUMBER),
            signed_on: own.day(SIGNED_ON),
            issuer: own.id_in(ISSUER),
            title: own.text(TITLE),
            programme: own.text(PROGRAMME),
            period: own.span(PERIOD),
            purposes: own.text(PURPOSES),
            requirements: own.text(REQUIREMENTS),
            audience: gathered(own.set(AUDIENCE).into_iter().map(str::to_owned)),
            contents: own.text(CONTENTS),
            forms: own.text(FORMS),
            solutions: own.text(SOLUTIONS),
            funding: own.text(FUNDING),
            recipients: own.text(RECIPIENTS),
            signer_position: own.text(SIGNER_POSITION),
            signer: own.text(SIGNER),
            assignments: Reading::children(root, ASSIGNMENT).into_iter().map(Assignment::of).collect(),
            budget: Reading::children(root, BUDGET_LINE).into_iter().map(BudgetLine::of).collect(),
            deadlines: Reading::children(root, DEADLINE).into_iter().map(Deadline::of).collect(),
            legal_bases: Reading::children(root, LEGAL_BASIS).into_iter().map(LegalBasis::of).collect(),
            in_conflict: own.in_conflict(),
        }
    }

    /// The money of all lines together.
    #[must_use]
    pub fn allocated(&self) -> Dong {
        Dong(self.budget.iter().fold(0, |sum, line| line.allocated.0.saturating_add(sum)))
    }
}

impl Assignment {
    fn of(record: Reading<'_>) -> Self {
        Self {
            id: record.id(),
            unit: record.id_in(UNIT),
            role: record.text(ROLE),
            duties: record.text(DUTIES),
            in_conflict: record.in_conflict(),
        }
    }
}

impl BudgetLine {
    fn of(record: Reading<'_>) -> Self {
        Self {
            id: record.id(),
            source: record.text(SOURCE),
            decision: record.text(DECISION),
            year: record.int(YEAR),
            allocated: Dong(record.int(ALLOCATED).unwrap_or(0)),
            note: record.text(NOTE),
            in_conflict: record.in_conflict(),
        }
    }
}

impl Deadline {
    fn of(record: Reading<'_>) -> Self {
        Self {
            id: record.id(),
            what: record.text(WHAT),
            from: record.text(FROM),
            to: record.text(TO),
            due: record.day(DUE),
            form: record.text(FORM),
            in_conflict: record.in_conflict(),
        }
    }
}

impl LegalBasis {
    fn of(record: Reading<'_>) -> Self {
        Self {
            id: record.id(),
            document_kind: record.text(DOCUMENT_KIND),
            number: record.text(NUMBER),
            dated: record.day(DATED),
            issuer: record.text(ISSUER),
            title: record.text(TITLE),
            in_conflict: record.in_conflict(),
        }
    }
}

/// What is wrong with a plan: what keeps it from being handed in, then what a clerk would flag.
#[must_use]
pub fn problems(root: &Root, catalogue: &Catalogue) -> Vec<FieldProblem> {
    let own = Reading::own(root);
    let mut found = own.missing(&[TITLE, PERIOD]);
    found.extend(own.misfits(FIELDS));
    let children = [
        (ASSIGNMENT, ASSIGNMENT_FIELDS, &[UNIT, ROLE][..]),
        (BUDGET_LINE, BUDGET_LINE_FIELDS, &[SOURCE]),
        (DEADLINE, DEADLINE_FIELDS, &[WHAT, DUE]),
        (LEGAL_BASIS, LEGAL_BASIS_FIELDS, &[TITLE]),
    ];
    for (kind, fields, required) in children {
        for child in Reading::children(root, kind) {
            found.extend(child.missing(required));
            found.extend(child.misfits(fields));
        }
    }
    found.extend(clerks_remarks(root, catalogue));
    found
}

fn clerks_remarks(root: &Root, catalogue: &Catalogue) -> Vec<FieldProblem> {
    let (own, plan) = (Reading::own(root), Plan::of(root));
    let mut found = Vec::new();
    if plan.legal_bases.is_empty() {
        found.push(own.soft(LEGAL_BASIS, "no_legal_basis"));
    }
    if !plan.assignments.iter().any(|assignment| assignment.role == "leads") {
        found.push(own.soft(ASSIGNMENT, "nobody_leads"));
    }
    let mut units = BTreeSet::new();
    for child in Reading::children(root, ASSIGNMENT) {
        found.extend(child.unknown_code(ROLE, &catalogue.assignment_roles));
        let part = (child.id_in::<UnitId>(UNIT), child.text(ROLE));
        if part.0.is_some() && !units.insert(part) {
            found.push(child.soft(UNIT, "unit_twice"));
        }
    }
    for child in Reading::children(root, BUDGET_LINE) {
        found.extend(child.unknown_code(SOURCE, &catalogue.budget_sources));
        if child.int(ALLOCATED).unwrap_or(0) == 0 {
            found.push(child.soft(ALLOCATED, "no_amount"));
        }
    }
    for child in Reading::children(root, DEADLINE) {
        if let (Some(due), Some(period)) = (child.day(DUE), plan.period)
            && due < period.from
        {
            found.push(child.soft(DUE, "before_the_plan"));
        }
    }
    for child in Reading::children(root, LEGAL_BASIS) {
        found.extend(child.unknown_code(DOCUMENT_KIND, &catalogue.document_kinds));
        let dated = child.day(DATED);
        if let (Some(dated), Some(signed)) = (dated, plan.signed_on)
            && dated > signed
        {
            found.push(child.soft(DATED, "after_signing"));
        }
        let cites_plan = child.text(DOCUMENT_KIND) == "plan";
        if let (true, Some(dated), Some(period)) = (cites_plan, dated, plan.period)
            && !(period.from.year()..=period.to.year()).contains(&dated.year())
        {
            found.push(child.soft(DATED, "plan_of_another_year"));
        }
    }
    found
}
