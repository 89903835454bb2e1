//! The log of pages the device has written (VHOST_F_LOG_ALL): what a migration copies again.

use super::pages::are_present;
use crate::abi::vhost::LOG_PAGE_BYTES;
use crate::eventfd::EventFd;
use rustix::io::Errno;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, AtomicU64, Ordering};

/// A bitmap in the memory of whoever owns the device: page N is bit N % 8 of byte N / 8, a page 4 KiB of I/O
/// virtual addresses. Shared between device threads.
///
/// vhost gives no size with the bitmap. It ends here with the highest address that was mapped at the start;
/// writes behind it are counted and not marked.
#[derive(Debug)]
pub(crate) struct DirtyLog {
    bitmap: *mut u8,
    pages: u64,
    fd: Option<Arc<EventFd>>,
    /// Writes behind the end of the bitmap, over the device's life.
    unlogged: Arc<AtomicU64>,
}

// SAFETY: the bitmap is only touched by atomic operations.
unsafe impl Send for DirtyLog {}
// SAFETY: as above.
unsafe impl Sync for DirtyLog {}

impl DirtyLog {
    /// A log at `base` (VHOST_SET_LOG_BASE) for addresses below `end`, which signals `fd` (VHOST_SET_LOG_FD).
    ///
    /// Whoever sets a log base keeps that memory mapped until the log is replaced or the device closed: an
    /// emulation in the same process cannot survive what would only fail in a kernel.
    ///
    /// # Errors
    /// `EFAULT` if the bitmap is not memory that can be written.
    pub(super) fn new(
        base: u64,
        end: u64,
        fd: Option<Arc<EventFd>>,
        unlogged: Arc<AtomicU64>,
    ) -> Result<Self, Errno> {
        let pages = end.div_ceil(LOG_PAGE_BYTES);
        if pages > 0 && !are_present(base, pages.div_ceil(8), true) {
            return Err(Errno::FAULT);
        }
        Ok(Self { bitmap: base as *mut u8, pages, fd, unlogged })
    }

    /// Marks the pages of a range that the device has written. Call it after the write.
    pub(crate) fn mark(&self, iova: u64, len: u64) {
        let Some(last) = len.checked_sub(1).map(|len| iova.saturating_add(len) / LOG_PAGE_BYTES) else {
            return;
        };
        for page in iova / LOG_PAGE_BYTES..=last.min(self.pages.saturating_sub(1)) {
            self.mark_page(page);
        }
        if last >= self.pages {
            self.unlogged.fetch_add(1, Ordering::Relaxed);
        }
    }

    fn mark_page(&self, page: u64) {
        if page >= self.pages {
            return;
        }
        let (Ok(byte), bit) = (usize::try_from(page / 8), 1u8 << (page % 8)) else { return };
        // SAFETY: `new` has seen that the bitmap is writable up to the byte of the last page, and its owner
        // keeps it so.
        let byte = unsafe { AtomicU8::from_ptr(self.bitmap.add(byte)) };
        // Release: who takes the bit sees what was written. Never skipped because the bit is set already: its
        // reader may be about to clear it and copy the page as it was before.
        byte.fetch_or(bit, Ordering::Release);
    }

    /// Tells the owner of the log that pages were marked.
    pub(crate) fn signal(&self) {
        if let Some(fd) = &self.fd {
            fd.ring();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    const PAGES: u64 = 100;

    fn log(base: u64, pages: u64) -> Result<DirtyLog, Errno> {
        DirtyLog::new(base, pages * LOG_PAGE_BYTES, None, Arc::default())
    }

    fn marked(bytes: &[u8]) -> BTreeSet<u64> {
        (0..bytes.len() as u64 * 8)
            .filter(|&page| bytes[(page / 8) as usize] >> (page % 8) & 1 == 1)
            .collect()
    }

    #[test]
    fn a_page_that_was_copied_is_marked_again() {
        let bitmap = [AtomicU8::new(0), AtomicU8::new(0)];
        let log = log(bitmap.as_ptr() as u64, 16).unwrap();
        for _ in 0..2 {
            log.mark(9 * LOG_PAGE_BYTES, 1);
            assert_eq!(bitmap.each_ref().map(|byte| byte.swap(0, Ordering::Acquire)), [0, 2]);
        }
    }

    #[test]
    fn a_bitmap_that_is_not_memory_is_refused() {
        assert_eq!(log(0x1000, 1).unwrap_err(), Errno::FAULT);
        assert!(log(0x1000, 0).is_ok());
    }

    #[test]
    fn its_eventfd_is_signalled() {
        let fd = Arc::new(EventFd::new().unwrap());
        DirtyLog::new(0, 0, Some(Arc::clone(&fd)), Arc::default()).unwrap().signal();
        assert_eq!(fd.take(), 1);
    }

    proptest! {
        #[test]
        fn exactly_the_written_pages_are_marked_and_nothing_behind_the_bitmap(
            writes in prop::collection::vec((0..150 * LOG_PAGE_BYTES, 0..3 * LOG_PAGE_BYTES), 0..20),
        ) {
            let mut bitmap = vec![0u8; 32];
            let log = log(bitmap.as_mut_ptr() as u64, PAGES).unwrap();
            let (mut expected, mut unlogged) = (BTreeSet::new(), 0);
            for (iova, len) in writes {
                log.mark(iova, len);
                let touched = |page: &u64| len > 0 && page * LOG_PAGE_BYTES < iova + len && (page + 1) * LOG_PAGE_BYTES > iova;
                expected.extend((0..PAGES).filter(touched));
                unlogged += u64::from((PAGES..200).any(|page| touched(&page)));
            }
            prop_assert_eq!(marked(&bitmap), expected);
            prop_assert_eq!(log.unlogged.load(Ordering::Relaxed), unlogged);
        }
    }
}
