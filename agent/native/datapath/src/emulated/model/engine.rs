//! Decides packet by packet what a [`DeviceModel`] does: when the packet leaves, and what goes wrong with it.

use super::{DeviceModel, Faults, Jitter};
use crate::clock::Clock;
use rand_distr::{Distribution, Exp1, StandardNormal, StandardUniform};
use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::{Rng, SeedableRng};
use std::time::Duration;

/// What happens to a packet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It arrives as it was sent.
    Deliver,
    /// It is used and forgotten.
    Drop,
    /// It arrives twice.
    Duplicate,
    /// It arrives after the next one.
    Reorder,
    /// It arrives with one bit flipped.
    Corrupt {
        /// Which bit of the frame, below 8 times its bytes (0 for a frame without bytes).
        bit: u32,
    },
}

/// What the device does with one packet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decision {
    /// When the device is done with it; never before it arrived, nor before the packet ahead of it.
    pub release_ticks: u64,
    /// What happens to it.
    pub fate: Fate,
}

/// The model at work. It has a single server: a packet's service begins when the one ahead is released.
#[derive(Clone, Debug)]
pub struct ModelEngine {
    server: Server,
    fates: Fates,
    doorbell_delay_ticks: u64,
    outage: Outage,
    anchored: Anchored,
}

impl ModelEngine {
    /// The engine of a model that passed [`DeviceModel::check`]; `None` if it does nothing, so that a device without
    /// model pays nothing for it.
    pub fn new(model: &DeviceModel, clock: Clock) -> Option<Self> {
        let off = DeviceModel { seed: model.seed, ..DeviceModel::default() };
        if *model == off {
            return None;
        }
        let random = Xoshiro256PlusPlus::seed_from_u64(model.seed);
        // A stream of its own for each: which packets are lost does not depend on the jitter in use.
        let mut jitter_random = random.clone();
        jitter_random.jump();
        Some(Self {
            server: Server::new(model, clock, jitter_random),
            fates: Fates::new(&model.faults, random),
            doorbell_delay_ticks: whole_ticks(clock, model.doorbell_delay),
            outage: Outage::new(&model.faults, clock),
            anchored: Anchored::default(),
        })
    }

    /// Decides about the next packet. `arrival_ticks` should not run backwards.
    #[inline]
    pub fn admit(&mut self, arrival_ticks: u64, frame_bytes: usize) -> Decision {
        Decision {
            release_ticks: self.server.release_ticks(arrival_ticks, frame_bytes),
            fate: self.fates.next(frame_bytes),
        }
    }

    /// Anchors the stall and the death: the measurement begins now. Neither happens before.
    pub fn begin_measure(&mut self, now_ticks: u64) {
        self.anchored = self.outage.from(now_ticks);
    }

    /// Whether the device does nothing at the moment.
    #[inline]
    pub fn is_stalled(&self, now_ticks: u64) -> bool {
        self.anchored.stall_ticks.contains(&now_ticks)
    }

    /// Whether the device does nothing any more.
    #[inline]
    pub fn is_dead(&self, now_ticks: u64) -> bool {
        self.anchored.death_ticks.is_some_and(|death_ticks| death_ticks <= now_ticks)
    }

    /// Whether the device may look at the ring for a doorbell rung at that time.
    #[inline]
    pub fn doorbell_ready(&self, rung_ticks: u64, now_ticks: u64) -> bool {
        now_ticks.saturating_sub(rung_ticks) >= self.doorbell_delay_ticks
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "saturates after centuries")]
fn whole_ticks(clock: Clock, duration: Duration) -> u64 {
    clock.ticks_in(duration) as u64
}

/// When packets are released. Times count from the first arrival, so that fractions of a tick stay exact enough for
/// a rate that is not a whole number of ticks.
#[derive(Clone, Debug)]
struct Server {
    service_ticks: f64,
    ticks_per_byte: f64,
    jitter: Jitter,
    /// The duration in the jitter.
    jitter_ticks: f64,
    /// Least time between two releases.
    spacing_ticks: f64,
    random: Xoshiro256PlusPlus,
    origin_ticks: Option<u64>,
    /// Release of the latest packet.
    free_at: f64,
}

