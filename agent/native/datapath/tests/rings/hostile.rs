//! Whatever the other side writes into a ring: nothing outside the window is reached, and nobody panics.

use crate::bed::{Bed, STRIDE, Shape, Window, any_shape};
use proptest::prelude::*;
use ringside_datapath::memory::GuestMemory;
use ringside_datapath::ring::{
    Certainty, DeviceRing, DriverRing, PackedDevice, PackedDriver, Segment, SplitDevice, SplitDriver,
    SplitRing,
};
use std::sync::atomic::Ordering;

/// Rings, tables and buffers stand in the first part of the memory; what lies behind it is not mapped.
const LIMIT: usize = 256 << 10;
const TABLES: usize = 128 << 10;

/// Bytes of a descriptor, mostly such that the first check is passed.
fn descriptor() -> impl Strategy<Value = [u8; 16]> {
    let near = prop_oneof![4 => 0..LIMIT, 4 => (0usize..64).prop_map(|at| TABLES + 16 * at), 1 => LIMIT - 64..LIMIT + 64];
    let addr = prop_oneof![15 => near.prop_map(GuestMemory::iova), 1 => any::<u64>()];
    let len =
        prop_oneof![4 => 0u32..200, 4 => (0u32..20).prop_map(|entries| 16 * entries), 1 => any::<u32>()];
    // The turn bits of packed rings are bits 7 and 15.
    let flags = (0u16..8, 0u16..4).prop_map(|(low, turn)| low | (turn & 1) << 7 | (turn & 2) << 14);
    (addr, len, flags, 0u16..70, any::<bool>()).prop_map(|(addr, len, flags, other, flags_last)| {
        let words = if flags_last { [other, flags] } else { [flags, other] };
        let words = words.map(u16::to_le_bytes).concat();
        let bytes = [&addr.to_le_bytes()[..], &len.to_le_bytes(), &words].concat();
        bytes.try_into().unwrap()
    })
}

/// Bytes for one of the places that the other side may write to.
#[derive(Clone, Debug)]
enum Write {
    Descriptor(usize, [u8; 16]),
    Table(usize, [u8; 16]),
    /// A word of the driver area: flags, index, entries, event.
    Driver(usize, u16),
    /// A word of the device area.
    Device(usize, u16),
}

fn write() -> impl Strategy<Value = Write> {
    let word =
        || prop_oneof![6 => 0u16..70, 2 => any::<u16>(), 1 => (0u16..70).prop_map(|slot| slot | 0x8000)];
    // The first words are flags and index, and matter most.
    let place = || prop_oneof![1 => 0usize..4, 1 => 0usize..300];
    prop_oneof![
        4 => (any::<usize>(), descriptor()).prop_map(|(at, bytes)| Write::Descriptor(at, bytes)),
        2 => (0usize..64, descriptor()).prop_map(|(at, bytes)| Write::Table(at, bytes)),
        3 => (place(), word()).prop_map(|(at, word)| Write::Driver(at, word)),
        3 => (place(), word()).prop_map(|(at, word)| Write::Device(at, word)),
    ]
}

impl Bed {
    fn do_write(&self, shape: &Shape, write: &Write) {
        // Words of a packed ring's event, or of a split ring's larger area (the device's).
        let words = if shape.features.packed { 2 } else { 3 + usize::from(shape.size) };
        match write {
            Write::Descriptor(at, bytes) => {
                self.write(self.ring.desc + 16 * (at % usize::from(shape.size)), bytes)
            }
            Write::Table(at, bytes) => self.write(TABLES + 16 * at, bytes),
            Write::Driver(at, word) => self.write(self.ring.avail + 2 * (at % words), &word.to_le_bytes()),
            Write::Device(at, word) => self.write(self.ring.used + 2 * (at % words), &word.to_le_bytes()),
        }
    }
}

fn is_inside(bed: &Bed, segment: &Segment) -> bool {
    let (start, at) = (bed.memory.at(0) as usize, segment.start as usize);
    at >= start && at + segment.len as usize <= start + LIMIT
}

/// The device works on, whatever it meets, as far as it can.
fn work_device<V: DeviceRing>(shape: Shape, base: u32, rounds: &[Vec<Write>]) -> Result<(), TestCaseError> {
    let bed = Bed::new(&shape);
    let mut device = V::new(bed.parts(), shape.features, base);
    for writes in rounds {
        for write in writes {
            bed.do_write(&shape, write);
        }
        let mut rest = Vec::new();
        // Nothing says that a driver ever runs out of chains, but no device takes more than a ring at once.
        for turn in 0..usize::from(shape.size) {
            let before = rest.len();
            let window = Window { memory: &bed.memory, limit: LIMIT };
            let Ok(Some(taken)) = device.pop(&window, &mut rest) else {
                prop_assert_eq!(rest.len(), before);
                break;
            };
            prop_assert_eq!(rest.len() - before, taken.more as usize);
            prop_assert!(rest.len() - before < 65536);
            prop_assert!(
                is_inside(&bed, &taken.first)
                    && rest[before..].iter().all(|segment| is_inside(&bed, segment))
            );
            prop_assert!(taken.token.descriptors <= shape.size);
            if turn % 3 == 2 {
                device.untake(&taken);
            } else {
                device.push_used(taken.token, u32::from(turn % 2 == 1));
            }
        }
        let announced = device.position_of(u16::try_from(7 * writes.len()).unwrap(), device.position());
        let _ = (device.has_chain(), device.published_by_driver(), device.announce(announced));
        device.publish();
        let _ = (device.driver_wants_call(Certainty::Sure), device.take_batch());
        device.set_kicks(writes.len() % 2 == 0);
        let _ = device.position_of(0xffff, device.position());
    }
    Ok(())
}

