//! An emulated vhost-mdev device, with the part of the kernel that leads to it.
//!
//! It answers like a kernel would: same numbers, layouts, order of checks, errnos. The interface is the RFC v3's
//! without its defects: state changes are checked and take effect before they are reported, everything that
//! changes the device needs its owner, features freeze while it runs, closing resets it, and doorbell pages can be
//! mapped. Ring addresses are I/O virtual addresses of the container.
//!
//! What a real device does outside its file descriptors (taking packets in, counting) is reached through
//! [`EmulatedHost::take_report`].

mod container;
mod device;
mod domain;
mod doorbell_pages;
mod group;
mod host;
mod vring;
mod worker;

pub use host::{CONTAINER_PATH, DEVICE_NAME, EmulatedHost, GROUP_PATH};
pub use worker::{DeviceReport, QueueFault};

use crate::clock::Clock;

/// Virtqueues of the device: one receive and one transmit queue.
pub const QUEUES: u16 = 2;

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
}

/// How an emulated device is built.
#[derive(Clone, Copy, Debug)]
pub struct DeviceOptions {
    /// How the driver rings.
    pub doorbell: DoorbellKind,
    /// What the device thread does while nothing is rung.
    pub idle: Idle,
    /// What it does with packets.
    pub role: Role,
    /// Whether a sink notes the latency of packets.
    pub with_latency: bool,
    /// CPU for the device thread.
    pub cpu: Option<usize>,
    /// The trial's clock.
    pub clock: Clock,
}
