//! A trial's configuration, from JavaScript.

use crate::convert::{choose, invalid, milliseconds};
use crate::model::DeviceModel;
use crate::tracing::Tracing;
use napi::{Error, Result};
use napi_derive::napi;
use ringside_datapath::emulated::{self, Dialect, DoorbellKind, Idle};
use ringside_datapath::load::Verify;
use ringside_datapath::ring::{BufferLayout, RingFeatures};
use ringside_datapath::trial::{self, Direction, Frames, Schedule, Workload};

/// What a trial on the emulated device is to do. Exactly one of `frameBytes`, `imix` and `capturePath` says which
/// packets; a latency workload has either `ratePps` or `replaySpeed`.
#[napi(object)]
pub struct TrialConfig {
    /// Which interface the device speaks.
    #[napi(ts_type = "'vhost-mdev' | 'vhost-vdpa'")]
    pub dialect: String,
    /// How the driver rings.
    #[napi(ts_type = "'mapped' | 'eventfd'")]
    pub doorbell: String,
    /// What the device thread does while nothing is rung.
    #[napi(ts_type = "'polling' | 'sleeping'")]
    pub device: String,
    /// Format of the rings.
    #[napi(ts_type = "'split' | 'packed'")]
    pub ring: String,
    /// VIRTIO_F_EVENT_IDX.
    pub event_idx: bool,
    /// VIRTIO_F_IN_ORDER.
    pub in_order: bool,
    /// VIRTIO_NET_F_MRG_RXBUF.
    pub mergeable: bool,
    /// How transmit buffers are described.
    #[napi(ts_type = "'single' | 'chained' | 'indirect'")]
    pub layout: String,
    /// 1 to 64.
    pub queue_pairs: u32,
    /// The load.
    #[napi(ts_type = "'throughput' | 'latency' | 'pingpong'")]
    pub workload: String,
    /// Packets per second over all queue pairs; latency workloads.
    pub rate_pps: Option<f64>,
    /// A capture's own timing, this many times as fast; latency workloads.
    pub replay_speed: Option<f64>,
    /// Packets under way per queue pair; pingpong workloads.
    pub outstanding: Option<u32>,
    /// Which way packets go.
    #[napi(ts_type = "'oneway' | 'loopback' | 'bidirectional'")]
    pub direction: String,
    /// Bytes of every frame, its stamp included.
    pub frame_bytes: Option<u32>,
    /// The simple Internet mix of 64, 570 and 1518 bytes.
    pub imix: Option<bool>,
    /// A pcap or pcapng file to replay.
    pub capture_path: Option<String>,
    /// Source ports that generated frames take turns in.
    pub flows: u32,
    /// What the receiving end checks.
    #[napi(ts_type = "'full' | 'header' | 'off'")]
    pub verify: String,
    /// Entries of each ring.
    pub ring_size: u32,
    /// Packets published per doorbell.
    pub burst: u32,
    /// Load before the measurement.
    pub warmup_ms: f64,
    /// The measurement.
    pub duration_ms: f64,
    /// CPU for the driver thread.
    pub driver_cpu: Option<u32>,
    /// CPU for the device thread.
    pub device_cpu: Option<u32>,
    /// What is recorded of doorbells.
    pub tracing: Tracing,
    /// How long the device takes and what it does wrong; nothing by default.
    pub model: Option<DeviceModel>,
}

/// The load's kind, with what belongs to it and nothing else.
fn workload(config: &TrialConfig) -> Result<Workload> {
    let given = (config.rate_pps, config.replay_speed, config.outstanding);
    match (config.workload.as_str(), given) {
        ("throughput", (None, None, None)) => Ok(Workload::Throughput),
        ("latency", (Some(rate_pps), None, None)) => Ok(Workload::Latency(Schedule::Rate(rate_pps))),
        ("latency", (None, Some(speed), None)) => Ok(Workload::Latency(Schedule::Recorded { speed })),
        ("pingpong", (None, None, Some(outstanding))) => Ok(Workload::PingPong { outstanding }),
        (kind, _) => Err(invalid(format!(
            "workload is '{kind}', expected 'throughput', 'latency' with ratePps or replaySpeed, or 'pingpong' with outstanding"
        ))),
    }
}

fn frames(config: &TrialConfig) -> Result<Frames> {
    match (config.frame_bytes, config.imix.unwrap_or(false), &config.capture_path) {
        (Some(bytes), false, None) => Ok(Frames::Fixed(bytes as usize)),
        (None, true, None) => Ok(Frames::Imix),
        (None, false, Some(path)) => Ok(Frames::Capture(path.into())),
        _ => Err(invalid("expected exactly one of frameBytes, imix and capturePath".to_owned())),
    }
}

impl TryFrom<TrialConfig> for trial::TrialConfig {
    type Error = Error;

    fn try_from(config: TrialConfig) -> Result<Self> {
        let dialects = [("vhost-mdev", Dialect::VhostMdev), ("vhost-vdpa", Dialect::VhostVdpa)];
        let doorbells = [("mapped", DoorbellKind::Mapped), ("eventfd", DoorbellKind::Eventfd)];
        let idles = [("polling", Idle::Polling), ("sleeping", Idle::Sleeping)];
        let layouts = [
            ("single", BufferLayout::Single),
            ("chained", BufferLayout::Chained),
            ("indirect", BufferLayout::Indirect),
        ];
        let directions = [
            ("oneway", Direction::Oneway),
            ("loopback", Direction::Loopback),
            ("bidirectional", Direction::Bidirectional),
        ];
        let checks = [("full", Verify::Full), ("header", Verify::Header), ("off", Verify::Off)];
        let layout = choose("layout", &config.layout, &layouts)?;
        Ok(Self {
            dialect: choose("dialect", &config.dialect, &dialects)?,
            doorbell: choose("doorbell", &config.doorbell, &doorbells)?,
            idle: choose("device", &config.device, &idles)?,
            features: RingFeatures {
                packed: choose("ring", &config.ring, &[("split", false), ("packed", true)])?,
                event_idx: config.event_idx,
                in_order: config.in_order,
                indirect: layout == BufferLayout::Indirect,
            },
            mergeable: config.mergeable,
            layout,
            queue_pairs: u16::try_from(config.queue_pairs).unwrap_or(u16::MAX),
            workload: workload(&config)?,
            direction: choose("direction", &config.direction, &directions)?,
            frames: frames(&config)?,
            flows: config.flows,
            verify: choose("verify", &config.verify, &checks)?,
            ring_size: config.ring_size,
            burst: config.burst,
            warmup: milliseconds("warmupMs", config.warmup_ms)?,
            duration: milliseconds("durationMs", config.duration_ms)?,
            driver_cpu: config.driver_cpu.map(|cpu| cpu as usize),
            device_cpu: config.device_cpu.map(|cpu| cpu as usize),
            tracing: config.tracing.try_into()?,
            model: config.model.map(emulated::DeviceModel::try_from).transpose()?.unwrap_or_default(),
        })
    }
}
