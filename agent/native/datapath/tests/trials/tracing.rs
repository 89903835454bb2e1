//! Every doorbell is recorded or counted as lost, whatever becomes of it.

use crate::{config, paced, sleeping};
use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceRequest;
use opentelemetry_proto::tonic::trace::v1::Span;
use prost::Message;
use ringside_datapath::trace::{DoorbellMode, OutlierPolicy, TracingConfig};
use ringside_datapath::trial::{DoorbellSummary, DoorbellTotals, Exported, Trial, TrialConfig, TrialOutcome};
use ringside_otlp::doorbell::BatchHeader;
use std::collections::{HashMap, HashSet};
use std::num::NonZeroU32;
use std::time::Duration;

fn with(tracing: TracingConfig, config: TrialConfig) -> Trial {
    Trial::new(TrialConfig { tracing, ..config }).unwrap()
}

fn assert_reconciled(totals: DoorbellTotals, trace: Option<&DoorbellSummary>) {
    let trace = trace.unwrap();
    assert_eq!(trace.recorded + totals.dropped, totals.rung, "{trace:?}");
    assert!(trace.observed <= trace.recorded && trace.selected <= trace.recorded);
    assert_eq!(trace.batches.counts().iter().sum::<u64>(), trace.recorded);
    assert_eq!(trace.latency.count, trace.observed);
}

fn assert_all_reconciled(outcome: &TrialOutcome) {
    assert_reconciled(outcome.kick, outcome.kick_trace.as_ref());
    assert_reconciled(outcome.call, outcome.call_trace.as_ref());
    let dropped = outcome.queues.iter().map(|queue| queue.driver.events_dropped).sum::<u64>();
    assert_eq!(dropped, outcome.kick.dropped);
}

fn selected(outcome: &TrialOutcome) -> u64 {
    [&outcome.kick_trace, &outcome.call_trace].map(|trace| trace.as_ref().unwrap().selected).iter().sum()
}

/// Every span of the trial, as the reference decoder reads it.
fn spans(trial: &Trial) -> (Vec<Span>, Exported) {
    let (header, parents) = (BatchHeader::default(), vec![("measure".to_owned(), [1; 8])]);
    let (mut spans, mut total) = (Vec::new(), Exported::default());
    let mut body = Vec::new();
    while let Some(exported) = trial.encode_doorbells(&header, &parents, 1000, &mut body) {
        let mut request = ExportTraceServiceRequest::decode(&body[..]).unwrap();
        spans.append(&mut request.resource_spans.remove(0).scope_spans.remove(0).spans);
        (total.doorbells, total.outliers) =
            (total.doorbells + exported.doorbells, total.outliers + exported.outliers);
        body.clear();
    }
    assert_eq!(spans.len(), total.doorbells + total.outliers);
    (spans, total)
}

#[test]
fn what_was_recorded_and_what_was_lost_are_what_was_rung() {
    for config in [config(), sleeping(config()), sleeping(paced(config()))] {
        let trial = with(TracingConfig::all(1 << 20), config);
        let outcome = trial.run().unwrap();
        assert_all_reconciled(&outcome);
        assert_eq!(outcome.kick.dropped + outcome.call.dropped, 0);
        assert!(!outcome.drained_while_running);
        let (spans, exported) = spans(&trial);
        assert_eq!(exported.doorbells as u64, selected(&outcome));
        assert_eq!(spans.iter().map(|span| &span.span_id).collect::<HashSet<_>>().len(), spans.len());
    }
}

#[test]
fn a_small_ring_counts_what_finds_no_room_behind_it() {
    let trial = with(TracingConfig::all(16), TrialConfig { burst: 1, ..config() });
    let outcome = trial.run().unwrap();
    assert_all_reconciled(&outcome);
    // As many wait to be exported as there is room for events, and nobody exports them: less than one ring of packets rings.
    assert!(outcome.kick.dropped > 0, "{outcome:?}");
    assert_eq!(spans(&trial).1.doorbells as u64, selected(&outcome));
}

#[test]
fn a_stream_is_exported_while_the_trial_runs() {
    let config = TrialConfig { duration: Duration::from_millis(200), ..paced(config()) };
    let trial = with(TracingConfig { stream: true, ..TracingConfig::all(1 << 12) }, config);
    let (header, parents) = (BatchHeader::default(), vec![("measure".to_owned(), [1; 8])]);
    let (outcome, exported) = std::thread::scope(|scope| {
        let running = scope.spawn(|| trial.run().unwrap());
        let (mut early, mut body) = (0, Vec::new());
        while !running.is_finished() {
            early +=
                trial.encode_doorbells(&header, &parents, 100, &mut body).map_or(0, |batch| batch.doorbells);
            std::thread::sleep(Duration::from_millis(1));
        }
        (running.join().unwrap(), early)
    });
    assert_all_reconciled(&outcome);
    assert!(exported > 0 && outcome.drained_while_running, "{exported} spans while the trial ran");
    assert_eq!((exported + spans(&trial).1.doorbells) as u64, selected(&outcome));
}

#[test]
fn tracing_switched_off_drops_nothing_and_keeps_the_counts() {
    let trial = with(TracingConfig::off(), config());
    let outcome = trial.run().unwrap();
    assert!(outcome.kick.rung > 0 && outcome.kick_trace.is_none());
    assert_eq!((outcome.kick.dropped, spans(&trial).1), (0, Exported::default()));
}

#[test]
fn a_sample_exports_every_so_many_and_times_all() {
    let doorbells = DoorbellMode::Sample(NonZeroU32::new(10).unwrap());
    let trial = with(TracingConfig { doorbells, ..TracingConfig::all(1 << 20) }, config());
    let outcome = trial.run().unwrap();
    assert_all_reconciled(&outcome);
    let kicks = outcome.kick_trace.as_ref().unwrap();
    assert_eq!(kicks.selected, kicks.recorded.div_ceil(10));
    assert_eq!(spans(&trial).1.doorbells as u64, selected(&outcome));
}

#[test]
fn late_packets_are_spans_and_link_to_the_doorbells_around_them() {
    for doorbells in [DoorbellMode::All, DoorbellMode::AroundOutliers] {
        let outliers = OutlierPolicy { percentile: 99.0, ..OutlierPolicy::default() };
        let trial =
            with(TracingConfig { doorbells, outliers, ..TracingConfig::all(1 << 20) }, paced(config()));
        let outcome = trial.run().unwrap();
        assert_all_reconciled(&outcome);
        let (spans, exported) = spans(&trial);
        assert_eq!((exported.outliers, exported.doorbells as u64), (outcome.outliers, selected(&outcome)));
        // 800 packets, one of a hundred or more.
        assert!((8..=100).contains(&exported.outliers), "{exported:?}");
        let by_id: HashMap<_, _> = spans.iter().map(|span| (span.span_id.clone(), span)).collect();
        for span in spans.iter().filter(|span| span.name == "packet.outlier") {
            assert!(!span.links.is_empty(), "{span:?}");
            for link in &span.links {
                let doorbell = by_id[&link.span_id];
                assert_eq!((doorbell.name.starts_with("doorbell."), doorbell.links.len()), (true, 1));
            }
        }
        let kicks = outcome.kick_trace.as_ref().unwrap();
        assert_eq!(kicks.selected == kicks.recorded, doorbells == DoorbellMode::All, "{kicks:?}");
    }
}
