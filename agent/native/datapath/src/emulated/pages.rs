//! Whether memory of this process is there: what a kernel finds out when it pins pages.

use rustix::mm::{Advice, MsyncFlags, madvise, msync};

/// Makes every page of a range present, with the access the device will need, and says whether that worked. The
/// emulation asks beforehand, because it would otherwise fault in the device thread.
pub(super) fn are_present(vaddr: u64, size: u64, writable: bool) -> bool {
    let (Ok(start), Ok(len)) = (usize::try_from(vaddr), usize::try_from(size)) else { return false };
    let page = rustix::param::page_size();
    let first = start - start % page;
    let Some(len) = len.checked_add(start - first).and_then(|len| len.checked_next_multiple_of(page)) else {
        return false;
    };
    // A kernel pins what it maps, and stops at what there is: a range that is only reserved would be filled for minutes.
    if len > physical_memory_bytes() {
        return false;
    }
    let advice = if writable { Advice::LinuxPopulateWrite } else { Advice::LinuxPopulateRead };
    // SAFETY: populating only faults pages in; it changes no content and fails where nothing is mapped. Length 0
    // asks whether the kernel (5.14 or newer) knows the advice at all.
    unsafe {
        if madvise(first as *mut _, 0, advice).is_ok() {
            return madvise(first as *mut _, len, advice).is_ok();
        }
        // MS_ASYNC changes nothing either; it fails with ENOMEM where the range is not mapped.
        msync(first as *mut _, len, MsyncFlags::ASYNC).is_ok()
    }
}

/// The machine's memory.
fn physical_memory_bytes() -> usize {
    // SAFETY: asks for a number.
    let pages = unsafe { libc::sysconf(libc::_SC_PHYS_PAGES) };
    usize::try_from(pages).unwrap_or(usize::MAX).saturating_mul(rustix::param::page_size())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::memory::{GuestMemory, Mapping};
    use rustix::mm::ProtFlags;

    #[test]
    fn memory_that_is_mapped_is_present_to_its_last_byte_and_no_further() {
        let memory = GuestMemory::new(1).unwrap();
        let start = memory.at(0) as u64;
        assert!(are_present(start, memory.len() as u64, true));
        assert!(are_present(start + 5, 1, false));
        assert!(!are_present(0x10_0000_0000_0000, 4096, false));
        assert!(!are_present(u64::MAX - 4095, 4096, false));
        assert!(!are_present(start, u64::MAX, false));
    }

    #[test]
    fn regression_a_range_larger_than_the_machine_is_not_filled() {
        let reserved = 1 << 46;
        let flags = rustix::mm::MapFlags::PRIVATE | rustix::mm::MapFlags::NORESERVE;
        // SAFETY: a new mapping that nobody touches, unmapped below.
        unsafe {
            let start =
                rustix::mm::mmap_anonymous(std::ptr::null_mut(), reserved, ProtFlags::READ, flags).unwrap();
            assert!(!are_present(start as u64, reserved as u64, false));
            rustix::mm::munmap(start, reserved).unwrap();
        }
    }

    #[test]
    fn read_only_memory_cannot_be_written() {
        let file = rustix::fs::memfd_create("test", rustix::fs::MemfdFlags::CLOEXEC).unwrap();
        rustix::fs::ftruncate(&file, 4096).unwrap();
        let mapping = Mapping::of_file(&file, 0, 4096, ProtFlags::READ).unwrap();
        assert!(are_present(mapping.as_ptr() as u64, 4096, false));
        assert!(!are_present(mapping.as_ptr() as u64, 4096, true));
    }
}
