//! Runs a future to its end in a native test. Futures that wait for a browser must not come here.

use std::{
    future::Future,
    pin::pin,
    task::{Context, Poll, Waker},
};

/// The future's value, for futures that only ever wait for themselves.
pub fn block_on<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    let mut context = Context::from_waker(Waker::noop());
    for _ in 0..10_000 {
        if let Poll::Ready(value) = future.as_mut().poll(&mut context) {
            return value;
        }
    }
    panic!("the future waits for something that never comes in a native test")
}
