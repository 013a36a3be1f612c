//! The file with which an office begins: taken in whole, or refused with a word and nothing written.

use crate::archive::with;
use backend::{error::Error, office, store};
use serde_json::json;
use shared::id::UnitId;

pub fn seeds() -> Vec<Vec<u8>> {
    let units = json!([
        { "key": "tinh", "kind": "province", "code": "20", "name": "Lạng Sơn" },
        { "key": "xa", "kind": "commune", "code": "06280", "name": "Điềm He", "under": "tinh" },
        { "key": "thon", "kind": "village", "word": "thôn", "name": "Phai Quang", "under": "xa" },
        { "key": "so", "kind": "agency", "name": "Sở Dân tộc", "under": "tinh" }
    ]);
    let person = json!({ "login": "Canbo ", "name": "Ân", "role": "officer", "unit": "xa", "agency": "so", "position": "công chức" });
    let files = [
        json!({ "units": units, "people": [] }),
        json!({ "units": units, "people": [person] }),
        json!({ "units": [], "people": [] }),
    ];
    files.map(|file| file.to_string().into_bytes()).to_vec()
}

pub fn hit(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    // An account costs a hash that is slow on purpose.
    if text.matches("\"login\"").count() > 3 {
        return;
    }
    with(|archive| {
        archive.wait(async {
            let made = match office::taken_in(&archive.app, text).await {
                Ok(made) => made,
                Err(Error::Malformed(why)) => return assert!(!why.is_empty()),
                Err(other) => panic!("{other:?}"),
            };
            let again = office::taken_in(&archive.app, text).await.unwrap();
            assert!(again.is_empty(), "the same file makes nothing a second time");
            let file: office::Office = serde_json::from_str(text).unwrap();
            let ids: Vec<UnitId> = file.units.iter().map(|unit| UnitId::derived(&["office", &unit.key])).collect();
            let mut conn = archive.app.db.read().await.unwrap();
            assert_eq!(store::unit::existing(&mut conn, &ids).await.unwrap().len(), ids.len(), "every unit is there");
            for account in &made {
                assert!(store::person::by_login(&mut conn, &account.login).await.unwrap().is_some());
            }
        });
    });
}
