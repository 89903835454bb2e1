//! virtio 1.4: feature bits, descriptor flags, sizes.

/// Network: the device has a MTU to advise (5.1.3).
pub const NET_F_MTU: u64 = 1 << 3;
/// Network: the device has a MAC address (5.1.3).
pub const NET_F_MAC: u64 = 1 << 5;
/// Network: a packet may be spread over several receive buffers (5.1.3).
pub const NET_F_MRG_RXBUF: u64 = 1 << 15;
/// Network: the configuration has a link status (5.1.3).
pub const NET_F_STATUS: u64 = 1 << 16;
/// Descriptors may lead to tables of descriptors (2.7.5.3).
pub const F_INDIRECT_DESC: u64 = 1 << 28;
/// Either side may say at which index it wants to be told (2.7.7, 2.7.10).
pub const F_EVENT_IDX: u64 = 1 << 29;
/// The device follows virtio 1.0 or later.
pub const F_VERSION_1: u64 = 1 << 32;
/// DMA addresses are I/O virtual addresses.
pub const F_ACCESS_PLATFORM: u64 = 1 << 33;
/// Rings are packed (2.8).
pub const F_RING_PACKED: u64 = 1 << 34;
/// Buffers are used in the order in which they were offered (2.7.9).
pub const F_IN_ORDER: u64 = 1 << 35;
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

/// Largest ring, split or packed.
pub const RING_SIZE_MAX: u32 = 32768;

/// Bytes of the network header with VERSION_1 (5.1.6).
pub const NET_HEADER_BYTES: usize = 12;
/// Offset of `num_buffers` in it.
pub const NET_HEADER_NUM_BUFFERS: usize = 10;

/// Device id of a network card (5.1).
pub const ID_NET: u32 = 1;

/// The guest has seen the device (2.1).
pub const STATUS_ACKNOWLEDGE: u8 = 1;
/// The guest can drive it.
pub const STATUS_DRIVER: u8 = 2;
/// The driver is ready.
pub const STATUS_DRIVER_OK: u8 = 4;
/// Features are agreed upon.
pub const STATUS_FEATURES_OK: u8 = 8;

/// Size of `struct virtio_net_config` up to `supported_hash_types` (5.1.4).
pub const NET_CONFIG_BYTES: usize = 24;
/// Offset of the MAC address in it.
pub const NET_CONFIG_MAC: usize = 0;
/// Offset of the link status.
pub const NET_CONFIG_STATUS: usize = 6;
/// Offset of the number of queue pairs.
pub const NET_CONFIG_MAX_QUEUE_PAIRS: usize = 8;
/// Offset of the MTU.
pub const NET_CONFIG_MTU: usize = 10;
/// In the link status: the link is up.
pub const NET_S_LINK_UP: u16 = 1;

/// Receive queue of the first pair (5.1.2).
pub const RX_QUEUE: u16 = 0;
/// Transmit queue of the first pair.
pub const TX_QUEUE: u16 = 1;
/// Bytes of a doorbell page.
pub const DOORBELL_PAGE_BYTES: usize = 4096;
