//! Doorbells as OTLP spans.
//!
//! A run rings millions of doorbells, so they are encoded by hand: the constant part of each attribute is laid down
//! at compile time, and what a batch shares is written once, on its resource and scope. A span takes 230 to 270 bytes.
//! The names are those of `contract/src/span.ts`.

use crate::wire::{low_byte, put_varint, varint_len};

/// Bytes kept free for a length that is not known yet: a varint padded to five bytes, enough for 32 GiB.
/// Padded varints are valid on the wire, and patching one saves moving every span of the batch.
const PATCHED_LEN: usize = 5;
/// Bytes to expect of a span, for reserving space.
const TYPICAL_SPAN_LEN: usize = 272;
const SCOPE_NAME: &str = "ringside.datapath";
/// SPAN_KIND_INTERNAL: both ends of a doorbell are in this host, and neither is a remote service.
const KIND_INTERNAL: u8 = 1;

/// Who rang: the driver (kick) or the device (call).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Driver to device; span `doorbell.kick`.
    Kick,
    /// Device to driver; span `doorbell.call`.
    Call,
}

/// How it was rung.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// A write to an eventfd.
    Eventfd,
    /// A store to a mapped doorbell page.
    Mmio,
}

/// One doorbell, from the ring to its observation by the other side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DoorbellSpan {
    /// Unique within the trace and not zero.
    pub span_id: [u8; 8],
    /// The span of the phase it rang in.
    pub parent_span_id: [u8; 8],
    /// Who rang.
    pub direction: Direction,
    /// How.
    pub method: Method,
    /// Index of the virtqueue.
    pub queue: u16,
    /// Ring index published when it was rung, free running.
    pub ring_index: u64,
    /// Buffers published since the last ring.
    pub batch: u32,
    /// When it was rung, Unix ns.
    pub start_unix_ns: u64,
    /// When the other side had seen it, or when the ring returned if it never was; Unix ns.
    pub end_unix_ns: u64,
    /// Whether the other side was seen to notice it.
    pub observed: bool,
    /// The span of a packet that came late, around which it rang.
    pub outlier: Option<[u8; 8]>,
}

/// What every doorbell of a batch shares; sent once a batch.
#[derive(Clone, Debug, Default)]
pub struct BatchHeader {
    /// Trace of the run.
    pub trace_id: [u8; 16],
    /// OTLP resource attributes (`service.name`, `host.name`, ...).
    pub resource: Vec<(String, String)>,
    /// OTLP scope attributes (`bench.run.id`, `vhost.backend`, ...).
    pub scope: Vec<(String, String)>,
}

/// Appends one `ExportTraceServiceRequest` (protobuf) with all of `spans` to `out` and returns how many there were.
/// Without spans nothing is appended: an empty request is the empty message.
///
/// Source: opentelemetry-proto 1.9, `trace/v1/trace.proto`.
pub fn encode(header: &BatchHeader, spans: impl Iterator<Item = DoorbellSpan>, out: &mut Vec<u8>) -> usize {
    put_request(header, spans, TYPICAL_SPAN_LEN, out, put_span)
}

/// Appends one request with spans of about `span_len` bytes, each laid down by `put`; see [`encode`].
pub(crate) fn put_request<S>(
    header: &BatchHeader,
    spans: impl Iterator<Item = S>,
    span_len: usize,
    out: &mut Vec<u8>,
    put: impl Fn(&mut Vec<u8>, &[u8; 16], &S),
) -> usize {
    let start = out.len();
    out.reserve(spans.size_hint().0.saturating_mul(span_len));
    let resource_spans = open(out, 0x0a);
    put_message(out, 0x0a, |out| put_attributes(out, 0x0a, &header.resource));
    let scope_spans = open(out, 0x12);
    put_message(out, 0x0a, |out| {
        put_string(out, 0x0a, SCOPE_NAME);
        put_attributes(out, 0x1a, &header.scope);
    });
    let mut count = 0;
    for span in spans {
        put(out, &header.trace_id, &span);
        count += 1;
    }
    if count == 0 {
        out.truncate(start);
        return 0;
    }
    close(out, scope_spans);
    close(out, resource_spans);
    count
}

