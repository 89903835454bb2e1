//! Doorbell pages: one page a queue, at offset queue x page size, to which the driver stores
//! (virtio 1.4, 2.9: queue index in the low half, next available index in the high half).

use crate::abi::errno::ENOTSUPP;
use crate::abi::virtio::DOORBELL_PAGE_BYTES;
use crate::memory::Mapping;
use rustix::fd::OwnedFd;
use rustix::fs::{MemfdFlags, ftruncate, memfd_create};
use rustix::io::Errno;
use rustix::mm::ProtFlags;
use std::sync::atomic::{AtomicU32, Ordering};

/// No doorbell: there is no queue of this number.
const SILENT: u32 = u32::MAX;

/// The device's end of all pages.
#[derive(Debug)]
pub(super) struct DoorbellPages {
    file: OwnedFd,
    pages: Mapping,
}

impl DoorbellPages {
    pub(super) fn new(queues: u16) -> Result<Self, Errno> {
        let len = DOORBELL_PAGE_BYTES * usize::from(queues);
        let file = memfd_create("ringside-doorbells", MemfdFlags::CLOEXEC)?;
        ftruncate(&file, len as u64)?;
        let pages = Mapping::of_file(&file, 0, len, ProtFlags::READ | ProtFlags::WRITE)?;
        let pages = Self { file, pages };
        for queue in 0..queues {
            pages.word(queue).store(SILENT, Ordering::Relaxed);
        }
        Ok(pages)
    }

    /// mmap on the device's file: exactly one page of an existing queue, write-only. The range is looked at before
    /// the device is asked for its doorbells.
    pub(super) fn map(pages: Option<&Self>, offset: u64, len: usize) -> Result<Mapping, Errno> {
        let page = DOORBELL_PAGE_BYTES as u64;
        if len != DOORBELL_PAGE_BYTES || !offset.is_multiple_of(page) || offset / page > u64::from(u16::MAX) {
            return Err(Errno::INVAL);
        }
        let pages = pages.ok_or(ENOTSUPP)?;
        if offset >= pages.pages.len() as u64 {
            return Err(Errno::INVAL);
        }
        Mapping::of_file(&pages.file, offset, len, ProtFlags::WRITE)
    }

    /// What was last stored to a queue's doorbell, if anything since the last call.
    ///
    /// Memory remembers a value, not that it was stored: a driver that stores the same value again, which a packed ring
    /// makes it do every second turn, would not be heard. So the device puts silence in the place of what it has heard.
    #[inline]
    pub(super) fn take(&self, queue: u16) -> Option<u32> {
        let word = self.word(queue);
        if word.load(Ordering::Relaxed) == SILENT {
            return None;
        }
        // Acquire: what was published before the doorbell must be visible after it. A newer doorbell may have come
        // since the load, and stands for both.
        Some(word.swap(SILENT, Ordering::Acquire))
    }

    /// The word of a queue.
    #[inline]
    fn word(&self, queue: u16) -> &AtomicU32 {
        let offset = usize::from(queue) * DOORBELL_PAGE_BYTES;
        assert!(offset < self.pages.len(), "queue {queue} has no doorbell page");
        // SAFETY: the page was just seen to be there; it begins with an aligned word.
        unsafe { AtomicU32::from_ptr(self.pages.as_ptr().add(offset).cast()) }
    }
}
