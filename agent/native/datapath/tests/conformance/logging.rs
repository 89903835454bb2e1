//! Logging of written pages: VHOST_F_LOG_ALL, VHOST_SET_LOG_BASE, VHOST_SET_LOG_FD, VHOST_VRING_F_LOG.

use crate::mdev::Mdev;
use crate::split_ring::{SplitRing, wait_until};
use crate::subject::bytes;
use ringside_datapath::abi::{vhost, virtio};
use ringside_datapath::eventfd::EventFd;
use ringside_datapath::memory::{GuestMemory, IOVA_BASE};
use rustix::fd::AsRawFd;
use rustix::io::Errno;
use std::sync::atomic::{AtomicU8, Ordering};

const TX: u32 = 1;
const LOGGED: u64 = virtio::F_VERSION_1 | virtio::F_ACCESS_PLATFORM | vhost::F_LOG_ALL;

/// One bit for every 4 KiB up to the end of the memory.
struct Bitmap(Vec<AtomicU8>);

impl Bitmap {
    fn of(memory: &GuestMemory) -> Self {
        let pages = (usize::try_from(IOVA_BASE).unwrap() + memory.len()) / 4096;
        Self((0..pages.div_ceil(8)).map(|_| AtomicU8::new(0)).collect())
    }

    fn base(&self) -> u64 {
        self.0.as_ptr() as u64
    }

    fn is_set(&self, iova: u64) -> bool {
        let page = usize::try_from(iova / 4096).unwrap();
        self.0[page / 8].load(Ordering::Acquire) >> (page % 8) & 1 == 1
    }

    fn is_clear(&self) -> bool {
        self.0.iter().all(|byte| byte.load(Ordering::Acquire) == 0)
    }
}

fn set_log_base(opened: &Mdev, base: u64) -> Result<i32, Errno> {
    bytes(&*opened.device, vhost::SET_LOG_BASE, &mut base.to_ne_bytes())
}

/// A device whose transmit ring logs its used ring, at the ring's own address.
fn ready(memory: &GuestMemory) -> (Mdev, EventFd) {
    let (opened, kick) = Mdev::open().ready(memory);
    let ring = SplitRing::of(memory, TX);
    opened.addr(TX, vhost::VRING_F_LOG, [ring.desc(), ring.used(), ring.avail(), ring.used()]).unwrap();
    (opened, kick)
}

fn use_one(ring: &SplitRing<'_>, kick: &EventFd) {
    let before = ring.used_index();
    ring.offer(1, false);
    kick.ring();
    ring.wait_for_used(before + 1);
}

#[test]
fn writes_to_the_used_ring_are_logged_and_signalled() {
    let memory = GuestMemory::new(1 << 20).unwrap();
    let (bitmap, signal) = (Bitmap::of(&memory), EventFd::new().unwrap());
    let (opened, kick) = ready(&memory);
    let ring = SplitRing::of(&memory, TX);
    opened.features(LOGGED).unwrap();
    set_log_base(&opened, bitmap.base()).unwrap();
    bytes(&*opened.device, vhost::SET_LOG_FD, &mut signal.as_raw_fd().to_ne_bytes()).unwrap();
    opened.state(1).unwrap();
    use_one(&ring, &kick);
    wait_until("the log to be signalled", || signal.take() > 0);
    opened.state(0).unwrap();
    assert!(bitmap.is_set(ring.used()));
    assert!(!bitmap.is_set(ring.desc()) && !bitmap.is_set(ring.avail()) && !bitmap.is_set(ring.buffers()));
}

#[test]
fn nothing_is_logged_without_the_feature() {
    let memory = GuestMemory::new(1 << 20).unwrap();
    let bitmap = Bitmap::of(&memory);
    let (opened, kick) = ready(&memory);
    set_log_base(&opened, bitmap.base()).unwrap();
    opened.state(1).unwrap();
    use_one(&SplitRing::of(&memory, TX), &kick);
    opened.state(0).unwrap();
    assert!(bitmap.is_clear());
}

#[test]
fn logging_is_switched_on_and_off_while_the_device_runs() {
    let memory = GuestMemory::new(1 << 20).unwrap();
    let bitmap = Bitmap::of(&memory);
    let (opened, kick) = ready(&memory);
    let ring = SplitRing::of(&memory, TX);
    set_log_base(&opened, bitmap.base()).unwrap();
    opened.state(1).unwrap();
    use_one(&ring, &kick);
    assert_eq!(opened.features(LOGGED), Ok(0));
    use_one(&ring, &kick);
    wait_until("the used ring to be logged", || bitmap.is_set(ring.used()));
    assert_eq!(opened.features(LOGGED & !vhost::F_LOG_ALL), Ok(0));
    for byte in &bitmap.0 {
        byte.store(0, Ordering::Release);
    }
    use_one(&ring, &kick);
    opened.state(0).unwrap();
    assert!(bitmap.is_clear());
}

#[test]
fn a_log_that_is_not_memory_is_efault_once_it_is_needed() {
    let memory = GuestMemory::new(1 << 20).unwrap();
    let bitmap = Bitmap::of(&memory);
    let (opened, kick) = ready(&memory);
    set_log_base(&opened, 0x1000).unwrap();
    opened.features(LOGGED).unwrap();
    assert_eq!(opened.state(1), Err(Errno::FAULT));
    set_log_base(&opened, bitmap.base()).unwrap();
    assert_eq!(opened.state(1), Ok(0));
    assert_eq!(set_log_base(&opened, 0x1000), Err(Errno::FAULT));
    // The log that was there goes on.
    let ring = SplitRing::of(&memory, TX);
    use_one(&ring, &kick);
    wait_until("the used ring to be logged", || bitmap.is_set(ring.used()));
}

#[test]
fn a_log_moves_to_another_bitmap_while_the_device_runs() {
    let memory = GuestMemory::new(1 << 20).unwrap();
    let (first, second) = (Bitmap::of(&memory), Bitmap::of(&memory));
    let (opened, kick) = ready(&memory);
    let ring = SplitRing::of(&memory, TX);
    opened.features(LOGGED).unwrap();
    set_log_base(&opened, first.base()).unwrap();
    opened.state(1).unwrap();
    set_log_base(&opened, second.base()).unwrap();
    use_one(&ring, &kick);
    wait_until("the used ring to be logged", || second.is_set(ring.used()));
    assert!(first.is_clear());
}
