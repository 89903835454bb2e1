//! A vhost-mdev device that is opened through VFIO.

use crate::split_ring::SplitRing;
use crate::subject::{Answer, Subject, bytes, options, value, vring_addr, words};
use ringside_datapath::abi::bytes::{get_u32, get_u64, put_u64};
use ringside_datapath::abi::{vfio, vhost, virtio};
use ringside_datapath::device_fd::DeviceFd;
use ringside_datapath::emulated::{DeviceOptions, Dialect, EmulatedHost};
use ringside_datapath::eventfd::EventFd;
use ringside_datapath::memory::{GuestMemory, IOVA_BASE};
use rustix::fd::AsRawFd;
use rustix::io::Errno;

/// Dropped in this order: device, group, container, host.
pub(crate) struct Mdev {
    pub(crate) device: Box<dyn DeviceFd>,
    pub(crate) group: Box<dyn DeviceFd>,
    pub(crate) container: Box<dyn DeviceFd>,
    pub(crate) subject: Subject,
}

pub(crate) fn device_fd(group: &dyn DeviceFd, name: &str) -> Answer {
    bytes(group, vfio::GROUP_GET_DEVICE_FD, format!("{name}\0").into_bytes().as_mut_slice())
}

pub(crate) fn map_dma(container: &dyn DeviceFd, flags: u32, vaddr: u64, iova: u64, size: u64) -> Answer {
    let mut map = words::<32>(&[32, flags]);
    put_u64(&mut map, 8, vaddr);
    put_u64(&mut map, 16, iova);
    put_u64(&mut map, 24, size);
    bytes(container, vfio::IOMMU_MAP_DMA, &mut map)
}

/// Answers the bytes unmapped.
pub(crate) fn unmap_dma(container: &dyn DeviceFd, flags: u32, iova: u64, size: u64) -> Result<u64, Errno> {
    let mut unmap = words::<24>(&[24, flags]);
    put_u64(&mut unmap, 8, iova);
    put_u64(&mut unmap, 16, size);
    bytes(container, vfio::IOMMU_UNMAP_DMA, &mut unmap)?;
    Ok(get_u64(&unmap, 16).unwrap())
}

impl Mdev {
    pub(crate) fn open() -> Self {
        Self::open_on(Subject::of(Dialect::VhostMdev), vfio::TYPE1V2_IOMMU)
    }

    pub(crate) fn emulated(change: impl FnOnce(&mut DeviceOptions)) -> (Self, EmulatedHost) {
        let mut options = options(Dialect::VhostMdev);
        change(&mut options);
        let (subject, host) = Subject::emulated(options);
        (Self::open_on(subject, vfio::TYPE1V2_IOMMU), host)
    }

    pub(crate) fn open_on(subject: Subject, iommu: u64) -> Self {
        let container = subject.host.open(&subject.container).unwrap();
        let group = subject.host.open(&subject.group).unwrap();
        bytes(&*group, vfio::GROUP_SET_CONTAINER, &mut container.raw_fd().to_ne_bytes()).unwrap();
        value(&*container, vfio::SET_IOMMU, iommu).unwrap();
        let device = subject.host.adopt(device_fd(&*group, &subject.name).unwrap()).unwrap();
        Self { device, group, container, subject }
    }

    pub(crate) fn owned(self) -> Self {
        value(&*self.device, vhost::SET_OWNER, 0).unwrap();
        self
    }

    pub(crate) fn vring(&self, request: u32, index: u32, num: u32) -> Answer {
        bytes(&*self.device, request, &mut words::<8>(&[index, num]))
    }

    pub(crate) fn bind(&self, request: u32, index: u32, fd: &EventFd) -> Answer {
        self.vring(request, index, fd.as_raw_fd().cast_unsigned())
    }

    pub(crate) fn base(&self, index: u32) -> Result<u32, Errno> {
        let mut state = words::<8>(&[index]);
        bytes(&*self.device, vhost::GET_VRING_BASE, &mut state)?;
        Ok(get_u32(&state, 4).unwrap())
    }

    pub(crate) fn addr(&self, index: u32, flags: u32, parts: [u64; 4]) -> Answer {
        bytes(&*self.device, vhost::SET_VRING_ADDR, &mut vring_addr(index, flags, parts))
    }

    pub(crate) fn state(&self, state: u64) -> Answer {
        bytes(&*self.device, vhost::MDEV_SET_STATE, &mut state.to_ne_bytes())
    }

    pub(crate) fn features(&self, features: u64) -> Answer {
        bytes(&*self.device, vhost::SET_FEATURES, &mut features.to_ne_bytes())
    }

    pub(crate) fn map(&self, memory: &GuestMemory) {
        map_dma(&*self.container, 3, memory.at(0) as u64, IOVA_BASE, memory.len() as u64).unwrap();
    }

    pub(crate) fn unmap(&self, memory: &GuestMemory) -> Result<u64, Errno> {
        unmap_dma(&*self.container, 0, IOVA_BASE, memory.len() as u64)
    }

    /// Everything a start needs: owner, features, and both rings of the first pair, whose kick is returned.
    pub(crate) fn ready(self, memory: &GuestMemory) -> (Self, EventFd) {
        self.ready_with(memory, &[0, 1])
    }

    /// The same with these rings.
    pub(crate) fn ready_with(self, memory: &GuestMemory, rings: &[u32]) -> (Self, EventFd) {
        let kick = EventFd::new().unwrap();
        self.map(memory);
        let opened = self.owned();
        opened.features(virtio::F_VERSION_1 | virtio::F_ACCESS_PLATFORM).unwrap();
        for &index in rings {
            let ring = SplitRing::of(memory, index);
            assert_eq!(opened.vring(vhost::SET_VRING_NUM, index, u32::from(ring.size)), Ok(0));
            assert_eq!(opened.addr(index, 0, [ring.desc(), ring.used(), ring.avail(), 0]), Ok(0));
            assert_eq!(opened.bind(vhost::SET_VRING_KICK, index, &kick), Ok(0));
        }
        (opened, kick)
    }
}
