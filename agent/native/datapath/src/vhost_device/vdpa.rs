//! The driver's way through a vhost-vdpa device: IOTLB messages for memory, vhost for rings, the status to start it
//! and SUSPEND to stop it.

use crate::abi::bytes::get_u32;
use crate::abi::iotlb::{self, IotlbMessage};
use crate::abi::{vhost, vhost_vdpa, virtio};
use crate::device_fd::{DeviceFd, DeviceHost, IoctlArg};
use crate::doorbell_page::DoorbellPage;
use crate::memory::{GuestMemory, IOVA_BASE};
use crate::vhost_device::requests::{
    doorbell_page, expect, get, ioctl, open_file, set_features, set_vring, set_vring_state, vring_base,
};
use crate::vhost_device::{VhostDevice, VhostError, VringSetup};

/// Used where they are offered; the device works without.
const WANTED: u64 = vhost::BACKEND_F_IOTLB_MSG_V2 | vhost::BACKEND_F_SUSPEND | vhost::BACKEND_F_RESUME;

/// An opened device. Dropping it closes the file, which resets the device.
pub struct VhostVdpa {
    device: Box<dyn DeviceFd>,
    backend_features: u64,
}

impl VhostVdpa {
    /// Opens the device, becomes its owner, without which memory cannot be mapped, and maps the memory at
    /// [`IOVA_BASE`].
    ///
    /// # Errors
    /// The step that failed, or [`VhostError::Unsupported`] if it is no network card.
    pub fn open(host: &dyn DeviceHost, path: &str, memory: &GuestMemory) -> Result<Self, VhostError> {
        let device = open_file(host, path)?;
        let mut id = [0; 4];
        ioctl(device.as_ref(), vhost_vdpa::GET_DEVICE_ID, IoctlArg::Bytes(&mut id))?;
        let id = get_u32(&id, 0).unwrap_or(0);
        expect("virtio device id", u64::from(id), u64::from(virtio::ID_NET))?;
        ioctl(device.as_ref(), vhost::SET_OWNER, IoctlArg::NONE)?;
        let backend_features = get(device.as_ref(), vhost::GET_BACKEND_FEATURES)? & WANTED;
        let messages = vhost::BACKEND_F_IOTLB_MSG_V2;
        expect("IOTLB messages", backend_features & messages, messages)?;
        let mut acked = backend_features.to_ne_bytes();
        ioctl(device.as_ref(), vhost::SET_BACKEND_FEATURES, IoctlArg::Bytes(&mut acked))?;
        let opened = Self { device, backend_features };
        opened.send(memory, iotlb::UPDATE)?;
        Ok(opened)
    }

    fn send(&self, memory: &GuestMemory, kind: u8) -> Result<(), VhostError> {
        let message = IotlbMessage {
            asid: 0,
            iova: IOVA_BASE,
            size: memory.len() as u64,
            uaddr: memory.at(0) as u64,
            perm: iotlb::ACCESS_RW,
            kind,
        };
        let sent = self.device.write(&message.encode());
        sent.map(drop).map_err(|errno| VhostError::Message { message: message.name(), errno })
    }

    fn status(&self) -> Result<u8, VhostError> {
        let mut status = [0];
        ioctl(self.device.as_ref(), vhost_vdpa::GET_STATUS, IoctlArg::Bytes(&mut status))?;
        Ok(status[0])
    }

    fn set_status(&self, status: u8) -> Result<(), VhostError> {
        ioctl(self.device.as_ref(), vhost_vdpa::SET_STATUS, IoctlArg::Bytes(&mut [status])).map(drop)
    }

    /// Adds bits one after the other; one that does not stay set is the device's refusal.
    fn add_status(&self, what: &'static str, bits: u8) -> Result<(), VhostError> {
        let status = self.status()? | bits;
        self.set_status(status)?;
        expect(what, u64::from(self.status()?), u64::from(status))
    }

    fn has(&self, backend_feature: u64) -> bool {
        self.backend_features & backend_feature != 0
    }
}

impl VhostDevice for VhostVdpa {
    fn own(&self, features: u64) -> Result<(), VhostError> {
        self.add_status("status with ACKNOWLEDGE", virtio::STATUS_ACKNOWLEDGE)?;
        self.add_status("status with DRIVER", virtio::STATUS_DRIVER)?;
        set_features(self.device.as_ref(), features)?;
        self.add_status("status with FEATURES_OK", virtio::STATUS_FEATURES_OK)
    }

    fn set_vring(&self, vring: &VringSetup<'_>) -> Result<(), VhostError> {
        set_vring(self.device.as_ref(), vring)?;
        set_vring_state(self.device.as_ref(), vhost_vdpa::SET_VRING_ENABLE, vring.index, 1)
    }

    fn doorbell_page(&self, queue: u16) -> Result<DoorbellPage, VhostError> {
        doorbell_page(self.device.as_ref(), queue)
    }

    /// A device that cannot be suspended is stopped by resetting it: its positions are lost, and it cannot be
    /// started again without being set up again.
    fn set_running(&self, running: bool) -> Result<(), VhostError> {
        let is_started = self.status()? & virtio::STATUS_DRIVER_OK != 0;
        match (running, is_started) {
            (true, false) => self.add_status("status with DRIVER_OK", virtio::STATUS_DRIVER_OK),
            (true, true) => ioctl(self.device.as_ref(), vhost_vdpa::RESUME, IoctlArg::NONE).map(drop),
            (false, true) if self.has(vhost::BACKEND_F_SUSPEND) => {
                ioctl(self.device.as_ref(), vhost_vdpa::SUSPEND, IoctlArg::NONE).map(drop)
            }
            (false, true) => self.set_status(0),
            (false, false) => Ok(()),
        }
    }

    fn vring_base(&self, index: u16) -> Result<u32, VhostError> {
        vring_base(self.device.as_ref(), index)
    }

    fn close(self: Box<Self>, memory: &GuestMemory) -> Result<(), VhostError> {
        self.set_status(0)?;
        self.send(memory, iotlb::INVALIDATE)
    }
}
