//! The driver's side of a split ring: one chain a buffer, published in batches.

use super::layout::{Descriptor, SplitRing};
use crate::abi::virtio::{AVAIL_F_NO_INTERRUPT, DESC_F_NEXT, USED_F_NO_NOTIFY};
use crate::ring::buffers::HEAD_BYTES;
use crate::ring::event::passed;
use crate::ring::free::FreeBuffers;
use crate::ring::indirect::Order;
use crate::ring::sync::{Ordering, fence};
use crate::ring::{BufferLayout, Buffers, Certainty, DriverRing, RingFeatures, RingParts};

/// A split queue as its driver works it. Buffer `i` owns the descriptors from `i` x descriptors per buffer on, which
/// are written once; only lengths change.
#[derive(Debug)]
pub struct SplitDriver {
    ring: SplitRing,
    features: RingFeatures,
    buffers: Buffers,
    /// Descriptors a buffer takes.
    span: u16,
    /// Bytes each buffer was last offered with, so that a descriptor is written only when it changes.
    lens: Box<[u32]>,
    free: FreeBuffers,
    /// Entries written, published or not; free running.
    next_avail: u64,
    published: u64,
    /// Published when the doorbell was last considered.
    considered: u64,
    /// Published when the doorbell was last rung.
    notified: u64,
    next_used: u64,
    /// Last `used.idx` read, so that the shared line is touched once a batch; never beyond what was published.
    used_idx: u16,
    /// In order: the last buffer of the batch at hand, and the bytes written to it.
    batch_end: Option<(u16, u32)>,
    next_in_order: u16,
    /// In order: the device named a buffer that it cannot have used, so where the order goes on is unknown.
    lost: bool,
}

#[expect(clippy::cast_possible_truncation, reason = "ring indices are modulo 65536")]
fn index(position: u64) -> u16 {
    position as u16
}

impl SplitDriver {
    fn head(&self, buffer: u16) -> u16 {
        buffer * self.span
    }

    fn write_descriptors(&self, buffer: u16, len: u32) {
        let (head, addr, flags) = (self.head(buffer), self.buffers.address(buffer), self.buffers.flags());
        match self.buffers.layout {
            BufferLayout::Single => self.ring.set_descriptor(head, Descriptor { addr, len, flags, next: 0 }),
            BufferLayout::Chained => {
                let next = head + 1;
                let first = Descriptor { addr, len: HEAD_BYTES, flags: flags | DESC_F_NEXT, next };
                let (addr, len) = (addr + u64::from(HEAD_BYTES), len.saturating_sub(HEAD_BYTES));
                self.ring.set_descriptor(head, first);
                self.ring.set_descriptor(next, Descriptor { addr, len, flags, next: 0 });
            }
            BufferLayout::Indirect => {
                let flags = self.buffers.layout.indirect_flag();
                let (addr, len) = self.buffers.table(buffer, len, Order::Linked);
                self.ring.set_descriptor(head, Descriptor { addr, len, flags, next: 0 });
            }
        }
    }

    /// Used entries the driver has not read. A device that claims more than it was offered gives no buffer back twice.
    #[inline]
    fn unread_used(&self) -> u16 {
        let next = index(self.next_used);
        // Acquire: used entries and the bytes the device wrote must be read after the index that shows them.
        let claimed = self.ring.used_idx().load(Ordering::Acquire).wrapping_sub(next);
        claimed.min(index(self.published).wrapping_sub(next))
    }

    #[inline]
    fn refresh_used(&mut self) -> bool {
        let unread = self.unread_used();
        self.used_idx = index(self.next_used).wrapping_add(unread);
        unread != 0
    }

    #[inline]
    fn has_unread_used(&mut self) -> bool {
        index(self.next_used) != self.used_idx || self.refresh_used()
    }

    /// A used entry may stand for a whole batch: it names the batch's last buffer, those before it count as used in
    /// full (2.7.11).
    #[inline]
    fn pop_in_order(&mut self) -> Option<(u16, u32)> {
        if self.batch_end.is_none() {
            if self.lost || !self.has_unread_used() {
                return None;
            }
            let (head, len) = self.ring.used_entry(index(self.next_used));
            let last = self.buffer_in_batch(head);
            self.lost = last.is_none();
            self.batch_end = Some((last?, len));
        }
        let (last, len) = self.batch_end?;
        let buffer = self.next_in_order;
        self.next_in_order = self.free.after(buffer, 1);
        self.next_used += 1;
        if buffer == last {
            self.batch_end = None;
            return Some((buffer, len));
        }
        Some((buffer, self.buffers.stride))
    }

    /// The buffer of a used entry, if a batch from the next one in order up to it fits into what the index shows.
    #[inline]
    fn buffer_in_batch(&self, head: u32) -> Option<u16> {
        let last = u16::try_from(head).ok().filter(|&head| head < self.ring.size())? / self.span;
        let ahead = self.free.places(self.next_in_order, last);
        (ahead < self.used_idx.wrapping_sub(index(self.next_used))).then_some(last)
    }
}

