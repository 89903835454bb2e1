//! The driver's side of a split ring: one buffer a descriptor, published in batches.

use super::layout::{Descriptor, Ring};
use crate::abi::virtio::{AVAIL_F_NO_INTERRUPT, USED_F_NO_NOTIFY};
use std::sync::atomic::{Ordering, fence};

/// A queue as its driver works it. Descriptor `i` always stands for buffer `i`.
#[derive(Debug)]
pub struct DriverQueue {
    ring: Ring,
    free: Vec<u16>,
    /// Entries written, published or not; free running.
    next_avail: u64,
    published: u64,
    /// Published when the doorbell was last rung or suppressed.
    notified: u64,
    next_used: u64,
    /// Last `used.idx` read, so that the shared line is touched once a batch.
    used_idx: u16,
}

impl DriverQueue {
    /// A driver for a fresh ring: descriptor `i` is a buffer at `buffers(i)` (I/O virtual address) of `len`
    /// bytes with these flags.
    pub fn new(ring: Ring, len: u32, flags: u16, buffers: impl Fn(u16) -> u64) -> Self {
        for index in 0..ring.size() {
            ring.set_descriptor(index, Descriptor { addr: buffers(index), len, flags, next: 0 });
        }
        let free = (0..ring.size()).rev().collect();
        Self { ring, free, next_avail: 0, published: 0, notified: 0, next_used: 0, used_idx: 0 }
    }

    /// Buffers the driver holds.
    #[inline]
    pub fn free_len(&self) -> usize {
        self.free.len()
    }

    /// Buffers the device holds, and those written but not published.
    #[inline]
    pub fn outstanding(&self) -> usize {
        usize::from(self.ring.size()) - self.free.len()
    }

    /// Takes a free buffer's number.
    #[inline]
    pub fn take_free(&mut self) -> Option<u16> {
        self.free.pop()
    }

    /// Offers a buffer taken by [`Self::take_free`], with this many bytes. Not visible before [`Self::publish`].
    #[inline]
    pub fn push(&mut self, buffer: u16, len: u32) {
        self.ring.set_descriptor_len(buffer, len);
        self.offer(buffer);
    }

    /// Offers a buffer at the length it has.
    #[inline]
    #[expect(clippy::cast_possible_truncation, reason = "ring indices are modulo 65536")]
    pub fn offer(&mut self, buffer: u16) {
        self.ring.set_avail_entry(self.next_avail as u16, buffer);
        self.next_avail += 1;
    }

    /// Shows the device what was pushed. Returns the free-running index.
    #[inline]
    #[expect(clippy::cast_possible_truncation, reason = "ring indices are modulo 65536")]
    pub fn publish(&mut self) -> u64 {
        // Release: descriptors, entries and packet bytes must be visible before the index that hands them over.
        self.ring.avail_idx().store(self.next_avail as u16, Ordering::Release);
        self.published = self.next_avail;
        self.published
    }

    /// Whether the device wants to hear of what was published. Call it after [`Self::publish`].
    #[inline]
    pub fn device_wants_kick(&self) -> bool {
        // Full fence: the index must be visible before the flag is read, or both sides may go to sleep (2.7.13.4.1).
        fence(Ordering::SeqCst);
        self.ring.used_flags().load(Ordering::Relaxed) & USED_F_NO_NOTIFY == 0
    }

    /// Buffers published since the last call of this.
    #[inline]
    pub fn take_batch(&mut self) -> u32 {
        let batch = self.published - self.notified;
        self.notified = self.published;
        u32::try_from(batch).unwrap_or(u32::MAX)
    }

    /// The next buffer the device is done with, and the bytes it wrote. The caller keeps it until it is pushed
    /// or [released](Self::release). A used entry with a number that is no descriptor's is skipped.
    #[inline]
    #[expect(clippy::cast_possible_truncation, reason = "ring indices are modulo 65536")]
    pub fn pop_used(&mut self) -> Option<(u16, u32)> {
        while self.next_used as u16 != self.used_idx || self.refresh_used() {
            let (head, len) = self.ring.used_entry(self.next_used as u16);
            self.next_used += 1;
            match u16::try_from(head) {
                Ok(head) if head < self.ring.size() => return Some((head, len)),
                _ => {}
            }
        }
        None
    }

    #[inline]
    #[expect(clippy::cast_possible_truncation, reason = "ring indices are modulo 65536")]
    fn refresh_used(&mut self) -> bool {
        // Acquire: used entries and the bytes the device wrote must be read after the index that shows them.
        self.used_idx = self.ring.used_idx().load(Ordering::Acquire);
        self.used_idx != self.next_used as u16
    }

    /// Gives a buffer back to the free ones.
    #[inline]
    pub fn release(&mut self, buffer: u16) {
        self.free.push(buffer);
    }

    /// Free-running index of what the device has shown as used, without taking it.
    #[expect(clippy::cast_possible_truncation, reason = "ring indices are modulo 65536")]
    pub fn used_seen(&self) -> u64 {
        let ahead = self.ring.used_idx().load(Ordering::Acquire).wrapping_sub(self.next_used as u16);
        self.next_used + u64::from(ahead)
    }

    /// Whether used buffers wait to be taken.
    pub fn has_used(&self) -> bool {
        self.used_seen() != self.next_used
    }

    /// Asks the device to call, or not to. Returns true when buffers were used in the meantime: with calls just
    /// switched on, the driver must look before it sleeps.
    pub fn set_calls(&self, wanted: bool) -> bool {
        self.ring.avail_flags().store(if wanted { 0 } else { AVAIL_F_NO_INTERRUPT }, Ordering::Relaxed);
        // Full fence: the flag must be visible before the used index is looked at again (2.7.7.1).
        fence(Ordering::SeqCst);
        self.has_used()
    }
}