/// Starts a message whose length is patched in by [`close`]; returns where its content starts.
fn open(out: &mut Vec<u8>, tag: u8) -> usize {
    out.push(tag);
    out.extend_from_slice(&[0; PATCHED_LEN]);
    out.len()
}

fn close(out: &mut [u8], content: usize) {
    let mut length = (out.len() - content) as u64;
    for (i, byte) in out[content - PATCHED_LEN..content].iter_mut().enumerate() {
        let more = if i + 1 < PATCHED_LEN { 0x80 } else { 0 };
        *byte = low_byte(length & 0x7f) | more;
        length >>= 7;
    }
}

fn put_message(out: &mut Vec<u8>, tag: u8, content: impl FnOnce(&mut Vec<u8>)) {
    let start = open(out, tag);
    content(out);
    close(out, start);
}

fn put_string(out: &mut Vec<u8>, tag: u8, text: &str) {
    out.push(tag);
    put_varint(out, text.len() as u64);
    out.extend_from_slice(text.as_bytes());
}

fn put_attributes(out: &mut Vec<u8>, tag: u8, attributes: &[(String, String)]) {
    for (key, value) in attributes {
        put_message(out, tag, |out| {
            put_string(out, 0x0a, key);
            put_message(out, 0x12, |out| put_string(out, 0x0a, value));
        });
    }
}

/// An attribute of a span up to its value: the field, the key and the header of its `AnyValue`. `N` is the key's
/// length plus 7; the two lengths that depend on the value are filled in by [`put_int`] and its like.
pub(crate) const fn attribute<const N: usize>(key: &str, value_tag: u8) -> [u8; N] {
    let mut bytes = [0; N];
    let key = key.as_bytes();
    assert!(key.len() + 7 == N && N < 0x70);
    bytes[0] = 0x4a;
    bytes[2] = 0x0a;
    bytes[3] = low_byte(key.len() as u64);
    let mut i = 0;
    while i < key.len() {
        bytes[4 + i] = key[i];
        i += 1;
    }
    bytes[N - 3] = 0x12;
    bytes[N - 1] = value_tag;
    bytes
}

const STRING: u8 = 0x0a;
const BOOL: u8 = 0x10;
pub(crate) const INT: u8 = 0x18;
pub(crate) const QUEUE: [u8; 25] = attribute("virtio.queue.index", INT);
const METHOD: [u8; 28] = attribute("vhost.doorbell.method", STRING);
const OBSERVED: [u8; 30] = attribute("vhost.doorbell.observed", BOOL);
const RING_INDEX: [u8; 32] = attribute("vhost.doorbell.ring_index", INT);
const BATCH: [u8; 27] = attribute("vhost.doorbell.batch", INT);

/// Appends `template` for a value of `value_len` bytes behind its tag.
#[inline]
fn put_attribute<const N: usize>(out: &mut Vec<u8>, template: &[u8; N], value_len: usize) {
    let mut bytes = *template;
    bytes[1] = low_byte((N - 2 + value_len) as u64);
    bytes[N - 2] = low_byte((1 + value_len) as u64);
    out.extend_from_slice(&bytes);
}

#[inline]
pub(crate) fn put_int<const N: usize>(out: &mut Vec<u8>, template: &[u8; N], value: u64) {
    put_attribute(out, template, varint_len(value));
    put_varint(out, value);
}

