//! One virtqueue of a running device: ring, doorbells in, calls out.

use super::iotlb::{Iotlb, View};
use super::start::StartQueue;
use crate::clock::Clock;
use crate::counters::QueueCounters;
use crate::emulated::dirty_log::DirtyLog;
use crate::emulated::domain::IovaTable;
use crate::ring::{
    Certainty, DeviceRing, QueueError, RingFeatures, RingParts, Segment, Taken, Token, part_bytes,
};
use crate::trace::{Event, EventKind, EventRing};
use ringside_otlp::doorbell::Method;

/// A queue at work. On cache lines of its own, as everything that a packet loop writes: what stands beside it on the heap
/// may be the other side's.
#[derive(Debug)]
#[repr(align(128))]
pub(super) struct WorkerQueue<R> {
    pub(super) index: u16,
    pub(super) start: StartQueue,
    packed: bool,
    pub(super) ring: R,
    pub(super) iotlb: Iotlb,
    pub(super) broken: Option<QueueError>,
    /// A doorbell rang and the ring has not been worked empty since.
    pub(super) rung: bool,
    /// When it rang.
    pub(super) rung_ticks: u64,
    /// Free-running ring position that the last doorbell carried or led to.
    pub(super) rung_position: u64,
    pub(super) counters: QueueCounters,
    /// Published and not called, at a glance.
    unsettled: bool,
}

impl<R: DeviceRing> WorkerQueue<R> {
    /// A queue whose ring stands at `parts`. Reserved for those who got the parts from [`StartQueue::parts`].
    pub(super) fn new(index: u16, start: StartQueue, parts: RingParts, features: RingFeatures) -> Self {
        let ring = R::new(parts, features, start.base);
        Self {
            index,
            packed: features.packed,
            rung_position: ring.position(),
            ring,
            start,
            iotlb: Iotlb::default(),
            broken: None,
            // What was published before the start is found without a doorbell.
            rung: true,
            rung_ticks: 0,
            counters: QueueCounters::default(),
            unsettled: false,
        }
    }

    /// Notes how many chains the last look found; one that finds none ends what the doorbell began.
    #[inline]
    pub(super) fn note_batch(&mut self, chains: usize) {
        self.counters.batches.record(u32::try_from(chains).unwrap_or(u32::MAX));
        if chains == 0 {
            self.counters.empty_polls += 1;
            self.rung = false;
        }
    }

    /// Whether chains wait. A ring that no device can work with breaks the queue.
    pub(super) fn look_again(&mut self) -> bool {
        if !self.is_live() {
            return false;
        }
        self.ring.has_chain().unwrap_or_else(|error| {
            self.break_down(error);
            false
        })
    }

    /// Whether the queue may be worked on.
    #[inline]
    pub(super) fn is_live(&self) -> bool {
        self.start.enabled && self.broken.is_none()
    }

    /// The guest did what no device can work with: this queue ends, the others go on.
    #[cold]
    pub(super) fn break_down(&mut self, error: QueueError) {
        self.broken = Some(error);
        if let Some(err) = &self.start.err {
            err.ring();
        }
    }

    /// Whether the driver sends on it (virtio 1.4, 5.1.2).
    #[inline]
    pub(super) fn transmits(&self) -> bool {
        self.index % 2 == 1
    }

    /// Takes note of the position that a doorbell carried.
    #[inline]
    pub(super) fn announce(&mut self, position: u64) {
        if let Err(error) = self.ring.announce(position) {
            self.break_down(error);
        }
    }

    /// Takes the next chain. A chain that no device can work with breaks the queue.
    #[inline(always)]
    pub(super) fn take(&mut self, memory: &IovaTable, rest: &mut Vec<Segment>) -> Option<Taken> {
        let view = View { table: memory, iotlb: &self.iotlb };
        match self.ring.pop(&view, rest) {
            Ok(taken) => taken,
            Err(error) => {
                self.break_down(error);
                None
            }
        }
    }

    /// Counts a packet that found no buffer.
    #[cold]
    pub(super) fn count_no_room(&mut self) {
        let drops = &mut self.counters.drops;
        *(if self.broken.is_some() || !self.start.enabled {
            &mut drops.broken
        } else {
            &mut drops.no_buffer
        }) += 1;
    }

    /// The memory map changed: a ring that is still mapped may have moved, one that is not is broken.
    pub(super) fn follow(&mut self, memory: &IovaTable) {
        self.iotlb.forget();
        match self.start.parts(memory, self.packed) {
            Some(parts) => self.ring.relocate(parts),
            None if self.broken.is_none() => {
                self.break_down(QueueError::RingUnmapped { address: self.start.addr.desc });
            }
            None => {}
        }
    }

    /// Gives a chain back with the bytes the device wrote to it.
    #[inline(always)]
    pub(super) fn give_back(&mut self, token: Token, written: usize) {
        self.ring.push_used(token, u32::try_from(written).unwrap_or(u32::MAX));
    }

    /// Publishes what was given back and calls the driver if it is seen to want that. If not, [`Self::settle`] has to
    /// follow before the device waits for the driver.
    #[inline]
    pub(super) fn publish_and_call(&mut self, clock: &Clock, log: Option<&DirtyLog>, events: &mut EventRing) {
        if !self.ring.publish() {
            return;
        }
        if let Some(log) = log {
            self.log_ring(log);
        }
        if self.start.call.is_none() {
            return;
        }
        if self.ring.driver_wants_call(Certainty::Glance) {
            self.call(clock, events);
        } else {
            self.unsettled = true;
            self.counters.notifications_suppressed += 1;
        }
    }

    /// Makes sure that the driver did not begin to want what was not rung.
    #[inline]
    pub(super) fn settle(&mut self, clock: &Clock, events: &mut EventRing) {
        if std::mem::take(&mut self.unsettled) && self.ring.driver_wants_call(Certainty::Sure) {
            self.counters.notifications_suppressed -= 1;
            self.call(clock, events);
        }
    }

    fn call(&mut self, clock: &Clock, events: &mut EventRing) {
        self.unsettled = false;
        let Some(call) = &self.start.call else { return };
        events.record(Event {
            ticks: clock.now(),
            ring_index: self.ring.published(),
            batch: self.ring.take_batch(),
            queue: self.index,
            kind: EventKind::Call,
            method: Method::Eventfd,
        });
        call.ring();
        self.counters.notifications_sent += 1;
    }

    /// Marks the part of the ring that the device writes as dirty, as a whole: it is a few pages.
    #[cold]
    fn log_ring(&self, log: &DirtyLog) {
        let [desc_bytes, _, used_bytes] = part_bytes(self.start.size, self.packed);
        if let Some(address) = self.start.addr.log {
            log.mark(address, used_bytes);
            if self.packed {
                log.mark(self.start.addr.desc, desc_bytes);
            }
        }
        log.signal();
    }

    /// Notes that the device has noticed a doorbell.
    #[inline]
    pub(super) fn note_kick(&mut self, position: u64, method: Method, clock: &Clock, events: &mut EventRing) {
        let ticks = clock.now();
        (self.rung, self.rung_ticks, self.rung_position) = (true, ticks, position);
        events.record(Event {
            ticks,
            ring_index: position,
            batch: 0,
            queue: self.index,
            kind: EventKind::KickSeen,
            method,
        });
    }

    /// Counters, with what the caches counted.
    pub(super) fn counted(&self) -> QueueCounters {
        let (iotlb_lookups, iotlb_misses) = self.iotlb.counts();
        QueueCounters { iotlb_lookups, iotlb_misses, ..self.counters }
    }
}
