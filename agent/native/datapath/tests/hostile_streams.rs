//! Any sequence of requests with any bytes: the emulated device answers each, and leaves nothing behind.
//!
//! One test in a process of its own, because it counts the process's threads and files.
#![expect(clippy::unwrap_used, reason = "a failed step fails the test")]

mod streams;

use proptest::prelude::*;
use ringside_datapath::abi::iotlb::{IotlbMessage, MESSAGE_READ_BYTES};
use ringside_datapath::clock::Clock;
use ringside_datapath::emulated::{DeviceOptions, Dialect, DoorbellKind, EmulatedHost, Idle, Role};
use ringside_datapath::memory::{GuestMemory, IOVA_BASE};
use ringside_datapath::trace::EventRing;
use std::time::{Duration, Instant};
use streams::{Driver, MEMORY_BYTES, REQUESTS, Step, open};

fn step() -> impl Strategy<Value = Step> {
    let number = || prop_oneof![0u32..5, Just(16), Just(64), Just(1 << 15), any::<u32>()];
    prop_oneof![
        1 => (0usize..3, 0..REQUESTS.len(), 0u64..10).prop_map(|(fd, request, value)| Step::Value(fd, request, value)),
        2 => (0usize..3, 0..REQUESTS.len(), prop::collection::vec(any::<u8>(), 0..80))
            .prop_map(|(fd, request, bytes)| Step::Bytes(fd, request, bytes)),
        4 => (0..REQUESTS.len(), 0u32..7, number()).prop_map(|(request, index, num)| Step::Ring(request, index, num)),
        4 => (0u32..7, any::<[u8; 3]>(), 0u64..17).prop_map(|(index, pages, offset)| Step::Addr(index, pages, offset & 16)),
        4 => (0usize..3, 0u32..7, any::<bool>()).prop_map(|(request, index, bind)| Step::File(request, index, bind)),
        2 => (any::<u64>(), any::<bool>()).prop_map(|(bits, required)| Step::Features(bits, required)),
        2 => (any::<bool>(), 0u8..4, 0u8..255, 0u32..5).prop_map(|(map, first, pages, flags)| Step::Dma(map, first, pages, flags)),
        2 => ((0u64..3, 0u64..256), 0u8..4, 0u8..8, 30usize..73).prop_map(|((first, pages), perm, kind, len)| {
            let (iova, size) = (IOVA_BASE + first * 4096, pages * 4096);
            Step::Message(IotlbMessage { asid: 0, iova, size, uaddr: first * 4096, perm, kind }, len.max(MESSAGE_READ_BYTES - 2))
        }),
        4 => any::<u8>().prop_map(Step::Run),
        1 => any::<u8>().prop_map(Step::Log),
        2 => (any::<u8>(), any::<u16>(), prop::collection::vec(any::<u8>(), 0..40))
            .prop_map(|(page, offset, bytes)| Step::Memory(page, offset, bytes)),
        2 => Just(Step::Kick),
    ]
}

fn entries(of: &str) -> usize {
    std::fs::read_dir(of).unwrap().count()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]
    #[test]
    fn any_stream_of_requests_is_answered_and_leaves_no_thread_and_no_file(
        is_vdpa in any::<bool>(),
        is_mapped in any::<bool>(),
        queue_pairs in 1u16..4,
        steps in prop::collection::vec(step(), 0..40),
    ) {
        let before = (entries("/proc/self/task"), entries("/proc/self/fd"));
        let dialect = if is_vdpa { Dialect::VhostVdpa } else { Dialect::VhostMdev };
        {
            let memory = GuestMemory::new(MEMORY_BYTES).unwrap();
            let options = DeviceOptions {
                doorbell: if is_mapped { DoorbellKind::Mapped } else { DoorbellKind::Eventfd },
                idle: if is_mapped { Idle::Polling } else { Idle::Sleeping },
                role: Role::Loopback,
                queue_pairs,
                ..DeviceOptions::sink(dialect, Clock::calibrated())
            };
            let host = EmulatedHost::new(options, EventRing::default());
            let mut driver = Driver::new(&memory);
            open(&host, dialect, &mut driver);
            for step in &steps {
                driver.run(step);
            }
        }
        prop_assert_eq!(entries("/proc/self/fd"), before.1);
        // A thread that was joined is listed for a moment longer.
        let end = Instant::now() + Duration::from_secs(20);
        while entries("/proc/self/task") != before.0 && Instant::now() < end {
            std::thread::yield_now();
        }
        prop_assert_eq!(entries("/proc/self/task"), before.0);
    }
}
