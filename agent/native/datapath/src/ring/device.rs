//! The device's side of a split ring: takes what the driver offers, trusts none of it, answers in batches.

use super::QueueError;
use super::layout::{Descriptor, Ring};
use crate::abi::virtio::{
    AVAIL_F_NO_INTERRUPT, DESC_F_INDIRECT, DESC_F_NEXT, DESC_F_WRITE, USED_F_NO_NOTIFY,
};
use std::sync::atomic::{Ordering, fence};

/// From I/O virtual addresses to this process.
pub trait Translate {
    /// Start of `len` bytes at `address`, or `None` if they are not mapped as a whole.
    fn translate(&self, address: u64, len: u64) -> Option<*mut u8>;
}

/// One offered chain: its head, and its buffers as (start, bytes, device may write).
#[derive(Clone, Debug, Default)]
pub struct Chain {
    /// Number of the first descriptor.
    pub head: u16,
    /// Buffers in order.
    pub buffers: Vec<(*mut u8, usize, bool)>,
}

// SAFETY: the pointers lead to guest memory, which is shared between threads by nature; whoever dereferences
// them answers for the races.
unsafe impl Send for Chain {}

impl Chain {
    /// The chain as one buffer, if it is one with this access.
    #[inline]
    pub fn single(&self, writable: bool) -> Option<(*mut u8, usize)> {
        match self.buffers[..] {
            [(start, len, access)] if access == writable => Some((start, len)),
            _ => None,
        }
    }
}

/// A queue as its device works it.
#[derive(Debug)]
pub struct DeviceQueue {
    ring: Ring,
    /// Chains taken, free running.
    next_avail: u64,
    /// Last `avail.idx` read.
    avail_idx: u16,
    /// Entries written, published or not, free running.
    next_used: u64,
    published: u64,
    notified: u64,
}

impl DeviceQueue {
    /// A device at the given ring position (VHOST_SET_VRING_BASE).
    pub fn new(ring: Ring, base: u16) -> Self {
        let (at, used) = (u64::from(base), u64::from(ring.used_idx().load(Ordering::Relaxed)));
        Self { ring, next_avail: at, avail_idx: base, next_used: used, published: used, notified: used }
    }

    /// Goes on with the same ring at other addresses of this process.
    pub fn relocate(&mut self, ring: Ring) {
        self.ring = ring;
    }

    /// Ring position to go on from (VHOST_GET_VRING_BASE).
    #[expect(clippy::cast_possible_truncation, reason = "ring indices are modulo 65536")]
    pub fn base(&self) -> u16 {
        self.next_avail as u16
    }

    /// Looks at what the driver has published. Returns the free-running index.
    ///
    /// # Errors
    /// [`QueueError::IndexJump`] when the driver claims more than the ring holds.
    #[inline]
    #[expect(clippy::cast_possible_truncation, reason = "ring indices are modulo 65536")]
    pub fn refresh(&mut self) -> Result<u64, QueueError> {
        // Acquire: entries, descriptors and bytes must be read after the index that hands them over.
        let index = self.ring.avail_idx().load(Ordering::Acquire);
        let ahead = index.wrapping_sub(self.next_avail as u16);
        if ahead > self.ring.size() {
            return Err(QueueError::IndexJump { by: ahead, size: self.ring.size() });
        }
        self.avail_idx = index;
        Ok(self.next_avail + u64::from(ahead))
    }

    /// Whether chains seen by the last [`Self::refresh`] wait.
    #[inline]
    #[expect(clippy::cast_possible_truncation, reason = "ring indices are modulo 65536")]
    pub fn has_chain(&self) -> bool {
        self.next_avail as u16 != self.avail_idx
    }

    /// Takes the next chain seen by the last [`Self::refresh`] into `chain`. Returns false when there is none.
    ///
    /// # Errors
    /// What is wrong with the chain; no byte outside the mapped memory has been touched.
    #[inline]
    #[expect(clippy::cast_possible_truncation, reason = "ring indices are modulo 65536")]
    pub fn pop(&mut self, memory: &impl Translate, chain: &mut Chain) -> Result<bool, QueueError> {
        if !self.has_chain() {
            return Ok(false);
        }
        chain.head = self.ring.avail_entry(self.next_avail as u16);
        chain.buffers.clear();
        let mut index = chain.head;
        loop {
            let descriptor = self.checked_descriptor(index)?;
            let start = memory
                .translate(descriptor.addr, u64::from(descriptor.len))
                .ok_or(QueueError::Unmapped { address: descriptor.addr, len: descriptor.len })?;
            chain.buffers.push((start, descriptor.len as usize, descriptor.flags & DESC_F_WRITE != 0));
            if descriptor.flags & DESC_F_NEXT == 0 {
                break;
            }
            if chain.buffers.len() == usize::from(self.ring.size()) {
                return Err(QueueError::ChainLoop { size: self.ring.size() });
            }
            index = descriptor.next;
        }
        self.next_avail += 1;
        Ok(true)
    }

    #[inline]
    fn checked_descriptor(&self, index: u16) -> Result<Descriptor, QueueError> {
        if index >= self.ring.size() {
            return Err(QueueError::DescriptorIndex { index, size: self.ring.size() });
        }
        let descriptor = self.ring.descriptor(index);
        if descriptor.flags & DESC_F_INDIRECT != 0 {
            return Err(QueueError::Flags { flags: descriptor.flags });
        }
        Ok(descriptor)
    }

    /// Gives a chain back with the bytes written. Not visible before [`Self::publish`].
    #[inline]
    #[expect(clippy::cast_possible_truncation, reason = "ring indices are modulo 65536")]
    pub fn push_used(&mut self, head: u16, written: u32) {
        self.ring.set_used_entry(self.next_used as u16, head, written);
        self.next_used += 1;
    }

    /// Shows the driver what was given back. Returns false if that was nothing.
    #[inline]
    #[expect(clippy::cast_possible_truncation, reason = "ring indices are modulo 65536")]
    pub fn publish(&mut self) -> bool {
        if self.published == self.next_used {
            return false;
        }
        // Release: used entries and written bytes must be visible before the index that shows them.
        self.ring.used_idx().store(self.next_used as u16, Ordering::Release);
        self.published = self.next_used;
        true
    }

    /// Free-running index of what was published.
    #[inline]
    pub fn published(&self) -> u64 {
        self.published
    }

    /// Whether the driver wants to hear of it. Call it after [`Self::publish`].
    #[inline]
    pub fn driver_wants_call(&self) -> bool {
        // Full fence: as in `DriverQueue::device_wants_kick`, for the other direction (2.7.8.2).
        fence(Ordering::SeqCst);
        self.ring.avail_flags().load(Ordering::Relaxed) & AVAIL_F_NO_INTERRUPT == 0
    }

    /// Buffers published since the last call of this.
    #[inline]
    pub fn take_batch(&mut self) -> u32 {
        let batch = self.published - self.notified;
        self.notified = self.published;
        u32::try_from(batch).unwrap_or(u32::MAX)
    }

    /// Asks the driver to kick, or not to. With kicks just switched on, the device must refresh before it sleeps.
    pub fn set_kicks(&self, wanted: bool) {
        self.ring.used_flags().store(if wanted { 0 } else { USED_F_NO_NOTIFY }, Ordering::Relaxed);
        // Full fence: the flag must be visible before the available index is looked at again (2.7.10.1).
        fence(Ordering::SeqCst);
    }
}
