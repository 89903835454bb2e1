//! An emulated vhost device, with the part of the kernel that leads to it, in two dialects.
//!
//! It answers like a kernel (6.12) would: same numbers, layouts, order of checks, errnos. `vhost-mdev` is the RFC
//! v3's interface without its defects: state changes are checked and take effect before they are reported,
//! everything that changes the device needs its owner, features freeze while it runs, closing resets it, and
//! doorbell pages can be mapped. `vhost-vdpa` is what became of it: the same device behind a character device with
//! IOTLB messages, status and configuration. Ring addresses are I/O virtual addresses in both.
//!
//! What a real device does outside its file descriptors (taking packets in, counting) is reached through
//! [`EmulatedHost::take_report`].

mod container;
mod device;
mod dirty_log;
mod domain;
mod doorbell_pages;
mod group;
mod host;
mod iotlb;
mod mdev;
mod mem_table;
mod model;
mod net_config;
mod pages;
mod vdpa;
mod vhost_ioctl;
mod vring;
mod worker;

pub use host::{CONTAINER_PATH, DEVICE_NAME, EmulatedHost, GROUP_PATH, VDPA_PATH};
pub use model::{Decision, DeviceModel, Fate, Faults, Jitter, ModelEngine, Stall};
pub use worker::{DeviceReport, LoadPhase, QueueFault, Traffic};

use crate::clock::Clock;
use crate::load::{FrameSource, ReceiverOptions, Verify};
use std::sync::Arc;

/// Most queue pairs of a device.
pub const QUEUE_PAIRS_MAX: u16 = 64;

/// Which interface the device speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Dialect {
    /// The RFC's: a VFIO device that takes vhost's requests, started by VHOST_MDEV_SET_STATE.
    #[default]
    VhostMdev,
    /// Its successor's: a character device with IOTLB messages, status and config space.
    VhostVdpa,
}

/// How the driver rings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DoorbellKind {
    /// A store to a mapped page, one page a queue.
    Mapped,
    /// A write to an eventfd.
    Eventfd,
}

/// What the device thread does while nothing is rung.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Idle {
    /// Spins on its doorbells, as hardware does, or on its rings where doorbells are eventfds.
    Polling,
    /// Sleeps until an eventfd wakes it.
    Sleeping,
}

/// What the device does with packets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Checks and drops them.
    Sink,
    /// Sends them back on the receive queue.
    Loopback,
    /// Checks and drops them, and sends its own on the receive queue.
    Both,
}

/// How an emulated device is built.
#[derive(Clone, Debug)]
pub struct DeviceOptions {
    /// Which interface it speaks.
    pub dialect: Dialect,
    /// Queue pairs it has, 1 to 64.
    pub queue_pairs: u16,
    /// How the driver rings.
    pub doorbell: DoorbellKind,
    /// What the device thread does while nothing is rung.
    pub idle: Idle,
    /// What it does with packets.
    pub role: Role,
    /// How long it takes, and what it does wrong.
    pub model: DeviceModel,
    /// The packets that come, and that it sends.
    pub packets: ReceiverOptions,
    /// What it is told by its other side, the wire.
    pub traffic: Arc<Traffic>,
    /// CPU for the device thread.
    pub cpu: Option<usize>,
}

impl DeviceOptions {
    /// A device with one queue pair that sleeps until an eventfd rings and drops what comes, without a model.
    #[expect(clippy::missing_panics_doc, reason = "64 bytes are a frame")]
    pub fn sink(dialect: Dialect, clock: Clock) -> Self {
        let expected = FrameSource::generated(&[64], 1).expect("64 bytes are enough for headers and a stamp");
        Self {
            dialect,
            queue_pairs: 1,
            doorbell: DoorbellKind::Eventfd,
            idle: Idle::Sleeping,
            role: Role::Sink,
            model: DeviceModel::default(),
            packets: ReceiverOptions { clock, expected, verify: Verify::Full, with_latency: false },
            traffic: Arc::default(),
            cpu: None,
        }
    }

    /// Virtqueues: index 2 i receives and 2 i + 1 transmits for pair i (virtio 1.4, 5.1.2).
    pub fn queues(&self) -> u16 {
        self.queue_pairs.saturating_mul(2)
    }
}
