//! vhost's requests on a vhost-mdev device that is stopped: the reference's sections 1.2 and 1.3, with the
//! right-hand column of section 2.

use crate::mdev::Mdev;
use crate::subject::{bytes, value, words};
use ringside_datapath::abi::bytes::{get_u32, get_u64, put_u64};
use ringside_datapath::abi::{vhost, virtio};
use ringside_datapath::eventfd::EventFd;
use rustix::fd::AsRawFd;
use rustix::io::Errno;

const VRING_REQUESTS: [u32; 9] = [
    vhost::SET_VRING_NUM,
    vhost::SET_VRING_ADDR,
    vhost::SET_VRING_BASE,
    vhost::GET_VRING_BASE,
    vhost::SET_VRING_KICK,
    vhost::SET_VRING_CALL,
    vhost::SET_VRING_ERR,
    vhost::SET_VRING_BUSYLOOP_TIMEOUT,
    vhost::GET_VRING_BUSYLOOP_TIMEOUT,
];
const FILES: [u32; 3] = [vhost::SET_VRING_KICK, vhost::SET_VRING_CALL, vhost::SET_VRING_ERR];
/// No request of vhost's.
const STRAY: u32 = 0x4008_AF7F;

#[test]
fn features_are_read_without_an_owner() {
    let opened = Mdev::open();
    let mut features = [0; 8];
    assert_eq!(bytes(&*opened.device, vhost::GET_FEATURES, &mut features), Ok(0));
    assert_ne!(get_u64(&features, 0).unwrap() & virtio::F_VERSION_1, 0);
    assert_eq!(value(&*opened.device, vhost::GET_FEATURES, 0), Err(Errno::FAULT));
    assert_eq!(bytes(&*opened.device, vhost::GET_FEATURES, &mut [0; 7]), Err(Errno::FAULT));
}

#[test]
fn everything_that_changes_the_device_needs_an_owner() {
    let opened = Mdev::open();
    for request in VRING_REQUESTS {
        assert_eq!(opened.vring(request, 0, 64), Err(Errno::PERM));
    }
    let u64s = [vhost::SET_FEATURES, vhost::MDEV_SET_STATE, vhost::SET_MEM_TABLE, vhost::SET_LOG_BASE, STRAY];
    for request in u64s {
        assert_eq!(bytes(&*opened.device, request, &mut [0; 8]), Err(Errno::PERM));
        assert_eq!(value(&*opened.device, request, 0), Err(Errno::PERM));
    }
    assert_eq!(bytes(&*opened.device, vhost::SET_LOG_FD, &mut [0xff; 4]), Err(Errno::PERM));
}

#[test]
fn there_is_one_owner() {
    let opened = Mdev::open().owned();
    assert_eq!(value(&*opened.device, vhost::SET_OWNER, 0), Err(Errno::BUSY));
}

#[test]
fn any_other_request_reads_a_ring_index_first() {
    let opened = Mdev::open().owned();
    let unreachable = [
        STRAY,
        0x3BFF,
        vhost::SET_BACKEND_FEATURES,
        vhost::GET_BACKEND_FEATURES,
        vhost::RESET_OWNER,
        vhost::SET_VRING_ENDIAN,
        vhost::GET_VRING_ENDIAN,
    ];
    for request in unreachable {
        assert_eq!(value(&*opened.device, request, 0), Err(Errno::FAULT));
        assert_eq!(bytes(&*opened.device, request, &mut [0; 3]), Err(Errno::FAULT));
        assert_eq!(opened.vring(request, 0x1_0000, 0), Err(Errno::NOBUFS));
        assert_eq!(opened.vring(request, 1, 0), Err(Errno::NOTTY));
    }
}

#[test]
fn ring_requests_read_the_index_then_check_it_then_read_the_rest() {
    let opened = Mdev::open().owned();
    for request in VRING_REQUESTS {
        assert_eq!(value(&*opened.device, request, 0), Err(Errno::FAULT));
        assert_eq!(bytes(&*opened.device, request, &mut words::<4>(&[0x1_0000])), Err(Errno::NOBUFS));
        assert_eq!(bytes(&*opened.device, request, &mut words::<4>(&[u32::MAX])), Err(Errno::NOBUFS));
        assert_eq!(bytes(&*opened.device, request, &mut words::<4>(&[0])), Err(Errno::FAULT));
    }
}

