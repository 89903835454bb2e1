//! Open-loop pacing: the times at which packets should be sent, whether or not they can be.

/// Intended send times at a constant rate. Bursts keep the rate: `burst` packets share one time.
#[derive(Clone, Debug)]
pub struct Pace {
    start_ticks: u64,
    ticks_per_burst: f64,
    burst: u64,
    /// Packets handed out.
    next: u64,
    total: u64,
}

impl Pace {
    /// `total` packets from `start_ticks`, one every `ticks_per_packet`, in bursts of `burst`.
    #[expect(clippy::cast_precision_loss, reason = "bursts are small")]
    pub fn new(start_ticks: u64, ticks_per_packet: f64, burst: u32, total: u64) -> Self {
        let burst = u64::from(burst.max(1));
        Self { start_ticks, ticks_per_burst: ticks_per_packet * burst as f64, burst, next: 0, total }
    }

    /// Intended send time of the next packet if it is due, without taking it.
    #[inline]
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "trials stay far below 2^53 ticks; computed from the start, so errors do not add up"
    )]
    pub fn due(&self, now_ticks: u64) -> Option<u64> {
        if self.next == self.total {
            return None;
        }
        let at = self.start_ticks + ((self.next / self.burst) as f64 * self.ticks_per_burst) as u64;
        (at <= now_ticks).then_some(at)
    }

    /// Takes the packet that [`Self::due`] announced.
    #[inline]
    pub fn advance(&mut self) {
        self.next += 1;
    }

    /// Whether every packet was taken.
    pub fn is_done(&self) -> bool {
        self.next == self.total
    }

    /// Packets not taken.
    pub fn left(&self) -> u64 {
        self.total - self.next
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

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
        let pace = Pace::new(1000, 2.5, 1, 5);
        assert!(take_all(pace.clone(), 999).is_empty());
        assert_eq!(take_all(pace.clone(), 1005), [1000, 1002, 1005]);
        assert_eq!(take_all(pace, 9999), [1000, 1002, 1005, 1007, 1010]);
    }

    #[test]
    fn a_burst_shares_one_time_and_keeps_the_rate() {
        assert_eq!(take_all(Pace::new(0, 10.0, 2, 5), 9999), [0, 0, 20, 20, 40]);
    }

    proptest! {
        #[test]
        fn times_never_run_backwards_and_none_is_lost(interval in 0.0f64..1e6, burst in 1u32..64, total in 0u64..500) {
            let times = take_all(Pace::new(7, interval, burst, total), u64::MAX);
            prop_assert_eq!(times.len() as u64, total);
            prop_assert!(times.is_sorted());
        }
    }
}
