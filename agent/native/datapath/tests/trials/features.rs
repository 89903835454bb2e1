//! What can be negotiated, in all combinations that make sense.

use crate::{capture, config, paced, run, sleeping};
use ringside_datapath::counters::QueueCounters;
use ringside_datapath::emulated::{Dialect, DoorbellKind, Idle};
use ringside_datapath::load::Verify;
use ringside_datapath::ring::{BufferLayout, RingFeatures};
use ringside_datapath::trial::{
    Direction, Frames, Schedule, Trial, TrialConfig, TrialError, TrialOutcome, Workload,
};
use std::path::PathBuf;
use std::time::Duration;

const DIRECTIONS: [Direction; 3] = [Direction::Oneway, Direction::Loopback, Direction::Bidirectional];

/// Long enough that a thread which shares its CPU with other tests' gets a turn.
fn short() -> TrialConfig {
    let (warmup, duration) = (Duration::from_millis(2), Duration::from_millis(30));
    TrialConfig { warmup, duration, ..config() }
}

/// A trial in which nothing may be lost.
fn run_whole(config: TrialConfig) -> TrialOutcome {
    let named = format!("{config:?}");
    let outcome = run(config);
    assert_eq!(outcome.packets.lost, 0, "{named}: {outcome:?}");
    outcome
}

fn all_ring_features() -> impl Iterator<Item = RingFeatures> {
    (0..8u8).map(|bits| RingFeatures {
        packed: bits & 1 != 0,
        event_idx: bits & 2 != 0,
        in_order: bits & 4 != 0,
        indirect: false,
    })
}

#[test]
fn every_ring_format_feature_and_layout_carries_packets_in_every_direction() {
    for features in all_ring_features() {
        for layout in [BufferLayout::Single, BufferLayout::Chained, BufferLayout::Indirect] {
            for direction in DIRECTIONS {
                let (ring_size, burst) = (16, 4);
                let polled = TrialConfig { features, layout, direction, ring_size, burst, ..short() };
                run_whole(polled.clone());
                run_whole(sleeping(polled));
            }
        }
    }
}

#[test]
fn both_dialects_carry_packets_over_every_doorbell() {
    for dialect in [Dialect::VhostMdev, Dialect::VhostVdpa] {
        for (doorbell, idle) in [
            (DoorbellKind::Mapped, Idle::Polling),
            (DoorbellKind::Eventfd, Idle::Polling),
            (DoorbellKind::Eventfd, Idle::Sleeping),
        ] {
            let outcome = run_whole(TrialConfig { dialect, doorbell, idle, ..short() });
            assert!(outcome.kick.rung + outcome.kick.suppressed > 0);
        }
    }
}

#[test]
fn every_queue_pair_takes_its_share() {
    for (pairs, packed) in [(2, false), (8, true), (64, false)] {
        for direction in DIRECTIONS {
            let features = RingFeatures { packed, ..RingFeatures::default() };
            let outcome =
                run_whole(TrialConfig { queue_pairs: pairs, features, direction, ring_size: 32, ..short() });
            assert_eq!(outcome.queues.len(), 2 * usize::from(pairs));
            for queue in outcome.queues.iter().filter(|queue| queue.index % 2 == 1) {
                assert!(
                    queue.driver.packets > 0 && queue.driver.packets == queue.device.packets,
                    "{queue:?}"
                );
            }
        }
    }
}

#[test]
fn a_rate_is_that_of_all_queue_pairs_together() {
    let paced = paced(config());
    let outcome = run(TrialConfig { queue_pairs: 4, ..paced });
    // Each pair rounds its share up.
    assert!((800..=804).contains(&(outcome.sent + outcome.unsent)), "{outcome:?}");
    assert_eq!(outcome.intended_rate_pps, Some(20_000.0));
}

#[test]
fn large_frames_span_merged_buffers_and_single_ones() {
    for mergeable in [false, true] {
        for direction in [Direction::Loopback, Direction::Bidirectional] {
            for packed in [false, true] {
                let features = RingFeatures { packed, ..RingFeatures::default() };
                let frames = Frames::Fixed(65_000);
                let outcome =
                    run(TrialConfig { mergeable, direction, features, frames, ring_size: 128, ..short() });
                assert!(outcome.packets.verified > 0);
            }
        }
    }
}

#[test]
fn a_packet_that_is_larger_than_all_receive_buffers_is_dropped_and_counted() {
    let config = TrialConfig {
        mergeable: true,
        direction: Direction::Loopback,
        frames: Frames::Fixed(65_000),
        ring_size: 16,
        burst: 1,
        ..short()
    };
    let outcome = Trial::new(config).unwrap().run().unwrap();
    assert_eq!(outcome.packets.verified, 0);
    assert!(outcome.sent > 0 && outcome.dropped_no_buffer >= outcome.sent, "{outcome:?}");
}

