//! What a tablet could not send, out of the file that it wrote instead.
//!
//! Whoever may write into the archive vouches for the file: it stands for its author's session, and no more.
//! Each change is judged as a push of its author would be today; the tablet that still holds it and finds a
//! line later gets the same verdict again. So a file may be read in twice, or beside the tablet.

use crate::{
    app::App,
    error::Error,
    store,
    sync::{self, Sender},
    uploads::{self, File},
};
use axum::body::Bytes;
use base64ct::{Base64, Encoding as _};
use serde_json::value::RawValue;
use shared::{
    digest::Digest,
    id::ChangeId,
    person::Person,
    verdict::{Verdict, Why},
    wire::{PUSH_CHANGES_MAX, RESCUE_VERSION, Rescue, RescuedPhoto},
};
use std::collections::BTreeMap;

/// What became of a file.
#[derive(Debug)]
pub struct TakenIn {
    /// Whose work it is.
    pub person: Person,
    /// Changes that are in the archive now, those that were there before among them.
    pub numbered: usize,
    /// Changes that wait for a person's decision, with the reason.
    pub aside: Vec<(Option<ChangeId>, Why)>,
    /// Photos that are there now.
    pub photos: usize,
    /// Photos that could not be kept, by the hash that they should have, with the reason.
    pub refused: BTreeMap<Digest, Error>,
}

/// Takes in such a file.
///
/// # Errors
/// [`Error::Malformed`] when it is no such file, is of a later version, holds what is no JSON, or comes from a
/// device on which this person never signed in: then nothing is taken in. The database's: then what was taken
/// in before stays, and the file can be read in again.
pub async fn taken_in(app: &App, text: &str) -> Result<TakenIn, Error> {
    let file = read(text)?;
    let held = store::device::holder(&mut app.db.read().await?, file.device, file.person).await?;
    let person = held.ok_or_else(|| {
        Error::Malformed("its person never signed in on the device that wrote it: it belongs to another office".into())
    })?;
    let changes: Result<Vec<Box<RawValue>>, _> = file.changes.into_iter().map(RawValue::from_string).collect();
    let changes = changes.map_err(|error| Error::Malformed(format!("a change in it is damaged: {error}")))?;

    let mut taken = TakenIn { person, numbered: 0, aside: Vec::new(), photos: 0, refused: BTreeMap::new() };
    for some in changes.chunks(PUSH_CHANGES_MAX) {
        let sender = Sender { person: taken.person.clone(), device: file.device };
        let reply = sync::push(&app.db, sender, sync::arrived(some.to_vec()), app.clock.now_ms()).await?;
        for pushed in reply.receipts {
            match pushed.receipt.verdict {
                Verdict::Numbered { .. } => taken.numbered += 1,
                Verdict::Quarantined(why) => taken.aside.push((pushed.id, why)),
            }
        }
    }
    // After the changes, which name them: what is named is awaited, whatever else there is no room for.
    for RescuedPhoto { sha256, base64 } in file.photos {
        match kept(app, File { sha256, by: taken.person.id }, &base64).await {
            Ok(()) => taken.photos += 1,
            Err(error) => drop(taken.refused.insert(sha256, error)),
        }
    }
    Ok(taken)
}

fn read(text: &str) -> Result<Rescue, Error> {
    let file: Rescue = serde_json::from_str(text)
        .map_err(|error| Error::Malformed(format!("it is no file of unsent work, or it is damaged: {error}")))?;
    if file.lantoa_unsent != RESCUE_VERSION {
        let version = file.lantoa_unsent;
        return Err(Error::Malformed(format!("it is of version {version}; a later program reads it")));
    }
    Ok(file)
}

async fn kept(app: &App, file: File, base64: &str) -> Result<(), Error> {
    let bytes = Base64::decode_vec(base64).map_err(|error| Error::Malformed(format!("it is damaged: {error}")))?;
    uploads::room_for(app, file).await?;
    uploads::keep(app, file, Bytes::from(bytes)).await?;
    Ok(())
}
