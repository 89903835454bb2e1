//! The container's address space: I/O virtual addresses to memory of this process.

use super::worker::Control;
use crate::ring::Translate;
use rustix::io::Errno;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

/// Most mappings of a container, as `vfio_iommu_type1.dma_entry_limit`.
const MAPPINGS_MAX: usize = 65_535;

#[derive(Clone, Copy, Debug)]
struct Mapping {
    iova: u64,
    size: u64,
    vaddr: u64,
}

/// A snapshot of the mappings, sorted and without overlaps.
#[derive(Clone, Debug, Default)]
pub(super) struct IovaTable(Vec<Mapping>);

impl IovaTable {
    /// Index of the first mapping that ends behind `iova`.
    fn first_ending_behind(&self, iova: u64) -> usize {
        self.0.partition_point(|mapping| mapping.iova + (mapping.size - 1) < iova)
    }
}

impl Translate for IovaTable {
    #[inline]
    fn translate(&self, address: u64, len: u64) -> Option<*mut u8> {
        let mapping = match &self.0[..] {
            [only] => only,
            _ => self.0.get(self.first_ending_behind(address))?,
        };
        let offset = address.checked_sub(mapping.iova)?;
        let fits = offset < mapping.size && len <= mapping.size - offset;
        fits.then(|| (mapping.vaddr + offset) as *mut u8)
    }
}

/// The address space and the device threads that use it.
#[derive(Debug, Default)]
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

    /// VFIO_IOMMU_MAP_DMA.
    pub(super) fn map(&self, iova: u64, vaddr: u64, size: u64) -> Result<(), Errno> {
        let page = rustix::param::page_size() as u64;
        if size == 0 || !(iova | vaddr | size).is_multiple_of(page) {
            return Err(Errno::INVAL);
        }
        if iova.checked_add(size - 1).is_none() || vaddr.checked_add(size - 1).is_none() {
            return Err(Errno::INVAL);
        }
        let mut table = self.lock();
        let at = table.first_ending_behind(iova);
        if table.0.get(at).is_some_and(|next| next.iova <= iova + (size - 1)) {
            return Err(Errno::EXIST);
        }
        if table.0.len() == MAPPINGS_MAX {
            return Err(Errno::NOSPC);
        }
        if !is_mapped_here(vaddr, size) {
            return Err(Errno::FAULT);
        }
        let mut changed = IovaTable::clone(&table);
        changed.0.insert(at, Mapping { iova, size, vaddr });
        *table = Arc::new(changed);
        self.generation.fetch_add(1, Ordering::Release);
        Ok(())
    }

    /// VFIO_IOMMU_UNMAP_DMA, version 2: returns the bytes unmapped once no device thread can touch them.
    pub(super) fn unmap(&self, iova: u64, size: u64) -> Result<u64, Errno> {
        let page = rustix::param::page_size() as u64;
        if size == 0 || !(iova | size).is_multiple_of(page) {
            return Err(Errno::INVAL);
        }
        let last = iova.checked_add(size - 1).ok_or(Errno::INVAL)?;
        let (generation, unmapped) = {
            let mut table = self.lock();
            let inside =
                |mapping: &Mapping| mapping.iova >= iova && mapping.iova + (mapping.size - 1) <= last;
            let touched =
                |mapping: &Mapping| mapping.iova <= last && mapping.iova + (mapping.size - 1) >= iova;
            if table.0.iter().any(|mapping| touched(mapping) && !inside(mapping)) {
                return Err(Errno::INVAL);
            }
            let unmapped = table.0.iter().filter(|mapping| inside(mapping)).map(|mapping| mapping.size).sum();
            if unmapped == 0 {
                return Ok(0);
            }
            *table =
                Arc::new(IovaTable(table.0.iter().filter(|mapping| !inside(mapping)).copied().collect()));
            (self.generation.fetch_add(1, Ordering::Release) + 1, unmapped)
        };
        self.wait_for_workers(generation);
        Ok(unmapped)
    }

    /// Registers a device thread that will follow this domain's changes.
    pub(super) fn attach(&self, control: &Arc<Control>) {
        let mut workers = self.workers.lock().unwrap_or_else(PoisonError::into_inner);
        workers.retain(|worker| worker.strong_count() > 0);
        workers.push(Arc::downgrade(control));
    }

    fn wait_for_workers(&self, generation: u64) {
        let workers = self.workers.lock().unwrap_or_else(PoisonError::into_inner).clone();
        for control in workers.iter().filter_map(Weak::upgrade) {
            control.wait_until_seen(generation);
        }
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
}

