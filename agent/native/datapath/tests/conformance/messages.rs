//! IOTLB messages on a vhost-vdpa device (the reference's section 3.1).

use crate::subject::words;
use crate::vdpa::{Vdpa, update};
use ringside_datapath::abi::iotlb::{ACCESS_FAIL, BATCH_BEGIN, BATCH_END, INVALIDATE, IotlbMessage, MISS};
use ringside_datapath::abi::vhost;
use ringside_datapath::memory::{GuestMemory, IOVA_BASE};
use rustix::io::Errno;

const PAGE: u64 = 4096;

fn memory() -> GuestMemory {
    GuestMemory::new(1 << 20).unwrap()
}

fn pages(memory: &GuestMemory, first: u64, count: u64) -> IotlbMessage {
    IotlbMessage { iova: IOVA_BASE + first * PAGE, size: count * PAGE, ..update(memory) }
}

#[test]
fn a_message_is_72_bytes_and_40_are_enough() {
    let (opened, memory) = (Vdpa::open().owned(), memory());
    let message = update(&memory).encode();
    assert_eq!(opened.device.write(&message[..39]), Err(Errno::INVAL));
    assert_eq!(opened.device.write(&message[..3]), Err(Errno::INVAL));
    assert_eq!(opened.device.write(&[]), Err(Errno::INVAL));
    assert_eq!(opened.device.write(&message[..40]), Ok(72));
}

#[test]
fn both_versions_of_messages_are_taken_and_no_other() {
    let (opened, memory) = (Vdpa::open().owned(), memory());
    let mut message = update(&memory).encode();
    for version in [0, 3, u32::MAX] {
        message[..4].copy_from_slice(&words::<4>(&[version]));
        assert_eq!(opened.device.write(&message), Err(Errno::INVAL));
    }
    message[..4].copy_from_slice(&words::<4>(&[1]));
    assert_eq!(opened.device.write(&message), Ok(72));
}

#[test]
fn messages_without_an_owner_are_efault() {
    let (opened, memory) = (Vdpa::open(), memory());
    assert_eq!(opened.send(update(&memory)), Err(Errno::FAULT));
}

#[test]
fn an_update_of_nothing_is_einval_and_any_other_empty_message_is_not() {
    let (opened, memory) = (Vdpa::open().owned(), memory());
    assert_eq!(opened.send(IotlbMessage { size: 0, ..update(&memory) }), Err(Errno::INVAL));
    opened.map(&memory);
    assert_eq!(opened.send(IotlbMessage { size: 0, kind: INVALIDATE, ..update(&memory) }), Ok(72));
    assert_eq!(opened.send(update(&memory)), Err(Errno::FAULT));
}

#[test]
fn what_is_mapped_cannot_be_mapped_again_before_it_is_invalidated() {
    let (opened, memory) = (Vdpa::open().owned(), memory());
    opened.map(&memory);
    assert_eq!(opened.send(pages(&memory, 3, 1)), Err(Errno::FAULT));
    assert_eq!(opened.unmap(&memory), Ok(72));
    assert_eq!(opened.send(pages(&memory, 3, 1)), Ok(72));
}

#[test]
fn ranges_that_wrap_or_are_not_memory_are_efault() {
    let (opened, memory) = (Vdpa::open().owned(), memory());
    let good = update(&memory);
    for bad in [
        IotlbMessage { iova: 0u64.wrapping_sub(PAGE), size: 2 * PAGE, ..good },
        IotlbMessage { size: u64::MAX, ..good },
        IotlbMessage { uaddr: 0x10_0000_0000_0000, ..good },
    ] {
        assert_eq!(opened.send(bad), Err(Errno::FAULT), "{bad:x?}");
    }
    assert_eq!(opened.send(good), Ok(72));
}

#[test]
fn an_invalidation_takes_every_mapping_it_touches() {
    let (opened, memory) = (Vdpa::open().owned(), memory());
    assert_eq!((opened.send(pages(&memory, 0, 4)), opened.send(pages(&memory, 4, 4))), (Ok(72), Ok(72)));
    assert_eq!(opened.send(IotlbMessage { kind: INVALIDATE, ..pages(&memory, 3, 1) }), Ok(72));
    assert_eq!(opened.send(pages(&memory, 0, 4)), Ok(72));
    assert_eq!(opened.send(pages(&memory, 4, 4)), Err(Errno::FAULT));
}

#[test]
fn an_invalidation_before_the_first_mapping_is_efault() {
    let (opened, memory) = (Vdpa::open().owned(), memory());
    assert_eq!(opened.unmap(&memory), Err(Errno::FAULT));
    assert_eq!(opened.send(IotlbMessage { kind: BATCH_END, ..update(&memory) }), Err(Errno::FAULT));
    assert_eq!(opened.send(IotlbMessage { kind: BATCH_BEGIN, ..update(&memory) }), Ok(72));
    assert_eq!(opened.unmap(&memory), Ok(72));
}

#[test]
fn mappings_come_in_batches() {
    let (opened, memory) = (Vdpa::open().owned(), memory());
    opened.set_u64(vhost::SET_BACKEND_FEATURES, 0xe).unwrap();
    let kind = |kind| IotlbMessage { kind, ..IotlbMessage::default() };
    assert_eq!(opened.send(kind(BATCH_BEGIN)), Ok(72));
    assert_eq!((opened.send(pages(&memory, 0, 1)), opened.send(pages(&memory, 1, 1))), (Ok(72), Ok(72)));
    assert_eq!(opened.send(kind(BATCH_END)), Ok(72));
}

#[test]
fn messages_that_only_a_device_sends_are_efault() {
    let (opened, memory) = (Vdpa::open().owned(), memory());
    opened.map(&memory);
    for kind in [0, MISS, ACCESS_FAIL, 7, 255] {
        assert_eq!(opened.send(IotlbMessage { kind, ..update(&memory) }), Err(Errno::FAULT));
    }
}

#[test]
fn an_address_space_counts_only_where_it_was_agreed_upon() {
    let (opened, memory) = (Vdpa::open().owned(), memory());
    let elsewhere = IotlbMessage { asid: 99, ..update(&memory) };
    assert_eq!(opened.send(elsewhere), Ok(72));
    opened.unmap(&memory).unwrap();
    opened.set_u64(vhost::SET_BACKEND_FEATURES, 0xe).unwrap();
    assert_eq!(opened.send(elsewhere), Err(Errno::FAULT));
    assert_eq!(opened.send(update(&memory)), Ok(72));
}

#[test]
fn whole_pages_are_mapped_for_ranges_inside_them() {
    let (opened, memory) = (Vdpa::open().owned(), memory());
    let inside = IotlbMessage { iova: IOVA_BASE + 100, size: 8, ..update(&memory) };
    assert_eq!(opened.send(IotlbMessage { uaddr: inside.uaddr + 100, ..inside }), Ok(72));
    assert_eq!(opened.send(pages(&memory, 0, 1)), Err(Errno::FAULT));
}
