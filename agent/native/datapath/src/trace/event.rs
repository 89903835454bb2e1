//! What is recorded of a doorbell, and how it is packed: 16 bytes, four events a cache line.

use ringside_otlp::doorbell::Method;

/// What happened to a doorbell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EventKind {
    /// The driver rings.
    Kick,
    /// The device has noticed a kick.
    KickSeen,
    /// The device rings.
    Call,
    /// The driver has noticed a call.
    CallSeen,
}

impl EventKind {
    const ALL: [Self; 4] = [Self::Kick, Self::KickSeen, Self::Call, Self::CallSeen];

    /// Whether it is a ring; else the observation of one.
    pub fn is_ring(self) -> bool {
        matches!(self, Self::Kick | Self::Call)
    }
}

/// One event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Event {
    /// A reading of the trial's clock.
    pub ticks: u64,
    /// The free-running ring index that was published (by the ringing side) or seen (by the other). The lower half of it
    /// is kept: indices of one queue grow by less than 2^31 from one event to the next.
    pub ring_index: u64,
    /// Buffers published since the last ring.
    pub batch: u32,
    /// Index of the virtqueue, below 128.
    pub queue: u16,
    /// What happened.
    pub kind: EventKind,
    /// How it was rung.
    pub method: Method,
}

/// Bits below the time: queue (7), method (1), kind (2).
const TICKS_SHIFT: u32 = 10;
const METHOD_BIT: u64 = 1 << 7;
const KIND_SHIFT: u32 = 8;
const QUEUE_MASK: u64 = 0x7f;

/// An event as it lies in memory: when and what, then ring index and batch.
pub(super) type Packed = [u64; 2];

impl Event {
    #[inline(always)]
    #[expect(clippy::cast_possible_truncation, reason = "the lower half of the index is what is kept")]
    pub(super) fn pack(self) -> Packed {
        let method = if self.method == Method::Mmio { METHOD_BIT } else { 0 };
        let what = u64::from(self.queue) & QUEUE_MASK | method | (self.kind as u64) << KIND_SHIFT;
        [self.ticks << TICKS_SHIFT | what, u64::from(self.ring_index as u32) | u64::from(self.batch) << 32]
    }

    /// The event as packed. `epoch_ticks` is a time before it, by less than 2^54 ticks, of which the upper bits are
    /// taken; the ring index is its lower half.
    pub(super) fn unpack([when, index]: Packed, epoch_ticks: u64) -> Self {
        // As far after the epoch as the bits that were kept say.
        let since = when.wrapping_sub(epoch_ticks << TICKS_SHIFT) >> TICKS_SHIFT;
        Self {
            ticks: epoch_ticks + since,
            ring_index: index & u64::from(u32::MAX),
            batch: (index >> 32) as u32,
            queue: (when & QUEUE_MASK) as u16,
            kind: EventKind::ALL[(when >> KIND_SHIFT) as usize % EventKind::ALL.len()],
            method: if when & METHOD_BIT == 0 { Method::Eventfd } else { Method::Mmio },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn an_event_is_unpacked_as_it_was_packed(
            epoch in 0_u64..1 << 62, since in 0_u64..1 << 53, ring_index in any::<u32>(), batch in any::<u32>(),
            queue in 0_u16..128, kind in 0_usize..4, mapped in any::<bool>(),
        ) {
            let event = Event {
                ticks: epoch + since,
                ring_index: ring_index.into(),
                batch,
                queue,
                kind: EventKind::ALL[kind],
                method: if mapped { Method::Mmio } else { Method::Eventfd },
            };
            prop_assert_eq!(Event::unpack(event.pack(), epoch), event);
        }
    }
}
