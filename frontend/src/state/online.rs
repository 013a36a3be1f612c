//! What is asked online only. Screens that call these say so beforehand.

use super::{ApiError, Lang, State};
use crate::sync::{Reason, online};
use leptos::prelude::GetUntracked as _;
use shared::{
    id::{ChangeId, PersonId},
    wire::{Adopted, Devices, QuarantineList},
};

impl State {
    /// For whom is asked: the cookie belongs to the browser, and may be another's by now.
    fn asker(self) -> Result<PersonId, ApiError> {
        self.session.get_untracked().map(|me| me.person).ok_or(ApiError::SignedOut)
    }

    /// Who has not synchronised since when, in the person's units.
    ///
    /// # Errors
    /// As the line says.
    pub async fn devices(self) -> Result<Devices, ApiError> {
        online::devices(self.asker()?).await
    }

    /// What the server keeps aside and concerns the person.
    ///
    /// # Errors
    /// As the line says.
    pub async fn quarantine(self) -> Result<QuarantineList, ApiError> {
        online::quarantine(self.asker()?).await
    }

    /// Takes in what was kept aside.
    ///
    /// # Errors
    /// As the line says.
    pub async fn adopt(self, id: ChangeId) -> Result<Adopted, ApiError> {
        let adopted = online::adopt(self.asker()?, id).await?;
        self.core().nudge(Reason::Asked);
        Ok(adopted)
    }

    /// Drops what was kept aside, with a reason for whoever wrote it.
    ///
    /// # Errors
    /// As the line says.
    pub async fn drop_aside(self, id: ChangeId, reason: &str) -> Result<(), ApiError> {
        online::drop_aside(self.asker()?, id, reason).await?;
        self.core().nudge(Reason::Asked);
        Ok(())
    }
}

impl ApiError {
    /// What happened, that nothing is lost, and what to do.
    #[must_use]
    pub fn words(&self, lang: Lang) -> String {
        crate::text::line::words(self).of(lang).to_owned()
    }
}
