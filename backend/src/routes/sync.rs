//! Push, pull, heads, pokes.

use crate::{
    app::App,
    auth::Session,
    body::{Kept, Large, Packed},
    error::Error,
    listeners::{Listener, STREAM_LASTS},
    routes::directory,
    store::{self, Conn},
    sync::{self, Said, Sender},
};
use axum::{
    Json,
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{
        IntoResponse, Response,
        sse::{Event, KeepAlive, Sse},
    },
};
use futures_util::stream::{self, Stream};
use shared::{
    digest::Digest,
    epoch::Epochs,
    verdict::Verdict,
    wire::{Heads, Offer, OfferReply, PUSH_CHANGES_MAX, Pull, Push, PushReply},
};
use std::{convert::Infallible, sync::Arc, time::Duration};
use tokio::{
    sync::{
        broadcast::{self, error::RecvError},
        watch,
    },
    time::{Instant, sleep_until},
};

/// A device is noted as heard of at most so often, unless what it holds has changed.
const HEARD_EVERY_MS: i64 = 60_000;

impl From<Session> for Sender {
    fn from(session: Session) -> Self {
        Self { person: session.person, device: session.device }
    }
}

/// Takes in changes. The work goes on when the line breaks; sent again, they get the same receipts.
pub async fn push(State(app): State<Arc<App>>, session: Session, body: Packed) -> Result<Json<PushReply>, Error> {
    let turn =
        Arc::clone(&app.pushes).acquire_owned().await.map_err(|_| Error::Unavailable("the server is stopping"))?;
    let push: Push = body.read()?;
    if push.changes.len() > PUSH_CHANGES_MAX {
        return Err(Error::TooMany { limit: PUSH_CHANGES_MAX });
    }
    let work = tokio::spawn(async move {
        let _turn = turn;
        let now_ms = app.clock.now_ms();
        let reply = sync::push(&app.db, session.into(), sync::arrived(push.changes), now_ms).await?;
        if reply.receipts.iter().any(|receipt| matches!(receipt.receipt.verdict, Verdict::Numbered { .. })) {
            app.poke();
        }
        Ok(Json(reply))
    });
    work.await.unwrap_or_else(|_| Err(Error::Internal("a push broke off".into())))
}

/// Answers what came after the cursors.
pub async fn pull(
    State(app): State<Arc<App>>,
    session: Session,
    Large(wish): Large<Pull>,
) -> Result<impl IntoResponse, Error> {
    let now_ms = app.clock.now_ms();
    let mut snapshot = app.db.snapshot().await?;
    let directory = directory::version(&mut snapshot, &session.person).await?;
    let mut epochs = known_epochs(&mut snapshot).await?;
    let mut readable = sync::readable(&mut snapshot, session.person.unit).await?;
    let mut stands = sync::standing(&mut snapshot, &readable, &wish).await?;
    let is_news =
        |(id, cursor): &(_, _)| sync::epoch::is_contradiction(&app.seals, &epochs, *id, cursor, stands.contains(id));
    if wish.cursors().any(|said| is_news(&said)) {
        snapshot.rollback().await?;
        sync::epoch::contradicted(&app.db, &app.seals, wish.cursors().collect(), now_ms).await?;
        app.poke();
        snapshot = app.db.snapshot().await?;
        epochs = known_epochs(&mut snapshot).await?;
        readable = sync::readable(&mut snapshot, session.person.unit).await?;
        stands = sync::standing(&mut snapshot, &readable, &wish).await?;
    }
    let person = session.person.id;
    let said = Said { person, directory: &directory, server_ms: now_ms, epochs: &epochs, seals: &app.seals };
    let reply = sync::answer(&mut snapshot, &readable, &wish, (&stands, said)).await?;
    let known = store::device::last_heard(&mut snapshot, session.device, session.person.id).await?;
    snapshot.rollback().await?;

    let unsent = i64::try_from(wish.unsent).unwrap_or(i64::MAX);
    let stale = known.is_none_or(|(last_ms, before)| before != unsent || now_ms - last_ms >= HEARD_EVERY_MS);
    if stale {
        let (device, person) = (session.device, session.person.id);
        let heard = app.db.write(move |conn| {
            Box::pin(async move { store::device::heard(conn, device, person, now_ms, unsent).await })
        });
        // What was read is read, whether or not the list of devices says so.
        if let Err(error) = heard.await {
            tracing::warn!(%error, "a device was heard of and it could not be noted");
        }
    }
    Ok(([(header::CONTENT_TYPE, "application/json")], reply))
}