impl Server {
    fn new(model: &DeviceModel, clock: Clock, random: Xoshiro256PlusPlus) -> Self {
        let ticks_per_second = clock.ticks_in(Duration::from_secs(1));
        let jitter_ticks = match model.jitter {
            Jitter::None => 0.0,
            Jitter::Uniform(time) | Jitter::Normal(time) | Jitter::Exponential(time) => clock.ticks_in(time),
        };
        Self {
            service_ticks: clock.ticks_in(model.service),
            ticks_per_byte: model.per_byte_ns * ticks_per_second / 1e9,
            jitter: model.jitter,
            jitter_ticks,
            spacing_ticks: model.rate_limit_pps.map_or(0.0, |rate_pps| ticks_per_second / rate_pps),
            random,
            origin_ticks: None,
            free_at: f64::NEG_INFINITY,
        }
    }

    #[inline]
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a device lives far less than 2^53 ticks, and times are not negative"
    )]
    fn release_ticks(&mut self, arrival_ticks: u64, frame_bytes: usize) -> u64 {
        let origin_ticks = *self.origin_ticks.get_or_insert(arrival_ticks);
        let arrival = arrival_ticks.saturating_sub(origin_ticks) as f64;
        let service = self.service_ticks + self.ticks_per_byte * frame_bytes as f64 + self.jitter();
        let served = arrival.max(self.free_at) + service.max(0.0);
        self.free_at = served.max(self.free_at + self.spacing_ticks);
        origin_ticks.saturating_add(self.free_at.ceil() as u64)
    }

    #[inline]
    fn jitter(&mut self) -> f64 {
        let unit: f64 = match self.jitter {
            Jitter::None => return 0.0,
            Jitter::Uniform(_) => StandardUniform.sample(&mut self.random),
            Jitter::Normal(_) => StandardNormal.sample(&mut self.random),
            Jitter::Exponential(_) => Exp1.sample(&mut self.random),
        };
        unit * self.jitter_ticks
    }
}

/// What goes wrong, from one random number a packet.
#[derive(Clone, Debug)]
struct Fates {
    /// Where the numbers of drop, duplicate, reorder and corrupt end, each beginning where the one before ends.
    ends: [f64; 4],
    random: Xoshiro256PlusPlus,
}

impl Fates {
    fn new(faults: &Faults, random: Xoshiro256PlusPlus) -> Self {
        let mut end = 0.0;
        let ends = [faults.drop, faults.duplicate, faults.reorder, faults.corrupt].map(|probability| {
            end += probability;
            end
        });
        Self { ends, random }
    }

    #[inline]
    fn next(&mut self, frame_bytes: usize) -> Fate {
        let [drop, duplicate, reorder, corrupt] = self.ends;
        if corrupt == 0.0 {
            return Fate::Deliver;
        }
        let number: f64 = StandardUniform.sample(&mut self.random);
        match number {
            _ if number < drop => Fate::Drop,
            _ if number < duplicate => Fate::Duplicate,
            _ if number < reorder => Fate::Reorder,
            _ if number < corrupt => Fate::Corrupt { bit: self.bit(frame_bytes) },
            _ => Fate::Deliver,
        }
    }

    /// Takes one number whatever the size, so that sizes do not change later fates.
    fn bit(&mut self, frame_bytes: usize) -> u32 {
        let bits = u32::try_from(frame_bytes).unwrap_or(u32::MAX).saturating_mul(8);
        ((u64::from(self.random.next_u32()) * u64::from(bits)) >> 32) as u32
    }
}

/// Stall and death, counted from the start of the measurement.
#[derive(Clone, Copy, Debug)]
struct Outage {
    /// Begin and end.
    stall_ticks: Option<(u64, u64)>,
    death_ticks: Option<u64>,
}

impl Outage {
    fn new(faults: &Faults, clock: Clock) -> Self {
        let ticks = |duration| whole_ticks(clock, duration);
        Self {
            stall_ticks: faults
                .stall
                .map(|stall| (ticks(stall.after), ticks(stall.after.saturating_add(stall.length)))),
            death_ticks: faults.die_after.map(ticks),
        }
    }

    fn from(self, start_ticks: u64) -> Anchored {
        let at = |ticks: u64| start_ticks.saturating_add(ticks);
        Anchored {
            stall_ticks: self.stall_ticks.map_or(0..0, |(begin, end)| at(begin)..at(end)),
            death_ticks: self.death_ticks.map(at),
        }
    }
}

/// Stall and death in ticks of the clock. By default there is neither.
#[derive(Clone, Debug, Default)]
struct Anchored {
    stall_ticks: std::ops::Range<u64>,
    death_ticks: Option<u64>,
}

#[cfg(test)]
mod tests;
