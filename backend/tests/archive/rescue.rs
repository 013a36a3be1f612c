//! A tablet that found no line hands over a file instead.

use crate::{
    app::{Engine, TestApp, person_id},
    changes::{photo_of, report, text},
};
use backend::{
    error::Error,
    rescue::{TakenIn, taken_in},
};
use base64ct::{Base64, Encoding as _};
use shared::{
    change::Change,
    digest::Digest,
    id::DeviceId,
    verdict::{Verdict, Why},
    wire::{RESCUE_VERSION, Rescue, RescuedPhoto},
};

on_both_engines! {
    what_a_tablet_could_not_send_is_as_if_it_had_been_sent,
    what_its_author_may_not_write_waits_for_a_decision,
    a_file_that_is_damaged_or_of_another_office_changes_nothing,
    a_damaged_photo_is_named_and_the_rest_is_there,
}

/// The file of Mrs An's tablet.
fn file(changes: &[&Change], photos: &[&[u8]]) -> Rescue {
    let photo = |bytes: &&[u8]| RescuedPhoto { sha256: Digest::of(bytes), base64: Base64::encode_string(bytes) };
    Rescue {
        lantoa_unsent: RESCUE_VERSION,
        person: person_id("an"),
        device: DeviceId::derived(&["an"]),
        written_ms: 1,
        changes: changes.iter().map(|change| text(change)).collect(),
        photos: photos.iter().map(photo).collect(),
    }
}

async fn import(app: &TestApp, file: &Rescue) -> Result<TakenIn, Error> {
    taken_in(&app.app, &serde_json::to_string_pretty(file).unwrap()).await
}

async fn what_a_tablet_could_not_send_is_as_if_it_had_been_sent(engine: Engine) {
    let app = TestApp::new(engine).await;
    let an = app.signed_in("an").await;
    let bytes = b"a photo of the meeting".as_slice();
    let report = report("an", "east");
    let photo = photo_of(&report, Digest::of(bytes));
    let file = file(&[&report, &photo], &[bytes]);
    for _ in 0..2 {
        let taken = import(&app, &file).await.unwrap();
        assert_eq!(
            (taken.person.id, taken.numbered, taken.photos),
            (person_id("an"), 2, 1),
            "again and again the same"
        );
        assert!(taken.aside.is_empty() && taken.refused.is_empty(), "{taken:?}");
    }

    // Her manager reads both, and what the tablet sends when it has a line is known.
    let dung = app.signed_in("dung").await;
    let pulled: Vec<String> = dung.pull_all().await.into_values().flatten().collect();
    assert_eq!(pulled, [text(&report), text(&photo)]);
    assert_eq!(dung.get(&format!("/api/v1/blobs/{}", Digest::of(bytes))).await.body, bytes);
    let receipts = an.push(&[&report, &photo]).await;
    let numbers: Vec<_> = receipts.iter().map(|pushed| &pushed.receipt.verdict).collect();
    assert!(matches!(numbers[..], [Verdict::Numbered { n: 1, .. }, Verdict::Numbered { n: 2, .. }]), "{numbers:?}");
}

async fn what_its_author_may_not_write_waits_for_a_decision(engine: Engine) {
    let app = TestApp::new(engine).await;
    app.signed_in("an").await;
    let (foreign, forged, own) = (report("an", "west"), report("binh", "east"), report("an", "east"));
    let taken = import(&app, &file(&[&foreign, &forged, &own], &[])).await.unwrap();
    assert_eq!(taken.numbered, 1, "one bad change does not stop those behind it");
    assert_eq!(taken.aside, [(Some(foreign.id), Why::NoRight), (Some(forged.id), Why::NotYou)]);
}

async fn a_file_that_is_damaged_or_of_another_office_changes_nothing(engine: Engine) {
    let app = TestApp::new(engine).await;
    let report = report("an", "east");
    let whole = file(&[&report], &[]);
    let stranger = import(&app, &whole).await.unwrap_err();
    assert!(matches!(&stranger, Error::Malformed(why) if why.contains("never signed in")), "{stranger}");

    app.signed_in("an").await;
    let elsewhere = Rescue { device: DeviceId::derived(&["a tablet of another office"]), ..whole.clone() };
    let refused = import(&app, &elsewhere).await.unwrap_err();
    assert!(matches!(&refused, Error::Malformed(why) if why.contains("never signed in")), "{refused}");
    let later = Rescue { lantoa_unsent: RESCUE_VERSION + 1, ..whole.clone() };
    let torn = Rescue { changes: vec![text(&report), "{\"id\":".to_owned()], ..whole.clone() };
    for (file, word) in [(later, "version"), (torn, "damaged")] {
        let refused = import(&app, &file).await.unwrap_err();
        assert!(matches!(&refused, Error::Malformed(why) if why.contains(word)), "{refused}");
    }
    let refused = taken_in(&app.app, "{\"units\":[]}").await.unwrap_err();
    assert!(matches!(&refused, Error::Malformed(why) if why.contains("no file of unsent work")), "{refused}");
    assert!(app.signed_in("dung").await.pull_all().await.is_empty(), "nothing was taken in");
    assert_eq!(import(&app, &whole).await.unwrap().numbered, 1);
}

async fn a_damaged_photo_is_named_and_the_rest_is_there(engine: Engine) {
    let app = TestApp::new(engine).await;
    app.signed_in("an").await;
    let report = report("an", "east");
    let [one, other, third] = [b"one".as_slice(), b"other", b"third"];
    let photos = [one, other, third].map(|bytes| photo_of(&report, Digest::of(bytes)));
    let mut file = file(&[&report, &photos[0], &photos[1], &photos[2]], &[one, other, third]);
    file.photos[1].base64 = Base64::encode_string(b"something else");
    file.photos[2].base64.push('!');
    let taken = import(&app, &file).await.unwrap();
    assert_eq!((taken.numbered, taken.photos), (4, 1));
    assert!(matches!(taken.refused[&Digest::of(other)], Error::WrongHash { .. }), "{taken:?}");
    assert!(matches!(taken.refused[&Digest::of(third)], Error::Malformed(_)), "{taken:?}");
}