#[inline]
fn put_span(out: &mut Vec<u8>, trace_id: &[u8; 16], span: &DoorbellSpan) {
    let name: &[u8; 13] = match span.direction {
        Direction::Kick => b"doorbell.kick",
        Direction::Call => b"doorbell.call",
    };
    let method: &[u8] = match span.method {
        Method::Eventfd => b"eventfd",
        Method::Mmio => b"mmio",
    };
    let (queue, ring_index, batch) = (u64::from(span.queue), span.ring_index, u64::from(span.batch));
    // The method's string and the bool take a byte more than what is counted here.
    let fixed = HEAD_LEN
        + name.len()
        + QUEUE.len()
        + METHOD.len()
        + OBSERVED.len()
        + RING_INDEX.len()
        + BATCH.len()
        + 1
        + 1;
    let link = if span.outlier.is_some() { LINK_LEN } else { 0 };
    let length = fixed + method.len() + varint_len(queue) + varint_len(ring_index) + varint_len(batch) + link;
    out.push(0x12);
    put_varint(out, length as u64);

    let ids = (trace_id, &span.span_id, &span.parent_span_id);
    put_head(out, ids, name, (span.start_unix_ns, span.end_unix_ns));

    put_int(out, &QUEUE, queue);
    put_attribute(out, &METHOD, 1 + method.len());
    out.push(low_byte(method.len() as u64));
    out.extend_from_slice(method);
    put_attribute(out, &OBSERVED, 1);
    out.push(u8::from(span.observed));
    put_int(out, &RING_INDEX, ring_index);
    put_int(out, &BATCH, batch);
    if let Some(outlier) = &span.outlier {
        put_link(out, trace_id, outlier);
    }
}

/// What every span begins with: ids, name, kind and times; [`HEAD_LEN`] bytes beside the name.
#[inline]
pub(crate) fn put_head(
    out: &mut Vec<u8>,
    (trace_id, span_id, parent_span_id): (&[u8; 16], &[u8; 8], &[u8; 8]),
    name: &[u8],
    (start_unix_ns, end_unix_ns): (u64, u64),
) {
    let mut ids = [0; 40];
    ids[0..2].copy_from_slice(&[0x0a, 16]);
    ids[2..18].copy_from_slice(trace_id);
    ids[18..20].copy_from_slice(&[0x12, 8]);
    ids[20..28].copy_from_slice(span_id);
    ids[28..30].copy_from_slice(&[0x22, 8]);
    ids[30..38].copy_from_slice(parent_span_id);
    ids[38..40].copy_from_slice(&[0x2a, low_byte(name.len() as u64)]);
    out.extend_from_slice(&ids);
    out.extend_from_slice(name);
    let mut times = [0; 20];
    times[0..3].copy_from_slice(&[0x30, KIND_INTERNAL, 0x39]);
    times[3..11].copy_from_slice(&start_unix_ns.to_le_bytes());
    times[11] = 0x41;
    times[12..20].copy_from_slice(&end_unix_ns.to_le_bytes());
    out.extend_from_slice(&times);
}

const HEAD_LEN: usize = 60;

/// Bytes of a link with its tag.
const LINK_LEN: usize = 30;

/// A link to another span of the trace.
pub(crate) fn put_link(out: &mut Vec<u8>, trace_id: &[u8; 16], span_id: &[u8; 8]) {
    out.extend_from_slice(&[0x6a, low_byte(LINK_LEN as u64 - 2), 0x0a, 16]);
    out.extend_from_slice(trace_id);
    out.extend_from_slice(&[0x12, 8]);
    out.extend_from_slice(span_id);
}

#[cfg(test)]
mod tests {
    use super::*;
    use opentelemetry_proto::tonic::{
        collector::trace::v1::ExportTraceServiceRequest,
        common::v1::{AnyValue, KeyValue, any_value::Value},
        trace::v1::{Span, span::Link},
    };
    use proptest::{collection::vec, prelude::*};
    use prost::Message;

