//! The container of a backup: an ordinary tar archive, so that any machine can look into it. Written and
//! read piece by piece, and hashed on the way.
//!
//! Read strictly: a header is exactly the one that would be written for its name and size, or the file is
//! not taken for a backup.

use sha2::{Digest as _, Sha256};
use shared::digest::Digest;
use std::io::{self, Read, Write};

const BLOCK: usize = 512;
/// Eleven octal digits; above, the size stands in base 256, as GNU and BSD read it.
const OCTAL_MAX: u64 = 0o777_7777_7777;

/// A tar archive that is being written.
pub struct Writer<W> {
    out: W,
    hash: Sha256,
    left: u64,
    padding: usize,
}

impl<W: Write> Writer<W> {
    /// An empty one.
    pub fn new(out: W) -> Self {
        Self { out, hash: Sha256::new(), left: 0, padding: 0 }
    }

    /// Begins a part of this many bytes; they follow by [`Writer::put`].
    ///
    /// # Errors
    /// The disk's.
    pub fn begin(&mut self, name: &str, bytes: u64) -> io::Result<()> {
        debug_assert!(self.left == 0, "the part before is whole");
        (self.left, self.padding) = (bytes, padding(bytes));
        let header = header(name, bytes);
        self.write(&header)
    }

    /// A piece of the part that was begun.
    ///
    /// # Errors
    /// The disk's, or there are more bytes than were announced.
    pub fn put(&mut self, piece: &[u8]) -> io::Result<()> {
        let left = self.left.checked_sub(piece.len() as u64);
        self.left = left.ok_or_else(|| io::Error::other("a part is larger than was said"))?;
        self.write(piece)?;
        if self.left > 0 || piece.is_empty() {
            return Ok(());
        }
        let padding = std::mem::take(&mut self.padding);
        self.write(&[0; BLOCK][..padding])
    }

    /// The digest of everything until now.
    pub fn digest(&self) -> Digest {
        Digest(self.hash.clone().finalize().into())
    }

    /// Ends the archive; what it was written to.
    ///
    /// # Errors
    /// The disk's, or a part has fewer bytes than were announced.
    pub fn finish(mut self) -> io::Result<W> {
        if self.left > 0 {
            return Err(io::Error::other("a part is smaller than was said"));
        }
        self.write(&[0; 2 * BLOCK])?;
        self.out.flush()?;
        Ok(self.out)
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.hash.update(bytes);
        self.out.write_all(bytes)
    }
}

/// A part that is being read.
pub struct Part {
    /// Its name.
    pub name: String,
    /// Its size.
    pub bytes: u64,
    /// The digest of everything before it.
    pub before: Digest,
}

/// A tar archive that is being read.
pub struct Reader<R> {
    input: R,
    hash: Sha256,
    left: u64,
    padding: usize,
}

impl<R: Read> Reader<R> {
    /// From its beginning.
    pub fn new(input: R) -> Self {
        Self { input, hash: Sha256::new(), left: 0, padding: 0 }
    }

    /// The next part, `None` at the end. The part before must have been read to its end.
    ///
    /// # Errors
    /// The disk's; `InvalidData` or `UnexpectedEof` where the file is not one of ours, was altered or cut.
    pub fn part(&mut self) -> io::Result<Option<Part>> {
        if self.left > 0 {
            return Err(altered("a part was not read"));
        }
        let mut padding = [0; BLOCK];
        let padding = &mut padding[..self.padding];
        self.exactly(padding)?;
        if padding.iter().any(|byte| *byte != 0) {
            return Err(altered("something stands between two parts"));
        }
        self.padding = 0;
        let before = Digest(self.hash.clone().finalize().into());
        let mut block = [0; BLOCK];
        self.exactly(&mut block)?;
        if block == [0; BLOCK] {
            self.exactly(&mut block)?;
            let more = self.input.read(&mut [0])?;
            return if block == [0; BLOCK] && more == 0 { Ok(None) } else { Err(altered("it goes on behind its end")) };
        }
        let (name, bytes) = read_header(&block).ok_or_else(|| altered("a part has no name and size"))?;
        if header(&name, bytes) != block {
            return Err(altered("a part is described otherwise than we do"));
        }
        (self.left, self.padding) = (bytes, self::padding(bytes));
        Ok(Some(Part { name, bytes, before }))
    }

