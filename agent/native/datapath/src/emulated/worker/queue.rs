//! One virtqueue of a running device: ring, doorbells in, calls out.

use crate::clock::Clock;
use crate::emulated::domain::IovaTable;
use crate::emulated::vring::VringAddr;
use crate::eventfd::EventFd;
use crate::ring::{DeviceQueue, QueueError, Ring, Translate};
use crate::trace::{Event, EventKind, EventRing};
use ringside_otlp::doorbell::Method;
use std::sync::Arc;

/// What a start hands over for each queue.
#[derive(Debug)]
pub(crate) struct StartQueue {
    pub(in crate::emulated) size: u16,
    pub(in crate::emulated) base: u16,
    pub(in crate::emulated) addr: VringAddr,
    pub(in crate::emulated) kick: Option<Arc<EventFd>>,
    pub(in crate::emulated) call: Option<Arc<EventFd>>,
    pub(in crate::emulated) err: Option<Arc<EventFd>>,
}

impl StartQueue {
    /// The ring's parts in this process, if all of them are mapped.
    pub(super) fn ring(&self, memory: &impl Translate) -> Option<Ring> {
        let entries = u64::from(self.size);
        let aligned = self.addr.desc.is_multiple_of(16);
        let desc = memory.translate(self.addr.desc, 16 * entries).filter(|_| aligned)?;
        let avail = memory.translate(self.addr.avail, 6 + 2 * entries)?;
        let used = memory.translate(self.addr.used, 6 + 8 * entries)?;
        // SAFETY: the map says that the ranges are this process's memory; the thread drops the ring before it
        // acknowledges their unmapping. Alignment: 16 checked here, 2 and 4 by SET_VRING_ADDR, since mappings
        // keep the offset in a page.
        Some(unsafe { Ring::new(desc, avail, used, self.size) })
    }
}

/// A queue at work.
#[derive(Debug)]
pub(super) struct WorkerQueue {
    pub(super) index: u16,
    pub(super) start: StartQueue,
    pub(super) device: DeviceQueue,
    pub(super) broken: Option<QueueError>,
    /// Free-running available index that the last doorbell carried or led to.
    pub(super) rung_index: u64,
    pub(super) calls: u64,
    pub(super) calls_suppressed: u64,
}

impl WorkerQueue {
    pub(super) fn new(index: u16, start: StartQueue, ring: Ring) -> Self {
        let device = DeviceQueue::new(ring, start.base);
        let rung_index = u64::from(start.base);
        Self { index, start, device, broken: None, rung_index, calls: 0, calls_suppressed: 0 }
    }

    /// The guest did what no device can work with: this queue ends, the others go on.
    #[cold]
    pub(super) fn break_down(&mut self, error: QueueError) {
        self.broken = Some(error);
        if let Some(err) = &self.start.err {
            err.ring();
        }
    }

    /// Looks at what the driver has published. Returns the free-running index.
    #[inline]
    pub(super) fn refresh(&mut self) -> u64 {
        match self.device.refresh() {
            Ok(index) => index,
            Err(error) => {
                self.break_down(error);
                self.rung_index
            }
        }
    }

    /// The memory map changed: a ring that is still mapped may have moved, one that is not is broken.
    pub(super) fn follow(&mut self, memory: &IovaTable) {
        match self.start.ring(memory) {
            Some(ring) => self.device.relocate(ring),
            None => {
                let unmapped = QueueError::Unmapped { address: self.start.addr.desc, len: 0 };
                self.break_down(unmapped);
            }
        }
    }

    /// Publishes what was used and calls the driver if it wants that.
    #[inline]
    pub(super) fn publish_and_call(&mut self, clock: &Clock, events: &mut EventRing) {
        if !self.device.publish() {
            return;
        }
        let Some(call) = &self.start.call else { return };
        if !self.device.driver_wants_call() {
            self.calls_suppressed += 1;
            return;
        }
        events.record(Event {
            ticks: clock.now(),
            ring_index: self.device.published(),
            batch: self.device.take_batch(),
            queue: self.index,
            kind: EventKind::Call,
            method: Method::Eventfd,
        });
        call.ring();
        self.calls += 1;
    }

    /// Notes that the device has noticed a doorbell.
    #[inline]
    pub(super) fn note_kick(
        &mut self,
        ring_index: u64,
        method: Method,
        clock: &Clock,
        events: &mut EventRing,
    ) {
        self.rung_index = ring_index;
        events.record(Event {
            ticks: clock.now(),
            ring_index,
            batch: 0,
            queue: self.index,
            kind: EventKind::KickSeen,
            method,
        });
    }
}
