//! Starting, running, stopping and closing a vhost-mdev device: what the reference's section 2 puts in the place of
//! the RFC's defects.

use crate::mdev::{Mdev, device_fd};
use crate::split_ring::SplitRing;
use crate::subject::{bytes, value};
use ringside_datapath::abi::{vhost, virtio};
use ringside_datapath::eventfd::EventFd;
use ringside_datapath::memory::GuestMemory;
use rustix::io::Errno;

const REQUIRED: u64 = virtio::F_VERSION_1 | virtio::F_ACCESS_PLATFORM;

fn memory() -> GuestMemory {
    GuestMemory::new(1 << 20).unwrap()
}

fn parts(memory: &GuestMemory, index: u32) -> [u64; 4] {
    let ring = SplitRing::of(memory, index);
    [ring.desc(), ring.used(), ring.avail(), 0]
}

#[test]
fn states_are_stopped_and_running() {
    let memory = memory();
    let (opened, _kick) = Mdev::open().ready(&memory);
    assert_eq!((opened.state(2), opened.state(u64::MAX)), (Err(Errno::INVAL), Err(Errno::INVAL)));
    assert_eq!(bytes(&*opened.device, vhost::MDEV_SET_STATE, &mut [0; 7]), Err(Errno::FAULT));
    assert_eq!(value(&*opened.device, vhost::MDEV_SET_STATE, 0), Err(Errno::FAULT));
}

#[test]
fn starting_and_stopping_twice_changes_nothing() {
    let memory = memory();
    let (opened, _kick) = Mdev::open().ready(&memory);
    assert_eq!((opened.state(0), opened.state(1), opened.state(1)), (Ok(0), Ok(0), Ok(0)));
    assert_eq!((opened.state(0), opened.state(0), opened.state(1)), (Ok(0), Ok(0), Ok(0)));
}

#[test]
fn a_start_needs_the_required_features() {
    let memory = memory();
    let (opened, _kick) = Mdev::open().ready(&memory);
    for features in [0, virtio::F_VERSION_1, virtio::F_ACCESS_PLATFORM] {
        opened.features(features).unwrap();
        assert_eq!(opened.state(1), Err(Errno::INVAL));
    }
    opened.features(REQUIRED).unwrap();
    assert_eq!(opened.state(1), Ok(0));
}

#[test]
fn a_start_needs_a_ring_with_addresses() {
    let opened = Mdev::open().owned();
    opened.features(REQUIRED).unwrap();
    assert_eq!(opened.state(1), Err(Errno::INVAL));
}

#[test]
fn a_start_needs_a_size_and_a_kick_for_every_ring_with_addresses() {
    let memory = memory();
    let (opened, kick) = Mdev::open().ready(&memory);
    opened.vring(vhost::SET_VRING_NUM, 1, 1).unwrap();
    assert_eq!(opened.state(1), Err(Errno::INVAL));
    opened.vring(vhost::SET_VRING_NUM, 1, 16).unwrap();
    opened.vring(vhost::SET_VRING_KICK, 0, u32::MAX).unwrap();
    assert_eq!(opened.state(1), Err(Errno::INVAL));
    opened.bind(vhost::SET_VRING_KICK, 0, &kick).unwrap();
    assert_eq!(opened.state(1), Ok(0));
}

#[test]
fn a_start_needs_every_part_of_the_rings_mapped_and_aligned() {
    let memory = memory();
    let (opened, _kick) = Mdev::open().ready(&memory);
    let good = parts(&memory, 0);
    for (part, offset) in [(0, 8), (0, 1 << 30), (1, 1 << 30), (2, 1 << 30)] {
        let mut bad = good;
        bad[part] += offset;
        opened.addr(0, 0, bad).unwrap();
        assert_eq!(opened.state(1), Err(Errno::INVAL), "part {part} + {offset}");
    }
    opened.addr(0, 0, good).unwrap();
    opened.unmap(&memory).unwrap();
    assert_eq!(opened.state(1), Err(Errno::INVAL));
    opened.map(&memory);
    assert_eq!(opened.state(1), Ok(0));
}

