//! What only the emulation can be asked: how it is built, what it counted, what it does with doorbell pages.

use crate::mdev::Mdev;
use crate::split_ring::SplitRing;
use crate::subject::{Subject, bytes, options, value, words};
use crate::vdpa::Vdpa;
use ringside_datapath::abi::bytes::get_u16;
use ringside_datapath::abi::errno::ENOTSUPP;
use ringside_datapath::abi::{vfio, vhost, vhost_vdpa, virtio};
use ringside_datapath::dirty_bitmap::DirtyBitmap;
use ringside_datapath::emulated::{Dialect, DoorbellKind, Idle, Role};
use ringside_datapath::memory::GuestMemory;
use rustix::io::Errno;

const PAGE: u64 = 4096;

#[test]
fn each_dialect_has_its_own_paths() {
    for (dialect, wrong) in [
        (Dialect::VhostMdev, "/dev/vhost-vdpa-0"),
        (Dialect::VhostVdpa, "/dev/vfio/vfio"),
        (Dialect::VhostVdpa, "/dev/vfio/7"),
    ] {
        let (subject, _) = Subject::emulated(options(dialect));
        assert_eq!(subject.host.open(wrong).err(), Some(Errno::NOENT));
    }
}

#[test]
fn there_are_two_rings_a_pair() {
    for pairs in [1, 3, 64] {
        let (opened, _) = Mdev::emulated(|options| options.queue_pairs = pairs);
        let opened = opened.owned();
        let queues = u32::from(pairs) * 2;
        assert_eq!(opened.vring(vhost::SET_VRING_NUM, queues - 1, 64), Ok(0));
        assert_eq!(opened.vring(vhost::SET_VRING_NUM, queues, 64), Err(Errno::NOBUFS));
        let (opened, _) = Vdpa::emulated(|options| options.queue_pairs = pairs);
        assert_eq!(opened.get(vhost_vdpa::GET_VQS_COUNT, 4), Ok(u64::from(queues)));
    }
}

#[test]
fn a_number_of_pairs_that_no_device_has_cannot_be_opened() {
    for pairs in [0, 65] {
        let mut options = options(Dialect::VhostVdpa);
        options.queue_pairs = pairs;
        let (subject, _) = Subject::emulated(options);
        assert_eq!(subject.host.open(&subject.vdpa).err(), Some(Errno::INVAL));
        assert_eq!(subject.host.open(&subject.vdpa).err(), Some(Errno::INVAL));
    }
}

fn mdev_features(doorbell: DoorbellKind) -> u64 {
    let (opened, _) = Mdev::emulated(|options| {
        (options.doorbell, options.idle) = (doorbell, Idle::Polling);
    });
    let mut features = [0; 8];
    bytes(&*opened.device, vhost::GET_FEATURES, &mut features).unwrap();
    u64::from_ne_bytes(features)
}

#[test]
fn exactly_what_is_implemented_is_offered() {
    let rings = [15, 28, 29, 32, 33, 34, 35].iter().map(|bit| 1u64 << bit).sum::<u64>();
    assert_eq!(mdev_features(DoorbellKind::Eventfd), rings | 1 << 26);
    assert_eq!(mdev_features(DoorbellKind::Mapped), rings | 1 << 26 | 1 << 38);
    let (opened, _) = Vdpa::emulated(|_| {});
    assert_eq!(opened.get(vhost::GET_FEATURES, 8), Ok(rings | 1 << 3 | 1 << 5 | 1 << 16));
    assert_eq!(opened.get(vhost::GET_BACKEND_FEATURES, 8), Ok(0x17e));
}

#[test]
fn mapped_doorbells_need_their_data() {
    let memory = GuestMemory::new(1 << 20).unwrap();
    let (opened, _) = Mdev::emulated(|options| {
        (options.doorbell, options.idle) = (DoorbellKind::Mapped, Idle::Polling);
    });
    let (opened, _kick) = opened.ready(&memory);
    assert_eq!(opened.state(1), Err(Errno::INVAL));
    let required = virtio::F_VERSION_1 | virtio::F_ACCESS_PLATFORM | virtio::F_NOTIFICATION_DATA;
    opened.features(required).unwrap();
    assert_eq!(opened.state(1), Ok(0));
}

