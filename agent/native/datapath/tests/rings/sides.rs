//! A driver and a device on one ring, and what each buffer's whereabouts have to be.

use crate::bed::{Bed, HEAD, STRIDE, Shape};
use proptest::prelude::*;
use ringside_datapath::ring::{BufferLayout, DeviceRing, DriverRing, Segment, Taken};
use std::collections::VecDeque;

pub(crate) struct Sides<D, V> {
    pub(crate) shape: Shape,
    pub(crate) bed: Bed,
    pub(crate) driver: D,
    pub(crate) device: V,
    /// Taken from the free ones, not offered.
    held: VecDeque<u16>,
    /// Offered with so many bytes, not taken; the last `unpublished` of them not to be seen by the device.
    offered: VecDeque<(u16, u32)>,
    unpublished: usize,
    /// Taken by the device, with the buffer and the bytes it was offered with.
    taken: VecDeque<(Taken, u16, u32)>,
    /// Of those, how many of the last ones can be put back: none behind them was given back.
    untakable: usize,
    /// Given back with so many bytes written; the last `ungiven` of them not to be seen by the driver.
    given: VecDeque<(u16, u32)>,
    ungiven: usize,
    /// Taken back by the driver, not released.
    back: VecDeque<u16>,
    /// Buffers the driver has taken back, ever.
    came_back: u64,
}

impl<D: DriverRing, V: DeviceRing> Sides<D, V> {
    pub(crate) fn new(shape: Shape) -> Self {
        let bed = Bed::new(&shape);
        let driver = D::new(bed.parts(), shape.features, &bed.buffers);
        // Packed: both wrap counters begin at 1.
        let base = if shape.features.packed { 0x8000_8000 } else { 0 };
        let device = V::new(bed.parts(), shape.features, base);
        Self {
            shape,
            bed,
            driver,
            device,
            held: VecDeque::new(),
            offered: VecDeque::new(),
            unpublished: 0,
            taken: VecDeque::new(),
            untakable: 0,
            given: VecDeque::new(),
            ungiven: 0,
            back: VecDeque::new(),
            came_back: 0,
        }
    }

    /// Takes a free buffer, which is the one that was foretold.
    pub(crate) fn hold(&mut self) {
        let (foretold, free) = (self.driver.peek_free(0), self.driver.free_len());
        let buffer = self.driver.take_free();
        assert_eq!((buffer, buffer.is_some()), (foretold, free > 0));
        self.held.extend(buffer);
    }

    /// Offers a buffer the driver holds.
    pub(crate) fn offer(&mut self, len: u32) {
        let len = len.clamp(HEAD, STRIDE);
        let Some(buffer) = self.held.pop_front() else { return };
        self.driver.offer(buffer, len);
        self.offered.push_back((buffer, len));
        self.unpublished += 1;
    }

    pub(crate) fn driver_publishes(&mut self) {
        self.driver.publish();
        self.unpublished = 0;
    }

    /// Chains the device has to find.
    pub(crate) fn waiting(&self) -> usize {
        self.offered.len() - self.unpublished
    }

    /// Buffers the driver has to find.
    pub(crate) fn answered(&self) -> usize {
        self.given.len() - self.ungiven
    }

    /// The device takes the next chain, which is the oldest that was published, as it was offered.
    pub(crate) fn take(&mut self) -> Result<bool, TestCaseError> {
        prop_assert_eq!(self.device.has_chain(), Ok(self.waiting() > 0));
        let mut rest = Vec::new();
        let Some(taken) = self.device.pop(&self.bed.window(), &mut rest).unwrap() else {
            prop_assert_eq!(self.waiting(), 0);
            return Ok(false);
        };
        prop_assert!(self.waiting() > 0, "the device took {taken:?}, which was not published");
        let (buffer, len) = self.offered.pop_front().unwrap();
        let segments: Vec<_> = std::iter::once(taken.first).chain(rest.iter().copied()).collect();
        prop_assert_eq!(taken.more as usize, rest.len());
        self.check_segments(&segments, buffer, len)?;
        self.taken.push_back((taken, buffer, len));
        self.untakable += 1;
        Ok(true)
    }

    fn check_segments(&self, segments: &[Segment], buffer: u16, len: u32) -> Result<(), TestCaseError> {
        let start = self.bed.buffers.iova + u64::from(buffer) * u64::from(STRIDE);
        let expected = match self.shape.layout {
            BufferLayout::Single => vec![(start, len)],
            BufferLayout::Chained | BufferLayout::Indirect => {
                vec![(start, HEAD), (start + u64::from(HEAD), len - HEAD)]
            }
        };
        let seen: Vec<_> = segments.iter().map(|segment| (segment.iova, segment.len)).collect();
        prop_assert_eq!(seen, expected);
        prop_assert!(segments.iter().all(|segment| segment.is_writable() == self.shape.writable));
        Ok(())
    }

