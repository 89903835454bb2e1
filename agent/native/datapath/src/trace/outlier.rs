//! The slowest packets of a trial, and the doorbells around them.

use super::pairing::Doorbell;
use hdrhistogram::Histogram;
use std::time::Duration;

/// Which packets are outliers, and what counts as around them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OutlierPolicy {
    /// Packets at or beyond this percentile of latency, above 0 and below 100.
    pub percentile: f64,
    /// Before a packet's intended send time and after its arrival.
    pub window: Duration,
}

impl Default for OutlierPolicy {
    fn default() -> Self {
        Self { percentile: 99.9, window: Duration::from_micros(100) }
    }
}

impl OutlierPolicy {
    /// # Errors
    /// What is wrong, and what is expected.
    pub(crate) fn check(&self) -> Result<(), String> {
        let percentile = self.percentile;
        if percentile > 0.0 && percentile < 100.0 {
            return Ok(());
        }
        Err(format!("outliers beyond percentile {percentile}: expected more than 0 and less than 100"))
    }
}

/// Outliers kept of a trial, the slowest ones.
pub const OUTLIERS_MAX: usize = 100;

/// A packet that came late.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outlier {
    /// Index of the virtqueue it was sent through.
    pub queue: u16,
    /// Its number in the measured stream of its lane.
    pub sequence: u64,
    /// When it should have been sent.
    pub intended_ticks: u64,
    /// When it arrived.
    pub arrived_ticks: u64,
}

impl Outlier {
    fn latency_ticks(&self) -> u64 {
        self.arrived_ticks.saturating_sub(self.intended_ticks)
    }
}

/// The slowest packets so far. Most packets cost one comparison.
#[derive(Clone, Debug, Default)]
pub struct Slowest {
    /// Packets faster than this are not among them.
    floor_ticks: u64,
    packets: Vec<Outlier>,
}

impl Slowest {
    /// Room for twice as many as are kept, so that sorting is rare.
    pub fn new() -> Self {
        Self { floor_ticks: 0, packets: Vec::with_capacity(2 * OUTLIERS_MAX) }
    }

    /// Takes note of a packet if it is slow enough.
    #[inline(always)]
    pub fn note(&mut self, latency_ticks: u64, packet: impl FnOnce() -> Outlier) {
        if latency_ticks >= self.floor_ticks {
            self.keep(packet());
        }
    }

    #[cold]
    fn keep(&mut self, packet: Outlier) {
        self.packets.push(packet);
        if self.packets.len() == 2 * OUTLIERS_MAX {
            self.shrink();
            self.floor_ticks = self.packets.last().map_or(0, |last| last.latency_ticks() + 1);
        }
    }

    fn shrink(&mut self) {
        self.packets.sort_by_key(|packet| std::cmp::Reverse(packet.latency_ticks()));
        self.packets.truncate(OUTLIERS_MAX);
    }

    /// Adds those of another receiving end.
    pub fn merge(&mut self, other: Self) {
        self.packets.extend(other.packets);
        self.shrink();
    }

    /// Those at or beyond the percentile, in the order of their intended send times. `to_ns` converts ticks.
    pub fn beyond(
        mut self,
        percentile: f64,
        latency_ns: &Histogram<u64>,
        to_ns: impl Fn(u64) -> u64,
    ) -> Vec<Outlier> {
        self.shrink();
        let threshold_ns = latency_ns.value_at_percentile(percentile);
        // The histogram tells the upper end of a bucket for all that are in it.
        self.packets
            .retain(|packet| latency_ns.highest_equivalent(to_ns(packet.latency_ticks())) >= threshold_ns);
        self.packets.sort_by_key(|packet| packet.intended_ticks);
        self.packets
    }
}

/// Doorbells that an outlier links to, the nearest ones.
const LINKS_MAX: usize = 16;

/// The times around outliers.
#[derive(Debug)]
pub(super) struct Windows {
    /// Queue pair, first and last tick, by first tick.
    windows: Vec<(u16, u64, u64)>,
    /// The last tick of each window and of those before it.
    latest: Vec<u64>,
}

