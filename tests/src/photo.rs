//! Pictures as a camera leaves them in a folder, drawn here, each different from the others.

use crate::folder::Folder;
use flate2::{Compression, Crc, write::ZlibEncoder};
use std::{fs, io::Write as _, path::PathBuf};

/// Larger than what the app keeps, so that it has to make them small.
pub const WIDTH: u32 = 2400;
/// Like [`WIDTH`].
pub const HEIGHT: u32 = 1800;

/// Writes a picture of bands in colours that belong to `seed`.
///
/// # Panics
/// If the folder cannot be written.
#[must_use]
pub fn taken(folder: &Folder, name: &str, seed: u8) -> PathBuf {
    let path = folder.path().join(name);
    fs::write(&path, png(seed)).expect("the temporary folder can be written");
    path
}

fn png(seed: u8) -> Vec<u8> {
    let mut lines = ZlibEncoder::new(Vec::new(), Compression::fast());
    let mut line = vec![0; 1 + WIDTH as usize * 3];
    for y in 0..HEIGHT {
        for (x, pixel) in (0..WIDTH).zip(line[1..].chunks_exact_mut(3)) {
            let bands = [x / 40, y / 30, (x + y) / 50];
            for (colour, band) in pixel.iter_mut().zip(bands) {
                *colour = (band as u8).wrapping_mul(7).wrapping_add(seed.wrapping_mul(31));
            }
        }
        lines.write_all(&line).expect("memory takes everything");
    }
    let mut head = Vec::new();
    head.extend(WIDTH.to_be_bytes());
    head.extend(HEIGHT.to_be_bytes());
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
