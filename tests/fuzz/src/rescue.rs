//! The file of what a tablet could not send: each change is taken in or kept aside as a push would be, a file
//! that cannot be read changes nothing, and the same file brings nothing a second time.

use crate::{
    archive::with,
    honest::{change, device, text},
};
use backend::{error::Error, rescue};
use shared::{
    digest::Digest,
    wire::{RESCUE_VERSION, Rescue, RescuedPhoto},
};

pub fn seeds() -> Vec<Vec<u8>> {
    let bytes = b"a photo";
    let photo = RescuedPhoto { sha256: Digest::of(bytes), base64: "YSBwaG90bw==".to_owned() };
    let file = |changes: Vec<String>, photos| Rescue {
        lantoa_unsent: RESCUE_VERSION,
        person: change(0).by,
        device: device(),
        written_ms: 1,
        changes,
        photos,
    };
    let texts = |count| (0..count).map(|number| text(&change(number))).collect::<Vec<_>>();
    let strange = vec!["null".to_owned(), "{}".to_owned(), "[[1]]".to_owned(), text(&change(1))];
    let files = [file(texts(4), vec![photo.clone()]), file(strange, vec![photo]), file(Vec::new(), Vec::new())];
    files.map(|file| serde_json::to_vec(&file).unwrap()).to_vec()
}

pub fn hit(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    with(|archive| {
        archive.wait(async {
            let taken = match rescue::taken_in(&archive.app, text).await {
                Ok(taken) => taken,
                Err(Error::Malformed(why)) => return assert!(!why.is_empty()),
                Err(other) => panic!("{other:?}"),
            };
            let file: Rescue = serde_json::from_str(text).unwrap();
            let photos = file.photos.iter().map(|photo| photo.sha256).collect::<std::collections::BTreeSet<_>>();
            assert_eq!(taken.numbered + taken.aside.len(), file.changes.len(), "each change has its verdict");
            assert!(taken.photos + taken.refused.len() >= photos.len(), "each photo is told of");
            let again = rescue::taken_in(&archive.app, text).await.unwrap();
            assert_eq!((again.numbered, again.aside), (taken.numbered, taken.aside), "the same verdicts again");
        });
    });
}
