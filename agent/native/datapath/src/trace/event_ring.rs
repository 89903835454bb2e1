//! The recorder: one preallocated ring a thread, written without locks, allocation or system calls, and read by
//! another thread while it is written or afterwards. What does not fit is counted, queue by queue.
//!
//! A ring that is half full rings an eventfd, once: the one system call there is, and only in a trial whose events do not
//! fit. A thread that looked at the rings now and then instead would disturb every trial.

use super::event::{Event, Packed};
use crate::eventfd::EventFd;
use rustix::mm::{Advice, madvise};
use std::cell::UnsafeCell;
use std::mem::MaybeUninit;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Events that a writer shows its reader together: fewer stores to a line that both look at.
const SHOWN_TOGETHER: u64 = 64;

/// Events of one queue that found no room.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Losses {
    /// Rings: doorbell spans that will be missing.
    pub rings: u64,
    /// Observations: doorbell spans that will have no observed end.
    pub observations: u64,
}

/// A position that one side writes, on cache lines of its own.
#[derive(Debug, Default)]
#[repr(align(128))]
struct Position(AtomicU64);

/// What writer and reader share.
#[derive(Debug)]
struct Shared {
    slots: Box<[UnsafeCell<Packed>]>,
    /// Events written and shown, free running.
    written: Position,
    /// Events read, free running.
    read: Position,
}

// SAFETY: a slot is written by the one writer while its number is between `read` and `read` + capacity, and read by the
// one reader while it is below `written`; the two positions hand it over with release and acquire.
unsafe impl Sync for Shared {}

impl Shared {
    fn new(capacity: usize) -> Self {
        let mut slots = Vec::with_capacity(capacity);
        advise_huge_pages(slots.spare_capacity_mut());
        // Writing makes the memory resident.
        slots.resize_with(capacity, || UnsafeCell::new([0; 2]));
        Self { slots: slots.into_boxed_slice(), written: Position::default(), read: Position::default() }
    }

    /// Where the event of this number lies. The capacity is a power of two.
    #[inline(always)]
    #[expect(clippy::cast_possible_truncation, reason = "below the capacity, which is a usize")]
    fn slot(&self, number: u64) -> *mut Packed {
        self.slots[(number & (self.slots.len() as u64 - 1)) as usize].get()
    }
}

/// The writer's end. Without capacity it records nothing and counts nothing.
#[derive(Debug, Default)]
pub struct EventRing {
    shared: Option<Arc<Shared>>,
    /// Events written, free running.
    next: u64,
    /// Where the room known of ends.
    limit: u64,
    losses: Vec<Losses>,
    /// Rung when half of the ring waits to be read.
    alarm: Option<Arc<EventFd>>,
}

impl EventRing {
    /// A ring with room for at least `capacity` events of `queues` queues, resident from the start, and its reader.
    pub fn new(capacity: usize, queues: u16) -> (Self, EventReader) {
        if capacity == 0 {
            return (Self::default(), EventReader::default());
        }
        let capacity = capacity.next_power_of_two();
        let shared = Arc::new(Shared::new(capacity));
        let ring = Self {
            shared: Some(Arc::clone(&shared)),
            next: 0,
            limit: capacity as u64 / 2,
            losses: vec![Losses::default(); usize::from(queues)],
            alarm: None,
        };
        (ring, EventReader { shared: Some(shared), next: 0 })
    }

    /// Rings this when half of the ring waits to be read.
    #[must_use]
    pub fn with_alarm(mut self, alarm: Arc<EventFd>) -> Self {
        self.alarm = Some(alarm);
        self
    }

    /// Records an event, or counts it when the ring is full.
    #[inline(always)]
    pub fn record(&mut self, event: Event) {
        if self.next == self.limit && !self.find_room() {
            return self.count_lost(event);
        }
        let Some(shared) = &self.shared else { return };
        // SAFETY: the reader has left this slot: `next` is below `limit`.
        unsafe { shared.slot(self.next).write(event.pack()) };
        self.next += 1;
        if self.next.is_multiple_of(SHOWN_TOGETHER) {
            self.show();
        }
    }

    /// Shows the reader everything recorded so far.
    pub fn show(&self) {
        if let Some(shared) = &self.shared {
            // Release: the events must be visible before their number.
            shared.written.0.store(self.next, Ordering::Release);
        }
    }

    /// Events that found no room, by queue; shorter than the number of queues where nothing is recorded.
    pub fn losses(&self) -> &[Losses] {
        &self.losses
    }

    #[cold]
    fn find_room(&mut self) -> bool {
        let Some(shared) = &self.shared else { return false };
        let capacity = shared.slots.len() as u64;
        // Acquire: what the reader read must have been read before it is written over.
        let read = shared.read.0.load(Ordering::Acquire);
        if self.next < read + capacity / 2 {
            self.limit = read + capacity / 2;
            return true;
        }
        self.limit = read + capacity;
        if self.next < self.limit {
            self.show();
            if let Some(alarm) = &self.alarm {
                alarm.ring();
            }
        }
        self.next < self.limit
    }

    #[cold]
    fn count_lost(&mut self, event: Event) {
        if let Some(losses) = self.losses.get_mut(usize::from(event.queue)) {
            *(if event.kind.is_ring() { &mut losses.rings } else { &mut losses.observations }) += 1;
        }
    }
}

