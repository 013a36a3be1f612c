//! The order of the Vietnamese alphabet: a ă â b c d đ e ê … , tones after letters, people by
//! their given name.

/// One vowel with its six tones in dictionary order: level, huyền, hỏi, ngã, sắc, nặng.
pub(super) struct Row {
    /// The ASCII letter below the marks.
    pub(super) base: char,
    /// 0 none, 1 breve, 2 circumflex, 3 horn: also the order within one base letter.
    pub(super) mark: usize,
    /// The six letters.
    pub(super) tones: &'static str,
}

const fn row(base: char, mark: usize, tones: &'static str) -> Row {
    Row { base, mark, tones }
}

pub(super) const LETTERS: [Row; 12] = [
    row('a', 0, "aàảãáạ"),
    row('a', 1, "ăằẳẵắặ"),
    row('a', 2, "âầẩẫấậ"),
    row('e', 0, "eèẻẽéẹ"),
    row('e', 2, "êềểễếệ"),
    row('i', 0, "iìỉĩíị"),
    row('o', 0, "oòỏõóọ"),
    row('o', 2, "ôồổỗốộ"),
    row('o', 3, "ơờởỡớợ"),
    row('u', 0, "uùủũúụ"),
    row('u', 3, "ưừửữứự"),
    row('y', 0, "yỳỷỹýỵ"),
];

/// A key that sorts text as a Vietnamese dictionary does: word by word, letters before tones.
#[must_use]
pub fn text_key(text: &str) -> Vec<u8> {
    let mut key = Vec::with_capacity(text.len() * 2);
    push_words(&mut key, text.split_whitespace());
    key
}

/// A key that sorts people by given name (the last word), then by family and middle names.
///
/// ```
/// let mut names = ["Nông Thị Yến", "Hoàng Văn Ân", "Lý A Dũng"];
/// names.sort_by_key(|name| shared::vietnamese::name_key(name));
/// assert_eq!(names, ["Hoàng Văn Ân", "Lý A Dũng", "Nông Thị Yến"]);
/// ```
#[must_use]
pub fn name_key(name: &str) -> Vec<u8> {
    let mut before: Vec<&str> = name.split_whitespace().collect();
    let given = before.pop();
    let mut key = Vec::with_capacity(name.len() * 2);
    push_words(&mut key, given.into_iter().chain(before));
    key
}

/// Letters, then a byte lower than any of them, then the tones; words one after another.
fn push_words<'a>(key: &mut Vec<u8>, words: impl Iterator<Item = &'a str>) {
    for word in words {
        let mut tones = Vec::new();
        for letter in word.chars() {
            push_letter(key, &mut tones, letter);
        }
        key.push(1);
        key.append(&mut tones);
        key.push(0);
    }
}

/// `z` ends at 25 × 4 + 3: letters take four places each, for their marks.
const FIRST_LETTER: u8 = 40;
const AFTER_LETTERS: u8 = 200;

fn push_letter(key: &mut Vec<u8>, tones: &mut Vec<u8>, letter: char) {
    let lower = letter.to_lowercase().next().unwrap_or(letter);
    let place = |base: char, mark: usize| FIRST_LETTER + (base as u8 - b'a') * 4 + mark as u8;
    // A combining mark changes the letter that was pushed last.
    let combining = match lower {
        '\u{306}' => Some(1),
        '\u{302}' => Some(2),
        '\u{31b}' => Some(3),
        _ => None,
    };
    if let Some(mark) = combining {
        match key.last_mut() {
            Some(last) if (FIRST_LETTER..AFTER_LETTERS).contains(last) && (*last - FIRST_LETTER).is_multiple_of(4) => {
                *last += mark
            }
            _ => {}
        }
        return;
    }
    if let Some(tone) = ['\u{300}', '\u{309}', '\u{303}', '\u{301}', '\u{323}'].iter().position(|mark| *mark == lower) {
        if let Some(last) = tones.last_mut() {
            *last = 2 + 1 + tone as u8;
        }
        return;
    }
    let found = LETTERS.iter().find_map(|row| row.tones.chars().position(|tone| tone == lower).map(|tone| (row, tone)));
    if let Some((row, tone)) = found {
        key.push(place(row.base, row.mark));
        tones.push(2 + tone as u8);
    } else if lower.is_ascii() {
        key.push(if lower.is_ascii_lowercase() { place(lower, 0) } else { lower as u8 / 4 + 2 });
        if lower.is_ascii_digit() {
            // Four digits share one place above, so their own order follows.
            key.push(lower as u8);
        }
        tones.push(2);
    } else if lower == 'đ' {
        key.push(place('d', 1));
        tones.push(2);
    } else {
        // Foreign letters come last, in the order of Unicode.
        key.push(AFTER_LETTERS);
        key.extend((lower as u32).to_be_bytes());
        tones.push(2);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn assert_sorted(in_order: &[&str], key: fn(&str) -> Vec<u8>) {
        for pair in in_order.windows(2) {
            assert!(key(pair[0]) < key(pair[1]), "{} before {}", pair[0], pair[1]);
        }
    }

    #[test]
    fn letters_come_in_the_order_of_the_alphabet() {
        assert_sorted(
            &["1", "2", "9", "a", "ă", "â", "b", "c", "d", "đ", "e", "ê", "g", "o", "ô", "ơ", "u", "ư", "v", "y", "ж"],
            text_key,
        );
    }

    #[test]
    fn tones_decide_only_between_equal_letters() {
        assert_sorted(&["ma", "mà", "mả", "mã", "mã lai", "má", "mạ", "mai", "măng"], text_key);
        assert_sorted(&["xã Điềm He", "xã Tân Đoàn", "xã Tri Lễ", "xã Văn Quan", "xã Yên Phúc"], text_key);
    }

    #[test]
    fn people_come_by_given_name_then_family_name() {
        assert_sorted(
            &["Lương Thị An", "Nông Văn Ánh", "Hoàng Ân", "Vi Văn Dũng", "Hứa Đức", "Hoàng Thị Hà", "Lý Thị Hà"],
            name_key,
        );
    }

    #[test]
    fn composed_and_decomposed_text_has_one_place() {
        assert_eq!(text_key("Hoàng Ngọc Ước"), text_key("Hoa\u{300}ng Ngo\u{323}c U\u{31b}o\u{31b}\u{301}c"));
        assert_eq!(text_key("e\u{302}\u{323}"), text_key("e\u{323}\u{302}"));
    }
}
