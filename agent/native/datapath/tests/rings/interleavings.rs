//! No order of steps loses a buffer or doubles one.

use crate::bed::{STRIDE, Shape, any_shape};
use crate::sides::Sides;
use proptest::prelude::*;
use ringside_datapath::ring::{DeviceRing, DriverRing, PackedDevice, PackedDriver, SplitDevice, SplitDriver};

#[derive(Clone, Copy, Debug)]
enum Step {
    Hold,
    Offer(u32),
    DriverPublishes,
    Take,
    Untake,
    Give(usize, u32),
    DevicePublishes,
    PopUsed,
    Release,
    Reclaim,
    Recycle(u32),
    MoveDevice,
}

fn step() -> impl Strategy<Value = Step> {
    let len = || 0..=STRIDE;
    // Half of what a device uses it has only read.
    let written = prop_oneof![Just(0), 1..=STRIDE];
    prop_oneof![
        6 => Just(Step::Hold),
        6 => len().prop_map(Step::Offer),
        3 => Just(Step::DriverPublishes),
        6 => Just(Step::Take),
        1 => Just(Step::Untake),
        6 => (any::<usize>(), written).prop_map(|(at, written)| Step::Give(at, written)),
        3 => Just(Step::DevicePublishes),
        4 => Just(Step::PopUsed),
        2 => Just(Step::Release),
        1 => Just(Step::Reclaim),
        1 => len().prop_map(Step::Recycle),
        1 => Just(Step::MoveDevice),
    ]
}

impl<D: DriverRing, V: DeviceRing> Sides<D, V> {
    fn step(&mut self, step: Step) -> Result<(), TestCaseError> {
        match step {
            Step::Hold => self.hold(),
            Step::Offer(len) => self.offer(len),
            Step::DriverPublishes => self.driver_publishes(),
            Step::Take => drop(self.take()?),
            Step::Untake => self.untake(),
            Step::Give(at, written) => self.give(at, written),
            Step::DevicePublishes => self.device_publishes(),
            Step::PopUsed => drop(self.pop_used()?),
            Step::Release => self.release(),
            Step::Reclaim => self.reclaim(),
            // In order a queue recycles always or never.
            Step::Recycle(len) if !self.shape.features.in_order => self.recycle(len)?,
            Step::Recycle(_) => {}
            Step::MoveDevice => self.move_device(),
        }
        self.check()
    }
}

/// `laps` full rings out and home first, so that the steps begin anywhere before, on and behind a wrap.
fn play<D: DriverRing, V: DeviceRing>(shape: Shape, laps: u32, steps: &[Step]) -> Result<(), TestCaseError> {
    let mut sides = Sides::<D, V>::new(shape);
    for _ in 0..laps {
        sides.hold();
        sides.finish()?;
    }
    for &step in steps {
        sides.step(step)?;
    }
    sides.finish()
}

fn play_any(shape: Shape, laps: u32, steps: &[Step]) -> Result<(), TestCaseError> {
    if shape.features.packed {
        play::<PackedDriver, PackedDevice>(shape, laps, steps)
    } else {
        play::<SplitDriver, SplitDevice>(shape, laps, steps)
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn buffers_are_neither_lost_nor_doubled_whatever_the_order_of_steps(
        shape in any_shape(),
        laps in 0u32..200,
        steps in prop::collection::vec(step(), 0..300),
    ) {
        play_any(shape, laps, &steps)?;
    }
}

#[test]
fn full_rings_go_round_many_times_with_every_combination_of_features() {
    for shape in Shape::all(2) {
        let buffers = usize::from(shape.size / shape.span());
        let out = [vec![Step::Hold; buffers], vec![Step::Offer(STRIDE); buffers]].concat();
        let over = [vec![Step::DriverPublishes], vec![Step::Take; buffers]].concat();
        let home = [vec![Step::Give(1, 0); buffers], vec![Step::DevicePublishes, Step::Reclaim]].concat();
        let lap = [out, over, home].concat();
        play_any(shape, 0, &lap.repeat(5)).unwrap_or_else(|error| panic!("{shape:?}: {error}"));
    }
}

/// As a receive queue is worked: every buffer is out all the time, and offered again as soon as it is used.
fn recycle_for_ever<D: DriverRing, V: DeviceRing>(shape: Shape) -> Result<(), TestCaseError> {
    let mut sides = Sides::<D, V>::new(shape);
    while sides.driver.free_len() > 0 {
        sides.hold();
        sides.offer(STRIDE);
    }
    for turn in 0..300u32 {
        sides.driver_publishes();
        while sides.take()? {}
        for at in 0..=turn % 5 {
            sides.give(1, at);
        }
        sides.device_publishes();
        while sides.answered() > 0 {
            sides.recycle(turn)?;
            sides.check()?;
        }
    }
    Ok(())
}

#[test]
fn buffers_that_are_offered_again_at_once_go_round_without_end() {
    for shape in Shape::all(2) {
        let played = if shape.features.packed {
            recycle_for_ever::<PackedDriver, PackedDevice>(shape)
        } else {
            recycle_for_ever::<SplitDriver, SplitDevice>(shape)
        };
        played.unwrap_or_else(|error| panic!("{shape:?}: {error}"));
    }
}

#[test]
fn a_split_ring_goes_on_where_the_16_bit_indices_wrap() {
    for shape in Shape::all(4).filter(|shape| !shape.features.packed && shape.writable && shape.size == 4) {
        let mut sides = Sides::<SplitDriver, SplitDevice>::new(shape);
        for _ in 0..=(1 << 16) / sides.driver.buffers() {
            while sides.driver.free_len() > 0 {
                sides.hold();
            }
            sides.finish().unwrap_or_else(|error| panic!("{shape:?}: {error}"));
        }
        assert!(sides.device.base() < 100);
    }
}

#[test]
fn a_device_that_takes_over_finds_the_chains_in_flight() {
    for shape in Shape::all(8) {
        let begin = [Step::Hold, Step::Hold, Step::Hold, Step::Offer(20), Step::Offer(30), Step::Offer(40)];
        let handover = [
            Step::DriverPublishes,
            Step::Take,
            Step::Take,
            Step::Give(0, 5),
            Step::MoveDevice,
            Step::Give(0, 6),
            Step::Take,
            Step::MoveDevice,
            Step::Give(0, 0),
            Step::DevicePublishes,
        ];
        let steps = [&begin[..], &handover].concat();
        play_any(shape, 7, &steps).unwrap_or_else(|error| panic!("{shape:?}: {error}"));
    }
}
