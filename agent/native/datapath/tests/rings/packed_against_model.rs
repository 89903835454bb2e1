//! The packed driver against a device, and the packed device against a driver, that are nothing but the specification.

use crate::bed::{Bed, HEAD, LAYOUTS, STRIDE, Shape};
use crate::packed_model::{Chain, ModelDevice, ModelDriver, Piece, Place, Wish, read_wish, write_wish};
use proptest::prelude::*;
use ringside_datapath::memory::GuestMemory;
use ringside_datapath::ring::{
    BufferLayout, Certainty, DeviceRing, DriverRing, PackedDevice, PackedDriver, RingFeatures, Token,
};
use std::collections::VecDeque;

/// Where the model's tables stand: 16 of up to 4 entries.
const TABLES: usize = 512 << 10;
const BASE: u32 = 0x8000_8000;

fn shape() -> impl Strategy<Value = Shape> {
    (any::<[bool; 3]>(), 0usize..3, 1u32..7).prop_map(|([event_idx, in_order, writable], layout, log)| {
        let layout = LAYOUTS[layout];
        let features =
            RingFeatures { packed: true, event_idx, in_order, indirect: layout == BufferLayout::Indirect };
        Shape { features, layout, writable, size: 1 << log }
    })
}

#[derive(Clone, Debug)]
enum Step {
    /// Pieces (bytes each, the last so many writable), and whether in a table.
    Offer(Vec<u32>, usize, bool),
    Publish,
    Take,
    /// Which chain or how many, and bytes written.
    Give(usize, u32),
    PublishUsed,
    TakeUsed,
    /// What the model asks for: never, always, or so many places ahead.
    Wish(u16),
    /// What the side under test asks for.
    Ask(bool),
}

fn step() -> impl Strategy<Value = Step> {
    let written = prop_oneof![Just(0u32), 1..=STRIDE];
    prop_oneof![
        5 => (prop::collection::vec(HEAD..=STRIDE, 1..5), 0usize..5, any::<bool>())
            .prop_map(|(lens, writable, table)| Step::Offer(lens, writable, table)),
        3 => Just(Step::Publish),
        4 => Just(Step::Take),
        4 => (any::<usize>(), written).prop_map(|(at, written)| Step::Give(at, written)),
        3 => Just(Step::PublishUsed),
        4 => Just(Step::TakeUsed),
        2 => (0u16..70).prop_map(Step::Wish),
        2 => any::<bool>().prop_map(Step::Ask),
    ]
}

/// Of the model's wish: 0 and 1 are flags, above that a place so many behind `next`.
fn wish(number: u16, next: Place, shape: &Shape) -> Wish {
    match number {
        0 => Wish::Always,
        1 => Wish::Never,
        ahead if shape.features.event_idx => Wish::At(next.after(ahead % shape.size, shape.size).word()),
        _ => Wish::Always,
    }
}

/// What the side under test has to have written when it asks (2.8.10): places only where they were negotiated.
fn asked(wanted: bool, next: Place, shape: &Shape) -> Wish {
    match wanted {
        false => Wish::Never,
        true if shape.features.event_idx => Wish::At(next.word()),
        true => Wish::Always,
    }
}

struct DriverUnderTest {
    shape: Shape,
    bed: Bed,
    driver: PackedDriver,
    model: ModelDevice,
    /// Offered, and published of those.
    offered: VecDeque<(u16, u32)>,
    unpublished: usize,
    /// Where the driver's next descriptor goes, and what it has published since it last considered a kick.
    avail: Place,
    shown: Place,
    gone_over: Vec<Place>,
    taken: VecDeque<Chain>,
    /// Batches given back, with bytes written to the last of each.
    given: VecDeque<(u16, u32)>,
    next_used: Place,
}

impl DriverUnderTest {
    fn new(shape: Shape) -> Self {
        let bed = Bed::new(&shape);
        Self {
            driver: PackedDriver::new(bed.parts(), shape.features, &bed.buffers),
            model: ModelDevice::new(shape.size),
            offered: VecDeque::new(),
            unpublished: 0,
            avail: Place::START,
            shown: Place::START,
            gone_over: Vec::new(),
            taken: VecDeque::new(),
            given: VecDeque::new(),
            next_used: Place::START,
            shape,
            bed,
        }
    }

    fn pieces(&self, buffer: u16, len: u32) -> Vec<Piece> {
        let (start, writable) =
            (self.bed.buffers.iova + u64::from(buffer) * u64::from(STRIDE), self.shape.writable);
        match self.shape.layout {
            BufferLayout::Single => vec![(start, len, writable)],
            _ => vec![(start, HEAD, writable), (start + u64::from(HEAD), len - HEAD, writable)],
        }
    }

