//! What a device refuses, by name, and what comes through in order.

use crate::bed::{Bed, Shape, Window};
use ringside_datapath::memory::GuestMemory;
use ringside_datapath::ring::{
    BufferLayout, Descriptor, DeviceRing, PackedDevice, QueueError, RingFeatures, Segment, SplitDevice,
    SplitRing,
};
use std::sync::atomic::Ordering;

const SIZE: u16 = 8;
const NEXT: u16 = 1;
const WRITE: u16 = 2;
const INDIRECT: u16 = 4;
/// A packed descriptor that is available in the first turn.
const AVAIL: u16 = 1 << 7;
/// Where tables stand.
const TABLE: usize = 64 << 10;

/// One descriptor: address as an offset of guest memory, bytes, flags, `next` or id.
type Entry = (usize, u32, u16, u16);

fn bed(packed: bool) -> Bed {
    let features = RingFeatures { packed, ..RingFeatures::default() };
    Bed::new(&Shape { features, layout: BufferLayout::Single, writable: false, size: SIZE })
}

fn split(&(offset, len, flags, next): &Entry) -> Descriptor {
    Descriptor { addr: GuestMemory::iova(offset), len, flags, next }
}

fn bytes(&(offset, len, flags, last): &Entry, is_packed: bool) -> Vec<u8> {
    let (third, fourth) = if is_packed { (last, flags) } else { (flags, last) };
    let words = [third.to_le_bytes(), fourth.to_le_bytes()].concat();
    [&GuestMemory::iova(offset).to_le_bytes()[..], &len.to_le_bytes(), &words].concat()
}

/// What a device makes of the chain that begins at the first of these descriptors.
fn take(
    is_packed: bool,
    indirect: bool,
    ring: &[Entry],
    table: &[Entry],
) -> Result<Vec<Segment>, QueueError> {
    let bed = bed(is_packed);
    for (at, entry) in table.iter().enumerate() {
        // Tables of packed rings have their flags last too.
        bed.write(TABLE + 16 * at, &bytes(entry, is_packed));
    }
    let features = RingFeatures { packed: is_packed, indirect, ..RingFeatures::default() };
    if is_packed {
        for (at, entry) in ring.iter().enumerate() {
            bed.write(bed.ring.desc + 16 * at, &bytes(entry, true));
        }
        take_from(&mut PackedDevice::new(bed.parts(), features, 0x8000_8000), bed.window())
    } else {
        let parts = SplitRing::new(bed.parts());
        for (at, entry) in (0u16..).zip(ring) {
            parts.set_descriptor(at, split(entry));
        }
        parts.avail_idx().store(1, Ordering::Release);
        take_from(&mut SplitDevice::new(bed.parts(), features, 0), bed.window())
    }
}

/// A chain that is refused is not taken, and leaves nothing behind.
fn take_from(device: &mut impl DeviceRing, window: Window<'_>) -> Result<Vec<Segment>, QueueError> {
    let mut rest = vec![Segment::EMPTY];
    let (before, base) = (device.position(), device.base());
    let taken = device.pop(&window, &mut rest).inspect_err(|_| {
        assert_eq!((device.position(), device.base(), rest.len()), (before, base, 1));
    })?;
    let first = taken.unwrap().first;
    Ok(std::iter::once(first).chain(rest.split_off(1)).collect())
}

#[test]
fn an_index_that_jumps_is_refused() {
    let bed = bed(false);
    let mut device = SplitDevice::new(bed.parts(), RingFeatures::default(), 0);
    SplitRing::new(bed.parts()).avail_idx().store(SIZE + 1, Ordering::Relaxed);
    let error = QueueError::IndexJump { by: SIZE + 1, size: SIZE };
    assert_eq!(device.has_chain(), Err(error));
    assert_eq!(device.pop(&bed.window(), &mut Vec::new()), Err(error));
    assert_eq!(device.published_by_driver(), u64::from(SIZE));
}