#[test]
fn the_internet_mix_and_many_flows_arrive_whole() {
    run_whole(TrialConfig { frames: Frames::Imix, flows: 1000, ..short() });
    run_whole(TrialConfig { frames: Frames::Imix, direction: Direction::Bidirectional, flows: 3, ..short() });
}

#[test]
fn less_may_be_verified_and_the_outcome_says_so() {
    for verify in [Verify::Full, Verify::Header, Verify::Off] {
        for direction in DIRECTIONS {
            let outcome = run_whole(TrialConfig { verify, direction, ..short() });
            assert_eq!(outcome.verify, verify);
            assert_eq!(outcome.packets.bytes_verified, 64 * outcome.packets.verified);
        }
    }
}

#[test]
fn a_closed_loop_keeps_as_many_under_way_as_it_is_told() {
    for outstanding in [1, 8] {
        let workload = Workload::PingPong { outstanding };
        let outcome = run_whole(TrialConfig { workload, direction: Direction::Loopback, ..short() });
        let transmit = outcome.queues[1].driver;
        assert!(largest_batch(&transmit) <= u64::from(outstanding), "{transmit:?}");
        assert_eq!(outcome.latency.unwrap().count, outcome.packets.verified);
        assert_eq!((outcome.intended_rate_pps, outcome.generator_limited), (None, false));
    }
}

/// Lower end of the bucket that holds the largest batch.
fn largest_batch(counted: &QueueCounters) -> u64 {
    counted.batches.counts().iter().rposition(|&count| count > 0).map_or(0, |bucket| 1 << bucket)
}

#[test]
fn a_capture_is_replayed_at_its_own_time_and_faster() {
    let recorded = |speed| {
        let workload = Workload::Latency(Schedule::Recorded { speed });
        let outcome = run(TrialConfig { workload, frames: capture(), burst: 1, ..config() });
        outcome.sent + outcome.unsent
    };
    let (slow, fast) = (recorded(1_000.0), recorded(4_000.0));
    assert!(slow > 0 && fast > 2 * slow, "{slow} at 1000 x, {fast} at 4000 x");
}

#[test]
fn counters_of_both_ends_tell_the_same_story() {
    let outcome = run_whole(TrialConfig { direction: Direction::Loopback, ..config() });
    let [receive, transmit] = &outcome.queues[..] else { panic!("two queues") };
    assert_eq!(transmit.driver.packets, transmit.device.packets);
    assert_eq!(receive.driver.packets, receive.device.packets);
    assert_eq!(transmit.driver.bytes, 76 * transmit.driver.packets);
    let batches: u64 = transmit.device.batches.counts().iter().sum();
    assert!(batches > 0 && batches <= transmit.device.packets);
    assert!(transmit.device.iotlb_lookups >= transmit.device.packets);
    assert!(transmit.device.iotlb_misses >= 1 && transmit.device.iotlb_misses < 10, "one mapping serves all");
    assert_eq!(transmit.driver.notifications_sent + receive.driver.notifications_sent, outcome.kick.rung);
    assert!(transmit.device.empty_polls > 0);
}

#[test]
fn combinations_that_make_no_sense_are_refused_with_the_remedy() {
    let refused = |config: TrialConfig| match Trial::new(config) {
        Err(TrialError::Config(message)) => message,
        other => panic!("{other:?}"),
    };
    let recorded = Workload::Latency(Schedule::Recorded { speed: 1.0 });
    assert!(refused(TrialConfig { queue_pairs: 65, ..config() }).contains("1 to 64"));
    assert!(refused(TrialConfig { flows: 0, ..config() }).contains("1 to 65536"));
    assert!(refused(TrialConfig { flows: 2, frames: capture(), ..config() }).contains("use 1"));
    assert!(
        refused(TrialConfig { layout: BufferLayout::Chained, ring_size: 2, burst: 1, ..config() })
            .contains("4")
    );
    assert!(refused(TrialConfig { workload: recorded, ..config() }).contains("give a rate"));
    assert!(refused(TrialConfig { verify: Verify::Off, ..paced(config()) }).contains("'header' or 'full'"));
    let ping = Workload::PingPong { outstanding: 1 };
    assert!(refused(TrialConfig { workload: ping, ..config() }).contains("'loopback'"));
    let huge = TrialConfig { frames: Frames::Fixed(65_000), ring_size: 32_768, queue_pairs: 64, ..config() };
    let error = Trial::new(huge).unwrap().run().unwrap_err().to_string();
    assert!(error.contains("MiB") && error.contains("smaller rings"), "{error}");
    let frames = Frames::Capture(PathBuf::from("/no/such.pcapng"));
    assert!(Trial::new(TrialConfig { frames, ..config() }).unwrap().run().is_err());
}
