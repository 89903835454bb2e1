//! What a trial found, for JavaScript. Counts stay below 2^53 and travel as numbers; Unix times do not, and
//! travel as bigint.

use crate::convert::number;
use crate::queues::QueueOutcome;
use napi::bindgen_prelude::BigInt;
use napi_derive::napi;
use ringside_datapath::clock::{self, Clock};
use ringside_datapath::load::Verify;
use ringside_datapath::trace;
use ringside_datapath::trial;

/// When a phase began and ended.
#[napi(object)]
pub struct PhaseRecord {
    /// `setup`, `warmup`, `measure`, `teardown`.
    pub name: String,
    /// First moment.
    pub start_unix_ns: BigInt,
    /// Last moment.
    pub end_unix_ns: BigInt,
}

/// One field of an ioctl's argument.
#[napi(object)]
pub struct IoctlArg {
    /// The field's name in the kernel's headers.
    pub name: String,
    /// Its value; addresses and masks in hex.
    pub value: String,
}

/// One ioctl.
#[napi(object)]
pub struct IoctlRecord {
    /// The phase it was called in.
    pub phase: String,
    /// The file: its path, or `device`.
    pub target: String,
    /// `VHOST_SET_VRING_NUM`.
    pub name: String,
    /// `0x4008af10`.
    pub request: u32,
    /// Decoded argument, field by field in the order of the structure.
    pub args: Vec<IoctlArg>,
    /// What it returned, -1 on failure.
    pub result: i32,
    /// The errno's name on failure.
    pub errno: Option<String>,
    /// When it was called.
    pub start_unix_ns: BigInt,
    /// When it returned.
    pub end_unix_ns: BigInt,
}

impl IoctlRecord {
    pub(crate) fn of(record: trace::IoctlRecord, clock: Clock) -> Self {
        let (result, errno) = match record.result {
            Ok(result) => (result, None),
            Err(errno) => (-1, Some(errno)),
        };
        Self {
            phase: record.phase.to_owned(),
            target: record.target,
            name: record.name,
            request: record.request,
            args: record
                .args
                .into_iter()
                .map(|(name, value)| IoctlArg { name: name.to_owned(), value })
                .collect(),
            result,
            errno,
            start_unix_ns: clock.to_unix_ns(record.start_ticks).into(),
            end_unix_ns: clock.to_unix_ns(record.end_ticks).into(),
        }
    }
}

/// Latency from the intended send time.
#[napi(object)]
pub struct LatencySummary {
    /// Packets.
    pub count: f64,
    /// Smallest.
    pub min_ns: f64,
    /// Median.
    pub p50_ns: f64,
    /// 90th percentile.
    pub p90_ns: f64,
    /// 99th percentile.
    pub p99_ns: f64,
    /// 99.9th percentile.
    pub p999_ns: f64,
    /// Largest.
    pub max_ns: f64,
    /// HDR histogram in ns, V2 with DEFLATE, base64.
    pub histogram: String,
}

/// Notifications in one direction over the whole trial.
#[napi(object)]
pub struct DoorbellTotals {
    /// Rung.
    pub rung: f64,
    /// Not rung, because the other side did not want them.
    pub suppressed: f64,
    /// Rung without room for their event: their spans are missing.
    pub dropped: f64,
    /// Noticed without room for the event: the spans of their doorbells have no observed end.
    pub observations_dropped: f64,
    /// What was recorded of them; absent where doorbells are not traced.
    pub trace: Option<DoorbellTrace>,
}

/// What was recorded of the doorbells of one direction.
#[napi(object)]
pub struct DoorbellTrace {
    /// Recorded. With those dropped, as many as were rung.
    pub recorded: f64,
    /// Seen by the other side.
    pub observed: f64,
    /// Chosen to become spans.
    pub selected: f64,
    /// Doorbells by buffers published since the last one: 1, 2-3, 4-7, ...
    pub batches: Vec<f64>,
    /// From the ring to its observation.
    pub latency: LatencySummary,
}

/// Cycles of the two threads per packet.
#[napi(object)]
pub struct CyclesPerPacket {
    /// Of the driver thread.
    pub driver: f64,
    /// Of the device thread.
    pub device: f64,
}

/// How ticks of a trial's clock became Unix time: `anchorUnixNs` + (ticks - `anchorTicks`) x `nsPerTick`.
#[napi(object)]
pub struct ClockMapping {
    /// A reading.
    pub anchor_ticks: BigInt,
    /// Unix time of that reading.
    pub anchor_unix_ns: BigInt,
    /// Nanoseconds in a tick.
    pub ns_per_tick: f64,
}

impl From<clock::ClockMapping> for ClockMapping {
    fn from(mapping: clock::ClockMapping) -> Self {
        Self {
            anchor_ticks: mapping.anchor_ticks.into(),
            anchor_unix_ns: mapping.anchor_unix_ns.into(),
            ns_per_tick: mapping.ns_per_tick,
        }
    }
}