    /// A piece of the part, empty at its end.
    ///
    /// # Errors
    /// The disk's; `UnexpectedEof` where the file was cut.
    pub fn piece<'b>(&mut self, buffer: &'b mut [u8]) -> io::Result<&'b [u8]> {
        let wanted = buffer.len().min(usize::try_from(self.left).unwrap_or(usize::MAX));
        let piece = &mut buffer[..wanted];
        self.exactly(piece)?;
        self.left -= wanted as u64;
        Ok(piece)
    }

    fn exactly(&mut self, bytes: &mut [u8]) -> io::Result<()> {
        self.input.read_exact(bytes)?;
        self.hash.update(bytes);
        Ok(())
    }
}

fn altered(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what)
}

fn padding(bytes: u64) -> usize {
    let over = usize::try_from(bytes % BLOCK as u64).expect("it is below a block");
    (BLOCK - over) % BLOCK
}

/// The block before a part, in the form of POSIX (ustar). No times and no owners: the same content gives
/// the same bytes.
fn header(name: &str, bytes: u64) -> [u8; BLOCK] {
    let mut block = [0; BLOCK];
    let mut put = |at: usize, text: &[u8]| block[at..at + text.len()].copy_from_slice(text);
    put(0, &name.as_bytes()[..name.len().min(100)]);
    put(100, b"0000644\0");
    put(108, b"0000000\0");
    put(116, b"0000000\0");
    if bytes <= OCTAL_MAX {
        put(124, format!("{bytes:011o}\0").as_bytes());
    } else {
        put(124, &[0x80, 0, 0, 0]);
        put(128, &bytes.to_be_bytes());
    }
    put(136, b"00000000000\0");
    put(148, b"        ");
    put(156, b"0");
    put(257, b"ustar\0");
    put(263, b"00");
    let sum: u32 = block.iter().map(|byte| u32::from(*byte)).sum();
    block[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
    block
}

fn read_header(block: &[u8; BLOCK]) -> Option<(String, u64)> {
    let name = block[..100].split(|byte| *byte == 0).next()?;
    let size = match &block[124..136] {
        [0x80, 0, 0, 0, number @ ..] => u64::from_be_bytes(number.try_into().ok()?),
        octal => u64::from_str_radix(std::str::from_utf8(&octal[..11]).ok()?, 8).ok()?,
    };
    Some((String::from_utf8(name.to_vec()).ok()?, size))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_and_nothing_else() {
        let mut tar = Writer::new(Vec::new());
        for (name, bytes) in [("a", &b"one"[..]), ("photos/b", &[7; 512]), ("c", b"")] {
            tar.begin(name, bytes.len() as u64).unwrap();
            tar.put(bytes).unwrap();
        }
        let digest = tar.digest();
        let whole = tar.finish().unwrap();
        assert_eq!(whole.len() % BLOCK, 0);
        let read = |bytes: &[u8]| -> io::Result<Vec<(String, u64)>> {
            let (mut tar, mut names, mut buffer) = (Reader::new(bytes), Vec::new(), [0; 100]);
            while let Some(part) = tar.part()? {
                while !tar.piece(&mut buffer)?.is_empty() {}
                names.push((part.name, part.bytes));
            }
            Ok(names)
        };
        assert_eq!(read(&whole).unwrap(), [("a".into(), 3), ("photos/b".into(), 512), ("c".into(), 0)]);
        assert_eq!(digest, Digest::of(&whole[..whole.len() - 2 * BLOCK]), "all of it is hashed");
        for cut in [0, 1, 511, 512, 600, 1024, 2000, whole.len() - 1] {
            assert!(read(&whole[..cut]).is_err(), "cut at {cut}");
        }
        assert!(read(&[whole.as_slice(), b"x"].concat()).is_err(), "something behind the end");
        for at in (0..BLOCK).chain(515..1024) {
            let mut other = whole.clone();
            other[at] ^= 1;
            assert!(read(&other).is_err(), "altered at {at}");
        }
    }

    #[test]
    fn a_part_may_be_larger_than_eight_gibibytes() {
        for bytes in [0, OCTAL_MAX, OCTAL_MAX + 1, u64::MAX] {
            assert_eq!(read_header(&header("database", bytes)), Some(("database".into(), bytes)));
        }
    }
}
