//! People with an account, as others see them. Passwords and sessions are the archive's.

use crate::{
    access::Role,
    id::{PersonId, UnitId},
};
use serde::{Deserialize, Serialize};

/// A person with an account.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Person {
    /// The id.
    pub id: PersonId,
    /// The full name, family name first.
    pub name: String,
    /// What the person is there for.
    pub role: Role,
    /// The unit that the person's rights begin at; everything under it is theirs to see.
    pub unit: UnitId,
    /// The office that the person works in, for display.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agency: Option<UnitId>,
    /// The position held, such as `công chức văn hóa - xã hội`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub position: String,
}

/// A person as a directory names them: whoever is an author on a screen.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Author {
    /// The id.
    pub id: PersonId,
    /// The full name, family name first.
    pub name: String,
    /// What the person is there for; told within their own unit and above it, not to neighbours.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<Role>,
    /// The unit that the person's rights begin at.
    pub unit: UnitId,
    /// The office that the person works in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agency: Option<UnitId>,
    /// The position held, such as `công chức văn hóa - xã hội`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub position: String,
}

impl From<Person> for Author {
    fn from(Person { id, name, role, unit, agency, position }: Person) -> Self {
        Self { id, name, role: Some(role), unit, agency, position }
    }
}

impl Author {
    /// The same person as a neighbour knows them: what is public in their office, and not their rights.
    #[must_use]
    pub fn to_neighbours(self) -> Self {
        Self { role: None, ..self }
    }

    /// The given name, by which people are addressed and sorted.
    #[must_use]
    pub fn given_name(&self) -> &str {
        self.name.split_whitespace().next_back().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(name: &str) -> Person {
        Person {
            id: PersonId::derived(&["person"]),
            name: name.to_owned(),
            role: Role::Manager,
            unit: UnitId::derived(&["unit"]),
            agency: Some(UnitId::derived(&["office"])),
            position: String::new(),
        }
    }

    #[test]
    fn a_person_is_addressed_by_the_last_word_of_the_name() {
        assert_eq!(Author::from(person("Hoàng Thị Mến")).given_name(), "Mến");
        assert_eq!(Author::from(person("")).given_name(), "");
        let text = serde_json::to_string(&person("Mến")).unwrap();
        assert_eq!(serde_json::from_str::<Person>(&text).unwrap(), person("Mến"));
    }

    #[test]
    fn neighbours_know_the_office_and_not_the_rights() {
        let known = Author::from(person("Mến")).to_neighbours();
        assert_eq!((known.role, known.agency), (None, person("Mến").agency));
        let text = serde_json::to_string(&known).unwrap();
        assert!(!text.contains("role"), "{text}");
        assert_eq!(serde_json::from_str::<Author>(&text).unwrap(), known);
        // As a device has kept it from before.
        let kept = serde_json::to_string(&person("Mến")).unwrap();
        assert_eq!(serde_json::from_str::<Author>(&kept).unwrap().role, Some(Role::Manager));
    }
}
