//! The device's side of a split ring.

use super::layout::{Descriptor, SplitRing};
use crate::abi::virtio::{AVAIL_F_NO_INTERRUPT, DESC_F_INDIRECT, DESC_F_NEXT, USED_F_NO_NOTIFY};
use crate::ring::chain::{Walk, count};
use crate::ring::event::passed;
use crate::ring::indirect::{Order, take_table};
use crate::ring::sync::{Ordering, fence};
use crate::ring::{
    Certainty, DeviceRing, QueueError, RingFeatures, RingParts, Segment, Taken, Token, Translate,
};

/// A split queue as its device works it.
#[derive(Debug)]
pub struct SplitDevice {
    ring: SplitRing,
    features: RingFeatures,
    /// Chains taken, free running.
    next_avail: u64,
    /// Last `avail.idx` read.
    avail_idx: u16,
    /// Entries given back, published or not, free running.
    next_used: u64,
    published: u64,
    /// Published when the call was last considered.
    considered: u64,
    notified: u64,
    /// Only what the driver announces is looked at.
    announced: bool,
    /// In order: position of the first entry of a batch that is not written yet, and the last chain of it.
    batch: Option<(u64, u16)>,
}

#[expect(clippy::cast_possible_truncation, reason = "ring indices are modulo 65536")]
fn index(position: u64) -> u16 {
    position as u16
}

impl SplitDevice {
    /// Looks at what the driver has published.
    #[inline]
    fn refresh(&mut self) -> Result<bool, QueueError> {
        // Acquire: entries, descriptors and bytes must be read after the index that hands them over.
        let avail = self.ring.avail_idx().load(Ordering::Acquire);
        let ahead = avail.wrapping_sub(index(self.next_avail));
        if ahead > self.ring.size() {
            return Err(QueueError::IndexJump { by: ahead, size: self.ring.size() });
        }
        self.avail_idx = avail;
        Ok(ahead != 0)
    }

    /// Everything behind the first descriptor, or a table in its place.
    #[cold]
    fn walk(
        &self,
        memory: &impl Translate,
        head: u16,
        rest: &mut Vec<Segment>,
    ) -> Result<Segment, QueueError> {
        let (mut at, mut chain, mut seen) = (head, Walk::into(rest), 0);
        loop {
            let Descriptor { addr, len, flags, next } = self.ring.descriptor(at);
            if flags & DESC_F_INDIRECT != 0 {
                if !self.features.indirect || flags & DESC_F_NEXT != 0 {
                    return Err(QueueError::Flags { flags });
                }
                take_table(memory, (addr, len), Order::Linked, &mut chain)?;
            } else {
                chain.push(Segment::map(memory, addr, len, flags)?)?;
            }
            seen += 1;
            if let (0, Some(first)) = (flags & DESC_F_NEXT, chain.first()) {
                return Ok(first);
            }
            if seen == self.ring.size() {
                return Err(QueueError::ChainLoop { size: self.ring.size() });
            }
            at = self.checked(next)?;
        }
    }

    #[inline(always)]
    fn checked(&self, index: u16) -> Result<u16, QueueError> {
        if index < self.ring.size() {
            Ok(index)
        } else {
            Err(QueueError::DescriptorIndex { index, size: self.ring.size() })
        }
    }

    /// Writes the one entry that stands for a batch (2.7.11).
    #[inline]
    fn write_batch(&mut self) {
        if let Some((first, last)) = self.batch.take() {
            self.ring.set_used_entry(index(first), last, 0);
        }
    }
}

impl DeviceRing for SplitDevice {
    fn new(parts: RingParts, features: RingFeatures, base: u32) -> Self {
        let ring = SplitRing::new(parts);
        let base = index(u64::from(base));
        let used = u64::from(ring.used_idx().load(Ordering::Relaxed));
        Self {
            ring,
            features,
            next_avail: u64::from(base),
            avail_idx: base,
            next_used: used,
            published: used,
            considered: used,
            notified: used,
            announced: false,
            batch: None,
        }
    }

    fn relocate(&mut self, parts: RingParts) {
        self.ring = SplitRing::new(parts);
    }

    fn base(&self) -> u32 {
        u32::from(index(self.next_avail))
    }

