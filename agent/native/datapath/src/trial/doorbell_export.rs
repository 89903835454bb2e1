//! A trial's doorbells as OTLP spans, batch by batch.

use crate::clock::Clock;
use crate::trace::Doorbell;
use ringside_otlp::doorbell::{BatchHeader, DoorbellSpan, encode};
use std::hash::{BuildHasher, RandomState};

/// Parent span of the doorbells of each phase.
pub type PhaseSpanIds = Vec<(String, [u8; 8])>;

/// Doorbells that wait to be encoded.
#[derive(Debug)]
pub struct DoorbellExport {
    clock: Clock,
    doorbells: Vec<Doorbell>,
    /// Name and last moment of each phase, in order.
    phase_ends: Vec<(&'static str, u64)>,
    next: usize,
    ids: SpanIds,
}

impl DoorbellExport {
    pub(super) fn new(clock: Clock, doorbells: Vec<Doorbell>, phase_ends: Vec<(&'static str, u64)>) -> Self {
        Self { clock, doorbells, phase_ends, next: 0, ids: SpanIds::random() }
    }

    /// The doorbells, all of them.
    pub fn doorbells(&self) -> &[Doorbell] {
        &self.doorbells
    }

    /// Name and last moment of each phase, in ticks.
    pub fn phase_ends(&self) -> &[(&'static str, u64)] {
        &self.phase_ends
    }

    /// Appends the next `max` doorbells to `out` as one OTLP request and returns how many there were; 0 at the
    /// end. Doorbells of a phase without a span id become children of the last phase that has one.
    pub fn encode_next(
        &mut self,
        header: &BatchHeader,
        parents: &PhaseSpanIds,
        max: usize,
        out: &mut Vec<u8>,
    ) -> usize {
        let end = self.doorbells.len().min(self.next.saturating_add(max));
        let batch = &self.doorbells[self.next..end];
        self.next = end;
        let (clock, phase_ends, ids) = (self.clock, &self.phase_ends, &mut self.ids);
        let spans = batch.iter().map(|doorbell| DoorbellSpan {
            span_id: ids.next(),
            parent_span_id: parent(phase_ends, parents, doorbell.rung_ticks),
            direction: doorbell.direction,
            method: doorbell.method,
            queue: doorbell.queue,
            ring_index: doorbell.ring_index,
            batch: doorbell.batch,
            start_unix_ns: clock.to_unix_ns(doorbell.rung_ticks),
            end_unix_ns: clock.to_unix_ns(doorbell.seen_ticks.unwrap_or(doorbell.rung_ticks)),
            observed: doorbell.seen_ticks.is_some(),
        });
        encode(header, spans, out)
    }
}

fn parent(phase_ends: &[(&'static str, u64)], parents: &PhaseSpanIds, rung_ticks: u64) -> [u8; 8] {
    let phase = phase_ends.iter().find(|(_, end)| rung_ticks <= *end).map_or("", |(name, _)| name);
    let found = parents.iter().find(|(name, _)| name == phase).or(parents.last());
    found.map_or([0; 8], |(_, id)| *id)
}

/// Span ids: a random start and a bijection of a counter, so that no two of a trial are equal.
#[derive(Debug)]
struct SpanIds(u64);

impl SpanIds {
    fn random() -> Self {
        Self(RandomState::new().hash_one(0))
    }

    /// SplitMix64 (Steele, Lea and Flood, 2014). The one state that yields the invalid id 0 is skipped.
    fn next(&mut self) -> [u8; 8] {
        loop {
            self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mut mixed = self.0;
            mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            mixed ^= mixed >> 31;
            if mixed != 0 {
                return mixed.to_be_bytes();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::ClockSource;
    use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceRequest;
    use prost::Message;
    use ringside_otlp::doorbell::{Direction, Method};
    use std::collections::HashSet;

    fn doorbell(rung_ticks: u64) -> Doorbell {
        Doorbell {
            direction: Direction::Kick,
            method: Method::Mmio,
            queue: 1,
            ring_index: rung_ticks,
            batch: 1,
            rung_ticks,
            seen_ticks: None,
        }
    }

    #[test]
    fn batches_hold_every_doorbell_once_under_the_phase_it_rang_in() {
        let clock = Clock::with_source(ClockSource::Monotonic);
        let start = clock.now();
        let ends = vec![("setup", start + 10), ("warmup", start + 20), ("measure", start + 90)];
        let doorbells = (0..25).map(|n| doorbell(start + n * 4)).collect();
        let mut export = DoorbellExport::new(clock, doorbells, ends);
        let parents = vec![("warmup".to_owned(), [1; 8]), ("measure".to_owned(), [2; 8])];
        let (mut ids, mut under) = (HashSet::new(), [0; 3]);
        loop {
            let mut out = Vec::new();
            let count = export.encode_next(&BatchHeader::default(), &parents, 10, &mut out);
            if count == 0 {
                break;
            }
            let request = ExportTraceServiceRequest::decode(&out[..]).unwrap();
            for span in &request.resource_spans[0].scope_spans[0].spans {
                assert!(ids.insert(span.span_id.clone()));
                under[usize::from(span.parent_span_id[0])] += 1;
            }
        }
        // Rung at 12, 16 and 20 in the warm-up; set-up has no span, so its three go to the last phase.
        assert_eq!((ids.len(), under), (25, [0, 3, 22]));
    }
}
