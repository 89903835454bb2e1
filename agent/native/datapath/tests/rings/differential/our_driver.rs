//! Our driver, their device.

use super::{Piece, Step, goes_over, their_chain, their_memory, their_queue};
use crate::bed::{Bed, HEAD, STRIDE, Shape};
use proptest::prelude::*;
use ringside_datapath::ring::{BufferLayout, Certainty, DriverRing, SplitDriver};
use std::collections::VecDeque;
use virtio_queue::{Queue, QueueT};
use vm_memory::GuestMemoryMmap;

struct World {
    shape: Shape,
    bed: Bed,
    memory: GuestMemoryMmap,
    queue: Queue,
    driver: SplitDriver,
    /// Offered, the first `published` of them to be seen.
    offered: VecDeque<(u16, u32)>,
    published: usize,
    /// Head and buffer.
    taken: VecDeque<(u16, u16)>,
    given: VecDeque<(u16, u32)>,
    /// Indices when the kick and the call were last considered.
    kick_considered: u16,
    call_considered: u16,
}

pub(super) fn play(shape: Shape, steps: &[Step]) -> Result<(), TestCaseError> {
    let bed = Bed::new(&shape);
    let mut world = World {
        memory: their_memory(&bed),
        queue: their_queue(&bed, shape.features.event_idx),
        driver: SplitDriver::new(bed.parts(), shape.features, &bed.buffers),
        offered: VecDeque::new(),
        published: 0,
        taken: VecDeque::new(),
        given: VecDeque::new(),
        kick_considered: 0,
        call_considered: 0,
        shape,
        bed,
    };
    steps.iter().try_for_each(|step| world.step(step))
}

impl World {
    fn step(&mut self, step: &Step) -> Result<(), TestCaseError> {
        match step {
            Step::Offer(lens, ..) => {
                if let Some(buffer) = self.driver.take_free() {
                    self.driver.offer(buffer, lens[0]);
                    self.offered.push_back((buffer, lens[0]));
                }
            }
            Step::Publish => self.publish()?,
            Step::Take => self.take()?,
            Step::Give(at, written) => {
                let Some((head, buffer)) = self.taken.remove(at % self.taken.len().max(1)) else {
                    return Ok(());
                };
                self.queue.add_used(&self.memory, head, *written).unwrap();
                self.given.push_back((buffer, *written));
            }
            Step::PublishUsed => self.consider_call()?,
            Step::TakeUsed => {
                let used = self.driver.pop_used();
                prop_assert_eq!(used, self.given.pop_front());
                used.into_iter().for_each(|(buffer, _)| self.driver.release(buffer));
            }
            Step::Kicks(true) => {
                prop_assert_eq!(self.queue.enable_notification(&self.memory).unwrap(), self.published > 0);
            }
            Step::Kicks(false) => self.queue.disable_notification(&self.memory).unwrap(),
            Step::Calls(wanted) => {
                prop_assert_eq!(self.driver.set_calls(wanted.is_some()), !self.given.is_empty());
            }
        }
        Ok(())
    }

    /// A field of the ring: the two events stand behind the other part's entries.
    fn word(&self, offset: usize) -> u16 {
        u16::from_le_bytes(self.bed.read(offset))
    }

    fn publish(&mut self) -> Result<(), TestCaseError> {
        self.driver.publish();
        self.published = self.offered.len();
        let wanted = if self.shape.features.event_idx {
            let event = self.word(self.bed.ring.used + 4 + 8 * usize::from(self.shape.size));
            let new = self.word(self.bed.ring.avail + 2);
            goes_over(event, std::mem::replace(&mut self.kick_considered, new), new)
        } else {
            self.word(self.bed.ring.used) == 0
        };
        prop_assert_eq!(self.driver.device_wants_kick(Certainty::Sure), wanted);
        Ok(())
    }

    fn take(&mut self) -> Result<(), TestCaseError> {
        let chain = their_chain(&mut self.queue, &self.memory);
        prop_assert_eq!(chain.is_some(), self.published > 0);
        let Some((head, pieces)) = chain else { return Ok(()) };
        let (buffer, len) = self.offered.pop_front().unwrap();
        self.published -= 1;
        let start = self.bed.buffers.iova + u64::from(buffer) * u64::from(STRIDE);
        let writable = self.shape.writable;
        let expected: Vec<Piece> = match self.shape.layout {
            BufferLayout::Single => vec![(start, len, writable)],
            _ => vec![(start, HEAD, writable), (start + u64::from(HEAD), len - HEAD, writable)],
        };
        prop_assert_eq!(pieces, expected);
        self.taken.push_back((head, buffer));
        Ok(())
    }

    /// Their device calls when what our driver has asked for lies in what it has used since.
    fn consider_call(&mut self) -> Result<(), TestCaseError> {
        let event = self.word(self.bed.ring.avail + 4 + 2 * usize::from(self.shape.size));
        let new = self.queue.next_used();
        let passed = goes_over(event, std::mem::replace(&mut self.call_considered, new), new);
        let calls = self.queue.needs_notification(&self.memory).unwrap();
        prop_assert_eq!(calls, passed || !self.shape.features.event_idx);
        Ok(())
    }
}