#[test]
fn doorbell_pages_map_one_whole_page_of_an_existing_queue() {
    let mapped = |options: &mut ringside_datapath::emulated::DeviceOptions| {
        (options.doorbell, options.idle, options.queue_pairs) = (DoorbellKind::Mapped, Idle::Polling, 2);
    };
    for device in [Mdev::emulated(mapped).0.device, Vdpa::emulated(mapped).0.device] {
        assert!((0..4).all(|queue| device.mmap(queue * PAGE, 4096).is_ok()));
        for (offset, len) in [(4 * PAGE, 4096), (0, 8192), (100, 4096), (0, 100), (65_536 * PAGE, 4096)] {
            assert_eq!(device.mmap(offset, len).err(), Some(Errno::INVAL));
        }
    }
}

#[test]
fn a_device_without_doorbell_pages_says_so_after_it_has_seen_the_range() {
    for device in [Mdev::emulated(|_| {}).0.device, Vdpa::emulated(|_| {}).0.device] {
        assert_eq!(device.mmap(0, 4096).err(), Some(ENOTSUPP));
        assert_eq!(device.mmap(0, 8192).err(), Some(Errno::INVAL));
    }
}

#[test]
fn the_configuration_is_that_of_a_network_card_and_its_mac_address_can_be_set() {
    let (opened, _) = Vdpa::emulated(|options| options.queue_pairs = 8);
    assert_eq!(opened.get(vhost_vdpa::GET_CONFIG_SIZE, 4), Ok(24));
    let read = || {
        let mut config = words::<32>(&[0, 24]);
        bytes(&*opened.device, vhost_vdpa::GET_CONFIG, &mut config).unwrap();
        config[8..].to_vec()
    };
    let config = read();
    let fields = [6, 8, 10].map(|offset| get_u16(&config, offset).unwrap());
    assert_eq!(fields, [1, 8, 1500]);
    let mut write = words::<16>(&[0, 8]);
    write[8..].copy_from_slice(&[2, 4, 6, 8, 10, 12, 0xff, 0xff]);
    bytes(&*opened.device, vhost_vdpa::SET_CONFIG, &mut write).unwrap();
    assert_eq!((&read()[..6], &read()[6..]), (&[2, 4, 6, 8, 10, 12][..], &config[6..]));
}

#[test]
fn the_largest_ring_has_32768_entries() {
    let opened = Vdpa::emulated(|_| {}).0.owned();
    assert_eq!(opened.get(vhost_vdpa::GET_VRING_NUM, 2), Ok(32_768));
    assert_eq!(opened.vring_out(vhost_vdpa::GET_VRING_SIZE, 1), Ok(32_768));
    assert_eq!(opened.vring_out(vhost_vdpa::GET_VRING_GROUP, 1), Ok(0));
    assert_eq!(opened.vring(vhost_vdpa::SET_GROUP_ASID, 0, 0), Ok(0));
    assert_eq!(opened.vring(vhost_vdpa::SET_GROUP_ASID, 1, 0), Err(Errno::INVAL));
}

#[test]
fn every_ioctl_and_message_is_counted_where_it_arrives() {
    let (opened, host) = Mdev::emulated(|_| {});
    let before = host.ioctl_count();
    let _ = opened.state(1);
    let _ = value(&*opened.container, vfio::GET_API_VERSION, 0);
    assert_eq!(host.ioctl_count(), before + 2);
    let (opened, host) = Vdpa::emulated(|_| {});
    let _ = opened.device.write(&[0; 72]);
    assert_eq!(host.ioctl_count(), 1);
}

