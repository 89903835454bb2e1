//! One queue pair, split rings, nothing negotiated.

use crate::{capture, config, paced, run, sleeping};
use ringside_datapath::emulated::{DoorbellKind, Idle};
use ringside_datapath::trial::{Direction, Frames, Schedule, Trial, TrialConfig, TrialError, Workload};
use std::time::Duration;

#[test]
fn a_polling_device_takes_everything_from_a_mapped_doorbell() {
    let outcome = run(config());
    assert_eq!(outcome.packets.lost, 0);
    assert_eq!(outcome.packets.bytes_verified, outcome.packets.verified * 64);
    assert!(outcome.kick.rung > 0 && outcome.kick.suppressed == 0);
    assert!(outcome.latency.is_none());
}

#[test]
fn a_sleeping_device_is_woken_by_its_eventfd() {
    let outcome = run(sleeping(config()));
    assert_eq!(outcome.packets.lost, 0);
    assert!(outcome.kick.rung > 0);
}

#[test]
fn a_device_that_polls_its_rings_wants_no_kicks() {
    let outcome = run(TrialConfig { doorbell: DoorbellKind::Eventfd, ..config() });
    // Until the device thread is there, no more than the ring holds can be published: 256 / 32 times.
    assert!(outcome.kick.rung <= 8 && outcome.kick.suppressed > 0, "{outcome:?}");
}

#[test]
fn every_doorbell_of_a_quiet_mapped_trial_is_seen() {
    let trial = Trial::new(paced(config())).unwrap();
    trial.run().unwrap();
    let doorbells = trial.take_doorbells();
    assert!(!doorbells.is_empty());
    assert!(
        doorbells.iter().all(|doorbell| doorbell.seen_ticks.is_some_and(|seen| seen >= doorbell.rung_ticks))
    );
}

#[test]
fn packets_come_back_with_their_latency() {
    for config in [paced(config()), sleeping(paced(config()))] {
        let outcome = run(config);
        let latency = outcome.latency.clone().unwrap();
        assert_eq!(latency.count, outcome.packets.verified);
        assert!(
            latency.min_ns <= latency.p50_ns
                && latency.p50_ns <= latency.p99_ns
                && latency.p99_ns <= latency.max_ns
        );
        assert_eq!(outcome.sent + outcome.unsent, 800, "{outcome:?}");
    }
}

#[test]
fn one_way_latency_is_measured_by_the_device() {
    let outcome = run(TrialConfig { direction: Direction::Oneway, ..paced(config()) });
    assert_eq!(outcome.latency.unwrap().count, outcome.packets.verified);
}

#[test]
fn calls_of_a_loopback_are_seen_by_the_driver() {
    let outcome = run(sleeping(paced(config())));
    assert!(outcome.call.rung > 0);
}

#[test]
fn loopback_at_full_speed_accounts_for_every_packet() {
    run(TrialConfig { direction: Direction::Loopback, ..config() });
    run(sleeping(TrialConfig { direction: Direction::Loopback, ..config() }));
}

#[test]
fn a_capture_is_replayed() {
    run(TrialConfig { frames: capture(), ..config() });
    run(sleeping(TrialConfig { frames: capture(), ..paced(config()) }));
}

#[test]
fn the_smallest_ring_works_and_large_frames_fit() {
    run(TrialConfig { ring_size: 2, burst: 2, frames: Frames::Fixed(9000), ..config() });
}

#[test]
fn a_rate_the_generator_cannot_keep_is_told() {
    let workload = Workload::Latency(Schedule::Rate(1e9));
    let outcome = run(TrialConfig { workload, burst: 1, frames: Frames::Fixed(9000), ..config() });
    assert!(outcome.generator_limited || outcome.unsent > 0, "{outcome:?}");
}

#[test]
fn a_cancelled_trial_ends_soon() {
    let trial = Trial::new(TrialConfig { duration: Duration::from_secs(60), ..config() }).unwrap();
    std::thread::scope(|scope| {
        scope.spawn(|| {
            std::thread::sleep(Duration::from_millis(50));
            trial.cancel();
        });
        let start = std::time::Instant::now();
        assert!(matches!(trial.run(), Err(TrialError::Cancelled)));
        assert!(start.elapsed() < Duration::from_secs(5));
    });
}

#[test]
fn nonsense_is_refused_with_the_remedy() {
    let refused = |config: TrialConfig| Trial::new(config).unwrap_err().to_string();
    assert!(refused(TrialConfig { idle: Idle::Sleeping, ..config() }).contains("use device 'polling'"));
    assert!(refused(TrialConfig { ring_size: 48, ..config() }).contains("power of two"));
    assert!(refused(TrialConfig { burst: 512, ..config() }).contains("1 to the ring size"));
    assert!(refused(TrialConfig { duration: Duration::ZERO, ..config() }).contains("above 0"));
    let missing =
        Trial::new(TrialConfig { frames: Frames::Capture("/no/such.pcap".into()), ..config() }).unwrap();
    assert!(missing.run().unwrap_err().to_string().contains("/no/such.pcap"));
}
