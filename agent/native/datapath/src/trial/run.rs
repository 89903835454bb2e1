//! Runs a trial from set-up to tear-down and collects what was counted on both sides.

use super::collect::{Collected, DriverSide};
use super::config::TrialConfig;
use super::datapath::Datapath;
use super::doorbell_export::{Exported, PhaseSpanIds};
use super::driver::{self, Driver, DriverContext};
use super::outcome::TrialOutcome;
use super::phase;
use super::phases::Phases;
use super::tracing::Tracing;
use crate::clock::Clock;
use crate::cpu::{SessionPriority, pin_current_thread, raise_priority};
use crate::cycles::CycleCounter;
use crate::emulated::{DeviceOptions, EmulatedHost, QueueFault, Traffic};
use crate::load::{CaptureError, FrameError, ReceiverOptions, Stream, Timing, TimingError};
use crate::memory::MemoryShortage;
use crate::ring::{DriverRing, PackedDriver, SplitDriver};
use crate::trace::{Doorbell, EventRing, IoctlLog, IoctlRecord, TracedHost};
use crate::vhost_device::VhostError;
use ringside_otlp::doorbell::BatchHeader;
use rustix::io::Errno;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

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

/// A trial. Its records can be read after the run, whether or not it failed.
#[derive(Debug)]
pub struct Trial {
    config: TrialConfig,
    clock: Clock,
    log: Arc<IoctlLog>,
    cancelled: AtomicBool,
    tracing: Tracing,
    phases: Phases,
}

impl Trial {
    /// A trial that has not begun.
    ///
    /// # Errors
    /// [`TrialError::Config`], or out of file descriptors.
    pub fn new(config: TrialConfig) -> Result<Self, TrialError> {
        config.check()?;
        let clock = Clock::calibrated();
        Ok(Self {
            config,
            clock,
            log: IoctlLog::new(clock),
            cancelled: AtomicBool::new(false),
            tracing: Tracing::new()?,
            phases: Phases::default(),
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

    /// Appends the next doorbells, at most `most`, to `out` as one OTLP request, and behind all of them the packets that
    /// came late. `None` when there are no more; nothing at all while the trial runs and nothing is ready. Doorbells of a
    /// phase without a span id become children of the last phase that has one.
    pub fn encode_doorbells(
        &self,
        header: &BatchHeader,
        parents: &PhaseSpanIds,
        most: usize,
        out: &mut Vec<u8>,
    ) -> Option<Exported> {
        self.tracing.encode_next((header, parents), (&self.phases, self.clock), most, out)
    }

    /// Doorbells that were to be exported, without doing so.
    pub fn take_doorbells(&self) -> Vec<Doorbell> {
        self.tracing.take_doorbells()
    }

    /// Runs the trial on threads of its own and blocks until it is over.
    ///
    /// # Errors
    /// [`TrialError`]; the device is closed in any case.
    pub fn run(&self) -> Result<TrialOutcome, TrialError> {
        self.run_threads().inspect_err(|_| self.tracing.give_up())
    }

    fn run_threads(&self) -> Result<TrialOutcome, TrialError> {
        let (frames, offsets_ns) = self.config.frame_source()?;
        let timing = driver::timing(&self.config, &self.clock, &offsets_ns)?;
        let packets = ReceiverOptions {
            clock: self.clock,
            expected: frames,
            verify: self.config.verify,
            with_latency: self.config.wants_latency(),
        };
        let ended = AtomicBool::new(false);
        std::thread::scope(|scope| {
            let drive = || {
                if self.config.features.packed {
                    self.drive::<PackedDriver>(packets, timing)
                } else {
                    self.drive::<SplitDriver>(packets, timing)
                }
            };
            let driver = thread("ringside-driver").spawn_scoped(scope, drive).map_err(|_| Errno::AGAIN)?;
            let relieve = || self.tracing.relieve_until(&ended, &self.config.tracing, &self.measured_cpus());
            // Without a thread for them the rings hold what they can, and count the rest.
            let _ = thread("ringside-tracer").spawn_scoped(scope, relieve);
            let outcome = driver.join().unwrap_or_else(|panic| {
                let message = panic.downcast_ref::<String>().cloned();
                Err(TrialError::Internal(message.unwrap_or_else(|| "the driver thread panicked".to_owned())))
            });
            ended.store(true, Ordering::Release);
            self.tracing.alarm().ring();
            outcome
        })
    }

    fn measured_cpus(&self) -> Vec<usize> {
        self.config.driver_cpu.into_iter().chain(self.config.device_cpu).collect()
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
        let (capacity, queues) = (config.tracing.capacity(), 2 * config.queue_pairs);
        let (driver_events, of_driver) = EventRing::new(capacity, queues);
        let (device_events, of_device) = EventRing::new(capacity, queues);
        let [driver_events, device_events] =
            [driver_events, device_events].map(|ring| ring.with_alarm(self.tracing.alarm()));
        self.tracing.begin(config.tracing, self.clock, [of_driver, of_device]);
        let traffic = Arc::new(Traffic::default());
        let host = EmulatedHost::new(self.device_options(&packets, &traffic), device_events);
        let enter = |phase| self.phases.enter(phase, &self.clock, &self.log);
        enter(phase::SETUP);
        let traced = TracedHost::new(host.clone(), Arc::clone(&self.log));
        let mut datapath = Datapath::<R>::set_up(&traced, config, packets.expected.packet_bytes_max())?;
        datapath.device.set_running(true)?;

        let (clock, cancelled) = (self.clock, &self.cancelled);
        let context = DriverContext { clock, cancelled, events: driver_events, traffic, packets, timing };
        let mut driver = Driver::new(&mut datapath, config, context);
        enter(phase::WARMUP);
        let warmup = driver.run(Stream::Warmup, config.warmup);
        enter(phase::MEASURE);
        let cycles = CycleCounter::start();
        let load = driver.run(Stream::Measure, config.duration);
        let cycles = cycles.and_then(|cycles| cycles.read());
        enter(phase::TEARDOWN);
        let (receivers, events) = driver.finish();
        let driver_side = DriverSide::of(&datapath, (driver_cpu, nice), cycles, receivers, events.losses());
        datapath.tear_down()?;
        self.phases.end(&self.clock);

        let report =
            host.take_report().ok_or_else(|| TrialError::Internal("the device left no report".to_owned()))?;
        if cancelled.load(Ordering::Relaxed) {
            return Err(TrialError::Cancelled);
        }
        let collected = Collected { config, clock, warmup, load, driver: driver_side, device: report };
        let (outcome, outliers) = collected.outcome()?;
        let phases = self.phases.records(&clock);
        let mut outcome = TrialOutcome { phases, ioctls_issued: host.ioctl_count(), ..outcome };
        self.tracing.finish(outliers, &mut outcome)?;
        Ok(outcome)
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

fn thread(name: &str) -> std::thread::Builder {
    std::thread::Builder::new().name(name.to_owned())
}
