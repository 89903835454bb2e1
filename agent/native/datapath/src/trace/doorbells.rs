//! Pairs rings with their observations: a doorbell lasts from the ring until the other side has noticed it.

use super::event::{Event, EventKind};
use ringside_otlp::doorbell::{Direction, Method};

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

/// Pairs the events of the driver's and the device's ring.
///
/// A ring with index `i` is seen by the first observation of its queue and direction whose index is at least
/// `i`. An eventfd's observation must also not be older than the ring: the other side may have found the
/// published buffers while it worked off earlier ones, before the eventfd woke it. A mapped page's observation
/// carries the very value that was stored, so the index alone decides and clocks of two cores need not agree.
pub fn pair(driver: &[Event], device: &[Event]) -> Vec<Doorbell> {
    let mut doorbells = Vec::new();
    pair_direction(driver, EventKind::Kick, device, EventKind::KickSeen, &mut doorbells);
    pair_direction(device, EventKind::Call, driver, EventKind::CallSeen, &mut doorbells);
    doorbells
}

fn pair_direction(
    rings: &[Event],
    rung: EventKind,
    seens: &[Event],
    seen: EventKind,
    out: &mut Vec<Doorbell>,
) {
    let direction = if rung == EventKind::Kick { Direction::Kick } else { Direction::Call };
    let queues = rings.iter().filter(|event| event.kind == rung).map(|event| event.queue).max();
    for queue in 0..=queues.unwrap_or(0) {
        let mut observations =
            seens.iter().filter(|event| event.kind == seen && event.queue == queue).peekable();
        for ring in rings.iter().filter(|event| event.kind == rung && event.queue == queue) {
            let sees = |event: &&Event| {
                event.ring_index >= ring.ring_index
                    && (ring.method == Method::Mmio || event.ticks >= ring.ticks)
            };
            while observations.next_if(|event| !sees(event)).is_some() {}
            out.push(Doorbell {
                direction,
                method: ring.method,
                queue,
                ring_index: ring.ring_index,
                batch: ring.batch,
                rung_ticks: ring.ticks,
                seen_ticks: observations.peek().map(|event| event.ticks.max(ring.ticks)),
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn event(kind: EventKind, method: Method, ticks: u64, ring_index: u64) -> Event {
        Event { ticks, ring_index, batch: 1, queue: 1, kind, method }
    }

    fn seen(driver: &[Event], device: &[Event]) -> Vec<Option<u64>> {
        pair(driver, device).iter().map(|doorbell| doorbell.seen_ticks).collect()
    }

    #[test]
    fn one_observation_ends_every_ring_it_covers() {
        let kicks = [1, 2, 3].map(|n| event(EventKind::Kick, Method::Mmio, n * 10, n));
        let observed = [event(EventKind::KickSeen, Method::Mmio, 25, 2)];
        assert_eq!(seen(&kicks, &observed), [Some(25), Some(25), None]);
    }

    #[test]
    fn buffers_found_before_the_eventfd_was_written_do_not_end_the_doorbell() {
        let kicks = [event(EventKind::Kick, Method::Eventfd, 20, 5)];
        let observed = [
            event(EventKind::KickSeen, Method::Eventfd, 10, 5),
            event(EventKind::KickSeen, Method::Eventfd, 30, 5),
        ];
        assert_eq!(seen(&kicks, &observed), [Some(30)]);
    }

    #[test]
    fn a_mapped_doorbell_never_ends_before_it_begins() {
        let kicks = [event(EventKind::Kick, Method::Mmio, 20, 5)];
        assert_eq!(seen(&kicks, &[event(EventKind::KickSeen, Method::Mmio, 19, 5)]), [Some(20)]);
    }

    #[test]
    fn kicks_and_calls_are_kept_apart() {
        let driver = [
            event(EventKind::Kick, Method::Eventfd, 1, 1),
            event(EventKind::CallSeen, Method::Eventfd, 9, 1),
        ];
        let device = [
            event(EventKind::KickSeen, Method::Eventfd, 4, 1),
            event(EventKind::Call, Method::Eventfd, 6, 1),
        ];
        let doorbells = pair(&driver, &device);
        assert_eq!(
            doorbells.iter().map(|d| d.direction).collect::<Vec<_>>(),
            [Direction::Kick, Direction::Call]
        );
        assert_eq!(doorbells.iter().map(|d| d.seen_ticks).collect::<Vec<_>>(), [Some(4), Some(9)]);
    }

    proptest! {
        #[test]
        fn every_ring_becomes_one_doorbell(
            kicks in prop::collection::vec((0u16..3, 1u64..50), 0..100),
            seens in prop::collection::vec((0u16..3, 1u64..50), 0..100),
        ) {
            let timed = |list: &[(u16, u64)], kind| {
                let mut index = [0u64; 3];
                list.iter().enumerate().map(|(at, &(queue, step))| {
                    index[queue as usize] += step;
                    Event { queue, ..event(kind, Method::Eventfd, at as u64 * 10, index[queue as usize]) }
                }).collect::<Vec<_>>()
            };
            let doorbells = pair(&timed(&kicks, EventKind::Kick), &timed(&seens, EventKind::KickSeen));
            prop_assert_eq!(doorbells.len(), kicks.len());
            for doorbell in doorbells {
                prop_assert!(doorbell.seen_ticks.is_none_or(|seen| seen >= doorbell.rung_ticks));
            }
        }
    }
}