impl Windows {
    /// Around outliers in the order of their intended send times.
    pub(super) fn around(outliers: &[Outlier], window_ticks: u64) -> Self {
        let window = |packet: &Outlier| {
            let first = packet.intended_ticks.saturating_sub(window_ticks);
            (packet.queue / 2, first, packet.arrived_ticks + window_ticks)
        };
        let windows: Vec<_> = outliers.iter().map(window).collect();
        let later = |latest: &mut u64, &(_, _, end): &(u16, u64, u64)| {
            *latest = end.max(*latest);
            Some(*latest)
        };
        let latest = windows.iter().scan(0, later).collect();
        Self { windows, latest }
    }

    /// The outliers, by their place, in whose windows a moment lies.
    pub(super) fn at(&self, ticks: u64) -> impl Iterator<Item = usize> {
        let begun = self.windows.partition_point(|&(_, first, _)| first <= ticks);
        let possible = (0..begun).rev().take_while(move |&at| self.latest[at] >= ticks);
        possible.filter(move |&at| self.windows[at].2 >= ticks)
    }

    /// Which doorbells belong to which outlier: for each outlier the numbers of the nearest doorbells of its queue pair.
    pub(super) fn links(
        &self,
        outliers: &[Outlier],
        doorbells: impl Iterator<Item = (u64, Doorbell)>,
    ) -> Vec<Vec<u64>> {
        let mut near = vec![Vec::new(); outliers.len()];
        for (number, doorbell) in doorbells {
            for at in self.at(doorbell.rung_ticks).filter(|&at| self.windows[at].0 == doorbell.queue / 2) {
                near[at].push((distance(&outliers[at], doorbell.rung_ticks), number));
            }
        }
        let nearest = |mut near: Vec<(u64, u64)>| {
            near.sort_unstable();
            near.truncate(LINKS_MAX);
            near.into_iter().map(|(_, number)| number).collect()
        };
        near.into_iter().map(nearest).collect()
    }
}

/// From a moment to a packet's way, in ticks.
fn distance(packet: &Outlier, ticks: u64) -> u64 {
    let before = packet.intended_ticks.saturating_sub(ticks);
    before.max(ticks.saturating_sub(packet.arrived_ticks))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::latency_histogram;
    use proptest::prelude::*;

    fn packet(intended_ticks: u64, latency_ticks: u64) -> Outlier {
        let arrived_ticks = intended_ticks + latency_ticks;
        Outlier { queue: 1, sequence: intended_ticks, intended_ticks, arrived_ticks }
    }

    proptest! {
        #[test]
        fn the_slowest_packets_are_kept_whatever_their_order(latencies in prop::collection::vec(1_u64..10_000, 1..2000)) {
            let (mut slowest, mut histogram) = (Slowest::new(), latency_histogram());
            for (at, &latency) in (0..).zip(&latencies) {
                histogram.record(latency).unwrap();
                slowest.note(latency, || packet(at, latency));
            }
            let kept = slowest.beyond(90.0, &histogram, |ticks| ticks);
            let threshold = histogram.value_at_percentile(90.0);
            let mut expected: Vec<u64> = latencies.iter().copied()
                .filter(|&latency| histogram.highest_equivalent(latency) >= threshold).collect();
            expected.sort_unstable_by(|one, other| other.cmp(one));
            expected.truncate(OUTLIERS_MAX);
            let mut found: Vec<u64> = kept.iter().map(Outlier::latency_ticks).collect();
            found.sort_unstable_by(|one, other| other.cmp(one));
            prop_assert_eq!(found, expected);
            prop_assert!(kept.is_sorted_by_key(|packet| packet.intended_ticks));
        }

        #[test]
        fn a_moment_is_found_in_every_window_it_lies_in(
            mut packets in prop::collection::vec((0_u64..1000, 0_u64..300), 0..50), moment in 0_u64..1500,
        ) {
            packets.sort_unstable();
            let outliers: Vec<_> = packets.iter().map(|&(start, latency)| packet(start, latency)).collect();
            let mut found: Vec<_> = Windows::around(&outliers, 10).at(moment).collect();
            found.sort_unstable();
            let inside = |o: &Outlier| o.intended_ticks.saturating_sub(10) <= moment && moment <= o.arrived_ticks + 10;
            let expected: Vec<_> = (0..outliers.len()).filter(|&at| inside(&outliers[at])).collect();
            prop_assert_eq!(found, expected);
        }
    }
}