    fn step(&mut self, step: &Step) -> Result<(), TestCaseError> {
        let span = self.shape.span();
        match step {
            Step::Offer(lens, ..) => {
                let Some(buffer) = self.driver.take_free() else { return Ok(()) };
                self.driver.offer(buffer, lens[0]);
                self.offered.push_back((buffer, lens[0]));
                self.unpublished += 1;
                self.avail = self.avail.after(span, self.shape.size);
            }
            Step::Publish => {
                self.driver.publish();
                self.unpublished = 0;
                while self.shown != self.avail {
                    self.gone_over.push(self.shown);
                    self.shown = self.shown.after(1, self.shape.size);
                }
                let wanted = read_wish(&self.bed, self.bed.ring.used).is_met_by(&self.gone_over);
                let kicks = self.driver.device_wants_kick(Certainty::Sure);
                // A kick that tells nothing new is no use and no harm.
                prop_assert!(kicks == wanted || self.gone_over.is_empty());
                self.gone_over.clear();
                prop_assert_eq!(self.driver.notification_position(), self.avail.word());
            }
            Step::Take => self.take()?,
            Step::Give(at, written) => self.give(*at, *written),
            Step::TakeUsed => self.take_used()?,
            Step::Wish(number) => {
                write_wish(&self.bed, self.bed.ring.used, wish(*number, self.model.avail, &self.shape));
            }
            Step::Ask(wanted) => {
                prop_assert_eq!(self.driver.set_calls(*wanted), !self.given.is_empty());
                let written = read_wish(&self.bed, self.bed.ring.avail);
                prop_assert_eq!(written, asked(*wanted, self.next_used, &self.shape));
            }
            Step::PublishUsed => {}
        }
        Ok(())
    }

    fn take(&mut self) -> Result<(), TestCaseError> {
        let published = self.offered.len() - self.unpublished;
        let Some(chain) = self.model.take(&self.bed) else {
            prop_assert_eq!(published, 0);
            return Ok(());
        };
        prop_assert!(published > 0);
        let (buffer, len) = self.offered.pop_front().unwrap();
        let expected = Chain { id: buffer, descriptors: self.shape.span(), pieces: self.pieces(buffer, len) };
        prop_assert_eq!(&chain, &expected);
        self.taken.push_back(chain);
        Ok(())
    }

    fn give(&mut self, at: usize, written: u32) {
        if self.taken.is_empty() {
            return;
        }
        let batch: Vec<Chain> = if self.shape.features.in_order {
            self.taken.drain(..=at % self.taken.len()).collect()
        } else {
            self.taken.remove(at % self.taken.len()).into_iter().collect()
        };
        self.model.give(&self.bed, &batch, written);
        let (last, skipped) = batch.split_last().unwrap();
        // Of those that a batch skips nothing is known; they count as used in full (2.8.11).
        self.given.extend(skipped.iter().map(|chain| (chain.id, STRIDE)));
        self.given.push_back((last.id, written));
    }

    fn take_used(&mut self) -> Result<(), TestCaseError> {
        let used = self.driver.pop_used();
        prop_assert_eq!(used, self.given.pop_front());
        if let Some((buffer, _)) = used {
            self.driver.release(buffer);
            self.next_used = self.next_used.after(self.shape.span(), self.shape.size);
        }
        Ok(())
    }
}

struct DeviceUnderTest {
    shape: Shape,
    bed: Bed,
    device: PackedDevice,
    model: ModelDriver,
    offers: u16,
    descriptors: u64,
    offered: VecDeque<Chain>,
    taken: VecDeque<(Token, Chain)>,
    given: VecDeque<(Chain, u32)>,
    ungiven: usize,
    /// Where the device's next used descriptor goes, and what it has shown.
    used: Place,
    shown: Place,
    gone_over: Vec<Place>,
    next_avail: Place,
}

impl DeviceUnderTest {
    fn new(shape: Shape) -> Self {
        let bed = Bed::new(&shape);
        let features = RingFeatures { indirect: true, ..shape.features };
        Self {
            device: PackedDevice::new(bed.parts(), features, BASE),
            model: ModelDriver::new(shape.size),
            offers: 0,
            descriptors: 0,
            offered: VecDeque::new(),
            taken: VecDeque::new(),
            given: VecDeque::new(),
            ungiven: 0,
            used: Place::START,
            shown: Place::START,
            gone_over: Vec::new(),
            next_avail: Place::START,
            shape,
            bed,
        }
    }

