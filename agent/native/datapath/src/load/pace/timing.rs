//! When packets are due: at a constant rate, or as they were captured.

use std::sync::Arc;

/// When the packets of a queue are due, from the start of its load on.
#[derive(Clone, Debug)]
pub struct Timing {
    /// How much later than the start the first packet is.
    pub(super) phase_ticks: f64,
    pub(super) pattern: Pattern,
}

#[derive(Clone, Debug)]
pub(super) enum Pattern {
    Constant {
        ticks_per_packet: f64,
        /// Packets that share one time.
        burst: u64,
    },
    Recorded {
        /// Of each frame since the first.
        offsets_ticks: Arc<[f64]>,
        /// From the first frame to the first one of the next round.
        round_ticks: f64,
    },
}

/// A recording without a rate.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum TimingError {
    /// One moment has no gaps to repeat.
    #[error(
        "the capture's {frames} frames have one timestamp between them, so they have no timing to keep: give a rate, or use a capture of at least two moments"
    )]
    OneMoment {
        /// Frames of the capture.
        frames: usize,
    },
    /// A factor that stops or reverses time.
    #[error("speed {0}: expected a number above 0; 1 keeps the recorded gaps")]
    Speed(f64),
}

impl Timing {
    /// One packet every `ticks_per_packet` (above 0) on average, in bursts that keep the rate: `burst` packets share
    /// one time.
    pub fn constant(ticks_per_packet: f64, burst: u32) -> Self {
        Self {
            phase_ticks: 0.0,
            pattern: Pattern::Constant { ticks_per_packet, burst: u64::from(burst.max(1)) },
        }
    }

    /// The gaps of a capture, `speed` times as fast, again and again: a round ends one mean gap after its last frame.
    /// `offsets_ns` are those of [`crate::load::Capture::offsets_ns`]; `ticks_per_ns` is the clock's.
    ///
    /// # Errors
    /// [`TimingError`]
    #[expect(clippy::cast_precision_loss, reason = "captures stay far below 2^53 ns and frames")]
    pub fn recorded(offsets_ns: &[u64], speed: f64, ticks_per_ns: f64) -> Result<Self, TimingError> {
        if !(speed.is_finite() && speed > 0.0) {
            return Err(TimingError::Speed(speed));
        }
        let frames = offsets_ns.len();
        let last_ns = offsets_ns.last().copied().filter(|&last_ns| last_ns > 0);
        let last_ns = last_ns.ok_or(TimingError::OneMoment { frames })?;
        let scale = ticks_per_ns / speed;
        let gaps = (frames - 1) as f64;
        Ok(Self {
            phase_ticks: 0.0,
            pattern: Pattern::Recorded {
                offsets_ticks: offsets_ns.iter().map(|&offset_ns| offset_ns as f64 * scale).collect(),
                round_ticks: last_ns as f64 * scale * (frames as f64 / gaps),
            },
        })
    }

    /// The same for queue `queue` of `queues`, which starts that share of an interval later, so that queues take turns
    /// instead of sending at the same time.
    #[must_use]
    pub fn staggered(self, queue: u16, queues: u16) -> Self {
        let share = f64::from(queue) / f64::from(queues.max(1));
        Self { phase_ticks: self.pattern.interval_ticks() * share, ..self }
    }

    /// Packets due in less than this many ticks after the start.
    pub(super) fn packets_in(&self, duration_ticks: f64) -> u64 {
        self.pattern.packets_in((duration_ticks - self.phase_ticks).max(0.0))
    }
}

/// Share of a packet that a division may be off by: 40 ms at 20,000 a second are 800 packets and not 801.
const ROUNDING: f64 = 1e-6;

impl Pattern {
    /// From one burst to the next, or from one recorded frame to the next on average.
    #[expect(clippy::cast_precision_loss, reason = "counts of packets stay far below 2^53")]
    fn interval_ticks(&self) -> f64 {
        match self {
            Self::Constant { ticks_per_packet, burst } => ticks_per_packet * *burst as f64,
            Self::Recorded { offsets_ticks, round_ticks } => round_ticks / offsets_ticks.len() as f64,
        }
    }

    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "not negative; counts of packets stay far below 2^53, and what is infinite saturates"
    )]
    fn packets_in(&self, duration_ticks: f64) -> u64 {
        match self {
            Self::Constant { ticks_per_packet, .. } => {
                (duration_ticks / ticks_per_packet - ROUNDING).ceil().max(0.0) as u64
            }
            Self::Recorded { offsets_ticks, round_ticks } => {
                let rounds = (duration_ticks / round_ticks).floor();
                let rest_ticks = duration_ticks - rounds * round_ticks;
                let in_rest = offsets_ticks.partition_point(|&offset| offset < rest_ticks);
                (rounds as u64).saturating_mul(offsets_ticks.len() as u64).saturating_add(in_rest as u64)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_recording_without_gaps_or_with_a_speed_that_is_none_is_refused() {
        let error =
            |offsets_ns: &[u64], speed| Timing::recorded(offsets_ns, speed, 1.0).unwrap_err().to_string();
        assert!(error(&[0], 1.0).contains("1 frames"));
        assert!(error(&[], 1.0).contains("0 frames"));
        assert!(error(&[0, 0], 1.0).contains("give a rate"));
        for speed in [0.0, -1.0, f64::NAN, f64::INFINITY] {
            assert!(error(&[0, 1], speed).contains(&format!("speed {speed}")));
        }
    }
}
