//! vhost requests (type 0xAF) and the one the RFC added.

/// u64 out.
pub const GET_FEATURES: u32 = 0x8008_AF00;
/// u64 in.
pub const SET_FEATURES: u32 = 0x4008_AF00;
/// No argument.
pub const SET_OWNER: u32 = 0xAF01;
/// No argument; not reachable on vhost-mdev and vhost-vdpa.
pub const RESET_OWNER: u32 = 0xAF02;
/// nregions@0 padding@4, then [`MEM_REGION_BYTES`] a region.
pub const SET_MEM_TABLE: u32 = 0x4008_AF03;
/// u64: address of the bitmap of written pages.
pub const SET_LOG_BASE: u32 = 0x4008_AF04;
/// int: eventfd that is signalled after pages were marked; -1 unbinds.
pub const SET_LOG_FD: u32 = 0x4004_AF07;
/// index@0 num@4.
pub const SET_VRING_NUM: u32 = 0x4008_AF10;
/// index@0 flags@4 desc@8 used@16 avail@24 log@32.
pub const SET_VRING_ADDR: u32 = 0x4028_AF11;
/// index@0 num@4.
pub const SET_VRING_BASE: u32 = 0x4008_AF12;
/// index@0 num@4, num out.
pub const GET_VRING_BASE: u32 = 0xC008_AF12;
/// index@0 num@4; only where the kernel has VHOST_CROSS_ENDIAN_LEGACY.
pub const SET_VRING_ENDIAN: u32 = 0x4008_AF13;
/// index@0 num@4; as [`SET_VRING_ENDIAN`].
pub const GET_VRING_ENDIAN: u32 = 0x4008_AF14;
/// index@0 fd@4; -1 unbinds.
pub const SET_VRING_KICK: u32 = 0x4008_AF20;
/// index@0 fd@4; -1 unbinds.
pub const SET_VRING_CALL: u32 = 0x4008_AF21;
/// index@0 fd@4; -1 unbinds.
pub const SET_VRING_ERR: u32 = 0x4008_AF22;
/// index@0 num@4, microseconds.
pub const SET_VRING_BUSYLOOP_TIMEOUT: u32 = 0x4008_AF23;
/// index@0 num@4, num out.
pub const GET_VRING_BUSYLOOP_TIMEOUT: u32 = 0x4008_AF24;
/// u64 in, `BACKEND_F_*`; not reachable on vhost-mdev.
pub const SET_BACKEND_FEATURES: u32 = 0x4008_AF25;
/// u64 out, `BACKEND_F_*`; not reachable on vhost-mdev.
pub const GET_BACKEND_FEATURES: u32 = 0x8008_AF26;
/// u64: 0 stopped, 1 running (RFC v3).
pub const MDEV_SET_STATE: u32 = 0x4008_AF70;

/// Stopped, for [`MDEV_SET_STATE`].
pub const MDEV_STATE_STOPPED: u64 = 0;
/// Running, for [`MDEV_SET_STATE`].
pub const MDEV_STATE_RUNNING: u64 = 1;

/// Log writes of this ring; in the flags of [`SET_VRING_ADDR`].
pub const VRING_F_LOG: u32 = 1;

/// In [`GET_FEATURES`]: log the pages that are written. Free to change while the device runs.
pub const F_LOG_ALL: u64 = 1 << 26;
/// Bytes of memory that one bit of the log stands for, whatever the host's page size.
pub const LOG_PAGE_BYTES: u64 = 4096;

/// Messages of version 2.
pub const BACKEND_F_IOTLB_MSG_V2: u64 = 1 << 1;
/// Messages may come in batches.
pub const BACKEND_F_IOTLB_BATCH: u64 = 1 << 2;
/// Messages carry an address space id.
pub const BACKEND_F_IOTLB_ASID: u64 = 1 << 3;
/// The device can be suspended.
pub const BACKEND_F_SUSPEND: u64 = 1 << 4;
/// The device can be resumed.
pub const BACKEND_F_RESUME: u64 = 1 << 5;
/// Rings may be enabled after DRIVER_OK.
pub const BACKEND_F_ENABLE_AFTER_DRIVER_OK: u64 = 1 << 6;
/// Descriptors may have an address space of their own.
pub const BACKEND_F_DESC_ASID: u64 = 1 << 7;
/// Mappings outlive a reset.
pub const BACKEND_F_IOTLB_PERSIST: u64 = 1 << 8;

/// Most regions of [`SET_MEM_TABLE`] (module parameter `max_mem_regions`).
pub const MEM_REGIONS_MAX: u32 = 64;
/// gpa@0 size@8 uaddr@16 flags@24.
pub const MEM_REGION_BYTES: usize = 32;
/// Size of `struct vhost_memory` without its regions.
pub const MEM_TABLE_BYTES: usize = 8;
/// Size of `struct vhost_vring_state` and `struct vhost_vring_file`.
pub const VRING_STATE_BYTES: usize = 8;
/// Size of `struct vhost_vring_addr`.
pub const VRING_ADDR_BYTES: usize = 40;
