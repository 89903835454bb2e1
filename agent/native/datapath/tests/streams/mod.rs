//! Streams of what a driver does to an emulated device, right or wrong: shared by a property test
//! (`hostile_streams.rs`) and a fuzz target (`agent/native/fuzz`).

use ringside_datapath::abi::iotlb::IotlbMessage;
use ringside_datapath::abi::{vfio, vhost, vhost_vdpa};
use ringside_datapath::device_fd::{DeviceFd, DeviceHost, IoctlArg};
use ringside_datapath::emulated::{
    CONTAINER_PATH, DEVICE_NAME, Dialect, EmulatedHost, GROUP_PATH, VDPA_PATH,
};
use ringside_datapath::eventfd::EventFd;
use ringside_datapath::memory::{GuestMemory, IOVA_BASE};
use rustix::fd::AsRawFd;

/// Bytes of the memory that streams speak of.
pub(crate) const MEMORY_BYTES: usize = 2 << 20;

/// Requests whose bytes hold addresses of this process. Any address would be a promise that this memory is the
/// device's.
const WITH_ADDRESSES: [u32; 2] = [vfio::IOMMU_MAP_DMA, vhost::SET_LOG_BASE];

pub(crate) const REQUESTS: [u32; 45] = [
    vfio::GET_API_VERSION,
    vfio::CHECK_EXTENSION,
    vfio::SET_IOMMU,
    vfio::GROUP_GET_STATUS,
    vfio::GROUP_UNSET_CONTAINER,
    vfio::GROUP_GET_DEVICE_FD,
    vfio::DEVICE_GET_INFO,
    vfio::DEVICE_RESET,
    vfio::IOMMU_MAP_DMA,
    vfio::IOMMU_UNMAP_DMA,
    vhost::GET_FEATURES,
    vhost::SET_FEATURES,
    vhost::SET_OWNER,
    vhost::RESET_OWNER,
    vhost::SET_MEM_TABLE,
    vhost::SET_LOG_FD,
    vhost::SET_VRING_NUM,
    vhost::SET_VRING_ADDR,
    vhost::SET_VRING_BASE,
    vhost::GET_VRING_BASE,
    vhost::SET_VRING_ENDIAN,
    vhost::SET_VRING_KICK,
    vhost::SET_VRING_CALL,
    vhost::SET_VRING_ERR,
    vhost::SET_VRING_BUSYLOOP_TIMEOUT,
    vhost::GET_VRING_BUSYLOOP_TIMEOUT,
    vhost::SET_BACKEND_FEATURES,
    vhost::GET_BACKEND_FEATURES,
    vhost::MDEV_SET_STATE,
    vhost_vdpa::GET_DEVICE_ID,
    vhost_vdpa::GET_STATUS,
    vhost_vdpa::SET_STATUS,
    vhost_vdpa::GET_CONFIG,
    vhost_vdpa::SET_CONFIG,
    vhost_vdpa::SET_VRING_ENABLE,
    vhost_vdpa::GET_VRING_NUM,
    vhost_vdpa::SET_CONFIG_CALL,
    vhost_vdpa::GET_IOVA_RANGE,
    vhost_vdpa::GET_VRING_GROUP,
    vhost_vdpa::SET_GROUP_ASID,
    vhost_vdpa::SUSPEND,
    vhost_vdpa::RESUME,
    vhost_vdpa::GET_VRING_DESC_GROUP,
    vhost_vdpa::GET_VRING_SIZE,
    0x1234_5678,
];

/// One thing a driver does. Numbers are chosen so that a good part of the streams gets as far as a running device.
#[derive(Clone, Debug)]
pub(crate) enum Step {
    /// A request with a number instead of a pointer, on one of the open files.
    Value(usize, usize, u64),
    /// A request with any bytes.
    Bytes(usize, usize, Vec<u8>),
    /// A well-formed request for a ring.
    Ring(usize, u32, u32),
    /// A ring's addresses, in pages of the memory.
    Addr(u32, [u8; 3], u64),
    /// An eventfd for a ring.
    File(usize, u32, bool),
    /// Features, with the required ones or without.
    Features(u64, bool),
    /// Maps or unmaps pages of the memory through VFIO: first page, pages, flags.
    Dma(bool, u8, u8, u32),
    /// A message about pages of the memory, cut off after some bytes.
    Message(IotlbMessage, usize),
    /// Starts, stops, resets.
    Run(u8),
    /// A log in the memory, at nothing, or nowhere.
    Log(u8),
    /// Writes to the memory: page, offset in it, bytes.
    Memory(u8, u16, Vec<u8>),
    /// Rings the doorbell.
    Kick,
}

pub(crate) struct Driver<'a> {
    files: [Option<Box<dyn DeviceFd>>; 3],
    memory: &'a GuestMemory,
    kick: EventFd,
}

impl<'a> Driver<'a> {
    pub(crate) fn new(memory: &'a GuestMemory) -> Self {
        Self { files: [None, None, None], memory, kick: EventFd::new().unwrap() }
    }

    fn bytes(&self, fd: usize, request: u32, mut bytes: Vec<u8>) {
        if let Some(file) = &self.files[fd] {
            let _ = file.ioctl(request, IoctlArg::Bytes(&mut bytes));
        }
    }

    fn device(&self, request: u32, fields: &[&[u8]]) {
        self.bytes(0, request, fields.concat());
    }

    fn ring(&self, request: u32, index: u32, num: u32) {
        self.device(request, &[&index.to_ne_bytes(), &num.to_ne_bytes()]);
    }