    fn doorbell() -> impl Strategy<Value = DoorbellSpan> {
        let outlier = proptest::option::of(any::<[u8; 8]>());
        let ids = (any::<[u8; 8]>(), any::<[u8; 8]>(), any::<bool>(), any::<bool>(), any::<bool>(), outlier);
        let numbers = (any::<u16>(), any::<u64>(), any::<u32>(), any::<u64>(), any::<u64>());
        (ids, numbers).prop_map(|((span_id, parent_span_id, kick, mmio, observed, outlier), numbers)| {
            DoorbellSpan {
                span_id,
                parent_span_id,
                direction: if kick { Direction::Kick } else { Direction::Call },
                method: if mmio { Method::Mmio } else { Method::Eventfd },
                queue: numbers.0,
                ring_index: numbers.1 >> (numbers.0 % 64),
                batch: numbers.2,
                start_unix_ns: numbers.3,
                end_unix_ns: numbers.4,
                observed,
                outlier,
            }
        })
    }

    fn pairs() -> impl Strategy<Value = Vec<(String, String)>> {
        vec((any::<String>(), any::<String>()), 0..5)
    }

    fn key_values(pairs: &[(String, String)]) -> Vec<KeyValue> {
        pairs.iter().map(|(key, value)| key_value(key, Value::StringValue(value.clone()))).collect()
    }

    fn key_value(key: &str, value: Value) -> KeyValue {
        KeyValue { key: key.to_owned(), value: Some(AnyValue { value: Some(value) }), key_strindex: 0 }
    }

    fn expected(trace_id: &[u8], span: &DoorbellSpan) -> Span {
        let kick = span.direction == Direction::Kick;
        let method = if span.method == Method::Mmio { "mmio" } else { "eventfd" };
        Span {
            trace_id: trace_id.to_vec(),
            span_id: span.span_id.to_vec(),
            parent_span_id: span.parent_span_id.to_vec(),
            name: if kick { "doorbell.kick" } else { "doorbell.call" }.to_owned(),
            kind: 1,
            start_time_unix_nano: span.start_unix_ns,
            end_time_unix_nano: span.end_unix_ns,
            attributes: vec![
                key_value("virtio.queue.index", Value::IntValue(span.queue.into())),
                key_value("vhost.doorbell.method", Value::StringValue(method.to_owned())),
                key_value("vhost.doorbell.observed", Value::BoolValue(span.observed)),
                key_value("vhost.doorbell.ring_index", Value::IntValue(span.ring_index.cast_signed())),
                key_value("vhost.doorbell.batch", Value::IntValue(span.batch.into())),
            ],
            links: span.outlier.iter().map(|outlier| link(trace_id, outlier)).collect(),
            ..Span::default()
        }
    }

    fn link(trace_id: &[u8], span_id: &[u8]) -> Link {
        Link { trace_id: trace_id.to_vec(), span_id: span_id.to_vec(), ..Link::default() }
    }

    proptest! {
        #[test]
        fn every_field_of_a_batch_is_read_back_by_the_reference_decoder(
            trace_id in any::<[u8; 16]>(), resource in pairs(), scope in pairs(), doorbells in vec(doorbell(), 1..40),
        ) {
            let header = BatchHeader { trace_id, resource, scope };
            let mut bytes = Vec::new();
            prop_assert_eq!(encode(&header, doorbells.iter().copied(), &mut bytes), doorbells.len());

            let request = ExportTraceServiceRequest::decode(bytes.as_slice()).unwrap();
            let batch = &request.resource_spans[0];
            prop_assert_eq!(request.resource_spans.len(), 1);
            prop_assert_eq!(&batch.resource.as_ref().unwrap().attributes, &key_values(&header.resource));
            prop_assert_eq!(batch.scope_spans.len(), 1);
            let scope = batch.scope_spans[0].scope.as_ref().unwrap();
            prop_assert_eq!(scope.name.as_str(), SCOPE_NAME);
            prop_assert_eq!(&scope.attributes, &key_values(&header.scope));
            let spans: Vec<Span> = doorbells.iter().map(|span| expected(&trace_id, span)).collect();
            prop_assert_eq!(&batch.scope_spans[0].spans, &spans);
        }
    }

    #[test]
    fn a_batch_without_spans_appends_nothing() {
        let mut bytes = vec![7];
        assert_eq!(encode(&BatchHeader::default(), std::iter::empty(), &mut bytes), 0);
        assert_eq!(bytes, [7]);
    }
}
