//! Packed virtqueues (virtio 1.4, 2.8).

mod device;
mod driver;
mod layout;
mod position;

pub use device::PackedDevice;
pub use driver::PackedDriver;
pub use layout::PackedRing;
