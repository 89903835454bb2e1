//! /dev/vfio/vfio: one case a row of the reference's table 1.1.

use crate::mdev::{Mdev, map_dma, unmap_dma};
use crate::subject::{Profile, Subject, bytes, value, words};
use ringside_datapath::abi::bytes::put_u64;
use ringside_datapath::abi::vfio;
use ringside_datapath::emulated::Dialect;
use ringside_datapath::memory::GuestMemory;
use rustix::io::Errno;

const PAGE: u64 = 4096;

struct Mapped {
    opened: Mdev,
    memory: GuestMemory,
}

impl Mapped {
    fn new() -> Self {
        Self { opened: Mdev::open(), memory: GuestMemory::new(16 << 12).unwrap() }
    }

    /// Maps pages of the memory from an I/O virtual page on.
    fn map(&self, first: u64, pages: u64) -> Result<i32, Errno> {
        self.map_at(first * PAGE, self.memory.at(0) as u64, pages * PAGE)
    }

    fn map_at(&self, iova: u64, vaddr: u64, size: u64) -> Result<i32, Errno> {
        map_dma(&*self.opened.container, 3, vaddr, iova, size)
    }

    fn unmap(&self, first: u64, pages: u64) -> Result<u64, Errno> {
        unmap_dma(&*self.opened.container, 0, first * PAGE, pages * PAGE)
    }
}

#[test]
fn the_api_version_is_0() {
    assert_eq!(value(&*Mdev::open().container, vfio::GET_API_VERSION, 0), Ok(0));
}

#[test]
fn extensions_are_those_of_type_1() {
    let opened = Mdev::open();
    let unmap_all = i32::from(opened.subject.profile > Profile::V5_3);
    for (extension, there) in [(1, 1), (3, 1), (6, 1), (9, unmap_all), (2, 0), (99, 0)] {
        assert_eq!(value(&*opened.container, vfio::CHECK_EXTENSION, extension), Ok(there));
    }
}

#[test]
fn setting_the_iommu_needs_a_group_and_a_known_type_and_happens_once() {
    let subject = Subject::of(Dialect::VhostMdev);
    let container = subject.host.open(&subject.container).unwrap();
    assert_eq!(value(&*container, vfio::SET_IOMMU, 3), Err(Errno::INVAL));
    let group = subject.host.open(&subject.group).unwrap();
    bytes(&*group, vfio::GROUP_SET_CONTAINER, &mut container.raw_fd().to_ne_bytes()).unwrap();
    assert_eq!(value(&*container, vfio::SET_IOMMU, 77), Err(Errno::NODEV));
    assert_eq!(value(&*container, vfio::SET_IOMMU, 1), Ok(0));
    assert_eq!(value(&*container, vfio::SET_IOMMU, 1), Err(Errno::INVAL));
    assert_eq!(value(&*container, vfio::SET_IOMMU, 77), Err(Errno::INVAL));
}

#[test]
fn unknown_requests_are_einval_without_an_iommu_and_enotty_with_one() {
    let subject = Subject::of(Dialect::VhostMdev);
    let container = subject.host.open(&subject.container).unwrap();
    assert_eq!(value(&*container, 0x3BFF, 0), Err(Errno::INVAL));
    assert_eq!(value(&*container, vfio::IOMMU_MAP_DMA, 0), Err(Errno::INVAL));
    drop(container);
    assert_eq!(value(&*Mdev::open_on(subject, vfio::TYPE1_IOMMU).container, 0x3BFF, 0), Err(Errno::NOTTY));
}

#[test]
fn mapping_reads_the_structure_before_it_checks_the_claimed_size_and_the_flags() {
    let Mapped { opened, memory } = Mapped::new();
    let container = &*opened.container;
    assert_eq!(value(container, vfio::IOMMU_MAP_DMA, 0), Err(Errno::FAULT));
    assert_eq!(bytes(container, vfio::IOMMU_MAP_DMA, &mut [0; 31]), Err(Errno::FAULT));
    assert_eq!(bytes(container, vfio::IOMMU_MAP_DMA, &mut words::<32>(&[31, 3])), Err(Errno::INVAL));
    for flags in [0, 8, 11] {
        assert_eq!(map_dma(container, flags, memory.at(0) as u64, 0, PAGE), Err(Errno::INVAL));
    }
    for (page, flags) in (0..).zip([1, 2, 3]) {
        assert_eq!(map_dma(container, flags, memory.at(0) as u64, page * PAGE, PAGE), Ok(0));
    }
}

#[test]
fn mapping_needs_whole_pages_that_do_not_wrap() {
    let mapped = Mapped::new();
    let vaddr = mapped.memory.at(0) as u64;
    for (iova, vaddr, size) in [
        (0, vaddr, 0),
        (1, vaddr, PAGE),
        (0, vaddr + 1, PAGE),
        (0, vaddr, PAGE + 1),
        (0u64.wrapping_sub(PAGE), vaddr, 2 * PAGE),
        (0, 0u64.wrapping_sub(PAGE), 2 * PAGE),
    ] {
        assert_eq!(mapped.map_at(iova, vaddr, size), Err(Errno::INVAL), "{iova:x} {vaddr:x} {size:x}");
    }
}

