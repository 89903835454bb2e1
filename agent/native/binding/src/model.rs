//! A device's model, from JavaScript.

use crate::convert::{choose, invalid, milliseconds};
use napi::{Error, Result};
use napi_derive::napi;
use ringside_datapath::emulated::{self, Faults};
use std::time::Duration;

/// What is added to the service time of each packet.
#[napi(object)]
pub struct Jitter {
    /// Its distribution.
    #[napi(ts_type = "'uniform' | 'normal' | 'exponential'")]
    pub kind: String,
    /// Width, standard deviation or mean.
    pub ns: f64,
}

/// A pause of the device.
#[napi(object)]
pub struct Stall {
    /// After the start of the measurement.
    pub after_ms: f64,
    /// How long.
    pub length_ms: f64,
}

/// How long the device takes, and what it does wrong. Shares are of the packets, 0 to 1.
#[napi(object)]
pub struct DeviceModel {
    /// Time to serve one packet.
    pub service_ns: f64,
    /// Added to it.
    pub jitter: Option<Jitter>,
    /// Added per byte of a frame.
    pub per_byte_ns: f64,
    /// From a doorbell to the device's first look.
    pub doorbell_delay_ns: f64,
    /// Most packets per second.
    pub rate_limit_pps: Option<f64>,
    /// Of jitter and faults.
    pub seed: f64,
    /// Share that is used and forgotten.
    pub drop: f64,
    /// Share that arrives twice.
    pub duplicate: f64,
    /// Share that arrives after the next packet.
    pub reorder: f64,
    /// Share with a bit flipped.
    pub corrupt: f64,
    /// Once, the device does nothing for a time.
    pub stall: Option<Stall>,
    /// After this time of the measurement the device does nothing any more.
    pub die_after_ms: Option<f64>,
}

fn nanoseconds(what: &str, value: f64) -> Result<Duration> {
    Duration::try_from_secs_f64(value / 1e9)
        .map_err(|_| invalid(format!("{what} is {value} ns, expected a time of 0 or more")))
}

fn jitter(jitter: Option<Jitter>) -> Result<emulated::Jitter> {
    let Some(Jitter { kind, ns }) = jitter else { return Ok(emulated::Jitter::None) };
    let time = nanoseconds("jitter", ns)?;
    let kinds = [
        ("uniform", emulated::Jitter::Uniform(time)),
        ("normal", emulated::Jitter::Normal(time)),
        ("exponential", emulated::Jitter::Exponential(time)),
    ];
    choose("jitter", &kind, &kinds)
}

fn stall(Stall { after_ms, length_ms }: Stall) -> Result<emulated::Stall> {
    Ok(emulated::Stall {
        after: milliseconds("stall.afterMs", after_ms)?,
        length: milliseconds("stall.lengthMs", length_ms)?,
    })
}

impl TryFrom<DeviceModel> for emulated::DeviceModel {
    type Error = Error;

    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a seed may be any number")]
    fn try_from(model: DeviceModel) -> Result<Self> {
        Ok(Self {
            service: nanoseconds("serviceNs", model.service_ns)?,
            jitter: jitter(model.jitter)?,
            per_byte_ns: model.per_byte_ns,
            doorbell_delay: nanoseconds("doorbellDelayNs", model.doorbell_delay_ns)?,
            rate_limit_pps: model.rate_limit_pps,
            faults: Faults {
                drop: model.drop,
                duplicate: model.duplicate,
                reorder: model.reorder,
                corrupt: model.corrupt,
                stall: model.stall.map(stall).transpose()?,
                die_after: model.die_after_ms.map(|ms| milliseconds("dieAfterMs", ms)).transpose()?,
            },
            seed: model.seed as u64,
        })
    }
}
