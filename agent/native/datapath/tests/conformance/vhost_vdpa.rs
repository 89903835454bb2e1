//! /dev/vhost-vdpa-N: who may ask what, and what it answers (the reference's section 3.1).

use crate::subject::{Profile, bytes, value, words};
use crate::vdpa::{FEATURES_OK, REQUIRED, Vdpa};
use ringside_datapath::abi::bytes::{get_u64, put_u64};
use ringside_datapath::abi::{vhost, vhost_vdpa, virtio};
use ringside_datapath::eventfd::EventFd;
use rustix::fd::AsRawFd;
use rustix::io::Errno;

/// Requests that begin with the index of a ring or group.
const INDEXED: [u32; 13] = [
    vhost::SET_VRING_NUM,
    vhost::SET_VRING_ADDR,
    vhost::SET_VRING_BASE,
    vhost::GET_VRING_BASE,
    vhost::SET_VRING_KICK,
    vhost::SET_VRING_CALL,
    vhost::SET_VRING_ERR,
    vhost_vdpa::SET_VRING_ENABLE,
    vhost_vdpa::GET_VRING_GROUP,
    vhost_vdpa::SET_GROUP_ASID,
    vhost_vdpa::GET_VRING_DESC_GROUP,
    vhost_vdpa::GET_VRING_SIZE,
    0x4008_AFFF,
];

/// Results and their sizes.
const RESULTS: [(u32, usize); 9] = [
    (vhost::GET_FEATURES, 8),
    (vhost::GET_BACKEND_FEATURES, 8),
    (vhost_vdpa::GET_DEVICE_ID, 4),
    (vhost_vdpa::GET_STATUS, 1),
    (vhost_vdpa::GET_VRING_NUM, 2),
    (vhost_vdpa::GET_CONFIG_SIZE, 4),
    (vhost_vdpa::GET_AS_NUM, 4),
    (vhost_vdpa::GET_VQS_COUNT, 4),
    (vhost_vdpa::GET_GROUP_NUM, 4),
];

#[test]
fn the_device_opens_once() {
    let Vdpa { device, subject } = Vdpa::open();
    assert_eq!(subject.host.open(&subject.vdpa).err(), Some(Errno::BUSY));
    drop(device);
    assert!(subject.host.open(&subject.vdpa).is_ok());
    assert_eq!(subject.host.open("/dev/vhost-vdpa-4000000").err(), Some(Errno::NOENT));
}

#[test]
fn what_has_no_index_needs_no_owner() {
    let opened = Vdpa::open();
    for (request, len) in RESULTS {
        assert!(opened.get(request, len).is_ok(), "{request:x}");
        assert_eq!(value(&*opened.device, request, 0), Err(Errno::FAULT), "{request:x}");
        assert_eq!(bytes(&*opened.device, request, &mut vec![0; len - 1]), Err(Errno::FAULT), "{request:x}");
    }
    assert_eq!(opened.set_status(1), Ok(0));
    assert_eq!(opened.set_u64(vhost::SET_FEATURES, REQUIRED), Ok(0));
    assert_eq!(opened.set_u64(vhost::SET_BACKEND_FEATURES, 2), Ok(0));
}

#[test]
fn what_has_an_index_needs_an_owner() {
    let opened = Vdpa::open();
    for request in INDEXED {
        assert_eq!(opened.vring(request, 0, 1), Err(Errno::PERM), "{request:x}");
    }
    assert_eq!(opened.set_u64(vhost::SET_MEM_TABLE, 0), Err(Errno::PERM));
}

#[test]
fn there_is_one_owner() {
    let opened = Vdpa::open().owned();
    assert_eq!(value(&*opened.device, vhost::SET_OWNER, 0), Err(Errno::BUSY));
    assert_eq!(value(&*opened.device, vhost::RESET_OWNER, 0), Err(Errno::FAULT));
}

#[test]
fn what_has_an_index_reads_it_first() {
    let opened = Vdpa::open().owned();
    let queues = u32::try_from(opened.get(vhost_vdpa::GET_VQS_COUNT, 4).unwrap()).unwrap();
    for request in INDEXED {
        assert_eq!(value(&*opened.device, request, 0), Err(Errno::FAULT), "{request:x}");
        for index in [queues, u32::MAX] {
            assert_eq!(opened.vring(request, index, 1), Err(Errno::NOBUFS), "{request:x}");
        }
    }
    assert_eq!(opened.vring(0x4008_AFFF, 0, 0), Err(Errno::NOTTY));
    assert_eq!(opened.vring(vhost::SET_VRING_ENDIAN, 0, 0), Err(Errno::NOTTY));
}