    fn step(&mut self, step: &Step) -> Result<(), TestCaseError> {
        match step {
            Step::Offer(lens, writable, table) => self.offer(lens, *writable, *table)?,
            Step::Take => self.take()?,
            Step::Give(at, written) => self.give(*at, *written),
            Step::PublishUsed => self.publish_used()?,
            Step::TakeUsed => self.take_used()?,
            Step::Wish(number) => {
                write_wish(&self.bed, self.bed.ring.avail, wish(*number, self.model.used, &self.shape));
            }
            Step::Ask(wanted) => {
                self.device.set_kicks(*wanted);
                prop_assert_eq!(self.device.has_chain(), Ok(!self.offered.is_empty()));
                let written = read_wish(&self.bed, self.bed.ring.used);
                prop_assert_eq!(written, asked(*wanted, self.next_avail, &self.shape));
            }
            Step::Publish => {}
        }
        // Where another device would go on (VHOST_GET_VRING_BASE), and where the driver stands.
        let base = u32::from(self.next_avail.word()) | u32::from(self.used.word()) << 16;
        prop_assert_eq!(self.device.base(), base);
        prop_assert_eq!(self.device.published_by_driver(), self.descriptors);
        let from = self.device.position();
        prop_assert_eq!(self.device.position_of(self.model.avail.word(), from), self.descriptors);
        Ok(())
    }

    fn offer(&mut self, lens: &[u32], writable: usize, table: bool) -> Result<(), TestCaseError> {
        let start = GuestMemory::iova(0) + u64::from(self.offers % 64) * 1024;
        let piece = |(at, &len): (usize, &u32)| (start + 100 * at as u64, len, at + writable >= lens.len());
        let pieces: Vec<Piece> = lens.iter().enumerate().map(piece).collect();
        // Any number may be an id; each is out once at most, and so is each table.
        let id = self.offers.wrapping_mul(40_503);
        let table = table.then(|| TABLES + 64 * usize::from(self.offers % 256));
        if let Some(chain) = self.model.offer(&self.bed, id, &pieces, table) {
            self.descriptors += u64::from(chain.descriptors);
            self.offered.push_back(chain);
            self.offers += 1;
        }
        Ok(())
    }

    fn take(&mut self) -> Result<(), TestCaseError> {
        let mut rest = Vec::new();
        let taken = self.device.pop(&self.bed.window(), &mut rest).unwrap();
        prop_assert_eq!(taken.is_some(), !self.offered.is_empty());
        let (Some(taken), Some(chain)) = (taken, self.offered.pop_front()) else { return Ok(()) };
        let segments = std::iter::once(&taken.first).chain(&rest);
        let pieces: Vec<Piece> = segments.map(|piece| (piece.iova, piece.len, piece.is_writable())).collect();
        let Token { id, descriptors } = taken.token;
        prop_assert_eq!(&Chain { id, descriptors, pieces }, &chain);
        self.next_avail = self.next_avail.after(descriptors, self.shape.size);
        self.taken.push_back((taken.token, chain));
        Ok(())
    }

    fn give(&mut self, at: usize, written: u32) {
        let at = if self.shape.features.in_order { 0 } else { at % self.taken.len().max(1) };
        let Some((token, chain)) = self.taken.remove(at) else { return };
        self.device.push_used(token, written);
        self.used = self.used.after(token.descriptors, self.shape.size);
        self.given.push_back((chain, written));
        self.ungiven += 1;
    }

    fn publish_used(&mut self) -> Result<(), TestCaseError> {
        let before = self.model_sees();
        prop_assert_eq!(self.device.publish(), self.ungiven > 0);
        prop_assert!(before || self.ungiven == self.given.len());
        if self.ungiven == 0 {
            return Ok(());
        }
        self.ungiven = 0;
        while self.shown != self.used {
            self.gone_over.push(self.shown);
            self.shown = self.shown.after(1, self.shape.size);
        }
        let wanted = read_wish(&self.bed, self.bed.ring.avail).is_met_by(&self.gone_over);
        self.gone_over.clear();
        prop_assert_eq!(self.device.driver_wants_call(Certainty::Sure), wanted);
        Ok(())
    }

    /// Whether a used descriptor stands where the driver looks next.
    fn model_sees(&self) -> bool {
        self.given.len() > self.ungiven
    }

    fn take_used(&mut self) -> Result<(), TestCaseError> {
        let sees = self.model_sees();
        let used = self.model.take_used(&self.bed, self.shape.features.in_order);
        prop_assert_eq!(used.is_some(), sees);
        let Some((ids, written)) = used else { return Ok(()) };
        for (at, id) in (1..).zip(&ids) {
            let (chain, expected) = self.given.pop_front().unwrap();
            prop_assert_eq!(*id, chain.id);
            // Only chains that nothing was written to may be skipped in a batch.
            prop_assert_eq!(expected, if at == ids.len() { written } else { 0 });
        }
        Ok(())
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]
    #[test]
    fn the_driver_speaks_with_a_device_that_is_the_specification(
        shape in shape(),
        steps in prop::collection::vec(step(), 0..400),
    ) {
        let mut world = DriverUnderTest::new(shape);
        for step in &steps {
            world.step(step)?;
        }
    }

    #[test]
    fn the_device_speaks_with_a_driver_that_is_the_specification(
        shape in shape(),
        steps in prop::collection::vec(step(), 0..400),
    ) {
        let mut world = DeviceUnderTest::new(shape);
        for step in &steps {
            world.step(step)?;
        }
    }
}
