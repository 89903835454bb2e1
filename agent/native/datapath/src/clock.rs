//! Time from the processor's timestamp counter, calibrated against `CLOCK_MONOTONIC`.
//!
//! A read costs a few nanoseconds and no system call, which is what timestamps in a packet loop can afford.
//! Where the counter does not run at a constant rate on all cores, every read is a `clock_gettime` instead, and
//! results say so. Calibration keeps its first reading of the process as the base line, so it gets better the
//! longer the process lives; Unix time is `CLOCK_MONOTONIC` plus an offset taken once, so it never steps back.

use rustix::time::{ClockId, clock_gettime};
use std::sync::OnceLock;
use std::time::Duration;

/// Where ticks come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClockSource {
    /// The invariant timestamp counter of x86-64.
    Tsc,
    /// `clock_gettime(CLOCK_MONOTONIC)`; one tick is one nanosecond.
    Monotonic,
}

impl ClockSource {
    /// The name results carry: `tsc` or `monotonic`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Tsc => "tsc",
            Self::Monotonic => "monotonic",
        }
    }

    /// The timestamp counter if it is invariant and the kernel trusts it too, else `CLOCK_MONOTONIC`.
    pub fn detect() -> Self {
        if tsc_is_invariant() && kernel_trusts_tsc() { Self::Tsc } else { Self::Monotonic }
    }
}

/// A calibrated clock. Copy it into every thread of a trial.
#[derive(Clone, Copy, Debug)]
pub struct Clock {
    source: ClockSource,
    anchor_ticks: u64,
    anchor_unix_ns: u64,
    ns_per_tick: f64,
}

/// How a clock's ticks become Unix time: `anchor_unix_ns` + (ticks − `anchor_ticks`) × `ns_per_tick`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ClockMapping {
    /// Where ticks come from.
    pub source: ClockSource,
    /// A reading.
    pub anchor_ticks: u64,
    /// Unix time in nanoseconds of that reading.
    pub anchor_unix_ns: u64,
    /// Nanoseconds in a tick.
    pub ns_per_tick: f64,
}

impl Clock {
    /// How its ticks become Unix time.
    pub fn mapping(&self) -> ClockMapping {
        let Self { source, anchor_ticks, anchor_unix_ns, ns_per_tick } = *self;
        ClockMapping { source, anchor_ticks, anchor_unix_ns, ns_per_tick }
    }

    /// A clock on the best source of this host. The first call of a process takes 20 ms.
    pub fn calibrated() -> Self {
        Self::with_source(ClockSource::detect())
    }

    /// A clock on the given source.
    pub fn with_source(source: ClockSource) -> Self {
        match source {
            ClockSource::Monotonic => {
                let now_ns = monotonic_ns();
                Self {
                    source,
                    anchor_ticks: now_ns,
                    anchor_unix_ns: now_ns + unix_offset_ns(),
                    ns_per_tick: 1.0,
                }
            }
            ClockSource::Tsc => {
                let base = tsc_base_line();
                let now = TscReading::take();
                #[expect(clippy::cast_precision_loss, reason = "differences stay far below 2^53")]
                let ns_per_tick =
                    (now.monotonic_ns - base.monotonic_ns) as f64 / (now.ticks - base.ticks) as f64;
                Self {
                    source,
                    anchor_ticks: now.ticks,
                    anchor_unix_ns: now.monotonic_ns + unix_offset_ns(),
                    ns_per_tick,
                }
            }
        }
    }

    /// Which source this clock reads.
    pub fn source(&self) -> ClockSource {
        self.source
    }

    /// The current time in ticks.
    #[inline(always)]
    pub fn now(&self) -> u64 {
        match self.source {
            ClockSource::Tsc => read_tsc(),
            ClockSource::Monotonic => monotonic_ns(),
        }
    }

    /// Nanoseconds in a number of ticks.
    #[inline]
    #[expect(clippy::cast_precision_loss, reason = "durations in ticks stay below 2^53: 20 days at 5 GHz")]
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "positive and in range")]
    pub fn to_ns(&self, ticks: u64) -> u64 {
        (ticks as f64 * self.ns_per_tick) as u64
    }

    /// Ticks in a number of nanoseconds; not rounded, so that rates can be spaced exactly.
    #[expect(clippy::cast_precision_loss, reason = "durations stay far below 2^53 ns")]
    pub fn ticks_in(&self, duration: Duration) -> f64 {
        duration.as_nanos() as f64 / self.ns_per_tick
    }

    /// Unix time in nanoseconds of a reading of [`Clock::now`].
    pub fn to_unix_ns(&self, ticks: u64) -> u64 {
        if ticks >= self.anchor_ticks {
            self.anchor_unix_ns + self.to_ns(ticks - self.anchor_ticks)
        } else {
            self.anchor_unix_ns - self.to_ns(self.anchor_ticks - ticks)
        }
    }
}

