//! A trial's doorbells and outliers as OTLP spans, batch by batch.

use crate::clock::Clock;
use crate::trace::{Doorbell, Outlier};
use ringside_otlp::doorbell::{BatchHeader, DoorbellSpan, encode};
use ringside_otlp::outlier::{OutlierSpan, encode as encode_packets};
use std::hash::{BuildHasher, RandomState};

/// Parent span of the doorbells of each phase.
pub type PhaseSpanIds = Vec<(String, [u8; 8])>;

/// What a batch has; nothing at all while a trial runs and nothing is ready.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Exported {
    /// Doorbells.
    pub doorbells: usize,
    /// Packets that came late.
    pub outliers: usize,
}

/// What the batches of a trial share.
#[derive(Clone, Copy, Debug)]
pub(super) struct ExportContext<'a> {
    pub(super) header: &'a BatchHeader,
    pub(super) parents: &'a PhaseSpanIds,
    /// Name and first moment of each phase, in order.
    pub(super) phases: &'a [(&'static str, u64)],
    pub(super) clock: Clock,
    pub(super) ids: SpanIds,
}

impl ExportContext<'_> {
    /// The span of the phase that a moment belongs to; of one without a span id, the last one that has it.
    fn parent(&self, ticks: u64) -> [u8; 8] {
        let phase = self.phases.iter().rev().find(|(_, start)| *start <= ticks).map_or("", |(name, _)| name);
        let found = self.parents.iter().find(|(name, _)| name == phase).or(self.parents.last());
        found.map_or([0; 8], |(_, id)| *id)
    }

    /// Appends doorbells, numbered from `first`, as one OTLP request. `links`: numbers of doorbells around an outlier
    /// and which one, in order.
    pub(super) fn encode_doorbells(
        &self,
        first: u64,
        doorbells: &[Doorbell],
        links: &[(u64, usize)],
        out: &mut Vec<u8>,
    ) -> Exported {
        let mut links = links.iter().skip_while(|(number, _)| *number < first).peekable();
        let spans = (first..).zip(doorbells).map(|(number, doorbell)| DoorbellSpan {
            span_id: self.ids.doorbell(number),
            parent_span_id: self.parent(doorbell.rung_ticks),
            direction: doorbell.direction,
            method: doorbell.method,
            queue: doorbell.queue,
            ring_index: doorbell.ring_index,
            batch: doorbell.batch,
            start_unix_ns: self.clock.to_unix_ns(doorbell.rung_ticks),
            end_unix_ns: self.clock.to_unix_ns(doorbell.seen_ticks.unwrap_or(doorbell.rung_ticks)),
            observed: doorbell.seen_ticks.is_some(),
            outlier: links.next_if(|(linked, _)| *linked == number).map(|&(_, at)| self.ids.outlier(at)),
        });
        Exported { doorbells: encode(self.header, spans, out), outliers: 0 }
    }

    /// Appends outliers as one OTLP request; `links`: the numbers of the doorbells around each.
    pub(super) fn encode_outliers(
        &self,
        outliers: &[Outlier],
        links: &[Vec<u64>],
        out: &mut Vec<u8>,
    ) -> Exported {
        let spans = outliers.iter().zip(links).enumerate().map(|(at, (outlier, doorbells))| OutlierSpan {
            span_id: self.ids.outlier(at),
            parent_span_id: self.parent(outlier.intended_ticks),
            queue: outlier.queue,
            sequence: outlier.sequence,
            start_unix_ns: self.clock.to_unix_ns(outlier.intended_ticks),
            end_unix_ns: self.clock.to_unix_ns(outlier.arrived_ticks),
            doorbells: doorbells.iter().map(|&number| self.ids.doorbell(number)).collect(),
        });
        Exported { doorbells: 0, outliers: encode_packets(self.header, spans, out) }
    }
}

/// Span ids of a trial: they count from a random start, so that no two are equal and a store keeps them in next to nothing.
#[derive(Clone, Copy, Debug)]
pub(super) struct SpanIds {
    start: u64,
}

