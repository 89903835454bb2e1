//! What the emulated vhost-mdev device answers, request by request.
#![expect(clippy::unwrap_used, reason = "a failed step fails the test")]

use ringside_datapath::abi::bytes::{get_u32, get_u64, put_u32, put_u64};
use ringside_datapath::abi::errno::ENOTSUPP;
use ringside_datapath::abi::{vfio, vhost, virtio};
use ringside_datapath::clock::Clock;
use ringside_datapath::device_fd::{DeviceFd, DeviceHost, IoctlArg};
use ringside_datapath::emulated::{
    CONTAINER_PATH, DEVICE_NAME, DeviceOptions, DoorbellKind, EmulatedHost, GROUP_PATH, Idle, Role,
};
use ringside_datapath::eventfd::EventFd;
use ringside_datapath::memory::{GuestMemory, IOVA_BASE};
use ringside_datapath::trace::EventRing;
use rustix::fd::AsRawFd;
use rustix::io::Errno;

type Answer = Result<i32, Errno>;

fn host(doorbell: DoorbellKind, idle: Idle) -> EmulatedHost {
    let clock = Clock::calibrated();
    let options = DeviceOptions { doorbell, idle, role: Role::Sink, with_latency: false, cpu: None, clock };
    EmulatedHost::new(options, EventRing::default())
}

struct Opened {
    device: Box<dyn DeviceFd>,
    group: Box<dyn DeviceFd>,
    container: Box<dyn DeviceFd>,
    host: EmulatedHost,
}

fn bytes(fd: &dyn DeviceFd, request: u32, arg: &mut [u8]) -> Answer {
    fd.ioctl(request, IoctlArg::Bytes(arg))
}

fn value(fd: &dyn DeviceFd, request: u32, arg: u64) -> Answer {
    fd.ioctl(request, IoctlArg::Value(arg))
}

fn device_fd(group: &dyn DeviceFd, name: &str) -> Answer {
    bytes(group, vfio::GROUP_GET_DEVICE_FD, format!("{name}\0").into_bytes().as_mut_slice())
}

fn open_with(doorbell: DoorbellKind, idle: Idle) -> Opened {
    let host = host(doorbell, idle);
    let container = host.open(CONTAINER_PATH).unwrap();
    let group = host.open(GROUP_PATH).unwrap();
    bytes(&*group, vfio::GROUP_SET_CONTAINER, &mut container.raw_fd().to_ne_bytes()).unwrap();
    value(&*container, vfio::SET_IOMMU, vfio::TYPE1V2_IOMMU).unwrap();
    let device = host.adopt(device_fd(&*group, DEVICE_NAME).unwrap()).unwrap();
    Opened { device, group, container, host }
}

fn open() -> Opened {
    open_with(DoorbellKind::Eventfd, Idle::Sleeping)
}

impl Opened {
    fn owned(self) -> Self {
        value(&*self.device, vhost::SET_OWNER, 0).unwrap();
        self
    }

    fn vring(&self, request: u32, index: u32, number: u32) -> Answer {
        let mut state = [0; 8];
        put_u32(&mut state, 0, index);
        put_u32(&mut state, 4, number);
        bytes(&*self.device, request, &mut state)
    }

    fn addr(&self, index: u32, flags: u32, desc: u64, used: u64, avail: u64) -> Answer {
        let mut addr = [0; 40];
        put_u32(&mut addr, 0, index);
        put_u32(&mut addr, 4, flags);
        put_u64(&mut addr, 8, desc);
        put_u64(&mut addr, 16, used);
        put_u64(&mut addr, 24, avail);
        bytes(&*self.device, vhost::SET_VRING_ADDR, &mut addr)
    }

    fn state(&self, state: u64) -> Answer {
        bytes(&*self.device, vhost::MDEV_SET_STATE, &mut state.to_ne_bytes())
    }

    fn features(&self, features: u64) -> Answer {
        bytes(&*self.device, vhost::SET_FEATURES, &mut features.to_ne_bytes())
    }