/// Whether every page of the range is mapped in this process. A kernel finds out by pinning the pages; the
/// emulation asks, because it would otherwise fault in the device thread.
fn is_mapped_here(vaddr: u64, size: u64) -> bool {
    let Ok(len) = usize::try_from(size) else { return false };
    // SAFETY: msync with MS_ASYNC changes nothing; it fails with ENOMEM where the range is not mapped.
    unsafe { rustix::mm::msync(vaddr as *mut _, len, rustix::mm::MsyncFlags::ASYNC) }.is_ok()
}

#[cfg(test)]
#[expect(clippy::cast_possible_truncation, reason = "small numbers")]
mod tests {
    use super::*;
    use crate::memory::GuestMemory;
    use proptest::prelude::*;

    const PAGE: u64 = 4096;

    fn memory() -> (GuestMemory, u64) {
        let memory = GuestMemory::new(2 << 20).unwrap();
        let vaddr = memory.at(0) as u64;
        (memory, vaddr)
    }

    #[test]
    fn a_mapping_translates_inside_its_bounds_only() {
        let (_memory, vaddr) = memory();
        let domain = IommuDomain::default();
        domain.map(PAGE * 4, vaddr, PAGE * 2).unwrap();
        let (_, table) = domain.snapshot();
        assert_eq!(table.translate(PAGE * 4, 1), Some(vaddr as *mut u8));
        assert_eq!(table.translate(PAGE * 6 - 1, 1), Some((vaddr + PAGE * 2 - 1) as *mut u8));
        assert_eq!(table.translate(PAGE * 6 - 1, 2), None);
        assert_eq!(table.translate(PAGE * 6, 0), None);
        assert_eq!(table.translate(PAGE * 4 - 1, 1), None);
        assert_eq!(table.translate(u64::MAX, u64::MAX), None);
    }

    #[test]
    fn bad_ranges_are_refused_as_the_kernel_does() {
        let (_memory, vaddr) = memory();
        let domain = IommuDomain::default();
        for (iova, va, size) in [(1, vaddr, PAGE), (0, vaddr + 1, PAGE), (0, vaddr, 0), (0, vaddr, 100)] {
            assert_eq!(domain.map(iova, va, size), Err(Errno::INVAL));
        }
        assert_eq!(domain.map(u64::MAX - PAGE + 1, vaddr, PAGE * 2), Err(Errno::INVAL));
        assert_eq!(domain.map(0, 0x10_0000_0000_0000, PAGE), Err(Errno::FAULT));
        domain.map(PAGE, vaddr, PAGE * 2).unwrap();
        assert_eq!(domain.map(PAGE * 2, vaddr, PAGE), Err(Errno::EXIST));
        assert_eq!(domain.map(0, vaddr, PAGE * 4), Err(Errno::EXIST));
    }

    #[test]
    fn unmapping_reports_what_it_unmapped_and_does_not_bisect() {
        let (_memory, vaddr) = memory();
        let domain = IommuDomain::default();
        domain.map(0, vaddr, PAGE * 2).unwrap();
        domain.map(PAGE * 2, vaddr, PAGE).unwrap();
        assert_eq!(domain.unmap(PAGE, PAGE), Err(Errno::INVAL));
        assert_eq!(domain.unmap(PAGE * 8, PAGE), Ok(0));
        assert_eq!(domain.unmap(0, PAGE * 16), Ok(PAGE * 3));
        assert_eq!(domain.snapshot().1.translate(0, 1), None);
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
                let result = domain.map(page * PAGE, vaddr + page * PAGE, pages * PAGE);
                prop_assert_eq!(result, if free { Ok(()) } else { Err(Errno::EXIST) });
                if free { owner[range].fill(Some(number)); }
            }
            let (_, table) = domain.snapshot();
            for (address, len) in probes {
                let (first, last) = ((address / PAGE) as usize, ((address + len.max(1) - 1) / PAGE) as usize);
                let whole = owner[first].is_some() && (first..=last).all(|page| owner.get(page) == Some(&owner[first]));
                prop_assert_eq!(table.translate(address, len).is_some(), whole);
            }
        }
    }
}
