//! A trial's configuration, from JavaScript.

use napi::{Error, Result, Status};
use napi_derive::napi;
use ringside_datapath::emulated::{DoorbellKind, Idle};
use ringside_datapath::trial::{self, Direction, Frames, Workload};
use std::time::Duration;

/// What a trial on the emulated device is to do. Exactly one of `frameBytes` and `capturePath` says which packets.
#[napi(object)]
pub struct TrialConfig {
    /// How the driver rings.
    #[napi(ts_type = "'mapped' | 'eventfd'")]
    pub doorbell: String,
    /// What the device thread does while nothing is rung.
    #[napi(ts_type = "'polling' | 'sleeping'")]
    pub device: String,
    /// The load.
    #[napi(ts_type = "'throughput' | 'latency'")]
    pub workload: String,
    /// Which way packets go.
    #[napi(ts_type = "'oneway' | 'loopback'")]
    pub direction: String,
    /// Bytes of every frame, its stamp included.
    pub frame_bytes: Option<u32>,
    /// A pcap file to replay.
    pub capture_path: Option<String>,
    /// Entries of each ring.
    pub ring_size: u32,
    /// Packets published per doorbell.
    pub burst: u32,
    /// Packets per second; latency workloads only.
    pub rate_pps: Option<f64>,
    /// Load before the measurement.
    pub warmup_ms: f64,
    /// The measurement.
    pub duration_ms: f64,
    /// CPU for the driver thread.
    pub driver_cpu: Option<u32>,
    /// CPU for the device thread.
    pub device_cpu: Option<u32>,
    /// Whether doorbells are recorded.
    pub trace_doorbells: bool,
    /// Doorbell events each thread can hold.
    pub ring_events: u32,
}

fn invalid(message: String) -> Error {
    Error::new(Status::InvalidArg, message)
}

/// The value for a name, or an error that lists the names.
fn choose<T: Copy>(what: &str, actual: &str, choices: &[(&str, T)]) -> Result<T> {
    choices.iter().find(|(name, _)| *name == actual).map(|(_, value)| *value).ok_or_else(|| {
        let names: Vec<&str> = choices.iter().map(|(name, _)| *name).collect();
        invalid(format!("{what} is '{actual}', expected one of {}", names.join(", ")))
    })
}

fn milliseconds(what: &str, value: f64) -> Result<Duration> {
    Duration::try_from_secs_f64(value / 1e3)
        .map_err(|_| invalid(format!("{what} is {value} ms, expected a time of 0 or more")))
}

impl TryFrom<TrialConfig> for trial::TrialConfig {
    type Error = Error;

    fn try_from(config: TrialConfig) -> Result<Self> {
        let doorbells = [("mapped", DoorbellKind::Mapped), ("eventfd", DoorbellKind::Eventfd)];
        let idles = [("polling", Idle::Polling), ("sleeping", Idle::Sleeping)];
        let directions = [("oneway", Direction::Oneway), ("loopback", Direction::Loopback)];
        let rate_pps = config.rate_pps;
        let workload =
            match choose("workload", &config.workload, &[("throughput", false), ("latency", true)])? {
                false => Workload::Throughput,
                true => Workload::Latency {
                    rate_pps: rate_pps
                        .ok_or_else(|| invalid("a latency workload needs ratePps".to_owned()))?,
                },
            };
        let frames = match (config.frame_bytes, config.capture_path) {
            (Some(bytes), None) => Frames::Fixed(bytes as usize),
            (None, Some(path)) => Frames::Capture(path.into()),
            _ => return Err(invalid("expected exactly one of frameBytes and capturePath".to_owned())),
        };
        Ok(Self {
            doorbell: choose("doorbell", &config.doorbell, &doorbells)?,
            idle: choose("device", &config.device, &idles)?,
            workload,
            direction: choose("direction", &config.direction, &directions)?,
            frames,
            ring_size: config.ring_size,
            burst: config.burst,
            warmup: milliseconds("warmupMs", config.warmup_ms)?,
            duration: milliseconds("durationMs", config.duration_ms)?,
            driver_cpu: config.driver_cpu.map(|cpu| cpu as usize),
            device_cpu: config.device_cpu.map(|cpu| cpu as usize),
            ring_events: if config.trace_doorbells { config.ring_events as usize } else { 0 },
        })
    }
}