/// The driver keeps to its own buffers, and has never more of them than there are.
fn work_driver<D: DriverRing>(shape: Shape, rounds: &[Vec<Write>]) -> Result<(), TestCaseError> {
    let bed = Bed::new(&shape);
    let mut driver = D::new(bed.parts(), shape.features, &bed.buffers);
    for (round, writes) in rounds.iter().enumerate() {
        for _ in 0..=round % 4 {
            if let Some(buffer) = driver.take_free() {
                driver.offer(buffer, STRIDE);
            }
        }
        driver.publish();
        let _ =
            (driver.device_wants_kick(Certainty::Sure), driver.take_batch(), driver.notification_position());
        for write in writes {
            bed.do_write(&shape, write);
        }
        driver.set_calls(round % 2 == 0);
        if round % 3 == 2 {
            driver.reclaim();
        }
        for _ in 0..70 {
            let Some((buffer, _)) = driver.pop_used() else { break };
            prop_assert!(usize::from(buffer) < driver.buffers());
            driver.release(buffer);
        }
        prop_assert!(driver.free_len() <= driver.buffers(), "{} of {}", driver.free_len(), driver.buffers());
        prop_assert!(driver.outstanding() <= driver.buffers());
        let _ = driver.used_seen();
    }
    Ok(())
}

fn rounds() -> impl Strategy<Value = Vec<Vec<Write>>> {
    prop::collection::vec(prop::collection::vec(write(), 0..24), 0..12)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(250))]
    #[test]
    fn a_hostile_driver_never_leads_the_device_outside_the_window(
        shape in any_shape(),
        base in prop_oneof![Just(0), Just(0x8000_8000), any::<u32>()],
        rounds in rounds(),
    ) {
        if shape.features.packed {
            work_device::<PackedDevice>(shape, base, &rounds)?;
        } else {
            work_device::<SplitDevice>(shape, base, &rounds)?;
        }
    }

    #[test]
    fn a_hostile_device_never_gives_the_driver_more_buffers_than_there_are(shape in any_shape(), rounds in rounds()) {
        if shape.features.packed {
            work_driver::<PackedDriver>(shape, &rounds)?;
        } else {
            work_driver::<SplitDriver>(shape, &rounds)?;
        }
    }
}

#[test]
fn regression_a_device_that_claims_more_than_it_was_offered_gives_nothing_back_twice() {
    for shape in Shape::all(8).filter(|shape| !shape.features.packed) {
        let bed = Bed::new(&shape);
        let mut driver = SplitDriver::new(bed.parts(), shape.features, &bed.buffers);
        let buffer = driver.take_free().unwrap();
        driver.offer(buffer, STRIDE);
        driver.publish();
        SplitRing::new(bed.parts()).used_idx().store(5, Ordering::Release);
        assert_eq!(driver.used_seen(), 1, "{shape:?}");
        assert!(driver.set_calls(true));
        assert_eq!(driver.pop_used().map(|(buffer, _)| buffer), Some(buffer));
        assert_eq!(driver.pop_used(), None);
        assert!(!driver.set_calls(true), "{shape:?}: a driver would look for ever");
    }
}

#[test]
fn regression_a_batch_that_ends_with_a_buffer_the_device_does_not_hold_ends_the_queue() {
    for shape in Shape::all(8).filter(|shape| shape.features.in_order) {
        let bed = Bed::new(&shape);
        // One used entry, or used descriptor of the first turn, with the third buffer's number.
        let number =
            2 * shape.span() * u16::from(!shape.features.packed) + 2 * u16::from(shape.features.packed);
        let ends = if shape.features.packed {
            bed.write(
                bed.ring.desc + 12,
                &[number.to_le_bytes(), (1u16 << 15 | 1 << 7).to_le_bytes()].concat(),
            );
            ends_the_queue::<PackedDriver>
        } else {
            SplitRing::new(bed.parts()).set_used_entry(0, number, 0);
            SplitRing::new(bed.parts()).used_idx().store(1, Ordering::Release);
            ends_the_queue::<SplitDriver>
        };
        ends(&shape, &bed);
    }
}

fn ends_the_queue<D: DriverRing>(shape: &Shape, bed: &Bed) {
    let used = bed.read::<16>(bed.ring.desc);
    let mut driver = D::new(bed.parts(), shape.features, &bed.buffers);
    let buffer = driver.take_free().unwrap();
    driver.offer(buffer, STRIDE);
    driver.publish();
    if shape.features.packed {
        bed.write(bed.ring.desc, &used);
    }
    assert_eq!(driver.pop_used(), None);
    driver.reclaim();
    assert_eq!(driver.outstanding(), 1, "{shape:?}");
    assert!(!driver.set_calls(true), "{shape:?}: a driver would look for ever");
}
