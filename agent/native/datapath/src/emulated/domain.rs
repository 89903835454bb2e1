//! The device's address space: I/O virtual addresses to memory of this process.

use super::pages::are_present;
use super::worker::Control;
use crate::ring::Translate;
use rustix::io::Errno;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

/// Most mappings of a container, as `vfio_iommu_type1.dma_entry_limit`.
const MAPPINGS_MAX: usize = 65_535;

/// Last I/O virtual address: that of an IOMMU with 48 bits.
pub(super) const IOVA_LAST: u64 = (1 << 48) - 1;

/// What the device may do with a mapping.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Access {
    pub(super) read: bool,
    pub(super) write: bool,
}

/// How VFIO_IOMMU_UNMAP_DMA treats mappings that reach out of the range it is given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Type1Version {
    /// It ends before one that begins before the range, and takes one that ends behind it as a whole.
    V1,
    /// It refuses.
    #[default]
    V2,
}

/// One mapping. The default is none: nothing is inside it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Mapping {
    iova: u64,
    size: u64,
    vaddr: u64,
    access: Access,
}

impl Mapping {
    fn last(&self) -> u64 {
        self.iova + (self.size - 1)
    }

    /// Start of `len` bytes at `address` in this process, if they are inside with this access.
    #[inline(always)]
    pub(super) fn translate(&self, address: u64, len: u64, writable: bool) -> Option<*mut u8> {
        let offset = address.wrapping_sub(self.iova);
        let permitted = if writable { self.access.write } else { self.access.read };
        let fits = permitted && offset < self.size && len <= self.size - offset;
        fits.then(|| (self.vaddr + offset) as *mut u8)
    }

    fn touches(&self, first: u64, last: u64) -> bool {
        self.iova <= last && self.last() >= first
    }
}

/// A snapshot of the mappings, sorted and without overlaps.
#[derive(Clone, Debug, Default)]
pub(super) struct IovaTable(Vec<Mapping>);

impl IovaTable {
    /// Index of the first mapping that ends at or behind `iova`.
    fn first_ending_behind(&self, iova: u64) -> usize {
        self.0.partition_point(|mapping| mapping.last() < iova)
    }
}

impl IovaTable {
    /// The mapping that an address is in.
    pub(super) fn find(&self, address: u64) -> Option<Mapping> {
        self.0.get(self.first_ending_behind(address)).filter(|mapping| mapping.iova <= address).copied()
    }
}

impl Translate for IovaTable {
    #[inline]
    fn translate(&self, address: u64, len: u64, writable: bool) -> Option<*mut u8> {
        self.find(address)?.translate(address, len, writable)
    }
}

/// The address space and the device threads that use it.
#[derive(Debug, Default)]
#[repr(align(128))]
pub(super) struct IommuDomain {
    table: Mutex<Arc<IovaTable>>,
    /// Grows with every change, so that device threads notice without a lock.
    generation: AtomicU64,
    workers: Mutex<Vec<Weak<Control>>>,
}

impl IommuDomain {
    fn lock(&self) -> MutexGuard<'_, Arc<IovaTable>> {
        self.table.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Maps whole pages (VFIO_IOMMU_MAP_DMA).
    pub(super) fn map(&self, iova: u64, vaddr: u64, size: u64, access: Access) -> Result<(), Errno> {
        let page = rustix::param::page_size() as u64;
        if size == 0 || !(iova | vaddr | size).is_multiple_of(page) {
            return Err(Errno::INVAL);
        }
        let last = iova.checked_add(size - 1).ok_or(Errno::INVAL)?;
        vaddr.checked_add(size - 1).ok_or(Errno::INVAL)?;
        let mut table = self.lock();
        let at = table.first_ending_behind(iova);
        if table.0.get(at).is_some_and(|next| next.iova <= last) {
            return Err(Errno::EXIST);
        }
        if table.0.len() == MAPPINGS_MAX {
            return Err(Errno::NOSPC);
        }
        if last > IOVA_LAST {
            return Err(Errno::INVAL);
        }
        if !are_present(vaddr, size, access.write) {
            return Err(Errno::FAULT);
        }
        Arc::make_mut(&mut table).0.insert(at, Mapping { iova, size, vaddr, access });
        self.generation.fetch_add(1, Ordering::Release);
        Ok(())
    }

