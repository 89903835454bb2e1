//! The driver's end of doorbells: rings kicks, notices calls, counts both.

use crate::clock::Clock;
use crate::doorbell_page::DoorbellPage;
use crate::eventfd::EventFd;
use crate::ring::{Certainty, DriverRing};
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
    /// Published and not rung, at a glance.
    unsettled: Option<u64>,
}

impl Notifier {
    pub(super) fn new(queue: u16, kick: Kick, call: Arc<EventFd>) -> Self {
        Self { queue, kick, call, kicks: 0, kicks_suppressed: 0, unsettled: None }
    }

    /// Publishes what was offered and rings if the device is seen to want that. If not, [`Self::settle`] has to follow
    /// before the driver waits for the device.
    #[inline]
    pub(super) fn publish_and_kick(
        &mut self,
        ring: &mut impl DriverRing,
        clock: &Clock,
        events: &mut EventRing,
    ) {
        let position = ring.publish();
        if ring.device_wants_kick(Certainty::Glance) {
            self.ring(position, ring, clock, events);
        } else {
            self.unsettled = Some(position);
            self.kicks_suppressed += 1;
        }
    }

    /// Makes sure that the device did not begin to want what was not rung.
    #[inline]
    pub(super) fn settle(&mut self, ring: &mut impl DriverRing, clock: &Clock, events: &mut EventRing) {
        let Some(position) = self.unsettled.take() else { return };
        if ring.device_wants_kick(Certainty::Sure) {
            self.kicks_suppressed -= 1;
            self.ring(position, ring, clock, events);
        }
    }

    #[inline]
    fn ring(&mut self, ring_index: u64, ring: &mut impl DriverRing, clock: &Clock, events: &mut EventRing) {
        self.unsettled = None;
        events.record(Event {
            ticks: clock.now(),
            ring_index,
            batch: ring.take_batch(),
            queue: self.queue,
            kind: EventKind::Kick,
            method: if matches!(self.kick, Kick::Page(_)) { Method::Mmio } else { Method::Eventfd },
        });
        match &self.kick {
            Kick::Page(page) => {
                // virtio 1.4, 2.9: queue index below, ring position above.
                let data = u32::from(self.queue) | u32::from(ring.notification_position()) << 16;
                // Release: what was published must be visible before the doorbell.
                page.word().store(data, Ordering::Release);
            }
            Kick::Eventfd(kick) => kick.ring(),
        }
        self.kicks += 1;
    }

    /// Takes a call if one was rung, and notes that it was noticed.
    #[inline]
    pub(super) fn take_call(
        &mut self,
        ring: &impl DriverRing,
        clock: &Clock,
        events: &mut EventRing,
    ) -> bool {
        if self.call.take() == 0 {
            return false;
        }
        events.record(Event {
            ticks: clock.now(),
            ring_index: ring.used_seen(),
            batch: 0,
            queue: self.queue,
            kind: EventKind::CallSeen,
            method: Method::Eventfd,
        });
        true
    }
}
