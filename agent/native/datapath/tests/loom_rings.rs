//! Orderings of both ring formats: loom runs the two sides in every order that the memory model of the language allows,
//! and finds fields and payloads that are touched without having been handed over.
//!
//!     RUSTFLAGS="--cfg loom" cargo test -p ringside-datapath --release --test loom_rings --target-dir target/loom
//!
//! Not modelled: entries of indirect tables, which stand outside the ring. They are handed over by the same store as
//! the payload, and that is modelled.
#![cfg(loom)]
#![expect(clippy::unwrap_used, reason = "a failed step fails the test")]

use loom::cell::UnsafeCell;
use loom::model::Builder;
use loom::sync::atomic::{AtomicU16, Ordering};
use loom::sync::{Arc, Mutex};
use loom::thread;
use ringside_datapath::memory::GuestMemory;
use ringside_datapath::ring::{
    BufferLayout, Buffers, Certainty, DeviceRing, DriverRing, ModelMemory, PackedDevice, PackedDriver,
    RingFeatures, RingParts, SplitDevice, SplitDriver, Taken, Translate,
};

/// Entries: two buffers of one descriptor, or one of two.
const SIZE: u16 = 2;
const STRIDE: u32 = 64;

/// Addresses of the model lead nowhere; only payloads are looked at, by number.
struct Anywhere;

impl Translate for Anywhere {
    fn translate(&self, address: u64, _len: u64, _writable: bool) -> Option<*mut u8> {
        Some(std::ptr::without_provenance_mut(usize::try_from(address).unwrap()))
    }
}

/// An eventfd, which the kernel guards by a lock.
#[derive(Default)]
struct Bell(Mutex<bool>);

impl Bell {
    fn ring(&self) {
        *self.0.lock().unwrap() = true;
    }

    fn take(&self) -> bool {
        std::mem::take(&mut *self.0.lock().unwrap())
    }
}

/// What both sides share: the ring, a payload for each buffer, an eventfd in each direction.
struct Shared {
    memory: ModelMemory,
    payloads: [UnsafeCell<u64>; SIZE as usize],
    kick: Bell,
    call: Bell,
    /// What a doorbell with VIRTIO_F_NOTIFICATION_DATA says of the ring.
    doorbell: AtomicU16,
}

impl Shared {
    fn parts(&self) -> RingParts {
        // Each part on a 16-byte border; the descriptors take 32 bytes, the driver's part at most 10.
        let [desc, avail, used] = [0, 32, 48].map(|offset| self.memory.at(offset));
        RingParts { desc, avail, used, size: SIZE }
    }

    fn payload(&self, buffer: u64) -> &UnsafeCell<u64> {
        &self.payloads[usize::try_from(buffer).unwrap()]
    }

    fn write(&self, buffer: u64, value: u64) {
        // SAFETY: loom reports it if this is not the only access.
        self.payload(buffer).with_mut(|payload| unsafe { *payload = value });
    }

    fn read(&self, buffer: u64) -> u64 {
        // SAFETY: loom reports it if the payload is written meanwhile.
        self.payload(buffer).with(|payload| unsafe { *payload })
    }
}

/// The two sides of a queue, and what they share.
struct World<D, V> {
    driver: D,
    device: Device<V>,
    shared: Arc<Shared>,
}

struct Device<V> {
    ring: V,
    first_iova: u64,
}

impl<V: DeviceRing> Device<V> {
    /// The next chain and its buffer's number.
    fn take(&mut self) -> Option<(Taken, u64)> {
        let taken = self.ring.pop(&Anywhere, &mut Vec::new()).unwrap()?;
        Some((taken, (taken.first.iova - self.first_iova) / u64::from(STRIDE)))
    }
}

impl<D: DriverRing, V: DeviceRing> World<D, V> {
    fn new(features: RingFeatures, buffers: &Buffers) -> Self {
        let shared = Arc::new(Shared {
            memory: ModelMemory::new(80),
            payloads: Default::default(),
            kick: Bell::default(),
            call: Bell::default(),
            doorbell: AtomicU16::new(if features.packed { 0x8000 } else { 0 }),
        });
        let base = if features.packed { 0x8000_8000 } else { 0 };
        let ring = V::new(shared.parts(), features, base);
        let driver = D::new(shared.parts(), features, buffers);
        Self { driver, device: Device { ring, first_iova: buffers.iova }, shared }
    }
}

