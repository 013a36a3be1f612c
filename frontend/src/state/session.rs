//! Who works here: online once, afterwards the app opens as the same person with no network.

use super::{State, core::Core, interrupted, leaving, settings};
use crate::{
    browser::{
        channel::Channel,
        events::{self, Hint},
        lock::{self, LockGuard},
    },
    outbox,
    store::{DEVICE_DATABASE, StoreError},
    sync::{Reason, account::Device, driver::sync_lock, online, patience::after_closed},
};
use leptos::prelude::*;
use shared::{problem::Problem, wire::SignedIn};
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;

/// Why nobody could be signed in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum SignInError {
    /// Login and password do not fit.
    Refused,
    /// Too many attempts.
    TooMany {
        /// How long to wait.
        seconds: u32,
    },
    /// Nobody answers.
    NoNetwork,
    /// Something answers that is not our server, such as the sign-in page of a guest network.
    NotOurServer,
    /// The device's memory cannot be used; the code of the reason.
    Store(String),
    /// Something else that the server said.
    Other(Problem),
}

/// There is unsent work: signing out is refused.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Unsent {
    /// Saves that the server has not confirmed.
    pub saves: usize,
    /// Photos that the server has not confirmed.
    pub photos: usize,
}

impl From<online::ApiError> for SignInError {
    fn from(error: online::ApiError) -> Self {
        use online::ApiError;
        let other = |code: &str| Problem { code: code.to_owned(), message: String::new(), details: Default::default() };
        match error {
            ApiError::NoAnswer => Self::NoNetwork,
            ApiError::NotOurs => Self::NotOurServer,
            ApiError::Busy { retry_after_ms } => {
                Self::TooMany { seconds: retry_after_ms.unwrap_or(30_000).div_ceil(1000) }
            }
            ApiError::Refused { status: 401 | 403, .. } => Self::Refused,
            ApiError::Refused { problem, .. } => Self::Other(problem),
            ApiError::SignedOut | ApiError::TooOld => Self::Other(other(error.code())),
        }
    }
}

impl From<StoreError> for SignInError {
    fn from(error: StoreError) -> Self {
        Self::Store(error.code().to_owned())
    }
}

/// Opens the device's memory and, if somebody works here, their notebook.
pub(super) fn start(core: &Rc<Core>) {
    listen(core);
    interrupted::listen(core);
    leaving::listen(core);
    begin(core);
}

/// Tries until it is open. A store that cannot be opened or read is not an empty one: until then nobody
/// is asked to sign in, and nothing is written.
fn begin(core: &Rc<Core>) {
    let core = Rc::clone(core);
    spawn_local(async move {
        let mut failures = 0_u32;
        while let Err(error) = begun(&core).await {
            core.not_opened.set(Some(error.code().to_owned()));
            core.ready.set(true);
            failures = failures.saturating_add(1);
            core.before_opening.up_to(after_closed(failures)).await;
        }
        core.not_opened.set(None);
        core.ready.set(true);
        core.ask_room().await;
    });
}

async fn begun(core: &Rc<Core>) -> Result<(), StoreError> {
    let device = Device::open().await?;
    *core.device.borrow_mut() = Some(device.clone());
    end_sessions(core);
    if let Some(settings) = device.settings().await {
        core.take_settings(&settings);
    }
    let last = device.last().await?;
    core.read_device(last.as_ref().map(|person| person.person)).await;
    if let Some(person) = last {
        core.open_desk(&device, &person).await?;
        let interrupted = interrupted::interrupted(core).await;
        // Another tab may have signed somebody else in meanwhile.
        if core.desk().is_none_or(|desk| desk.person() != person.person) {
            return Ok(());
        }
        core.interrupted.set(interrupted);
        core.session.set(Some(person));
        core.listen_for_pokes(events::is_visible());
    }
    Ok(())
}

/// Ends on the server, beside everything else, what is over on this device.
fn end_sessions(core: &Core) {
    let device = core.device.borrow().clone();
    spawn_local(async move {
        if let Some(device) = device {
            device.end_sessions().await;
        }
    });
}

