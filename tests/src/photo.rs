//! Pictures as a camera leaves them in a folder, drawn here, each different from the others.

use crate::{chance::Chance, folder::Folder};
use flate2::{Compression, Crc, write::ZlibEncoder};
use std::{fs, io::Write as _, path::PathBuf};

/// Larger than what the app keeps, so that it has to make them small.
pub const WIDTH: u32 = 2400;
/// Like [`WIDTH`].
pub const HEIGHT: u32 = 1800;
/// As wide as what [`kept`] draws, in pixels.
pub const SMALL_WIDTH: u32 = 84;
/// Like [`SMALL_WIDTH`].
pub const SMALL_HEIGHT: u32 = 63;

/// Writes a picture of bands in colours that belong to `seed`.
///
/// # Panics
/// If the folder cannot be written.
#[must_use]
pub fn taken(folder: &Folder, name: &str, seed: u8) -> PathBuf {
    let path = folder.path().join(name);
    let bands = |x, y| {
        let bands = [x / 40, y / 30, (x + y) / 50];
        bands.map(|band: u32| (band as u8).wrapping_mul(7).wrapping_add(seed.wrapping_mul(31)))
    };
    fs::write(&path, png(WIDTH, HEIGHT, bands)).expect("the temporary folder can be written");
    path
}

/// A small picture of noise, some sixteen kilobytes, as an app would send it: another for each number.
#[must_use]
pub fn kept(number: u64) -> Vec<u8> {
    let mut chance = Chance::of(number);
    png(SMALL_WIDTH, SMALL_HEIGHT, |_, _| {
        let [red, green, blue, ..] = chance.bits().to_le_bytes();
        [red, green, blue]
    })
}

fn png(width: u32, height: u32, mut colours: impl FnMut(u32, u32) -> [u8; 3]) -> Vec<u8> {
    let mut lines = ZlibEncoder::new(Vec::new(), Compression::fast());
    let mut line = vec![0; 1 + width as usize * 3];
    for y in 0..height {
        for (x, pixel) in (0..width).zip(line[1..].chunks_exact_mut(3)) {
            pixel.copy_from_slice(&colours(x, y));
        }
        lines.write_all(&line).expect("memory takes everything");
    }
    let mut head = Vec::new();
    head.extend(width.to_be_bytes());
    head.extend(height.to_be_bytes());
    // Eight bits a colour, red green blue, the only compression, filter and order there are.
    head.extend([8, 2, 0, 0, 0]);
    let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
    chunk(&mut file, b"IHDR", &head);
    chunk(&mut file, b"IDAT", &lines.finish().expect("memory takes everything"));
    chunk(&mut file, b"IEND", &[]);
    file
}

fn chunk(file: &mut Vec<u8>, name: &[u8; 4], body: &[u8]) {
    let length = u32::try_from(body.len()).expect("a picture here is small");
    let mut crc = Crc::new();
    crc.update(name);
    crc.update(body);
    file.extend(length.to_be_bytes());
    file.extend(name);
    file.extend(body);
    file.extend(crc.sum().to_be_bytes());
}
