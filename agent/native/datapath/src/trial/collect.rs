//! Puts together what both sides counted.

use super::config::TrialConfig;
use super::datapath::Datapath;
use super::driver::PhaseLoad;
use super::outcome::{CyclesPerPacket, DoorbellTotals, LatencySummary, QueueOutcome, TrialOutcome};
use super::{Direction, Schedule, TrialError, Workload};
use crate::clock::Clock;
use crate::counters::QueueCounters;
use crate::emulated::DeviceReport;
use crate::load::{Latency, PacketCounts, Receiver};
use crate::memory::PageKind;
use crate::ring::DriverRing;
use crate::trace::{Losses, Outlier};
use std::time::Duration;

/// What the driver's side knows when the load is over.
pub(super) struct DriverSide {
    queues: Vec<QueueCounters>,
    pages: PageKind,
    cpu: Option<usize>,
    nice: i32,
    /// Of the driver thread in the measured phase.
    cycles: Option<u64>,
    receivers: Vec<Receiver>,
}

impl DriverSide {
    pub(super) fn of<R: DriverRing>(
        datapath: &Datapath<R>,
        (cpu, nice): (Option<usize>, i32),
        cycles: Option<u64>,
        receivers: Vec<Receiver>,
        losses: &[Losses],
    ) -> Self {
        let queues = datapath.pairs.iter().flat_map(|pair| [&pair.receive, &pair.transmit]);
        let queues = queues.enumerate().map(|(index, queue)| {
            let counters = QueueCounters {
                notifications_sent: queue.notifier.kicks,
                notifications_suppressed: queue.notifier.kicks_suppressed,
                ..queue.counters
            };
            counters.with_losses(losses.get(index).copied().unwrap_or_default())
        });
        Self { queues: queues.collect(), pages: datapath.memory.pages(), cpu, nice, cycles, receivers }
    }
}

/// Everything that was counted in a trial.
pub(super) struct Collected<'a> {
    pub(super) config: &'a TrialConfig,
    pub(super) clock: Clock,
    pub(super) warmup: PhaseLoad,
    pub(super) load: PhaseLoad,
    pub(super) driver: DriverSide,
    pub(super) device: DeviceReport,
}

impl Collected<'_> {
    /// The outcome, but for phases and what the tracing found, and the packets that came late.
    ///
    /// # Errors
    /// [`TrialError::QueueBroken`]
    pub(super) fn outcome(self) -> Result<(TrialOutcome, Vec<Outlier>), TrialError> {
        if let Some(fault) = self.device.faults.first() {
            return Err(TrialError::QueueBroken(*fault));
        }
        let queues = self.queues();
        let (of_driver, of_device) = (&self.driver.queues, &self.device.queues);
        let (kick, call) = (totals(of_driver, of_device), totals(of_device, of_driver));
        let Self { config, clock, warmup, load, driver, device } = self;
        let sent = sum(&load.sent) + sum(&device.sent);
        let to_device = finish(device.receivers, &warmup.sent, &load.sent);
        let (before, came) = match config.direction {
            Direction::Bidirectional => (&warmup.device_sent, &device.sent),
            Direction::Oneway | Direction::Loopback => (&warmup.sent, &load.sent),
        };
        let (packets, latency) = merge(to_device, finish(driver.receivers, before, came));
        let cycles_per_packet = match (driver.cycles, device.cycles) {
            (Some(of_driver), Some(of_device)) if sent > 0 => {
                Some(CyclesPerPacket { driver: ratio(of_driver, sent), device: ratio(of_device, sent) })
            }
            _ => None,
        };
        let summary = latency.as_ref().map(|latency| LatencySummary::of(&latency.histogram)).transpose();
        let outliers = latency.map_or_else(Vec::new, |latency| {
            let Latency { histogram, slowest } = *latency;
            let percentile = config.tracing.outliers.percentile;
            slowest.beyond(percentile, &histogram, |ticks| clock.to_ns(ticks).max(1))
        });
        let outcome = TrialOutcome {
            phases: Vec::new(),
            sent,
            unsent: load.unsent + device.unsent,
            packets,
            verify: config.verify,
            dropped_no_buffer: queues.iter().map(|queue| queue.device.drops.no_buffer).sum(),
            queues,
            cycles_per_packet,
            with_faults: config.model.has_faults(),
            duration_ns: clock.to_ns(load.end_ticks - load.start_ticks),
            intended_rate_pps: intended_rate_pps(config, sent + load.unsent + device.unsent),
            offered_rate_pps: rate_pps(sent, config.duration),
            generator_limited: load.generator_limited,
            latency: summary.map_err(|error| TrialError::Internal(error.to_string()))?,
            kick,
            call,
            ioctls_issued: 0,
            kick_trace: None,
            call_trace: None,
            outliers: outliers.len(),
            drained_while_running: false,
            pages: driver.pages,
            clock: clock.mapping(),
            driver_cpu: driver.cpu,
            device_cpu: config.device_cpu.filter(|_| device.pinned),
            nice: driver.nice.max(device.nice),
        };
        Ok((outcome, outliers))
    }

    fn queues(&self) -> Vec<QueueOutcome> {
        let broken =
            |index| self.device.faults.iter().find(|fault| fault.queue == index).map(|fault| fault.error);
        let both = self.driver.queues.iter().zip(&self.device.queues);
        (0u16..)
            .zip(both)
            .map(|(index, (&driver, &device))| QueueOutcome { index, driver, device, broken: broken(index) })
            .collect()
    }
}

