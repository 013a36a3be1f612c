//! What happens between the socket and the tables when changes travel: push, pull, and the
//! decisions on what was kept aside. The rules themselves are `shared::rules`; SQL is in `store`.

mod arrival;
mod desk;
pub mod epoch;
mod pull;
mod push;
mod quarantine;
mod rights;
pub mod rollup;
mod snapshot;

pub use arrival::{Arrived, arrived};
pub use pull::{Readable, Said, answer, readable, standing};
pub use push::push;
pub use quarantine::{adopt, drop};
pub use rights::Rights;

use shared::{id::DeviceId, person::Person};

/// Who sends, from which device.
#[derive(Debug, Clone)]
pub struct Sender {
    /// The person signed in.
    pub person: Person,
    /// The device of the session.
    pub device: DeviceId,
}
