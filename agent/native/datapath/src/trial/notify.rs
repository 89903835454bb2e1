//! The driver's end of doorbells: rings kicks, notices calls, counts both.

use crate::clock::Clock;
use crate::doorbell_page::DoorbellPage;
use crate::eventfd::EventFd;
use crate::ring::DriverQueue;
use crate::trace::{Event, EventKind, EventRing};
use ringside_otlp::doorbell::Method;
use std::sync::Arc;
use std::sync::atomic::Ordering;

/// How a queue's device is kicked.
#[derive(Debug)]
pub(super) enum Kick {
    Page(DoorbellPage),
    Eventfd(Arc<EventFd>),
}

/// Doorbells of one queue as its driver sees them.
#[derive(Debug)]
pub(super) struct Notifier {
    queue: u16,
    kick: Kick,
    pub(super) call: Arc<EventFd>,
    pub(super) kicks: u64,
    pub(super) kicks_suppressed: u64,
}

impl Notifier {
    pub(super) fn new(queue: u16, kick: Kick, call: Arc<EventFd>) -> Self {
        Self { queue, kick, call, kicks: 0, kicks_suppressed: 0 }
    }

    /// Publishes what was pushed and rings, unless the device does not want to hear of it.
    #[inline]
    pub(super) fn publish_and_kick(
        &mut self,
        driver: &mut DriverQueue,
        clock: &Clock,
        events: &mut EventRing,
    ) {
        let ring_index = driver.publish();
        if !driver.device_wants_kick() {
            self.kicks_suppressed += 1;
            return;
        }
        events.record(Event {
            ticks: clock.now(),
            ring_index,
            batch: driver.take_batch(),
            queue: self.queue,
            kind: EventKind::Kick,
            method: if matches!(self.kick, Kick::Page(_)) { Method::Mmio } else { Method::Eventfd },
        });
        match &self.kick {
            Kick::Page(page) => page.word().store(self.notification_data(ring_index), Ordering::Release),
            Kick::Eventfd(kick) => kick.ring(),
        }
        self.kicks += 1;
    }

    /// virtio 1.4, 2.9: queue index below, next available index above.
    #[expect(clippy::cast_possible_truncation, reason = "ring indices are modulo 65536")]
    fn notification_data(&self, ring_index: u64) -> u32 {
        u32::from(self.queue) | (ring_index as u32) << 16
    }

    /// Takes a call if one was rung, and notes that it was noticed.
    #[inline]
    pub(super) fn take_call(&mut self, driver: &DriverQueue, clock: &Clock, events: &mut EventRing) -> bool {
        if self.call.take() == 0 {
            return false;
        }
        events.record(Event {
            ticks: clock.now(),
            ring_index: driver.used_seen(),
            batch: 0,
            queue: self.queue,
            kind: EventKind::CallSeen,
            method: Method::Eventfd,
        });
        true
    }
}
