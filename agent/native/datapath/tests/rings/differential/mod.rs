//! The split ring's two sides against rust-vmm's `virtio-queue`: its device against our driver, and a driver written
//! with its descriptor types, watched by its device, against our device.
//!
//! Where it is known to differ, which the tests leave out:
//! - It has no VIRTIO_F_IN_ORDER.
//! - It ignores VIRTQ_AVAIL_F_NO_INTERRUPT: without event index it always notifies.
//! - It refuses an available ring at address 0, which is a valid one; our memory begins elsewhere.
//! - It moves past a chain that it cannot read to its end, and hands out the part that it could read. Ours refuses the
//!   chain as a whole and stays in front of it.
//! - `disable_notification` with event index writes nothing, so that one kick more may come.

mod our_device;
mod our_driver;
mod their_driver;

use crate::bed::{Bed, HEAD, LAYOUTS, STRIDE, Shape};
use proptest::prelude::*;
use ringside_datapath::memory::{GuestMemory, IOVA_BASE};
use ringside_datapath::ring::{BufferLayout, RingFeatures};
use virtio_queue::{Queue, QueueOwnedT, QueueT};
use vm_memory::{GuestAddress, GuestMemoryMmap, GuestRegionMmap, MmapRegion};

/// PROT_READ and PROT_WRITE, MAP_SHARED and MAP_NORESERVE: rust-vmm wants to know, and maps nothing.
const MAPPED_AS: (i32, i32) = (3, 0x4001);

/// Address, bytes, whether the device writes it.
type Piece = (u64, u32, bool);

/// The bed's memory as rust-vmm sees it.
fn their_memory(bed: &Bed) -> GuestMemoryMmap {
    let (len, (protection, flags)) = (bed.memory.len(), MAPPED_AS);
    // SAFETY: the bed's mapping has this length, and each test keeps it for longer than what is made here.
    let region = unsafe { MmapRegion::build_raw(bed.memory.at(0), len, protection, flags).unwrap() };
    GuestMemoryMmap::from_regions(vec![GuestRegionMmap::new(region, GuestAddress(IOVA_BASE)).unwrap()])
        .unwrap()
}

fn their_queue(bed: &Bed, event_idx: bool) -> Queue {
    let mut queue = Queue::new(bed.ring.size).unwrap();
    let address = |offset| GuestAddress(GuestMemory::iova(offset));
    queue.try_set_desc_table_address(address(bed.ring.desc)).unwrap();
    queue.try_set_avail_ring_address(address(bed.ring.avail)).unwrap();
    queue.try_set_used_ring_address(address(bed.ring.used)).unwrap();
    queue.set_event_idx(event_idx);
    queue.set_ready(true);
    queue
}

/// The next chain that their device takes: its head and its pieces.
fn their_chain(queue: &mut Queue, memory: &GuestMemoryMmap) -> Option<(u16, Vec<Piece>)> {
    let chain = queue.iter(memory).unwrap().next()?;
    let head = chain.head_index();
    Some((head, chain.map(|piece| (piece.addr().0, piece.len(), piece.is_write_only())).collect()))
}

/// Whether indices that go from `old` to `new` go over `event` (virtio 1.4, 2.7.10), step by step.
fn goes_over(event: u16, old: u16, new: u16) -> bool {
    (0..new.wrapping_sub(old)).any(|step| old.wrapping_add(step) == event)
}

/// Any split ring in which buffers may be used in any order.
fn shape() -> impl Strategy<Value = Shape> {
    (any::<[bool; 2]>(), 0usize..3, 1u32..7).prop_map(|([event_idx, writable], layout, log)| {
        let layout = LAYOUTS[layout];
        let indirect = layout == BufferLayout::Indirect;
        let features = RingFeatures { event_idx, indirect, ..RingFeatures::default() };
        Shape { features, layout, writable, size: 1 << log }
    })
}

#[derive(Clone, Debug)]
enum Step {
    /// Bytes of the pieces, how many of the last are writable, how many of the last stand in a table.
    Offer(Vec<u32>, usize, usize),
    Publish,
    Take,
    /// Which of those taken, and bytes written.
    Give(usize, u32),
    PublishUsed,
    TakeUsed,
    /// The device asks for kicks, or not to be kicked.
    Kicks(bool),
    /// The driver asks for calls: so many used entries ahead, or not at all.
    Calls(Option<u16>),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        5 => (prop::collection::vec(HEAD..=STRIDE, 1..5), 0usize..5, 0usize..5)
            .prop_map(|(lens, writable, in_table)| Step::Offer(lens, writable, in_table)),
        3 => Just(Step::Publish),
        4 => Just(Step::Take),
        4 => (any::<usize>(), any::<u32>()).prop_map(|(at, written)| Step::Give(at, written)),
        3 => Just(Step::PublishUsed),
        4 => Just(Step::TakeUsed),
        1 => any::<bool>().prop_map(Step::Kicks),
        1 => prop::option::of(0u16..70).prop_map(Step::Calls),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]
    #[test]
    fn our_driver_and_their_device_understand_each_other(
        shape in shape(),
        steps in prop::collection::vec(step(), 0..400),
    ) {
        our_driver::play(shape, &steps)?;
    }

    #[test]
    fn our_device_does_what_theirs_does(shape in shape(), steps in prop::collection::vec(step(), 0..400)) {
        our_device::play(shape, &steps)?;
    }
}