async fn known_epochs(conn: &mut Conn) -> Result<Epochs, Error> {
    store::epoch::all(conn).await?.ok_or_else(|| Error::Internal("no epoch has begun".into()))
}

/// Takes in what a device has kept and the archive may have lost.
pub async fn offer(State(app): State<Arc<App>>, session: Session, Kept(body): Kept) -> Result<Json<OfferReply>, Error> {
    let turn =
        Arc::clone(&app.pushes).acquire_owned().await.map_err(|_| Error::Unavailable("the server is stopping"))?;
    let offer: Offer = body.read()?;
    let work = tokio::spawn(async move {
        let _turn = turn;
        let reply = sync::epoch::offer(&app.db, &app.seals, session.into(), offer, app.clock.now_ms()).await?;
        if reply.taken > 0 {
            app.poke();
        }
        Ok(Json(reply))
    });
    work.await.unwrap_or_else(|_| Err(Error::Internal("an offer broke off".into())))
}

/// The newest number of every scope that the person may read, or that nothing has moved.
pub async fn heads(State(app): State<Arc<App>>, session: Session, headers: HeaderMap) -> Result<Response, Error> {
    let mut conn = app.db.read().await?;
    let scopes = store::scope::readable(&mut conn, session.person.unit).await?;
    // The chains are in the tag too: an archive that was put back in silence grows to the same numbers again.
    let chains: Vec<_> = scopes.values().map(|scope| scope.head.chain.0).collect();
    let heads = scopes.into_iter().map(|(id, scope)| (id, scope.head.n)).collect();
    let epoch = Some(known_epochs(&mut conn).await?.now);
    let text = serde_json::to_string(&Heads { heads, epoch }).expect("ids and numbers are JSON");
    let of = Digest::of_parts([text.as_bytes()].into_iter().chain(chains.iter().map(|chain| &chain[..])));
    Ok(tagged_by(&headers, of, text))
}

/// A JSON answer with a tag, or 304 if the asker holds it already.
pub fn tagged(headers: &HeaderMap, text: String) -> Response {
    tagged_by(headers, Digest::of(text.as_bytes()), text)
}

/// As [`tagged`], where the tag is to change with more than the text.
fn tagged_by(headers: &HeaderMap, of: Digest, text: String) -> Response {
    let tag = format!("\"{}\"", &of.to_string()[..32]);
    let known = headers.get(header::IF_NONE_MATCH).and_then(|tags| tags.to_str().ok()).unwrap_or_default();
    let unchanged = known.split(',').any(|known| known.trim().trim_start_matches("W/") == tag);
    let caching = [(header::ETAG, tag), (header::CACHE_CONTROL, "private, no-cache".to_owned())];
    if unchanged {
        return (StatusCode::NOT_MODIFIED, caching).into_response();
    }
    (caching, [(header::CONTENT_TYPE, "application/json")], text).into_response()
}

/// Pokes without data, for desks: something was numbered somewhere; ask for the heads.
pub async fn events(
    State(app): State<Arc<App>>,
    session: Session,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, Error> {
    let ears = Ears {
        listener: app.listeners.admit(session.token)?,
        pokes: app.pokes.subscribe(),
        stopping: app.stopping.subscribe(),
        until: Instant::now() + STREAM_LASTS,
    };
    let pokes = stream::unfold(ears, |mut ears| async move {
        ears.poked().await.then(|| (Ok(Event::default().event("poke").data("{}")), ears))
    });
    Ok(Sse::new(pokes).keep_alive(KeepAlive::new().interval(Duration::from_secs(20))))
}

/// What a stream listens to.
struct Ears {
    listener: Listener,
    pokes: broadcast::Receiver<()>,
    stopping: watch::Receiver<bool>,
    until: Instant,
}

impl Ears {
    /// Waits for a poke; `false` when the stream is over.
    async fn poked(&mut self) -> bool {
        let heard = tokio::select! {
            heard = self.pokes.recv() => heard,
            () = self.listener.over() => return false,
            () = sleep_until(self.until) => return false,
            _ = self.stopping.wait_for(|stop| *stop) => return false,
        };
        // One poke stands for all that came meanwhile.
        self.pokes = self.pokes.resubscribe();
        !matches!(heard, Err(RecvError::Closed))
    }
}