#[test]
fn logging_is_enotty() {
    let opened = Vdpa::open();
    assert_eq!(opened.set_u64(vhost::SET_LOG_BASE, 0), Err(Errno::NOTTY));
    assert_eq!(bytes(&*opened.device, vhost::SET_LOG_FD, &mut [0xff; 4]), Err(Errno::NOTTY));
    assert_eq!(opened.get(vhost::GET_FEATURES, 8).unwrap() & vhost::F_LOG_ALL, 0);
}

#[test]
fn it_is_a_network_card_with_virtio_1_behind_an_iommu() {
    let opened = Vdpa::open();
    assert_eq!(opened.get(vhost_vdpa::GET_DEVICE_ID, 4), Ok(u64::from(virtio::ID_NET)));
    assert_eq!(opened.get(vhost::GET_FEATURES, 8).unwrap() & REQUIRED, REQUIRED);
    assert!(opened.get(vhost_vdpa::GET_VRING_NUM, 2).unwrap() >= 2);
    assert!(opened.get(vhost_vdpa::GET_VQS_COUNT, 4).unwrap() >= 2);
}

#[test]
fn features_freeze_once_they_are_agreed_upon() {
    let opened = Vdpa::open();
    opened.set_u64(vhost::SET_FEATURES, REQUIRED).unwrap();
    opened.set_status(FEATURES_OK).unwrap();
    assert_eq!(opened.set_u64(vhost::SET_FEATURES, REQUIRED), Err(Errno::BUSY));
    // Busy comes before the argument.
    assert_eq!(value(&*opened.device, vhost::SET_FEATURES, 0), Err(Errno::BUSY));
    opened.set_status(0).unwrap();
    assert_eq!(opened.set_u64(vhost::SET_FEATURES, REQUIRED), Ok(0));
}

#[test]
fn backend_features_are_a_choice_of_those_offered() {
    let opened = Vdpa::open();
    let offered = opened.get(vhost::GET_BACKEND_FEATURES, 8).unwrap();
    let messages = vhost::BACKEND_F_IOTLB_MSG_V2 | vhost::BACKEND_F_IOTLB_BATCH | vhost::BACKEND_F_IOTLB_ASID;
    assert_eq!(offered & messages, messages);
    assert_eq!(opened.set_u64(vhost::SET_BACKEND_FEATURES, offered), Ok(0));
    assert_eq!(opened.set_u64(vhost::SET_BACKEND_FEATURES, 0), Ok(0));
    assert_eq!(opened.set_u64(vhost::SET_BACKEND_FEATURES, offered | 1 << 40), Err(Errno::OPNOTSUPP));
    assert_eq!(bytes(&*opened.device, vhost::SET_BACKEND_FEATURES, &mut [0; 7]), Err(Errno::FAULT));
}

#[test]
fn a_descriptor_address_space_needs_address_spaces_and_a_device_that_has_one() {
    let opened = Vdpa::open();
    if opened.subject.profile < Profile::V6_12 {
        return;
    }
    let descriptors = vhost::BACKEND_F_DESC_ASID;
    assert_eq!(opened.set_u64(vhost::SET_BACKEND_FEATURES, descriptors), Err(Errno::INVAL));
    let offered = opened.get(vhost::GET_BACKEND_FEATURES, 8).unwrap();
    if offered & descriptors == 0 {
        let both = descriptors | vhost::BACKEND_F_IOTLB_ASID;
        assert_eq!(opened.set_u64(vhost::SET_BACKEND_FEATURES, both), Err(Errno::OPNOTSUPP));
        let opened = opened.owned();
        assert_eq!(opened.vring(vhost_vdpa::GET_VRING_DESC_GROUP, 0, 0), Err(Errno::OPNOTSUPP));
    }
}

fn config(offset: u32, len: u32, room: usize) -> Vec<u8> {
    let mut config = words::<8>(&[offset, len]).to_vec();
    config.resize(8 + room, 0);
    config
}

#[test]
fn the_configuration_is_read_inside_its_bounds() {
    let opened = Vdpa::open();
    let size = u32::try_from(opened.get(vhost_vdpa::GET_CONFIG_SIZE, 4).unwrap()).unwrap();
    let read = |mut config: Vec<u8>| bytes(&*opened.device, vhost_vdpa::GET_CONFIG, &mut config);
    let room = size as usize;
    assert_eq!(read(config(0, size, room)), Ok(0));
    assert_eq!(read(config(size - 1, 1, 1)), Ok(0));
    for (offset, len) in [(0, 0), (0, size + 1), (size, 1), (u32::MAX, 1), (1, u32::MAX)] {
        assert_eq!(read(config(offset, len, room)), Err(Errno::INVAL), "{offset} {len}");
    }
    assert_eq!(read(config(0, size, room - 1)), Err(Errno::FAULT));
    assert_eq!(read(vec![0; 7]), Err(Errno::FAULT));
}