    fn map(&self, memory: &GuestMemory, flags: u32) -> Answer {
        let mut map = [0; 32];
        put_u32(&mut map, 0, 32);
        put_u32(&mut map, 4, flags);
        put_u64(&mut map, 8, memory.at(0) as u64);
        put_u64(&mut map, 16, IOVA_BASE);
        put_u64(&mut map, 24, memory.len() as u64);
        bytes(&*self.container, vfio::IOMMU_MAP_DMA, &mut map)
    }

    fn unmap(&self, memory: &GuestMemory) -> Result<u64, Errno> {
        let mut unmap = [0; 24];
        put_u32(&mut unmap, 0, 24);
        put_u64(&mut unmap, 8, IOVA_BASE);
        put_u64(&mut unmap, 16, memory.len() as u64);
        bytes(&*self.container, vfio::IOMMU_UNMAP_DMA, &mut unmap)?;
        Ok(get_u64(&unmap, 16).unwrap())
    }

    /// Everything a start needs: 64 entries a ring, rings one page apart.
    fn ready(self, memory: &GuestMemory) -> (Self, EventFd) {
        let kick = EventFd::new().unwrap();
        self.map(memory, 3).unwrap();
        let opened = self.owned();
        opened.features(virtio::F_VERSION_1 | virtio::F_ACCESS_PLATFORM).unwrap();
        for index in 0..2u32 {
            let at = IOVA_BASE + u64::from(index) * 3 * 4096;
            assert_eq!(opened.vring(vhost::SET_VRING_NUM, index, 64), Ok(0));
            assert_eq!(opened.addr(index, 0, at, at + 4096, at + 8192), Ok(0));
            assert_eq!(opened.vring(vhost::SET_VRING_KICK, index, kick.as_raw_fd().cast_unsigned()), Ok(0));
        }
        (opened, kick)
    }
}

#[test]
fn container_answers_version_and_extensions() {
    let container = open().container;
    assert_eq!(value(&*container, vfio::GET_API_VERSION, 0), Ok(0));
    for (extension, there) in [(1, 1), (3, 1), (6, 1), (9, 1), (2, 0), (99, 0)] {
        assert_eq!(value(&*container, vfio::CHECK_EXTENSION, extension), Ok(there));
    }
}

#[test]
fn set_iommu_needs_a_group_a_known_type_and_happens_once() {
    let host = host(DoorbellKind::Eventfd, Idle::Sleeping);
    let container = host.open(CONTAINER_PATH).unwrap();
    assert_eq!(value(&*container, vfio::SET_IOMMU, 3), Err(Errno::INVAL));
    assert_eq!(value(&*container, 0x3BFF, 0), Err(Errno::INVAL));
    let group = host.open(GROUP_PATH).unwrap();
    bytes(&*group, vfio::GROUP_SET_CONTAINER, &mut container.raw_fd().to_ne_bytes()).unwrap();
    assert_eq!(value(&*container, vfio::SET_IOMMU, 77), Err(Errno::NODEV));
    assert_eq!(value(&*container, vfio::SET_IOMMU, 1), Ok(0));
    assert_eq!(value(&*container, vfio::SET_IOMMU, 1), Err(Errno::INVAL));
    assert_eq!(value(&*container, 0x3BFF, 0), Err(Errno::NOTTY));
}

#[test]
fn a_group_opens_once_and_only_under_its_path() {
    let host = host(DoorbellKind::Eventfd, Idle::Sleeping);
    let group = host.open(GROUP_PATH).unwrap();
    assert_eq!(host.open(GROUP_PATH).err(), Some(Errno::BUSY));
    drop(group);
    assert!(host.open(GROUP_PATH).is_ok());
    assert_eq!(host.open("/dev/vfio/99").err(), Some(Errno::NOENT));
}

