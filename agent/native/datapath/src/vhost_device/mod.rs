//! A vhost device as a driver uses it, whichever interface it has: [`VhostMdev`] or [`VhostVdpa`].
//!
//! The steps in order: open (which maps the memory), own, set every ring up, map doorbell pages, start, stop, read
//! positions, close. Works on any [`DeviceHost`]; it cannot tell a kernel from an emulation.

mod mdev;
mod requests;
mod vdpa;

pub use mdev::VhostMdev;
pub use vdpa::VhostVdpa;

use crate::abi::errno::errno_name;
use crate::abi::request::request_name;
use crate::device_fd::DeviceHost;
use crate::doorbell_page::DoorbellPage;
use crate::eventfd::EventFd;
use crate::memory::GuestMemory;
use crate::ring::RingLayout;
use rustix::io::Errno;

/// A step of the set-up that failed.
#[derive(Debug, thiserror::Error)]
pub enum VhostError {
    /// A file that could not be opened.
    #[error("cannot open {path}: {}", errno_name(*errno))]
    Open {
        /// The file.
        path: String,
        /// Why.
        errno: Errno,
    },
    /// A request the device refused.
    #[error("{} failed with {}", request_name(*request), errno_name(*errno))]
    Ioctl {
        /// The request.
        request: u32,
        /// Why.
        errno: Errno,
    },
    /// An IOTLB message the device refused.
    #[error("{message} failed with {}", errno_name(*errno))]
    Message {
        /// Its name.
        message: String,
        /// Why.
        errno: Errno,
    },
    /// A doorbell page that could not be mapped.
    #[error("cannot map the doorbell page of queue {queue}: {}", errno_name(*errno))]
    Doorbell {
        /// Index of the queue.
        queue: u16,
        /// Why.
        errno: Errno,
    },
    /// A host or device that cannot do what is needed.
    #[error("{what}: 0x{actual:x}, expected 0x{expected:x}")]
    Unsupported {
        /// What was asked.
        what: &'static str,
        /// The answer.
        actual: u64,
        /// What was needed.
        expected: u64,
    },
}

/// Where a device is found, and how it is talked to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DevicePath<'a> {
    /// A mediated device behind VFIO.
    VhostMdev {
        /// The container, `/dev/vfio/vfio`.
        container: &'a str,
        /// The group, `/dev/vfio/N`.
        group: &'a str,
        /// The mediated device's UUID.
        name: &'a str,
    },
    /// A character device.
    VhostVdpa {
        /// `/dev/vhost-vdpa-N`.
        path: &'a str,
    },
}

/// One ring as the device is to find it.
#[derive(Clone, Copy, Debug)]
pub struct VringSetup<'a> {
    /// Index of the queue.
    pub index: u16,
    /// Where its parts are: for packed rings, the ring and the two event structures.
    pub layout: RingLayout,
    /// Position to start from. Split: next available index. Packed: available index and wrap counter in the low
    /// half, used index and wrap counter in the high half, so that a new ring begins at 0x8000_8000.
    pub base: u32,
    /// I/O virtual address at which writes to the used ring are logged, if they are.
    pub log: Option<u64>,
    /// Eventfd for kicks; `None` where doorbells are mapped.
    pub kick: Option<&'a EventFd>,
    /// Eventfd for calls.
    pub call: &'a EventFd,
    /// Eventfd for errors.
    pub err: &'a EventFd,
}

/// A device that was opened and sees the memory.
pub trait VhostDevice: Send + Sync {
    /// Becomes the owner and acknowledges exactly these features.
    ///
    /// # Errors
    /// The step that failed, or [`VhostError::Unsupported`] when a feature is not offered or not accepted.
    fn own(&self, features: u64) -> Result<(), VhostError>;

    /// Sets a ring up, of a size, position, addresses and eventfds, and lets it take part.
    ///
    /// # Errors
    /// The step that failed.
    fn set_vring(&self, vring: &VringSetup<'_>) -> Result<(), VhostError>;

    /// Maps the doorbell page of a queue.
    ///
    /// # Errors
    /// Why it could not be mapped.
    fn doorbell_page(&self, queue: u16) -> Result<DoorbellPage, VhostError>;

    /// Starts the device, or stops it so that it no longer touches memory.
    ///
    /// # Errors
    /// The request that failed, or [`VhostError::Unsupported`] when the device did not start.
    fn set_running(&self, running: bool) -> Result<(), VhostError>;

    /// Position of a ring, as [`VringSetup::base`] takes it.
    ///
    /// # Errors
    /// The request that failed.
    fn vring_base(&self, index: u16) -> Result<u32, VhostError>;

    /// Unmaps the memory the device was opened with and closes the files, which stops and resets it.
    ///
    /// # Errors
    /// The first request that failed; the files are closed in any case.
    fn close(self: Box<Self>, memory: &GuestMemory) -> Result<(), VhostError>;
}

/// Opens a device and maps the memory for it at [`crate::memory::IOVA_BASE`].
///
/// # Errors
/// The step that failed.
pub fn open(
    host: &dyn DeviceHost,
    path: DevicePath<'_>,
    memory: &GuestMemory,
) -> Result<Box<dyn VhostDevice>, VhostError> {
    Ok(match path {
        DevicePath::VhostMdev { container, group, name } => {
            Box::new(VhostMdev::open(host, container, group, name, memory)?)
        }
        DevicePath::VhostVdpa { path } => Box::new(VhostVdpa::open(host, path, memory)?),
    })
}
