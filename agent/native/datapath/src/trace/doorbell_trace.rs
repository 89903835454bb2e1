//! From the events of both threads to the doorbells that become spans: read, paired, counted, chosen.

use super::doorbell_mode::{DoorbellMode, TracingConfig};
use super::doorbell_stats::DoorbellStats;
use super::event_ring::EventReader;
use super::outlier::{Outlier, Windows};
use super::pairing::{Doorbell, Pairing};
use crate::clock::Clock;
use ringside_otlp::doorbell::Direction;
use std::collections::VecDeque;
use std::time::{Duration, Instant};

/// Events read at once of each ring, so that neither runs far ahead of the other.
const PORTION: usize = 1 << 14;
/// How long a batch that is not full waits while the trial runs: a store does not like many small ones.
const BATCH_WAITS: Duration = Duration::from_secs(1);

/// Doorbells of a trial on their way from the event rings to their export.
#[derive(Debug)]
pub struct DoorbellTrace {
    config: TracingConfig,
    clock: Clock,
    /// Before all events.
    epoch_ticks: u64,
    /// Of the driver and of the device.
    readers: [EventReader; 2],
    pairing: Pairing,
    /// Kicks and calls.
    stats: [DoorbellStats; 2],
    /// Recorded of each queue and direction, where every so many are taken.
    sampled: Vec<u32>,
    pending: VecDeque<Doorbell>,
    /// Doorbells that left `pending`: the number of the first one in it.
    released: u64,
    /// When the last of them left.
    released_at: Instant,
    drained_while_running: bool,
    is_finished: bool,
}

impl DoorbellTrace {
    /// A trace of events later than now.
    pub fn new(config: TracingConfig, clock: Clock, readers: [EventReader; 2]) -> Self {
        Self {
            config,
            clock,
            epoch_ticks: clock.now(),
            readers,
            pairing: Pairing::default(),
            stats: <[DoorbellStats; 2]>::default(),
            sampled: Vec::new(),
            pending: VecDeque::new(),
            released: 0,
            released_at: Instant::now(),
            drained_while_running: false,
            is_finished: false,
        }
    }

    /// Empties the rings while the trial runs, if they are to be or if one is half full, as far as there is room for
    /// what comes of it.
    pub fn relieve(&mut self) {
        if !self.config.stream && !self.readers.iter().any(EventReader::is_half_full) {
            return;
        }
        self.drained_while_running = true;
        while self.pending.len() < self.config.ring_events && self.read_portion() > 0 {}
    }

    /// Reads and pairs what is left when both threads have ended. Of a trace around outliers only those that are around
    /// them stay.
    pub fn finish(&mut self, outliers: &[Outlier]) {
        while self.read_portion() > 0 {}
        // The rings are large and no longer needed.
        self.readers = <[EventReader; 2]>::default();
        let pairing = std::mem::take(&mut self.pairing);
        pairing.finish(|doorbell| self.take(doorbell));
        if self.config.doorbells == DoorbellMode::AroundOutliers {
            let windows = self.windows(outliers);
            self.pending.retain(|doorbell| windows.at(doorbell.rung_ticks).next().is_some());
            for doorbell in &self.pending {
                self.stats[lane(doorbell)].selected += 1;
            }
        }
        self.is_finished = true;
    }

    fn windows(&self, outliers: &[Outlier]) -> Windows {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a duration in ticks")]
        let window_ticks = self.clock.ticks_in(self.config.outliers.window) as u64;
        Windows::around(outliers, window_ticks)
    }

    fn read_portion(&mut self) -> usize {
        let (pairing, epoch) = (&mut self.pairing, self.epoch_ticks);
        let read =
            self.readers.iter_mut().map(|reader| reader.read(epoch, PORTION, |event| pairing.take(event)));
        let count = read.sum();
        let mut pairing = std::mem::take(&mut self.pairing);
        pairing.paired(|doorbell| self.take(doorbell));
        self.pairing = pairing;
        count
    }

    fn take(&mut self, doorbell: Doorbell) {
        self.stats[lane(&doorbell)].count(&doorbell, &self.clock);
        let is_chosen = match self.config.doorbells {
            DoorbellMode::Off => false,
            DoorbellMode::All => true,
            DoorbellMode::Sample(every) => self.is_sampled(&doorbell, every.get()),
            // Chosen at the end, when the outliers are known.
            DoorbellMode::AroundOutliers => return self.pending.push_back(doorbell),
        };
        if is_chosen {
            self.stats[lane(&doorbell)].selected += 1;
            self.pending.push_back(doorbell);
        }
    }

    /// The first one and every so many after it.
    fn is_sampled(&mut self, doorbell: &Doorbell, every: u32) -> bool {
        let at = usize::from(doorbell.queue) * 2 + lane(doorbell);
        if self.sampled.len() <= at {
            self.sampled.resize(at + 1, 0);
        }
        let passed = self.sampled[at];
        self.sampled[at] = if passed + 1 >= every { 0 } else { passed + 1 };
        passed == 0
    }

    /// Takes up to `most` doorbells to be exported; the number of the first one too. Until the trial is over there are
    /// some only if the rings were emptied meanwhile, and less than `most` only once a second; `None` when there will be
    /// no more.
    pub fn release(&mut self, most: usize) -> Option<(u64, Vec<Doorbell>)> {
        let is_batch = self.pending.len() >= most || self.released_at.elapsed() >= BATCH_WAITS;
        let may_go = self.drained_while_running && self.config.doorbells != DoorbellMode::AroundOutliers;
        let count = if self.is_finished || (may_go && is_batch) { most.min(self.pending.len()) } else { 0 };
        if count == 0 && self.is_finished {
            return None;
        }
        let first = self.released;
        self.released += count as u64;
        if count > 0 {
            self.released_at = Instant::now();
        }
        Some((first, self.pending.drain(..count).collect()))
    }

