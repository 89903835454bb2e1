//! Two drivers of rust-vmm's types do the same things; one has our device, the other rust-vmm's. In both memories the
//! same has to happen.

use super::their_driver::TheirDriver;
use super::{Piece, Step, their_chain, their_queue};
use crate::bed::{Bed, Shape};
use proptest::prelude::*;
use ringside_datapath::memory::GuestMemory;
use ringside_datapath::ring::{Certainty, DeviceRing, RingFeatures, SplitDevice, Token};
use std::collections::VecDeque;
use virtio_queue::{Queue, QueueT};

/// Where the drivers' buffers stand.
const BUFFERS: usize = 1 << 20;

struct World {
    our_bed: Bed,
    our_driver: TheirDriver,
    device: SplitDevice,
    their_bed: Bed,
    their_driver: TheirDriver,
    queue: Queue,
    size: usize,
    taken: VecDeque<Token>,
    /// Given back and not shown.
    given: Vec<(u16, u32)>,
    /// Whether both say where they want to be kicked next.
    is_asked: bool,
}

pub(super) fn play(shape: Shape, steps: &[Step]) -> Result<(), TestCaseError> {
    let (our_bed, their_bed) = (Bed::new(&shape), Bed::new(&shape));
    // Whatever the driver does, not only what it was negotiated for: theirs takes tables at all times.
    let features = RingFeatures { indirect: true, ..shape.features };
    let mut world = World {
        our_driver: TheirDriver::new(&our_bed),
        device: SplitDevice::new(our_bed.parts(), features, 0),
        their_driver: TheirDriver::new(&their_bed),
        queue: their_queue(&their_bed, features.event_idx),
        our_bed,
        their_bed,
        size: usize::from(shape.size),
        taken: VecDeque::new(),
        given: Vec::new(),
        is_asked: false,
    };
    for step in steps {
        world.step(step)?;
        world.compare()?;
    }
    Ok(())
}

impl World {
    fn both(&mut self) -> [&mut TheirDriver; 2] {
        [&mut self.our_driver, &mut self.their_driver]
    }

    fn step(&mut self, step: &Step) -> Result<(), TestCaseError> {
        match step {
            Step::Offer(lens, writable, in_table) => {
                let start = GuestMemory::iova(BUFFERS) + u64::from(self.our_driver.offers % 64) * 512;
                let piece =
                    |(at, &len): (usize, &u32)| (start + 100 * at as u64, len, at + writable >= lens.len());
                let pieces: Vec<Piece> = lens.iter().enumerate().map(piece).collect();
                let [ours, theirs] = self.both();
                prop_assert_eq!(ours.offer(&pieces, *in_table), theirs.offer(&pieces, *in_table));
            }
            Step::Publish => self.both().iter().for_each(|driver| driver.publish()),
            Step::Take => self.take()?,
            Step::Give(at, written) => {
                let Some(token) = self.taken.remove(at % self.taken.len().max(1)) else { return Ok(()) };
                self.device.push_used(token, *written);
                self.given.push((token.id, *written));
            }
            Step::PublishUsed => self.publish_used()?,
            Step::TakeUsed => {
                let [ours, theirs] = self.both();
                prop_assert_eq!(ours.take_used(), theirs.take_used());
            }
            Step::Kicks(wanted) => {
                self.device.set_kicks(*wanted);
                if *wanted {
                    let waits = self.queue.enable_notification(&self.their_driver.memory).unwrap();
                    prop_assert_eq!(self.device.has_chain(), Ok(waits));
                } else {
                    self.queue.disable_notification(&self.their_driver.memory).unwrap();
                }
                self.is_asked = *wanted;
            }
            Step::Calls(ahead) => {
                let ahead = ahead.unwrap_or(u16::MAX);
                let event = self.our_driver.next_used.wrapping_add(ahead);
                self.both().iter().for_each(|driver| driver.ask(event));
            }
        }
        Ok(())
    }

    fn take(&mut self) -> Result<(), TestCaseError> {
        let theirs = their_chain(&mut self.queue, &self.their_driver.memory);
        prop_assert_eq!(self.device.has_chain(), Ok(theirs.is_some()));
        let mut rest = Vec::new();
        let ours = self.device.pop(&self.our_bed.window(), &mut rest).unwrap();
        let pieces = ours.iter().map(|taken| &taken.first).chain(&rest);
        let pieces: Vec<Piece> = pieces.map(|piece| (piece.iova, piece.len, piece.is_writable())).collect();
        prop_assert_eq!(ours.map(|taken| (taken.token.id, pieces)), theirs);
        self.taken.extend(ours.map(|taken| taken.token));
        prop_assert_eq!(self.device.base(), u32::from(self.queue.next_avail()));
        Ok(())
    }

    /// Ours shows a batch at once, theirs one after the other; in the end they have shown the same, and call alike.
    fn publish_used(&mut self) -> Result<(), TestCaseError> {
        prop_assert_eq!(self.device.publish(), !self.given.is_empty());
        for (head, written) in self.given.drain(..) {
            self.queue.add_used(&self.their_driver.memory, head, written).unwrap();
        }
        let theirs = self.queue.needs_notification(&self.their_driver.memory).unwrap();
        prop_assert_eq!(self.device.driver_wants_call(Certainty::Sure), theirs);
        Ok(())
    }

    /// The used ring is what a device writes: flags, index, entries that are shown, and the event.
    fn compare(&self) -> Result<(), TestCaseError> {
        let header = |bed: &Bed| bed.read::<4>(bed.ring.used);
        prop_assert_eq!(header(&self.our_bed), header(&self.their_bed));
        let shown = usize::from(u16::from_le_bytes(self.our_bed.read(self.our_bed.ring.used + 2)));
        for back in 1..=shown.min(self.size - self.given.len().min(self.size)) {
            let slot = (shown - back) % self.size;
            let entry = |bed: &Bed| bed.read::<8>(bed.ring.used + 4 + 8 * slot);
            prop_assert_eq!(entry(&self.our_bed), entry(&self.their_bed));
        }
        if self.is_asked {
            let event = |bed: &Bed| bed.read::<2>(bed.ring.used + 4 + 8 * self.size);
            prop_assert_eq!(event(&self.our_bed), event(&self.their_bed));
        }
        Ok(())
    }
}
