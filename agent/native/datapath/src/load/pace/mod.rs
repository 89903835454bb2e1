//! Open-loop pacing: the times at which a queue's packets should be sent, whether or not they can be.
//!
//! Every time is computed from the start, so that rounding never adds up to a drift.

mod timing;

pub use timing::{Timing, TimingError};

use timing::Pattern;

/// The send times of one queue's packets, one after the other.
#[derive(Clone, Debug)]
pub struct Pace {
    timing: Timing,
    start_ticks: u64,
    /// When the next packet is due; after the last one a time that never comes.
    next_ticks: u64,
    total: u64,
    left: u64,
    /// Bursts or rounds that are over.
    rounds: u64,
    /// Packets of this burst or round that were taken.
    taken: u64,
}

const NEVER: u64 = u64::MAX;

impl Pace {
    /// The packets due within `duration_ticks` after `start_ticks`.
    pub fn new(start_ticks: u64, timing: Timing, duration_ticks: f64) -> Self {
        let total = timing.packets_in(duration_ticks);
        let mut pace =
            Self { timing, start_ticks, next_ticks: NEVER, total, left: total, rounds: 0, taken: 0 };
        pace.next_ticks = pace.ticks();
        pace
    }

    /// Intended send time of the next packet if it is due, without taking it.
    #[inline]
    pub fn due(&self, now_ticks: u64) -> Option<u64> {
        (self.next_ticks <= now_ticks).then_some(self.next_ticks)
    }

    /// Takes the packet that [`Self::due`] announced.
    #[inline]
    pub fn advance(&mut self) {
        debug_assert!(self.left > 0, "no packet is due after the last one");
        self.left -= 1;
        self.taken += 1;
        let in_round = match &self.timing.pattern {
            Pattern::Constant { burst, .. } => *burst,
            Pattern::Recorded { offsets_ticks, .. } => offsets_ticks.len() as u64,
        };
        if self.taken == in_round {
            self.taken = 0;
            self.rounds += 1;
        }
        self.next_ticks = self.ticks();
    }

    /// Whether every packet was taken.
    pub fn is_done(&self) -> bool {
        self.left == 0
    }

    /// Packets of the whole duration.
    pub fn total(&self) -> u64 {
        self.total
    }

    /// Packets not taken.
    pub fn left(&self) -> u64 {
        self.left
    }

    /// When packet `taken` of round `rounds` is due.
    #[inline]
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "trials stay far below 2^53 ticks, and a recorded gap of years saturates"
    )]
    fn ticks(&self) -> u64 {
        if self.left == 0 {
            return NEVER;
        }
        let rounds = self.rounds as f64;
        let since_ticks = match &self.timing.pattern {
            Pattern::Constant { ticks_per_packet, burst } => rounds * (ticks_per_packet * *burst as f64),
            Pattern::Recorded { offsets_ticks, round_ticks } => {
                rounds * round_ticks + offsets_ticks[self.taken as usize]
            }
        };
        self.start_ticks.saturating_add((self.timing.phase_ticks + since_ticks) as u64)
    }
}

