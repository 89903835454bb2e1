//! The owner's end of a dirty log: a bitmap that a vhost device marks written pages in.

use crate::abi::vhost::LOG_PAGE_BYTES;
use crate::memory::{GuestMemory, IOVA_BASE};
use std::sync::atomic::{AtomicU8, Ordering};

/// One bit for each 4 KiB of I/O virtual addresses from 0 to the end of the guest's memory.
#[derive(Debug)]
pub struct DirtyBitmap(Vec<AtomicU8>);

impl DirtyBitmap {
    /// A clear bitmap for memory that is mapped at [`IOVA_BASE`].
    ///
    /// # Panics
    /// If the memory reaches past what this process can address.
    pub fn of(memory: &GuestMemory) -> Self {
        let pages = (IOVA_BASE + memory.len() as u64).div_ceil(LOG_PAGE_BYTES);
        let bytes = usize::try_from(pages.div_ceil(8)).expect("a bitmap is far smaller than its memory");
        Self((0..bytes).map(|_| AtomicU8::new(0)).collect())
    }

    /// Its address, for VHOST_SET_LOG_BASE.
    pub fn base(&self) -> u64 {
        self.0.as_ptr() as u64
    }

    /// Takes the marked pages: their first I/O virtual addresses, in order. They are clear afterwards, and marked
    /// again by what is written from now on.
    pub fn take(&self) -> Vec<u64> {
        let mut pages = Vec::new();
        for (number, byte) in (0u64..).zip(&self.0) {
            if byte.load(Ordering::Relaxed) == 0 {
                continue;
            }
            // Acquire: what was written before a page was marked is seen by whoever copies it now.
            let bits = byte.swap(0, Ordering::Acquire);
            let marked = (0..8).filter(|bit| bits >> bit & 1 == 1);
            pages.extend(marked.map(|bit| (number * 8 + bit) * LOG_PAGE_BYTES));
        }
        pages
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marked_pages_are_taken_once() {
        let memory = GuestMemory::new(1).unwrap();
        let bitmap = DirtyBitmap::of(&memory);
        assert!(bitmap.take().is_empty());
        let first = usize::try_from(IOVA_BASE / LOG_PAGE_BYTES / 8).unwrap();
        bitmap.0[first].store(0b101, Ordering::Release);
        assert_eq!(bitmap.take(), [IOVA_BASE, IOVA_BASE + 2 * LOG_PAGE_BYTES]);
        assert!(bitmap.take().is_empty());
    }

    #[test]
    fn there_is_a_bit_for_the_last_page() {
        let memory = GuestMemory::new(3 << 20).unwrap();
        let bits = DirtyBitmap::of(&memory).0.len() as u64 * 8;
        assert!(bits * LOG_PAGE_BYTES >= IOVA_BASE + memory.len() as u64);
    }
}
