//! Runs a trial from set-up to tear-down and collects what was counted on both sides.

use super::collect::{Collected, DriverSide};
use super::config::TrialConfig;
use super::datapath::Datapath;
use super::doorbell_export::DoorbellExport;
use super::driver::{self, Driver, DriverContext};
use super::outcome::{PhaseRecord, TrialOutcome};
use super::phase;
use crate::clock::Clock;
use crate::cpu::{SessionPriority, pin_current_thread, raise_priority};
use crate::cycles::CycleCounter;
use crate::emulated::{DeviceOptions, EmulatedHost, QueueFault, Traffic};
use crate::load::{CaptureError, FrameError, ReceiverOptions, Stream, Timing, TimingError};
use crate::memory::MemoryShortage;
use crate::ring::{DriverRing, PackedDriver, SplitDriver};
use crate::trace::{EventRing, IoctlLog, IoctlRecord, TracedHost, pair};
use crate::vhost_device::VhostError;
use rustix::io::Errno;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

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
    /// A capture whose times cannot be kept.
    #[error(transparent)]
    Timing(#[from] TimingError),
    /// Rings and buffers that do not fit this host.
    #[error(transparent)]
    Memory(#[from] MemoryShortage),
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
        let (frames, offsets_ns) = self.config.frame_source()?;
        let timing = driver::timing(&self.config, &self.clock, &offsets_ns)?;
        let packets = ReceiverOptions {
            clock: self.clock,
            expected: frames,
            verify: self.config.verify,
            with_latency: self.config.wants_latency(),
        };
        std::thread::scope(|scope| {
            let builder = std::thread::Builder::new().name("ringside-driver".to_owned());
            let drive = || {
                if self.config.features.packed {
                    self.drive::<PackedDriver>(packets, timing)
                } else {
                    self.drive::<SplitDriver>(packets, timing)
                }
            };
            let thread = builder.spawn_scoped(scope, drive).map_err(|_| Errno::AGAIN)?;
            thread.join().unwrap_or_else(|panic| {
                let message = panic.downcast_ref::<String>().cloned();
                Err(TrialError::Internal(message.unwrap_or_else(|| "the driver thread panicked".to_owned())))
            })
        })
    }

    fn drive<R: DriverRing>(
        &self,
        packets: ReceiverOptions,
        timing: Option<Timing>,
    ) -> Result<TrialOutcome, TrialError> {
        let config = &self.config;
        let driver_cpu = config.driver_cpu.filter(|&cpu| pin_current_thread(cpu));
        let _session = SessionPriority::raise();
        let nice = raise_priority();
        // Made before set-up begins, so that no ioctl's duration is that of clearing memory.
        let (driver_events, device_events) =
            (EventRing::new(config.ring_events), EventRing::new(config.ring_events));
        let traffic = Arc::new(Traffic::default());
        let host = EmulatedHost::new(self.device_options(&packets, &traffic), device_events);
        let mut phases = Phases::new(self.clock, &self.log);
        phases.enter(phase::SETUP);
        let traced = TracedHost::new(host.clone(), Arc::clone(&self.log));
        let mut datapath = Datapath::<R>::set_up(&traced, config, packets.expected.packet_bytes_max())?;
        datapath.device.set_running(true)?;

        let (clock, cancelled) = (self.clock, &self.cancelled);
        let context = DriverContext { clock, cancelled, events: driver_events, traffic, packets, timing };
        let mut driver = Driver::new(&mut datapath, config, context);
        phases.enter(phase::WARMUP);
        let warmup = driver.run(Stream::Warmup, config.warmup);
        phases.enter(phase::MEASURE);
        let cycles = CycleCounter::start();
        let load = driver.run(Stream::Measure, config.duration);
        let cycles = cycles.and_then(|cycles| cycles.read());
        phases.enter(phase::TEARDOWN);
        let (receivers, events) = driver.finish();
        let driver_side = DriverSide::of(&datapath, (driver_cpu, nice), cycles, receivers);
        datapath.tear_down()?;
        phases.end();

        let mut report =
            host.take_report().ok_or_else(|| TrialError::Internal("the device left no report".to_owned()))?;
        let dropped = (
            events.rings_dropped() + report.events.rings_dropped(),
            events.observations_dropped() + report.events.observations_dropped(),
        );
        let (device_events, ends) = (std::mem::take(&mut report.events), phases.ends());
        *self.recorded.lock().unwrap_or_else(PoisonError::into_inner) =
            Recorded { driver: events, device: device_events, phase_ends: ends };
        if cancelled.load(Ordering::Relaxed) {
            return Err(TrialError::Cancelled);
        }
        let collected = Collected { config, clock, warmup, load, driver: driver_side, device: report };
        let outcome = collected.outcome()?;
        Ok(TrialOutcome {
            phases: phases.records(),
            ioctls_issued: host.ioctl_count(),
            rings_dropped: dropped.0,
            observations_dropped: dropped.1,
            ..outcome
        })
    }

    fn device_options(&self, packets: &ReceiverOptions, traffic: &Arc<Traffic>) -> DeviceOptions {
        let config = &self.config;
        DeviceOptions {
            dialect: config.dialect,
            queue_pairs: config.queue_pairs,
            doorbell: config.doorbell,
            idle: config.idle,
            role: config.role(),
            model: config.model.clone(),
            packets: packets.clone(),
            traffic: Arc::clone(traffic),
            cpu: config.device_cpu,
        }
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
