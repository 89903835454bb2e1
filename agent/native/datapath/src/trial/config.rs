//! What a trial is to do.

use crate::abi::virtio::RING_SIZE_MAX;
use crate::emulated::{DeviceModel, Dialect, DoorbellKind, Idle, QUEUE_PAIRS_MAX, Role};
use crate::load::{Capture, FRAME_BYTES_MAX, FrameSource, IMIX_FRAME_BYTES, Verify, read_capture};
use crate::ring::{BufferLayout, RingFeatures};
use crate::trace::TracingConfig;
use crate::trial::TrialError;
use std::path::PathBuf;
use std::time::Duration;

/// The load.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Workload {
    /// As many packets as the rings take.
    Throughput,
    /// Open loop: packets have send times, whether or not they can be kept.
    Latency(Schedule),
    /// Closed loop: a packet is sent when an earlier one is back. Needs [`Direction::Loopback`].
    PingPong {
        /// Packets under way per queue pair.
        outstanding: u32,
    },
}

/// When packets are due.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Schedule {
    /// At a constant rate in packets per second, over all queue pairs together.
    Rate(f64),
    /// As captured, this many times as fast. Needs [`Frames::Capture`].
    Recorded {
        /// 1.0 keeps the recorded gaps.
        speed: f64,
    },
}

/// Which way packets go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Driver to device, which checks them.
    Oneway,
    /// Driver to device and back.
    Loopback,
    /// Driver to device and device to driver at the same time, each with the same load.
    Bidirectional,
}

/// Which packets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Frames {
    /// All of this many bytes, stamp included.
    Fixed(usize),
    /// The simple Internet mix: 7 of 64, 4 of 570 and 1 of 1518 bytes.
    Imix,
    /// Those of a pcap or pcapng file.
    Capture(PathBuf),
}

/// A trial on the emulated device.
#[derive(Clone, Debug)]
pub struct TrialConfig {
    /// Which interface the device speaks.
    pub dialect: Dialect,
    /// How the driver rings.
    pub doorbell: DoorbellKind,
    /// What the device thread does while nothing is rung.
    pub idle: Idle,
    /// What the device does to packets besides its task.
    pub model: DeviceModel,
    /// Ring features; the device must offer them. Indirect descriptors follow from the layout.
    pub features: RingFeatures,
    /// Received packets may take several buffers (VIRTIO_NET_F_MRG_RXBUF), of 2 KiB then.
    pub mergeable: bool,
    /// How transmit buffers are described.
    pub layout: BufferLayout,
    /// Queue pairs, 1 to 64.
    pub queue_pairs: u16,
    /// The load.
    pub workload: Workload,
    /// Which way packets go.
    pub direction: Direction,
    /// Which packets.
    pub frames: Frames,
    /// Flows (source ports) that generated frames are spread over.
    pub flows: u32,
    /// What the receiving end checks.
    pub verify: Verify,
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
    /// What is recorded of its doorbells.
    pub tracing: TracingConfig,
}

impl TrialConfig {
    /// Checks what can be checked without touching anything.
    ///
    /// # Errors
    /// [`TrialError::Config`] with the fault, the value and what is expected.
    pub fn check(&self) -> Result<(), TrialError> {
        let checked = self.check_device().and_then(|()| self.check_load());
        checked.and_then(|()| self.tracing.outliers.check()).map_err(TrialError::Config)
    }

    fn check_device(&self) -> Result<(), String> {
        if self.doorbell == DoorbellKind::Mapped && self.idle == Idle::Sleeping {
            return Err("a mapped doorbell cannot wake a sleeping device: use device 'polling', or doorbell 'eventfd'".to_owned());
        }
        let polls_rings = self.doorbell == DoorbellKind::Eventfd && self.idle == Idle::Polling;
        if polls_rings && !self.model.doorbell_delay.is_zero() {
            return Err("a device that polls its rings hears no doorbells that could be delayed: use doorbell 'mapped', or device 'sleeping'".to_owned());
        }
        if !(1..=QUEUE_PAIRS_MAX).contains(&self.queue_pairs) {
            return Err(format!("{} queue pairs: expected 1 to {QUEUE_PAIRS_MAX}", self.queue_pairs));
        }
        let smallest = if self.layout == BufferLayout::Chained { 4 } else { 2 };
        if !self.ring_size.is_power_of_two() || !(smallest..=RING_SIZE_MAX).contains(&self.ring_size) {
            let size = self.ring_size;
            return Err(format!(
                "ring size {size}: expected a power of two from {smallest} to {RING_SIZE_MAX}"
            ));
        }
        self.model.check()
    }

