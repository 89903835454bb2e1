//! Where the emulation is stricter than kernels have to be: it refuses what a device could not work with.

use crate::mdev::{Mdev, map_dma};
use crate::vdpa::{DRIVER, DRIVER_OK, FEATURES_OK, REQUIRED, Vdpa, update};
use ringside_datapath::abi::iotlb::{ACCESS_RO, ACCESS_RW, ACCESS_WO, IotlbMessage};
use ringside_datapath::abi::vhost;
use ringside_datapath::memory::GuestMemory;
use rustix::io::Errno;

const PAGE: u64 = 4096;

fn memory() -> GuestMemory {
    GuestMemory::new(1 << 20).unwrap()
}

/// A kernel has no aperture while there is no IOMMU behind the container.
#[test]
fn mapping_outside_the_aperture_is_einval() {
    let (opened, memory) = (Mdev::emulated(|_| {}).0, memory());
    let map = |iova| map_dma(&*opened.container, 3, memory.at(0) as u64, iova, PAGE);
    assert_eq!(map(0u64.wrapping_sub(PAGE)), Err(Errno::INVAL));
    assert_eq!((map(1 << 48), map((1 << 48) - PAGE)), (Err(Errno::INVAL), Ok(0)));
}

/// A kernel pins no pages for a mediated device before they are used.
#[test]
fn mapping_what_is_not_memory_is_efault() {
    let opened = Mdev::emulated(|_| {}).0;
    assert_eq!(map_dma(&*opened.container, 3, 0x10_0000_0000_0000, 0, PAGE), Err(Errno::FAULT));
}

#[test]
fn messages_outside_the_iova_range_are_efault() {
    let (opened, memory) = (Vdpa::emulated(|_| {}).0.owned(), memory());
    assert_eq!(opened.send(IotlbMessage { iova: 1 << 48, ..update(&memory) }), Err(Errno::FAULT));
}

#[test]
fn features_that_are_not_offered_are_einval() {
    let opened = Vdpa::emulated(|_| {}).0;
    assert_eq!(opened.set_u64(vhost::SET_FEATURES, REQUIRED | 1 << 62), Err(Errno::INVAL));
    assert_eq!(opened.set_u64(vhost::SET_FEATURES, REQUIRED | vhost::F_LOG_ALL), Err(Errno::INVAL));
}

#[test]
fn features_are_not_ok_without_those_the_device_needs() {
    let opened = Vdpa::emulated(|_| {}).0;
    assert_eq!((opened.set_status(FEATURES_OK), opened.status()), (Ok(0), DRIVER));
    assert_eq!((opened.set_status(DRIVER_OK), opened.status()), (Ok(0), DRIVER));
    opened.set_u64(vhost::SET_FEATURES, REQUIRED).unwrap();
    assert_eq!((opened.set_status(FEATURES_OK), opened.status()), (Ok(0), FEATURES_OK));
    // A reset forgets them.
    opened.set_status(0).unwrap();
    assert_eq!((opened.set_status(FEATURES_OK), opened.status()), (Ok(0), DRIVER));
}

#[test]
fn a_device_whose_enabled_rings_are_not_mapped_for_what_it_does_with_them_does_not_start() {
    let memory = memory();
    let (opened, _kick) = Vdpa::emulated(|_| {}).0.ready(&memory);
    for perm in [0, ACCESS_RO, ACCESS_WO] {
        opened.unmap(&memory).unwrap();
        assert_eq!((opened.set_status(DRIVER_OK), opened.status()), (Ok(0), FEATURES_OK));
        opened.send(IotlbMessage { perm, ..update(&memory) }).unwrap();
        assert_eq!((opened.set_status(DRIVER_OK), opened.status()), (Ok(0), FEATURES_OK));
    }
    opened.unmap(&memory).unwrap();
    opened.send(IotlbMessage { perm: ACCESS_RW, ..update(&memory) }).unwrap();
    assert_eq!((opened.set_status(DRIVER_OK), opened.status()), (Ok(0), DRIVER_OK));
}
