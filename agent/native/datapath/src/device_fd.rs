//! The port for everything with an ioctl interface: kernel file descriptors and emulated ones look the same.

use crate::memory::Mapping;
use rustix::fd::RawFd;
use rustix::io::Errno;

/// Argument of an ioctl.
#[derive(Debug)]
pub enum IoctlArg<'a> {
    /// No argument, or one passed by value.
    Value(u64),
    /// A pointer to a structure. A kernel copies as much as the request says; fewer bytes mean `EFAULT`.
    Bytes(&'a mut [u8]),
}

impl IoctlArg<'_> {
    /// No argument.
    pub const NONE: IoctlArg<'static> = IoctlArg::Value(0);

    /// The same argument, borrowed for one call.
    pub fn reborrow(&mut self) -> IoctlArg<'_> {
        match self {
            Self::Value(value) => IoctlArg::Value(*value),
            Self::Bytes(bytes) => IoctlArg::Bytes(bytes),
        }
    }
}

/// An open device file.
pub trait DeviceFd: Send + Sync {
    /// Runs a request. Structures are read and written in place.
    ///
    /// # Errors
    /// The errno a kernel would set.
    fn ioctl(&self, request: u32, arg: IoctlArg<'_>) -> Result<i32, Errno>;

    /// Maps `len` bytes at `offset`, shared and write-only (doorbell pages).
    ///
    /// # Errors
    /// `EINVAL` for a range that cannot be mapped, 524 (`ENOTSUPP`) for a device without doorbell pages.
    fn mmap(&self, offset: u64, len: usize) -> Result<Mapping, Errno>;

    /// Writes a message (IOTLB updates of vhost-vdpa).
    ///
    /// # Errors
    /// `EINVAL` where messages are not understood.
    fn write(&self, bytes: &[u8]) -> Result<usize, Errno>;

    /// The number other calls refer to it by (VFIO_GROUP_SET_CONTAINER).
    fn raw_fd(&self) -> RawFd;
}

/// Where device files come from: the kernel, or an emulation of its part.
pub trait DeviceHost: Send + Sync {
    /// Opens a device file by path.
    ///
    /// # Errors
    /// The errno of open(2).
    fn open(&self, path: &str) -> Result<Box<dyn DeviceFd>, Errno>;

    /// Takes over a descriptor that an ioctl returned (VFIO_GROUP_GET_DEVICE_FD).
    ///
    /// # Errors
    /// `EBADF` if there is no such descriptor.
    fn adopt(&self, fd: RawFd) -> Result<Box<dyn DeviceFd>, Errno>;
}
