//! Making a photo small, for lists: a JPEG out of a JPEG, without the camera's words about it.

use image::{
    DynamicImage, ImageDecoder as _, Limits,
    codecs::jpeg::{JpegDecoder, JpegEncoder},
};
use std::io::Cursor;

/// The longer side in pixels: sharp in a tile on a telephone, some ten kilobytes.
const SIDE_MAX: u32 = 360;
/// Of a hundred.
const QUALITY: u8 = 72;
/// A picture that claims to be larger is not unpacked.
const PICTURE_SIDE_MAX: u32 = 8_192;
/// Unpacked, a picture may take so much.
const UNPACKED_BYTES_MAX: u64 = 64 << 20;

/// A small picture of this one, upright; `None` when it is no JPEG that can be read, or is small already.
pub fn of(picture: &[u8]) -> Option<Vec<u8>> {
    let mut decoder = JpegDecoder::new(Cursor::new(picture)).ok()?;
    let mut limits = Limits::no_limits();
    limits.max_image_width = Some(PICTURE_SIDE_MAX);
    limits.max_image_height = Some(PICTURE_SIDE_MAX);
    limits.max_alloc = Some(UNPACKED_BYTES_MAX);
    decoder.set_limits(limits).ok()?;
    let upright = decoder.orientation().ok()?;
    let mut whole = DynamicImage::from_decoder(decoder).ok()?;
    if whole.width().max(whole.height()) <= SIDE_MAX {
        return None;
    }
    whole = whole.thumbnail(SIDE_MAX, SIDE_MAX);
    whole.apply_orientation(upright);
    let mut small = Vec::new();
    JpegEncoder::new_with_quality(&mut small, QUALITY).encode_image(&whole.to_rgb8()).ok()?;
    (small.len() < picture.len()).then_some(small)
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::RgbImage;

    fn photo(width: u32, height: u32) -> Vec<u8> {
        let picture =
            RgbImage::from_fn(width, height, |x, y| image::Rgb([(x / 9) as u8, (y / 7) as u8, (x + y) as u8]));
        let mut bytes = Vec::new();
        JpegEncoder::new_with_quality(&mut bytes, 90).encode_image(&picture).unwrap();
        bytes
    }

    #[test]
    fn a_photo_becomes_a_small_one_of_the_same_proportions() {
        let small = of(&photo(1_600, 1_200)).unwrap();
        let read = image::load_from_memory_with_format(&small, image::ImageFormat::Jpeg).unwrap();
        assert_eq!((read.width(), read.height()), (SIDE_MAX, 270));
        assert!(small.len() < 30_000, "{}", small.len());
    }

    #[test]
    fn what_cannot_be_made_small_is_left_as_it_is() {
        assert_eq!(of(&photo(300, 200)), None, "it is small");
        assert_eq!(of(b"\xff\xd8\xff\xe0 no picture"), None);
        let mut bomb = photo(400, 400);
        // The frame's head claims the largest size there is.
        let at = bomb.windows(2).position(|two| two == [0xff, 0xc0]).unwrap() + 5;
        bomb[at..at + 4].fill(0xff);
        assert_eq!(of(&bomb), None);
    }
}
