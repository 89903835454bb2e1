//! What a real device gets from its other side, the wire: when a phase begins, and the load that comes in.

use crate::load::{Stream, Timing};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

/// A phase of load.
#[derive(Clone, Debug)]
pub struct LoadPhase {
    /// Which stream its packets belong to.
    pub stream: Stream,
    /// First moment, in ticks.
    pub start_ticks: u64,
    /// Packets are due in this many ticks from the start.
    pub load_ticks: f64,
    /// Nothing new is sent from here on, in ticks.
    pub end_ticks: u64,
    /// What the device sends to the driver: at these times, or as fast as it can.
    pub timing: Option<Timing>,
}

/// Shared between a trial and its device.
#[derive(Debug, Default)]
#[repr(align(128))]
pub struct Traffic {
    phase: Mutex<Option<LoadPhase>>,
    begun: AtomicU64,
    ended: AtomicU64,
    /// Packets the device has sent per queue pair in the phase.
    sent: Mutex<Vec<u64>>,
}

impl Traffic {
    /// Begins a phase; the device takes notice at its next look.
    pub fn begin(&self, phase: LoadPhase) {
        *self.phase.lock().unwrap_or_else(PoisonError::into_inner) = Some(phase);
        // Release: the phase must be visible before its number.
        self.begun.fetch_add(1, Ordering::Release);
    }

    /// What the device has sent in the phase, per queue pair; `None` while it is still sending.
    pub fn sent(&self) -> Option<Vec<u64>> {
        let ended = self.ended.load(Ordering::Acquire) == self.begun.load(Ordering::Relaxed);
        ended.then(|| self.sent.lock().unwrap_or_else(PoisonError::into_inner).clone())
    }

    /// Number of the phase at hand.
    #[inline]
    pub(super) fn number(&self) -> u64 {
        self.begun.load(Ordering::Acquire)
    }

    pub(super) fn phase(&self) -> Option<LoadPhase> {
        self.phase.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The device is done with a phase.
    pub(super) fn end(&self, number: u64, sent: Vec<u64>) {
        *self.sent.lock().unwrap_or_else(PoisonError::into_inner) = sent;
        // Release: the counts must be visible before the number.
        self.ended.store(number, Ordering::Release);
    }
}