/// Everything a trial counted. Packets, rate and latency are of the measured phase.
#[napi(object)]
pub struct TrialOutcome {
    /// In order.
    pub phases: Vec<PhaseRecord>,
    /// Packets that were sent, by the driver and by the device.
    pub sent: f64,
    /// Packets that were due but found no room in the ring before the trial ended.
    pub unsent: f64,
    /// Packets that came, new and whole.
    pub verified: f64,
    /// Sequence numbers that never came.
    pub lost: f64,
    /// Checksum wrong, or sent at an impossible time.
    pub corrupt: f64,
    /// Came again.
    pub duplicate: f64,
    /// Came after a later one.
    pub reordered: f64,
    /// The device had no receive buffer for them.
    pub dropped_no_buffer: f64,
    /// Bytes of the verified frames.
    pub bytes_verified: f64,
    /// What was checked of the packets.
    #[napi(ts_type = "'full' | 'header' | 'off'")]
    pub verify: String,
    /// The device's model injects faults: lost and damaged packets are what was asked for.
    pub expected_faults: bool,
    /// Queue by queue.
    pub queues: Vec<QueueOutcome>,
    /// Where the machine counts cycles.
    pub cycles_per_packet: Option<CyclesPerPacket>,
    /// From the first intended send to the last packet back.
    pub duration_ns: f64,
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
    pub ioctls_issued: f64,
    /// Packets late enough to become spans.
    pub outliers: u32,
    /// Events left the rings while the trial ran, beside what was measured.
    pub drained_while_running: bool,
    /// What guest memory stands on.
    #[napi(ts_type = "'hugetlb-2M' | 'thp-2M' | '4K'")]
    pub pages: String,
    /// Where time came from.
    #[napi(ts_type = "'tsc' | 'monotonic'")]
    pub clock: String,
    /// How it became Unix time.
    pub clock_mapping: ClockMapping,
    /// Where the driver thread was pinned.
    pub driver_cpu: Option<u32>,
    /// Where the device thread was pinned.
    pub device_cpu: Option<u32>,
    /// Nice value the two threads ran with; the less favourable one if they differ.
    pub nice: i32,
}

fn cpu(cpu: Option<usize>) -> Option<u32> {
    cpu.and_then(|cpu| u32::try_from(cpu).ok())
}

impl From<trial::TrialOutcome> for TrialOutcome {
    fn from(outcome: trial::TrialOutcome) -> Self {
        let packets = outcome.packets;
        Self {
            phases: outcome.phases.into_iter().map(PhaseRecord::from).collect(),
            sent: number(outcome.sent),
            unsent: number(outcome.unsent),
            verified: number(packets.verified),
            lost: number(packets.lost),
            corrupt: number(packets.corrupt),
            duplicate: number(packets.duplicate),
            reordered: number(packets.reordered),
            dropped_no_buffer: number(outcome.dropped_no_buffer),
            bytes_verified: number(packets.bytes_verified),
            verify: verify_name(outcome.verify).to_owned(),
            expected_faults: outcome.with_faults,
            queues: outcome.queues.into_iter().map(QueueOutcome::from).collect(),
            cycles_per_packet: outcome
                .cycles_per_packet
                .map(|cycles| CyclesPerPacket { driver: cycles.driver, device: cycles.device }),
            duration_ns: number(outcome.duration_ns),
            intended_rate_pps: outcome.intended_rate_pps,
            offered_rate_pps: outcome.offered_rate_pps,
            generator_limited: outcome.generator_limited,
            latency: outcome.latency.map(LatencySummary::from),
            kick: DoorbellTotals::of(outcome.kick, outcome.kick_trace),
            call: DoorbellTotals::of(outcome.call, outcome.call_trace),
            ioctls_issued: number(outcome.ioctls_issued),
            outliers: u32::try_from(outcome.outliers).unwrap_or(u32::MAX),
            drained_while_running: outcome.drained_while_running,
            pages: outcome.pages.name().to_owned(),
            clock: outcome.clock.source.name().to_owned(),
            clock_mapping: outcome.clock.into(),
            driver_cpu: cpu(outcome.driver_cpu),
            device_cpu: cpu(outcome.device_cpu),
            nice: outcome.nice,
        }
    }
}

fn verify_name(verify: Verify) -> &'static str {
    match verify {
        Verify::Full => "full",
        Verify::Header => "header",
        Verify::Off => "off",
    }
}

impl From<trial::PhaseRecord> for PhaseRecord {
    fn from(phase: trial::PhaseRecord) -> Self {
        Self {
            name: phase.name.to_owned(),
            start_unix_ns: phase.start_unix_ns.into(),
            end_unix_ns: phase.end_unix_ns.into(),
        }
    }
}

impl From<trial::LatencySummary> for LatencySummary {
    fn from(latency: trial::LatencySummary) -> Self {
        Self {
            count: number(latency.count),
            min_ns: number(latency.min_ns),
            p50_ns: number(latency.p50_ns),
            p90_ns: number(latency.p90_ns),
            p99_ns: number(latency.p99_ns),
            p999_ns: number(latency.p999_ns),
            max_ns: number(latency.max_ns),
            histogram: latency.histogram,
        }
    }
}

impl DoorbellTotals {
    fn of(totals: trial::DoorbellTotals, trace: Option<trial::DoorbellSummary>) -> Self {
        Self {
            rung: number(totals.rung),
            suppressed: number(totals.suppressed),
            dropped: number(totals.dropped),
            observations_dropped: number(totals.observations_dropped),
            trace: trace.map(DoorbellTrace::from),
        }
    }
}

impl From<trial::DoorbellSummary> for DoorbellTrace {
    fn from(summary: trial::DoorbellSummary) -> Self {
        Self {
            recorded: number(summary.recorded),
            observed: number(summary.observed),
            selected: number(summary.selected),
            batches: summary.batches.counts().map(number).to_vec(),
            latency: summary.latency.into(),
        }
    }
}
