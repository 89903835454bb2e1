//! What traces a trial: the readers of its event rings, the thread that empties them while it runs, and the export.

use super::TrialError;
use super::doorbell_export::{ExportContext, Exported, PhaseSpanIds, SpanIds};
use super::outcome::{DoorbellSummary, TrialOutcome};
use super::phases::Phases;
use crate::clock::Clock;
use crate::cpu::{leave_cpus, raise_priority};
use crate::eventfd::EventFd;
use crate::trace::{Doorbell, DoorbellMode, DoorbellTrace, EventReader, Outlier, TracingConfig};
use ringside_otlp::doorbell::BatchHeader;
use rustix::io::Errno;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// How often the rings of a stream are looked at while a trial runs.
const LOOK_EVERY: Duration = Duration::from_millis(5);
/// As long as nobody rings.
const FOR_EVER: Duration = Duration::from_secs(24 * 3600);

/// The doorbells of a trial. Nothing where they are not traced.
#[derive(Debug)]
pub(super) struct Tracing {
    state: Mutex<Stage>,
    /// Rung by a ring that is half full, and at the end.
    alarm: Arc<EventFd>,
}

/// How far the trace of a trial is.
#[derive(Debug, Default)]
enum Stage {
    #[default]
    NotBegun,
    Begun(Box<State>),
    /// There is nothing to export, or nothing any more.
    Over,
}

#[derive(Debug)]
struct State {
    trace: DoorbellTrace,
    ids: SpanIds,
    /// Packets that came late, and the numbers of the doorbells around each.
    outliers: Vec<Outlier>,
    around: Vec<Vec<u64>>,
    /// The same the other way round, in the order of the doorbells.
    links: Vec<(u64, usize)>,
}

impl Tracing {
    /// # Errors
    /// Out of file descriptors.
    pub(super) fn new() -> Result<Self, Errno> {
        Ok(Self { state: Mutex::default(), alarm: Arc::new(EventFd::new()?) })
    }

    /// What rings that are half full have to ring.
    pub(super) fn alarm(&self) -> Arc<EventFd> {
        Arc::clone(&self.alarm)
    }

    /// Begins to trace everything recorded from now on.
    pub(super) fn begin(&self, config: TracingConfig, clock: Clock, readers: [EventReader; 2]) {
        *self.lock() = if config.doorbells == DoorbellMode::Off {
            Stage::Over
        } else {
            Stage::Begun(Box::new(State {
                trace: DoorbellTrace::new(config, clock, readers),
                ids: SpanIds::random(),
                outliers: Vec::new(),
                around: Vec::new(),
                links: Vec::new(),
            }))
        };
    }

    /// Keeps the rings from running full until `ended`, on other CPUs than those that are measured if there are any; else
    /// it needs their priority to get its turn.
    pub(super) fn relieve_until(&self, ended: &AtomicBool, config: &TracingConfig, measured_cpus: &[usize]) {
        leave_cpus(measured_cpus);
        raise_priority();
        let look_every = if config.stream { LOOK_EVERY } else { FOR_EVER };
        while !ended.load(Ordering::Acquire) {
            self.alarm.wait(look_every);
            self.alarm.take();
            if let Stage::Begun(state) = &mut *self.lock() {
                state.trace.relieve();
            }
        }
    }

    /// Takes what is left, when both measured threads have ended, and tells the outcome what is known of it.
    ///
    /// # Errors
    /// [`TrialError::Internal`]
    pub(super) fn finish(
        &self,
        outliers: Vec<Outlier>,
        outcome: &mut TrialOutcome,
    ) -> Result<(), TrialError> {
        let mut lock = self.lock();
        let Stage::Begun(state) = &mut *lock else { return Ok(()) };
        state.finish(outliers);
        let [kick, call] = state
            .trace
            .stats()
            .map(|stats| DoorbellSummary::of(stats).map_err(|error| TrialError::Internal(error.to_string())));
        (outcome.kick_trace, outcome.call_trace) = (Some(kick?), Some(call?));
        outcome.drained_while_running = state.trace.was_drained_while_running();
        Ok(())
    }

    /// Ends the trace of a trial that failed: what was recorded can be exported all the same.
    pub(super) fn give_up(&self) {
        match &mut *self.lock() {
            Stage::Begun(state) => state.finish(Vec::new()),
            stage => *stage = Stage::Over,
        }
    }

    /// Encodes the next doorbells, at most `most`, or behind all of them the outliers. `None` when there is no more.
    pub(super) fn encode_next(
        &self,
        (header, parents): (&BatchHeader, &PhaseSpanIds),
        (phases, clock): (&Phases, Clock),
        most: usize,
        out: &mut Vec<u8>,
    ) -> Option<Exported> {
        let mut lock = self.lock();
        let state = match &mut *lock {
            Stage::NotBegun => return Some(Exported::default()),
            Stage::Begun(state) => state,
            Stage::Over => return None,
        };
        let phases = phases.begun();
        let context = ExportContext { header, parents, phases: &phases, clock, ids: state.ids };
        let Some((first, doorbells)) = state.trace.release(most) else {
            // The last of it: all memory is given back.
            let late = (!state.outliers.is_empty())
                .then(|| context.encode_outliers(&state.outliers, &state.around, out));
            *lock = Stage::Over;
            return late;
        };
        let links = state.links.clone();
        // The rings are emptied while these are encoded.
        drop(lock);
        Some(context.encode_doorbells(first, &doorbells, &links, out))
    }

    /// Everything that waits to be exported, for those who want no spans.
    pub(super) fn take_doorbells(&self) -> Vec<Doorbell> {
        match std::mem::replace(&mut *self.lock(), Stage::Over) {
            Stage::Begun(mut state) => {
                state.trace.release(usize::MAX).map_or_else(Vec::new, |(_, waiting)| waiting)
            }
            Stage::NotBegun | Stage::Over => Vec::new(),
        }
    }

    fn lock(&self) -> MutexGuard<'_, Stage> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn finish(&mut self, outliers: Vec<Outlier>) {
        self.trace.finish(&outliers);
        self.around = self.trace.links(&outliers);
        let links = self.around.iter().enumerate();
        self.links =
            links.flat_map(|(at, numbers)| numbers.iter().map(move |&number| (number, at))).collect();
        self.links.sort_unstable();
        // A doorbell links to one outlier, an outlier to all its doorbells.
        self.links.dedup_by_key(|(number, _)| *number);
        self.outliers = outliers;
    }
}
