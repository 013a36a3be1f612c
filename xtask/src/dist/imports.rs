//! Short names where the wasm and its script call each other. Those that wasm-bindgen gives are
//! long and end in a hash, which nothing packs; people never see them.
//! Pure: a wasm and a script in, both with the same new names out.

use crate::failure::{Failure, Outcome};

/// The number of the section that names what a wasm imports.
const IMPORTS: u8 = 2;
/// How many characters of hash end a name of wasm-bindgen's.
const HASH: usize = 16;

/// Both with short names for what the wasm imports from the script.
///
/// # Errors
/// When the wasm is not written as expected, or the script does not give what it imports.
pub fn shortened(wasm: &[u8], script: &str) -> Outcome<(Vec<u8>, String)> {
    let mut reader = Reader { bytes: wasm, at: 0 };
    let mut out = reader.take(8)?.to_vec();
    let mut script = script.to_owned();
    while reader.at < wasm.len() {
        let number = reader.byte()?;
        let length = reader.number()?;
        let mut body = reader.take(length)?.to_vec();
        if number == IMPORTS {
            (body, script) = renamed(&body, script)?;
        }
        out.push(number);
        write_number(&mut out, body.len());
        out.extend(body);
    }
    Ok((out, script))
}

fn renamed(section: &[u8], mut script: String) -> Outcome<(Vec<u8>, String)> {
    let mut reader = Reader { bytes: section, at: 0 };
    let count = reader.number()?;
    let mut out = Vec::with_capacity(section.len());
    write_number(&mut out, count);
    for place in 0..count {
        let (module, name) = (reader.text()?, reader.text()?);
        let mut name = name.to_owned();
        if is_hashed(&name) {
            if !script.contains(&name) {
                return Err(unexpected(&format!("the script does not give {name}")));
            }
            let short = format!("_{place:x}");
            script = script.replace(&name, &short);
            name = short;
        }
        for text in [module, &name] {
            write_number(&mut out, text.len());
            out.extend(text.as_bytes());
        }
        let from = reader.at;
        reader.skip_kind()?;
        out.extend(&section[from..reader.at]);
    }
    Ok((out, script))
}

/// Such a name is in no other: it ends in its hash.
fn is_hashed(name: &str) -> bool {
    let hash = name.len().checked_sub(HASH).and_then(|at| name.get(at..));
    name.starts_with("__wb") && hash.is_some_and(|hash| hash.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

fn unexpected(what: &str) -> Failure {
    Failure::new(format!("what the wasm imports: {what}"))
}

fn write_number(out: &mut Vec<u8>, mut number: usize) {
    while number > 0x7f {
        out.push(u8::try_from(number & 0x7f).expect("seven bits") | 0x80);
        number >>= 7;
    }
    out.push(u8::try_from(number).expect("seven bits"));
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    fn take(&mut self, length: usize) -> Outcome<&'a [u8]> {
        let end = self.at.checked_add(length);
        let taken = end.and_then(|end| self.bytes.get(self.at..end)).ok_or_else(|| unexpected("it ends too soon"))?;
        self.at += length;
        Ok(taken)
    }

    fn byte(&mut self) -> Outcome<u8> {
        Ok(self.take(1)?[0])
    }

    fn number(&mut self) -> Outcome<usize> {
        let mut number = 0;
        for shift in (0..32).step_by(7) {
            let byte = self.byte()?;
            number |= usize::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok(number);
            }
        }
        Err(unexpected("a number is too long"))
    }

    fn text(&mut self) -> Outcome<&'a str> {
        let length = self.number()?;
        std::str::from_utf8(self.take(length)?).map_err(|_| unexpected("a name is no text"))
    }

    /// Goes past what is imported: a function, table, memory, global or tag.
    fn skip_kind(&mut self) -> Outcome {
        match self.byte()? {
            0 => drop(self.number()?),
            1 => {
                self.byte()?;
                self.skip_limits()?;
            }
            2 => self.skip_limits()?,
            3 => drop(self.take(2)?),
            4 => {
                self.byte()?;
                self.number()?;
            }
            kind => return Err(unexpected(&format!("a kind {kind} is not known"))),
        }
        Ok(())
    }

    fn skip_limits(&mut self) -> Outcome {
        let has_most = self.byte()? & 1 == 1;
        self.number()?;
        if has_most {
            self.number()?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LONG: &str = "__wbg_setItem_0123456789abcdef";

    /// A wasm that imports functions of these names and has one section more.
    fn wasm(names: &[&str]) -> Vec<u8> {
        let mut section = Vec::new();
        write_number(&mut section, names.len());
        for name in names {
            for text in ["./a.js", name] {
                write_number(&mut section, text.len());
                section.extend(text.as_bytes());
            }
            section.extend([0, 7]);
        }
        let mut wasm = b"\0asm\x01\0\0\0".to_vec();
        wasm.push(IMPORTS);
        write_number(&mut wasm, section.len());
        wasm.extend(section);
        wasm.extend([11, 2, 0xab, 0xcd]);
        wasm
    }

    #[test]
    fn both_sides_have_the_same_short_name_and_nothing_else_changes() {
        let script = format!("const all = {{ {LONG}: function() {{}}, __wbindgen_start: 1 }};");
        let (short, script) = shortened(&wasm(&["__wbindgen_start", LONG]), &script).expect("as expected");
        assert_eq!(short, wasm(&["__wbindgen_start", "_1"]));
        assert_eq!(script, "const all = { _1: function() {}, __wbindgen_start: 1 };");
    }

    #[test]
    fn many_names_make_longer_numbers() {
        let names: Vec<String> = (0..300).map(|number| format!("__wbg_a_{number:016x}")).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let (short, script) = shortened(&wasm(&names), &names.join(" ")).expect("as expected");
        let expected: Vec<String> = (0..300).map(|number| format!("_{number:x}")).collect();
        let expected: Vec<&str> = expected.iter().map(String::as_str).collect();
        assert_eq!(short, wasm(&expected));
        assert_eq!(script, expected.join(" "));
    }

    #[test]
    fn a_wasm_that_does_not_fit_its_script_is_not_shipped() {
        assert!(shortened(&wasm(&[LONG]), "const all = {};").is_err());
        let whole = wasm(&[LONG]);
        assert!(shortened(&whole[..whole.len() - 1], LONG).is_err());
    }
}
