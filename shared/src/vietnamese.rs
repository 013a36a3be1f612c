//! Vietnamese text for machines: folding for search, and the order of letters and of names.
//!
//! Knows nothing of records. What people read is never changed here, only what is compared.

mod index;
mod order;

pub use index::SearchIndex;
pub use order::{name_key, text_key};

/// Text as search compares it: lower case, without tones and marks, đ as d.
///
/// Takes the 134 letters composed, decomposed, or half and half, so that old and new placement
/// of tones (hoà, hòa) are one. Apostrophes vanish (H'Mông is `hmong`); all else stays.
///
/// ```
/// assert_eq!(shared::vietnamese::folded("Điềm He, thôn Nà Lộc"), "diem he, thon na loc");
/// ```
#[must_use]
pub fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match folded_letter(letter) {
            Folded::To(plain) => out.push(plain),
            Folded::Gone => {}
            // One letter may become two, the second a mark (İ).
            Folded::Other => out.extend(letter.to_lowercase().filter_map(|small| match folded_letter(small) {
                Folded::To(plain) => Some(plain),
                Folded::Gone => None,
                Folded::Other => Some(small),
            })),
        }
    }
    out
}

/// The words of folded text: runs of letters and digits.
pub fn words(folded: &str) -> impl Iterator<Item = &str> {
    folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

/// Whether each word of `needle` begins some word of `hay`, in any order, marks and case aside.
///
/// An empty needle matches everything. For many records keep a [`SearchIndex`] instead.
#[must_use]
pub fn matches(needle: &str, hay: &str) -> bool {
    if has_signs_only(needle) {
        return false;
    }
    let (needle, hay) = (folded(needle), folded(hay));
    words(&needle).all(|part| words(&hay).any(|word| word.starts_with(part)))
}

/// Whether a needle holds something, and no word: an emoji is looked for in vain.
fn has_signs_only(needle: &str) -> bool {
    !needle.trim().is_empty() && words(&folded(needle)).next().is_none()
}

enum Folded {
    To(char),
    Gone,
    Other,
}

/// Unicode lays the Vietnamese letters out in runs, so ranges are shorter than a table.
fn folded_letter(letter: char) -> Folded {
    let plain = match letter {
        '\0'..='\u{7f}' if letter != '\'' => letter.to_ascii_lowercase(),
        'À'..='Ã' | 'à'..='ã' | 'Ă' | 'ă' | 'Ạ'..='ặ' => 'a',
        'È'..='Ê' | 'è'..='ê' | 'Ẹ'..='ệ' => 'e',
        'Ì' | 'Í' | 'ì' | 'í' | 'Ĩ' | 'ĩ' | 'Ỉ'..='ị' => 'i',
        'Ò'..='Õ' | 'ò'..='õ' | 'Ơ' | 'ơ' | 'Ọ'..='ợ' => 'o',
        'Ù' | 'Ú' | 'ù' | 'ú' | 'Ũ' | 'ũ' | 'Ư' | 'ư' | 'Ụ'..='ự' => 'u',
        'Ý' | 'ý' | 'Ỳ'..='ỹ' => 'y',
        // The Icelandic letter stands for Đ in texts from old keyboards.
        'Đ' | 'đ' | 'Ð' | 'ð' => 'd',
        '\u{300}'..='\u{36f}' | '\'' | '’' | '‘' | 'ʼ' => return Folded::Gone,
        _ => return Folded::Other,
    };
    Folded::To(plain)
}

#[cfg(test)]
mod tests {
    use super::order::LETTERS;
    use super::*;
    use proptest::prelude::*;

    /// The marks as separate characters, in both orders that occur.
    fn decomposed(plain: char, mark: usize, tone: usize) -> Vec<String> {
        let marks = ["", "\u{306}", "\u{302}", "\u{31b}"];
        let tones = ["", "\u{300}", "\u{309}", "\u{303}", "\u{301}", "\u{323}"];
        vec![format!("{plain}{}{}", marks[mark], tones[tone]), format!("{plain}{}{}", tones[tone], marks[mark])]
    }

    #[test]
    fn all_134_letters_fold_to_their_base_composed_and_decomposed() {
        let mut seen = 0;
        for row in LETTERS {
            let plain = row.base;
            for (tone, letter) in row.tones.chars().enumerate() {
                let upper: String = letter.to_uppercase().collect();
                assert_eq!(folded(&letter.to_string()), plain.to_string(), "{letter}");
                assert_eq!(folded(&upper), plain.to_string(), "{upper}");
                seen += if letter.is_ascii() { 0 } else { 2 };
                for text in decomposed(plain, row.mark, tone) {
                    assert_eq!(folded(&text), plain.to_string(), "{text}");
                }
            }
        }
        assert_eq!((folded("đĐ"), folded("Ð")), ("dd".to_owned(), "d".to_owned()));
        assert_eq!(seen + 2, 134);
    }

    #[test]
    fn tone_placement_case_and_half_composed_letters_make_no_difference() {
        for (one, other) in [
            ("hoà bình", "HÒA BÌNH"),
            ("thuý", "thúy"),
            ("khoẻ", "khỏe"),
            ("nghe\u{302}\u{323}", "nghệ"),
            ("ngh\u{ea}\u{323}", "nghệ"),
        ] {
            assert_eq!(folded(one), folded(other));
        }
    }

    #[test]
    fn words_of_the_needle_begin_words_of_the_hay() {
        let hay = "Họp thôn Nà Lộc: giảm nghèo đa chiều (H'Mông, Nùng), 21/11/2026";
        for needle in
            ["", "  ", "na loc", "NÀ LỘC", "loc na", "ngheo", "giam ng", "hmong", "h'mông", "đa", "21/11", "2026 nung"]
        {
            assert!(matches(needle, hay), "{needle}");
        }
        for needle in ["oc", "na locc", "hop xom", "11/12"] {
            assert!(!matches(needle, hay), "{needle}");
        }
    }

    proptest! {
        #[test]
        fn folding_twice_is_folding_once(text in "\\PC{0,40}") {
            let once = folded(&text);
            prop_assert_eq!(folded(&once), once);
        }

        #[test]
        fn any_beginning_of_any_word_finds_the_text(text in "[a-zA-ZđĐăâêôơưàảãáạềỉọửỹ0-9 .,/-]{1,60}", skip in 0usize..8, take in 1usize..5) {
            let plain = folded(&text);
            if let Some(word) = words(&plain).nth(skip) {
                let part: String = word.chars().take(take).collect();
                prop_assert!(matches(&part, &text));
            }
        }
    }
}