fn listen(core: &Rc<Core>) {
    let hinted = Rc::downgrade(core);
    let listeners = events::hints(move |hint| {
        let Some(core) = hinted.upgrade() else { return };
        match hint {
            Hint::Hidden => {
                core.flush_forms();
                core.listen_for_pokes(false);
            }
            Hint::Visible | Hint::Online => {
                core.before_opening.end();
                core.nudge(Reason::Hint);
                core.listen_for_pokes(true);
                end_sessions(&core);
            }
            Hint::Offline => {}
        }
    });
    core.listeners.borrow_mut().extend(listeners);
    // Another tab signed somebody in or out, or changed the settings.
    let other = Rc::downgrade(core);
    let channel = Channel::open(DEVICE_DATABASE, move |said| {
        let Some(core) = other.upgrade() else { return };
        spawn_local(async move {
            if said == settings::SETTINGS_CHANGED {
                settings::read_again(&core).await;
            } else {
                follow(&core).await;
            }
        });
    });
    *core.news_of_session.borrow_mut() = channel;
}

/// Brings this tab to whoever the device says works here.
async fn follow(core: &Rc<Core>) {
    let Some(device) = core.device.borrow().clone() else { return };
    // A store that cannot be read does not say that nobody works here.
    let (Ok(now), None) = (device.last().await, core.not_opened.get_untracked()) else { return };
    let here = core.session.get_untracked();
    core.read_device(now.as_ref().map(|person| person.person)).await;
    if now.as_ref().map(|p| p.person) == here.map(|p| p.person) {
        core.nudge(Reason::Hint);
        return;
    }
    core.close_desk();
    core.session.set(None);
    let Some(person) = now else { return };
    if core.open_desk(&device, &person).await.is_err() {
        return begin(core);
    }
    core.session.set(Some(person));
    core.listen_for_pokes(events::is_visible());
}

/// Waits until no tab talks to the server for whoever works here, and keeps it so.
async fn quiet(core: &Core) -> Option<LockGuard> {
    let person = core.desk()?.person();
    lock::held(&sync_lock(person)).await
}

fn tell_other_tabs(core: &Core) {
    if let Some(channel) = &*core.news_of_session.borrow() {
        channel.say("session");
    }
}

impl State {
    /// Signs in, online. Whoever worked here before keeps everything on this device.
    ///
    /// # Errors
    /// As [`SignInError`] says.
    pub async fn sign_in(self, login: &str, password: &str) -> Result<(), SignInError> {
        let core = self.core();
        let device = core.device.borrow().clone();
        let device = device.ok_or_else(|| SignInError::Store("store_unavailable".to_owned()))?;
        let quiet = quiet(&core).await;
        let person: SignedIn = device.sign_in(login, password).await?;
        device.remember(Some(&person)).await?;
        // Who has worked here is a convenience: signing in goes on without it.
        let _refused = device.note_login(person.person, login.trim()).await;
        let same = core.desk().is_some_and(|desk| desk.person() == person.person);
        if !same {
            core.open_desk(&device, &person).await?;
        }
        core.read_device(Some(person.person)).await;
        core.expired.set(false);
        core.session.set(Some(person));
        core.listen_for_pokes(true);
        drop(quiet);
        end_sessions(&core);
        core.nudge(Reason::Asked);
        tell_other_tabs(&core);
        Ok(())
    }

    /// Tries now to open what could not be opened.
    pub fn open_again(self) {
        self.core().before_opening.end();
    }

    /// Does not offer a login on this device any more.
    pub fn forget_login(self, login: String) {
        let core = self.core();
        core.known_logins.update(|known| known.retain(|one| *one != login));
        let device = core.device.borrow().clone();
        spawn_local(async move {
            if let Some(device) = device {
                // At worst it is offered again.
                let _refused = device.forget_login(&login).await;
            }
        });
    }

    /// Signs out. Refused while something is unsent: whoever comes next could not send it.
    ///
    /// # Errors
    /// [`Unsent`]; nothing was changed.
    pub async fn sign_out(self) -> Result<(), Unsent> {
        let core = self.core();
        core.flush_forms();
        let (saves, photos) = core.read(|notebook| (notebook.unsent(), outbox::photos_unsent(notebook).0));
        if saves + photos > 0 {
            core.nudge(Reason::Asked);
            return Err(Unsent { saves, photos });
        }
        let _quiet = quiet(&core).await;
        // Without an answer the device forgets the session now and ends it when there is a network.
        let _ = online::sign_out().await;
        let device = core.device.borrow().clone();
        if let Some(device) = device {
            let _ = device.remember(None).await;
        }
        core.read_device(None).await;
        core.close_desk();
        core.expired.set(false);
        core.session.set(None);
        end_sessions(&core);
        tell_other_tabs(&core);
        Ok(())
    }
}
