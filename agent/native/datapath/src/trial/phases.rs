//! The phases of a trial: when each began, and which one a moment belongs to.

use super::outcome::PhaseRecord;
use crate::clock::Clock;
use crate::trace::IoctlLog;
use std::sync::{Mutex, PoisonError};

/// Name and first moment of each phase, in order; the next one begins when one ends.
#[derive(Debug, Default)]
pub(super) struct Phases {
    begun: Mutex<Vec<(&'static str, u64)>>,
    /// When the last one ended.
    end_ticks: Mutex<Option<u64>>,
}

impl Phases {
    /// Begins a phase, and tells the ioctl log.
    pub(super) fn enter(&self, name: &'static str, clock: &Clock, log: &IoctlLog) {
        self.begun.lock().unwrap_or_else(PoisonError::into_inner).push((name, clock.now()));
        log.enter_phase(name);
    }

    /// Ends the last one.
    pub(super) fn end(&self, clock: &Clock) {
        *self.end_ticks.lock().unwrap_or_else(PoisonError::into_inner) = Some(clock.now());
    }

    /// Those that have begun by now.
    pub(super) fn begun(&self) -> Vec<(&'static str, u64)> {
        self.begun.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// All of them, once the last one has ended.
    pub(super) fn records(&self, clock: &Clock) -> Vec<PhaseRecord> {
        let begun = self.begun();
        let last_end = *self.end_ticks.lock().unwrap_or_else(PoisonError::into_inner);
        let ends = begun.iter().skip(1).map(|&(_, start)| start).chain(last_end);
        let record = |(&(name, start), end)| PhaseRecord {
            name,
            start_unix_ns: clock.to_unix_ns(start),
            end_unix_ns: clock.to_unix_ns(end),
        };
        begun.iter().zip(ends).map(record).collect()
    }
}
