//! Turns: whoever comes waits for whoever came before. Pure.

use futures_channel::oneshot;
use std::{cell::RefCell, future::Future};

/// A row of people before one door.
#[derive(Default)]
pub struct Turns {
    last: RefCell<Option<oneshot::Receiver<()>>>,
}

/// As long as it is held, nobody behind comes in.
pub struct Turn {
    _open: oneshot::Sender<()>,
}

impl Turns {
    /// Stands at the end of the row, from this call on; the turn comes when all before are over.
    pub fn next(&self) -> impl Future<Output = Turn> + use<> {
        let (open, over) = oneshot::channel();
        let before = self.last.replace(Some(over));
        async move {
            if let Some(before) = before {
                // Whoever is over says so by being gone.
                let _gone = before.await;
            }
            Turn { _open: open }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::block_on::block_on;
    use std::{
        pin::pin,
        task::{Context, Poll, Waker},
    };

    #[test]
    fn whoever_comes_second_waits_until_the_first_is_over() {
        let turns = Turns::default();
        let first = block_on(turns.next());
        let (mut second, mut third) = (pin!(turns.next()), pin!(turns.next()));
        let mut context = Context::from_waker(Waker::noop());
        assert!(third.as_mut().poll(&mut context).is_pending());
        assert!(second.as_mut().poll(&mut context).is_pending());
        drop(first);
        let Poll::Ready(second) = second.as_mut().poll(&mut context) else { panic!("its turn has come") };
        assert!(third.as_mut().poll(&mut context).is_pending());
        drop(second);
        assert!(third.as_mut().poll(&mut context).is_ready());
    }
}