/// A model of the two sides; run for each format and what else changes orderings.
trait Model: Sync + Send + Copy + 'static {
    fn run<D: DriverRing + 'static, V: DeviceRing + 'static>(self, world: World<D, V>);
}

/// Where the buffers stand and how they are described, which is all that a driver asks of them here.
struct Fixed(Buffers);

// SAFETY: nothing writes to it, and its tables are not used.
unsafe impl Sync for Fixed {}

impl Fixed {
    fn buffers(&self) -> &Buffers {
        &self.0
    }
}

/// Buffers need guest memory, which loom has no part in: one for all executions.
fn check(layout: BufferLayout, model: impl Model) {
    for bits in 0u8..8 {
        let [packed, event_idx, in_order] = [bits & 1 != 0, bits & 2 != 0, bits & 4 != 0];
        let features = RingFeatures { packed, event_idx, in_order, indirect: false };
        let mut memory = GuestMemory::new(1 << 20).unwrap();
        let (buffers, _) = Buffers::new(&mut memory, layout, true, SIZE, STRIDE).unwrap();
        let fixed = Fixed(buffers);
        Builder::new().check(move || {
            if packed {
                model.run(World::<PackedDriver, PackedDevice>::new(features, fixed.buffers()));
            } else {
                model.run(World::<SplitDriver, SplitDevice>::new(features, fixed.buffers()));
            }
        });
    }
}

/// Fills, offers and publishes a buffer.
fn send(driver: &mut impl DriverRing, shared: &Shared, value: u64) {
    let buffer = driver.take_free().unwrap();
    shared.write(u64::from(buffer), value);
    driver.offer(buffer, STRIDE);
    driver.publish();
}

/// Two buffers in one batch, looked for twice.
#[derive(Clone, Copy)]
struct Batch;

impl Model for Batch {
    fn run<D: DriverRing + 'static, V: DeviceRing + 'static>(self, world: World<D, V>) {
        let World { mut driver, mut device, shared } = world;
        let theirs = shared.clone();
        let thread = thread::spawn(move || {
            let mut expected = 7;
            for _ in 0..2 {
                while let Some((_, buffer)) = device.take() {
                    assert_eq!(theirs.read(buffer), expected);
                    expected += 1;
                }
            }
        });
        for value in 7..7 + u64::try_from(driver.buffers()).unwrap() {
            let buffer = driver.take_free().unwrap();
            shared.write(u64::from(buffer), value);
            driver.offer(buffer, STRIDE);
        }
        driver.publish();
        thread.join().unwrap();
    }
}

#[test]
fn a_batch_is_taken_in_order_with_what_the_driver_wrote() {
    check(BufferLayout::Single, Batch);
    check(BufferLayout::Chained, Batch);
}

/// A buffer goes out, is written by the device, comes back, and goes out again.
#[derive(Clone, Copy)]
struct RoundTrip;

impl Model for RoundTrip {
    fn run<D: DriverRing + 'static, V: DeviceRing + 'static>(self, world: World<D, V>) {
        let World { mut driver, mut device, shared } = world;
        let theirs = shared.clone();
        let thread = thread::spawn(move || {
            for _ in 0..2 {
                let Some((taken, buffer)) = device.take() else { continue };
                theirs.write(buffer, 10 * theirs.read(buffer));
                device.ring.push_used(taken.token, 5);
                device.ring.publish();
            }
        });
        let mut sent = 1;
        send(&mut driver, &shared, sent);
        for _ in 0..2 {
            if let Some((buffer, len)) = driver.pop_used() {
                assert_eq!((len, shared.read(u64::from(buffer))), (5, 10 * sent));
                driver.release(buffer);
                sent += 1;
                send(&mut driver, &shared, sent);
            }
        }
        thread.join().unwrap();
    }
}

#[test]
fn a_used_buffer_comes_back_with_what_the_device_wrote_and_may_be_written_again() {
    check(BufferLayout::Single, RoundTrip);
    check(BufferLayout::Chained, RoundTrip);
}

/// Two buffers, announced by doorbells that carry the position; the device looks twice at its doorbell.
#[derive(Clone, Copy)]
struct Doorbell;

