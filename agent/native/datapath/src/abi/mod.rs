//! Numbers and layouts of the kernel interfaces: VFIO type 1, vhost, the vhost-mdev RFC v3, and vhost-vdpa.
//!
//! Sources: include/uapi/linux/vfio.h, include/uapi/linux/vhost.h, include/uapi/linux/vhost_types.h,
//! "[RFC v3] vhost: introduce mdev based hardware vhost backend" (28 August 2019), virtio 1.4 for ring features.

pub mod bytes;
pub mod errno;
pub mod feature_names;
pub mod iotlb;
pub mod request;
pub mod vfio;
pub mod vhost;
pub mod vhost_vdpa;
pub mod virtio;
