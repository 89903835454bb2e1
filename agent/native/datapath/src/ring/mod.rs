//! Split virtqueues (virtio 1.4, 2.7): one layout, and the two sides that work on it.
//!
//! The hot paths are ours because rust-vmm's `virtio-queue` publishes one index per descriptor and has no
//! driver side.

mod device;
mod driver;
mod layout;

pub use device::{Chain, DeviceQueue, Translate};
pub use driver::DriverQueue;
pub use layout::{Ring, RingLayout};

/// What a guest did that no device can work with. The queue is broken from then on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum QueueError {
    /// The available index moved by more than the ring holds.
    #[error("available index jumped by {by} in a ring of {size}")]
    IndexJump {
        /// New entries the index claims.
        by: u16,
        /// Entries of the ring.
        size: u16,
    },
    /// A descriptor number past the table.
    #[error("descriptor {index} outside a table of {size}")]
    DescriptorIndex {
        /// The number.
        index: u16,
        /// Entries of the table.
        size: u16,
    },
    /// A chain that is longer than the ring: it loops.
    #[error("descriptor chain longer than the ring of {size}")]
    ChainLoop {
        /// Entries of the ring.
        size: u16,
    },
    /// A buffer that is not mapped as a whole.
    #[error("buffer of {len} bytes at 0x{address:x} is not mapped")]
    Unmapped {
        /// I/O virtual address.
        address: u64,
        /// Bytes.
        len: u32,
    },
    /// A flag that was not negotiated.
    #[error("descriptor flags 0x{flags:x} were not negotiated")]
    Flags {
        /// The flags.
        flags: u16,
    },
}
