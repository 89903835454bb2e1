//! What is known of all doorbells of a direction, whichever of them become spans.

use super::pairing::Doorbell;
use crate::clock::Clock;
use crate::counters::BatchHistogram;
use crate::load::latency_histogram;
use hdrhistogram::Histogram;

/// Doorbells of one direction.
#[derive(Clone, Debug)]
pub struct DoorbellStats {
    /// Recorded.
    pub recorded: u64,
    /// Seen by the other side.
    pub observed: u64,
    /// Chosen to become spans.
    pub selected: u64,
    /// Buffers published since the last ring.
    pub batches: BatchHistogram,
    /// From the ring to its observation, ns.
    pub latency_ns: Histogram<u64>,
}

impl Default for DoorbellStats {
    fn default() -> Self {
        Self {
            recorded: 0,
            observed: 0,
            selected: 0,
            batches: BatchHistogram::default(),
            latency_ns: latency_histogram(),
        }
    }
}

impl DoorbellStats {
    pub(super) fn count(&mut self, doorbell: &Doorbell, clock: &Clock) {
        self.recorded += 1;
        self.batches.record(doorbell.batch);
        if let Some(seen) = doorbell.seen_ticks {
            self.observed += 1;
            self.latency_ns.saturating_record(clock.to_ns(seen - doorbell.rung_ticks).max(1));
        }
    }
}
