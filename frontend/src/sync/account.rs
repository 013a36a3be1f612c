//! Who works on this device: signing in over the line, and what the device remembers of it so that
//! the app opens as the same person with no network.

use crate::{
    api::{ApiError, requests},
    browser::{chance, clock},
    store::{DEVICE_DATABASE, DeviceStore, Store, StoreError, Table, WriteBatch, one},
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use shared::{
    digest::Digest,
    id::{DeviceId, PersonId},
    order::sort_by_key,
    wire::{DeviceName, SignIn, SignedIn},
};

const LAST: &str = "last";
const DEVICE: &str = "device";
const SETTINGS: &str = "settings";
/// Before a person's id: the row with the login under which they signed in here.
const LOGIN: &str = "login-";
/// Before a person's id: the row that says how much of theirs waits in their own store.
const UNSENT: &str = "unsent-";
/// Before a number: the row with the secret of a session that is over here and not yet on the server.
const ENDING: &str = "ending-";
/// More logins than these are not offered.
const LOGINS_SHOWN: usize = 5;

/// What the device remembers of how people like it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Settings {
    /// `vi` or `en`.
    pub language: String,
    /// 1, 2 or 3.
    pub text_size: u8,
    /// Photos wait for a network that costs nothing.
    #[serde(default)]
    pub photos_wait: bool,
}

/// A login that was used on this device.
#[derive(Serialize, Deserialize)]
struct KnownLogin {
    login: String,
    /// By the device's clock; it only orders a list.
    at_ms: i64,
}

/// What waits on this device in a person's store, so that it can be told without opening that.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct UnsentOf {
    /// Whose it is, in words.
    pub name: String,
    /// Saves and photos that only this device has.
    pub count: usize,
}

/// The device's own small database.
#[derive(Clone)]
pub struct Device {
    store: DeviceStore,
    id: DeviceId,
}

impl Device {
    /// Opens it; a new device gets its id.
    ///
    /// # Errors
    /// The store cannot be used.
    pub async fn open() -> Result<Self, StoreError> {
        Self::of(DeviceStore::open(DEVICE_DATABASE).await?).await
    }

    async fn of(store: DeviceStore) -> Result<Self, StoreError> {
        let known = store.get(Table::Meta, DEVICE).await?;
        let known = known.and_then(|bytes| serde_json::from_slice(&bytes).ok());
        let id = match known {
            Some(id) => id,
            None => {
                let id = DeviceId(chance::fresh_uuid());
                store.commit(one(Table::Meta, DEVICE, bytes(&id))).await?;
                id
            }
        };
        Ok(Self { store, id })
    }

