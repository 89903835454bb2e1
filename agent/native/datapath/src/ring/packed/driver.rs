//! The driver's side of a packed ring: one chain a buffer, published in batches.

use super::layout::{Body, PackedRing, SLOTS_PER_LINE, available, is_used};
use super::position::Position;
use crate::abi::virtio::DESC_F_NEXT;
use crate::ring::buffers::HEAD_BYTES;
use crate::ring::free::FreeBuffers;
use crate::ring::indirect::Order;
use crate::ring::sync::{Ordering, fence};
use crate::ring::{BufferLayout, Buffers, Certainty, DriverRing, RingFeatures, RingParts};

/// How far ahead a driver asks for the lines it will write descriptors to: the device wrote or read them last. Nearer is
/// too late and farther takes them from the device. Loopback of 64 B rose by a fifth.
const SLOTS_AHEAD: u16 = 2 * SLOTS_PER_LINE;

/// A packed queue as its driver works it. The buffer's number is its id.
#[derive(Debug)]
pub struct PackedDriver {
    ring: PackedRing,
    features: RingFeatures,
    buffers: Buffers,
    /// Descriptors a buffer takes.
    span: u16,
    free: FreeBuffers,
    /// Where the next descriptor goes.
    next: Position,
    /// First descriptor of the batch and the flags that will show it: nothing behind it can be seen before.
    batch_head: Option<(u16, u16)>,
    /// Buffers offered, published or not; free running.
    offered: u64,
    published: u64,
    /// Published when the doorbell was last considered.
    considered: u64,
    notified: u64,
    /// Where the next used descriptor will stand.
    next_used: Position,
    used: u64,
    /// In order: the last buffer of the batch at hand, and the bytes written to it.
    batch_end: Option<(u16, u32)>,
    next_in_order: u16,
    /// The device named a buffer that it cannot have used: what follows cannot be found any more.
    lost: bool,
}

impl PackedDriver {
    #[inline]
    fn put(&mut self, body: Body, flags: u16) {
        let (slot, flags) = (self.next.slot, flags | available(self.next.wrap));
        self.ring.prefetch_line(slot.wrapping_add(SLOTS_AHEAD));
        self.ring.set_body(slot, body);
        if self.batch_head.is_none() {
            self.batch_head = Some((slot, flags));
        } else {
            self.ring.store_flags(slot, flags);
        }
        self.next.advance(1);
    }

    /// Reads the used descriptor at hand: id and bytes written.
    #[inline]
    fn read_used(&mut self) -> Option<(u16, u32)> {
        if !is_used(self.ring.load_flags(self.next_used.slot), self.next_used.wrap) || self.lost {
            return None;
        }
        let Body { id, len, .. } = self.ring.body(self.next_used.slot);
        // Never more than was published: no buffer is given back twice. In order, one stands for those before it.
        let ahead = if self.features.in_order { self.ahead_in_order(id) } else { 0 };
        self.lost = id >= self.free.count() || u64::from(ahead) >= self.published - self.used;
        (!self.lost).then_some((id, len))
    }

    /// A used descriptor stands for every buffer up to the one it names (2.8.11).
    #[inline]
    fn pop_in_order(&mut self) -> Option<(u16, u32)> {
        if self.batch_end.is_none() {
            self.batch_end = Some(self.read_used()?);
        }
        let (last, len) = self.batch_end?;
        let buffer = self.next_in_order;
        self.next_in_order = self.free.after(buffer, 1);
        self.next_used.advance(self.span);
        self.used += 1;
        if buffer == last {
            self.batch_end = None;
            return Some((buffer, len));
        }
        Some((buffer, self.buffers.stride))
    }
}