#[test]
fn unmapping_under_a_running_device_breaks_its_queues_and_returns() {
    let memory = GuestMemory::new(1 << 20).unwrap();
    let (opened, host) = Mdev::emulated(|_| {});
    let (opened, kick) = opened.ready(&memory);
    opened.state(1).unwrap();
    assert_eq!(opened.unmap(&memory), Ok(memory.len() as u64));
    kick.ring();
    opened.state(0).unwrap();
    assert_eq!(host.take_report().unwrap().faults.len(), 2);
}

#[test]
fn packets_that_the_device_writes_are_logged() {
    let memory = GuestMemory::new(1 << 20).unwrap();
    let bitmap = DirtyBitmap::of(&memory);
    let (opened, _) = Mdev::emulated(|options| options.role = Role::Loopback);
    let (opened, kick) = opened.ready(&memory);
    opened.features(virtio::F_VERSION_1 | virtio::F_ACCESS_PLATFORM | vhost::F_LOG_ALL).unwrap();
    bytes(&*opened.device, vhost::SET_LOG_BASE, &mut bitmap.base().to_ne_bytes()).unwrap();
    opened.state(1).unwrap();
    let (receive, transmit) = (SplitRing::of(&memory, 0), SplitRing::of(&memory, 1));
    receive.offer(1, true);
    transmit.offer(1, false);
    kick.ring();
    receive.wait_for_used(1);
    opened.state(0).unwrap();
    // The used rings are not logged: that is asked for with VHOST_VRING_F_LOG.
    assert_eq!(bitmap.take(), [receive.buffers()]);
}

#[test]
fn rings_that_were_given_no_addresses_take_no_part() {
    let memory = GuestMemory::new(1 << 20).unwrap();
    let (opened, _) = Mdev::emulated(|options| options.queue_pairs = 3);
    let (opened, kick) = opened.ready(&memory);
    opened.state(1).unwrap();
    let ring = SplitRing::of(&memory, 1);
    ring.offer(2, false);
    kick.ring();
    ring.wait_for_used(2);
    assert_eq!((opened.base(1), opened.base(5)), (Ok(2), Ok(0)));
}

#[test]
fn every_pair_is_served() {
    let memory = GuestMemory::new(1 << 20).unwrap();
    let (opened, _) = Mdev::emulated(|options| options.queue_pairs = 3);
    let (opened, kick) = opened.ready_with(&memory, &[0, 1, 2, 3, 4, 5]);
    opened.state(1).unwrap();
    let rings = [1, 3, 5].map(|index| SplitRing::of(&memory, index));
    for (ring, count) in rings.iter().zip(1..) {
        ring.offer(count, false);
        kick.ring();
        ring.wait_for_used(count);
    }
    opened.state(0).unwrap();
    assert_eq!([1, 3, 5].map(|index| opened.base(index).unwrap()), [1, 2, 3]);
}

#[test]
fn a_device_that_outlives_its_group_is_stopped_before_its_memory_is_unmapped() {
    let memory = GuestMemory::new(1 << 20).unwrap();
    let (opened, host) = Mdev::emulated(|_| {});
    let (opened, _kick) = opened.ready(&memory);
    opened.state(1).unwrap();
    let Mdev { device, group, container, subject: _subject } = opened;
    drop((container, group));
    drop(device);
    assert!(host.take_report().unwrap().faults.is_empty());
}

#[test]
fn a_report_holds_the_positions_of_the_rings() {
    let memory = GuestMemory::new(1 << 20).unwrap();
    let (opened, host) = Mdev::emulated(|_| {});
    let (opened, kick) = opened.ready(&memory);
    assert!(host.take_report().is_none());
    opened.state(1).unwrap();
    let ring = SplitRing::of(&memory, 1);
    ring.offer(3, false);
    kick.ring();
    ring.wait_for_used(3);
    opened.state(0).unwrap();
    assert_eq!(host.take_report().unwrap().bases, [0, 3]);
}
