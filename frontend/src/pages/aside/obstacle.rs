//! Whether what is kept aside can be taken in now, by the rules that the server will ask: taking in is
//! offered where it can succeed, and where it cannot, what stands in the way is said instead. Pure.

use shared::{
    access::{Access, Role, may_write},
    change::Change,
    fold::Root,
    id::PersonId,
    rules::{locked, placed},
    verdict::Why,
};

/// What stands in the way of taking it in now; `None` where it can be tried.
///
/// `sent_by` is who sent it, `root` the record as it is decided on this device, if it is there; role and
/// access are those of the person who would take it in.
#[must_use]
pub fn obstacle(
    (why, change, sent_by): (&Why, Option<&Change>, PersonId),
    root: Option<&Root>,
    role: Role,
    access: Access,
) -> Option<Why> {
    let Some(change) = change else { return Some(Why::Unreadable) };
    if *why == Why::TwoContents {
        return Some(Why::TwoContents);
    }
    if let Err(what) = change.check() {
        return Some(Why::Malformed { what });
    }
    if change.act.is_some() {
        return Some(Why::OnlyAnew);
    }
    if let Err(why) = placed(change, sent_by, root) {
        return Some(why);
    }
    if access != Access::Covers || !may_write(&change.kind, root.is_none(), role, access) {
        return Some(Why::NoRight);
    }
    root.and_then(|root| locked(root, change))
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::{
        change::{Home, State as Step},
        id::{ChangeId, DeviceId, RecordId, UnitId},
        notebook::{Edit, Fresh, Notebook},
        report,
    };

    fn me() -> PersonId {
        PersonId::derived(&["p"])
    }

    fn fresh(n: &str) -> Fresh {
        Fresh { id: ChangeId::derived(&[n]), salt: 7, at_ms: 42 }
    }

    /// A report that was written and brought to a state, what was written, and the step.
    fn brought(to: Step) -> (Root, Change, Change) {
        let mut notebook = Notebook::new(me(), DeviceId::derived(&["d"]));
        let id = RecordId::derived(&["r"]);
        let (mut form, _) = notebook.open(id, report::KIND, Home::of_unit(UnitId::derived(&["u"])));
        let edit =
            Edit { record: id, kind: report::KIND, field: report::RESULT.to_owned(), value: "Đã họp.".into() };
        notebook.save(&mut form, vec![edit], fresh("save"));
        let view = notebook.root(id).unwrap().into_owned();
        notebook.wish_for(&view, to, "", fresh("wish"));
        let changes: Vec<_> = notebook.outbox().map(|(_, pending)| pending.change.clone()).collect();
        (notebook.root(id).unwrap().into_owned(), changes[0].clone(), changes[1].clone())
    }

    #[test]
    fn what_is_approved_is_reopened_first_and_then_taken_in() {
        let ask = |root: &Root, change: &Change| {
            obstacle((&Why::Approved, Some(change), me()), Some(root), Role::Manager, Access::Covers)
        };
        let (approved, save, _) = brought(Step::Approved);
        assert_eq!(ask(&approved, &save), Some(Why::Approved));
        let (reopened, save, _) = brought(Step::Returned);
        assert_eq!(ask(&reopened, &save), None);
    }

    #[test]
    fn a_refused_step_is_never_taken_in() {
        let (root, _, step) = brought(Step::Submitted);
        let asked = (&Why::OwnChangeMissing, Some(&step), me());
        assert_eq!(obstacle(asked, Some(&root), Role::Manager, Access::Covers), Some(Why::OnlyAnew));
    }

    #[test]
    fn it_is_offered_by_the_rights_of_who_takes_it_in_and_not_of_who_wrote_it() {
        let (root, save, _) = brought(Step::Submitted);
        let ask = |role, access| obstacle((&Why::NoRight, Some(&save), me()), Some(&root), role, access);
        assert_eq!(ask(Role::Manager, Access::Covers), None);
        assert_eq!(ask(Role::Manager, Access::None), Some(Why::NoRight));
    }

    #[test]
    fn what_no_adoption_can_mend_is_not_offered() {
        let (root, save, _) = brought(Step::Submitted);
        let ask = |why: &Why, change: Option<&Change>, by, root: Option<&Root>| {
            obstacle((why, change, by), root, Role::Manager, Access::Covers)
        };
        assert_eq!(ask(&Why::Unreadable, None, me(), Some(&root)), Some(Why::Unreadable));
        assert_eq!(ask(&Why::TwoContents, Some(&save), me(), Some(&root)), Some(Why::TwoContents));
        assert_eq!(ask(&Why::NotYou, Some(&save), PersonId::derived(&["q"]), Some(&root)), Some(Why::NotYou));
        let homeless = Change { home: None, ..save.clone() };
        assert_eq!(ask(&Why::UnknownRoot, Some(&homeless), me(), None), Some(Why::UnknownRoot));
        assert_eq!(ask(&Why::UnknownRoot, Some(&homeless), me(), Some(&root)), None, "the record has come since");
        let other = Root { kind: "plan".to_owned(), ..root };
        assert_eq!(ask(&Why::KindDiffers, Some(&save), me(), Some(&other)), Some(Why::KindDiffers));
    }
}
