#![expect(clippy::cast_precision_loss, reason = "small numbers")]

use super::super::Stall;
use super::*;
use crate::clock::ClockSource;
use proptest::prelude::*;

/// Of this clock, a tick is a nanosecond.
fn engine(model: &DeviceModel) -> ModelEngine {
    model.check().unwrap();
    ModelEngine::new(model, Clock::with_source(ClockSource::Monotonic)).unwrap()
}

fn served_in(ns: u64) -> DeviceModel {
    DeviceModel { service: Duration::from_nanos(ns), ..DeviceModel::default() }
}

fn with_faults(faults: Faults) -> DeviceModel {
    DeviceModel { faults, seed: 7, ..DeviceModel::default() }
}

fn fates(model: &DeviceModel, packets: usize) -> Vec<Fate> {
    let mut engine = engine(model);
    (0..packets).map(|_| engine.admit(0, 64).fate).collect()
}

fn share(fates: &[Fate], is: impl Fn(&Fate) -> bool) -> f64 {
    fates.iter().filter(|fate| is(fate)).count() as f64 / fates.len() as f64
}

#[test]
fn a_model_that_does_nothing_has_no_engine() {
    let model = DeviceModel { seed: 5, ..DeviceModel::default() };
    assert!(ModelEngine::new(&model, Clock::with_source(ClockSource::Monotonic)).is_none());
}

#[test]
fn one_packet_is_served_after_the_other() {
    let mut engine = engine(&served_in(10));
    let releases = [100, 100, 105, 200].map(|arrival| engine.admit(arrival, 64).release_ticks);
    assert_eq!(releases, [110, 120, 130, 210]);
}

#[test]
fn bytes_take_their_time() {
    let mut engine = engine(&DeviceModel { per_byte_ns: 0.5, ..served_in(10) });
    assert_eq!(engine.admit(0, 100).release_ticks, 60);
    assert_eq!(engine.admit(100, 1000).release_ticks, 610);
}

#[test]
fn a_rate_that_is_no_whole_number_of_ticks_is_kept() {
    let mut engine = engine(&DeviceModel { rate_limit_pps: Some(3e6), ..DeviceModel::default() });
    let last = (0..3_000_001).map(|_| engine.admit(0, 64).release_ticks).last().unwrap();
    assert!(last.abs_diff(1_000_000_000) <= 1, "{last} ns");
}

#[test]
fn jitter_has_the_mean_it_says() {
    let mean_ns = Duration::from_nanos(1000);
    for (jitter, expected) in [
        (Jitter::Uniform(mean_ns), 10_500.0),
        (Jitter::Normal(mean_ns), 10_000.0),
        (Jitter::Exponential(mean_ns), 11_000.0),
    ] {
        let mut engine = engine(&DeviceModel { jitter, seed: 3, ..served_in(10_000) });
        let mean = (0..20_000).map(|_| engine.admit(0, 64).release_ticks).last().unwrap() as f64 / 20_000.0;
        assert!((mean - expected).abs() < 30.0, "{jitter:?}: {mean} ns, expected {expected} ns");
    }
}

#[test]
fn faults_come_as_often_as_they_should() {
    let model = with_faults(Faults {
        drop: 0.01,
        duplicate: 0.02,
        reorder: 0.03,
        corrupt: 0.04,
        ..Faults::default()
    });
    let fates = fates(&model, 100_000);
    let near = |observed: f64, expected: f64| {
        assert!((observed - expected).abs() < 0.002, "{observed}, expected {expected}");
    };
    near(share(&fates, |fate| *fate == Fate::Drop), 0.01);
    near(share(&fates, |fate| *fate == Fate::Duplicate), 0.02);
    near(share(&fates, |fate| *fate == Fate::Reorder), 0.03);
    near(share(&fates, |fate| matches!(fate, Fate::Corrupt { .. })), 0.04);
    near(share(&fates, |fate| *fate == Fate::Deliver), 0.90);
}

#[test]
fn flipped_bits_are_spread_over_the_frame() {
    let fates = fates(&with_faults(Faults { corrupt: 1.0, ..Faults::default() }), 10_000);
    let mut seen = [false; 512];
    for fate in fates {
        let Fate::Corrupt { bit } = fate else { panic!("{fate:?}") };
        seen[bit as usize] = true;
    }
    assert!(seen.iter().all(|&bit| bit));
    let mut engine = engine(&with_faults(Faults { corrupt: 1.0, ..Faults::default() }));
    assert_eq!(engine.admit(0, 0).fate, Fate::Corrupt { bit: 0 });
}

#[test]
fn the_same_packets_are_lost_whatever_the_jitter_and_the_sizes() {
    let faults = Faults { drop: 0.1, corrupt: 0.1, ..Faults::default() };
    let plain = with_faults(faults);
    let jittery = DeviceModel { jitter: Jitter::Normal(Duration::from_nanos(9)), ..plain.clone() };
    let (mut one, mut two) = (engine(&plain), engine(&jittery));
    for size in 0..1000 {
        let dropped = |decision: Decision| decision.fate == Fate::Drop;
        assert_eq!(dropped(one.admit(0, 64)), dropped(two.admit(0, size)));
    }
}

