//! What a device's model does to packets is what the receiving end sees. Times are only ever checked from below: a
//! busy machine makes everything later, nothing earlier.

use crate::{config, paced, sleeping};
use ringside_datapath::emulated::{DeviceModel, Faults, Jitter, Stall};
use ringside_datapath::ring::RingFeatures;
use ringside_datapath::trial::{Direction, Schedule, Trial, TrialConfig, TrialOutcome, Workload};
use std::time::Duration;

const MS: Duration = Duration::from_millis(1);

fn run(config: TrialConfig) -> TrialOutcome {
    Trial::new(config).unwrap().run().unwrap()
}

fn with_faults(faults: Faults) -> TrialConfig {
    let model = DeviceModel { faults, seed: 7, ..DeviceModel::default() };
    TrialConfig { model, ..config() }
}

/// Whether a share of packets is near what was asked for: five standard deviations of a binomial count.
fn is_near(count: u64, of: u64, share: f64) -> bool {
    let (count, of) = (count as f64, of as f64);
    (count - of * share).abs() <= 5.0 * (of * share * (1.0 - share)).sqrt() + 1.0
}

#[test]
fn service_time_shows_in_every_packet() {
    let model = DeviceModel { service: MS, jitter: Jitter::Uniform(MS), ..DeviceModel::default() };
    let workload = Workload::Latency(Schedule::Rate(200.0));
    for direction in [Direction::Oneway, Direction::Loopback] {
        for config in [paced(config()), sleeping(paced(config()))] {
            let outcome = run(TrialConfig { model: model.clone(), workload, direction, ..config });
            let latency = outcome.latency.unwrap();
            assert!(latency.count > 0 && latency.min_ns >= 999_000, "{latency:?}");
        }
    }
}

#[test]
fn time_per_byte_and_a_doorbell_delay_add_up() {
    let model = DeviceModel { per_byte_ns: 10_000.0, doorbell_delay: 2 * MS, ..DeviceModel::default() };
    let workload = Workload::Latency(Schedule::Rate(100.0));
    let outcome = run(TrialConfig { model, workload, ..paced(config()) });
    assert!(outcome.latency.unwrap().min_ns >= 2_600_000);
}

#[test]
fn a_rate_limit_holds() {
    let model = DeviceModel { rate_limit_pps: Some(10_000.0), ..DeviceModel::default() };
    let outcome = run(TrialConfig { model, ..config() });
    let seconds = outcome.duration_ns as f64 / 1e9;
    // A thread that was kept from its CPU lets go at once what was due meanwhile.
    assert!((outcome.packets.verified as f64) <= 1.2 * 10_000.0 * seconds + 10.0, "{outcome:?}");
    assert_eq!(outcome.packets.lost, 0);
}

#[test]
fn dropped_packets_are_lost_and_counted_at_both_ends() {
    let outcome = run(with_faults(Faults { drop: 0.1, ..Faults::default() }));
    assert!(outcome.with_faults && is_near(outcome.packets.lost, outcome.sent, 0.1), "{outcome:?}");
    assert_eq!(outcome.sent, outcome.packets.verified + outcome.packets.lost);
    // The device counts the warm-up too.
    assert!(outcome.queues[1].device.drops.fault >= outcome.packets.lost);
}

#[test]
fn duplicates_corruption_and_reordering_are_told_apart() {
    let outcome = run(with_faults(Faults { duplicate: 0.1, ..Faults::default() }));
    assert!(is_near(outcome.packets.duplicate, outcome.sent, 0.1), "{outcome:?}");
    assert_eq!((outcome.packets.lost, outcome.packets.corrupt), (0, 0));

    let outcome = run(with_faults(Faults { reorder: 0.1, ..Faults::default() }));
    assert!(outcome.packets.reordered > 0 && outcome.packets.corrupt == 0, "{outcome:?}");
    assert_eq!(outcome.packets.lost, 0, "{outcome:?}");

    let outcome = run(with_faults(Faults { corrupt: 0.1, ..Faults::default() }));
    // Of the warm-up's packets too: whose a damaged one was cannot be told.
    assert!(outcome.packets.corrupt >= outcome.packets.lost && outcome.packets.lost > 0, "{outcome:?}");
    assert!(is_near(outcome.packets.lost, outcome.sent, 0.1), "{outcome:?}");
}

#[test]
fn faults_meet_looped_packets_of_every_ring_format() {
    for (packed, in_order) in [(false, false), (true, false), (false, true), (true, true)] {
        let features = RingFeatures { packed, in_order, ..RingFeatures::default() };
        let faults =
            Faults { drop: 0.05, duplicate: 0.05, reorder: 0.05, corrupt: 0.05, ..Faults::default() };
        let direction = Direction::Loopback;
        let outcome = run(TrialConfig { features, direction, ..paced(with_faults(faults)) });
        assert!(outcome.packets.verified > 0, "{outcome:?}");
        assert_eq!(outcome.sent, outcome.packets.verified + outcome.packets.lost, "{outcome:?}");
    }
}

#[test]
fn the_same_seed_makes_the_same_faults() {
    let faults = Faults { drop: 0.2, ..Faults::default() };
    let lost = || run(TrialConfig { warmup: Duration::ZERO, ..paced(with_faults(faults)) }).packets.lost;
    assert_eq!(lost(), lost());
}

#[test]
fn a_stall_is_a_ramp_of_late_packets_and_not_a_gap() {
    let stall = Some(Stall { after: 10 * MS, length: 20 * MS });
    let outcome = run(TrialConfig {
        ring_size: 1024,
        direction: Direction::Oneway,
        ..paced(with_faults(Faults { stall, ..Faults::default() }))
    });
    assert_eq!(outcome.packets.lost, 0);
    let latency = outcome.latency.unwrap();
    // 20,000 packets a second for 40 ms, of which 400 fall into the stall: the first of them waits for all of it, and
    // half of them for more than half of it.
    assert!(latency.max_ns >= 19_900_000, "{latency:?}");
    assert!(latency.count == 800 && latency.p90_ns >= 15_000_000, "{latency:?}");
}

#[test]
fn a_dead_device_answers_nothing_more_and_can_still_be_closed() {
    let die_after = Some(5 * MS);
    let outcome = run(with_faults(Faults { die_after, ..Faults::default() }));
    assert!(
        outcome.sent > 0 && outcome.sent == outcome.packets.verified + outcome.packets.lost,
        "{outcome:?}"
    );
}

#[test]
fn a_closed_loop_over_a_lossy_device_ends_in_time() {
    let workload = Workload::PingPong { outstanding: 1 };
    let faults = Faults { drop: 0.5, ..Faults::default() };
    let outcome = run(TrialConfig { workload, direction: Direction::Loopback, ..with_faults(faults) });
    assert_eq!(outcome.sent, outcome.packets.verified + outcome.packets.lost);
}
