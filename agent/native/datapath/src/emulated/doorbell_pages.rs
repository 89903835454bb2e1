//! Doorbell pages: one page a queue, at offset queue x page size, to which the driver stores
//! (virtio 1.4, 2.9: queue index in the low half, next available index in the high half).

use super::QUEUES;
use crate::abi::errno::ENOTSUPP;
use crate::abi::virtio::DOORBELL_PAGE_BYTES;
use crate::memory::Mapping;
use rustix::fd::OwnedFd;
use rustix::fs::{MemfdFlags, ftruncate, memfd_create};
use rustix::io::Errno;
use rustix::mm::ProtFlags;
use std::sync::atomic::AtomicU32;

/// The device's end of all pages.
#[derive(Debug)]
pub(super) struct DoorbellPages {
    file: OwnedFd,
    pages: Mapping,
}

impl DoorbellPages {
    pub(super) fn new() -> Result<Self, Errno> {
        let len = DOORBELL_PAGE_BYTES * usize::from(QUEUES);
        let file = memfd_create("ringside-doorbells", MemfdFlags::CLOEXEC)?;
        ftruncate(&file, len as u64)?;
        let pages = Mapping::of_file(&file, 0, len, ProtFlags::READ | ProtFlags::WRITE)?;
        Ok(Self { file, pages })
    }

    /// mmap on the device's file: exactly one page of an existing queue, write-only.
    pub(super) fn map(pages: Option<&Self>, offset: u64, len: usize) -> Result<Mapping, Errno> {
        let pages = pages.ok_or(ENOTSUPP)?;
        let past_end = offset >= pages.pages.len() as u64;
        if len != DOORBELL_PAGE_BYTES || !offset.is_multiple_of(DOORBELL_PAGE_BYTES as u64) || past_end {
            return Err(Errno::INVAL);
        }
        Mapping::of_file(&pages.file, offset, len, ProtFlags::WRITE)
    }

    /// The word of a queue.
    #[inline]
    pub(super) fn word(&self, queue: u16) -> &AtomicU32 {
        debug_assert!(queue < QUEUES);
        // SAFETY: there are QUEUES pages; each begins with an aligned word.
        unsafe {
            AtomicU32::from_ptr(self.pages.as_ptr().add(usize::from(queue) * DOORBELL_PAGE_BYTES).cast())
        }
    }
}