#[test]
fn mapping_what_is_mapped_is_eexist() {
    let mapped = Mapped::new();
    assert_eq!(mapped.map(4, 4), Ok(0));
    for (first, pages) in [(4, 4), (3, 2), (7, 2), (5, 1), (0, 16)] {
        assert_eq!(mapped.map(first, pages), Err(Errno::EXIST));
    }
    assert_eq!((mapped.map(3, 1), mapped.map(8, 1)), (Ok(0), Ok(0)));
}

#[test]
fn the_65536th_mapping_is_enospc() {
    let mapped = Mapped::new();
    for page in 0..65_535 {
        assert_eq!(mapped.map(page, 1), Ok(0), "mapping {page}");
    }
    assert_eq!(mapped.map(65_535, 1), Err(Errno::NOSPC));
    assert_eq!(mapped.map(0, 1), Err(Errno::EXIST));
    assert_eq!(mapped.unmap(7, 1), Ok(PAGE));
    assert_eq!(mapped.map(65_535, 1), Ok(0));
}

#[test]
fn unmapping_reads_the_structure_before_it_checks_the_claimed_size_and_the_flags() {
    let mapped = Mapped::new();
    let container = &*mapped.opened.container;
    assert_eq!(value(container, vfio::IOMMU_UNMAP_DMA, 0), Err(Errno::FAULT));
    assert_eq!(bytes(container, vfio::IOMMU_UNMAP_DMA, &mut [0; 23]), Err(Errno::FAULT));
    assert_eq!(bytes(container, vfio::IOMMU_UNMAP_DMA, &mut words::<24>(&[23])), Err(Errno::INVAL));
    assert_eq!(unmap_dma(container, 8, 0, PAGE), Err(Errno::INVAL));
}

#[test]
fn unmapping_needs_whole_pages_that_do_not_wrap() {
    let mapped = Mapped::new();
    let container = &*mapped.opened.container;
    for (iova, size) in [(0, 0), (1, PAGE), (0, 1), (0u64.wrapping_sub(PAGE), 2 * PAGE)] {
        assert_eq!(unmap_dma(container, 0, iova, size), Err(Errno::INVAL));
    }
}

#[test]
fn unmapping_answers_the_bytes_unmapped_and_0_where_nothing_was() {
    let mapped = Mapped::new();
    assert_eq!(mapped.unmap(0, 16), Ok(0));
    assert_eq!((mapped.map(2, 2), mapped.map(8, 3)), (Ok(0), Ok(0)));
    assert_eq!(mapped.unmap(0, 16), Ok(5 * PAGE));
    assert_eq!(mapped.unmap(0, 16), Ok(0));
}

#[test]
fn version_2_does_not_bisect_a_mapping() {
    let mapped = Mapped::new();
    mapped.map(2, 4).unwrap();
    for (first, pages) in [(3, 1), (2, 2), (4, 2), (0, 4), (4, 9)] {
        assert_eq!(mapped.unmap(first, pages), Err(Errno::INVAL));
    }
    assert_eq!(mapped.unmap(2, 4), Ok(4 * PAGE));
}

#[test]
fn a_failed_unmapping_leaves_the_structure_as_it_was() {
    let mapped = Mapped::new();
    mapped.map(0, 4).unwrap();
    let mut unmap = words::<24>(&[24]);
    put_u64(&mut unmap, 16, PAGE);
    let before = unmap;
    assert_eq!(bytes(&*mapped.opened.container, vfio::IOMMU_UNMAP_DMA, &mut unmap), Err(Errno::INVAL));
    assert_eq!(unmap, before);
}

#[test]
fn version_1_takes_mappings_that_begin_in_the_range_as_a_whole() {
    let opened = Mdev::open_on(Subject::of(Dialect::VhostMdev), vfio::TYPE1_IOMMU);
    let mapped = Mapped { opened, memory: GuestMemory::new(16 << 12).unwrap() };
    mapped.map(2, 4).unwrap();
    assert_eq!(mapped.unmap(3, 1), Ok(0));
    assert_eq!(mapped.unmap(2, 1), Ok(4 * PAGE));
}

#[test]
fn everything_is_unmapped_at_once_with_no_range() {
    let mapped = Mapped::new();
    if mapped.opened.subject.profile == Profile::V5_3 {
        assert_eq!(unmap_dma(&*mapped.opened.container, 2, 0, 0), Err(Errno::INVAL));
        return;
    }
    assert_eq!((mapped.map(2, 2), mapped.map(8, 3)), (Ok(0), Ok(0)));
    for (iova, size) in [(PAGE, 0), (0, PAGE)] {
        assert_eq!(unmap_dma(&*mapped.opened.container, 2, iova, size), Err(Errno::INVAL));
    }
    assert_eq!(unmap_dma(&*mapped.opened.container, 2, 0, 0), Ok(5 * PAGE));
    assert_eq!(unmap_dma(&*mapped.opened.container, 2, 0, 0), Ok(0));
}

#[test]
fn moving_mappings_to_other_addresses_is_refused_with_a_mediated_device() {
    let mapped = Mapped::new();
    let expected = if mapped.opened.subject.profile == Profile::V5_3 { Errno::INVAL } else { Errno::BUSY };
    mapped.map(0, 1).unwrap();
    assert_eq!(unmap_dma(&*mapped.opened.container, 4, 0, PAGE), Err(expected));
}