impl Model for Doorbell {
    fn run<D: DriverRing + 'static, V: DeviceRing + 'static>(self, world: World<D, V>) {
        let World { mut driver, mut device, shared } = world;
        let theirs = shared.clone();
        let thread = thread::spawn(move || {
            let (mut expected, mut rung) = (0, device.ring.position());
            for _ in 0..2 {
                rung = device.ring.position_of(theirs.doorbell.load(Ordering::Acquire), rung);
                device.ring.announce(rung).unwrap();
                while let Some((_, buffer)) = device.take() {
                    assert_eq!(theirs.read(buffer), expected);
                    expected += 1;
                }
                assert!(device.ring.position() >= rung, "what was announced is there");
            }
        });
        for value in 0..2 {
            send(&mut driver, &shared, value);
            shared.doorbell.store(driver.notification_position(), Ordering::Release);
        }
        thread.join().unwrap();
    }
}

#[test]
fn what_a_doorbell_announces_is_there() {
    check(BufferLayout::Single, Doorbell);
}

/// A device on its way to sleep while the driver publishes `chains`, one after the other.
#[derive(Clone, Copy)]
struct Kick {
    chains: u64,
}

impl Model for Kick {
    fn run<D: DriverRing + 'static, V: DeviceRing + 'static>(self, world: World<D, V>) {
        let World { mut driver, mut device, shared } = world;
        device.ring.set_kicks(false);
        let theirs = shared.clone();
        let thread = thread::spawn(move || {
            let mut taken = 0;
            // As the worker: works the ring empty, asks for kicks, looks again, and sleeps only if there was nothing
            // and its eventfd has not been rung.
            loop {
                while let Some((_, buffer)) = device.take() {
                    assert_eq!(theirs.read(buffer), taken);
                    taken += 1;
                }
                device.ring.set_kicks(true);
                if !device.ring.has_chain().unwrap() && !theirs.kick.take() {
                    return taken;
                }
            }
        });
        for value in 0..self.chains {
            send(&mut driver, &shared, value);
            if driver.device_wants_kick(Certainty::Sure) {
                shared.kick.ring();
            }
        }
        let taken = thread.join().unwrap();
        assert!(taken == self.chains || shared.kick.take(), "sleeps for ever");
    }
}

#[test]
fn a_device_that_goes_to_sleep_finds_what_was_published_or_is_kicked() {
    check(BufferLayout::Single, Kick { chains: 1 });
    check(BufferLayout::Chained, Kick { chains: 1 });
}

#[test]
fn a_device_that_asks_anew_for_each_kick_misses_none() {
    check(BufferLayout::Single, Kick { chains: 2 });
}

/// A driver on its way to sleep while the device gives `chains` back, one after the other.
#[derive(Clone, Copy)]
struct Call {
    chains: u64,
}

impl Model for Call {
    fn run<D: DriverRing + 'static, V: DeviceRing + 'static>(self, world: World<D, V>) {
        let World { mut driver, mut device, shared } = world;
        driver.set_calls(false);
        for value in 0..self.chains {
            send(&mut driver, &shared, value);
        }
        let theirs = shared.clone();
        let thread = thread::spawn(move || {
            while let Some((taken, buffer)) = device.take() {
                theirs.write(buffer, 9);
                device.ring.push_used(taken.token, 1);
                device.ring.publish();
                if device.ring.driver_wants_call(Certainty::Sure) {
                    theirs.call.ring();
                }
            }
        });
        let mut back = 0;
        loop {
            while let Some((buffer, _)) = driver.pop_used() {
                assert_eq!(shared.read(u64::from(buffer)), 9);
                driver.release(buffer);
                back += 1;
            }
            if !driver.set_calls(true) && !shared.call.take() {
                break;
            }
        }
        thread.join().unwrap();
        assert!(back == self.chains || shared.call.take(), "sleeps for ever");
    }
}

#[test]
fn a_driver_that_goes_to_sleep_finds_what_was_given_back_or_is_called() {
    check(BufferLayout::Single, Call { chains: 1 });
    check(BufferLayout::Chained, Call { chains: 1 });
}

#[test]
fn a_driver_that_asks_anew_for_each_call_misses_none() {
    check(BufferLayout::Single, Call { chains: 2 });
}
