//! What a guest can do wrong.

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
    /// A chain that is longer than the ring or table it stands in: it loops, or has no end.
    #[error("descriptor chain longer than the {size} descriptors it stands in")]
    ChainLoop {
        /// Entries of the ring or table.
        size: u16,
    },
    /// A buffer that is not mapped as a whole with the access it needs.
    #[error("buffer of {len} bytes at 0x{address:x} is not mapped")]
    Unmapped {
        /// I/O virtual address.
        address: u64,
        /// Bytes.
        len: u32,
    },
    /// A combination of flags that was not negotiated or is not allowed.
    #[error("descriptor flags 0x{flags:x} were not negotiated or contradict each other")]
    Flags {
        /// The flags.
        flags: u16,
    },
    /// A table of descriptors whose size is no multiple of a descriptor's, or beyond what an index can name.
    #[error("indirect table of {len} bytes, expected a multiple of 16 up to 16 x {max}")]
    IndirectTable {
        /// Bytes.
        len: u32,
        /// Most descriptors.
        max: u32,
    },
    /// A device-readable descriptor behind a device-writable one (2.7.4.2, 2.8.5.1).
    #[error("device-readable descriptor behind a device-writable one")]
    ReadableBehindWritable,
    /// A ring's own memory was unmapped while the device ran.
    #[error("the ring at 0x{address:x} is not mapped any more")]
    RingUnmapped {
        /// I/O virtual address of its first part.
        address: u64,
    },
}
