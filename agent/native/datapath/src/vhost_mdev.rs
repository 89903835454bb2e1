//! The driver's way through a vhost-mdev device: VFIO for memory, vhost for rings, SET_STATE to start and stop.
//!
//! Works on any [`DeviceHost`]; it cannot tell a kernel from an emulation.

use crate::abi::bytes::{get_u32, get_u64, put_u32, put_u64};
use crate::abi::errno::errno_name;
use crate::abi::request::request_name;
use crate::abi::virtio::DOORBELL_PAGE_BYTES;
use crate::abi::{vfio, vhost};
use crate::device_fd::{DeviceFd, DeviceHost, IoctlArg};
use crate::doorbell_page::DoorbellPage;
use crate::eventfd::EventFd;
use crate::memory::{GuestMemory, IOVA_BASE};
use crate::ring::RingLayout;
use rustix::fd::AsRawFd;
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

fn ioctl(fd: &dyn DeviceFd, request: u32, arg: IoctlArg<'_>) -> Result<i32, VhostError> {
    fd.ioctl(request, arg).map_err(|errno| VhostError::Ioctl { request, errno })
}

fn expect(what: &'static str, actual: u64, expected: u64) -> Result<(), VhostError> {
    if actual == expected { Ok(()) } else { Err(VhostError::Unsupported { what, actual, expected }) }
}

/// Where a vhost-mdev device is found.
#[derive(Clone, Copy, Debug)]
pub struct DevicePath<'a> {
    /// The container, `/dev/vfio/vfio`.
    pub container: &'a str,
    /// The group, `/dev/vfio/N`.
    pub group: &'a str,
    /// The mediated device's UUID.
    pub name: &'a str,
}

/// One ring as the device is to find it.
#[derive(Debug)]
pub struct VringSetup<'a> {
    /// Index of the queue.
    pub index: u16,
    /// Where its parts are.
    pub layout: RingLayout,
    /// Eventfd for kicks; `None` where doorbells are mapped.
    pub kick: Option<&'a EventFd>,
    /// Eventfd for calls.
    pub call: &'a EventFd,
    /// Eventfd for errors.
    pub err: &'a EventFd,
}

/// An opened device with its container and group. Dropping it closes the three in the order that undoes them.
pub struct VhostMdev {
    device: Box<dyn DeviceFd>,
    group: Box<dyn DeviceFd>,
    container: Box<dyn DeviceFd>,
}

impl VhostMdev {
    /// Opens container, group and device and maps the memory at [`IOVA_BASE`].
    ///
    /// # Errors
    /// The step that failed.
    pub fn open(
        host: &dyn DeviceHost,
        path: DevicePath<'_>,
        memory: &GuestMemory,
    ) -> Result<Self, VhostError> {
        let open =
            |path: &str| host.open(path).map_err(|errno| VhostError::Open { path: path.to_owned(), errno });
        let container = open(path.container)?;
        let version = ioctl(container.as_ref(), vfio::GET_API_VERSION, IoctlArg::NONE)?;
        expect("VFIO API version", u64::from(version.cast_unsigned()), 0)?;
        let type1 = ioctl(container.as_ref(), vfio::CHECK_EXTENSION, IoctlArg::Value(vfio::TYPE1V2_IOMMU))?;
        expect("VFIO type 1 v2 IOMMU", u64::from(type1.cast_unsigned()), 1)?;

        let group = open(path.group)?;
        let mut status = [0; vfio::GROUP_STATUS_BYTES];
        put_u32(&mut status, 0, 8);
        ioctl(group.as_ref(), vfio::GROUP_GET_STATUS, IoctlArg::Bytes(&mut status))?;
        let viable = get_u32(&status, 4).unwrap_or(0) & vfio::GROUP_FLAGS_VIABLE;
        expect("VFIO group viable", u64::from(viable), u64::from(vfio::GROUP_FLAGS_VIABLE))?;
        let mut fd = container.raw_fd().to_ne_bytes();
        ioctl(group.as_ref(), vfio::GROUP_SET_CONTAINER, IoctlArg::Bytes(&mut fd))?;
        ioctl(container.as_ref(), vfio::SET_IOMMU, IoctlArg::Value(vfio::TYPE1V2_IOMMU))?;

        let mut name = path.name.as_bytes().to_vec();
        name.push(0);
        let fd = ioctl(group.as_ref(), vfio::GROUP_GET_DEVICE_FD, IoctlArg::Bytes(&mut name))?;
        let device = host
            .adopt(fd)
            .map_err(|errno| VhostError::Ioctl { request: vfio::GROUP_GET_DEVICE_FD, errno })?;
        let opened = Self { device, group, container };
        opened.check_device()?;
        opened.map(memory)?;
        Ok(opened)
    }

    fn check_device(&self) -> Result<(), VhostError> {
        let mut info = [0; vfio::DEVICE_INFO_BYTES];
        put_u32(&mut info, 0, 16);
        ioctl(self.device.as_ref(), vfio::DEVICE_GET_INFO, IoctlArg::Bytes(&mut info))?;
        let flags = get_u32(&info, 4).unwrap_or(0) & vfio::DEVICE_FLAGS_VHOST;
        expect("vhost flag of the VFIO device", u64::from(flags), u64::from(vfio::DEVICE_FLAGS_VHOST))
    }

