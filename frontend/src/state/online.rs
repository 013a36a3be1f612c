//! What is asked online only. Screens that call these say so beforehand.

use super::{ApiError, Lang, State};
use crate::sync::{Reason, online};
use shared::{
    id::ChangeId,
    wire::{Adopted, Devices, QuarantineList},
};

impl State {
    /// Who has not synchronised since when, in the person's units.
    ///
    /// # Errors
    /// As the line says.
    pub async fn devices(self) -> Result<Devices, ApiError> {
        online::devices().await
    }

    /// What the server keeps aside and concerns the person.
    ///
    /// # Errors
    /// As the line says.
    pub async fn quarantine(self) -> Result<QuarantineList, ApiError> {
        online::quarantine().await
    }

    /// Takes in what was kept aside.
    ///
    /// # Errors
    /// As the line says.
    pub async fn adopt(self, id: ChangeId) -> Result<Adopted, ApiError> {
        let adopted = online::adopt(id).await?;
        self.core().nudge(Reason::Asked);
        Ok(adopted)
    }

    /// Drops what was kept aside, with a reason for whoever wrote it.
    ///
    /// # Errors
    /// As the line says.
    pub async fn drop_aside(self, id: ChangeId, reason: &str) -> Result<(), ApiError> {
        online::drop_aside(id, reason).await?;
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
