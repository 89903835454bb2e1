//! Any sequence of requests with any bytes: the emulated device answers each, and leaves nothing behind.
//!
//! One test in a process of its own, because it counts the process's threads and files.
#![expect(clippy::unwrap_used, reason = "a failed step fails the test")]

use proptest::prelude::*;
use ringside_datapath::abi::iotlb::{IotlbMessage, MESSAGE_READ_BYTES};
use ringside_datapath::abi::{vfio, vhost, vhost_vdpa};
use ringside_datapath::clock::Clock;
use ringside_datapath::device_fd::{DeviceFd, DeviceHost, IoctlArg};
use ringside_datapath::emulated::{
    CONTAINER_PATH, DEVICE_NAME, DeviceOptions, Dialect, DoorbellKind, EmulatedHost, GROUP_PATH, Idle, Role,
    VDPA_PATH,
};
use ringside_datapath::eventfd::EventFd;
use ringside_datapath::memory::{GuestMemory, IOVA_BASE};
use ringside_datapath::trace::EventRing;
use rustix::fd::AsRawFd;
use std::time::{Duration, Instant};

const REQUESTS: [u32; 45] = [
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
enum Step {
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
    /// Rings the doorbell.
    Kick,
}

fn step() -> impl Strategy<Value = Step> {
    let number = || prop_oneof![0u32..5, Just(16), Just(64), Just(1 << 15), any::<u32>()];
    prop_oneof![
        1 => (0usize..3, 0..REQUESTS.len(), 0u64..10).prop_map(|(fd, request, value)| Step::Value(fd, request, value)),
        2 => (0usize..3, 0..REQUESTS.len(), prop::collection::vec(any::<u8>(), 0..80))
            .prop_map(|(fd, request, bytes)| Step::Bytes(fd, request, bytes)),
        4 => (0..REQUESTS.len(), 0u32..7, number()).prop_map(|(request, index, num)| Step::Ring(request, index, num)),
        4 => (0u32..7, any::<[u8; 3]>(), 0u64..17).prop_map(|(index, pages, offset)| Step::Addr(index, pages, offset & 16)),
        4 => (0usize..3, 0u32..7, any::<bool>()).prop_map(|(request, index, bind)| Step::File(request, index, bind)),
        2 => (any::<u64>(), any::<bool>()).prop_map(|(bits, required)| Step::Features(bits, required)),
        2 => (any::<bool>(), 0u8..4, 0u8..255, 0u32..5).prop_map(|(map, first, pages, flags)| Step::Dma(map, first, pages, flags)),
        2 => ((0u64..3, 0u64..256), 0u8..4, 0u8..8, 30usize..73).prop_map(|((first, pages), perm, kind, len)| {
            let (iova, size) = (IOVA_BASE + first * 4096, pages * 4096);
            Step::Message(IotlbMessage { asid: 0, iova, size, uaddr: first * 4096, perm, kind }, len.max(MESSAGE_READ_BYTES - 2))
        }),
        4 => any::<u8>().prop_map(Step::Run),
        1 => any::<u8>().prop_map(Step::Log),
        2 => Just(Step::Kick),
    ]
}

struct Driver<'a> {
    files: [Option<Box<dyn DeviceFd>>; 3],
    memory: &'a GuestMemory,
    kick: EventFd,
}

impl Driver<'_> {
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

    fn run(&self, step: &Step) {
        let vaddr = self.memory.at(0) as u64;
        match step {
            Step::Value(fd, request, value) => {
                if let Some(file) = &self.files[*fd] {
                    let _ = file.ioctl(REQUESTS[*request], IoctlArg::Value(*value));
                }
            }
            // Addresses in any bytes would be a promise that memory of this process is the device's.
            Step::Bytes(fd, request, bytes) => self.bytes(*fd, REQUESTS[*request], bytes.clone()),
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
            Step::Kick => self.kick.ring(),
        }
    }
}

/// Everything set up so that a stream begins one step before a running device.
fn open(host: &EmulatedHost, dialect: Dialect, driver: &mut Driver<'_>) {
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

fn entries(of: &str) -> usize {
    std::fs::read_dir(of).unwrap().count()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]
    #[test]
    fn any_stream_of_requests_is_answered_and_leaves_no_thread_and_no_file(
        is_vdpa in any::<bool>(),
        is_mapped in any::<bool>(),
        queue_pairs in 1u16..4,
        steps in prop::collection::vec(step(), 0..40),
    ) {
        let before = (entries("/proc/self/task"), entries("/proc/self/fd"));
        let dialect = if is_vdpa { Dialect::VhostVdpa } else { Dialect::VhostMdev };
        {
            let memory = GuestMemory::new(2 << 20).unwrap();
            let options = DeviceOptions {
                doorbell: if is_mapped { DoorbellKind::Mapped } else { DoorbellKind::Eventfd },
                idle: if is_mapped { Idle::Polling } else { Idle::Sleeping },
                role: Role::Loopback,
                queue_pairs,
                ..DeviceOptions::sink(dialect, Clock::calibrated())
            };
            let host = EmulatedHost::new(options, EventRing::default());
            let mut driver = Driver { files: [None, None, None], memory: &memory, kick: EventFd::new().unwrap() };
            open(&host, dialect, &mut driver);
            for step in &steps {
                driver.run(step);
            }
        }
        prop_assert_eq!(entries("/proc/self/fd"), before.1);
        // A thread that was joined is listed for a moment longer.
        let end = Instant::now() + Duration::from_secs(20);
        while entries("/proc/self/task") != before.0 && Instant::now() < end {
            std::thread::yield_now();
        }
        prop_assert_eq!(entries("/proc/self/task"), before.0);
    }
}
