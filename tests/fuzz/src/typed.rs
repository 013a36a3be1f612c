//! What people type, and small texts inside messages: days, hours, amounts, names to search for, ids.

use shared::{
    date::{Date, TimeOfDay},
    digest::Digest,
    id::ChangeId,
    money::{Dong, WordStyle},
    value::Value,
    vietnamese::{SearchIndex, folded, matches, name_key, text_key},
};

pub fn seeds() -> Vec<Vec<u8>> {
    let texts = [
        "21/9/2026",
        "2026-09-21",
        "21.9",
        "29-02-2028",
        "7h30",
        "19:45",
        "7 giờ 5",
        "1.250.000",
        "1,5 triệu",
        "2 tỷ",
        "-12 000 đ",
        "Nguyễn Thị Đào",
        "xã Điềm He",
        "{\"from\":\"2026-01-01\",\"amount\":5}",
        "\"deleted\"",
        "[1]",
        "01890a5d-ac96-774b-bcce-b302099a8057",
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    ];
    texts.map(|text| text.as_bytes().to_vec()).to_vec()
}

pub fn hit(bytes: &[u8]) {
    if let Ok(value) = serde_json::from_slice::<Value>(bytes) {
        let text = serde_json::to_string(&value).unwrap();
        assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), value, "a value comes back as it went");
        let _shape = (value.depth(), value.is_blank(), value.as_int(), value.as_text());
    }
    let text = String::from_utf8_lossy(bytes);
    if let Ok(day) = Date::typed(&text) {
        assert_eq!(Date::typed(&day.text()), Ok(day), "a day is read as it is shown");
        assert_eq!(day.to_string().parse(), Ok(day));
        assert_eq!(Date::from_days(day.to_days()), day);
    }
    if let Ok(day) = text.parse::<Date>() {
        assert_eq!(day.to_string(), text, "a day has one spelling on the wire");
        let _derived = (day.weekday(), day.month_end());
    }
    if let Ok(time) = TimeOfDay::typed(&text) {
        assert_eq!(TimeOfDay::typed(&time.to_string()), Ok(time), "an hour is read as it is shown");
    }
    if let Ok(amount) = Dong::typed(&text) {
        assert_eq!(Dong::typed(&amount.dotted()), Ok(amount), "an amount is read as it is shown");
        assert!(!amount.words(WordStyle::NORTH).is_empty());
    }
    if let Ok(digest) = text.parse::<Digest>() {
        assert_eq!(digest.to_string(), text, "a digest has one spelling");
    }
    if let Ok(id) = text.parse::<ChangeId>() {
        assert_eq!(id.to_string().parse(), Ok(id), "an id is read as it is written");
    }
    searched(&text);
}

fn searched(text: &str) {
    assert_eq!(folded(&folded(text)), folded(text), "folding once is enough");
    let _keys = (text_key(text), name_key(text));
    let (name, needle) = text.split_once('\n').unwrap_or((text, text));
    let mut index = SearchIndex::new();
    index.insert(1, name);
    let found = index.find(needle);
    assert!(found.is_empty() || found == [1]);
    let _found = matches(needle, name);
    index.remove(&1);
    assert!(index.find(needle).is_empty(), "what was taken out is not found");
}
