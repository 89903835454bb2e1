//! vhost requests (type 0xAF) and the one the RFC added.

/// u64 out.
pub const GET_FEATURES: u32 = 0x8008_AF00;
/// u64 in.
pub const SET_FEATURES: u32 = 0x4008_AF00;
/// No argument.
pub const SET_OWNER: u32 = 0xAF01;
/// index@0 num@4.
pub const SET_VRING_NUM: u32 = 0x4008_AF10;
/// index@0 flags@4 desc@8 used@16 avail@24 log@32.
pub const SET_VRING_ADDR: u32 = 0x4028_AF11;
/// index@0 num@4.
pub const SET_VRING_BASE: u32 = 0x4008_AF12;
/// index@0 num@4, num out.
pub const GET_VRING_BASE: u32 = 0xC008_AF12;
/// index@0 fd@4; -1 unbinds.
pub const SET_VRING_KICK: u32 = 0x4008_AF20;
/// index@0 fd@4; -1 unbinds.
pub const SET_VRING_CALL: u32 = 0x4008_AF21;
/// index@0 fd@4; -1 unbinds.
pub const SET_VRING_ERR: u32 = 0x4008_AF22;
/// u64: 0 stopped, 1 running (RFC v3).
pub const MDEV_SET_STATE: u32 = 0x4008_AF70;

/// Stopped, for [`MDEV_SET_STATE`].
pub const MDEV_STATE_STOPPED: u64 = 0;
/// Running, for [`MDEV_SET_STATE`].
pub const MDEV_STATE_RUNNING: u64 = 1;

/// Log writes of this ring; in the flags of [`SET_VRING_ADDR`].
pub const VRING_F_LOG: u32 = 1;

/// Size of `struct vhost_vring_state` and `struct vhost_vring_file`.
pub const VRING_STATE_BYTES: usize = 8;
/// Size of `struct vhost_vring_addr`.
pub const VRING_ADDR_BYTES: usize = 40;
