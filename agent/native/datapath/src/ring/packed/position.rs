//! A place in a packed ring: a slot and a wrap counter (virtio 1.4, 2.8.1).

/// Slot and wrap counter of one side. The counter starts at 1 and flips each time the ring's end is passed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Position {
    pub(super) slot: u16,
    pub(super) wrap: bool,
    size: u16,
}

impl Position {
    pub(super) fn start(size: u16) -> Self {
        Self { slot: 0, wrap: true, size }
    }

    /// From 16 bits as they stand in events, doorbells and VHOST_SET_VRING_BASE: slot below, wrap counter in bit 15.
    pub(super) fn from_word(word: u16, size: u16) -> Self {
        Self { slot: (word & 0x7fff) & (size - 1), wrap: word & 0x8000 != 0, size }
    }

    #[inline]
    pub(super) fn word(self) -> u16 {
        self.slot | u16::from(self.wrap) << 15
    }

    /// Descriptors from the ring's start, modulo twice the ring.
    #[inline]
    pub(super) fn count(self) -> u64 {
        u64::from(self.slot) + if self.wrap { 0 } else { u64::from(self.size) }
    }

    #[inline]
    pub(super) fn advance(&mut self, by: u16) {
        let slot = u32::from(self.slot) + u32::from(by);
        if slot >= u32::from(self.size) {
            self.slot = wrapped(slot - u32::from(self.size));
            self.wrap = !self.wrap;
        } else {
            self.slot = wrapped(slot);
        }
    }

    /// The reverse of [`Self::advance`].
    pub(super) fn retreat(&mut self, by: u16) {
        if by > self.slot {
            self.slot += self.size - by;
            self.wrap = !self.wrap;
        } else {
            self.slot -= by;
        }
    }

    /// Descriptors from `self` forward to `other`, below twice the ring.
    #[inline]
    pub(super) fn distance(self, other: Self) -> u32 {
        let size = u32::from(self.size);
        let turn = if self.wrap == other.wrap { 0 } else { size };
        (2 * size + turn + u32::from(other.slot) - u32::from(self.slot)) % (2 * size)
    }
}

#[expect(clippy::cast_possible_truncation, reason = "below the ring's size, which is 16 bits wide")]
fn wrapped(slot: u32) -> u16 {
    slot as u16
}

/// Whether an event at `event` was passed by a side that moved by `added` descriptors and now stands at `now`
/// (2.8.10): the event counts turns by the wrap counter.
#[inline]
pub(super) fn passed(event: Position, now: Position, added: u32) -> bool {
    // An event ahead of `now` has a distance above the ring's size in one of the two turns that can be told apart.
    let behind = event.distance(now);
    behind != 0 && behind <= added
}

#[cfg(test)]
#[expect(clippy::cast_possible_truncation, reason = "small numbers")]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(count: u32, size: u16) -> Position {
        let size32 = u32::from(size);
        Position { slot: (count % size32) as u16, wrap: (count / size32).is_multiple_of(2), size }
    }

    proptest! {
        #[test]
        fn a_position_is_a_counter_modulo_twice_the_ring(log in 0u32..8, from in 0u32..1000, by in 0u16..128) {
            let size = 1u16 << log;
            let by = by.min(size);
            let mut position = at(from, size);
            position.advance(by);
            prop_assert_eq!(position, at(from + u32::from(by), size));
            let mut back = position;
            back.retreat(by);
            prop_assert_eq!(back, at(from, size));
            prop_assert_eq!(at(from, size).distance(position), u32::from(by) % (2 * u32::from(size)));
            prop_assert_eq!(Position::from_word(position.word(), size), position);
        }

        #[test]
        fn an_event_is_passed_exactly_when_it_lies_in_what_was_added(log in 0u32..7, from in 0u32..500, added in 0u32..64, ahead in 0u32..64) {
            let size = 1u16 << log;
            let (added, ahead) = (added.min(u32::from(size)), ahead.min(u32::from(size) - 1));
            let event = at(from + ahead, size);
            prop_assert_eq!(passed(event, at(from + added, size), added), ahead < added);
        }
    }
}