impl Drop for EventRing {
    fn drop(&mut self) {
        self.show();
    }
}

/// The reader's end.
#[derive(Debug, Default)]
pub struct EventReader {
    shared: Option<Arc<Shared>>,
    next: u64,
}

impl EventReader {
    /// Whether half of the ring waits to be read.
    pub fn is_half_full(&self) -> bool {
        self.shared.as_ref().is_some_and(|shared| {
            shared.written.0.load(Ordering::Relaxed) - self.next >= shared.slots.len() as u64 / 2
        })
    }

    /// Reads up to `most` events in the order they were recorded and makes room for as many. Returns how many there
    /// were. `epoch_ticks`: a time before all of them.
    #[expect(clippy::cast_possible_truncation, reason = "at most the capacity, which is a usize")]
    pub fn read(&mut self, epoch_ticks: u64, most: usize, mut each: impl FnMut(Event)) -> usize {
        let Some(shared) = &self.shared else { return 0 };
        // Acquire: the events are read after their number.
        let end = shared.written.0.load(Ordering::Acquire).min(self.next + most as u64);
        let count = end - self.next;
        while self.next < end {
            // SAFETY: the writer has left this slot until `read` passes it.
            each(Event::unpack(unsafe { shared.slot(self.next).read() }, epoch_ticks));
            self.next += 1;
        }
        // Release: the slots may be written again only after they were read.
        shared.read.0.store(self.next, Ordering::Release);
        count as usize
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
    use super::super::event::EventKind;
    use super::*;
    use ringside_otlp::doorbell::Method;

    fn event(kind: EventKind, ring_index: u64) -> Event {
        Event { ticks: 1, ring_index, batch: 1, queue: 1, kind, method: Method::Mmio }
    }

    fn read_all(reader: &mut EventReader) -> Vec<u64> {
        let mut indices = Vec::new();
        reader.read(0, usize::MAX >> 1, |event| indices.push(event.ring_index));
        indices
    }

    #[test]
    fn a_full_ring_counts_what_does_not_fit_by_queue_and_keeps_what_it_has() {
        let (mut ring, mut reader) = EventRing::new(2, 2);
        for kind in [EventKind::Kick, EventKind::Call, EventKind::Kick, EventKind::KickSeen, EventKind::Call]
        {
            ring.record(event(kind, 7));
        }
        assert_eq!(ring.losses(), [Losses::default(), Losses { rings: 2, observations: 1 }]);
        drop(ring);
        assert_eq!(read_all(&mut reader), [7, 7]);
    }

    #[test]
    fn a_ring_without_room_is_off_and_loses_nothing() {
        let (mut ring, mut reader) = EventRing::new(0, 2);
        ring.record(event(EventKind::Kick, 1));
        assert!(ring.losses().is_empty());
        assert_eq!(read_all(&mut reader), [0_u64; 0]);
    }

    #[test]
    fn a_ring_rings_its_alarm_when_half_of_it_waits_and_again_when_half_of_it_waits_anew() {
        let alarm = Arc::new(EventFd::new().unwrap());
        let (ring, mut reader) = EventRing::new(8, 2);
        let mut ring = ring.with_alarm(Arc::clone(&alarm));
        for _ in 0..3 {
            (0..4).for_each(|at| ring.record(event(EventKind::Kick, at)));
            assert_eq!(alarm.take(), 0);
            (4..7).for_each(|at| ring.record(event(EventKind::Kick, at)));
            assert_eq!(alarm.take(), 1);
            ring.show();
            assert_eq!(read_all(&mut reader).len(), 7);
            // The room known of is used up before the reader is looked at again.
            ring.record(event(EventKind::Kick, 7));
            ring.show();
            assert_eq!((read_all(&mut reader), alarm.take()), (vec![7], 0));
        }
        assert_eq!(ring.losses()[1], Losses::default());
    }

    #[test]
    fn what_was_read_makes_room() {
        let (mut ring, mut reader) = EventRing::new(4, 2);
        for turn in 0..5 {
            (0..4).for_each(|at| ring.record(event(EventKind::Kick, turn * 4 + at)));
            ring.show();
            assert!(reader.is_half_full());
            assert_eq!(read_all(&mut reader), [0, 1, 2, 3].map(|at| turn * 4 + at));
        }
        assert_eq!(ring.losses()[1], Losses::default());
    }

    #[test]
    fn a_reader_beside_the_writer_gets_every_event_that_was_not_lost_in_order() {
        const EVENTS: u64 = 200_000;
        let (mut ring, mut reader) = EventRing::new(1 << 10, 2);
        let writer = std::thread::spawn(move || {
            (0..EVENTS).for_each(|at| ring.record(event(EventKind::Kick, at)));
            ring.losses()[1].rings
        });
        let mut indices = Vec::new();
        while !writer.is_finished() {
            indices.append(&mut read_all(&mut reader));
        }
        indices.append(&mut read_all(&mut reader));
        let lost = writer.join().unwrap();
        assert_eq!(indices.len() as u64 + lost, EVENTS);
        assert!(indices.is_sorted_by(|one, next| one < next));
    }
}
