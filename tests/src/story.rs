//! What surrounds a story: its own server, lines and browsers, and an autopsy when it fails.

use crate::{
    browser::{Browser, Size},
    proxy::Proxy,
    server::Server,
};
use futures_util::FutureExt;
use std::{
    cell::RefCell,
    ops::Deref,
    panic::{AssertUnwindSafe, resume_unwind},
    rc::Rc,
};
use tokio::sync::Semaphore;

/// Two cores carry two stories at once.
static SEATS: Semaphore = Semaphore::const_new(2);

/// One story under way.
pub struct Story {
    name: String,
    /// The server of this story.
    pub server: Server,
    seats: RefCell<Vec<Rc<Seat>>>,
}

/// One person with a browser and a line of their own to the server. Use it as a [`Browser`].
pub struct Seat {
    browser: Browser,
    /// The line between this browser and the server.
    pub line: Proxy,
}

impl Deref for Seat {
    type Target = Browser;
    fn deref(&self) -> &Browser {
        &self.browser
    }
}

impl Story {
    /// A person sits down: a line, an empty profile, a browser that is started.
    pub async fn seat(&self, person: &str, size: Size) -> Rc<Seat> {
        let seat = self.seat_speaking(person, size, "vi").await;
        seat.start().await;
        seat
    }

    /// The same in a language, with a browser that is not yet started.
    pub async fn seat_speaking(&self, person: &str, size: Size, language: &'static str) -> Rc<Seat> {
        let line = Proxy::start(self.server.port()).await;
        let browser = Browser::new(&format!("{}-{person}", self.name), size, &line.origin()).speaking(language);
        let seat = Rc::new(Seat { browser, line });
        self.seats.borrow_mut().push(Rc::clone(&seat));
        seat
    }

    fn seats(&self) -> Vec<Rc<Seat>> {
        self.seats.borrow().clone()
    }
}

/// Tells a story over a running server with the demonstration archive.
///
/// When it fails, each browser's picture, page and console are kept, with the server's last lines and
/// the last requests of each line, before the failure goes on.
///
/// # Panics
/// If the story does.
pub async fn story(name: &str, tell: impl AsyncFnOnce(Rc<Story>)) {
    let _seat = SEATS.acquire().await.expect("it is never closed");
    let server = Server::with_demonstration().await;
    server.start().await;
    let story = Rc::new(Story { name: name.to_owned(), server, seats: RefCell::default() });
    let told = AssertUnwindSafe(tell(Rc::clone(&story))).catch_unwind().await;
    let Err(failure) = told else {
        for seat in story.seats() {
            if seat.runs() {
                seat.close().await;
            }
        }
        return;
    };
    eprintln!("\nthe story \"{name}\" failed:");
    for seat in story.seats() {
        eprintln!("{}", seat.autopsy().await);
        let crossings = seat.line.crossings();
        for crossing in &crossings[crossings.len().saturating_sub(25)..] {
            let (up, down) = (crossing.bytes_up, crossing.bytes_down);
            eprintln!("    line: {} {} ({up} bytes up, {down} down)", crossing.method, crossing.path);
        }
    }
    eprintln!("  the server's last lines:\n{}", story.server.log());
    resume_unwind(failure);
}
