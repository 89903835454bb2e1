//! Any stream of requests, in both dialects, with a device that may be running on memory the stream writes to.
#![no_main]

#[path = "../../datapath/tests/streams/mod.rs"]
mod streams;

use arbitrary::Arbitrary;
use libfuzzer_sys::fuzz_target;
use ringside_datapath::abi::iotlb::IotlbMessage;
use ringside_datapath::clock::{Clock, ClockSource};
use ringside_datapath::emulated::{DeviceOptions, Dialect, DoorbellKind, EmulatedHost, Idle, Role};
use ringside_datapath::memory::{GuestMemory, IOVA_BASE};
use ringside_datapath::trace::EventRing;
use std::sync::LazyLock;
use streams::{Driver, MEMORY_BYTES, REQUESTS, Step, open};

/// Steps of a stream that are run; longer ones find nothing that shorter ones do not.
const STEPS_MAX: usize = 64;
/// Queues a stream speaks of: more than there are.
const QUEUES: u8 = 7;

static MEMORY: LazyLock<GuestMemory> = LazyLock::new(|| GuestMemory::new(MEMORY_BYTES).expect("2 MiB"));

#[derive(Arbitrary, Debug)]
struct Stream {
    is_vdpa: bool,
    is_mapped: bool,
    is_loopback: bool,
    queue_pairs: u8,
    steps: Vec<RawStep>,
}

/// A [`Step`] before its numbers are brought into their ranges.
#[derive(Arbitrary, Debug)]
enum RawStep {
    Value(u8, u8, u8),
    Bytes(u8, u8, Vec<u8>),
    Ring(u8, u8, u32),
    Addr(u8, [u8; 3], bool),
    File(u8, u8, bool),
    Features(u64, bool),
    Dma(bool, u8, u8, u8),
    Message(u8, u8, u8, u8, u8),
    Run(u8),
    Log(u8),
    Memory(u8, u16, Vec<u8>),
    Kick,
}

impl From<RawStep> for Step {
    fn from(step: RawStep) -> Self {
        let file = |number: u8| usize::from(number % 3);
        let request = |number: u8| usize::from(number) % REQUESTS.len();
        let queue = |number: u8| u32::from(number % QUEUES);
        match step {
            RawStep::Value(fd, number, value) => {
                Self::Value(file(fd), request(number), u64::from(value % 10))
            }
            RawStep::Bytes(fd, number, bytes) => Self::Bytes(file(fd), request(number), bytes),
            RawStep::Ring(number, index, num) => Self::Ring(request(number), queue(index), num),
            RawStep::Addr(index, pages, odd) => Self::Addr(queue(index), pages, if odd { 16 } else { 0 }),
            RawStep::File(number, index, bind) => Self::File(file(number), queue(index), bind),
            RawStep::Features(bits, required) => Self::Features(bits, required),
            RawStep::Dma(map, first, pages, flags) => Self::Dma(map, first % 4, pages, u32::from(flags % 5)),
            RawStep::Message(first, pages, perm, kind, len) => {
                let (first, size) = (u64::from(first % 3) * 4096, u64::from(pages) * 4096);
                let message = IotlbMessage {
                    asid: 0,
                    iova: IOVA_BASE + first,
                    size,
                    uaddr: first,
                    perm: perm % 4,
                    kind: kind % 8,
                };
                Self::Message(message, 38 + usize::from(len % 35))
            }
            RawStep::Run(how) => Self::Run(how),
            RawStep::Log(place) => Self::Log(place),
            RawStep::Memory(page, offset, bytes) => Self::Memory(page, offset, bytes),
            RawStep::Kick => Self::Kick,
        }
    }
}

fuzz_target!(|stream: Stream| {
    // SAFETY: every device of the streams before is closed, and has let go of the memory.
    unsafe { MEMORY.at(0).write_bytes(0, MEMORY.len()) };
    let dialect = if stream.is_vdpa { Dialect::VhostVdpa } else { Dialect::VhostMdev };
    let options = DeviceOptions {
        doorbell: if stream.is_mapped { DoorbellKind::Mapped } else { DoorbellKind::Eventfd },
        idle: if stream.is_mapped { Idle::Polling } else { Idle::Sleeping },
        role: if stream.is_loopback { Role::Loopback } else { Role::Sink },
        queue_pairs: u16::from(stream.queue_pairs % 3) + 1,
        ..DeviceOptions::sink(dialect, Clock::with_source(ClockSource::Monotonic))
    };
    let host = EmulatedHost::new(options, EventRing::default());
    let mut driver = Driver::new(&MEMORY);
    open(&host, dialect, &mut driver);
    for step in stream.steps.into_iter().take(STEPS_MAX) {
        driver.run(&step.into());
    }
});
