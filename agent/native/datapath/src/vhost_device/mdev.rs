//! The driver's way through a vhost-mdev device: VFIO for memory, vhost for rings, SET_STATE to start and stop.

use crate::abi::bytes::{get_u32, put_u32, put_u64};
use crate::abi::{vfio, vhost};
use crate::device_fd::{DeviceFd, DeviceHost, IoctlArg};
use crate::dirty_bitmap::DirtyBitmap;
use crate::doorbell_page::DoorbellPage;
use crate::eventfd::EventFd;
use crate::memory::{GuestMemory, IOVA_BASE};
use crate::vhost_device::requests::{
    doorbell_page, expect, ioctl, open_file, set_features, set_vring, vring_base,
};
use crate::vhost_device::{VhostDevice, VhostError, VringSetup};
use rustix::fd::AsRawFd;
use std::sync::{Arc, Mutex, PoisonError};

/// An opened device with its container and group. Dropping it closes the three in the order that undoes them, and
/// only then lets go of the dirty log.
pub struct VhostMdev {
    device: Box<dyn DeviceFd>,
    group: Box<dyn DeviceFd>,
    container: Box<dyn DeviceFd>,
    log: Mutex<Option<Arc<DirtyBitmap>>>,
}

impl VhostMdev {
    /// Opens container, group and device and maps the memory at [`IOVA_BASE`].
    ///
    /// # Errors
    /// The step that failed.
    pub fn open(
        host: &dyn DeviceHost,
        container: &str,
        group: &str,
        name: &str,
        memory: &GuestMemory,
    ) -> Result<Self, VhostError> {
        let container = open_file(host, container)?;
        let version = ioctl(container.as_ref(), vfio::GET_API_VERSION, IoctlArg::NONE)?;
        expect("VFIO API version", u64::from(version.cast_unsigned()), 0)?;
        let type1 = ioctl(container.as_ref(), vfio::CHECK_EXTENSION, IoctlArg::Value(vfio::TYPE1V2_IOMMU))?;
        expect("VFIO type 1 v2 IOMMU", u64::from(type1.cast_unsigned()), 1)?;

        let group = open_file(host, group)?;
        let mut status = [0; vfio::GROUP_STATUS_BYTES];
        put_u32(&mut status, 0, 8);
        ioctl(group.as_ref(), vfio::GROUP_GET_STATUS, IoctlArg::Bytes(&mut status))?;
        let viable = get_u32(&status, 4).unwrap_or(0) & vfio::GROUP_FLAGS_VIABLE;
        expect("VFIO group viable", u64::from(viable), u64::from(vfio::GROUP_FLAGS_VIABLE))?;
        let mut fd = container.raw_fd().to_ne_bytes();
        ioctl(group.as_ref(), vfio::GROUP_SET_CONTAINER, IoctlArg::Bytes(&mut fd))?;
        ioctl(container.as_ref(), vfio::SET_IOMMU, IoctlArg::Value(vfio::TYPE1V2_IOMMU))?;

        let mut name = name.as_bytes().to_vec();
        name.push(0);
        let fd = ioctl(group.as_ref(), vfio::GROUP_GET_DEVICE_FD, IoctlArg::Bytes(&mut name))?;
        let device = host
            .adopt(fd)
            .map_err(|errno| VhostError::Ioctl { request: vfio::GROUP_GET_DEVICE_FD, errno })?;
        let opened = Self { device, group, container, log: Mutex::default() };
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

    /// Acknowledges other features. While the device runs, only VHOST_F_LOG_ALL may change.
    ///
    /// # Errors
    /// The request that failed, or [`VhostError::Unsupported`] when a feature is not offered.
    pub fn set_features(&self, features: u64) -> Result<(), VhostError> {
        set_features(self.device.as_ref(), features)
    }

    /// Where the device marks the pages it writes, and the eventfd it signals then.
    ///
    /// # Errors
    /// The request that failed.
    pub fn set_log(&self, bitmap: Arc<DirtyBitmap>, signal: Option<&EventFd>) -> Result<(), VhostError> {
        let device = self.device.as_ref();
        let fd = signal.map_or(-1, AsRawFd::as_raw_fd);
        ioctl(device, vhost::SET_LOG_FD, IoctlArg::Bytes(&mut fd.to_ne_bytes()))?;
        ioctl(device, vhost::SET_LOG_BASE, IoctlArg::Bytes(&mut bitmap.base().to_ne_bytes()))?;
        // The device no longer uses the bitmap that was there before.
        *self.log.lock().unwrap_or_else(PoisonError::into_inner) = Some(bitmap);
        Ok(())
    }
}

impl VhostDevice for VhostMdev {
    fn own(&self, features: u64) -> Result<(), VhostError> {
        ioctl(self.device.as_ref(), vhost::SET_OWNER, IoctlArg::NONE)?;
        self.set_features(features)
    }

    fn set_vring(&self, vring: &VringSetup<'_>) -> Result<(), VhostError> {
        set_vring(self.device.as_ref(), vring)
    }

    fn doorbell_page(&self, queue: u16) -> Result<DoorbellPage, VhostError> {
        doorbell_page(self.device.as_ref(), queue)
    }

    fn set_running(&self, running: bool) -> Result<(), VhostError> {
        let state = if running { vhost::MDEV_STATE_RUNNING } else { vhost::MDEV_STATE_STOPPED };
        ioctl(self.device.as_ref(), vhost::MDEV_SET_STATE, IoctlArg::Bytes(&mut state.to_ne_bytes()))
            .map(drop)
    }

    fn vring_base(&self, index: u16) -> Result<u32, VhostError> {
        vring_base(self.device.as_ref(), index)
    }

    fn close(self: Box<Self>, memory: &GuestMemory) -> Result<(), VhostError> {
        let mut unmap = [0; vfio::DMA_UNMAP_BYTES];
        put_u32(&mut unmap, 0, 24);
        put_u64(&mut unmap, 8, IOVA_BASE);
        put_u64(&mut unmap, 16, memory.len() as u64);
        ioctl(self.container.as_ref(), vfio::IOMMU_UNMAP_DMA, IoctlArg::Bytes(&mut unmap))?;
        let Self { device, group, container: _container, log: _log } = *self;
        drop(device);
        ioctl(group.as_ref(), vfio::GROUP_UNSET_CONTAINER, IoctlArg::NONE).map(drop)
    }
}
