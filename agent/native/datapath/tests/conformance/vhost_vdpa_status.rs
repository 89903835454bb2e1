//! The status of a vhost-vdpa device: how it is started, suspended, resumed and reset.

use crate::split_ring::SplitRing;
use crate::subject::{Profile, bytes, value};
use crate::vdpa::{DRIVER, DRIVER_OK, REQUIRED, Vdpa};
use ringside_datapath::abi::{vhost, vhost_vdpa, virtio};
use ringside_datapath::eventfd::EventFd;
use ringside_datapath::memory::GuestMemory;
use rustix::io::Errno;

const TX: u32 = 1;

fn memory() -> GuestMemory {
    GuestMemory::new(1 << 20).unwrap()
}

fn parts(ring: &SplitRing<'_>) -> [u64; 4] {
    [ring.desc(), ring.used(), ring.avail(), 0]
}

fn can(opened: &Vdpa, feature: u64) -> bool {
    opened.get(vhost::GET_BACKEND_FEATURES, 8).unwrap() & feature != 0
}

#[test]
fn bits_are_added_and_never_taken_away() {
    let opened = Vdpa::open();
    assert_eq!(opened.status(), 0);
    assert_eq!((opened.set_status(1), opened.set_status(DRIVER)), (Ok(0), Ok(0)));
    assert_eq!(opened.status(), DRIVER);
    for status in [1, 2, 0x80] {
        assert_eq!(opened.set_status(status), Err(Errno::INVAL));
    }
    assert_eq!(opened.status(), DRIVER);
    assert_eq!((opened.set_status(0), opened.status()), (Ok(0), 0));
    assert_eq!(value(&*opened.device, vhost_vdpa::SET_STATUS, 0), Err(Errno::FAULT));
    assert_eq!(bytes(&*opened.device, vhost_vdpa::SET_STATUS, &mut []), Err(Errno::FAULT));
}

#[test]
fn a_started_device_uses_what_is_offered() {
    let memory = memory();
    let (opened, kick) = Vdpa::open().ready(&memory);
    let ring = SplitRing::of(&memory, TX);
    opened.set_status(DRIVER_OK).unwrap();
    ring.offer(5, false);
    kick.ring();
    ring.wait_for_used(5);
    assert_eq!(opened.vring_out(vhost::GET_VRING_BASE, TX), Ok(5));
}

#[test]
fn a_ring_that_is_live_does_not_move() {
    let memory = memory();
    let (opened, _kick) = Vdpa::open().ready(&memory);
    opened.set_status(DRIVER_OK).unwrap();
    let ring = SplitRing::of(&memory, TX);
    // Earlier kernels pass it on to the device.
    let expected = if opened.subject.profile == Profile::V6_12 { Err(Errno::INVAL) } else { Ok(0) };
    assert_eq!(opened.addr(TX, 0, parts(&ring)), expected);
    assert_eq!(opened.addr(TX, 2, parts(&ring)), Err(Errno::OPNOTSUPP));
    assert_eq!(opened.vring(vhost::SET_VRING_BASE, TX, 0), expected);
    let event = EventFd::new().unwrap();
    assert_eq!(opened.bind(vhost::SET_VRING_CALL, TX, &event), Ok(0));
}

#[test]
fn suspending_and_resuming_before_the_start_does_nothing() {
    let opened = Vdpa::open();
    // Earlier kernels ask the device whether it can before they ask whether it runs, and cannot resume.
    if opened.subject.profile == Profile::V6_12 {
        assert_eq!(value(&*opened.device, vhost_vdpa::SUSPEND, 0), Ok(0));
        assert_eq!(value(&*opened.device, vhost_vdpa::RESUME, 0), Ok(0));
    }
}

#[test]
fn a_suspended_device_keeps_still_and_goes_on_where_it_stopped() {
    let memory = memory();
    let (opened, kick) = Vdpa::open().ready(&memory);
    let [suspends, resumes] =
        [vhost::BACKEND_F_SUSPEND, vhost::BACKEND_F_RESUME].map(|feature| can(&opened, feature));
    opened.set_status(DRIVER_OK).unwrap();
    if !suspends || !resumes {
        let request = if suspends { vhost_vdpa::RESUME } else { vhost_vdpa::SUSPEND };
        assert_eq!(value(&*opened.device, request, 0), Err(Errno::OPNOTSUPP));
        return;
    }
    let ring = SplitRing::of(&memory, TX);
    ring.offer(3, false);
    kick.ring();
    ring.wait_for_used(3);
    assert_eq!(value(&*opened.device, vhost_vdpa::SUSPEND, 0), Ok(0));
    assert_eq!(opened.status(), DRIVER_OK);
    ring.offer(4, false);
    kick.ring();
    assert_eq!((opened.vring_out(vhost::GET_VRING_BASE, TX), ring.used_index()), (Ok(3), 3));
    assert_eq!(value(&*opened.device, vhost_vdpa::RESUME, 0), Ok(0));
    ring.wait_for_used(7);
}

