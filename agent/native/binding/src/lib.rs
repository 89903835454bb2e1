//! Node binding of the datapath: converts and moves work to threads, and nothing else.

mod config;
mod convert;
mod doorbells;
mod model;
mod outcome;
mod queues;
mod task;
mod tracing;
mod trial;

use napi::bindgen_prelude::BigInt;
use napi_derive::napi;
use ringside_datapath::clock::{ClockSource, unix_now_ns};

/// Unix time in nanoseconds on the clock that all times of a trial use.
#[napi(catch_unwind, js_name = "unixNowNs")]
pub fn now_unix_ns() -> BigInt {
    BigInt::from(unix_now_ns())
}

/// Where times come from on this host.
#[napi(catch_unwind, ts_return_type = "'tsc' | 'monotonic'")]
pub fn clock_source() -> &'static str {
    ClockSource::detect().name()
}
