//! What a trial is to do.

use crate::abi::virtio::RING_SIZE_MAX;
use crate::emulated::{DoorbellKind, Idle, Role};
use crate::load::{FrameSource, read_capture};
use crate::trial::TrialError;
use std::path::PathBuf;
use std::time::Duration;

/// The load.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Workload {
    /// As many packets as the ring takes.
    Throughput,
    /// Open loop at this rate in packets per second.
    Latency {
        /// Packets per second.
        rate_pps: f64,
    },
}

/// Which way packets go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Driver to device, which checks them.
    Oneway,
    /// Driver to device and back.
    Loopback,
}

/// Which packets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Frames {
    /// All of this many bytes, stamp included.
    Fixed(usize),
    /// Those of a pcap file.
    Capture(PathBuf),
}

/// A trial on the emulated device.
#[derive(Clone, Debug)]
pub struct TrialConfig {
    /// How the driver rings.
    pub doorbell: DoorbellKind,
    /// What the device thread does while nothing is rung.
    pub idle: Idle,
    /// The load.
    pub workload: Workload,
    /// Which way packets go.
    pub direction: Direction,
    /// Which packets.
    pub frames: Frames,
    /// Entries of each ring.
    pub ring_size: u32,
    /// Packets published per doorbell.
    pub burst: u32,
    /// Load before the measurement.
    pub warmup: Duration,
    /// The measurement.
    pub duration: Duration,
    /// CPU for the driver thread.
    pub driver_cpu: Option<usize>,
    /// CPU for the device thread.
    pub device_cpu: Option<usize>,
    /// Room for doorbell events in each thread; 0 turns their tracing off.
    pub ring_events: usize,
}

impl TrialConfig {
    /// Checks what can be checked without touching anything.
    ///
    /// # Errors
    /// [`TrialError::Config`] with the fault, the value and what is expected.
    pub fn check(&self) -> Result<(), TrialError> {
        let fault = |message: String| Err(TrialError::Config(message));
        if self.doorbell == DoorbellKind::Mapped && self.idle == Idle::Sleeping {
            return fault(
                "a mapped doorbell cannot wake a sleeping device: use device 'polling', or doorbell 'eventfd'".to_owned(),
            );
        }
        if !self.ring_size.is_power_of_two() || !(2..=RING_SIZE_MAX).contains(&self.ring_size) {
            return fault(format!(
                "ring size {}: expected a power of two from 2 to {RING_SIZE_MAX}",
                self.ring_size
            ));
        }
        if self.burst == 0 || self.burst > self.ring_size {
            return fault(format!("burst {}: expected 1 to the ring size, {}", self.burst, self.ring_size));
        }
        if self.duration.is_zero() {
            return fault("duration 0: expected a time above 0".to_owned());
        }
        match self.workload {
            Workload::Latency { rate_pps } if !(rate_pps > 0.0 && rate_pps <= 1e9) => {
                fault(format!("rate {rate_pps} pps: expected more than 0 and at most 1e9"))
            }
            _ => Ok(()),
        }
    }

    /// The packets, read and ready.
    ///
    /// # Errors
    /// A capture that cannot be replayed, a frame without room for its stamp.
    pub fn frame_source(&self) -> Result<FrameSource, TrialError> {
        Ok(match &self.frames {
            Frames::Fixed(bytes) => FrameSource::fixed(*bytes)?,
            Frames::Capture(path) => FrameSource::replay(read_capture(path)?)?,
        })
    }

    pub(super) fn role(&self) -> Role {
        match self.direction {
            Direction::Oneway => Role::Sink,
            Direction::Loopback => Role::Loopback,
        }
    }

    pub(super) fn wants_latency(&self) -> bool {
        matches!(self.workload, Workload::Latency { .. })
    }
}
