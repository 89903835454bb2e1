//! Rings alone: how many buffers a second change hands twice, from driver to device and back, without a byte of
//! payload being touched. One thread a side, each on a CPU of its own.
//!
//! `ring --format split|packed --milliseconds N` prints `{"buffersPerSecond": N}`.
#![expect(clippy::unwrap_used, reason = "a failed step fails the bench")]

use ringside_datapath::cpu::{pin_current_thread, raise_priority};
use ringside_datapath::memory::{GuestMemory, IOVA_BASE};
use ringside_datapath::ring::{
    BufferLayout, Buffers, Certainty, DeviceRing, DriverRing, PackedDevice, PackedDriver, RingFeatures,
    RingLayout, RingParts, SplitDevice, SplitDriver, Translate,
};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

const RING_SIZE: u16 = 256;
const BUFFER_BYTES: u32 = 64;
/// Buffers handed over at once, by either side.
const BATCH: usize = 32;
/// Where a packed ring begins: slot 0, wrap counters 1.
const PACKED_BASE: u32 = 0x8000_8000;

/// All of guest memory, one to one.
struct Whole<'a>(&'a GuestMemory);

impl Translate for Whole<'_> {
    #[inline]
    fn translate(&self, address: u64, len: u64, _writable: bool) -> Option<*mut u8> {
        let offset = usize::try_from(address.wrapping_sub(IOVA_BASE)).ok()?;
        let (size, len) = (self.0.len(), usize::try_from(len).ok()?);
        (offset < size && len <= size - offset).then(|| self.0.at(0).wrapping_add(offset))
    }
}

fn drive<R: DriverRing>(mut ring: R, time: Duration, stop: &AtomicBool) -> f64 {
    let (start, mut passed) = (Instant::now(), 0u64);
    for turn in 1u32.. {
        if turn.is_multiple_of(1024) && start.elapsed() >= time {
            break;
        }
        let before = ring.free_len();
        ring.reclaim();
        passed += (ring.free_len() - before) as u64;
        let batch = ring.free_len().min(BATCH);
        for _ in 0..batch {
            let buffer = ring.take_free().unwrap();
            ring.offer(buffer, BUFFER_BYTES);
        }
        if batch > 0 {
            ring.publish();
            std::hint::black_box(ring.device_wants_kick(Certainty::Glance));
        } else {
            std::hint::spin_loop();
        }
    }
    let seconds = start.elapsed().as_secs_f64();
    stop.store(true, Ordering::Relaxed);
    passed as f64 / seconds
}

fn serve<R: DeviceRing>(mut ring: R, memory: &impl Translate, stop: &AtomicBool) {
    let mut rest = Vec::new();
    while !stop.load(Ordering::Relaxed) {
        for _ in 0..BATCH {
            let Some(taken) = ring.pop(memory, &mut rest).unwrap() else { break };
            std::hint::black_box(taken.first.len);
            ring.push_used(taken.token, 0);
        }
        if ring.publish() {
            std::hint::black_box(ring.driver_wants_call(Certainty::Glance));
        } else {
            std::hint::spin_loop();
        }
    }
}

fn run<D: DriverRing, V: DeviceRing>(packed: bool, time: Duration) -> f64 {
    let mut memory = GuestMemory::new(1 << 20).unwrap();
    let features = RingFeatures { packed, in_order: true, ..RingFeatures::default() };
    let layout = RingLayout::allocate(&mut memory, RING_SIZE, packed).unwrap();
    let (buffers, _) =
        Buffers::new(&mut memory, BufferLayout::Single, false, RING_SIZE, BUFFER_BYTES).unwrap();
    let parts: RingParts = layout.parts(&memory);
    let base = if packed { PACKED_BASE } else { 0 };
    let (mut driver, device) = (D::new(parts, features, &buffers), V::new(parts, features, base));
    driver.set_calls(false);
    let cpus = std::thread::available_parallelism().map_or(1, usize::from);
    let (stop, memory) = (AtomicBool::new(false), &memory);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            pin_current_thread(cpus.saturating_sub(2));
            raise_priority();
            let mut device = device;
            device.set_kicks(false);
            serve(device, &Whole(memory), &stop);
        });
        pin_current_thread(cpus - 1);
        raise_priority();
        drive(driver, time, &stop)
    })
}

fn main() {
    let args: Vec<String> = std::env::args().collect();
    let value = |name: &str| args.iter().position(|arg| arg == name).and_then(|at| args.get(at + 1));
    let milliseconds = value("--milliseconds").map_or(500, |text| text.parse().unwrap());
    let time = Duration::from_millis(milliseconds);
    let rate = match value("--format").map_or("split", String::as_str) {
        "split" => run::<SplitDriver, SplitDevice>(false, time),
        "packed" => run::<PackedDriver, PackedDevice>(true, time),
        other => panic!("--format {other}: expected split or packed"),
    };
    println!("{{\"buffersPerSecond\": {rate:.0}}}");
}