impl DriverRing for SplitDriver {
    fn new(parts: RingParts, features: RingFeatures, buffers: &Buffers) -> Self {
        let (ring, span) = (SplitRing::new(parts), buffers.layout.descriptors());
        let count = ring.size() / span;
        let driver = Self {
            ring,
            features,
            buffers: *buffers,
            span,
            lens: vec![buffers.stride; usize::from(count)].into_boxed_slice(),
            free: FreeBuffers::all(count, features.in_order),
            next_avail: 0,
            published: 0,
            considered: 0,
            notified: 0,
            next_used: 0,
            used_idx: 0,
            batch_end: None,
            next_in_order: 0,
            lost: false,
        };
        for buffer in 0..count {
            driver.write_descriptors(buffer, buffers.stride);
        }
        // In order, entry `i` names the same buffer at every turn of the ring.
        for entry in 0..ring.size() {
            ring.set_avail_entry(entry, driver.head(entry % count));
        }
        driver
    }

    fn buffers(&self) -> usize {
        usize::from(self.free.count())
    }

    #[inline(always)]
    fn free_len(&self) -> usize {
        self.free.len()
    }

    #[inline(always)]
    fn take_free(&mut self) -> Option<u16> {
        self.free.take()
    }

    #[inline(always)]
    fn peek_free(&self, ahead: usize) -> Option<u16> {
        self.free.peek(ahead)
    }

    #[inline(always)]
    fn offer(&mut self, buffer: u16, len: u32) {
        let last = &mut self.lens[usize::from(buffer)];
        if *last != len {
            *last = len;
            self.write_descriptors(buffer, len);
        }
        if !self.features.in_order {
            self.ring.set_avail_entry(index(self.next_avail), self.head(buffer));
        }
        self.next_avail += 1;
    }

    #[inline]
    fn publish(&mut self) -> u64 {
        // Release: descriptors, entries and packet bytes must be visible before the index that hands them over.
        self.ring.avail_idx().store(index(self.next_avail), Ordering::Release);
        self.published = self.next_avail;
        self.published
    }

    #[inline]
    fn device_wants_kick(&mut self, certainty: Certainty) -> bool {
        certainty.enforce();
        let wanted = if self.features.event_idx {
            let event = self.ring.avail_event().load(Ordering::Relaxed);
            passed(event, index(self.published), index(self.considered))
        } else {
            self.ring.used_flags().load(Ordering::Relaxed) & USED_F_NO_NOTIFY == 0
        };
        // What a glance did not see is considered again.
        if wanted || certainty == Certainty::Sure {
            self.considered = self.published;
        }
        wanted
    }

    #[inline]
    fn take_batch(&mut self) -> u32 {
        let batch = self.published - self.notified;
        self.notified = self.published;
        u32::try_from(batch).unwrap_or(u32::MAX)
    }

    /// A used entry with a number that is no buffer's is skipped.
    #[inline]
    fn pop_used(&mut self) -> Option<(u16, u32)> {
        if self.features.in_order {
            return self.pop_in_order();
        }
        while self.has_unread_used() {
            let (head, len) = self.ring.used_entry(index(self.next_used));
            self.next_used += 1;
            match u16::try_from(head) {
                Ok(head) if head < self.ring.size() => return Some((head / self.span, len)),
                _ => {}
            }
        }
        None
    }

    #[inline(always)]
    fn release(&mut self, buffer: u16) {
        self.free.put(buffer);
    }

    #[inline]
    fn reclaim(&mut self) {
        if !self.features.in_order || self.batch_end.is_some() || self.lost {
            while let Some((buffer, _)) = self.pop_used() {
                self.release(buffer);
            }
            return;
        }
        // In order, how far the index moved says it all; no entry needs to be read.
        if self.refresh_used() {
            let used = usize::from(self.used_idx.wrapping_sub(index(self.next_used)));
            self.next_used += used as u64;
            self.free.put_next(used);
            self.next_in_order = self.free.after(self.next_in_order, used);
        }
    }

    fn used_seen(&self) -> u64 {
        self.next_used + if self.lost { 0 } else { u64::from(self.unread_used()) }
    }

    fn set_calls(&mut self, wanted: bool) -> bool {
        if self.features.event_idx {
            // One position behind: reached again only after 65535 more, and a stray call is harmless (2.7.7.2).
            let event = index(self.next_used).wrapping_sub(u16::from(!wanted));
            self.ring.used_event().store(event, Ordering::Relaxed);
        } else {
            self.ring.avail_flags().store(if wanted { 0 } else { AVAIL_F_NO_INTERRUPT }, Ordering::Relaxed);
        }
        // Full fence: the wish must be visible before the used index is looked at again (2.7.7.1).
        fence(Ordering::SeqCst);
        self.used_seen() != self.next_used
    }

    fn notification_position(&self) -> u16 {
        index(self.published)
    }
}