#[test]
fn a_head_outside_the_table_is_refused() {
    let bed = bed(false);
    let ring = SplitRing::new(bed.parts());
    ring.set_avail_entry(0, SIZE);
    ring.avail_idx().store(1, Ordering::Relaxed);
    let refused = take_from(&mut SplitDevice::new(bed.parts(), RingFeatures::default(), 0), bed.window());
    assert_eq!(refused, Err(QueueError::DescriptorIndex { index: SIZE, size: SIZE }));
}

#[test]
fn a_next_outside_the_table_is_refused() {
    let refused = take(false, false, &[(0, 1, NEXT, 999)], &[]);
    assert_eq!(refused, Err(QueueError::DescriptorIndex { index: 999, size: SIZE }));
    let refused = take(false, true, &[(TABLE, 32, INDIRECT, 0)], &[(0, 1, NEXT, 2)]);
    assert_eq!(refused, Err(QueueError::DescriptorIndex { index: 2, size: 2 }));
}

#[test]
fn a_chain_that_loops_is_refused() {
    let looped = Err(QueueError::ChainLoop { size: SIZE });
    assert_eq!(take(false, false, &[(0, 1, NEXT, 0)], &[]), looped);
    assert_eq!(take(true, false, &[(0, 1, AVAIL | NEXT, 0); 8], &[]), looped);
    let table = take(false, true, &[(TABLE, 32, INDIRECT, 0)], &[(0, 1, NEXT, 0)]);
    assert_eq!(table, Err(QueueError::ChainLoop { size: 2 }));
}

#[test]
fn a_chain_of_the_whole_ring_is_taken() {
    let linked: Vec<Entry> =
        (1..=SIZE).map(|next| (0, 1, if next < SIZE { NEXT } else { 0 }, next)).collect();
    assert_eq!(take(false, false, &linked, &[]).unwrap().len(), usize::from(SIZE));
    let row: Vec<Entry> = linked.iter().map(|&(at, len, flags, _)| (at, len, flags | AVAIL, 0)).collect();
    assert_eq!(take(true, false, &row, &[]).unwrap().len(), usize::from(SIZE));
}

#[test]
fn a_buffer_that_is_not_mapped_as_a_whole_is_refused() {
    let last = bed(false).memory.len() - 1;
    let unmapped = Err(QueueError::Unmapped { address: GuestMemory::iova(last), len: 2 });
    assert_eq!(take(false, false, &[(last, 2, 0, 0)], &[]), unmapped);
    assert_eq!(take(true, false, &[(last, 2, AVAIL, 0)], &[]), unmapped);
    for packed in [false, true] {
        let table = [(0, 1, 0, 0), (last, 2, 0, 0)];
        let linked = if packed { table } else { [(0, 1, NEXT, 1), table[1]] };
        let ring = [(TABLE, 32, INDIRECT | if packed { AVAIL } else { 0 }, 0)];
        assert_eq!(take(packed, true, &ring, &linked), unmapped);
    }
}

#[test]
fn a_table_without_the_feature_or_with_a_next_is_refused() {
    for (packed, avail) in [(false, 0), (true, AVAIL)] {
        let flags = INDIRECT | avail;
        let refused = take(packed, false, &[(TABLE, 16, flags, 0)], &[]);
        assert_eq!(refused, Err(QueueError::Flags { flags }));
        let flags = INDIRECT | NEXT | avail;
        let refused = take(packed, true, &[(TABLE, 16, flags, 0)], &[]);
        assert_eq!(refused, Err(QueueError::Flags { flags }));
    }
}

#[test]
fn a_table_in_a_table_is_refused() {
    for (packed, avail) in [(false, 0), (true, AVAIL)] {
        let refused = take(packed, true, &[(TABLE, 16, INDIRECT | avail, 0)], &[(TABLE, 16, INDIRECT, 0)]);
        assert_eq!(refused, Err(QueueError::Flags { flags: INDIRECT }));
    }
}

#[test]
fn a_table_of_an_odd_size_is_refused() {
    for (packed, avail) in [(false, 0), (true, AVAIL)] {
        for len in [0, 15, 17, 16 * 32769] {
            let refused = take(packed, true, &[(TABLE, len, INDIRECT | avail, 0)], &[]);
            assert_eq!(refused, Err(QueueError::IndirectTable { len, max: 32768 }));
        }
    }
}

