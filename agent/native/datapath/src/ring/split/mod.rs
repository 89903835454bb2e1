//! Split virtqueues (virtio 1.4, 2.7).

mod device;
mod driver;
mod layout;

pub use device::SplitDevice;
pub use driver::SplitDriver;
pub use layout::{Descriptor, SplitRing};