#[test]
fn features_that_are_not_offered_are_einval() {
    let opened = Mdev::open().owned();
    assert_eq!(opened.features(1 << 63), Err(Errno::INVAL));
    assert_eq!(opened.features(virtio::F_VERSION_1 | 1 << 62), Err(Errno::INVAL));
    assert_eq!(opened.features(virtio::F_VERSION_1), Ok(0));
    assert_eq!(bytes(&*opened.device, vhost::SET_FEATURES, &mut [0; 4]), Err(Errno::FAULT));
}

fn mem_table(regions: &[[u64; 3]], claimed: u32, padding: u32) -> Vec<u8> {
    let mut table = words::<8>(&[claimed, padding]).to_vec();
    for [gpa, size, uaddr] in regions {
        let mut region = [0; 32];
        put_u64(&mut region, 0, *gpa);
        put_u64(&mut region, 8, *size);
        put_u64(&mut region, 16, *uaddr);
        table.extend_from_slice(&region);
    }
    table
}

#[test]
fn a_memory_table_is_checked_for_padding_then_size_then_its_regions() {
    let opened = Mdev::open().owned();
    let set = |mut table: Vec<u8>| bytes(&*opened.device, vhost::SET_MEM_TABLE, &mut table);
    assert_eq!(value(&*opened.device, vhost::SET_MEM_TABLE, 0), Err(Errno::FAULT));
    assert_eq!(bytes(&*opened.device, vhost::SET_MEM_TABLE, &mut [0; 7]), Err(Errno::FAULT));
    assert_eq!(set(mem_table(&[], 65, 1)), Err(Errno::OPNOTSUPP));
    assert_eq!(set(mem_table(&[], 65, 0)), Err(Errno::TOOBIG));
    assert_eq!(set(mem_table(&[[0x1000, 0x1000, 0x1000]], 2, 0)), Err(Errno::FAULT));
    assert_eq!(set(mem_table(&[[0x1000, 0, 0x1000]], 1, 0)), Err(Errno::FAULT));
    assert_eq!(set(mem_table(&[[u64::MAX, 2, 0x1000]], 1, 0)), Err(Errno::FAULT));
}

#[test]
fn no_regions_and_unaligned_and_overlapping_ones_are_accepted() {
    let opened = Mdev::open().owned();
    let set = |regions: &[[u64; 3]]| {
        let claimed = u32::try_from(regions.len()).unwrap();
        bytes(&*opened.device, vhost::SET_MEM_TABLE, &mut mem_table(regions, claimed, 0))
    };
    assert_eq!(set(&[]), Ok(0));
    assert_eq!(set(&[[1, 3, 5]]), Ok(0));
    assert_eq!(set(&[[0x1000, 0x3000, 0x1000], [0x2000, 0x1000, 0x1000]]), Ok(0));
    assert_eq!(set(&vec![[0x1000, 1, 0]; 64]), Ok(0));
}

#[test]
fn a_log_base_is_not_looked_at_while_the_device_is_stopped() {
    let opened = Mdev::open().owned();
    let set = |base: u64| bytes(&*opened.device, vhost::SET_LOG_BASE, &mut base.to_ne_bytes());
    assert_eq!((set(0x1234), set(0)), (Ok(0), Ok(0)));
    assert_eq!(bytes(&*opened.device, vhost::SET_LOG_BASE, &mut [0; 7]), Err(Errno::FAULT));
}

#[test]
fn a_log_is_signalled_on_an_eventfd_or_not_at_all() {
    let opened = Mdev::open().owned();
    let set = |fd: i32| bytes(&*opened.device, vhost::SET_LOG_FD, &mut fd.to_ne_bytes());
    let (event, file) = (EventFd::new().unwrap(), std::fs::File::open("/dev/null").unwrap());
    assert_eq!((set(event.as_raw_fd()), set(-1)), (Ok(0), Ok(0)));
    assert_eq!((set(-2), set(1 << 20)), (Err(Errno::BADF), Err(Errno::BADF)));
    assert_eq!(set(file.as_raw_fd()), Err(Errno::INVAL));
    assert_eq!(bytes(&*opened.device, vhost::SET_LOG_FD, &mut [0; 3]), Err(Errno::FAULT));
}

