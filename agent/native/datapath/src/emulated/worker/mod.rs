//! The device thread: takes doorbells and packets while the device is RUNNING.

mod bells;
mod control;
mod packets;
mod queue;
mod thread;

pub(super) use control::Control;
pub(super) use queue::StartQueue;
pub(super) use thread::{RunningDevice, StartDevice};

use crate::load::Receiver;
use crate::ring::QueueError;
use crate::trace::EventRing;

/// A queue the guest broke.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QueueFault {
    /// Index of the queue.
    pub queue: u16,
    /// What the guest did.
    pub error: QueueError,
}

/// What a device saw from start to stop.
#[derive(Debug)]
pub struct DeviceReport {
    /// Ring position of each queue.
    pub bases: Vec<u16>,
    /// The receiving end of a sink.
    pub receiver: Option<Receiver>,
    /// Doorbells noticed and rung.
    pub events: EventRing,
    /// Calls rung.
    pub calls: u64,
    /// Calls not rung because the driver did not want them.
    pub calls_suppressed: u64,
    /// Loopback packets dropped because the driver offered no receive buffer, or too small a one.
    pub dropped_no_buffer: u64,
    /// Queues the guest broke.
    pub faults: Vec<QueueFault>,
    /// Whether the thread ran on the CPU it was asked to.
    pub pinned: bool,
    /// Nice value the thread ran with.
    pub nice: i32,
}
