//! Pairs rings with their observations: a doorbell lasts from the ring until the other side has noticed it.

use super::event::{Event, EventKind};
use ringside_otlp::doorbell::{Direction, Method};
use std::collections::VecDeque;

/// One doorbell, times in ticks of the trial's clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Doorbell {
    /// Who rang.
    pub direction: Direction,
    /// How.
    pub method: Method,
    /// Index of the virtqueue.
    pub queue: u16,
    /// Free-running ring index published when it was rung.
    pub ring_index: u64,
    /// Buffers published since the last ring.
    pub batch: u32,
    /// When it was rung.
    pub rung_ticks: u64,
    /// When the other side noticed; `None` if it was never seen to.
    pub seen_ticks: Option<u64>,
}

/// Pairs the events of both threads as they are read, in portions of any size.
///
/// A ring with index `i` is seen by the first observation of its queue and direction whose index is at least
/// `i`. An eventfd's observation must also not be older than the ring: the other side may have found the
/// published buffers while it worked off earlier ones, before the eventfd woke it. A mapped page's observation
/// carries the very value that was stored, so the index alone decides and clocks of two cores need not agree.
#[derive(Debug, Default)]
pub struct Pairing {
    /// Two a queue: kicks, then calls.
    lanes: Vec<PairingLane>,
}

/// Rings and observations of one queue and direction that still wait for each other.
#[derive(Debug, Default)]
struct PairingLane {
    rings: VecDeque<Event>,
    observations: VecDeque<Event>,
    ring_index: Unwrapped,
    seen_index: Unwrapped,
}

/// A free-running index of which each event has the lower half.
#[derive(Debug, Default)]
struct Unwrapped(u64);

impl Unwrapped {
    #[expect(clippy::cast_possible_truncation, reason = "the lower half is compared")]
    fn next(&mut self, low: u64) -> u64 {
        let step = (low as u32).wrapping_sub(self.0 as u32).cast_signed();
        self.0 = self.0.wrapping_add_signed(step.into());
        self.0
    }
}

impl Pairing {
    /// Takes an event. Events of one thread come in the order they were recorded; those of the other may come sooner or
    /// later.
    pub fn take(&mut self, mut event: Event) {
        let is_kick = matches!(event.kind, EventKind::Kick | EventKind::KickSeen);
        let at = usize::from(event.queue) * 2 + usize::from(!is_kick);
        if self.lanes.len() <= at {
            self.lanes.resize_with(at + 1, PairingLane::default);
        }
        let lane = &mut self.lanes[at];
        if event.kind.is_ring() {
            event.ring_index = lane.ring_index.next(event.ring_index);
            lane.rings.push_back(event);
        } else {
            event.ring_index = lane.seen_index.next(event.ring_index);
            lane.observations.push_back(event);
        }
    }

    /// Hands out the doorbells whose observation is known by now.
    pub fn paired(&mut self, mut each: impl FnMut(Doorbell)) {
        for lane in &mut self.lanes {
            lane.pair(&mut each);
        }
    }

    /// Hands out the rest: nobody will notice them any more.
    pub fn finish(mut self, mut each: impl FnMut(Doorbell)) {
        self.paired(&mut each);
        for ring in self.lanes.into_iter().flat_map(|lane| lane.rings) {
            each(doorbell(&ring, None));
        }
    }
}

impl PairingLane {
    fn pair(&mut self, each: &mut impl FnMut(Doorbell)) {
        // An observation waits while no ring is known that it does not see: one may still be read.
        while let (Some(ring), Some(seen)) = (self.rings.front(), self.observations.front()) {
            let sees = seen.ring_index >= ring.ring_index
                && (ring.method == Method::Mmio || seen.ticks >= ring.ticks);
            if sees {
                each(doorbell(ring, Some(seen.ticks.max(ring.ticks))));
                self.rings.pop_front();
            } else {
                self.observations.pop_front();
            }
        }
    }
}