    /// VFIO_IOMMU_UNMAP_DMA: returns the bytes unmapped once no device thread can touch them.
    pub(super) fn unmap(&self, iova: u64, size: u64, version: Type1Version) -> Result<u64, Errno> {
        let page = rustix::param::page_size() as u64;
        if size == 0 || !(iova | size).is_multiple_of(page) {
            return Err(Errno::INVAL);
        }
        let last = iova.checked_add(size - 1).ok_or(Errno::INVAL)?;
        let begins_before = |mapping: &Mapping| mapping.touches(iova, last) && mapping.iova < iova;
        let ends_behind = |mapping: &Mapping| mapping.touches(iova, last) && mapping.last() > last;
        let mut table = self.lock();
        let doomed = match version {
            Type1Version::V1 => !table.0.iter().any(begins_before),
            Type1Version::V2 if table.0.iter().any(|one| begins_before(one) || ends_behind(one)) => {
                return Err(Errno::INVAL);
            }
            Type1Version::V2 => true,
        };
        let removed = remove(&mut table, |mapping| doomed && mapping.touches(iova, last));
        self.settle(table, removed);
        Ok(removed)
    }

    /// Removes every mapping that touches a range: an IOTLB invalidation, or all of them. Returns the bytes.
    pub(super) fn invalidate(&self, first: u64, last: u64) -> u64 {
        let mut table = self.lock();
        let removed = remove(&mut table, |mapping| mapping.touches(first, last));
        self.settle(table, removed);
        removed
    }

    /// After a removal: device threads are told, and left behind by the time this returns.
    fn settle(&self, table: MutexGuard<'_, Arc<IovaTable>>, removed: u64) {
        if removed == 0 {
            return;
        }
        let generation = self.generation.fetch_add(1, Ordering::Release) + 1;
        drop(table);
        let workers = self.workers.lock().unwrap_or_else(PoisonError::into_inner).clone();
        for control in workers.iter().filter_map(Weak::upgrade) {
            control.wait_until_seen(generation);
        }
    }

    /// Registers a device thread that will follow this domain's changes.
    pub(super) fn attach(&self, control: &Arc<Control>) {
        let mut workers = self.workers.lock().unwrap_or_else(PoisonError::into_inner);
        workers.retain(|worker| worker.strong_count() > 0);
        workers.push(Arc::downgrade(control));
    }

    /// Number of the current state.
    #[inline]
    pub(super) fn generation(&self) -> u64 {
        self.generation.load(Ordering::Acquire)
    }

    /// The current mappings and their number.
    pub(super) fn snapshot(&self) -> (u64, Arc<IovaTable>) {
        let table = self.lock();
        (self.generation.load(Ordering::Acquire), Arc::clone(&table))
    }

    /// The first address behind every mapping; 0 if there is none.
    pub(super) fn end(&self) -> u64 {
        self.lock().0.last().map_or(0, |mapping| mapping.last() + 1)
    }
}

/// Takes mappings out of a table. Returns their bytes.
fn remove(table: &mut Arc<IovaTable>, doomed: impl Fn(&Mapping) -> bool) -> u64 {
    let removed = table.0.iter().filter(|&mapping| doomed(mapping)).map(|mapping| mapping.size).sum();
    if removed > 0 {
        *table = Arc::new(IovaTable(table.0.iter().filter(|&one| !doomed(one)).copied().collect()));
    }
    removed
}

#[cfg(test)]
#[expect(clippy::cast_possible_truncation, reason = "small numbers")]
mod tests {
    use super::*;
    use crate::memory::GuestMemory;
    use proptest::prelude::*;

    const PAGE: u64 = 4096;
    const BOTH: Access = Access { read: true, write: true };

    fn memory() -> (GuestMemory, u64) {
        let memory = GuestMemory::new(2 << 20).unwrap();
        let vaddr = memory.at(0) as u64;
        (memory, vaddr)
    }

    #[test]
    fn a_mapping_translates_inside_its_bounds_only() {
        let (_memory, vaddr) = memory();
        let domain = IommuDomain::default();
        domain.map(PAGE * 4, vaddr, PAGE * 2, BOTH).unwrap();
        let (_, table) = domain.snapshot();
        assert_eq!(table.translate(PAGE * 4, 1, false), Some(vaddr as *mut u8));
        assert_eq!(table.translate(PAGE * 6 - 1, 1, false), Some((vaddr + PAGE * 2 - 1) as *mut u8));
        assert_eq!(table.translate(PAGE * 6 - 1, 2, false), None);
        assert_eq!(table.translate(PAGE * 6, 0, false), None);
        assert_eq!(table.translate(PAGE * 4 - 1, 1, false), None);
        assert_eq!(table.translate(u64::MAX, u64::MAX, false), None);
    }

