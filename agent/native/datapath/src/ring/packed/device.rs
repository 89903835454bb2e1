//! The device's side of a packed ring.

use super::layout::{Body, PackedRing, is_available, used};
use super::position::Position;
use crate::abi::virtio::{DESC_F_INDIRECT, DESC_F_NEXT, DESC_F_WRITE};
use crate::ring::chain::{Walk, count};
use crate::ring::indirect::{Order, take_table};
use crate::ring::sync::{Ordering, fence};
use crate::ring::{
    Certainty, DeviceRing, QueueError, RingFeatures, RingParts, Segment, Taken, Token, Translate,
};

/// A packed queue as its device works it.
#[derive(Debug)]
pub struct PackedDevice {
    ring: PackedRing,
    features: RingFeatures,
    /// Where the next available descriptor will stand.
    next: Position,
    /// Chains' descriptors taken, free running.
    taken: u64,
    /// Where the next used descriptor goes.
    next_used: Position,
    /// Descriptors given back, published or not; free running.
    given: u64,
    shown: u64,
    shown_chains: u64,
    given_chains: u64,
    considered: u64,
    notified_chains: u64,
    /// First used descriptor of the batch and the flags that will show it: nothing behind it can be seen before.
    batch_head: Option<(u16, u16)>,
    /// In order: the last chain of a batch that one used descriptor will stand for, and where that one goes.
    batch: Option<(Position, u16)>,
}

impl PackedDevice {
    /// Everything behind the first descriptor, or a table in its place. Returns the first buffer and the token.
    #[cold]
    fn walk(&self, memory: &impl Translate, rest: &mut Vec<Segment>) -> Result<(Segment, Token), QueueError> {
        let (mut at, mut chain, mut seen) = (self.next, Walk::into(rest), 0u16);
        loop {
            let flags = self.ring.load_flags(at.slot);
            let Body { addr, len, id } = self.ring.body(at.slot);
            seen += 1;
            if flags & DESC_F_INDIRECT != 0 {
                // Tables and chains are never mixed in one list (2.8.7.1).
                if !self.features.indirect || flags & DESC_F_NEXT != 0 || chain.first().is_some() {
                    return Err(QueueError::Flags { flags });
                }
                take_table(memory, (addr, len), Order::Sequential, &mut chain)?;
            } else {
                chain.push(Segment::map(memory, addr, len, flags)?)?;
            }
            if let (0, Some(first)) = (flags & DESC_F_NEXT, chain.first()) {
                return Ok((first, Token { id, descriptors: seen }));
            }
            if seen == self.ring.size() {
                return Err(QueueError::ChainLoop { size: self.ring.size() });
            }
            at.advance(1);
        }
    }

    /// Writes a used descriptor, and shows it unless it is the first of its batch.
    #[inline]
    fn write_used(&mut self, at: Position, id: u16, written: u32) {
        self.ring.set_used_body(at.slot, id, written);
        let flags = used(at.wrap) | if written > 0 { DESC_F_WRITE } else { 0 };
        if self.batch_head.is_none() {
            self.batch_head = Some((at.slot, flags));
        } else {
            self.ring.store_flags(at.slot, flags);
        }
    }

    #[inline]
    fn write_batch(&mut self) {
        if let Some((at, last)) = self.batch.take() {
            self.write_used(at, last, 0);
        }
    }
}

impl DeviceRing for PackedDevice {
    /// `base` is the word of VHOST_SET_VRING_BASE: available slot and wrap counter below, used ones above.
    #[expect(clippy::cast_possible_truncation, reason = "two halves of a word")]
    fn new(parts: RingParts, features: RingFeatures, base: u32) -> Self {
        let ring = PackedRing::new(parts);
        let next = Position::from_word(base as u16, ring.size());
        let next_used = Position::from_word((base >> 16) as u16, ring.size());
        let given = next_used.count();
        Self {
            ring,
            features,
            next,
            taken: given + u64::from(next_used.distance(next)),
            next_used,
            given,
            shown: given,
            shown_chains: 0,
            given_chains: 0,
            considered: given,
            notified_chains: 0,
            batch_head: None,
            batch: None,
        }
    }

    fn relocate(&mut self, parts: RingParts) {
        self.ring = PackedRing::new(parts);
    }