    /// Whoever was signed in last and has not signed out.
    ///
    /// # Errors
    /// The store cannot be read, which does not say that nobody was.
    pub async fn last(&self) -> Result<Option<SignedIn>, StoreError> {
        let bytes = self.store.get(Table::Meta, LAST).await?;
        Ok(bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok()))
    }

    /// Remembers who works here, or that nobody does. What ends the session of before is kept until the
    /// server has answered to it; a session that goes on keeps its own.
    ///
    /// # Errors
    /// The store refused.
    pub async fn remember(&self, person: Option<&SignedIn>) -> Result<(), StoreError> {
        let before = self.last().await?;
        let mut over = before.and_then(|before| Some((before.person, before.ending?)));
        let mut batch = WriteBatch::default();
        match person.cloned() {
            Some(mut now) => {
                let goes_on = now.ending.is_none() && over.as_ref().is_some_and(|(of, _)| *of == now.person);
                if goes_on {
                    now.ending = over.take().map(|(_, token)| token);
                }
                over = over.filter(|(_, token)| now.ending.as_ref() != Some(token));
                batch.puts.push((Table::Meta, LAST.to_owned(), bytes(&now)));
            }
            None => batch.deletes.push((Table::Meta, LAST.to_owned())),
        }
        if let Some((_, token)) = over {
            let key = format!("{ENDING}{}", Digest::of(token.as_bytes()));
            batch.puts.push((Table::Meta, key, bytes(&token)));
        }
        self.store.commit(batch).await
    }

    /// Ends on the server the sessions that are over here. What it does not answer to is asked again later.
    pub async fn end_sessions(&self) {
        self.end_sessions_by(async |token| requests::end_session(token).await.map(drop)).await;
    }

    async fn end_sessions_by(&self, ask: impl AsyncFn(String) -> Result<(), ApiError>) {
        let over: Vec<(String, String)> = self.rows(ENDING).await;
        for (key, token) in over {
            match ask(token).await {
                Ok(()) => {}
                // It was read and will never be done.
                Err(ApiError::Refused { status, .. }) if status < 500 => {}
                Err(_) => continue,
            }
            let answered = WriteBatch { puts: Vec::new(), deletes: vec![(Table::Meta, key)] };
            // At worst it is asked once more, which changes nothing.
            let _refused = self.store.commit(answered).await;
        }
    }

    /// How people like this device.
    pub async fn settings(&self) -> Option<Settings> {
        let bytes = self.store.get(Table::Meta, SETTINGS).await.ok().flatten()?;
        serde_json::from_slice(&bytes).ok()
    }

    /// Remembers how people like this device.
    ///
    /// # Errors
    /// The store refused.
    pub async fn keep_settings(&self, settings: &Settings) -> Result<(), StoreError> {
        self.store.commit(one(Table::Meta, SETTINGS, bytes(settings))).await
    }

    /// Signs in. The person's own database is opened by whoever called, and no other is touched.
    ///
    /// # Errors
    /// As the line says.
    pub async fn sign_in(&self, login: &str, password: &str) -> Result<SignedIn, ApiError> {
        let device = DeviceName { id: self.id, name: device_name() };
        let login = login.trim().to_owned();
        requests::sign_in(&SignIn { login, password: password.to_owned(), device }).await
    }

    /// Notes under which login somebody signed in.
    ///
    /// # Errors
    /// The store refused.
    pub async fn note_login(&self, person: PersonId, login: &str) -> Result<(), StoreError> {
        let known = KnownLogin { login: login.to_owned(), at_ms: clock::now_ms() };
        self.store.commit(one(Table::Meta, format!("{LOGIN}{person}"), bytes(&known))).await
    }

    /// The logins that were used here, the newest first.
    pub async fn known_logins(&self) -> Vec<String> {
        let mut known: Vec<KnownLogin> = self.rows(LOGIN).await.into_iter().map(|(_, known)| known).collect();
        sort_by_key(&mut known, |known| std::cmp::Reverse(known.at_ms));
        known.into_iter().map(|known| known.login).take(LOGINS_SHOWN).collect()
    }

    /// Does not offer a login any more. Nothing of that person's is touched.
    ///
    /// # Errors
    /// The store refused.
    pub async fn forget_login(&self, login: &str) -> Result<(), StoreError> {
        let mut batch = WriteBatch::default();
        let rows: Vec<(String, KnownLogin)> = self.rows(LOGIN).await;
        let of_this = rows.into_iter().filter(|(_, known)| known.login == login);
        batch.deletes.extend(of_this.map(|(key, _)| (Table::Meta, key)));
        self.store.commit(batch).await
    }

    /// Notes how much of a person's waits on this device; zero takes the note away.
    ///
    /// # Errors
    /// The store refused.
    pub async fn note_unsent(&self, person: PersonId, unsent: &UnsentOf) -> Result<(), StoreError> {
        let key = format!("{UNSENT}{person}");
        self.store
            .commit(match unsent.count {
                0 => WriteBatch { puts: Vec::new(), deletes: vec![(Table::Meta, key)] },
                _ => one(Table::Meta, key, bytes(unsent)),
            })
            .await
    }

    /// What waits on this device and is not `me`'s.
    pub async fn unsent_of_others(&self, me: Option<PersonId>) -> Vec<UnsentOf> {
        let mine = me.map(|me| format!("{UNSENT}{me}"));
        let rows = self.rows(UNSENT).await.into_iter();
        rows.filter(|(key, _)| Some(key) != mine.as_ref()).map(|(_, unsent)| unsent).collect()
    }

    /// The rows whose key begins so. What cannot be read is left out.
    async fn rows<T: DeserializeOwned>(&self, prefix: &str) -> Vec<(String, T)> {
        let rows = self.store.load(Table::Meta).await.unwrap_or_default().into_iter();
        rows.filter(|(key, _)| key.starts_with(prefix))
            .filter_map(|(key, bytes)| Some((key, serde_json::from_slice(&bytes).ok()?)))
            .collect()
    }
}

fn bytes(value: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(value).expect("plain data with text keys")
}

/// What a person would call this device, as far as the browser tells.
fn device_name() -> String {
    let agent = web_sys::window().and_then(|window| window.navigator().user_agent().ok());
    named_device(&agent.unwrap_or_default()).to_owned()
}