#[test]
fn another_seed_makes_other_decisions() {
    let model = with_faults(Faults { drop: 0.5, ..Faults::default() });
    let other = DeviceModel { seed: 8, ..model.clone() };
    assert_ne!(fates(&model, 100), fates(&other, 100));
}

#[test]
fn a_stall_and_a_death_count_from_the_start_of_the_measurement() {
    let stall = Some(Stall { after: Duration::from_nanos(10), length: Duration::from_nanos(5) });
    let faults = Faults { stall, die_after: Some(Duration::from_nanos(20)), ..Faults::default() };
    let mut engine = engine(&with_faults(faults));
    assert!(!engine.is_stalled(1012) && !engine.is_dead(u64::MAX));
    engine.begin_measure(1000);
    let stalled = [1009, 1010, 1014, 1015].map(|now| engine.is_stalled(now));
    assert_eq!(stalled, [false, true, true, false]);
    assert_eq!([1019, 1020, 9999].map(|now| engine.is_dead(now)), [false, true, true]);
}

#[test]
fn a_doorbell_is_heard_after_its_delay() {
    let model = DeviceModel { doorbell_delay: Duration::from_nanos(50), ..DeviceModel::default() };
    let engine = engine(&model);
    assert!(!engine.doorbell_ready(1000, 1049) && engine.doorbell_ready(1000, 1050));
    assert!(!engine.doorbell_ready(1000, 900), "a doorbell of the future");
}

fn any_jitter() -> impl Strategy<Value = Jitter> {
    let time = (0u64..5000).prop_map(Duration::from_nanos);
    prop_oneof![
        Just(Jitter::None),
        time.clone().prop_map(Jitter::Uniform),
        time.clone().prop_map(Jitter::Normal),
        time.prop_map(Jitter::Exponential),
    ]
}

prop_compose! {
    fn any_model()(
        service_ns in 1u64..1000,
        jitter in any_jitter(),
        per_byte_ns in 0.0f64..2.0,
        rate_limit_pps in prop::option::of(1e4f64..1e8),
        seed: u64,
        faults in prop::array::uniform4(0.0f64..0.25),
    ) -> DeviceModel {
        let [drop, duplicate, reorder, corrupt] = faults;
        DeviceModel {
            jitter,
            per_byte_ns,
            rate_limit_pps,
            seed,
            faults: Faults { drop, duplicate, reorder, corrupt, ..Faults::default() },
            ..served_in(service_ns)
        }
    }
}

/// Arrivals that do not run backwards, with sizes.
fn any_packets() -> impl Strategy<Value = Vec<(u64, usize)>> {
    prop::collection::vec((0u64..3000, 0usize..2000), 1..200).prop_map(|packets| {
        let mut now_ticks = 1 << 60;
        packets
            .into_iter()
            .map(|(gap, size)| {
                now_ticks += gap;
                (now_ticks, size)
            })
            .collect()
    })
}

proptest! {
    #[test]
    fn the_same_seed_makes_the_same_decisions(model in any_model(), packets in any_packets()) {
        let (mut one, mut two) = (engine(&model), engine(&model));
        for (arrival, size) in packets {
            prop_assert_eq!(one.admit(arrival, size), two.admit(arrival, size));
        }
    }

    #[test]
    fn packets_leave_after_they_came_and_in_order(model in any_model(), packets in any_packets()) {
        let mut engine = engine(&model);
        let mut before = 0;
        for (arrival, size) in packets {
            let release = engine.admit(arrival, size).release_ticks;
            prop_assert!(release >= arrival && release >= before);
            before = release;
        }
    }

    #[test]
    fn the_rate_limit_holds_over_any_window(model in any_model(), packets in any_packets(), rate_pps in 1e5f64..1e8) {
        let mut engine = engine(&DeviceModel { rate_limit_pps: Some(rate_pps), ..model });
        let releases: Vec<_> =
            packets.iter().map(|&(arrival, size)| engine.admit(arrival, size).release_ticks).collect();
        for (first, &begin) in releases.iter().enumerate() {
            for (more, &end) in releases[first..].iter().enumerate() {
                let least_ticks = more as f64 * 1e9 / rate_pps;
                prop_assert!((end - begin) as f64 >= least_ticks - 1.0, "{} packets", more + 1);
            }
        }
    }

    #[test]
    fn a_flipped_bit_lies_within_the_frame(seed: u64, size in 1usize..70_000) {
        let faults = Faults { corrupt: 1.0, ..Faults::default() };
        let mut engine = engine(&DeviceModel { seed, ..with_faults(faults) });
        let Fate::Corrupt { bit } = engine.admit(0, size).fate else { panic!("not corrupt") };
        prop_assert!((bit as usize) < size * 8);
    }
}
