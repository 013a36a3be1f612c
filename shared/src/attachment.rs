//! The attachment: a photo that hangs on a report. Its bytes are known by their hash and travel
//! on their own.

use crate::{
    digest::Digest,
    fold::Root,
    id::RecordId,
    problem::FieldProblem,
    reading::{ORDER, Reading},
    shape::Shape,
};

/// The kind of the child.
pub const PHOTO: &str = "photo";

/// SHA-256 of the bytes.
pub const SHA256: &str = "sha256";
/// How many bytes.
pub const BYTES: &str = "bytes";
/// `image/jpeg`, `image/webp` or `image/png`.
pub const MEDIA: &str = "media";
/// In pixels.
pub const WIDTH: &str = "width";
/// In pixels.
pub const HEIGHT: &str = "height";
/// What it shows.
pub const CAPTION: &str = "caption";

/// The shapes of its fields.
pub const FIELDS: &[(&str, Shape)] = &[
    (ORDER, Shape::Count),
    (SHA256, Shape::Hash),
    (BYTES, Shape::Count),
    (MEDIA, Shape::Text),
    (WIDTH, Shape::Count),
    (HEIGHT, Shape::Count),
    (CAPTION, Shape::Text),
];

/// A photo as it is shown.
#[derive(Clone, PartialEq, Eq, Debug)]
#[expect(missing_docs, reason = "each field bears the name of its constant, where it is explained")]
pub struct Photo {
    pub id: RecordId,
    pub sha256: Option<Digest>,
    pub bytes: i64,
    pub media: String,
    pub width: i64,
    pub height: i64,
    pub caption: String,
}

impl Photo {
    /// The photos of a root, in order.
    #[must_use]
    pub fn all(root: &Root) -> Vec<Self> {
        let one = |record: Reading<'_>| Self {
            id: record.id(),
            sha256: record.id_in(SHA256),
            bytes: record.int(BYTES).unwrap_or(0),
            media: record.text(MEDIA),
            width: record.int(WIDTH).unwrap_or(0),
            height: record.int(HEIGHT).unwrap_or(0),
            caption: record.text(CAPTION),
        };
        Reading::children(root, PHOTO).into_iter().map(one).collect()
    }
}

/// What is wrong with the photos of a root.
#[must_use]
pub fn problems(root: &Root) -> Vec<FieldProblem> {
    let of_one = |record: Reading<'_>| [record.missing(&[SHA256]), record.misfits(FIELDS)].concat();
    Reading::children(root, PHOTO).into_iter().flat_map(of_one).collect()
}