/// Distance of the start from both ends of the numbers: room for doorbells above, for outliers below, and never 0.
const ROOM: u64 = 1 << 40;

impl SpanIds {
    pub(super) fn random() -> Self {
        Self { start: RandomState::new().hash_one(0) / 2 + ROOM }
    }

    fn doorbell(self, number: u64) -> [u8; 8] {
        (self.start + number).to_be_bytes()
    }

    fn outlier(self, at: usize) -> [u8; 8] {
        (self.start - 1 - at as u64).to_be_bytes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::ClockSource;
    use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceRequest;
    use opentelemetry_proto::tonic::trace::v1::Span;
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

    fn spans(encode: impl FnOnce(&mut Vec<u8>) -> Exported) -> Vec<Span> {
        let mut out = Vec::new();
        encode(&mut out);
        let mut request = ExportTraceServiceRequest::decode(&out[..]).unwrap();
        request.resource_spans.remove(0).scope_spans.remove(0).spans
    }

    fn context<'a>(
        clock: Clock,
        (header, parents): (&'a BatchHeader, &'a PhaseSpanIds),
        phases: &'a [(&'static str, u64)],
    ) -> ExportContext<'a> {
        ExportContext { header, parents, phases, clock, ids: SpanIds::random() }
    }

    #[test]
    fn every_doorbell_is_under_the_phase_it_rang_in_and_has_an_id_of_its_own() {
        let clock = Clock::with_source(ClockSource::Monotonic);
        let start = clock.now();
        let phases = [("setup", start), ("warmup", start + 10), ("measure", start + 21)];
        let parents = vec![("warmup".to_owned(), [1; 8]), ("measure".to_owned(), [2; 8])];
        let header = BatchHeader::default();
        let context = context(clock, (&header, &parents), &phases);
        let doorbells: Vec<_> = (0..25).map(|n| doorbell(start + n * 4)).collect();
        let (mut ids, mut under) = (HashSet::new(), [0; 3]);
        for (first, portion) in (0..).step_by(10).zip(doorbells.chunks(10)) {
            for span in spans(|out| context.encode_doorbells(first, portion, &[], out)) {
                assert!(ids.insert(span.span_id.clone()));
                under[usize::from(span.parent_span_id[0])] += 1;
            }
        }
        // Rung at 12, 16 and 20 in the warm-up; set-up has no span, so its three go to the last phase.
        assert_eq!((ids.len(), under), (25, [0, 3, 22]));
    }

    #[test]
    fn outliers_and_the_doorbells_around_them_link_to_each_other() {
        let clock = Clock::with_source(ClockSource::Monotonic);
        let start = clock.now();
        let (header, parents) = (BatchHeader::default(), vec![("measure".to_owned(), [2; 8])]);
        let phases = [("measure", start)];
        let context = context(clock, (&header, &parents), &phases);
        let doorbells: Vec<_> = (0..6).map(|n| doorbell(start + n)).collect();
        let rung =
            spans(|out| context.encode_doorbells(10, &doorbells, &[(3, 7), (12, 0), (14, 1), (15, 0)], out));
        let outlier = Outlier { queue: 3, sequence: 9, intended_ticks: start + 1, arrived_ticks: start + 4 };
        let late = spans(|out| context.encode_outliers(&[outlier, outlier], &[vec![15, 12], vec![14]], out));
        let linked = |span: &Span| span.links.iter().map(|link| link.span_id.clone()).collect::<Vec<_>>();
        assert_eq!(linked(&late[0]), [rung[5].span_id.clone(), rung[2].span_id.clone()]);
        assert_eq!(linked(&rung[4]), [late[1].span_id.clone()]);
        assert_eq!(linked(&rung[5]), [late[0].span_id.clone()]);
        assert!(linked(&rung[3]).is_empty());
        assert_eq!(late[0].end_time_unix_nano - late[0].start_time_unix_nano, 3);
    }
}
