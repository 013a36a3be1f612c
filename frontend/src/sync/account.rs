//! Who works on this device: signing in over the line, and what the device remembers of it so that
//! the app opens as the same person with no network.

use crate::{
    api::{ApiError, requests},
    browser::chance,
    store::{DEVICE_DATABASE, DeviceStore, Store, StoreError, Table, one},
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use shared::{
    id::DeviceId,
    wire::{DeviceName, SignIn, SignedIn},
};

const LAST: &str = "last";
const DEVICE: &str = "device";
const SETTINGS: &str = "settings";

/// What the device remembers of how people like it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Settings {
    /// `vi` or `en`.
    pub language: String,
    /// 1, 2 or 3.
    pub text_size: u8,
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
        let store = DeviceStore::open(DEVICE_DATABASE).await?;
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
    pub async fn last(&self) -> Option<SignedIn> {
        self.row(LAST).await
    }

    /// Remembers who works here, or that nobody does.
    ///
    /// # Errors
    /// The store refused.
    pub async fn remember(&self, person: Option<&SignedIn>) -> Result<(), StoreError> {
        let batch = match person {
            Some(person) => one(Table::Meta, LAST, bytes(person)),
            None => crate::store::WriteBatch { puts: Vec::new(), deletes: vec![(Table::Meta, LAST.to_owned())] },
        };
        self.store.commit(batch).await
    }

    /// How people like this device.
    pub async fn settings(&self) -> Option<Settings> {
        self.row(SETTINGS).await
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

    async fn row<T: DeserializeOwned>(&self, key: &str) -> Option<T> {
        let bytes = self.store.get(Table::Meta, key).await.ok().flatten()?;
        serde_json::from_slice(&bytes).ok()
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

    #[test]
    fn a_device_is_called_by_its_kind() {
        let tablet = "Mozilla/5.0 (Linux; Android 14; SM-X110) AppleWebKit/537.36 Chrome/150";
        assert_eq!(named_device(tablet), "Android");
        assert_eq!(named_device(""), "Web");
    }
}