    fn base(&self) -> u32 {
        u32::from(self.next.word()) | u32::from(self.next_used.word()) << 16
    }

    #[inline(always)]
    fn pop(&mut self, memory: &impl Translate, rest: &mut Vec<Segment>) -> Result<Option<Taken>, QueueError> {
        let flags = self.ring.load_flags(self.next.slot);
        if !is_available(flags, self.next.wrap) {
            return Ok(None);
        }
        let before = rest.len();
        let (first, token) = if flags & (DESC_F_NEXT | DESC_F_INDIRECT) == 0 {
            let Body { addr, len, id } = self.ring.body(self.next.slot);
            (Segment::map(memory, addr, len, flags)?, Token { id, descriptors: 1 })
        } else {
            self.walk(memory, rest).inspect_err(|_| rest.truncate(before))?
        };
        self.next.advance(token.descriptors);
        self.taken += u64::from(token.descriptors);
        Ok(Some(Taken { token, first, more: count(rest.len() - before) }))
    }

    /// Descriptors say themselves that they are available.
    fn announce(&mut self, _position: u64) -> Result<(), QueueError> {
        Ok(())
    }

    fn look_freely(&mut self) {}

    fn untake(&mut self, taken: &Taken) {
        self.next.retreat(taken.token.descriptors);
        self.taken -= u64::from(taken.token.descriptors);
    }

    #[inline]
    fn has_chain(&mut self) -> Result<bool, QueueError> {
        Ok(is_available(self.ring.load_flags(self.next.slot), self.next.wrap))
    }

    fn published_by_driver(&self) -> u64 {
        let (mut at, mut seen) = (self.next, self.taken);
        for _ in 0..self.ring.size() {
            if !is_available(self.ring.load_flags(at.slot), at.wrap) {
                break;
            }
            at.advance(1);
            seen += 1;
        }
        seen
    }

    #[inline]
    fn position_of(&self, notification: u16, from: u64) -> u64 {
        // Both count from the start of the ring; the notification knows two turns.
        let turns = 2 * u64::from(self.ring.size());
        let there = Position::from_word(notification, self.ring.size()).count();
        from + (there + turns - from % turns) % turns
    }

    fn position(&self) -> u64 {
        self.taken
    }

    #[inline(always)]
    fn push_used(&mut self, token: Token, written: u32) {
        if self.features.in_order && written == 0 {
            let at = self.batch.map_or(self.next_used, |(at, _)| at);
            self.batch = Some((at, token.id));
        } else {
            // What the device wrote has to be told buffer by buffer.
            self.write_batch();
            self.write_used(self.next_used, token.id, written);
        }
        self.next_used.advance(token.descriptors);
        self.given += u64::from(token.descriptors);
        self.given_chains += 1;
    }

    #[inline]
    fn publish(&mut self) -> bool {
        if self.shown == self.given {
            return false;
        }
        self.write_batch();
        if let Some((slot, flags)) = self.batch_head.take() {
            self.ring.store_flags(slot, flags);
        }
        self.shown = self.given;
        self.shown_chains = self.given_chains;
        true
    }

    #[inline]
    fn published(&self) -> u64 {
        self.shown_chains
    }

    #[inline]
    fn driver_wants_call(&mut self, certainty: Certainty) -> bool {
        certainty.enforce();
        let added = u32::try_from(self.shown - self.considered).unwrap_or(u32::MAX);
        let wanted = self.ring.driver_event().wants(self.next_used, added, self.ring.size());
        // What a glance did not see is considered again.
        if wanted || certainty == Certainty::Sure {
            self.considered = self.shown;
        }
        wanted
    }

    #[inline]
    fn take_batch(&mut self) -> u32 {
        let batch = self.shown_chains - self.notified_chains;
        self.notified_chains = self.shown_chains;
        u32::try_from(batch).unwrap_or(u32::MAX)
    }

    fn set_kicks(&mut self, wanted: bool) {
        let at = self.features.event_idx.then_some(self.next);
        self.ring.device_event().ask(wanted, at);
        // Full fence: the wish must be visible before the ring is looked at again (2.8.10).
        fence(Ordering::SeqCst);
    }
}