#[test]
fn a_suspended_ring_moves_to_another_open_device() {
    let memory = memory();
    let ring = SplitRing::of(&memory, TX);
    let (first, kick) = Vdpa::open().ready(&memory);
    if !can(&first, vhost::BACKEND_F_SUSPEND) {
        return;
    }
    first.set_status(DRIVER_OK).unwrap();
    ring.offer(5, false);
    kick.ring();
    ring.wait_for_used(5);
    value(&*first.device, vhost_vdpa::SUSPEND, 0).unwrap();
    let base = first.vring_out(vhost::GET_VRING_BASE, TX).unwrap();
    ring.offer(6, false);
    drop(first);

    let (second, kick) = Vdpa::open().ready(&memory);
    second.vring(vhost::SET_VRING_BASE, TX, base).unwrap();
    kick.ring();
    second.set_status(DRIVER_OK).unwrap();
    ring.wait_for_used(11);
}

#[test]
fn a_suspended_ring_may_be_set_up_anew() {
    let memory = memory();
    let (opened, _kick) = Vdpa::open().ready(&memory);
    if !can(&opened, vhost::BACKEND_F_SUSPEND) {
        return;
    }
    opened.set_status(DRIVER_OK).unwrap();
    value(&*opened.device, vhost_vdpa::SUSPEND, 0).unwrap();
    assert_eq!(opened.addr(TX, 0, parts(&SplitRing::of(&memory, TX))), Ok(0));
    assert_eq!(opened.vring(vhost::SET_VRING_BASE, TX, 9), Ok(0));
    assert_eq!(opened.vring_out(vhost::GET_VRING_BASE, TX), Ok(9));
}

#[test]
fn a_reset_stops_the_device_and_forgets_its_rings() {
    let memory = memory();
    let (opened, kick) = Vdpa::open().ready(&memory);
    opened.set_status(DRIVER_OK).unwrap();
    opened.set_status(0).unwrap();
    SplitRing::of(&memory, TX).offer(1, false);
    kick.ring();
    assert_eq!(opened.status(), 0);
    assert_eq!(opened.set_u64(vhost::SET_FEATURES, REQUIRED), Ok(0));
    assert_eq!(opened.vring_out(vhost::GET_VRING_BASE, TX), Ok(0));
    assert_eq!(SplitRing::of(&memory, TX).used_index(), 0);
}

#[test]
fn closing_the_file_resets_the_device_and_drops_its_mappings_and_owner() {
    let memory = memory();
    let (opened, _kick) = Vdpa::open().ready(&memory);
    opened.set_status(DRIVER_OK).unwrap();
    let Vdpa { device, subject } = opened;
    drop(device);
    let device = subject.host.open(&subject.vdpa).unwrap();
    let opened = Vdpa { device, subject };
    assert_eq!(opened.status(), 0);
    assert_eq!(opened.vring(vhost::SET_VRING_NUM, 0, 8), Err(Errno::PERM));
    opened.owned().map(&memory);
}

#[test]
fn rings_are_enabled_after_the_start() {
    let memory = memory();
    let (opened, kick) = Vdpa::open().ready(&memory);
    if !can(&opened, vhost::BACKEND_F_ENABLE_AFTER_DRIVER_OK) {
        return;
    }
    for index in 0..2 {
        opened.vring(vhost_vdpa::SET_VRING_ENABLE, index, 0).unwrap();
    }
    opened.set_status(DRIVER_OK).unwrap();
    assert_eq!(opened.status(), DRIVER_OK);
    let ring = SplitRing::of(&memory, TX);
    ring.offer(2, false);
    kick.ring();
    for index in 0..2 {
        assert_eq!(opened.vring(vhost_vdpa::SET_VRING_ENABLE, index, 1), Ok(0));
    }
    kick.ring();
    ring.wait_for_used(2);
    assert_eq!(virtio::STATUS_DRIVER_OK & opened.status(), virtio::STATUS_DRIVER_OK);
}
