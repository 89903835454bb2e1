//! A vhost-vdpa device that is opened by its path.

use crate::split_ring::SplitRing;
use crate::subject::{Answer, Subject, bytes, options, value, vring_addr, words};
use ringside_datapath::abi::bytes::{get_u32, get_u64};
use ringside_datapath::abi::iotlb::{ACCESS_RW, INVALIDATE, IotlbMessage, UPDATE};
use ringside_datapath::abi::{vhost, vhost_vdpa, virtio};
use ringside_datapath::device_fd::DeviceFd;
use ringside_datapath::emulated::{DeviceOptions, Dialect, EmulatedHost};
use ringside_datapath::eventfd::EventFd;
use ringside_datapath::memory::{GuestMemory, IOVA_BASE};
use rustix::fd::AsRawFd;
use rustix::io::Errno;

pub(crate) const REQUIRED: u64 = virtio::F_VERSION_1 | virtio::F_ACCESS_PLATFORM;
/// Acknowledged, with a driver.
pub(crate) const DRIVER: u8 = virtio::STATUS_ACKNOWLEDGE | virtio::STATUS_DRIVER;
/// The same, with its features agreed upon.
pub(crate) const FEATURES_OK: u8 = DRIVER | virtio::STATUS_FEATURES_OK;
/// The same, running.
pub(crate) const DRIVER_OK: u8 = FEATURES_OK | virtio::STATUS_DRIVER_OK;

pub(crate) struct Vdpa {
    pub(crate) device: Box<dyn DeviceFd>,
    pub(crate) subject: Subject,
}

impl Vdpa {
    pub(crate) fn open() -> Self {
        Self::open_on(Subject::of(Dialect::VhostVdpa))
    }

    pub(crate) fn emulated(change: impl FnOnce(&mut DeviceOptions)) -> (Self, EmulatedHost) {
        let mut options = options(Dialect::VhostVdpa);
        change(&mut options);
        let (subject, host) = Subject::emulated(options);
        (Self::open_on(subject), host)
    }

    fn open_on(subject: Subject) -> Self {
        let device = subject.host.open(&subject.vdpa).unwrap();
        Self { device, subject }
    }

    pub(crate) fn owned(self) -> Self {
        value(&*self.device, vhost::SET_OWNER, 0).unwrap();
        self
    }

    /// A result of up to 8 bytes as a number.
    pub(crate) fn get(&self, request: u32, len: usize) -> Result<u64, Errno> {
        let mut out = [0; 8];
        bytes(&*self.device, request, &mut out[..len])?;
        Ok(get_u64(&out, 0).unwrap())
    }

    pub(crate) fn set_u64(&self, request: u32, number: u64) -> Answer {
        bytes(&*self.device, request, &mut number.to_ne_bytes())
    }

    pub(crate) fn set_status(&self, status: u8) -> Answer {
        bytes(&*self.device, vhost_vdpa::SET_STATUS, &mut [status])
    }

    pub(crate) fn status(&self) -> u8 {
        u8::try_from(self.get(vhost_vdpa::GET_STATUS, 1).unwrap()).unwrap()
    }

    pub(crate) fn vring(&self, request: u32, index: u32, num: u32) -> Answer {
        bytes(&*self.device, request, &mut words::<8>(&[index, num]))
    }

    /// `num` of what a request about a ring answers.
    pub(crate) fn vring_out(&self, request: u32, index: u32) -> Result<u32, Errno> {
        let mut state = words::<8>(&[index, u32::MAX]);
        bytes(&*self.device, request, &mut state)?;
        Ok(get_u32(&state, 4).unwrap())
    }

    pub(crate) fn bind(&self, request: u32, index: u32, fd: &EventFd) -> Answer {
        self.vring(request, index, fd.as_raw_fd().cast_unsigned())
    }

    pub(crate) fn addr(&self, index: u32, flags: u32, parts: [u64; 4]) -> Answer {
        bytes(&*self.device, vhost::SET_VRING_ADDR, &mut vring_addr(index, flags, parts))
    }

    pub(crate) fn send(&self, message: IotlbMessage) -> Result<usize, Errno> {
        self.device.write(&message.encode())
    }

    pub(crate) fn map(&self, memory: &GuestMemory) {
        assert_eq!(self.send(update(memory)), Ok(72));
    }

    pub(crate) fn unmap(&self, memory: &GuestMemory) -> Result<usize, Errno> {
        self.send(IotlbMessage { kind: INVALIDATE, ..update(memory) })
    }

    /// Everything up to DRIVER_OK: owner, memory, features, and both rings of the first pair enabled.
    pub(crate) fn ready(self, memory: &GuestMemory) -> (Self, EventFd) {
        let kick = EventFd::new().unwrap();
        let opened = self.owned();
        opened.map(memory);
        opened.set_status(DRIVER).unwrap();
        opened.set_u64(vhost::SET_FEATURES, REQUIRED).unwrap();
        opened.set_status(FEATURES_OK).unwrap();
        for index in 0..2 {
            let ring = SplitRing::of(memory, index);
            assert_eq!(opened.vring(vhost::SET_VRING_NUM, index, u32::from(ring.size)), Ok(0));
            assert_eq!(opened.vring(vhost::SET_VRING_BASE, index, 0), Ok(0));
            assert_eq!(opened.addr(index, 0, [ring.desc(), ring.used(), ring.avail(), 0]), Ok(0));
            assert_eq!(opened.bind(vhost::SET_VRING_KICK, index, &kick), Ok(0));
            assert_eq!(opened.vring(vhost_vdpa::SET_VRING_ENABLE, index, 1), Ok(0));
        }
        (opened, kick)
    }
}

/// The message that maps the memory where the rings are.
pub(crate) fn update(memory: &GuestMemory) -> IotlbMessage {
    IotlbMessage {
        asid: 0,
        iova: IOVA_BASE,
        size: memory.len() as u64,
        uaddr: memory.at(0) as u64,
        perm: ACCESS_RW,
        kind: UPDATE,
    }
}
