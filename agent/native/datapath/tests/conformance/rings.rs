//! What a device does with its rings and eventfds, whichever interface set them up.

use crate::mdev::Mdev;
use crate::split_ring::{SplitRing, wait_until};
use ringside_datapath::abi::vhost;
use ringside_datapath::eventfd::EventFd;
use ringside_datapath::memory::GuestMemory;

const TX: u32 = 1;

fn memory() -> GuestMemory {
    GuestMemory::new(1 << 20).unwrap()
}

#[test]
fn a_kick_makes_the_device_use_what_was_offered_and_call() {
    let memory = memory();
    let (opened, kick) = Mdev::open().ready(&memory);
    let (ring, call) = (SplitRing::of(&memory, TX), EventFd::new().unwrap());
    opened.bind(vhost::SET_VRING_CALL, TX, &call).unwrap();
    opened.state(1).unwrap();
    ring.offer(5, false);
    kick.ring();
    ring.wait_for_used(5);
    wait_until("a call", || call.take() > 0);
}

#[test]
fn a_kick_counter_is_never_read() {
    let memory = memory();
    let (opened, kick) = Mdev::open().ready(&memory);
    let ring = SplitRing::of(&memory, TX);
    for _ in 0..3 {
        kick.ring();
    }
    opened.state(1).unwrap();
    for offered in 1..=2 {
        ring.offer(1, false);
        kick.ring();
        ring.wait_for_used(offered);
    }
    opened.state(0).unwrap();
    assert_eq!(kick.take(), 5);
}

#[test]
fn a_kick_counter_above_0_fires_at_once() {
    let memory = memory();
    let (opened, kick) = Mdev::open().ready(&memory);
    let ring = SplitRing::of(&memory, TX);
    ring.offer(3, false);
    kick.ring();
    opened.state(1).unwrap();
    ring.wait_for_used(3);
}

#[test]
fn a_kick_that_is_bound_while_the_device_runs_is_heard_with_what_is_in_its_counter() {
    let memory = memory();
    let (opened, _old) = Mdev::open().ready(&memory);
    let (ring, kick) = (SplitRing::of(&memory, TX), EventFd::new().unwrap());
    opened.state(1).unwrap();
    ring.offer(2, false);
    kick.ring();
    opened.bind(vhost::SET_VRING_KICK, TX, &kick).unwrap();
    ring.wait_for_used(2);
    ring.offer(2, false);
    kick.ring();
    ring.wait_for_used(4);
}

#[test]
fn a_call_that_is_bound_while_the_device_runs_takes_the_place_of_the_old() {
    let memory = memory();
    let (opened, kick) = Mdev::open().ready(&memory);
    let (ring, old, new) = (SplitRing::of(&memory, TX), EventFd::new().unwrap(), EventFd::new().unwrap());
    opened.bind(vhost::SET_VRING_CALL, TX, &old).unwrap();
    opened.state(1).unwrap();
    opened.bind(vhost::SET_VRING_CALL, TX, &new).unwrap();
    ring.offer(1, false);
    kick.ring();
    wait_until("a call", || new.take() > 0);
    opened.state(0).unwrap();
    assert_eq!(old.take(), 0);
}

#[test]
fn reading_a_rings_position_does_not_stop_it() {
    let memory = memory();
    let (opened, kick) = Mdev::open().ready(&memory);
    let ring = SplitRing::of(&memory, TX);
    opened.state(1).unwrap();
    ring.offer(4, false);
    kick.ring();
    ring.wait_for_used(4);
    assert_eq!(opened.base(TX), Ok(4));
    ring.offer(4, false);
    kick.ring();
    ring.wait_for_used(8);
    opened.state(0).unwrap();
    assert_eq!((opened.base(0), opened.base(TX)), (Ok(0), Ok(8)));
}

#[test]
fn a_ring_goes_on_where_it_stopped() {
    let memory = memory();
    let (opened, kick) = Mdev::open().ready(&memory);
    let ring = SplitRing::of(&memory, TX);
    for round in 1..=20 {
        opened.state(1).unwrap();
        ring.offer(7, false);
        kick.ring();
        ring.wait_for_used(7 * round);
        opened.state(0).unwrap();
        assert_eq!(opened.base(TX), Ok(u32::from(7 * round)));
    }
}

#[test]
fn a_ring_moves_to_another_device_with_buffers_in_flight() {
    let memory = memory();
    let ring = SplitRing::of(&memory, TX);
    let (first, kick) = Mdev::open().ready(&memory);
    first.state(1).unwrap();
    ring.offer(5, false);
    kick.ring();
    ring.wait_for_used(5);
    first.state(0).unwrap();
    // Offered to nobody yet, then taken over with the position the first device stopped at.
    ring.offer(6, false);
    let base = first.base(TX).unwrap();
    assert_eq!(base, 5);
    drop(first);

    let (second, kick) = Mdev::open().ready(&memory);
    second.vring(vhost::SET_VRING_BASE, TX, base).unwrap();
    kick.ring();
    second.state(1).unwrap();
    ring.wait_for_used(11);
    second.state(0).unwrap();
    assert_eq!(second.base(TX), Ok(11));
}
