//! What a device does with packed rings (VIRTIO_F_RING_PACKED).

use crate::mdev::Mdev;
use crate::packed_ring::{FRESH, PackedRing};
use ringside_datapath::abi::{vhost, virtio};
use ringside_datapath::eventfd::EventFd;
use ringside_datapath::memory::GuestMemory;

const TX: u32 = 1;

/// A device with two packed rings, of which the second stands at `base`.
fn ready(memory: &GuestMemory, base: u32) -> (Mdev, EventFd) {
    let kick = EventFd::new().unwrap();
    let opened = Mdev::open();
    opened.map(memory);
    let opened = opened.owned();
    opened.features(virtio::F_VERSION_1 | virtio::F_ACCESS_PLATFORM | virtio::F_RING_PACKED).unwrap();
    for (index, base) in [(0, FRESH), (TX, base)] {
        let ring = PackedRing::of(memory, index);
        opened.vring(vhost::SET_VRING_NUM, index, u32::from(ring.size)).unwrap();
        opened.vring(vhost::SET_VRING_BASE, index, base).unwrap();
        opened.addr(index, 0, ring.parts()).unwrap();
        opened.bind(vhost::SET_VRING_KICK, index, &kick).unwrap();
    }
    (opened, kick)
}

#[test]
fn a_packed_ring_is_used_past_its_wrap() {
    let memory = GuestMemory::new(1 << 20).unwrap();
    let mut ring = PackedRing::of(&memory, TX);
    let (opened, kick) = ready(&memory, FRESH);
    opened.state(1).unwrap();
    for round in 1..=9 {
        ring.offer(7);
        kick.ring();
        ring.wait_for_used(7 * round);
    }
    opened.state(0).unwrap();
    assert_eq!((opened.base(0), opened.base(TX)), (Ok(FRESH), Ok(ring.position(63))));
}

#[test]
fn a_packed_ring_moves_to_another_device_with_buffers_in_flight() {
    let memory = GuestMemory::new(1 << 20).unwrap();
    let mut ring = PackedRing::of(&memory, TX);
    let (first, kick) = ready(&memory, FRESH);
    first.state(1).unwrap();
    for used in [13, 20] {
        ring.offer(if used == 13 { 13 } else { 7 });
        kick.ring();
        ring.wait_for_used(used);
    }
    first.state(0).unwrap();
    ring.offer(6);
    let base = first.base(TX).unwrap();
    assert_eq!(base, ring.position(20));
    drop(first);

    let (second, kick) = ready(&memory, base);
    kick.ring();
    second.state(1).unwrap();
    ring.wait_for_used(26);
    second.state(0).unwrap();
    assert_eq!(second.base(TX), Ok(ring.position(26)));
}

#[test]
fn a_start_needs_the_event_structures_aligned_and_mapped() {
    let memory = GuestMemory::new(1 << 20).unwrap();
    let (opened, _kick) = ready(&memory, FRESH);
    let good = PackedRing::of(&memory, TX).parts();
    for (part, offset) in [(0, 8), (0, 1 << 30), (1, 1 << 30), (2, 2), (2, 1 << 30)] {
        let mut bad = good;
        bad[part] += offset;
        opened.addr(TX, 0, bad).unwrap();
        assert_eq!(opened.state(1), Err(rustix::io::Errno::INVAL), "part {part} + {offset}");
    }
}
