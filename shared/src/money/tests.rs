//! Readings of amounts, the irregular ones above all.

use super::*;
use proptest::prelude::*;

#[test]
fn amounts_are_read_as_a_clerk_reads_them() {
    for (amount, words) in [
        (0, "Không đồng"),
        (1, "Một đồng"),
        (4, "Bốn đồng"),
        (5, "Năm đồng"),
        (10, "Mười đồng"),
        (11, "Mười một đồng"),
        (14, "Mười bốn đồng"),
        (15, "Mười lăm đồng"),
        (20, "Hai mươi đồng"),
        (21, "Hai mươi mốt đồng"),
        (24, "Hai mươi tư đồng"),
        (25, "Hai mươi lăm đồng"),
        (91, "Chín mươi mốt đồng"),
        (100, "Một trăm đồng"),
        (101, "Một trăm linh một đồng"),
        (104, "Một trăm linh bốn đồng"),
        (105, "Một trăm linh năm đồng"),
        (110, "Một trăm mười đồng"),
        (111, "Một trăm mười một đồng"),
        (115, "Một trăm mười lăm đồng"),
        (121, "Một trăm hai mươi mốt đồng"),
        (555, "Năm trăm năm mươi lăm đồng"),
        (1_000, "Một nghìn đồng"),
        (1_001, "Một nghìn không trăm linh một đồng"),
        (1_015, "Một nghìn không trăm mười lăm đồng"),
        (1_040, "Một nghìn không trăm bốn mươi đồng"),
        (10_500, "Mười nghìn năm trăm đồng"),
        (21_000, "Hai mươi mốt nghìn đồng"),
        (105_000, "Một trăm linh năm nghìn đồng"),
        (1_000_000, "Một triệu đồng"),
        (1_000_005, "Một triệu không trăm linh năm đồng"),
        (1_050_000, "Một triệu không trăm năm mươi nghìn đồng"),
        (3_500_000_000, "Ba tỷ năm trăm triệu đồng"),
        (3_050_000_000, "Ba tỷ không trăm năm mươi triệu đồng"),
        (12_345_678_901, "Mười hai tỷ ba trăm bốn mươi lăm triệu sáu trăm bảy mươi tám nghìn chín trăm linh một đồng"),
        (1_500_000_000_000, "Một nghìn năm trăm tỷ đồng"),
        (1_000_000_000_000_000_000, "Một tỷ tỷ đồng"),
        (-24_000, "Âm hai mươi tư nghìn đồng"),
    ] {
        assert_eq!(Dong(amount).words(WordStyle::NORTH), words, "{amount}");
    }
}

#[test]
fn an_office_chooses_its_spellings() {
    let south = WordStyle { billion: Billion::WithI, gap: Gap::Le };
    assert_eq!(Dong(2_000_105_000).words(south), "Hai tỉ một trăm lẻ năm nghìn đồng");
    assert_eq!(Dong(2_000_105_000).words(WordStyle::default()), "Hai tỷ một trăm linh năm nghìn đồng");
}

#[test]
fn dots_stand_between_thousands() {
    for (amount, text) in
        [(0, "0"), (999, "999"), (1_000, "1.000"), (-1_234_567, "-1.234.567"), (i64::MIN, "-9.223.372.036.854.775.808")]
    {
        assert_eq!(Dong(amount).dotted(), text);
    }
    assert_eq!(Dong(3_500_000_000).text(), "3.500.000.000 đồng");
}

#[test]
fn a_person_types_an_amount_in_several_ways() {
    for text in
        ["3500000", "3.500.000", "3,500,000 đ", "3 500 000 đồng", " 3.500.000đ ", "3.500.000 VNĐ", "3.500.000 Đồng"]
    {
        assert_eq!(Dong::typed(text), Ok(Dong(3_500_000)), "{text}");
    }
    for text in ["", "đồng", "3.5 triệu", "3.50", "35.00.000", "3500.000", "1..000", "99999999999999999999", "--5"]
    {
        assert_eq!(Dong::typed(text), Err(NotAnAmount), "{text}");
    }
    assert_eq!(Dong::typed("-24.000"), Ok(Dong(-24_000)));
}

/// Reads words back; knows nothing of the writer but the language.
fn read(words: &str) -> i64 {
    let digits = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"];
    let (mut billions, mut sum, mut group) = (0i64, 0i64, 0i64);
    let mut last = 0i64;
    for word in words.to_lowercase().trim_end_matches(" đồng").split(' ') {
        match word {
            "trăm" => group += last * 100,
            "mươi" => group += last * 10,
            "mười" => group += 10,
            "linh" | "âm" => {}
            "nghìn" | "triệu" => {
                sum += (group + last) * if word == "nghìn" { 1_000 } else { 1_000_000 };
                group = 0;
            }
            "tỷ" => {
                billions = (billions + sum + group + last) * 1_000_000_000;
                (sum, group) = (0, 0);
            }
            _ => {}
        }
        last = match word {
            "mốt" => 1,
            "tư" => 4,
            "lăm" => 5,
            _ => digits.iter().position(|digit| *digit == word).map_or(0, |digit| digit as i64),
        };
    }
    billions + sum + group + last
}

proptest! {
    #[test]
    fn words_say_the_number_and_no_other(amount in prop_oneof![0..2_000i64, 0..9_999_999_999i64, 0..i64::MAX]) {
        prop_assert_eq!(read(&Dong(amount).words(WordStyle::NORTH)), amount);
    }

    #[test]
    fn what_is_shown_can_be_typed(amount in any::<i64>().prop_filter("has no positive twin", |amount| *amount != i64::MIN)) {
        prop_assert_eq!(Dong::typed(&Dong(amount).text()), Ok(Dong(amount)));
    }
}