#[test]
fn group_status_and_container_follow_each_other() {
    let host = host(DoorbellKind::Eventfd, Idle::Sleeping);
    let (container, group) = (host.open(CONTAINER_PATH).unwrap(), host.open(GROUP_PATH).unwrap());
    let status = |argsz: u32| {
        let mut status = [0; 8];
        put_u32(&mut status, 0, argsz);
        bytes(&*group, vfio::GROUP_GET_STATUS, &mut status).map(|_| get_u32(&status, 4).unwrap())
    };
    assert_eq!(status(7), Err(Errno::INVAL));
    assert_eq!(status(8), Ok(1));
    assert_eq!(value(&*group, vfio::GROUP_UNSET_CONTAINER, 0), Err(Errno::INVAL));
    let set = |fd: i32| bytes(&*group, vfio::GROUP_SET_CONTAINER, &mut fd.to_ne_bytes());
    assert_eq!(value(&*group, vfio::GROUP_SET_CONTAINER, 0), Err(Errno::FAULT));
    assert_eq!(set(-1), Err(Errno::BADF));
    assert_eq!(set(group.raw_fd()), Err(Errno::BADFD));
    assert_eq!(set(container.raw_fd()), Ok(0));
    assert_eq!(set(container.raw_fd()), Err(Errno::INVAL));
    assert_eq!(status(8), Ok(3));
    assert_eq!(value(&*group, vfio::GROUP_UNSET_CONTAINER, 0), Ok(0));
    assert_eq!(bytes(&*group, 0x3BFF, &mut []), Err(Errno::NOTTY));
}

#[test]
fn a_device_is_opened_by_name_once_and_keeps_its_group_busy() {
    let opened = open();
    assert_eq!(device_fd(&*opened.group, "no-such-device"), Err(Errno::NODEV));
    assert_eq!(device_fd(&*opened.group, DEVICE_NAME), Err(Errno::BUSY));
    assert_eq!(value(&*opened.group, vfio::GROUP_UNSET_CONTAINER, 0), Err(Errno::BUSY));
    assert_eq!(opened.host.adopt(1 << 20).err(), Some(Errno::BADF));
    drop(opened.device);
    assert_eq!(value(&*opened.group, vfio::GROUP_UNSET_CONTAINER, 0), Ok(0));
    assert_eq!(device_fd(&*opened.group, DEVICE_NAME), Err(Errno::INVAL));
}

#[test]
fn mapping_refuses_bad_sizes_and_flags() {
    let (opened, memory) = (open(), GuestMemory::new(4096).unwrap());
    assert_eq!(bytes(&*opened.container, vfio::IOMMU_MAP_DMA, &mut [0; 31]), Err(Errno::FAULT));
    assert_eq!(bytes(&*opened.container, vfio::IOMMU_MAP_DMA, &mut [0; 32]), Err(Errno::INVAL));
    for flags in [0, 4, 7] {
        assert_eq!(opened.map(&memory, flags), Err(Errno::INVAL));
    }
    assert_eq!(opened.map(&memory, 3), Ok(0));
    assert_eq!(opened.map(&memory, 3), Err(Errno::EXIST));
    assert_eq!(opened.unmap(&memory), Ok(memory.len() as u64));
    assert_eq!(opened.unmap(&memory), Ok(0));
}

#[test]
fn device_info_is_that_of_a_vhost_device_and_pci_requests_are_refused() {
    let opened = open();
    let mut info = [0xff; 16];
    put_u32(&mut info, 0, 15);
    assert_eq!(bytes(&*opened.device, vfio::DEVICE_GET_INFO, &mut info), Err(Errno::INVAL));
    put_u32(&mut info, 0, 16);
    assert_eq!(bytes(&*opened.device, vfio::DEVICE_GET_INFO, &mut info), Ok(0));
    assert_eq!([4, 8, 12].map(|at| get_u32(&info, at).unwrap()), [0x40, 0, 0]);
    for request in 0x3B6C..=0x3B6F {
        assert_eq!(bytes(&*opened.device, request, &mut [0; 64]), Err(Errno::INVAL));
    }
    assert_eq!(opened.device.write(&[0; 72]), Err(Errno::INVAL));
}

#[test]
fn everything_that_changes_the_device_needs_an_owner() {
    let opened = open();
    assert_eq!(opened.vring(vhost::SET_VRING_NUM, 0, 64), Err(Errno::PERM));
    assert_eq!(opened.vring(vhost::GET_VRING_BASE, 0, 0), Err(Errno::PERM));
    assert_eq!(opened.features(0), Err(Errno::PERM));
    assert_eq!(opened.state(1), Err(Errno::PERM));
    assert_eq!(bytes(&*opened.device, vhost::GET_FEATURES, &mut [0; 8]), Ok(0));
    let opened = opened.owned();
    assert_eq!(value(&*opened.device, vhost::SET_OWNER, 0), Err(Errno::BUSY));
}

