//! What the person who sends may do where, as the rules ask for it.

use crate::{
    error::Error,
    store::{self, Conn, scope::Scope},
};
use shared::{
    access::{Access, Role},
    change::Home,
    id::{PersonId, ScopeId, UnitId},
    person::Person,
    rules::Asker,
};
use std::collections::{BTreeMap, BTreeSet};

/// A person's rights over the scopes at hand, read under the lock.
#[derive(Debug)]
pub struct Rights {
    person: PersonId,
    role: Role,
    below: BTreeSet<UnitId>,
    scopes: BTreeMap<ScopeId, Scope>,
}

impl Rights {
    /// Reads a person's rights over some scopes.
    ///
    /// # Errors
    /// The database's.
    pub async fn load(
        conn: &mut Conn,
        person: &Person,
        scopes: impl IntoIterator<Item = ScopeId>,
    ) -> Result<Self, Error> {
        let scopes = store::scope::named(conn, person.unit, scopes).await?;
        let below = store::unit::subtree(conn, person.unit).await?.into_iter().collect();
        Ok(Self { person: person.id, role: person.role, below, scopes })
    }

    /// The scopes that were read.
    #[must_use]
    pub fn scopes(&self) -> &BTreeMap<ScopeId, Scope> {
        &self.scopes
    }

    /// Takes in a scope that a change has just made, so that the next one cannot give it another owner.
    pub fn made(&mut self, home: Home, scope: Scope) {
        self.scopes.entry(home.scope).or_insert(scope);
    }
}

impl Asker for Rights {
    fn person(&self) -> PersonId {
        self.person
    }

    fn role(&self) -> Role {
        self.role
    }

    fn is_below(&self, unit: UnitId) -> bool {
        self.below.contains(&unit)
    }

    fn access(&self, home: Home) -> Access {
        let covers = self.below.contains(&home.unit);
        match self.scopes.get(&home.scope) {
            // What a change says of the owner counts only while nobody owns the scope.
            Some(scope) if scope.owner != home.unit => Access::None,
            _ if covers => Access::Covers,
            Some(scope) if scope.issued && scope.reached => Access::Reach,
            _ => Access::None,
        }
    }
}
