//! What is recorded of a trial's doorbells, from JavaScript.

use crate::convert::{choose, invalid, milliseconds};
use napi::{Error, Result};
use napi_derive::napi;
use ringside_datapath::trace::{DoorbellMode, OutlierPolicy, TracingConfig};
use std::num::NonZeroU32;

/// What is recorded of a trial's doorbells, and which of them become spans.
#[napi(object)]
pub struct Tracing {
    /// Which doorbells become spans. Whatever it is, all of them are timed and counted, except by `off`.
    #[napi(ts_type = "'all' | 'sample' | 'around-outliers' | 'off'")]
    pub doorbells: String,
    /// Of `sample`: every so many.
    pub sample_every: Option<u32>,
    /// Doorbell events each thread can hold, and doorbells that can wait for their export.
    pub ring_events: u32,
    /// Events leave the rings while the trial runs; else only when a ring is half full.
    pub stream: bool,
    /// Packets at or beyond this percentile of latency become spans, the slowest hundred of them.
    pub outlier_percentile: f64,
    /// Before such a packet is due and after it has arrived: doorbells then rung belong to it.
    pub outlier_window_ms: f64,
}

impl TryFrom<Tracing> for TracingConfig {
    type Error = Error;

    fn try_from(tracing: Tracing) -> Result<Self> {
        let sample = || {
            let every = tracing.sample_every.and_then(NonZeroU32::new);
            every.ok_or_else(|| invalid("sampleEvery is missing or 0, expected 1 or more".to_owned()))
        };
        let modes = ["all", "sample", "around-outliers", "off"].map(|mode| (mode, mode));
        let doorbells = match choose("doorbells", &tracing.doorbells, &modes)? {
            "sample" => DoorbellMode::Sample(sample()?),
            "around-outliers" => DoorbellMode::AroundOutliers,
            "off" => DoorbellMode::Off,
            _ => DoorbellMode::All,
        };
        Ok(Self {
            doorbells,
            ring_events: tracing.ring_events as usize,
            stream: tracing.stream,
            outliers: OutlierPolicy {
                percentile: tracing.outlier_percentile,
                window: milliseconds("outlierWindowMs", tracing.outlier_window_ms)?,
            },
        })
    }
}