#[test]
fn unknown_requests_read_a_ring_index_first() {
    let opened = open();
    assert_eq!(bytes(&*opened.device, 0x4008_AF7F, &mut [0; 8]), Err(Errno::PERM));
    let opened = opened.owned();
    assert_eq!(value(&*opened.device, 0x4008_AF7F, 0), Err(Errno::FAULT));
    assert_eq!(opened.vring(0x4008_AF7F, 2, 0), Err(Errno::NOBUFS));
    assert_eq!(opened.vring(0x4008_AF7F, 1, 0), Err(Errno::NOTTY));
}

#[test]
fn features_that_are_not_offered_are_refused() {
    let opened = open().owned();
    assert_eq!(opened.features(1 << 63), Err(Errno::INVAL));
    assert_eq!(opened.features(virtio::F_NOTIFICATION_DATA), Err(Errno::INVAL));
    assert_eq!(bytes(&*opened.device, vhost::SET_FEATURES, &mut [0; 4]), Err(Errno::FAULT));
}

#[test]
fn ring_sizes_are_powers_of_two_up_to_32768() {
    let opened = open().owned();
    for size in [0, 3, 65_536, 0x1_0001, u32::MAX] {
        assert_eq!(opened.vring(vhost::SET_VRING_NUM, 0, size), Err(Errno::INVAL));
    }
    for size in [1, 2, 32_768] {
        assert_eq!(opened.vring(vhost::SET_VRING_NUM, 0, size), Ok(0));
    }
    assert_eq!(opened.vring(vhost::SET_VRING_BASE, 0, 65_536), Err(Errno::INVAL));
    assert_eq!(opened.vring(vhost::SET_VRING_BASE, 0, 65_535), Ok(0));
    assert_eq!(opened.vring(vhost::SET_VRING_NUM, 2, 64), Err(Errno::NOBUFS));
}

#[test]
fn ring_addresses_check_flags_then_alignment() {
    let opened = open().owned();
    assert_eq!(opened.addr(0, 2, 1, 1, 1), Err(Errno::OPNOTSUPP));
    assert_eq!(opened.addr(0, 0, 0, 0, 1), Err(Errno::INVAL));
    assert_eq!(opened.addr(0, 0, 0, 2, 0), Err(Errno::INVAL));
    assert_eq!(opened.addr(0, 0, 8, 4, 2), Ok(0));
}

#[test]
fn eventfds_are_bound_unbound_and_told_from_other_files() {
    let opened = open().owned();
    let file = std::fs::File::open("/dev/null").unwrap();
    let event = EventFd::new().unwrap();
    for request in [vhost::SET_VRING_KICK, vhost::SET_VRING_CALL, vhost::SET_VRING_ERR] {
        assert_eq!(opened.vring(request, 0, u32::MAX), Ok(0));
        assert_eq!(opened.vring(request, 0, (-2i32).cast_unsigned()), Err(Errno::BADF));
        assert_eq!(opened.vring(request, 0, file.as_raw_fd().cast_unsigned()), Err(Errno::INVAL));
        assert_eq!(opened.vring(request, 0, event.as_raw_fd().cast_unsigned()), Ok(0));
    }
}

#[test]
fn a_start_needs_features_mapped_rings_and_kicks() {
    let memory = GuestMemory::new(1 << 20).unwrap();
    let (opened, kick) = open().ready(&memory);
    assert_eq!(opened.state(2), Err(Errno::INVAL));
    assert_eq!(opened.features(virtio::F_VERSION_1), Ok(0));
    assert_eq!(opened.state(1), Err(Errno::INVAL));
    opened.features(virtio::F_VERSION_1 | virtio::F_ACCESS_PLATFORM).unwrap();
    assert_eq!(opened.vring(vhost::SET_VRING_KICK, 0, u32::MAX), Ok(0));
    assert_eq!(opened.state(1), Err(Errno::INVAL));
    opened.vring(vhost::SET_VRING_KICK, 0, kick.as_raw_fd().cast_unsigned()).unwrap();
    opened.unmap(&memory).unwrap();
    assert_eq!(opened.state(1), Err(Errno::INVAL));
    opened.map(&memory, 3).unwrap();
    assert_eq!(opened.state(1), Ok(0));
}

