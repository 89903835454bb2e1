//! What the emulated device does to packets besides its task: time it takes, limits, faults. All off by default.

mod check;
mod engine;

pub use engine::{Decision, Fate, ModelEngine};

use std::time::Duration;

/// How long the device takes, and what it does wrong. The default is a device that takes no time and no faults.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DeviceModel {
    /// Time to serve one packet; the device serves one after the other.
    pub service: Duration,
    /// Added to the service time of each packet.
    pub jitter: Jitter,
    /// Added per byte of a frame, in nanoseconds.
    pub per_byte_ns: f64,
    /// From a doorbell to the device's first look at the ring.
    pub doorbell_delay: Duration,
    /// Most packets per second; `None` for no limit.
    pub rate_limit_pps: Option<f64>,
    /// What goes wrong.
    pub faults: Faults,
    /// Seed of jitter and faults: the same seed makes the same decisions packet by packet.
    pub seed: u64,
}

/// Distribution of what is added to the service time.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Jitter {
    /// Nothing.
    #[default]
    None,
    /// Evenly from 0 to this.
    Uniform(Duration),
    /// Normal with this standard deviation around 0, never below 0 in sum.
    Normal(Duration),
    /// Exponential with this mean.
    Exponential(Duration),
}

/// Probabilities are of each packet, 0 to 1; a packet has at most one fault, so that they add up to 1 at most.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Faults {
    /// The packet is used and forgotten.
    pub drop: f64,
    /// The packet arrives twice.
    pub duplicate: f64,
    /// The packet arrives after the next one.
    pub reorder: f64,
    /// A bit of the packet is flipped.
    pub corrupt: f64,
    /// Once, the device does nothing for a time.
    pub stall: Option<Stall>,
    /// From this time after the start of the measurement on, the device does nothing any more.
    pub die_after: Option<Duration>,
}

/// A pause of the device.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stall {
    /// After the start of the measurement.
    pub after: Duration,
    /// How long.
    pub length: Duration,
}

/// Bytes of the largest frame.
const MODELLED_BYTES_MAX: f64 = 65_536.0;

impl DeviceModel {
    /// Whether packets are lost or damaged on purpose.
    pub fn has_faults(&self) -> bool {
        let Faults { drop, duplicate, reorder, corrupt, stall: _, die_after } = self.faults;
        drop + duplicate + reorder + corrupt > 0.0 || die_after.is_some()
    }

    /// An upper bound of how long a ring of `packets` takes to be served, but for rare jitter.
    pub fn longest_delay(&self, packets: u32) -> Duration {
        let jitter = match self.jitter {
            Jitter::None => Duration::ZERO,
            Jitter::Uniform(most) => most,
            Jitter::Normal(deviation) | Jitter::Exponential(deviation) => deviation * 4,
        };
        let bytes = Duration::from_secs_f64(self.per_byte_ns * MODELLED_BYTES_MAX * 1e-9);
        let spacing = Duration::from_secs_f64(self.rate_limit_pps.map_or(0.0, |pps| 1.0 / pps));
        let stall = self.faults.stall.map_or(Duration::ZERO, |stall| stall.length);
        self.doorbell_delay + stall + (self.service + jitter + bytes).max(spacing) * packets
    }
}