#[test]
fn ring_sizes_are_powers_of_two_up_to_32768() {
    let opened = Mdev::open().owned();
    for size in [0, 3, 65_536, 0x1_0001, u32::MAX] {
        assert_eq!(opened.vring(vhost::SET_VRING_NUM, 0, size), Err(Errno::INVAL));
    }
    for size in [1, 2, 32_768] {
        assert_eq!(opened.vring(vhost::SET_VRING_NUM, 0, size), Ok(0));
    }
}

#[test]
fn ring_addresses_are_checked_for_flags_then_alignment() {
    let opened = Mdev::open().owned();
    assert_eq!(opened.addr(0, 2, [1, 1, 1, 1]), Err(Errno::OPNOTSUPP));
    assert_eq!(opened.addr(0, 0, [0, 0, 1, 0]), Err(Errno::INVAL));
    assert_eq!(opened.addr(0, 0, [0, 2, 0, 0]), Err(Errno::INVAL));
    for flags in [0, vhost::VRING_F_LOG] {
        assert_eq!(opened.addr(0, flags, [0, 0, 0, 2]), Err(Errno::INVAL));
    }
}

#[test]
fn descriptors_may_be_unaligned_and_nothing_need_be_mapped_while_the_device_is_stopped() {
    let opened = Mdev::open().owned();
    assert_eq!(opened.addr(0, 0, [1, 4, 2, 4]), Ok(0));
    assert_eq!(opened.addr(1, 1, [u64::MAX, !3, !1, !3]), Ok(0));
}

#[test]
fn a_split_rings_position_has_16_bits() {
    let opened = Mdev::open().owned();
    assert_eq!(opened.base(0), Ok(0));
    assert_eq!(opened.vring(vhost::SET_VRING_BASE, 0, 65_536), Err(Errno::INVAL));
    assert_eq!(opened.vring(vhost::SET_VRING_BASE, 0, 65_535), Ok(0));
    assert_eq!((opened.base(0), opened.base(1)), (Ok(65_535), Ok(0)));
}

#[test]
fn a_packed_rings_position_has_32_bits() {
    let opened = Mdev::open().owned();
    opened.features(virtio::F_VERSION_1 | virtio::F_ACCESS_PLATFORM | virtio::F_RING_PACKED).unwrap();
    assert_eq!(opened.vring(vhost::SET_VRING_BASE, 0, 0x8005_8007), Ok(0));
    assert_eq!(opened.base(0), Ok(0x8005_8007));
}

#[test]
fn eventfds_are_bound_and_unbound_and_told_from_other_files() {
    let opened = Mdev::open().owned();
    let (event, file) = (EventFd::new().unwrap(), std::fs::File::open("/dev/null").unwrap());
    for request in FILES {
        assert_eq!(opened.bind(request, 0, &event), Ok(0));
        assert_eq!(opened.vring(request, 0, u32::MAX), Ok(0));
        assert_eq!(opened.vring(request, 0, (-2i32).cast_unsigned()), Err(Errno::BADF));
        assert_eq!(opened.vring(request, 0, 1 << 20), Err(Errno::BADF));
        assert_eq!(opened.vring(request, 0, file.as_raw_fd().cast_unsigned()), Err(Errno::INVAL));
    }
}

#[test]
fn busy_loop_timeouts_are_kept_as_they_are_given() {
    let opened = Mdev::open().owned();
    let get = |index: u32| {
        let mut state = words::<8>(&[index, 7]);
        bytes(&*opened.device, vhost::GET_VRING_BUSYLOOP_TIMEOUT, &mut state).unwrap();
        get_u32(&state, 4).unwrap()
    };
    assert_eq!(get(1), 0);
    assert_eq!(opened.vring(vhost::SET_VRING_BUSYLOOP_TIMEOUT, 1, u32::MAX), Ok(0));
    assert_eq!((get(1), get(0)), (u32::MAX, 0));
}
