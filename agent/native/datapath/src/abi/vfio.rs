//! VFIO container, group and device requests (type `;`, 0x3B; all `_IO`).

/// Returns the API version, 0.
pub const GET_API_VERSION: u32 = 0x3B64;
/// By value: an `*_IOMMU` extension; returns 1 if it is there.
pub const CHECK_EXTENSION: u32 = 0x3B65;
/// By value: the IOMMU type to use.
pub const SET_IOMMU: u32 = 0x3B66;
/// argsz@0 flags@4.
pub const GROUP_GET_STATUS: u32 = 0x3B67;
/// Pointer to the container's descriptor.
pub const GROUP_SET_CONTAINER: u32 = 0x3B68;
/// No argument.
pub const GROUP_UNSET_CONTAINER: u32 = 0x3B69;
/// Pointer to the device's name, zero-terminated; returns a descriptor.
pub const GROUP_GET_DEVICE_FD: u32 = 0x3B6A;
/// argsz@0 flags@4 num_regions@8 num_irqs@12.
pub const DEVICE_GET_INFO: u32 = 0x3B6B;
/// Not supported by vhost-mdev.
pub const DEVICE_GET_REGION_INFO: u32 = 0x3B6C;
/// Not supported by vhost-mdev.
pub const DEVICE_GET_IRQ_INFO: u32 = 0x3B6D;
/// Not supported by vhost-mdev.
pub const DEVICE_SET_IRQS: u32 = 0x3B6E;
/// Not supported by vhost-mdev.
pub const DEVICE_RESET: u32 = 0x3B6F;
/// argsz@0 flags@4 vaddr@8 iova@16 size@24.
pub const IOMMU_MAP_DMA: u32 = 0x3B71;
/// argsz@0 flags@4 iova@8 size@16; size comes back as the bytes unmapped.
pub const IOMMU_UNMAP_DMA: u32 = 0x3B72;

/// Extension and type: type 1.
pub const TYPE1_IOMMU: u64 = 1;
/// Extension and type: type 1, version 2.
pub const TYPE1V2_IOMMU: u64 = 3;
/// Extension: nesting.
pub const TYPE1_NESTING_IOMMU: u64 = 6;
/// Extension: unmap everything at once.
pub const UNMAP_ALL: u64 = 9;

/// Every device of the group is bound to VFIO.
pub const GROUP_FLAGS_VIABLE: u32 = 1;
/// The group is in a container.
pub const GROUP_FLAGS_CONTAINER_SET: u32 = 2;

/// `device_api` "vfio-vhost" in the RFC (bit 6, given to FSL-MC by later kernels).
pub const DEVICE_FLAGS_VHOST: u32 = 0x40;

/// The device may read.
pub const DMA_MAP_FLAG_READ: u32 = 1;
/// The device may write.
pub const DMA_MAP_FLAG_WRITE: u32 = 2;

/// Unmap whatever is mapped; iova and size must be 0 ([`UNMAP_ALL`]).
pub const DMA_UNMAP_FLAG_ALL: u32 = 2;
/// Keep the mapping and change its addresses; refused with mediated devices.
pub const DMA_UNMAP_FLAG_VADDR: u32 = 4;

/// Size of the map structure.
pub const DMA_MAP_BYTES: usize = 32;
/// Size of the unmap structure.
pub const DMA_UNMAP_BYTES: usize = 24;
/// Size of the group status structure.
pub const GROUP_STATUS_BYTES: usize = 8;
/// Size of the device info structure.
pub const DEVICE_INFO_BYTES: usize = 16;
