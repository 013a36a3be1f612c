//! Who lets the server poke them: desks that somebody looks at. A tablet asks by itself.

use super::core::Core;
use crate::sync::{Reason, poke::Poke};
use leptos::prelude::*;
use shared::{access::Role, wire::SignedIn};
use std::rc::Rc;

impl Core {
    /// Lets the server poke a desk that somebody looks at, at once if it had refused. Nobody is poked whom
    /// the server wants to sign in again.
    pub fn listen_for_pokes(self: &Rc<Self>, seen: bool) {
        let decides = |me: &SignedIn| matches!(me.role, Role::Manager | Role::Administrator);
        let may = seen && !self.expired.get_untracked();
        let wanted = self.session.get_untracked().filter(|me| may && decides(me));
        let mut poke = self.poke.borrow_mut();
        match (wanted, &*poke) {
            (None, _) => *poke = None,
            (Some(_), Some(poke)) => poke.again(),
            (Some(me), None) => {
                let core = Rc::downgrade(self);
                *poke = Some(Poke::listen(me.person, move || {
                    if let Some(core) = core.upgrade() {
                        core.nudge(Reason::Hint);
                    }
                }));
            }
        }
    }
}