    fn check_load(&self) -> Result<(), String> {
        if self.burst == 0 || self.burst > self.ring_size {
            return Err(format!("burst {}: expected 1 to the ring size, {}", self.burst, self.ring_size));
        }
        if self.duration.is_zero() {
            return Err("duration 0: expected a time above 0".to_owned());
        }
        if !(1..=FLOWS_MAX).contains(&self.flows) {
            return Err(format!("{} flows: expected 1 to {FLOWS_MAX}", self.flows));
        }
        if self.flows > 1 && matches!(self.frames, Frames::Capture(_)) {
            return Err("flows with a capture: its frames keep their own; use 1".to_owned());
        }
        if let Frames::Fixed(bytes) = self.frames
            && bytes > FRAME_BYTES_MAX
        {
            return Err(format!("a frame of {bytes} bytes: expected at most {FRAME_BYTES_MAX}"));
        }
        if self.verify == Verify::Off && self.workload != Workload::Throughput {
            return Err("latency without looking at packets: their send times are in them; use verify 'header' or 'full'".to_owned());
        }
        match self.workload {
            Workload::Latency(Schedule::Rate(pps)) if !(pps > 0.0 && pps <= 1e9) => {
                Err(format!("rate {pps} pps: expected more than 0 and at most 1e9"))
            }
            Workload::Latency(Schedule::Recorded { .. }) if !matches!(self.frames, Frames::Capture(_)) => {
                Err("recorded timing without a capture: frames of one size have none; give a rate".to_owned())
            }
            Workload::PingPong { outstanding: 0 } => {
                Err("0 packets outstanding: expected at least 1".to_owned())
            }
            Workload::PingPong { .. } if self.direction != Direction::Loopback => {
                Err("a closed loop needs packets that come back: use direction 'loopback'".to_owned())
            }
            _ => Ok(()),
        }
    }

    /// The packets, read and ready, and when those of a capture were captured: ns since its first frame.
    ///
    /// # Errors
    /// A capture that cannot be replayed, or not at its own time; a frame without room for its stamp.
    pub fn frame_source(&self) -> Result<(FrameSource, Vec<u64>), TrialError> {
        let generated = |sizes: &[usize]| FrameSource::generated(sizes, self.flows);
        match &self.frames {
            Frames::Fixed(bytes) => Ok((generated(&[*bytes])?, Vec::new())),
            Frames::Imix => Ok((generated(&IMIX_FRAME_BYTES)?, Vec::new())),
            Frames::Capture(path) => {
                let capture: Capture = read_capture(path)?;
                let timed = matches!(self.workload, Workload::Latency(Schedule::Recorded { .. }));
                let offsets_ns = if timed { capture.offsets_ns()? } else { Vec::new() };
                let frames = capture.frames.iter().map(|frame| &frame.bytes[..]);
                Ok((FrameSource::replay(frames)?, offsets_ns))
            }
        }
    }

    /// Ring features, with those that the layout of buffers needs.
    pub(super) fn ring_features(&self) -> RingFeatures {
        RingFeatures {
            indirect: self.features.indirect || self.layout == BufferLayout::Indirect,
            ..self.features
        }
    }

    pub(super) fn role(&self) -> Role {
        match self.direction {
            Direction::Oneway => Role::Sink,
            Direction::Loopback => Role::Loopback,
            Direction::Bidirectional => Role::Both,
        }
    }

    pub(super) fn wants_latency(&self) -> bool {
        self.workload != Workload::Throughput
    }
}

/// Flows: as many as there are source ports.
const FLOWS_MAX: u32 = 65_536;