    fn map(&self, memory: &GuestMemory) -> Result<(), VhostError> {
        let mut map = [0; vfio::DMA_MAP_BYTES];
        put_u32(&mut map, 0, 32);
        put_u32(&mut map, 4, vfio::DMA_MAP_FLAG_READ | vfio::DMA_MAP_FLAG_WRITE);
        put_u64(&mut map, 8, memory.at(0) as u64);
        put_u64(&mut map, 16, IOVA_BASE);
        put_u64(&mut map, 24, memory.len() as u64);
        ioctl(self.container.as_ref(), vfio::IOMMU_MAP_DMA, IoctlArg::Bytes(&mut map)).map(drop)
    }

    /// Becomes the owner and acknowledges exactly these features.
    ///
    /// # Errors
    /// The step that failed, or [`VhostError::Unsupported`] when a feature is not offered.
    pub fn own(&self, features: u64) -> Result<(), VhostError> {
        let device = self.device.as_ref();
        ioctl(device, vhost::SET_OWNER, IoctlArg::NONE)?;
        let mut offered = [0; 8];
        ioctl(device, vhost::GET_FEATURES, IoctlArg::Bytes(&mut offered))?;
        expect("features", get_u64(&offered, 0).unwrap_or(0) & features, features)?;
        ioctl(device, vhost::SET_FEATURES, IoctlArg::Bytes(&mut features.to_ne_bytes())).map(drop)
    }

    /// Sets a ring up: size, position, addresses, eventfds.
    ///
    /// # Errors
    /// The step that failed.
    pub fn set_vring(&self, vring: &VringSetup<'_>) -> Result<(), VhostError> {
        self.set_vring_state(vhost::SET_VRING_NUM, vring.index, u32::from(vring.layout.size))?;
        self.set_vring_state(vhost::SET_VRING_BASE, vring.index, 0)?;
        let mut addr = [0; vhost::VRING_ADDR_BYTES];
        put_u32(&mut addr, 0, u32::from(vring.index));
        put_u64(&mut addr, 8, GuestMemory::iova(vring.layout.desc));
        put_u64(&mut addr, 16, GuestMemory::iova(vring.layout.used));
        put_u64(&mut addr, 24, GuestMemory::iova(vring.layout.avail));
        ioctl(self.device.as_ref(), vhost::SET_VRING_ADDR, IoctlArg::Bytes(&mut addr))?;
        if let Some(kick) = vring.kick {
            self.set_vring_file(vhost::SET_VRING_KICK, vring.index, kick)?;
        }
        self.set_vring_file(vhost::SET_VRING_CALL, vring.index, vring.call)?;
        self.set_vring_file(vhost::SET_VRING_ERR, vring.index, vring.err)
    }

    fn set_vring_file(&self, request: u32, index: u16, file: &EventFd) -> Result<(), VhostError> {
        self.set_vring_state(request, index, file.as_raw_fd().cast_unsigned())
    }

    fn set_vring_state(&self, request: u32, index: u16, value: u32) -> Result<(), VhostError> {
        let mut state = [0; vhost::VRING_STATE_BYTES];
        put_u32(&mut state, 0, u32::from(index));
        put_u32(&mut state, 4, value);
        ioctl(self.device.as_ref(), request, IoctlArg::Bytes(&mut state)).map(drop)
    }

    /// Ring position of a queue.
    ///
    /// # Errors
    /// The request that failed.
    pub fn vring_base(&self, index: u16) -> Result<u32, VhostError> {
        let mut state = [0; vhost::VRING_STATE_BYTES];
        put_u32(&mut state, 0, u32::from(index));
        ioctl(self.device.as_ref(), vhost::GET_VRING_BASE, IoctlArg::Bytes(&mut state))?;
        Ok(get_u32(&state, 4).unwrap_or(0))
    }

    /// Maps the doorbell page of a queue.
    ///
    /// # Errors
    /// Why it could not be mapped.
    pub fn doorbell_page(&self, queue: u16) -> Result<DoorbellPage, VhostError> {
        let offset = u64::from(queue) * DOORBELL_PAGE_BYTES as u64;
        let mapping = self.device.mmap(offset, DOORBELL_PAGE_BYTES);
        mapping.map(DoorbellPage::new).map_err(|errno| VhostError::Doorbell { queue, errno })
    }

    /// VHOST_MDEV_SET_STATE.
    ///
    /// # Errors
    /// The request that failed.
    pub fn set_running(&self, running: bool) -> Result<(), VhostError> {
        let state = if running { vhost::MDEV_STATE_RUNNING } else { vhost::MDEV_STATE_STOPPED };
        ioctl(self.device.as_ref(), vhost::MDEV_SET_STATE, IoctlArg::Bytes(&mut state.to_ne_bytes()))
            .map(drop)
    }

    /// Unmaps the memory, closes the device, takes the group out of its container.
    ///
    /// # Errors
    /// The first request that failed.
    pub fn close(self, memory: &GuestMemory) -> Result<(), VhostError> {
        let mut unmap = [0; vfio::DMA_UNMAP_BYTES];
        put_u32(&mut unmap, 0, 24);
        put_u64(&mut unmap, 8, IOVA_BASE);
        put_u64(&mut unmap, 16, memory.len() as u64);
        ioctl(self.container.as_ref(), vfio::IOMMU_UNMAP_DMA, IoctlArg::Bytes(&mut unmap))?;
        let Self { device, group, container: _container } = self;
        drop(device);
        ioctl(group.as_ref(), vfio::GROUP_UNSET_CONTAINER, IoctlArg::NONE).map(drop)
    }
}