#[test]
fn a_readable_buffer_behind_a_writable_one_is_refused() {
    let refused = Err(QueueError::ReadableBehindWritable);
    assert_eq!(take(false, false, &[(0, 1, WRITE | NEXT, 1), (9, 1, 0, 0)], &[]), refused);
    assert_eq!(take(true, false, &[(0, 1, AVAIL | WRITE | NEXT, 0), (9, 1, AVAIL, 0)], &[]), refused);
    assert_eq!(
        take(true, true, &[(TABLE, 32, AVAIL | INDIRECT, 0)], &[(0, 1, WRITE, 0), (9, 1, 0, 0)]),
        refused
    );
}

#[test]
fn a_split_chain_may_end_in_a_table_and_a_packed_one_may_not() {
    let table = [(200, 7, WRITE, 0)];
    let taken = take(false, true, &[(100, 3, NEXT, 1), (TABLE, 16, INDIRECT, 0)], &table).unwrap();
    let shapes: Vec<_> =
        taken.iter().map(|segment| (segment.iova, segment.len, segment.is_writable())).collect();
    assert_eq!(shapes, [(GuestMemory::iova(100), 3, false), (GuestMemory::iova(200), 7, true)]);
    let flags = AVAIL | INDIRECT;
    let refused = take(true, true, &[(100, 3, AVAIL | NEXT, 0), (TABLE, 16, flags, 0)], &table);
    assert_eq!(refused, Err(QueueError::Flags { flags }));
}

#[test]
fn the_write_flag_of_a_descriptor_that_leads_to_a_table_says_nothing() {
    for (packed, avail) in [(false, 0), (true, AVAIL)] {
        let taken = take(packed, true, &[(TABLE, 16, WRITE | INDIRECT | avail, 0)], &[(5, 9, 0, 0)]).unwrap();
        assert!(taken.len() == 1 && !taken[0].is_writable());
    }
}

#[test]
fn regression_the_order_of_buffers_is_checked_within_a_chain_and_not_against_the_chain_before() {
    for (is_packed, avail) in [(false, 0), (true, AVAIL)] {
        let bed = bed(is_packed);
        let features = RingFeatures { packed: is_packed, ..RingFeatures::default() };
        let second = |at: u16| {
            [
                (0, 1, NEXT | avail, at + 1),
                (9, 1, WRITE | avail, 0),
                (0, 1, NEXT | avail, at + 3),
                (9, 1, avail, 0),
            ]
        };
        for (at, entry) in second(0).iter().enumerate() {
            bed.write(bed.ring.desc + 16 * at, &bytes(entry, is_packed));
        }
        let window = bed.window();
        if is_packed {
            take_both(&mut PackedDevice::new(bed.parts(), features, 0x8000_8000), window);
        } else {
            let ring = SplitRing::new(bed.parts());
            ring.set_avail_entry(1, 2);
            ring.avail_idx().store(2, Ordering::Release);
            take_both(&mut SplitDevice::new(bed.parts(), features, 0), window);
        }
    }
}

/// A chain that ends writable, then one that is only readable, into one list.
fn take_both(device: &mut impl DeviceRing, window: Window<'_>) {
    let mut rest = Vec::new();
    for _ in 0..2 {
        assert_eq!(device.pop(&window, &mut rest).unwrap().unwrap().more, 1);
    }
    assert_eq!(rest.iter().map(Segment::is_writable).collect::<Vec<_>>(), [true, false]);
}

#[test]
fn regression_tables_of_packed_rings_have_their_flags_behind_the_id() {
    // Address, bytes, id, flags (2.8.5): the third word of a packed descriptor says nothing in a table.
    let taken = take(true, true, &[(TABLE, 32, INDIRECT | AVAIL, 0)], &[(5, 9, 0, 0xffff), (7, 8, WRITE, 4)])
        .unwrap();
    assert_eq!(taken.iter().map(Segment::is_writable).collect::<Vec<_>>(), [false, true]);
}
