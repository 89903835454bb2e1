//! virtio 1.4: feature bits, descriptor flags, sizes.

/// The device follows virtio 1.0 or later.
pub const F_VERSION_1: u64 = 1 << 32;
/// DMA addresses are I/O virtual addresses.
pub const F_ACCESS_PLATFORM: u64 = 1 << 33;
/// A doorbell carries the ring position, not only the queue (2.9).
pub const F_NOTIFICATION_DATA: u64 = 1 << 38;

/// The chain goes on at `next`.
pub const DESC_F_NEXT: u16 = 1;
/// The device writes this buffer.
pub const DESC_F_WRITE: u16 = 2;
/// The buffer holds a table of descriptors.
pub const DESC_F_INDIRECT: u16 = 4;

/// In the available ring's flags: the driver wants no calls (2.7.7).
pub const AVAIL_F_NO_INTERRUPT: u16 = 1;
/// In the used ring's flags: the device wants no kicks (2.7.10).
pub const USED_F_NO_NOTIFY: u16 = 1;

/// Largest split ring.
pub const RING_SIZE_MAX: u32 = 32768;

/// Bytes of the network header with VERSION_1 (5.1.6).
pub const NET_HEADER_BYTES: usize = 12;
/// Offset of `num_buffers` in it.
pub const NET_HEADER_NUM_BUFFERS: usize = 10;

/// Receive queue of the first pair (5.1.2).
pub const RX_QUEUE: u16 = 0;
/// Transmit queue of the first pair.
pub const TX_QUEUE: u16 = 1;
/// Bytes of a doorbell page.
pub const DOORBELL_PAGE_BYTES: usize = 4096;
