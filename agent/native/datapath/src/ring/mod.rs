//! Virtqueues (virtio 1.4, 2.7 split and 2.8 packed): one layout a format, and the two sides that work on it.
//!
//! The hot paths are ours because rust-vmm's `virtio-queue` publishes one index per descriptor and has neither a
//! driver side nor packed rings.

mod buffers;
mod chain;
mod device_ring;
mod driver_ring;
mod error;
mod event;
mod free;
mod indirect;
mod packed;
mod parts;
mod split;
#[cfg_attr(loom, path = "sync_under_loom.rs")]
mod sync;

pub use buffers::{BufferLayout, Buffers};
pub use chain::{Segment, Taken, Token, Translate};
pub use device_ring::DeviceRing;
pub use driver_ring::{Certainty, DriverRing};
pub use error::QueueError;
pub use packed::{PackedDevice, PackedDriver, PackedRing};
pub(crate) use parts::part_bytes;
pub use parts::{RingLayout, RingParts};
pub use split::{Descriptor, SplitDevice, SplitDriver, SplitRing};
#[cfg(loom)]
pub use sync::ModelMemory;

use crate::abi::virtio::{F_EVENT_IDX, F_IN_ORDER, F_INDIRECT_DESC, F_RING_PACKED};

/// What was negotiated about a ring.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RingFeatures {
    /// Packed instead of split (VIRTIO_F_RING_PACKED).
    pub packed: bool,
    /// Notifications are asked for by position (VIRTIO_F_EVENT_IDX).
    pub event_idx: bool,
    /// Buffers are used in the order they were made available (VIRTIO_F_IN_ORDER).
    pub in_order: bool,
    /// Descriptors may stand in a table of their own (VIRTIO_F_INDIRECT_DESC).
    pub indirect: bool,
}

impl RingFeatures {
    /// The ring features among acknowledged feature bits.
    pub fn of(features: u64) -> Self {
        Self {
            packed: features & F_RING_PACKED != 0,
            event_idx: features & F_EVENT_IDX != 0,
            in_order: features & F_IN_ORDER != 0,
            indirect: features & F_INDIRECT_DESC != 0,
        }
    }

    /// The feature bits.
    pub fn bits(self) -> u64 {
        let bit = |on: bool, bit: u64| if on { bit } else { 0 };
        bit(self.packed, F_RING_PACKED)
            | bit(self.event_idx, F_EVENT_IDX)
            | bit(self.in_order, F_IN_ORDER)
            | bit(self.indirect, F_INDIRECT_DESC)
    }
}