/// Unix time in nanoseconds on the time line that [`Clock::to_unix_ns`] uses.
pub fn unix_now_ns() -> u64 {
    monotonic_ns() + unix_offset_ns()
}

fn monotonic_ns() -> u64 {
    to_ns(clock_gettime(ClockId::Monotonic))
}

#[expect(clippy::cast_sign_loss, reason = "both clocks are positive on Linux")]
fn to_ns(time: rustix::time::Timespec) -> u64 {
    time.tv_sec as u64 * 1_000_000_000 + time.tv_nsec as u64
}

/// Unix time minus monotonic time, taken once per process.
fn unix_offset_ns() -> u64 {
    static OFFSET: OnceLock<u64> = OnceLock::new();
    *OFFSET.get_or_init(|| to_ns(clock_gettime(ClockId::Realtime)) - monotonic_ns())
}

#[derive(Clone, Copy)]
struct TscReading {
    ticks: u64,
    monotonic_ns: u64,
}

impl TscReading {
    /// Reads both clocks as close together as the best of 16 tries gets.
    fn take() -> Self {
        let mut best = (u64::MAX, Self { ticks: 0, monotonic_ns: 0 });
        for _ in 0..16 {
            let before = read_tsc();
            let monotonic_ns = monotonic_ns();
            let gap = read_tsc() - before;
            if gap < best.0 {
                best = (gap, Self { ticks: before + gap / 2, monotonic_ns });
            }
        }
        best.1
    }
}

fn tsc_base_line() -> TscReading {
    static BASE: OnceLock<TscReading> = OnceLock::new();
    *BASE.get_or_init(|| {
        let reading = TscReading::take();
        std::thread::sleep(Duration::from_millis(20));
        reading
    })
}

#[cfg(target_arch = "x86_64")]
#[inline(always)]
fn read_tsc() -> u64 {
    // SAFETY: RDTSC has no preconditions on x86-64.
    unsafe { core::arch::x86_64::_rdtsc() }
}

#[cfg(not(target_arch = "x86_64"))]
#[inline(always)]
fn read_tsc() -> u64 {
    monotonic_ns()
}

/// Intel SDM volume 3, 19.17.1: CPUID 8000_0007h, EDX bit 8.
#[cfg(target_arch = "x86_64")]
fn tsc_is_invariant() -> bool {
    use core::arch::x86_64::__cpuid;
    __cpuid(0x8000_0000).eax >= 0x8000_0007 && __cpuid(0x8000_0007).edx & (1 << 8) != 0
}

#[cfg(not(target_arch = "x86_64"))]
fn tsc_is_invariant() -> bool {
    false
}

/// The kernel moves off the counter when its watchdog finds it unstable; then neither do we trust it.
fn kernel_trusts_tsc() -> bool {
    std::fs::read_to_string("/sys/devices/system/clocksource/clocksource0/current_clocksource")
        .is_ok_and(|name| matches!(name.trim(), "tsc" | "kvm-clock" | "hyperv_clocksource_tsc_page"))
}

#[cfg(test)]
#[expect(clippy::cast_possible_truncation, reason = "small numbers")]
mod tests {
    use super::*;

    fn agrees_with_the_system_clock(clock: Clock) {
        let (ticks, start) = (clock.now(), std::time::Instant::now());
        std::thread::sleep(Duration::from_millis(50));
        let (ns, expected) = (clock.to_ns(clock.now() - ticks), start.elapsed().as_nanos() as u64);
        assert!(ns.abs_diff(expected) < 5_000_000, "clock says {ns} ns, system says {expected} ns");
        assert!(clock.to_unix_ns(clock.now()).abs_diff(unix_now_ns()) < 5_000_000);
    }

    #[test]
    fn the_detected_source_agrees_with_the_system_clock() {
        agrees_with_the_system_clock(Clock::calibrated());
    }

    #[test]
    fn the_fallback_agrees_with_the_system_clock() {
        agrees_with_the_system_clock(Clock::with_source(ClockSource::Monotonic));
    }

    #[test]
    fn times_before_the_anchor_convert_too() {
        let clock = Clock::with_source(ClockSource::Monotonic);
        let now = clock.now();
        assert_eq!(clock.to_unix_ns(now) - clock.to_unix_ns(now - 1_000_000), 1_000_000);
    }

    #[test]
    fn ticks_and_nanoseconds_are_inverse() {
        let clock = Clock::calibrated();
        let ticks = clock.ticks_in(Duration::from_millis(7)) as u64;
        assert!(clock.to_ns(ticks).abs_diff(7_000_000) <= 1);
    }
}