#[test]
fn a_running_device_is_frozen_and_starting_or_stopping_twice_changes_nothing() {
    let memory = GuestMemory::new(1 << 20).unwrap();
    let (opened, kick) = open().ready(&memory);
    assert_eq!((opened.state(0), opened.state(1), opened.state(1)), (Ok(0), Ok(0), Ok(0)));
    assert_eq!(opened.features(virtio::F_VERSION_1), Err(Errno::BUSY));
    assert_eq!(opened.vring(vhost::SET_VRING_NUM, 0, 8), Err(Errno::BUSY));
    assert_eq!(opened.vring(vhost::SET_VRING_BASE, 0, 0), Err(Errno::BUSY));
    assert_eq!(opened.addr(0, 0, 0, 0, 0), Err(Errno::BUSY));
    assert_eq!(opened.vring(vhost::SET_VRING_KICK, 0, kick.as_raw_fd().cast_unsigned()), Err(Errno::BUSY));
    assert_eq!(opened.vring(vhost::GET_VRING_BASE, 0, 0), Ok(0));
    assert_eq!((opened.state(0), opened.state(0)), (Ok(0), Ok(0)));
    assert_eq!(opened.vring(vhost::SET_VRING_NUM, 0, 8), Ok(0));
}

#[test]
fn unmapping_under_a_running_device_breaks_its_queues_and_returns() {
    let memory = GuestMemory::new(1 << 20).unwrap();
    let (opened, kick) = open().ready(&memory);
    opened.state(1).unwrap();
    assert_eq!(opened.unmap(&memory), Ok(memory.len() as u64));
    kick.ring();
    opened.state(0).unwrap();
    assert_eq!(opened.host.take_report().unwrap().faults.len(), 2);
}

#[test]
fn closing_resets_the_device() {
    let memory = GuestMemory::new(1 << 20).unwrap();
    let (opened, _kick) = open().ready(&memory);
    opened.state(1).unwrap();
    let Opened { device, group, container, host } = opened;
    drop(device);
    let device = host.adopt(device_fd(&*group, DEVICE_NAME).unwrap()).unwrap();
    let opened = Opened { device, group, container, host };
    assert_eq!(opened.state(1), Err(Errno::PERM));
    assert_eq!(opened.owned().state(1), Err(Errno::INVAL));
}

#[test]
fn a_kick_counter_is_never_read_and_one_above_zero_fires_at_once() {
    let memory = GuestMemory::new(1 << 20).unwrap();
    let (opened, kick) = open().ready(&memory);
    kick.ring();
    kick.ring();
    opened.state(1).unwrap();
    std::thread::sleep(std::time::Duration::from_millis(20));
    opened.state(0).unwrap();
    assert_eq!(kick.take(), 2);
}

#[test]
fn doorbell_pages_map_one_whole_page_of_an_existing_queue() {
    let opened = open_with(DoorbellKind::Mapped, Idle::Polling);
    assert!(opened.device.mmap(0, 4096).is_ok() && opened.device.mmap(4096, 4096).is_ok());
    for (offset, len) in [(8192, 4096), (0, 8192), (100, 4096), (0, 100), (u64::MAX - 4095, 4096)] {
        assert_eq!(opened.device.mmap(offset, len).err(), Some(Errno::INVAL));
    }
    assert_eq!(open().device.mmap(0, 4096).err(), Some(ENOTSUPP));
}

#[test]
fn every_ioctl_is_counted_where_it_arrives() {
    let opened = open();
    let before = opened.host.ioctl_count();
    let _ = opened.state(1);
    let _ = value(&*opened.container, vfio::GET_API_VERSION, 0);
    assert_eq!(opened.host.ioctl_count(), before + 2);
}
