//! Rules of sync that can be taken out, one at a time, to show that the simulator notices. Only the
//! feature `mutants` makes it possible, and no program that people run has it.

/// A rule that is taken out, or one broken on purpose.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Mutant {
    /// A save that replaces another keeps its id.
    IdKept,
    /// `seen` is what is live when the save is made, not what was drawn.
    SeenAtSave,
    /// Drawing one field anew counts for all fields of its record.
    SeenByRecord,
    /// What an own save without a number had seen is not seen by the save over it.
    OwnChainForgotten,
    /// What another tab has open is sealed from here.
    HeldSealed,
    /// The newest value is shown, whoever saw the one before.
    NewestShown,
    /// What arrives after its replacement is not stamped.
    LateIgnored,
    /// A deleted record is gone, also with values that no deleter saw.
    DeleteWins,
    /// A transition does not compare the state that it saw.
    StateNotCompared,
    /// A transition does not wait for the person's own earlier changes.
    AfterIgnored,
    /// An approval does not compare what stood on the screen.
    BasisIgnored,
    /// What was approved can be edited.
    ApprovedOpen,
    /// What was refused is judged anew when it comes again.
    VerdictForgotten,
    /// What is numbered out of its author's sight waits for ever.
    GoneScopeWaits,
    /// The digest of a record depends on more than what stands in it.
    BasisUnordered,
    /// The cursor is on the medium before its page.
    CursorFirst,
    /// A receipt leaves before the commit.
    ReceiptFirst,
    /// The number is taken before the lock.
    NumberFirst,
    /// A photo's bytes are deleted when they are sent, not when they are confirmed.
    PhotoDeletedEarly,
    /// A refused request empties the outbox.
    RefusalEmptiesOutbox,
    /// What has come back is forgotten at once, so nobody can bring back what the server loses.
    SentForgotten,
    /// What others wrote is not kept, so only its author can bring it back.
    OthersForgotten,
    /// The server does not notice that a seal of its own says otherwise.
    ContradictionIgnored,
    /// A device does not care that the archive began a new epoch.
    EpochIgnored,
    /// What is offered under a seal is judged by the rights of today.
    SealIgnored,
    /// A snapshot goes further than what a backup outside of the machine covers.
    SnapshotAhead,
    /// What had a number once and is kept aside by now is passed over where its author looks.
    AsideUntold,
    /// A page is let go before a backup covers it.
    CoverIgnored,
    /// A page is not offered again once the server has answered, whether or not it was read back.
    OfferForgotten,
    /// A full medium lets go of pages that the server may have lost.
    OfferLetGo,
    /// What was numbered out of its author's sight is forgotten when it is old, though nothing else holds it.
    UnseenForgotten,
    /// What is read anew is taken for whole whatever its sum.
    SumAnewIgnored,
    /// What a report added to a roll-up before stays counted beside what it adds now.
    OldStaysCounted,
}

impl Mutant {
    /// All of them.
    pub const ALL: [Self; 33] = [
        Self::IdKept,
        Self::SeenAtSave,
        Self::SeenByRecord,
        Self::OwnChainForgotten,
        Self::HeldSealed,
        Self::NewestShown,
        Self::LateIgnored,
        Self::DeleteWins,
        Self::StateNotCompared,
        Self::AfterIgnored,
        Self::BasisIgnored,
        Self::ApprovedOpen,
        Self::VerdictForgotten,
        Self::GoneScopeWaits,
        Self::BasisUnordered,
        Self::CursorFirst,
        Self::ReceiptFirst,
        Self::NumberFirst,
        Self::PhotoDeletedEarly,
        Self::RefusalEmptiesOutbox,
        Self::SentForgotten,
        Self::OthersForgotten,
        Self::ContradictionIgnored,
        Self::EpochIgnored,
        Self::SealIgnored,
        Self::SnapshotAhead,
        Self::AsideUntold,
        Self::CoverIgnored,
        Self::OfferForgotten,
        Self::OfferLetGo,
        Self::UnseenForgotten,
        Self::SumAnewIgnored,
        Self::OldStaysCounted,
    ];

    /// Whether this thread lives with it.
    #[cfg(feature = "mutants")]
    #[must_use]
    pub fn lives(self) -> bool {
        LIVING.get() == Some(self)
    }

    /// Whether this thread lives with it: never.
    #[cfg(not(feature = "mutants"))]
    #[must_use]
    pub const fn lives(self) -> bool {
        false
    }
}

#[cfg(feature = "mutants")]
thread_local! {
    static LIVING: std::cell::Cell<Option<Mutant>> = const { std::cell::Cell::new(None) };
}

/// From now on this thread lives with a mutant, or with none.
#[cfg(feature = "mutants")]
pub fn live_with(mutant: Option<Mutant>) {
    LIVING.set(mutant);
}
