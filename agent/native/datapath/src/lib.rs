//! The vhost datapath: everything that runs per packet or per doorbell, and nothing that knows of Node.
//!
//! A trial walks these modules in this order: [`memory`] holds rings and buffers; [`vhost_device`] sets a device
//! up through the [`device_fd`] port (traced by [`trace`]); [`emulated`] is a device behind that port, and [`kernel`]
//! leads to real ones; [`ring`] moves buffers between the two sides; [`load`] makes and checks packets; [`trial`]
//! drives it all and counts.

pub mod abi;
pub mod clock;
pub mod counters;
pub mod cpu;
pub mod cycles;
pub mod device_fd;
pub mod dirty_bitmap;
pub mod doorbell_page;
pub mod emulated;
pub mod eventfd;
pub mod kernel;
pub mod load;
pub mod memory;
mod prefetch;
pub mod ring;
pub mod trace;
pub mod trial;
pub mod vhost_device;