    pub(crate) fn run(&self, step: &Step) {
        let vaddr = self.memory.at(0) as u64;
        match step {
            Step::Value(fd, request, value) => {
                if let Some(file) = &self.files[*fd] {
                    let _ = file.ioctl(REQUESTS[*request], IoctlArg::Value(*value));
                }
            }
            Step::Bytes(fd, request, bytes) => {
                if !WITH_ADDRESSES.contains(&REQUESTS[*request]) {
                    self.bytes(*fd, REQUESTS[*request], bytes.clone());
                }
            }
            Step::Ring(request, index, num) => self.ring(REQUESTS[*request], *index, *num),
            Step::Addr(index, pages, offset) => {
                let part = |page: u8| (IOVA_BASE + u64::from(page % 16) * 4096 + offset).to_ne_bytes();
                let parts = pages.map(part);
                let index = u64::from(*index).to_ne_bytes();
                self.device(vhost::SET_VRING_ADDR, &[&index, &parts[0], &parts[1], &parts[2], &[0; 8]]);
            }
            Step::File(request, index, bind) => {
                let request = [vhost::SET_VRING_KICK, vhost::SET_VRING_CALL, vhost::SET_VRING_ERR][*request];
                let fd = if *bind { self.kick.as_raw_fd() } else { -1 };
                self.ring(request, *index, fd.cast_unsigned());
            }
            Step::Features(bits, required) => {
                let bits = if *required { 3 << 32 } else { *bits };
                self.device(vhost::SET_FEATURES, &[&bits.to_ne_bytes()]);
            }
            Step::Dma(map, first, pages, flags) => {
                let offset = u64::from(*first) * 4096;
                let len = u64::from(*pages) * 4096;
                let (iova, vaddr) = ((IOVA_BASE + offset).to_ne_bytes(), (vaddr + offset).to_ne_bytes());
                let (flags, len) = (flags.to_ne_bytes(), len.to_ne_bytes());
                let argsz = 32u32.to_ne_bytes();
                if *map {
                    let fields = [&argsz[..], &flags, &vaddr, &iova, &len].concat();
                    self.bytes(1, vfio::IOMMU_MAP_DMA, fields);
                } else {
                    self.bytes(1, vfio::IOMMU_UNMAP_DMA, [&argsz[..], &flags, &iova, &len].concat());
                }
            }
            Step::Message(message, len) => {
                let message = IotlbMessage { uaddr: vaddr + message.uaddr, ..*message };
                if let Some(file) = &self.files[0] {
                    let _ = file.write(&message.encode()[..(*len).min(72)]);
                }
            }
            Step::Run(how) => {
                self.device(vhost::MDEV_SET_STATE, &[&u64::from(how % 3).to_ne_bytes()]);
                self.device(
                    vhost_vdpa::SET_STATUS,
                    &[&[[0, 1, 3, 0xb, 0xf, 0xf, 0xf][usize::from(how % 7)]]],
                );
            }
            Step::Log(place) => {
                let base = [vaddr + (1 << 20), 0, 0x10_0000_0000_0000][usize::from(place % 3)];
                self.device(vhost::SET_LOG_BASE, &[&base.to_ne_bytes()]);
            }
            Step::Memory(page, offset, bytes) => {
                let start = usize::from(page % 16) * 4096 + usize::from(offset % 4096);
                for (at, byte) in bytes.iter().enumerate() {
                    // SAFETY: far from the memory's end. Volatile, as the device may look at it meanwhile.
                    unsafe { self.memory.at(start + at).write_volatile(*byte) };
                }
            }
            Step::Kick => self.kick.ring(),
        }
    }
}

/// Everything set up so that a stream begins one step before a running device.
pub(crate) fn open(host: &EmulatedHost, dialect: Dialect, driver: &mut Driver<'_>) {
    if dialect == Dialect::VhostVdpa {
        driver.files[0] = Some(host.open(VDPA_PATH).unwrap());
    } else {
        let (container, group) = (host.open(CONTAINER_PATH).unwrap(), host.open(GROUP_PATH).unwrap());
        let mut fd = container.raw_fd().to_ne_bytes();
        group.ioctl(vfio::GROUP_SET_CONTAINER, IoctlArg::Bytes(&mut fd)).unwrap();
        container.ioctl(vfio::SET_IOMMU, IoctlArg::Value(vfio::TYPE1V2_IOMMU)).unwrap();
        let mut name = format!("{DEVICE_NAME}\0").into_bytes();
        let fd = group.ioctl(vfio::GROUP_GET_DEVICE_FD, IoctlArg::Bytes(&mut name)).unwrap();
        driver.files = [Some(host.adopt(fd).unwrap()), Some(container), Some(group)];
    }
    let device = driver.files[0].as_ref().unwrap();
    device.ioctl(vhost::SET_OWNER, IoctlArg::NONE).unwrap();
    driver.run(&Step::Dma(true, 0, 255, 3));
    let message = IotlbMessage { asid: 0, iova: IOVA_BASE, size: 255 << 12, uaddr: 0, perm: 3, kind: 2 };
    driver.run(&Step::Message(message, 72));
    driver.run(&Step::Features(0, true));
    for index in 0..2 {
        driver.ring(vhost::SET_VRING_NUM, index, 16);
        driver.run(&Step::Addr(index, [0, 1, 2], 0));
        driver.run(&Step::File(0, index, true));
        driver.ring(vhost_vdpa::SET_VRING_ENABLE, index, 1);
    }
}
