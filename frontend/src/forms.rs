//! Forms: from what a person types to edits of a record, and back from the record to the screen.
//! Nothing here draws by itself or talks to the store: looks are `ui`, saving is `state`.

pub mod field;
pub mod report;
pub mod sheet;
pub mod slots;
