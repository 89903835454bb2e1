//! Packets that came late, as OTLP spans that link to the doorbells around them.

use crate::doorbell::{BatchHeader, INT, QUEUE, attribute, put_head, put_int, put_link, put_request};
use crate::wire::put_varint;

/// A packet from its intended send time to its arrival.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutlierSpan {
    /// Unique within the trace and not zero.
    pub span_id: [u8; 8],
    /// The span of the phase it was to be sent in.
    pub parent_span_id: [u8; 8],
    /// Index of the virtqueue it was sent through.
    pub queue: u16,
    /// Its number among the packets of that queue.
    pub sequence: u64,
    /// When it should have been sent, Unix ns.
    pub start_unix_ns: u64,
    /// When it arrived, Unix ns.
    pub end_unix_ns: u64,
    /// Spans of the doorbells around it.
    pub doorbells: Vec<[u8; 8]>,
}

const SEQUENCE: [u8; 28] = attribute("bench.packet.sequence", INT);
/// Bytes to expect of a span with a few links, for reserving space.
const TYPICAL_SPAN_LEN: usize = 400;

/// Appends one `ExportTraceServiceRequest` (protobuf) with all of `spans` to `out` and returns how many there were.
/// Without spans nothing is appended.
pub fn encode(header: &BatchHeader, spans: impl Iterator<Item = OutlierSpan>, out: &mut Vec<u8>) -> usize {
    put_request(header, spans, TYPICAL_SPAN_LEN, out, put_span)
}

fn put_span(out: &mut Vec<u8>, trace_id: &[u8; 16], span: &OutlierSpan) {
    let mut content = Vec::with_capacity(TYPICAL_SPAN_LEN);
    let ids = (trace_id, &span.span_id, &span.parent_span_id);
    put_head(&mut content, ids, b"packet.outlier", (span.start_unix_ns, span.end_unix_ns));
    put_int(&mut content, &QUEUE, u64::from(span.queue));
    put_int(&mut content, &SEQUENCE, span.sequence);
    span.doorbells.iter().for_each(|doorbell| put_link(&mut content, trace_id, doorbell));
    out.push(0x12);
    put_varint(out, content.len() as u64);
    out.extend_from_slice(&content);
}

#[cfg(test)]
mod tests {
    use super::*;
    use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceRequest;
    use opentelemetry_proto::tonic::common::v1::any_value::Value;
    use proptest::{collection::vec, prelude::*};
    use prost::Message;

    proptest! {
        #[test]
        fn every_field_is_read_back_by_the_reference_decoder(
            ids in any::<([u8; 16], [u8; 8], [u8; 8])>(), numbers in any::<(u16, u64, u64, u64)>(), doorbells in vec(any::<[u8; 8]>(), 0..20),
        ) {
            let (trace_id, span_id, parent_span_id) = ids;
            let (queue, sequence, start_unix_ns, end_unix_ns) = numbers;
            let header = BatchHeader { trace_id, ..BatchHeader::default() };
            let span = OutlierSpan { span_id, parent_span_id, queue, sequence, start_unix_ns, end_unix_ns, doorbells };
            let mut bytes = Vec::new();
            prop_assert_eq!(encode(&header, [span.clone()].into_iter(), &mut bytes), 1);

            let mut request = ExportTraceServiceRequest::decode(bytes.as_slice()).unwrap();
            let found = request.resource_spans.remove(0).scope_spans.remove(0).spans.remove(0);
            prop_assert_eq!((found.trace_id, found.span_id, found.parent_span_id), (trace_id.to_vec(), span_id.to_vec(), parent_span_id.to_vec()));
            prop_assert_eq!((found.name.as_str(), found.kind), ("packet.outlier", 1));
            prop_assert_eq!((found.start_time_unix_nano, found.end_time_unix_nano), (start_unix_ns, end_unix_ns));
            let values: Vec<_> = found.attributes.into_iter().map(|entry| (entry.key, entry.value.unwrap().value.unwrap())).collect();
            prop_assert_eq!(values, [
                ("virtio.queue.index".to_owned(), Value::IntValue(queue.into())),
                ("bench.packet.sequence".to_owned(), Value::IntValue(sequence.cast_signed())),
            ]);
            let links: Vec<_> = found.links.iter().map(|link| (link.trace_id.clone(), link.span_id.clone())).collect();
            prop_assert_eq!(links, span.doorbells.iter().map(|id| (trace_id.to_vec(), id.to_vec())).collect::<Vec<_>>());
        }
    }
}
