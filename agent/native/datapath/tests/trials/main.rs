//! Whole trials on the emulated device: every packet, ioctl and doorbell accounted for.
#![expect(clippy::unwrap_used, reason = "a failed step fails the test")]

mod basics;
mod features;
mod model;
mod tracing;

use ringside_datapath::emulated::{DeviceModel, Dialect, DoorbellKind, Idle};
use ringside_datapath::load::Verify;
use ringside_datapath::ring::{BufferLayout, RingFeatures};
use ringside_datapath::trace::TracingConfig;
use ringside_datapath::trial::{Direction, Frames, Schedule, Trial, TrialConfig, TrialOutcome, Workload};
use ringside_otlp::doorbell::Direction as Bell;
use std::path::PathBuf;
use std::time::Duration;

pub(crate) fn config() -> TrialConfig {
    TrialConfig {
        dialect: Dialect::VhostMdev,
        doorbell: DoorbellKind::Mapped,
        idle: Idle::Polling,
        model: DeviceModel::default(),
        features: RingFeatures::default(),
        mergeable: false,
        layout: BufferLayout::Single,
        queue_pairs: 1,
        workload: Workload::Throughput,
        direction: Direction::Oneway,
        frames: Frames::Fixed(64),
        flows: 1,
        verify: Verify::Full,
        ring_size: 256,
        burst: 32,
        warmup: Duration::from_millis(5),
        duration: Duration::from_millis(40),
        driver_cpu: None,
        device_cpu: None,
        tracing: TracingConfig::all(1 << 20),
    }
}

pub(crate) fn sleeping(config: TrialConfig) -> TrialConfig {
    TrialConfig { doorbell: DoorbellKind::Eventfd, idle: Idle::Sleeping, ..config }
}

pub(crate) fn paced(config: TrialConfig) -> TrialConfig {
    let workload = Workload::Latency(Schedule::Rate(20_000.0));
    TrialConfig { workload, direction: Direction::Loopback, burst: 1, ..config }
}

pub(crate) fn capture() -> Frames {
    Frames::Capture(PathBuf::from(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../../bench/suites/data/capture.pcap"
    )))
}

/// Runs a trial and checks what must hold for every one of them.
pub(crate) fn run(config: TrialConfig) -> TrialOutcome {
    let trial = Trial::new(config.clone()).unwrap();
    let outcome = trial.run().unwrap();
    assert!(outcome.packets.verified > 0, "{config:?}: {outcome:?}");
    assert_eq!(outcome.sent, outcome.packets.verified + outcome.packets.lost, "{outcome:?}");
    assert_eq!(
        outcome.packets.corrupt + outcome.packets.duplicate + outcome.packets.reordered,
        0,
        "{outcome:?}"
    );

    assert_eq!(
        outcome.phases.iter().map(|phase| phase.name).collect::<Vec<_>>(),
        ["setup", "warmup", "measure", "teardown"]
    );
    assert!(outcome.phases.windows(2).all(|pair| pair[0].end_unix_ns <= pair[1].start_unix_ns));
    let ioctls = trial.take_ioctls();
    assert_eq!(ioctls.len() as u64, outcome.ioctls_issued);
    assert!(ioctls.iter().all(|ioctl| ioctl.result.is_ok() && ioctl.end_ticks >= ioctl.start_ticks));

    let (doorbells, end_unix_ns) = (trial.take_doorbells(), outcome.phases.last().unwrap().end_unix_ns);
    let rung = |direction| doorbells.iter().filter(|doorbell| doorbell.direction == direction).count() as u64;
    assert_eq!((rung(Bell::Kick), rung(Bell::Call)), (outcome.kick.rung, outcome.call.rung));
    assert!(doorbells.iter().all(|doorbell| trial.clock().to_unix_ns(doorbell.rung_ticks) <= end_unix_ns));
    outcome
}