    /// Which of the doorbells that still wait are around which outlier: their numbers, outlier by outlier.
    pub fn links(&self, outliers: &[Outlier]) -> Vec<Vec<u64>> {
        let waiting = (self.released..).zip(self.pending.iter().copied());
        self.windows(outliers).links(outliers, waiting)
    }

    /// What is known of kicks and of calls.
    pub fn stats(&self) -> [&DoorbellStats; 2] {
        self.stats.each_ref()
    }

    /// Whether events were taken out of the rings before the trial was over, beside what was measured.
    pub fn was_drained_while_running(&self) -> bool {
        self.drained_while_running
    }
}

/// The place of a direction's statistics.
fn lane(doorbell: &Doorbell) -> usize {
    usize::from(doorbell.direction == Direction::Call)
}

#[cfg(test)]
mod tests {
    use super::super::event::{Event, EventKind};
    use super::super::event_ring::EventRing;
    use super::*;
    use crate::clock::ClockSource;
    use ringside_otlp::doorbell::Method;
    use std::num::NonZeroU32;

    fn kick(ticks: u64, ring_index: u64) -> Event {
        Event { ticks, ring_index, batch: 2, queue: 1, kind: EventKind::Kick, method: Method::Mmio }
    }

    /// A trace, and the driver's ring of it.
    fn trace(config: TracingConfig) -> (DoorbellTrace, EventRing, u64) {
        let clock = Clock::with_source(ClockSource::Monotonic);
        let (ring, reader) = EventRing::new(config.capacity(), 2);
        let start = clock.now() + 1_000_000_000;
        (DoorbellTrace::new(config, clock, [reader, EventReader::default()]), ring, start)
    }

    fn all(trace: &mut DoorbellTrace) -> Vec<u64> {
        let mut indices = Vec::new();
        while let Some((first, doorbells)) = trace.release(7) {
            assert_eq!(first, indices.len() as u64);
            indices.extend(doorbells.iter().map(|doorbell| doorbell.ring_index));
        }
        indices
    }

    #[test]
    fn a_sample_takes_every_so_many_and_counts_all() {
        let doorbells = DoorbellMode::Sample(NonZeroU32::new(3).unwrap());
        let (mut trace, mut ring, start) = trace(TracingConfig { doorbells, ..TracingConfig::all(64) });
        (1..=10).for_each(|at| ring.record(kick(start + at, at)));
        drop(ring);
        trace.finish(&[]);
        assert_eq!(all(&mut trace), [1, 4, 7, 10]);
        let [kicks, calls] = trace.stats();
        assert_eq!((kicks.recorded, kicks.observed, kicks.selected, calls.recorded), (10, 0, 4, 0));
        assert_eq!(kicks.batches.counts()[1], 10);
    }

    #[test]
    fn around_an_outlier_are_the_doorbells_in_its_window() {
        let (mut trace, mut ring, start) =
            trace(TracingConfig { doorbells: DoorbellMode::AroundOutliers, ..TracingConfig::all(64) });
        // 50 us apart; the window is 100 us before 500 and after 600.
        (1..=20).for_each(|at| ring.record(kick(start + at * 50_000, at)));
        drop(ring);
        let [intended_ticks, arrived_ticks] = [500_000, 600_000].map(|ns| start + ns);
        let outliers = [Outlier { queue: 1, sequence: 3, intended_ticks, arrived_ticks }];
        assert_eq!(trace.release(9).map(|(_, doorbells)| doorbells.len()), Some(0));
        trace.finish(&outliers);
        assert_eq!(trace.links(&outliers), [vec![2, 3, 4, 1, 5, 0, 6]]);
        assert_eq!(all(&mut trace), [8, 9, 10, 11, 12, 13, 14]);
        assert_eq!((trace.stats()[0].recorded, trace.stats()[0].selected), (20, 7));
    }

    #[test]
    fn a_ring_half_full_is_emptied_while_the_trial_runs() {
        let (mut trace, mut ring, start) = trace(TracingConfig::all(64));
        (1..=31).for_each(|at| ring.record(kick(start + at, at)));
        ring.show();
        trace.relieve();
        assert!(!trace.was_drained_while_running());
        ring.record(kick(start + 32, 32));
        ring.show();
        trace.relieve();
        assert!(trace.was_drained_while_running());
        (33..=90).for_each(|at| ring.record(kick(start + at, at)));
        assert_eq!(ring.losses()[1].rings, 0);
    }

    #[test]
    fn a_stream_gives_what_was_observed_while_the_trial_runs() {
        let (mut trace, mut ring, start) = trace(TracingConfig { stream: true, ..TracingConfig::all(64) });
        ring.record(kick(start, 1));
        ring.record(kick(start + 5, 2));
        ring.record(Event { kind: EventKind::KickSeen, ..kick(start + 3, 1) });
        ring.show();
        trace.relieve();
        // A batch that is not full waits for more.
        assert_eq!(trace.release(9).unwrap().1, []);
        let (first, doorbells) = trace.release(1).unwrap();
        assert_eq!((first, doorbells.len(), doorbells[0].seen_ticks), (0, 1, Some(start + 3)));
        drop(ring);
        trace.finish(&[]);
        let (first, doorbells) = trace.release(9).unwrap();
        assert_eq!((first, doorbells.len(), doorbells[0].seen_ticks), (1, 1, None));
        assert!(trace.release(9).is_none());
    }
}
