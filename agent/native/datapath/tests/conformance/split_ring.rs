//! The least a driver can be: one split ring written by hand, so that no code of the datapath checks itself.

use ringside_datapath::memory::{GuestMemory, IOVA_BASE};
use std::sync::atomic::{AtomicU16, Ordering};
use std::time::{Duration, Instant};

const PAGE: u64 = 4096;
/// Rings and buffers of one queue: descriptors, used ring, available ring, buffers.
const QUEUE_PAGES: u64 = 4;
const BUFFER_BYTES: u32 = 64;
/// Far more than any device needs to look at a ring.
const PATIENCE: Duration = Duration::from_secs(20);

/// Queue `index` of 16 entries at a place of its own.
pub(crate) struct SplitRing<'a> {
    memory: &'a GuestMemory,
    start: u64,
    pub(crate) size: u16,
}

impl<'a> SplitRing<'a> {
    pub(crate) fn of(memory: &'a GuestMemory, index: u32) -> Self {
        Self { memory, start: u64::from(index) * QUEUE_PAGES * PAGE, size: 16 }
    }

    pub(crate) fn desc(&self) -> u64 {
        IOVA_BASE + self.start
    }

    pub(crate) fn used(&self) -> u64 {
        self.desc() + PAGE
    }

    pub(crate) fn avail(&self) -> u64 {
        self.desc() + 2 * PAGE
    }

    pub(crate) fn buffers(&self) -> u64 {
        self.desc() + 3 * PAGE
    }

    fn at(&self, iova: u64) -> *mut u8 {
        self.memory.at(usize::try_from(iova - IOVA_BASE).unwrap())
    }

    fn word(&self, iova: u64) -> &AtomicU16 {
        // SAFETY: inside the memory (checked by `at`), which is mapped for as long as `self` borrows it; every
        // address that is passed here is even.
        unsafe { AtomicU16::from_ptr(self.at(iova).cast()) }
    }

    /// Puts one buffer into the ring for every slot in turn and publishes them.
    pub(crate) fn offer(&self, count: u16, device_writes: bool) {
        let index = self.word(self.avail() + 2);
        let first = index.load(Ordering::Relaxed);
        for number in first..first + count {
            let slot = u64::from(number % self.size);
            let buffer = self.buffers() + slot * u64::from(BUFFER_BYTES);
            let flags: u16 = if device_writes { 2 } else { 0 };
            let fields =
                [&buffer.to_le_bytes()[..], &BUFFER_BYTES.to_le_bytes(), &flags.to_le_bytes()].concat();
            // SAFETY: 14 bytes of a descriptor in the table, which the device may not read before it is published.
            unsafe {
                self.at(self.desc() + slot * 16).copy_from_nonoverlapping(fields.as_ptr(), fields.len());
            }
            self.word(self.avail() + 4 + 2 * slot).store(number % self.size, Ordering::Relaxed);
        }
        index.store(first + count, Ordering::Release);
    }

    pub(crate) fn used_index(&self) -> u16 {
        self.word(self.used() + 2).load(Ordering::Acquire)
    }

    /// Waits until the device has used this many in all.
    pub(crate) fn wait_for_used(&self, index: u16) {
        wait_until("the device to use what was offered", || self.used_index() == index);
    }
}

pub(crate) fn wait_until(what: &str, done: impl Fn() -> bool) {
    let end = Instant::now() + PATIENCE;
    while !done() {
        assert!(Instant::now() < end, "waited {PATIENCE:?} for {what}");
        std::thread::sleep(Duration::from_micros(50));
    }
}
