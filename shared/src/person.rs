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

impl Person {
    /// The same person as a neighbour knows them: what names an author on a screen, and nothing else. The
    /// role is not told; devices want one, so it is everybody's.
    #[must_use]
    pub fn as_author(self) -> Self {
        Self { role: Role::Officer, agency: None, ..self }
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

    #[test]
    fn a_person_is_addressed_by_the_last_word_of_the_name() {
        let unit = UnitId::derived(&["unit"]);
        let id = PersonId::derived(&["person"]);
        let person = |name: &str| Person {
            id,
            name: name.to_owned(),
            role: Role::Officer,
            unit,
            agency: None,
            position: String::new(),
        };
        assert_eq!(person("Hoàng Thị Mến").given_name(), "Mến");
        assert_eq!(person("").given_name(), "");
        let text = serde_json::to_string(&person("Mến")).unwrap();
        assert_eq!(serde_json::from_str::<Person>(&text).unwrap(), person("Mến"));
    }
}
