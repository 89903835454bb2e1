//! The least a driver of a packed ring can be (virtio 1.4, 2.8), written by hand like [`crate::split_ring`].

use crate::split_ring::wait_until;
use ringside_datapath::memory::{GuestMemory, IOVA_BASE};
use std::sync::atomic::{AtomicU16, Ordering};

const PAGE: u64 = 4096;
const QUEUE_PAGES: u64 = 4;
const BUFFER_BYTES: u32 = 64;
const AVAIL: u16 = 1 << 7;
const USED: u16 = 1 << 15;

/// Position of a new ring: both indices 0, both wrap counters 1.
pub(crate) const FRESH: u32 = 0x8000_8000;

/// Queue `index` of 16 descriptors at a place of its own: ring, device's events, driver's events, buffers.
pub(crate) struct PackedRing<'a> {
    memory: &'a GuestMemory,
    start: u64,
    pub(crate) size: u16,
    /// Descriptors made available so far.
    offered: u16,
}

impl<'a> PackedRing<'a> {
    pub(crate) fn of(memory: &'a GuestMemory, index: u32) -> Self {
        Self { memory, start: IOVA_BASE + u64::from(index) * QUEUE_PAGES * PAGE, size: 16, offered: 0 }
    }

    /// For VHOST_SET_VRING_ADDR: ring, device's events, driver's events, log.
    pub(crate) fn parts(&self) -> [u64; 4] {
        [self.start, self.start + PAGE, self.start + 2 * PAGE, 0]
    }

    /// The state word for this many descriptors taken and used.
    pub(crate) fn position(&self, taken: u16) -> u32 {
        let half = u32::from(taken % self.size) | if self.wrap(taken) { 1 << 15 } else { 0 };
        half << 16 | half
    }

    fn wrap(&self, position: u16) -> bool {
        (position / self.size).is_multiple_of(2)
    }

    fn at(&self, iova: u64) -> *mut u8 {
        self.memory.at(usize::try_from(iova - IOVA_BASE).unwrap())
    }

    fn descriptor(&self, position: u16) -> u64 {
        self.start + u64::from(position % self.size) * 16
    }

    fn flags(&self, position: u16) -> &AtomicU16 {
        // SAFETY: inside the memory (checked by `at`), which is mapped for as long as `self` borrows it, and even.
        unsafe { AtomicU16::from_ptr(self.at(self.descriptor(position) + 14).cast()) }
    }

    /// Makes one buffer after the other available.
    pub(crate) fn offer(&mut self, count: u16) {
        for position in self.offered..self.offered + count {
            let id = position % self.size;
            let buffer = self.start + 3 * PAGE + u64::from(id) * u64::from(BUFFER_BYTES);
            let fields = [&buffer.to_le_bytes()[..], &BUFFER_BYTES.to_le_bytes(), &id.to_le_bytes()].concat();
            // SAFETY: 14 bytes of a descriptor that is the driver's until its flags are written.
            unsafe {
                self.at(self.descriptor(position)).copy_from_nonoverlapping(fields.as_ptr(), fields.len());
            }
            let flags = if self.wrap(position) { AVAIL } else { USED };
            self.flags(position).store(flags, Ordering::Release);
        }
        self.offered += count;
    }

    /// Waits until the device has used this many in all.
    pub(crate) fn wait_for_used(&self, count: u16) {
        let used = if self.wrap(count - 1) { AVAIL | USED } else { 0 };
        wait_until("the device to use what was offered", || {
            self.flags(count - 1).load(Ordering::Acquire) & (AVAIL | USED) == used
        });
    }
}