impl DriverRing for PackedDriver {
    fn new(parts: RingParts, features: RingFeatures, buffers: &Buffers) -> Self {
        let (ring, span) = (PackedRing::new(parts), buffers.layout.descriptors());
        let (count, start) = (ring.size() / span, Position::start(ring.size()));
        Self {
            ring,
            features,
            buffers: *buffers,
            span,
            free: FreeBuffers::all(count, features.in_order),
            next: start,
            batch_head: None,
            offered: 0,
            published: 0,
            considered: 0,
            notified: 0,
            next_used: start,
            used: 0,
            batch_end: None,
            next_in_order: 0,
            lost: false,
        }
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
        let (addr, flags, id) = (self.buffers.address(buffer), self.buffers.flags(), buffer);
        match self.buffers.layout {
            BufferLayout::Single => self.put(Body { addr, len, id }, flags),
            BufferLayout::Chained => {
                self.put(Body { addr, len: HEAD_BYTES, id }, flags | DESC_F_NEXT);
                let (addr, len) = (addr + u64::from(HEAD_BYTES), len.saturating_sub(HEAD_BYTES));
                self.put(Body { addr, len, id }, flags);
            }
            BufferLayout::Indirect => {
                let (addr, len) = self.buffers.table(buffer, len, Order::Sequential);
                self.put(Body { addr, len, id }, self.buffers.layout.indirect_flag());
            }
        }
        self.offered += 1;
    }

    #[inline]
    fn publish(&mut self) -> u64 {
        if let Some((slot, flags)) = self.batch_head.take() {
            self.ring.store_flags(slot, flags);
        }
        self.published = self.offered;
        self.published * u64::from(self.span)
    }

    #[inline]
    fn device_wants_kick(&mut self, certainty: Certainty) -> bool {
        certainty.enforce();
        let added = u32::try_from(self.published - self.considered).unwrap_or(u32::MAX);
        let added = added.saturating_mul(u32::from(self.span));
        let wanted = self.ring.device_event().wants(self.next, added, self.ring.size());
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

    #[inline]
    fn pop_used(&mut self) -> Option<(u16, u32)> {
        if self.features.in_order {
            return self.pop_in_order();
        }
        let used = self.read_used()?;
        self.next_used.advance(self.span);
        self.used += 1;
        Some(used)
    }

    #[inline(always)]
    fn release(&mut self, buffer: u16) {
        self.free.put(buffer);
    }

    #[inline]
    fn reclaim(&mut self) {
        while let Some((buffer, _)) = self.pop_used() {
            if self.features.in_order && self.batch_end.is_some() {
                self.reclaim_rest_of_batch();
            }
            self.release(buffer);
        }
    }

    fn used_seen(&self) -> u64 {
        if self.lost || self.batch_end.is_some() {
            return self.used + u64::from(!self.lost);
        }
        let (mut at, mut seen) = (self.next_used, self.used);
        // Never more than was published, whatever the device says.
        while seen < self.published && is_used(self.ring.load_flags(at.slot), at.wrap) {
            if self.features.in_order {
                // One descriptor for the whole batch: those behind it say nothing.
                let ahead = self.ahead_in_order(self.ring.body(at.slot).id.min(self.free.count() - 1));
                return self.published.min(seen + 1 + u64::from(ahead));
            }
            at.advance(self.span);
            seen += 1;
        }
        seen
    }

    fn set_calls(&mut self, wanted: bool) -> bool {
        let at = self.features.event_idx.then_some(self.next_used);
        self.ring.driver_event().ask(wanted, at);
        // Full fence: the wish must be visible before the ring is looked at again (2.8.10).
        fence(Ordering::SeqCst);
        self.used_seen() != self.used
    }

    fn notification_position(&self) -> u16 {
        self.next.word()
    }
}

impl PackedDriver {
    /// Buffers of a batch behind the next one in order, up to `last`.
    #[inline]
    fn ahead_in_order(&self, last: u16) -> u16 {
        self.free.places(self.next_in_order, last)
    }

    #[inline]
    fn reclaim_rest_of_batch(&mut self) {
        let Some((last, _)) = self.batch_end.take() else { return };
        let more = self.ahead_in_order(last) + 1;
        self.next_in_order = self.free.after(last, 1);
        self.next_used.advance(more * self.span);
        self.used += u64::from(more);
        self.free.put_next(usize::from(more));
    }
}
