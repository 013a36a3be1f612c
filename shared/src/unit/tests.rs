//! The tree of units, sound ones and broken ones.

use super::*;
use proptest::prelude::*;

fn id(name: &str) -> UnitId {
    UnitId::derived(&[name])
}

fn unit(kind: UnitKind, name: &str, parent: Option<&str>) -> Unit {
    Unit::named(id(name), kind, name, parent.map(id))
}

fn lang_son() -> UnitTree {
    UnitTree::new([
        unit(UnitKind::Village, "Nà Lộc", Some("Điềm He")),
        unit(UnitKind::Commune, "Văn Quan", Some("Lạng Sơn")),
        unit(UnitKind::Commune, "Điềm He", Some("Lạng Sơn")),
        unit(UnitKind::Agency, "Sở Tài chính", Some("Lạng Sơn")),
        unit(UnitKind::Province, "Lạng Sơn", None),
        Unit { word: "bản".to_owned(), ..unit(UnitKind::Village, "Làn", Some("Điềm He")) },
    ])
}

#[test]
fn a_path_is_read_from_the_village_up() {
    let tree = lang_son();
    assert_eq!(tree.path_text(id("Nà Lộc")), "thôn Nà Lộc, xã Điềm He, tỉnh Lạng Sơn");
    assert_eq!(tree.path_text(id("Làn")), "bản Làn, xã Điềm He, tỉnh Lạng Sơn");
    assert_eq!(tree.path_text(id("Sở Tài chính")), "Sở Tài chính, tỉnh Lạng Sơn");
    assert_eq!(tree.path_text(id("nowhere")), "");
    assert_eq!(tree.get(id("Điềm He")).unwrap().title(), "Xã Điềm He");
}

#[test]
fn what_lies_below_is_within_and_the_rest_is_not() {
    let tree = lang_son();
    assert!(tree.is_within(id("Nà Lộc"), id("Lạng Sơn")));
    assert!(tree.is_within(id("Nà Lộc"), id("Nà Lộc")));
    assert!(!tree.is_within(id("Lạng Sơn"), id("Nà Lộc")));
    assert!(!tree.is_within(id("Nà Lộc"), id("Văn Quan")));
    assert!(tree.in_line(id("Lạng Sơn"), id("Nà Lộc")) && !tree.in_line(id("Văn Quan"), id("Điềm He")));
    assert!(!tree.is_within(id("nowhere"), id("Lạng Sơn")));
    assert_eq!(tree.nearest(id("Nà Lộc"), UnitKind::Commune).map(|unit| unit.id), Some(id("Điềm He")));
}

#[test]
fn children_stand_in_the_order_of_the_alphabet_places_first() {
    let tree = lang_son();
    let names: Vec<_> = tree.children(id("Lạng Sơn")).map(|unit| unit.name.as_str()).collect();
    assert_eq!(names, ["Điềm He", "Văn Quan", "Sở Tài chính"]);
    assert_eq!(tree.subtree(id("Điềm He")).len(), 3);
    assert_eq!(tree.tops().count(), 1);
}

#[test]
fn a_unit_exists_between_its_two_days() {
    let day = |text: &str| text.parse().ok();
    let district = Unit { valid_to: day("2025-06-30"), ..unit(UnitKind::District, "Văn Quan", None) };
    let commune = Unit { valid_from: day("2025-07-01"), ..unit(UnitKind::Commune, "Văn Quan", None) };
    for (text, expected) in [("2025-06-30", (true, false)), ("2025-07-01", (false, true))] {
        let day: Date = text.parse().unwrap();
        assert_eq!((district.exists_on(day), commune.exists_on(day)), expected);
    }
}

#[test]
fn a_unit_of_a_later_version_is_kept() {
    let text = r#"{"id":"01890a5d-ac96-774b-bcce-b302099a8057","kind":"moon_base","name":"Lạ"}"#;
    assert_eq!(serde_json::from_str::<Unit>(text).unwrap().kind, UnitKind::Other);
}

proptest! {
    /// Circles included, which two managers could make while apart if the server did not decide.
    #[test]
    fn any_list_of_units_gives_a_tree_that_answers(parents in prop::collection::vec(prop::option::of(0usize..12), 1..12)) {
        let name = |n: usize| format!("{n}");
        let units = parents.iter().enumerate().map(|(n, parent)| unit(UnitKind::Village, &name(n), parent.map(name).as_deref()));
        let tree = UnitTree::new(units);
        for one in 0..parents.len() {
            let below = tree.subtree(id(&name(one)));
            prop_assert!(below.contains(&id(&name(one))));
            for other in &below {
                prop_assert!(tree.is_within(*other, id(&name(one))));
            }
            prop_assert!(tree.path_text(id(&name(one))).contains("thôn"));
        }
    }
}