    #[test]
    fn bad_ranges_are_refused_as_the_kernel_does() {
        let (_memory, vaddr) = memory();
        let domain = IommuDomain::default();
        for (iova, va, size) in [(1, vaddr, PAGE), (0, vaddr + 1, PAGE), (0, vaddr, 0), (0, vaddr, 100)] {
            assert_eq!(domain.map(iova, va, size, BOTH), Err(Errno::INVAL));
        }
        assert_eq!(domain.map(u64::MAX - PAGE + 1, vaddr, PAGE * 2, BOTH), Err(Errno::INVAL));
        assert_eq!(domain.map(0, 0x10_0000_0000_0000, PAGE, BOTH), Err(Errno::FAULT));
        domain.map(PAGE, vaddr, PAGE * 2, BOTH).unwrap();
        assert_eq!(domain.map(PAGE * 2, vaddr, PAGE, BOTH), Err(Errno::EXIST));
        assert_eq!(domain.map(0, vaddr, PAGE * 4, BOTH), Err(Errno::EXIST));
    }

    #[test]
    fn unmapping_reports_what_it_unmapped_and_does_not_bisect() {
        let (_memory, vaddr) = memory();
        let domain = IommuDomain::default();
        domain.map(0, vaddr, PAGE * 2, BOTH).unwrap();
        domain.map(PAGE * 2, vaddr, PAGE, BOTH).unwrap();
        assert_eq!(domain.unmap(PAGE, PAGE, Type1Version::V2), Err(Errno::INVAL));
        assert_eq!(domain.unmap(PAGE * 8, PAGE, Type1Version::V2), Ok(0));
        assert_eq!(domain.unmap(0, PAGE * 16, Type1Version::V2), Ok(PAGE * 3));
        assert_eq!(domain.snapshot().1.translate(0, 1, false), None);
    }

    #[test]
    fn version_1_takes_mappings_that_begin_in_the_range_as_a_whole() {
        let (_memory, vaddr) = memory();
        let domain = IommuDomain::default();
        domain.map(0, vaddr, PAGE * 2, BOTH).unwrap();
        assert_eq!(domain.unmap(PAGE, PAGE * 4, Type1Version::V1), Ok(0));
        assert_eq!(domain.unmap(0, PAGE, Type1Version::V1), Ok(PAGE * 2));
    }

    #[test]
    fn an_invalidation_takes_every_mapping_it_touches() {
        let (_memory, vaddr) = memory();
        let domain = IommuDomain::default();
        domain.map(0, vaddr, PAGE * 2, BOTH).unwrap();
        domain.map(PAGE * 2, vaddr, PAGE, BOTH).unwrap();
        assert_eq!(domain.end(), PAGE * 3);
        assert_eq!(domain.invalidate(PAGE, PAGE + 1), PAGE * 2);
        assert_eq!((domain.invalidate(0, u64::MAX), domain.end()), (PAGE, 0));
    }

    #[test]
    fn a_direction_that_was_not_mapped_is_not_translated() {
        let (_memory, vaddr) = memory();
        let domain = IommuDomain::default();
        domain.map(0, vaddr, PAGE, Access { read: true, write: false }).unwrap();
        domain.map(PAGE, vaddr, PAGE, Access { read: false, write: true }).unwrap();
        let (_, table) = domain.snapshot();
        let permitted =
            |address| [false, true].map(|writable| table.translate(address, 1, writable).is_some());
        assert_eq!((permitted(0), permitted(PAGE)), ([true, false], [false, true]));
    }

    #[test]
    fn what_lies_behind_the_aperture_cannot_be_mapped() {
        let (_memory, vaddr) = memory();
        let domain = IommuDomain::default();
        assert_eq!(domain.map(IOVA_LAST + 1, vaddr, PAGE, BOTH), Err(Errno::INVAL));
        assert_eq!(domain.map(IOVA_LAST + 1 - PAGE, vaddr, PAGE, BOTH), Ok(()));
    }

    proptest! {
        #[test]
        fn translation_agrees_with_a_page_table(
            maps in prop::collection::vec((0u64..64, 1u64..8), 0..12),
            probes in prop::collection::vec((0u64..80 * PAGE, 0u64..3 * PAGE), 0..40),
        ) {
            let (_memory, vaddr) = memory();
            let domain = IommuDomain::default();
            let mut owner = [None; 80];
            for (number, (page, pages)) in maps.into_iter().enumerate() {
                let range = page as usize..(page + pages) as usize;
                let free = owner[range.clone()].iter().all(Option::is_none);
                let result = domain.map(page * PAGE, vaddr + page * PAGE, pages * PAGE, BOTH);
                prop_assert_eq!(result, if free { Ok(()) } else { Err(Errno::EXIST) });
                if free { owner[range].fill(Some(number)); }
            }
            let (_, table) = domain.snapshot();
            for (address, len) in probes {
                let (first, last) = ((address / PAGE) as usize, ((address + len.max(1) - 1) / PAGE) as usize);
                let whole = owner[first].is_some() && (first..=last).all(|page| owner.get(page) == Some(&owner[first]));
                prop_assert_eq!(table.translate(address, len, false).is_some(), whole);
            }
        }
    }
}