fn named_device(agent: &str) -> &'static str {
    let kinds = [
        ("iPad", "iPad"),
        ("iPhone", "iPhone"),
        ("Android", "Android"),
        ("Windows", "Windows"),
        ("Macintosh", "Mac"),
        ("CrOS", "Chromebook"),
        ("Linux", "Linux"),
    ];
    kinds.into_iter().find(|(mark, _)| agent.contains(mark)).map_or("Web", |(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::block_on::block_on;

    fn device() -> Device {
        let store = block_on(DeviceStore::open("")).unwrap();
        Device { store, id: DeviceId::derived(&["tablet"]) }
    }

    fn person(name: &str) -> PersonId {
        PersonId::derived(&[name])
    }

    #[test]
    fn logins_are_offered_newest_first_five_at_most_until_they_are_forgotten() {
        let device = device();
        for (at_ms, login) in ["a", "b", "c", "d", "e", "f"].into_iter().enumerate() {
            let known = KnownLogin { login: login.to_owned(), at_ms: at_ms as i64 };
            let key = format!("{LOGIN}{}", person(login));
            block_on(device.store.commit(one(Table::Meta, key, bytes(&known)))).unwrap();
        }
        assert_eq!(block_on(device.known_logins()), ["f", "e", "d", "c", "b"]);
        block_on(device.forget_login("e")).unwrap();
        assert_eq!(block_on(device.known_logins()), ["f", "d", "c", "b", "a"]);
    }

    #[test]
    fn what_waits_of_somebody_else_is_known_until_it_is_sent() {
        let device = device();
        let unsent = |count| UnsentOf { name: "Mây".to_owned(), count };
        block_on(device.note_unsent(person("may"), &unsent(3))).unwrap();
        assert_eq!(block_on(device.unsent_of_others(None)), [unsent(3)]);
        assert_eq!(block_on(device.unsent_of_others(Some(person("khue")))), [unsent(3)]);
        assert_eq!(block_on(device.unsent_of_others(Some(person("may")))), []);
        block_on(device.note_unsent(person("may"), &unsent(0))).unwrap();
        assert_eq!(block_on(device.unsent_of_others(None)), []);
    }

    fn signed_in(name: &str, ending: Option<&str>) -> SignedIn {
        SignedIn {
            person: person(name),
            name: name.to_owned(),
            role: shared::access::Role::Officer,
            unit: shared::id::UnitId::derived(&["u"]),
            device: DeviceId::derived(&["tablet"]),
            server_ms: 0,
            ending: ending.map(str::to_owned),
        }
    }

    #[test]
    fn a_session_that_is_over_here_is_ended_as_soon_as_the_server_answers() {
        let device = device();
        let asked = |answer: Result<(), ApiError>| {
            let asked = std::cell::RefCell::new(Vec::new());
            block_on(device.end_sessions_by(async |token| {
                asked.borrow_mut().push(token);
                answer.clone()
            }));
            let mut asked = asked.into_inner();
            asked.sort();
            asked
        };
        block_on(device.remember(Some(&signed_in("may", Some("1"))))).unwrap();
        // The server tells the secret once; the session goes on without being told again.
        block_on(device.remember(Some(&signed_in("may", None)))).unwrap();
        assert_eq!(asked(Ok(())), [""; 0]);
        // Somebody else signs in over it, and signs out with no network.
        block_on(device.remember(Some(&signed_in("khue", Some("2"))))).unwrap();
        block_on(device.remember(None)).unwrap();
        assert_eq!(block_on(device.last()), Ok(None));
        assert_eq!(asked(Err(ApiError::NoAnswer)), ["1", "2"]);
        assert_eq!(asked(Ok(())), ["1", "2"], "nobody had answered");
        assert_eq!(asked(Ok(())), [""; 0]);
    }

    #[test]
    fn a_store_that_cannot_be_read_is_not_an_empty_one() {
        let device = device();
        let (may, khue) = (signed_in("may", Some("1")), signed_in("khue", Some("2")));
        block_on(device.remember(Some(&may))).unwrap();
        let before = block_on(device.store.load(Table::Meta)).unwrap();
        device.store.refuse_reads_with(Some(StoreError::Full));
        assert_eq!(block_on(device.last()), Err(StoreError::Full));
        assert_eq!(block_on(Device::of(device.store.clone())).map(|device| device.id), Err(StoreError::Full));
        assert_eq!(block_on(device.remember(Some(&khue))), Err(StoreError::Full), "what ends May's session is kept");
        assert_eq!(block_on(device.remember(None)), Err(StoreError::Full));
        device.store.refuse_reads_with(None);
        assert_eq!(block_on(device.store.load(Table::Meta)).unwrap(), before, "nothing was written or deleted");
        assert_eq!(block_on(device.last()), Ok(Some(may)));
    }

    #[test]
    fn a_device_is_called_by_its_kind() {
        let tablet = "Mozilla/5.0 (Linux; Android 14; SM-X110) AppleWebKit/537.36 Chrome/150";
        assert_eq!(named_device(tablet), "Android");
        assert_eq!(named_device(""), "Web");
    }
}
