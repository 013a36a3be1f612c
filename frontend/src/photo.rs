//! From the picture that a person took or picked to the photo that is kept and sent: at most
//! 1,600 pixels and 250 kB of JPEG, upright, without position or camera data, named by its hash.
//!
//! JPEG and not WebP, because Word and every printer know it. Nothing is stored or sent here.

use shared::digest::Digest;
use std::fmt;

mod canvas;
pub mod size;

pub use canvas::prepared;

/// The type of every photo.
pub const MIME: &str = "image/jpeg";
/// The longest side of a photo.
pub const SIDE_MAX: u32 = 1_600;
/// The most bytes of a photo.
pub const BYTES_MAX: usize = 250_000;
/// A picked file above this would bring a cheap tablet down.
pub const PICKED_BYTES_MAX: u64 = 60_000_000;

/// A photo that can be kept.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Photo {
    /// The hash of its bytes, which is its name.
    pub sha256: Digest,
    /// JPEG.
    pub bytes: Vec<u8>,
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
}

/// Why a picked file became no photo.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PhotoError {
    /// The browser cannot read it as a picture.
    NotAPicture,
    /// It is so large that reading it could bring the device down.
    TooLarge,
    /// It could not be made small enough.
    NotSmallEnough,
    /// The browser refused to draw, mostly for want of memory.
    NoCanvas,
    /// The device's memory did not take it yet, mostly for want of room. It is kept in this tab
    /// and tried again.
    NotKept,
    /// The device's memory has no room for it. Nothing of it is in the record.
    NoRoom,
    /// The device's memory does not take it. Nothing of it is in the record.
    NotTaken,
}

impl PhotoError {
    /// A stable name for texts and tests.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::NotAPicture => "photo_not_a_picture",
            Self::TooLarge => "photo_too_large",
            Self::NotSmallEnough => "photo_not_small_enough",
            Self::NoCanvas => "photo_no_canvas",
            Self::NotKept => "photo_not_kept",
            Self::NoRoom => "photo_no_room",
            Self::NotTaken => "photo_not_taken",
        }
    }

    /// Whether the same file can never become a photo on this device.
    #[must_use]
    pub fn is_permanent(self) -> bool {
        !matches!(self, Self::NoCanvas | Self::NotKept | Self::NoRoom | Self::NotTaken)
    }
}

impl fmt::Display for PhotoError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotAPicture => "the file is no picture that this browser can read",
            Self::TooLarge => "the file is too large to be read on this device",
            Self::NotSmallEnough => "the picture could not be made small enough",
            Self::NotKept => "the device did not take the picture yet",
            Self::NoRoom => "the device has no room for the picture",
            Self::NotTaken => "the device's memory does not take the picture",
            Self::NoCanvas => "the browser has no memory to draw the picture",
        })
    }
}

impl std::error::Error for PhotoError {}
