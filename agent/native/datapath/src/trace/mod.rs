//! What happened, and when: every ioctl by a decorator on the device port, every doorbell by an event.

mod doorbell_mode;
mod doorbell_stats;
mod doorbell_trace;
mod event;
mod event_ring;
mod ioctls;
mod outlier;
mod pairing;

pub use doorbell_mode::{DoorbellMode, TracingConfig};
pub use doorbell_stats::DoorbellStats;
pub use doorbell_trace::DoorbellTrace;
pub use event::{Event, EventKind};
pub use event_ring::{EventReader, EventRing, Losses};
pub use ioctls::{IoctlLog, IoctlRecord, TracedHost};
pub use outlier::{OUTLIERS_MAX, Outlier, OutlierPolicy, Slowest};
pub use pairing::{Doorbell, Pairing};