    /// The device puts the chain that it took last back.
    pub(crate) fn untake(&mut self) {
        if self.untakable == 0 {
            return;
        }
        self.untakable -= 1;
        let Some((taken, buffer, len)) = self.taken.pop_back() else { return };
        self.device.untake(&taken);
        self.offered.push_front((buffer, len));
    }

    /// The device gives a chain back: the oldest where order counts, else the `at`th.
    pub(crate) fn give(&mut self, at: usize, written: u32) {
        let at = if self.shape.features.in_order { 0 } else { at % self.taken.len().max(1) };
        let Some((taken, buffer, _)) = self.taken.remove(at) else { return };
        self.untakable = self.untakable.min(self.taken.len() - at);
        self.device.push_used(taken.token, written);
        self.given.push_back((buffer, written));
        self.ungiven += 1;
    }

    pub(crate) fn device_publishes(&mut self) {
        assert_eq!(self.device.publish(), self.ungiven > 0);
        self.ungiven = 0;
    }

    /// The driver takes the next used buffer.
    pub(crate) fn pop_used(&mut self) -> Result<bool, TestCaseError> {
        let Some((buffer, len)) = self.driver.pop_used() else {
            prop_assert_eq!(self.answered(), 0);
            return Ok(false);
        };
        prop_assert!(self.answered() > 0, "the driver took {buffer}, which was not given back");
        let (expected, written) = self.given.pop_front().unwrap();
        prop_assert_eq!(buffer, expected);
        // In order, one entry stands for a batch, and says nothing of the buffers before its last.
        let skipped = self.shape.features.in_order && written == 0 && len == STRIDE;
        prop_assert!(len == written || skipped, "{len} bytes, expected {written}");
        self.back.push_back(buffer);
        self.came_back += 1;
        Ok(true)
    }

    /// The driver frees what it took back.
    pub(crate) fn release(&mut self) {
        for buffer in self.back.drain(..) {
            self.driver.release(buffer);
        }
    }

    /// The driver frees all there is to free at once.
    pub(crate) fn reclaim(&mut self) {
        self.release();
        self.driver.reclaim();
        self.came_back += self.answered() as u64;
        self.given.drain(..self.answered());
    }

    /// The driver takes a used buffer and offers it again at once.
    pub(crate) fn recycle(&mut self, len: u32) -> Result<(), TestCaseError> {
        if self.pop_used()? {
            self.held.extend(self.back.pop_back());
            self.held.rotate_right(1);
            self.offer(len);
        }
        Ok(())
    }

    /// Another device goes on where this one stops, with chains that were taken and not given back.
    pub(crate) fn move_device(&mut self) {
        self.device_publishes();
        self.device = V::new(self.bed.parts(), self.shape.features, self.device.base());
    }

    /// Every buffer is in exactly one place.
    pub(crate) fn check(&self) -> Result<(), TestCaseError> {
        let away =
            self.held.len() + self.offered.len() + self.taken.len() + self.given.len() + self.back.len();
        prop_assert_eq!(self.driver.free_len() + away, self.driver.buffers());
        prop_assert_eq!(self.driver.outstanding(), away);
        // One descriptor may stand for a batch, in a packed ring without saying for how many.
        let unseen = self.driver.used_seen() - self.came_back;
        prop_assert!(unseen <= self.answered() as u64 && (unseen > 0) == (self.answered() > 0));
        let mut seen = vec![false; self.driver.buffers()];
        let offered = self.offered.iter().map(|&(buffer, _)| buffer);
        let taken = self.taken.iter().map(|&(_, buffer, _)| buffer);
        let given = self.given.iter().map(|&(buffer, _)| buffer);
        let free = (0..self.driver.free_len()).filter_map(|ahead| self.driver.peek_free(ahead));
        let mine = self.held.iter().chain(&self.back).copied();
        for buffer in offered.chain(taken).chain(given).chain(free).chain(mine) {
            prop_assert!(
                !std::mem::replace(&mut seen[usize::from(buffer)], true),
                "{buffer} is in two places"
            );
        }
        prop_assert!(seen.iter().all(|&seen| seen));
        Ok(())
    }

    /// Everything goes home.
    pub(crate) fn finish(&mut self) -> Result<(), TestCaseError> {
        while !self.held.is_empty() {
            self.offer(STRIDE);
        }
        self.driver_publishes();
        while self.take()? {}
        while !self.taken.is_empty() {
            self.give(0, 1);
        }
        self.device_publishes();
        while self.pop_used()? {}
        self.release();
        prop_assert_eq!(self.driver.free_len(), self.driver.buffers());
        self.check()
    }
}