fn doorbell(ring: &Event, seen_ticks: Option<u64>) -> Doorbell {
    Doorbell {
        direction: if ring.kind == EventKind::Kick { Direction::Kick } else { Direction::Call },
        method: ring.method,
        queue: ring.queue,
        ring_index: ring.ring_index,
        batch: ring.batch,
        rung_ticks: ring.ticks,
        seen_ticks,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn event(kind: EventKind, method: Method, ticks: u64, ring_index: u64) -> Event {
        Event { ticks, ring_index, batch: 1, queue: 1, kind, method }
    }

    fn pair(events: &[Event]) -> Vec<Doorbell> {
        let (mut pairing, mut doorbells) = (Pairing::default(), Vec::new());
        events.iter().for_each(|&event| pairing.take(event));
        pairing.finish(|doorbell| doorbells.push(doorbell));
        doorbells
    }

    fn seen(events: &[Event]) -> Vec<Option<u64>> {
        pair(events).iter().map(|doorbell| doorbell.seen_ticks).collect()
    }

    #[test]
    fn one_observation_ends_every_ring_it_covers() {
        let [first, second, third] = [1, 2, 3].map(|n| event(EventKind::Kick, Method::Mmio, n * 10, n));
        let observed = event(EventKind::KickSeen, Method::Mmio, 25, 2);
        assert_eq!(seen(&[first, second, third, observed]), [Some(25), Some(25), None]);
    }

    #[test]
    fn buffers_found_before_the_eventfd_was_written_do_not_end_the_doorbell() {
        let early = event(EventKind::KickSeen, Method::Eventfd, 10, 5);
        let kick = event(EventKind::Kick, Method::Eventfd, 20, 5);
        let late = event(EventKind::KickSeen, Method::Eventfd, 30, 5);
        assert_eq!(seen(&[early, kick, late]), [Some(30)]);
    }

    #[test]
    fn a_mapped_doorbell_never_ends_before_it_begins() {
        let kick = event(EventKind::Kick, Method::Mmio, 20, 5);
        assert_eq!(seen(&[kick, event(EventKind::KickSeen, Method::Mmio, 19, 5)]), [Some(20)]);
    }

    #[test]
    fn kicks_and_calls_are_kept_apart() {
        let doorbells = pair(&[
            event(EventKind::Kick, Method::Eventfd, 1, 1),
            event(EventKind::CallSeen, Method::Eventfd, 9, 1),
            event(EventKind::KickSeen, Method::Eventfd, 4, 1),
            event(EventKind::Call, Method::Eventfd, 6, 1),
        ]);
        let found: Vec<_> = doorbells.iter().map(|d| (d.direction, d.seen_ticks)).collect();
        assert_eq!(found, [(Direction::Kick, Some(4)), (Direction::Call, Some(9))]);
    }

    #[test]
    fn an_index_grows_past_what_an_event_keeps_of_it() {
        let low = |index: u64| index & u64::from(u32::MAX);
        let steps = [1, 1 << 30, 2 << 30, 3 << 30, 4 << 30, (5 << 30) - 1];
        let kicks = steps.map(|index| event(EventKind::Kick, Method::Mmio, index, low(index)));
        assert_eq!(pair(&kicks).iter().map(|doorbell| doorbell.ring_index).collect::<Vec<_>>(), steps);
    }

    /// Kicks and observations of three queues with growing indices, in the order of one thread each.
    fn threads() -> impl Strategy<Value = (Vec<Event>, Vec<Event>)> {
        let steps = || prop::collection::vec((0_u16..3, 1_u64..50), 0..100);
        (steps(), steps()).prop_map(|(kicks, seens)| {
            let timed = |list: &[(u16, u64)], kind| {
                let mut index = [0_u64; 3];
                let events = list.iter().enumerate().map(|(at, &(queue, step))| {
                    index[usize::from(queue)] += step;
                    let index = index[usize::from(queue)];
                    Event { queue, ..event(kind, Method::Eventfd, at as u64 * 10, index) }
                });
                events.collect::<Vec<_>>()
            };
            (timed(&kicks, EventKind::Kick), timed(&seens, EventKind::KickSeen))
        })
    }

    proptest! {
        #[test]
        fn portions_of_any_size_give_the_same_doorbells((kicks, seens) in threads(), takes in prop::collection::vec((0_usize..9, 0_usize..9), 0..40)) {
            let whole = pair(&[&kicks[..], &seens[..]].concat());
            prop_assert_eq!(whole.len(), kicks.len());
            prop_assert!(whole.iter().all(|doorbell| doorbell.seen_ticks.is_none_or(|seen| seen >= doorbell.rung_ticks)));

            let (mut pairing, mut portions) = (Pairing::default(), Vec::new());
            let (mut kicks, mut seens) = (kicks.into_iter(), seens.into_iter());
            for (of_driver, of_device) in takes {
                seens.by_ref().take(of_device).for_each(|event| pairing.take(event));
                kicks.by_ref().take(of_driver).for_each(|event| pairing.take(event));
                pairing.paired(|doorbell| portions.push(doorbell));
            }
            kicks.chain(seens).for_each(|event| pairing.take(event));
            pairing.finish(|doorbell| portions.push(doorbell));
            let by_queue = |list: &[Doorbell]| (0..3).map(|queue| list.iter().copied().filter(|d| d.queue == queue).collect::<Vec<_>>()).collect::<Vec<_>>();
            prop_assert_eq!(by_queue(&portions), by_queue(&whole));
        }
    }
}
