//! Which doorbells become spans.

use super::outlier::OutlierPolicy;
use std::num::NonZeroU32;

/// Which doorbells become spans. Whatever it is, all of them are counted and timed, except by `Off`, which times none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DoorbellMode {
    /// None; their events are not recorded either.
    Off,
    /// All.
    #[default]
    All,
    /// Every so many, of each queue and direction on its own.
    Sample(NonZeroU32),
    /// Those around the slowest packets.
    AroundOutliers,
}

/// What is recorded of a trial's doorbells.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct TracingConfig {
    /// Which of them become spans.
    pub doorbells: DoorbellMode,
    /// Room for events in each thread, and for doorbells that wait to be exported.
    pub ring_events: usize,
    /// Events are taken out of the rings while the trial runs, and may be exported; else only when a ring is half full.
    pub stream: bool,
    /// Which packets are outliers.
    pub outliers: OutlierPolicy,
}

impl TracingConfig {
    /// Tracing of all doorbells with room for so many events.
    pub fn all(ring_events: usize) -> Self {
        Self { ring_events, ..Self::default() }
    }

    /// No tracing.
    pub fn off() -> Self {
        Self { doorbells: DoorbellMode::Off, ..Self::default() }
    }

    /// Events each thread can hold; none where nothing is recorded.
    pub(crate) fn capacity(&self) -> usize {
        if self.doorbells == DoorbellMode::Off { 0 } else { self.ring_events }
    }
}
