//! Requests that only vhost-vdpa has (include/uapi/linux/vhost.h, 0x70 to 0x82).

/// u32 out: virtio device id.
pub const GET_DEVICE_ID: u32 = 0x8004_AF70;
/// u8 out.
pub const GET_STATUS: u32 = 0x8001_AF71;
/// u8 in; bits can be added, and 0 resets.
pub const SET_STATUS: u32 = 0x4001_AF72;
/// off@0 len@4, then the bytes out.
pub const GET_CONFIG: u32 = 0x8008_AF73;
/// off@0 len@4, then the bytes in.
pub const SET_CONFIG: u32 = 0x4008_AF74;
/// index@0 num@4: 1 enables the ring.
pub const SET_VRING_ENABLE: u32 = 0x4008_AF75;
/// u16 out: largest ring.
pub const GET_VRING_NUM: u32 = 0x8002_AF76;
/// int: eventfd for changes of the configuration; -1 unbinds.
pub const SET_CONFIG_CALL: u32 = 0x4004_AF77;
/// first@0 last@8 out.
pub const GET_IOVA_RANGE: u32 = 0x8010_AF78;
/// u32 out.
pub const GET_CONFIG_SIZE: u32 = 0x8004_AF79;
/// u32 out: address spaces.
pub const GET_AS_NUM: u32 = 0x8004_AF7A;
/// index@0 num@4, num out: group of the ring.
pub const GET_VRING_GROUP: u32 = 0xC008_AF7B;
/// index@0 num@4: address space of the group.
pub const SET_GROUP_ASID: u32 = 0x4008_AF7C;
/// No argument.
pub const SUSPEND: u32 = 0xAF7D;
/// No argument.
pub const RESUME: u32 = 0xAF7E;
/// index@0 num@4, num out: group of the ring's descriptors.
pub const GET_VRING_DESC_GROUP: u32 = 0xC008_AF7F;
/// u32 out: virtqueues.
pub const GET_VQS_COUNT: u32 = 0x8004_AF80;
/// u32 out: groups of virtqueues.
pub const GET_GROUP_NUM: u32 = 0x8004_AF81;
/// index@0 num@4, num out: largest size of this ring.
pub const GET_VRING_SIZE: u32 = 0xC008_AF82;

/// Size of `struct vhost_vdpa_config` without its bytes.
pub const CONFIG_BYTES: usize = 8;
/// Size of `struct vhost_vdpa_iova_range`.
pub const IOVA_RANGE_BYTES: usize = 16;