#[cfg(test)]
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "small numbers"
)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const LATER: u64 = u64::MAX - 1;

    fn take_all(mut pace: Pace, now: u64) -> Vec<u64> {
        let mut times = Vec::new();
        while let Some(at) = pace.due(now) {
            times.push(at);
            pace.advance();
        }
        times
    }

    #[test]
    fn packets_become_due_one_interval_apart() {
        let pace = Pace::new(1000, Timing::constant(2.5, 1), 12.0);
        assert!(take_all(pace.clone(), 999).is_empty());
        assert_eq!(take_all(pace.clone(), 1005), [1000, 1002, 1005]);
        assert_eq!(take_all(pace, LATER), [1000, 1002, 1005, 1007, 1010]);
    }

    #[test]
    fn a_burst_shares_one_time_and_keeps_the_rate() {
        assert_eq!(take_all(Pace::new(0, Timing::constant(10.0, 2), 50.0), LATER), [0, 0, 20, 20, 40]);
    }

    #[test]
    fn queues_take_turns() {
        let queue = |queue| Pace::new(0, Timing::constant(30.0, 2).staggered(queue, 3), 90.0);
        assert_eq!(take_all(queue(0), LATER), [0, 0, 60]);
        assert_eq!(take_all(queue(1), LATER), [20, 20, 80]);
        assert_eq!(take_all(queue(2), LATER), [40, 40]);
    }

    #[test]
    fn a_recording_repeats_one_mean_gap_after_its_end() {
        let timing = Timing::recorded(&[0, 10, 40], 2.0, 4.0).unwrap();
        assert_eq!(
            take_all(Pace::new(1000, timing, 300.0), LATER),
            [1000, 1020, 1080, 1120, 1140, 1200, 1240, 1260]
        );
    }

    #[test]
    fn a_gap_of_ages_is_never_due() {
        let timing = Timing::recorded(&[0, u64::MAX], 1e-9, 3.0).unwrap();
        assert_eq!(take_all(Pace::new(u64::MAX / 2, timing, 1e30), LATER - 1), [u64::MAX / 2]);
    }

    #[test]
    fn a_long_trial_does_not_drift() {
        let mut pace = Pace::new(0, Timing::constant(833.3, 1), 1e12);
        for _ in 0..3_000_000 {
            pace.advance();
        }
        assert_eq!(pace.due(LATER), Some(2_499_900_000));
    }

    proptest! {
        #[test]
        fn times_never_run_backwards_and_lie_within_the_duration(
            interval in 0.5f64..1e6, burst in 1u32..64, queue in 0u16..4, packets in 0u16..500,
        ) {
            let duration = interval * f64::from(packets);
            let pace = Pace::new(7, Timing::constant(interval, burst).staggered(queue, 4), duration);
            let total = pace.total();
            let times = take_all(pace, LATER);
            prop_assert_eq!(times.len() as u64, total);
            prop_assert!(times.is_sorted());
            prop_assert!(times.iter().all(|&at| at <= 7 + duration as u64));
        }

        #[test]
        fn staggered_queues_together_are_one_schedule(queues in 1u16..9, rounds in 1u64..50, interval in 1u64..1000) {
            let (interval, queues_wide) = (interval * u64::from(queues), u64::from(queues));
            let duration = (interval * rounds) as f64;
            let mut times: Vec<u64> = (0..queues)
                .flat_map(|queue| {
                    let timing = Timing::constant(interval as f64, 1).staggered(queue, queues);
                    take_all(Pace::new(0, timing, duration), LATER)
                })
                .collect();
            times.sort_unstable();
            prop_assert_eq!(times.len() as u64, rounds * queues_wide);
            // The phase is a rounded fraction, so a time may be a tick early.
            let even = |(at, &time): (usize, &u64)| (at as u64 * interval / queues_wide).abs_diff(time) <= 1;
            prop_assert!(times.iter().enumerate().all(even));
        }

        #[test]
        fn a_recording_keeps_its_gaps_and_its_rate(
            gaps in prop::collection::vec(0u64..10_000, 1..30), rounds in 1u64..20, speed in 0.1f64..10.0,
        ) {
            let offsets: Vec<u64> = std::iter::once(0)
                .chain(gaps.iter().scan(0, |sum, gap| { *sum += gap; Some(*sum) }))
                .collect();
            let (frames, last) = (offsets.len() as f64, offsets[offsets.len() - 1]);
            prop_assume!(last > 0);
            let round = last as f64 / speed * frames / (frames - 1.0);
            let timing = Timing::recorded(&offsets, speed, 1.0).unwrap();
            let times = take_all(Pace::new(0, timing, round * (rounds as f64 - 0.5 / frames)), LATER);
            prop_assert!(times.is_sorted());
            for (at, &time) in times.iter().enumerate() {
                let (turn, frame) = (at / offsets.len(), at % offsets.len());
                let expected = turn as f64 * round + offsets[frame] as f64 / speed;
                prop_assert!((time as f64 - expected).abs() <= 1.0, "{} is {}, expected {}", at, time, expected);
            }
            prop_assert_eq!(times.len() as u64, rounds * offsets.len() as u64);
        }
    }
}