#[test]
fn the_configuration_is_written_inside_its_bounds() {
    let opened = Vdpa::open();
    let size = u32::try_from(opened.get(vhost_vdpa::GET_CONFIG_SIZE, 4).unwrap()).unwrap();
    let write = |mut config: Vec<u8>| bytes(&*opened.device, vhost_vdpa::SET_CONFIG, &mut config);
    for (offset, len) in [(0, 0), (0, size + 1), (size, 1), (u32::MAX, 1)] {
        assert_eq!(write(config(offset, len, 64)), Err(Errno::INVAL), "{offset} {len}");
    }
    assert_eq!(write(config(0, 6, 5)), Err(Errno::FAULT));
    assert_eq!(write(config(0, 6, 6)), Ok(0));
}

#[test]
fn configuration_changes_are_signalled_on_an_eventfd_or_not_at_all() {
    let opened = Vdpa::open();
    let set = |fd: i32| bytes(&*opened.device, vhost_vdpa::SET_CONFIG_CALL, &mut fd.to_ne_bytes());
    let (event, file) = (EventFd::new().unwrap(), std::fs::File::open("/dev/null").unwrap());
    assert_eq!((set(event.as_raw_fd()), set(-1)), (Ok(0), Ok(0)));
    assert_eq!((set(-2), set(1 << 20)), (Err(Errno::BADF), Err(Errno::BADF)));
    assert_eq!(set(file.as_raw_fd()), Err(Errno::INVAL));
}

#[test]
fn the_iova_range_is_not_empty() {
    let mut range = [0; 16];
    put_u64(&mut range, 0, u64::MAX);
    assert_eq!(bytes(&*Vdpa::open().device, vhost_vdpa::GET_IOVA_RANGE, &mut range), Ok(0));
    assert!(get_u64(&range, 0).unwrap() < get_u64(&range, 8).unwrap());
}

#[test]
fn every_ring_belongs_to_a_group_and_every_group_to_an_address_space() {
    let opened = Vdpa::open().owned();
    let groups = opened.get(vhost_vdpa::GET_GROUP_NUM, 4).unwrap();
    let spaces = u32::try_from(opened.get(vhost_vdpa::GET_AS_NUM, 4).unwrap()).unwrap();
    let queues = u32::try_from(opened.get(vhost_vdpa::GET_VQS_COUNT, 4).unwrap()).unwrap();
    for index in 0..queues {
        let group = opened.vring_out(vhost_vdpa::GET_VRING_GROUP, index);
        assert!(group.is_err() || u64::from(group.unwrap()) < groups);
    }
    assert_eq!(opened.vring(vhost_vdpa::SET_GROUP_ASID, 0, spaces), Err(Errno::INVAL));
}

#[test]
fn a_rings_largest_size_is_the_devices_where_it_can_tell() {
    let opened = Vdpa::open().owned();
    if opened.subject.profile == Profile::V6_12 {
        let most = opened.get(vhost_vdpa::GET_VRING_NUM, 2).unwrap();
        let size = opened.vring_out(vhost_vdpa::GET_VRING_SIZE, 0).map(u64::from);
        assert!(size == Ok(most) || size == Err(Errno::OPNOTSUPP), "{size:?}");
    }
}

#[test]
fn rings_are_checked_as_by_every_vhost_device() {
    let opened = Vdpa::open().owned();
    for size in [0, 3, 65_536, u32::MAX] {
        assert_eq!(opened.vring(vhost::SET_VRING_NUM, 0, size), Err(Errno::INVAL));
    }
    assert_eq!(opened.vring(vhost::SET_VRING_NUM, 0, 64), Ok(0));
    assert_eq!(opened.vring(vhost::SET_VRING_BASE, 0, 65_536), Err(Errno::INVAL));
    assert_eq!(opened.addr(0, 2, [0; 4]), Err(Errno::OPNOTSUPP));
    assert_eq!(opened.addr(0, 0, [0, 2, 0, 0]), Err(Errno::INVAL));
    assert_eq!(opened.vring(vhost::SET_VRING_KICK, 0, 1 << 20), Err(Errno::BADF));
    assert_eq!(opened.set_u64(vhost::SET_MEM_TABLE, 0), Ok(0));
    assert_eq!(opened.set_u64(vhost::SET_MEM_TABLE, 1 << 32), Err(Errno::OPNOTSUPP));
}
