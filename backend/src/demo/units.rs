//! The units: Lạng Sơn, the six communes that were formed over the former Văn Quan district,
//! offices, and villages with names that are made up.

use shared::{
    id::UnitId,
    unit::{Unit, UnitKind},
};

/// Code and name of the province.
const PROVINCE: (&str, &str) = ("20", "Lạng Sơn");
/// Offices of the province.
const OFFICES: &[&str] = &[
    "Sở Nông nghiệp và Môi trường",
    "Sở Tài chính",
    "Sở Văn hóa, Thể thao và Du lịch",
    "Báo và Phát thanh, Truyền hình Lạng Sơn",
    "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh",
];
/// A commune: code, name, offices, villages with their households.
type Commune = (&'static str, &'static str, &'static [&'static str], &'static [(&'static str, &'static str, i64)]);
const COMMUNES: &[Commune] = &[
    (
        "06253",
        "Văn Quan",
        &["Phòng Văn hóa - Xã hội", "Phòng Kinh tế", "Trung tâm Dịch vụ tổng hợp"],
        &[("khối", "Tân Thành", 148), ("khối", "Đức Hòa", 132), ("thôn", "Khòn Khẻ", 74), ("thôn", "Nà Bung", 66)],
    ),
    (
        "06280",
        "Điềm He",
        &["Phòng Văn hóa - Xã hội"],
        &[
            ("thôn", "Nà Lộc", 82),
            ("thôn", "Bản Làn", 69),
            ("thôn", "Khòn Riềng", 57),
            ("thôn", "Pò Xè", 48),
            ("thôn", "Phai Quang", 91),
        ],
    ),
    (
        "06286",
        "Khánh Khê",
        &["Phòng Văn hóa - Xã hội"],
        &[("thôn", "Nà Ràng", 77), ("thôn", "Bản Khính", 63), ("thôn", "Lũng Cọt", 41)],
    ),
    (
        "06298",
        "Yên Phúc",
        &["Phòng Văn hóa - Xã hội"],
        &[("thôn", "Bắc Chợ", 118), ("thôn", "Nà Chanh", 72), ("thôn", "Khau Ra", 54), ("thôn", "Pá Danh", 60)],
    ),
    (
        "06313",
        "Tri Lễ",
        &["Phòng Văn hóa - Xã hội"],
        &[("thôn", "Lùng Phúc", 44), ("thôn", "Bản Chang", 58), ("thôn", "Nà Vò", 61), ("thôn", "Kéo Đảy", 37)],
    ),
    (
        "06316",
        "Tân Đoàn",
        &["Phòng Văn hóa - Xã hội"],
        &[("thôn", "Khòn Pát", 83), ("thôn", "Nà Súng", 67), ("thôn", "Bản Ỏ", 46)],
    ),
];

/// The province.
pub fn province() -> UnitId {
    UnitId::derived(&["demo", PROVINCE.1])
}

/// An office of the province.
pub fn office(name: &str) -> UnitId {
    debug_assert!(OFFICES.contains(&name), "{name}");
    UnitId::derived(&["demo", PROVINCE.1, name])
}

/// A commune.
pub fn commune(name: &str) -> UnitId {
    debug_assert!(COMMUNES.iter().any(|commune| commune.1 == name), "{name}");
    UnitId::derived(&["demo", PROVINCE.1, name])
}

/// A village or an office of a commune.
pub fn within(commune: &str, name: &str) -> UnitId {
    UnitId::derived(&["demo", PROVINCE.1, commune, name])
}

/// The names of all communes.
pub fn communes() -> impl Iterator<Item = &'static str> {
    COMMUNES.iter().map(|commune| commune.1)
}

/// All units, parents before children.
pub fn all() -> Vec<Unit> {
    let top = province();
    let mut units =
        vec![Unit { code: PROVINCE.0.to_owned(), ..Unit::named(top, UnitKind::Province, PROVINCE.1, None) }];
    units.extend(OFFICES.iter().map(|name| Unit::named(office(name), UnitKind::Agency, name, Some(top))));
    for (code, name, offices, villages) in COMMUNES {
        let id = commune(name);
        units.push(Unit {
            code: (*code).to_owned(),
            valid_from: Some("2025-07-01".parse().expect("a day of the calendar")),
            households: Some(villages.iter().map(|village| village.2).sum()),
            ..Unit::named(id, UnitKind::Commune, name, Some(top))
        });
        units
            .extend(offices.iter().map(|office| Unit::named(within(name, office), UnitKind::Agency, office, Some(id))));
        units.extend(villages.iter().map(|(word, village, households)| Unit {
            word: (*word).to_owned(),
            households: Some(*households),
            ..Unit::named(within(name, village), UnitKind::Village, village, Some(id))
        }));
    }
    units
}
