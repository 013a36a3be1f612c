//! An answer given before its request was read to the end still reaches its sender.
//!
//! A handler that refuses a request (too large, no session, no right) leaves bytes of the body on
//! the way. Were the connection closed over them, the kernel would answer with a reset, and the
//! sender would see a broken line in place of the reason: a tablet would try the same push again
//! for ever. So the answer goes out at once, and what is left is read and thrown away beside it,
//! as far as the bounds below allow (nginx calls this lingering close).

use axum::{
    body::{Body, BodyDataStream, Bytes},
    extract::Request,
    http::header,
    middleware::Next,
    response::Response,
};
use futures_util::StreamExt as _;
use std::{
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
    task::{Context, Poll},
    time::Duration,
};
use tokio::time::timeout;

/// So much of a refused body is thrown away; a sender of more is cut off.
const LEFT_BYTES_MAX: usize = 64 * 1024 * 1024;
/// A refused body that brings nothing for so long is given up.
const LEFT_SILENCE_MAX: Duration = Duration::from_secs(10);
/// After so long it is given up whatever it brings: a drip of bytes would hold its task for ever.
const LEFT_TIME_MAX: Duration = Duration::from_secs(120);

/// The body of a request, readable by its handler and, once the handler is done, by us.
#[derive(Clone)]
struct Left(Arc<Mutex<BodyDataStream>>);

impl futures_util::Stream for Left {
    type Item = Result<Bytes, axum::Error>;
    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        // Handler and drain never read at the same time: the lock is never waited for.
        self.0.lock().unwrap_or_else(PoisonError::into_inner).poll_next_unpin(cx)
    }
}

/// Reads on behind an answer that came early.
pub async fn read_on(request: Request, next: Next) -> Response {
    // Whoever asks before sending is told no before sending, and has nothing on the way.
    if request.method().is_safe() || request.headers().contains_key(header::EXPECT) {
        return next.run(request).await;
    }
    let (parts, body) = request.into_parts();
    let left = Left(Arc::new(Mutex::new(body.into_data_stream())));
    let response = next.run(Request::from_parts(parts, Body::from_stream(left.clone()))).await;
    if !response.status().is_success() {
        tokio::spawn(thrown_away(left));
    }
    response
}

async fn thrown_away(mut left: Left) {
    let reading = async {
        let mut bytes = 0;
        while let Ok(Some(Ok(piece))) = timeout(LEFT_SILENCE_MAX, left.next()).await {
            bytes += piece.len();
            if bytes > LEFT_BYTES_MAX {
                break;
            }
        }
    };
    // Whether it came to an end or was given up, there is nobody to tell.
    let _ = timeout(LEFT_TIME_MAX, reading).await;
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::time::{Instant, interval};

    #[tokio::test(start_paused = true)]
    async fn a_drip_of_bytes_holds_nothing_for_long() {
        let drip = futures_util::stream::unfold(interval(LEFT_SILENCE_MAX / 2), |mut pause| async {
            pause.tick().await;
            Some((Ok::<_, axum::Error>(Bytes::from_static(b".")), pause))
        });
        let left = Left(Arc::new(Mutex::new(Body::from_stream(drip).into_data_stream())));
        let begun = Instant::now();
        timeout(LEFT_TIME_MAX * 2, thrown_away(left)).await.expect("it is never given up");
        assert_eq!(begun.elapsed(), LEFT_TIME_MAX);
    }
}
