//! What a trial found.

use crate::clock::ClockMapping;
use crate::counters::{BatchHistogram, QueueCounters};
use crate::load::{PacketCounts, Verify};
use crate::memory::PageKind;
use crate::ring::QueueError;
use crate::trace::DoorbellStats;
use base64::Engine;
use hdrhistogram::Histogram;
use hdrhistogram::serialization::{Serializer, V2DeflateSerializeError, V2DeflateSerializer};

/// When a phase began and ended, Unix ns.
#[derive(Clone, Copy, Debug)]
pub struct PhaseRecord {
    /// One of [`super::phase`].
    pub name: &'static str,
    /// First moment.
    pub start_unix_ns: u64,
    /// Last moment.
    pub end_unix_ns: u64,
}

/// Notifications in one direction over the whole trial.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DoorbellTotals {
    /// Rung.
    pub rung: u64,
    /// Not rung, because the other side had said it does not want them.
    pub suppressed: u64,
    /// Rung without room for their event: spans that are missing.
    pub dropped: u64,
    /// Noticed without room for the event: spans without an observed end.
    pub observations_dropped: u64,
}

/// What was recorded of the doorbells of one direction.
#[derive(Clone, Debug)]
pub struct DoorbellSummary {
    /// Recorded. With those dropped, as many as were rung.
    pub recorded: u64,
    /// Seen by the other side.
    pub observed: u64,
    /// Chosen to become spans.
    pub selected: u64,
    /// Buffers published since the last ring.
    pub batches: BatchHistogram,
    /// From the ring to its observation.
    pub latency: LatencySummary,
}

impl DoorbellSummary {
    pub(super) fn of(stats: &DoorbellStats) -> Result<Self, V2DeflateSerializeError> {
        Ok(Self {
            recorded: stats.recorded,
            observed: stats.observed,
            selected: stats.selected,
            batches: stats.batches,
            latency: LatencySummary::of(&stats.latency_ns)?,
        })
    }
}

/// Latency from the intended send time.
#[derive(Clone, Debug)]
pub struct LatencySummary {
    /// Packets.
    pub count: u64,
    /// Smallest, ns.
    pub min_ns: u64,
    /// Median, ns.
    pub p50_ns: u64,
    /// 90th percentile, ns.
    pub p90_ns: u64,
    /// 99th percentile, ns.
    pub p99_ns: u64,
    /// 99.9th percentile, ns.
    pub p999_ns: u64,
    /// Largest, ns.
    pub max_ns: u64,
    /// The whole HDR histogram in ns, V2 with DEFLATE, base64.
    pub histogram: String,
}

impl LatencySummary {
    pub(super) fn of(histogram: &Histogram<u64>) -> Result<Self, V2DeflateSerializeError> {
        let mut bytes = Vec::new();
        V2DeflateSerializer::new().serialize(histogram, &mut bytes)?;
        Ok(Self {
            count: histogram.len(),
            min_ns: histogram.min(),
            p50_ns: histogram.value_at_quantile(0.5),
            p90_ns: histogram.value_at_quantile(0.9),
            p99_ns: histogram.value_at_quantile(0.99),
            p999_ns: histogram.value_at_quantile(0.999),
            max_ns: histogram.max(),
            histogram: base64::engine::general_purpose::STANDARD.encode(bytes),
        })
    }
}

/// One queue as its two ends counted it, over the whole trial.
#[derive(Clone, Copy, Debug)]
pub struct QueueOutcome {
    /// Index of the virtqueue: even ones receive, odd ones transmit.
    pub index: u16,
    /// What the driver did.
    pub driver: QueueCounters,
    /// What the device did.
    pub device: QueueCounters,
    /// What the guest did wrong, where the device gave the queue up.
    pub broken: Option<QueueError>,
}

/// Cycles of the two threads per packet of the measured phase.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CyclesPerPacket {
    /// Of the driver thread.
    pub driver: f64,
    /// Of the device thread.
    pub device: f64,
}

/// Everything a trial counted. Packets, rate and latency are of the measured phase.
#[derive(Clone, Debug)]
pub struct TrialOutcome {
    /// In order.
    pub phases: Vec<PhaseRecord>,
    /// Packets that were sent, by the driver and by the device.
    pub sent: u64,
    /// Packets that were due but found no room in the ring before the trial ended.
    pub unsent: u64,
    /// What the receiving end made of those sent.
    pub packets: PacketCounts,
    /// Packets the device had no receive buffer for.
    pub dropped_no_buffer: u64,
    /// What was checked of them.
    pub verify: Verify,
    /// Queue by queue.
    pub queues: Vec<QueueOutcome>,
    /// Where the machine counts cycles.
    pub cycles_per_packet: Option<CyclesPerPacket>,
    /// The device's model injects faults: lost and damaged packets are what was asked for.
    pub with_faults: bool,
    /// From the first intended send to the last packet back, ns.
    pub duration_ns: u64,
    /// Packets per second that were due, open loop only; both ways together.
    pub intended_rate_pps: Option<f64>,
    /// Packets handed to the rings per second of the planned duration; both ways together.
    pub offered_rate_pps: f64,
    /// The load could not keep its own schedule although the ring had room.
    pub generator_limited: bool,
    /// Latency workloads only.
    pub latency: Option<LatencySummary>,
    /// Driver to device.
    pub kick: DoorbellTotals,
    /// Device to driver.
    pub call: DoorbellTotals,
    /// Ioctls that reached the device's side.
    pub ioctls_issued: u64,
    /// What was recorded of kicks; `None` where doorbells are not traced.
    pub kick_trace: Option<DoorbellSummary>,
    /// What was recorded of calls.
    pub call_trace: Option<DoorbellSummary>,
    /// Packets that came late enough to become spans.
    pub outliers: usize,
    /// Events were taken out of the rings while the trial ran, beside what was measured.
    pub drained_while_running: bool,
    /// What guest memory stands on.
    pub pages: PageKind,
    /// Where time came from, and how it became Unix time.
    pub clock: ClockMapping,
    /// Where the driver thread was pinned.
    pub driver_cpu: Option<usize>,
    /// Where the device thread was pinned.
    pub device_cpu: Option<usize>,
    /// Nice value the two threads ran with; the less favourable one if they differ.
    pub nice: i32,
}
