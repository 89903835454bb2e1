//! The device thread: takes doorbells and packets while the device is RUNNING.

mod bells;
mod control;
mod iotlb;
mod modelled;
mod packets;
mod queue;
mod running;
mod start;
mod thread;
mod traffic;
mod waiting;

pub(super) use control::Control;
pub(super) use running::RunningDevice;
pub(super) use start::{StartDevice, StartQueue};
pub use traffic::{LoadPhase, Traffic};

use crate::counters::QueueCounters;
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
    /// Ring position of each queue, as VHOST_GET_VRING_BASE tells it.
    pub bases: Vec<u32>,
    /// Counters of each queue.
    pub queues: Vec<QueueCounters>,
    /// The receiving ends, one per queue pair, where the device checks packets.
    pub receivers: Vec<Receiver>,
    /// Packets of the device's own in the last phase, per queue pair; empty where it sends none.
    pub sent: Vec<u64>,
    /// Cycles of the device thread since the measured phase began, where the machine counts them.
    pub cycles: Option<u64>,
    /// Packets of the device's own that were due and found no buffer, in the last phase.
    pub unsent: u64,
    /// Doorbells noticed and rung.
    pub events: EventRing,
    /// Queues the guest broke.
    pub faults: Vec<QueueFault>,
    /// Whether the thread ran on the CPU it was asked to.
    pub pinned: bool,
    /// Nice value the thread ran with.
    pub nice: i32,
}
