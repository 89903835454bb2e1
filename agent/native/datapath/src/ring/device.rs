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

#[cfg(test)]
mod tests {
    use super::super::RingLayout;
    use super::super::driver::DriverQueue;
    use super::*;
    use crate::abi::virtio::DESC_F_WRITE;
    use crate::memory::GuestMemory;
    use proptest::prelude::*;

    const SIZE: u16 = 8;
    const BUFFER_BYTES: u32 = 64;

    /// Offset and size of what the device may touch: the rest of the memory counts as unmapped.
    struct Window<'a>(&'a GuestMemory, u64);

    impl Translate for Window<'_> {
        fn translate(&self, address: u64, len: u64) -> Option<*mut u8> {
            let offset = address.checked_sub(GuestMemory::iova(0))?;
            let inside = offset < self.1 && len <= self.1 - offset;
            inside.then(|| self.0.at(usize::try_from(offset).unwrap()))
        }
    }

    struct Both {
        memory: GuestMemory,
        ring: Ring,
        driver: DriverQueue,
        device: DeviceQueue,
    }

    fn both() -> Both {
        let mut memory = GuestMemory::new(1 << 20).unwrap();
        let layout = RingLayout::allocate(&mut memory, SIZE).unwrap();
        let buffers = memory.allocate(usize::from(SIZE) * 64, 64).unwrap();
        // SAFETY: the parts were just allocated and the memory lives as long as the ring.
        let ring = unsafe {
            Ring::new(memory.at(layout.desc), memory.at(layout.avail), memory.at(layout.used), SIZE)
        };
        let iova = |index| GuestMemory::iova(buffers + usize::from(index) * 64);
        let driver = DriverQueue::new(ring, BUFFER_BYTES, 0, iova);
        Both { memory, ring, driver, device: DeviceQueue::new(ring, 0) }
    }

    fn pop(both: &mut Both) -> Result<Option<Chain>, QueueError> {
        let mut chain = Chain::default();
        let window = Window(&both.memory, both.memory.len() as u64);
        both.device.refresh()?;
        Ok(both.device.pop(&window, &mut chain)?.then_some(chain))
    }

    /// Offers one chain whose first descriptor is `first` and the rest of the table stays as it was.
    fn offer(both: &mut Both, first: Descriptor) -> Result<Option<Chain>, QueueError> {
        both.ring.set_descriptor(0, first);
        both.driver.offer(0);
        both.driver.publish();
        pop(both)
    }

    #[test]
    fn an_index_that_jumps_is_refused() {
        let mut both = both();
        both.ring.avail_idx().store(SIZE + 1, Ordering::Relaxed);
        assert_eq!(pop(&mut both).unwrap_err(), QueueError::IndexJump { by: SIZE + 1, size: SIZE });
    }

    #[test]
    fn a_head_outside_the_table_is_refused() {
        let mut both = both();
        both.driver.offer(SIZE);
        both.driver.publish();
        assert_eq!(pop(&mut both).unwrap_err(), QueueError::DescriptorIndex { index: SIZE, size: SIZE });
    }

    #[test]
    fn a_next_outside_the_table_is_refused() {
        let first = Descriptor { addr: GuestMemory::iova(0), len: 1, flags: DESC_F_NEXT, next: 999 };
        assert_eq!(
            offer(&mut both(), first).unwrap_err(),
            QueueError::DescriptorIndex { index: 999, size: SIZE }
        );
    }

    #[test]
    fn a_chain_that_loops_is_refused() {
        let first = Descriptor { addr: GuestMemory::iova(0), len: 1, flags: DESC_F_NEXT, next: 0 };
        assert_eq!(offer(&mut both(), first).unwrap_err(), QueueError::ChainLoop { size: SIZE });
    }

    #[test]
    fn a_buffer_that_is_not_mapped_as_a_whole_is_refused() {
        let mut both = both();
        let last = GuestMemory::iova(both.memory.len() - 1);
        let first = Descriptor { addr: last, len: 2, flags: 0, next: 0 };
        assert_eq!(offer(&mut both, first).unwrap_err(), QueueError::Unmapped { address: last, len: 2 });
    }

    #[test]
    fn a_flag_that_was_not_negotiated_is_refused() {
        let first = Descriptor { addr: GuestMemory::iova(0), len: 1, flags: DESC_F_INDIRECT, next: 0 };
        assert_eq!(offer(&mut both(), first).unwrap_err(), QueueError::Flags { flags: DESC_F_INDIRECT });
    }

    #[test]
    fn a_chain_of_several_buffers_comes_in_order_with_its_access() {
        let mut both = both();
        let second = Descriptor { addr: GuestMemory::iova(100), len: 7, flags: DESC_F_WRITE, next: 0 };
        both.ring.set_descriptor(5, second);
        let first = Descriptor { addr: GuestMemory::iova(50), len: 3, flags: DESC_F_NEXT, next: 5 };
        let chain = offer(&mut both, first).unwrap().unwrap();
        let shapes: Vec<_> = chain.buffers.iter().map(|&(_, len, writable)| (len, writable)).collect();
        assert_eq!((chain.head, shapes), (0, vec![(3, false), (7, true)]));
        assert_eq!(chain.single(false), None);
    }

    #[test]
    fn a_used_entry_that_names_no_buffer_is_skipped_by_the_driver() {
        let mut both = both();
        both.ring.set_used_entry(0, 999, 0);
        both.ring.set_used_entry(1, 3, 9);
        both.ring.used_idx().store(2, Ordering::Release);
        assert_eq!(both.driver.pop_used(), Some((3, 9)));
        assert_eq!(both.driver.pop_used(), None);
    }

    #[test]
    fn suppression_flags_reach_the_other_side() {
        let both = both();
        assert!(both.driver.device_wants_kick() && both.device.driver_wants_call());
        both.device.set_kicks(false);
        assert!(!both.driver.set_calls(false));
        assert!(!both.driver.device_wants_kick() && !both.device.driver_wants_call());
    }

    proptest! {
        /// Any interleaving of the two sides keeps every buffer in exactly one place, past the wrap of the index.
        #[test]
        fn buffers_are_neither_lost_nor_doubled(steps in prop::collection::vec(0u8..5, 0..600), start in any::<u16>()) {
            let mut both = both();
            let (mut taken, mut given) = (Vec::new(), 0u64);
            // The wrap is reached sooner when the ring has already turned a few times.
            for _ in 0..start % 64 {
                let buffer = both.driver.take_free().unwrap();
                both.driver.push(buffer, BUFFER_BYTES);
                both.driver.publish();
                let chain = pop(&mut both).unwrap().unwrap();
                both.device.push_used(chain.head, 0);
                both.device.publish();
                let (buffer, _) = both.driver.pop_used().unwrap();
                both.driver.release(buffer);
            }
            for step in steps {
                match step {
                    0 => if let Some(buffer) = both.driver.take_free() { both.driver.push(buffer, BUFFER_BYTES) },
                    1 => { both.driver.publish(); }
                    2 => if let Some(chain) = pop(&mut both).unwrap() { taken.push(chain.head) },
                    3 => for head in taken.drain(..) { both.device.push_used(head, 1); },
                    _ => {
                        both.device.publish();
                        while let Some((buffer, len)) = both.driver.pop_used() {
                            prop_assert_eq!(len, 1);
                            both.driver.release(buffer);
                            given += 1;
                        }
                    }
                }
                prop_assert!(both.driver.free_len() + taken.len() <= usize::from(SIZE));
            }
            both.driver.publish();
            while let Some(chain) = pop(&mut both).unwrap() { taken.push(chain.head); }
            for head in taken.drain(..) { both.device.push_used(head, 1); }
            both.device.publish();
            while let Some((buffer, _)) = both.driver.pop_used() { both.driver.release(buffer); given += 1; }
            prop_assert_eq!(both.driver.free_len(), usize::from(SIZE));
            prop_assert_eq!(both.driver.publish(), given + u64::from(start % 64));
        }

        /// Whatever stands in the ring, the device refuses it or stays inside the window it was given.
        #[test]
        fn a_hostile_ring_never_leads_outside_the_map(
            bytes in prop::collection::vec(any::<u8>(), 16 * 8),
            heads in prop::collection::vec(0u16..10, 8),
            index in any::<u16>(),
            small in any::<bool>(),
        ) {
            let mut both = both();
            for (at, chunk) in (0u16..).zip(bytes.chunks(16)) {
                let word = |range: std::ops::Range<usize>| u16::from_le_bytes(chunk[range].try_into().unwrap());
                // Mostly plausible values, or nothing would get past the first check.
                let addr = GuestMemory::iova(usize::from(word(0..2)) * if small { 1 } else { 64 });
                let len = u32::from(word(2..4)) * if small { 1 } else { 1 << 12 };
                both.ring.set_descriptor(at, Descriptor { addr, len, flags: word(4..6) & 7, next: word(6..8) % 10 });
            }
            for (at, head) in (0u16..).zip(&heads) { both.ring.set_avail_entry(at, *head); }
            both.ring.avail_idx().store(index % 12, Ordering::Release);
            let limit = both.memory.len() as u64 / 2;
            let window = Window(&both.memory, limit);
            let (start, mut chain) = (both.memory.at(0) as u64, Chain::default());
            if both.device.refresh().is_ok() {
                while let Ok(true) = both.device.pop(&window, &mut chain) {
                    prop_assert!(chain.buffers.len() <= usize::from(SIZE));
                    for &(at, len, _) in &chain.buffers {
                        prop_assert!(at as u64 >= start && at as u64 + len as u64 <= start + limit);
                    }
                }
            }
        }
    }
}