type Finished = (PacketCounts, Option<Box<Latency>>);

/// Ends the receiving ends of one direction.
fn finish(receivers: Vec<Receiver>, warmup: &[u64], sent: &[u64]) -> Finished {
    let lanes = receivers.into_iter().zip(warmup.iter().zip(sent));
    lanes.map(|(receiver, (&warmup, &sent))| receiver.finish(warmup, sent)).fold(Default::default(), merge)
}

fn merge(one: Finished, other: Finished) -> Finished {
    let latency = match (one.1, other.1) {
        (Some(mut one), Some(other)) => {
            one.merge(*other);
            Some(one)
        }
        (one, other) => one.or(other),
    };
    (one.0.merge(other.0), latency)
}

/// Of the doorbells that one side rings and the other notices.
fn totals(ringing: &[QueueCounters], noticing: &[QueueCounters]) -> DoorbellTotals {
    let total = |queues: &[QueueCounters], count: fn(&QueueCounters) -> u64| queues.iter().map(count).sum();
    DoorbellTotals {
        rung: total(ringing, |queue| queue.notifications_sent),
        suppressed: total(ringing, |queue| queue.notifications_suppressed),
        dropped: total(ringing, |queue| queue.events_dropped),
        observations_dropped: total(noticing, |queue| queue.observations_dropped),
    }
}

fn sum(counts: &[u64]) -> u64 {
    counts.iter().sum()
}

/// What the workload asked for; at recorded timing what the capture asked for in the time.
fn intended_rate_pps(config: &TrialConfig, due: u64) -> Option<f64> {
    let ways = if config.direction == Direction::Bidirectional { 2.0 } else { 1.0 };
    match config.workload {
        Workload::Latency(Schedule::Rate(pps)) => Some(pps * ways),
        Workload::Latency(Schedule::Recorded { .. }) => Some(rate_pps(due, config.duration)),
        Workload::Throughput | Workload::PingPong { .. } => None,
    }
}

#[expect(clippy::cast_precision_loss, reason = "packet counts stay far below 2^53")]
fn rate_pps(packets: u64, duration: Duration) -> f64 {
    packets as f64 / duration.as_secs_f64()
}

#[expect(clippy::cast_precision_loss, reason = "cycles of a trial stay far below 2^53")]
fn ratio(cycles: u64, packets: u64) -> f64 {
    cycles as f64 / packets as f64
}