    #[inline(always)]
    fn pop(&mut self, memory: &impl Translate, rest: &mut Vec<Segment>) -> Result<Option<Taken>, QueueError> {
        if index(self.next_avail) == self.avail_idx && (self.announced || !self.refresh()?) {
            return Ok(None);
        }
        let head = self.checked(self.ring.avail_entry(index(self.next_avail)))?;
        let descriptor = self.ring.descriptor(head);
        let before = rest.len();
        let first = if descriptor.flags & (DESC_F_NEXT | DESC_F_INDIRECT) == 0 {
            Segment::map(memory, descriptor.addr, descriptor.len, descriptor.flags)?
        } else {
            self.walk(memory, head, rest).inspect_err(|_| rest.truncate(before))?
        };
        self.next_avail += 1;
        let token = Token { id: head, descriptors: 1 };
        Ok(Some(Taken { token, first, more: count(rest.len() - before) }))
    }

    fn announce(&mut self, position: u64) -> Result<(), QueueError> {
        if self.features.event_idx {
            // The driver rings for some positions only; what lies between has to be looked for.
            return Ok(());
        }
        let ahead = position - self.next_avail.min(position);
        match u16::try_from(ahead) {
            Ok(by) if by <= self.ring.size() => {
                // A doorbell may be older than what was taken before positions were announced.
                (self.announced, self.avail_idx) = (true, index(position.max(self.next_avail)));
            }
            by => return Err(QueueError::IndexJump { by: by.unwrap_or(u16::MAX), size: self.ring.size() }),
        }
        Ok(())
    }

    fn look_freely(&mut self) {
        self.announced = false;
    }

    fn untake(&mut self, _taken: &Taken) {
        self.next_avail -= 1;
    }

    #[inline]
    fn has_chain(&mut self) -> Result<bool, QueueError> {
        Ok(index(self.next_avail) != self.avail_idx || (!self.announced && self.refresh()?))
    }

    fn published_by_driver(&self) -> u64 {
        let ahead = self.ring.avail_idx().load(Ordering::Acquire).wrapping_sub(index(self.next_avail));
        self.next_avail + u64::from(ahead.min(self.ring.size()))
    }

    #[inline]
    fn position_of(&self, notification: u16, from: u64) -> u64 {
        from + u64::from(notification.wrapping_sub(index(from)))
    }

    fn position(&self) -> u64 {
        self.next_avail
    }

    #[inline(always)]
    fn push_used(&mut self, token: Token, written: u32) {
        if self.features.in_order && written == 0 {
            let first = self.batch.map_or(self.next_used, |(first, _)| first);
            self.batch = Some((first, token.id));
        } else {
            // What the device wrote has to be told buffer by buffer.
            self.write_batch();
            self.ring.set_used_entry(index(self.next_used), token.id, written);
        }
        self.next_used += 1;
    }

    #[inline]
    fn publish(&mut self) -> bool {
        if self.published == self.next_used {
            return false;
        }
        self.write_batch();
        // Release: used entries and written bytes must be visible before the index that shows them.
        self.ring.used_idx().store(index(self.next_used), Ordering::Release);
        self.published = self.next_used;
        true
    }

    #[inline]
    fn published(&self) -> u64 {
        self.published
    }

    #[inline]
    fn driver_wants_call(&mut self, certainty: Certainty) -> bool {
        certainty.enforce();
        let wanted = if self.features.event_idx {
            let event = self.ring.used_event().load(Ordering::Relaxed);
            passed(event, index(self.published), index(self.considered))
        } else {
            self.ring.avail_flags().load(Ordering::Relaxed) & AVAIL_F_NO_INTERRUPT == 0
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

    fn set_kicks(&mut self, wanted: bool) {
        if self.features.event_idx {
            let event = index(self.next_avail).wrapping_sub(u16::from(!wanted));
            self.ring.avail_event().store(event, Ordering::Relaxed);
        } else {
            self.ring.used_flags().store(if wanted { 0 } else { USED_F_NO_NOTIFY }, Ordering::Relaxed);
        }
        // Full fence: the wish must be visible before the available index is looked at again (2.7.10.1).
        fence(Ordering::SeqCst);
    }
}
