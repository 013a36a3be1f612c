//! Writing a PNG: a header, one deflated stream of rows, an end. Nothing is read here.

use flate2::{Compression, Crc, write::ZlibEncoder};
use std::io::Write as _;

/// The file of a picture of three bytes a pixel.
pub fn encoded(width: u32, height: u32, rgb: &[u8]) -> Vec<u8> {
    let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
    let mut header = Vec::with_capacity(13);
    header.extend(width.to_be_bytes());
    header.extend(height.to_be_bytes());
    // Eight bits a channel, true colour, deflate, the usual filters, no interlacing.
    header.extend([8, 2, 0, 0, 0]);
    chunk(&mut file, *b"IHDR", &header);
    chunk(&mut file, *b"IDAT", &rows(width as usize * 3, rgb));
    chunk(&mut file, *b"IEND", &[]);
    file
}

fn chunk(file: &mut Vec<u8>, name: [u8; 4], body: &[u8]) {
    let length = u32::try_from(body.len()).expect("a picture of the demonstration is far below 4 GiB");
    file.extend(length.to_be_bytes());
    let mut sum = Crc::new();
    sum.update(&name);
    sum.update(body);
    file.extend(name);
    file.extend(body);
    file.extend(sum.sum().to_be_bytes());
}

/// Each row as its difference from the row above: flat shapes become runs of zeros.
fn rows(stride: usize, rgb: &[u8]) -> Vec<u8> {
    const UP: u8 = 2;
    let mut packer = ZlibEncoder::new(Vec::new(), Compression::new(5));
    let mut above = vec![0; stride];
    for row in rgb.chunks_exact(stride) {
        let differences: Vec<u8> = row.iter().zip(&above).map(|(byte, over)| byte.wrapping_sub(*over)).collect();
        packer.write_all(&[UP]).and_then(|()| packer.write_all(&differences)).expect("writing to memory does not fail");
        above.copy_from_slice(row);
    }
    packer.finish().expect("writing to memory does not fail")
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::read::ZlibDecoder;
    use std::io::Read as _;

    #[test]
    fn the_rows_come_back_as_they_went() {
        let rgb: Vec<u8> = (0..48).map(|n: u8| n.wrapping_mul(37)).collect();
        let mut back = Vec::new();
        ZlibDecoder::new(&rows(12, &rgb)[..]).read_to_end(&mut back).unwrap();
        assert_eq!(back.len(), 4 * 13);
        let file = encoded(4, 4, &rgb);
        assert_eq!((&file[12..16], &file[16..24]), (&b"IHDR"[..], &[0, 0, 0, 4, 0, 0, 0, 4][..]));
        // The checksum of the empty end chunk is known from the standard.
        assert_eq!(&file[file.len() - 8..], b"IEND\xae\x42\x60\x82");
    }
}
