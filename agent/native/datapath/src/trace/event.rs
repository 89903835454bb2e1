//! The event ring: fixed-size records in preallocated memory, written by one thread without locks, allocation
//! or system calls. It is filled during a trial and read after it; what does not fit is counted.

use ringside_otlp::doorbell::Method;
use rustix::mm::{Advice, madvise};
use std::mem::MaybeUninit;

/// What happened to a doorbell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EventKind {
    /// The driver rings.
    Kick,
    /// The device has noticed a kick.
    KickSeen,
    /// The device rings.
    Call,
    /// The driver has noticed a call.
    CallSeen,
}

/// One record.
#[derive(Clone, Copy, Debug)]
pub struct Event {
    /// A reading of the trial's clock.
    pub ticks: u64,
    /// The free-running ring index that was published (by the ringing side) or seen (by the other).
    pub ring_index: u64,
    /// Buffers published since the last ring.
    pub batch: u32,
    /// Index of the virtqueue.
    pub queue: u16,
    /// What happened.
    pub kind: EventKind,
    /// How it was rung.
    pub method: Method,
}

/// Events of one thread.
#[derive(Debug, Default)]
pub struct EventRing {
    events: Vec<Event>,
    /// Rings that did not fit: doorbell spans that will be missing.
    rings_dropped: u64,
    /// Observations that did not fit: doorbell spans that will have no observed end.
    observations_dropped: u64,
}

impl EventRing {
    /// Room for `capacity` events, resident from the start; 0 records nothing and counts nothing as dropped.
    pub fn new(capacity: usize) -> Self {
        let blank = Event {
            ticks: 0,
            ring_index: 0,
            batch: 0,
            queue: 0,
            kind: EventKind::Kick,
            method: Method::Mmio,
        };
        let mut events = Vec::with_capacity(capacity);
        advise_huge_pages(events.spare_capacity_mut());
        events.resize(capacity, blank);
        events.clear();
        Self { events, rings_dropped: 0, observations_dropped: 0 }
    }

    /// Records an event, or counts it when the ring is full.
    #[inline]
    pub fn record(&mut self, event: Event) {
        if self.events.len() < self.events.capacity() {
            self.events.push(event);
        } else if self.events.capacity() > 0 {
            self.count_dropped(event.kind);
        }
    }

    #[cold]
    fn count_dropped(&mut self, kind: EventKind) {
        match kind {
            EventKind::Kick | EventKind::Call => self.rings_dropped += 1,
            EventKind::KickSeen | EventKind::CallSeen => self.observations_dropped += 1,
        }
    }

    /// The events in the order they were recorded.
    pub fn events(&self) -> &[Event] {
        &self.events
    }

    /// Rings that did not fit.
    pub fn rings_dropped(&self) -> u64 {
        self.rings_dropped
    }

    /// Observations that did not fit.
    pub fn observations_dropped(&self) -> u64 {
        self.observations_dropped
    }
}

/// Asks for transparent huge pages: a ring of millions of events is then resident after a few page faults.
fn advise_huge_pages<T>(memory: &mut [MaybeUninit<T>]) {
    let page = rustix::param::page_size();
    let start = memory.as_mut_ptr().cast::<u8>();
    let skip = start.align_offset(page);
    let len = size_of_val(memory).saturating_sub(skip) / page * page;
    if len > 0 {
        // SAFETY: whole pages inside memory that is borrowed here; the advice never changes their content.
        let _ = unsafe { madvise(start.add(skip).cast(), len, Advice::LinuxHugepage) };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(kind: EventKind) -> Event {
        Event { ticks: 1, ring_index: 1, batch: 1, queue: 0, kind, method: Method::Mmio }
    }

    #[test]
    fn a_full_ring_counts_what_does_not_fit_and_keeps_what_it_has() {
        let mut ring = EventRing::new(2);
        for kind in [EventKind::Kick, EventKind::Call, EventKind::Kick, EventKind::KickSeen, EventKind::Call]
        {
            ring.record(event(kind));
        }
        assert_eq!(ring.events().len(), 2);
        assert_eq!((ring.rings_dropped(), ring.observations_dropped()), (2, 1));
    }

    #[test]
    fn a_ring_without_room_is_off_and_loses_nothing() {
        let mut ring = EventRing::new(0);
        ring.record(event(EventKind::Kick));
        assert_eq!((ring.events().len(), ring.rings_dropped()), (0, 0));
    }
}
