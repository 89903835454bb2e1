//! Runs a trial from set-up to tear-down and collects what was counted on both sides.

use super::config::TrialConfig;
use super::datapath::Datapath;
use super::doorbell_export::DoorbellExport;
use super::driver::{Driver, DriverContext, PhaseLoad};
use super::outcome::{DoorbellTotals, LatencySummary, PhaseRecord, TrialOutcome};
use super::phase;
use crate::clock::Clock;
use crate::cpu::{SessionPriority, pin_current_thread, raise_priority};
use crate::emulated::{DeviceOptions, DeviceReport, EmulatedHost, QueueFault};
use crate::load::{CaptureError, FrameError, FrameSource, Receiver, Stream};
use crate::memory::PageKind;
use crate::trace::{EventRing, IoctlLog, IoctlRecord, TracedHost, pair};
use crate::vhost_mdev::VhostError;
use rustix::io::Errno;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// Why a trial has no outcome.
#[derive(Debug, thiserror::Error)]
pub enum TrialError {
    /// A configuration that makes no sense.
    #[error("{0}")]
    Config(String),
    /// A capture that cannot be replayed.
    #[error(transparent)]
    Capture(#[from] CaptureError),
    /// Frames that cannot be sent.
    #[error(transparent)]
    Frame(#[from] FrameError),
    /// A device that could not be set up.
    #[error(transparent)]
    Vhost(#[from] VhostError),
    /// No memory, descriptors or threads.
    #[error("out of resources ({0}): check free memory, `ulimit -n` and `ulimit -u`")]
    Resources(#[from] Errno),
    /// The device found a queue it cannot work with.
    #[error("queue {} broke: {}", .0.queue, .0.error)]
    QueueBroken(QueueFault),
    /// [`Trial::cancel`] was called.
    #[error("cancelled")]
    Cancelled,
    /// A bug.
    #[error("internal error: {0}")]
    Internal(String),
}

/// What stays for reading after a run.
#[derive(Debug, Default)]
struct Recorded {
    driver: EventRing,
    device: EventRing,
    /// End of each phase, for telling which phase a doorbell rang in.
    phase_ends: Vec<(&'static str, u64)>,
}

/// A trial. Its records can be read after the run, whether or not it failed.
#[derive(Debug)]
pub struct Trial {
    config: TrialConfig,
    clock: Clock,
    log: Arc<IoctlLog>,
    cancelled: AtomicBool,
    recorded: Mutex<Recorded>,
}

impl Trial {
    /// A trial that has not begun.
    ///
    /// # Errors
    /// [`TrialError::Config`].
    pub fn new(config: TrialConfig) -> Result<Self, TrialError> {
        config.check()?;
        let clock = Clock::calibrated();
        Ok(Self {
            config,
            clock,
            log: IoctlLog::new(clock),
            cancelled: AtomicBool::new(false),
            recorded: Mutex::default(),
        })
    }

    /// The clock of all its times.
    pub fn clock(&self) -> Clock {
        self.clock
    }

    /// Makes [`Self::run`] end soon with [`TrialError::Cancelled`].
    pub fn cancel(&self) {
        self.cancelled.store(true, Ordering::Relaxed);
    }

    /// Ioctls recorded since the last call.
    pub fn take_ioctls(&self) -> Vec<IoctlRecord> {
        self.log.take()
    }

    /// Doorbells of the run. None when tracing was off, and the second time.
    pub fn take_doorbells(&self) -> DoorbellExport {
        let recorded = std::mem::take(&mut *self.recorded.lock().unwrap_or_else(PoisonError::into_inner));
        let doorbells = pair(recorded.driver.events(), recorded.device.events());
        DoorbellExport::new(self.clock, doorbells, recorded.phase_ends)
    }

    /// Runs the trial on threads of its own and blocks until it is over.
    ///
    /// # Errors
    /// [`TrialError`]; the device is closed in any case.
    pub fn run(&self) -> Result<TrialOutcome, TrialError> {
        let frames = self.config.frame_source()?;
        std::thread::scope(|scope| {
            let driver = std::thread::Builder::new().name("ringside-driver".to_owned());
            let thread = driver.spawn_scoped(scope, || self.drive(frames)).map_err(|_| Errno::AGAIN)?;
            thread.join().unwrap_or_else(|panic| {
                let message = panic.downcast_ref::<String>().cloned();
                Err(TrialError::Internal(message.unwrap_or_else(|| "the driver thread panicked".to_owned())))
            })
        })
    }

    fn drive(&self, frames: FrameSource) -> Result<TrialOutcome, TrialError> {
        let config = &self.config;
        let driver_cpu = config.driver_cpu.filter(|&cpu| pin_current_thread(cpu));
        let _session = SessionPriority::raise();
        let nice = raise_priority();
        // Made before set-up begins, so that no ioctl's duration is that of clearing memory.
        let (driver_events, device_events) =
            (EventRing::new(config.ring_events), EventRing::new(config.ring_events));
        let options = DeviceOptions {
            doorbell: config.doorbell,
            idle: config.idle,
            role: config.role(),
            with_latency: config.wants_latency(),
            cpu: config.device_cpu,
            clock: self.clock,
        };
        let host = EmulatedHost::new(options, device_events);
        let mut phases = Phases::new(self.clock, &self.log);
        phases.enter(phase::SETUP);
        let traced = TracedHost::new(host.clone(), Arc::clone(&self.log));
        let mut datapath = Datapath::set_up(&traced, config, frames.packet_bytes_max())?;
        datapath.device.set_running(true)?;

        let context = DriverContext { clock: self.clock, cancelled: &self.cancelled, events: driver_events };
        let mut driver = Driver::new(&mut datapath, frames, config, context);
        phases.enter(phase::WARMUP);
        driver.run(Stream::Warmup, config.warmup);
        phases.enter(phase::MEASURE);
        let load = driver.run(Stream::Measure, config.duration);
        phases.enter(phase::TEARDOWN);
        let (receiver, events) = driver.finish();
        let counts = DriverCounts::of(&datapath, driver_cpu, nice);
        datapath.tear_down()?;
        phases.end();

        let mut report =
            host.take_report().ok_or_else(|| TrialError::Internal("the device left no report".to_owned()))?;
        let receiver = receiver.or_else(|| report.receiver.take());
        let outcome = self.outcome(load, receiver, &counts, &events, &report);
        *self.recorded.lock().unwrap_or_else(PoisonError::into_inner) =
            Recorded { driver: events, device: report.events, phase_ends: phases.ends() };
        outcome.map(|outcome| TrialOutcome {
            phases: phases.records(),
            ioctls_issued: host.ioctl_count(),
            ..outcome
        })
    }

    /// What both sides counted, without phases and ioctls.
    fn outcome(
        &self,
        load: PhaseLoad,
        receiver: Option<Receiver>,
        counts: &DriverCounts,
        events: &EventRing,
        report: &DeviceReport,
    ) -> Result<TrialOutcome, TrialError> {
        if self.cancelled.load(Ordering::Relaxed) {
            return Err(TrialError::Cancelled);
        }
        if let Some(fault) = report.faults.first() {
            return Err(TrialError::QueueBroken(*fault));
        }
        let receiver = receiver.ok_or_else(|| TrialError::Internal("no receiving end".to_owned()))?;
        let (packets, histogram) = receiver.finish(load.sent);
        let latency = histogram.as_ref().map(LatencySummary::of).transpose();
        Ok(TrialOutcome {
            phases: Vec::new(),
            sent: load.sent,
            unsent: load.unsent,
            packets,
            dropped_no_buffer: report.dropped_no_buffer,
            duration_ns: self.clock.to_ns(load.end_ticks - load.start_ticks),
            offered_rate_pps: rate_pps(load.sent, self.config.duration),
            generator_limited: load.generator_limited(),
            latency: latency.map_err(|error| TrialError::Internal(error.to_string()))?,
            kick: counts.kick,
            call: DoorbellTotals { rung: report.calls, suppressed: report.calls_suppressed },
            ioctls_issued: 0,
            rings_dropped: events.rings_dropped() + report.events.rings_dropped(),
            observations_dropped: events.observations_dropped() + report.events.observations_dropped(),
            pages: counts.pages,
            clock: self.clock.source(),
            driver_cpu: counts.cpu,
            device_cpu: self.config.device_cpu.filter(|_| report.pinned),
            nice: counts.nice.max(report.nice),
        })
    }
}

#[expect(clippy::cast_precision_loss, reason = "packet counts stay far below 2^53")]
fn rate_pps(packets: u64, duration: Duration) -> f64 {
    packets as f64 / duration.as_secs_f64()
}

/// What the driver's side knows when the load is over.
struct DriverCounts {
    kick: DoorbellTotals,
    pages: PageKind,
    cpu: Option<usize>,
    nice: i32,
}

impl DriverCounts {
    fn of(datapath: &Datapath, cpu: Option<usize>, nice: i32) -> Self {
        let (transmit, receive) = (&datapath.transmit.notifier, &datapath.receive.notifier);
        let kick = DoorbellTotals {
            rung: transmit.kicks + receive.kicks,
            suppressed: transmit.kicks_suppressed + receive.kicks_suppressed,
        };
        Self { kick, pages: datapath.memory.pages(), cpu, nice }
    }
}

/// Begins and ends phases, and tells the ioctl log.
struct Phases<'a> {
    clock: Clock,
    log: &'a IoctlLog,
    /// Name, first and last moment in ticks; the next phase begins when one ends.
    list: Vec<(&'static str, u64, u64)>,
}

impl<'a> Phases<'a> {
    fn new(clock: Clock, log: &'a IoctlLog) -> Self {
        Self { clock, log, list: Vec::new() }
    }

    fn enter(&mut self, name: &'static str) {
        self.end();
        let now = self.list.last().map_or_else(|| self.clock.now(), |last| last.2);
        self.list.push((name, now, now));
        self.log.enter_phase(name);
    }

    fn end(&mut self) {
        let now = self.clock.now();
        if let Some(last) = self.list.last_mut() {
            last.2 = now;
        }
    }

    fn ends(&self) -> Vec<(&'static str, u64)> {
        self.list.iter().map(|&(name, _, end)| (name, end)).collect()
    }

    fn records(&self) -> Vec<PhaseRecord> {
        let unix = |ticks| self.clock.to_unix_ns(ticks);
        let record =
            |&(name, start, end)| PhaseRecord { name, start_unix_ns: unix(start), end_unix_ns: unix(end) };
        self.list.iter().map(record).collect()
    }
}
