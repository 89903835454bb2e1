//! What happened, and when: every ioctl by a decorator on the device port, every doorbell by an event.

mod doorbells;
mod event;
mod ioctls;

pub use doorbells::{Doorbell, pair};
pub use event::{Event, EventKind, EventRing};
pub use ioctls::{IoctlLog, IoctlRecord, TracedHost};