#[test]
fn features_freeze_while_the_device_runs() {
    let memory = memory();
    let (opened, _kick) = Mdev::open().ready(&memory);
    opened.state(1).unwrap();
    for features in [0, virtio::F_VERSION_1, REQUIRED | virtio::F_EVENT_IDX] {
        assert_eq!(opened.features(features), Err(Errno::BUSY));
    }
    assert_eq!(opened.features(1 << 63), Err(Errno::INVAL));
    assert_eq!(opened.features(REQUIRED), Ok(0));
    opened.state(0).unwrap();
    assert_eq!(opened.features(virtio::F_VERSION_1), Ok(0));
}

#[test]
fn a_running_rings_size_and_position_and_addresses_are_busy() {
    let memory = memory();
    let (opened, _kick) = Mdev::open().ready(&memory);
    opened.state(1).unwrap();
    for request in [vhost::SET_VRING_NUM, vhost::SET_VRING_BASE] {
        assert_eq!(opened.vring(request, 0, 8), Err(Errno::BUSY));
        // Busy comes before the argument.
        assert_eq!(opened.vring(request, 0, 0x1_0001), Err(Errno::BUSY));
        assert_eq!(opened.vring(request, 0x1_0000, 8), Err(Errno::NOBUFS));
    }
    assert_eq!(opened.addr(0, 0, parts(&memory, 1)), Err(Errno::BUSY));
    assert_eq!(opened.addr(0, 2, parts(&memory, 1)), Err(Errno::OPNOTSUPP));
    assert_eq!(opened.addr(0, 0, parts(&memory, 0)), Ok(0));
    opened.state(0).unwrap();
    assert_eq!(opened.vring(vhost::SET_VRING_NUM, 0, 8), Ok(0));
    assert_eq!(opened.addr(0, 0, parts(&memory, 1)), Ok(0));
}

#[test]
fn eventfds_and_positions_are_reached_while_the_device_runs() {
    let memory = memory();
    let (opened, kick) = Mdev::open().ready(&memory);
    opened.state(1).unwrap();
    let event = EventFd::new().unwrap();
    for request in [vhost::SET_VRING_KICK, vhost::SET_VRING_CALL, vhost::SET_VRING_ERR] {
        assert_eq!(opened.bind(request, 0, &event), Ok(0));
        assert_eq!(opened.vring(request, 0, 1 << 20), Err(Errno::BADF));
        assert_eq!(opened.vring(request, 0, u32::MAX), Ok(0));
    }
    assert_eq!(opened.bind(vhost::SET_VRING_KICK, 0, &kick), Ok(0));
    assert_eq!(opened.base(0), Ok(0));
}

#[test]
fn closing_stops_and_resets_the_device() {
    let memory = memory();
    let (opened, _kick) = Mdev::open().ready(&memory);
    opened.vring(vhost::SET_VRING_BASE, 1, 5).unwrap();
    opened.state(1).unwrap();
    let Mdev { device, group, container, subject } = opened;
    drop(device);
    let device = subject.host.adopt(device_fd(&*group, &subject.name).unwrap()).unwrap();
    let opened = Mdev { device, group, container, subject };
    assert_eq!(opened.state(1), Err(Errno::PERM));
    let opened = opened.owned();
    assert_eq!(opened.state(1), Err(Errno::INVAL));
    assert_eq!(opened.features(REQUIRED), Ok(0));
    assert_eq!((opened.state(1), opened.base(1)), (Err(Errno::INVAL), Ok(0)));
}

#[test]
fn memory_is_unmapped_under_a_running_device_without_waiting_for_it() {
    let memory = memory();
    let (opened, kick) = Mdev::open().ready(&memory);
    opened.state(1).unwrap();
    assert_eq!(opened.unmap(&memory), Ok(memory.len() as u64));
    kick.ring();
    assert_eq!(opened.state(0), Ok(0));
}
