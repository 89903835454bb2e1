//! Tests: the decoder against prost's types, on valid, mutated and random bytes, in protobuf and JSON.

use crate::{
    DecodeError, SpanColumns, decode_json, decode_protobuf,
    decode_span::{Head, array_text, attribute, event, link, push_head},
    scope::{Outer, ScopeIndexes},
    typed::Typed,
    value::own,
};
use opentelemetry_proto::tonic::{
    collector::trace::v1::ExportTraceServiceRequest,
    common::v1::{AnyValue, ArrayValue, InstrumentationScope, KeyValue, KeyValueList, any_value::Value},
    resource::v1::Resource,
    trace::v1::{
        ResourceSpans, ScopeSpans, Span, Status,
        span::{Event, Link},
    },
};
use proptest::{collection::vec, option, prelude::*};
use prost::Message;
use serde_json::Value as Json;

/// What [`decode_protobuf`] should yield, from prost's types.
fn columns_of(request: &ExportTraceServiceRequest) -> Result<SpanColumns, DecodeError> {
    let mut columns = SpanColumns::default();
    for batch in &request.resource_spans {
        let mut outer = Outer::default();
        for pair in batch.resource.iter().flat_map(|resource| &resource.attributes) {
            let value = value_of(pair);
            outer.typed.inherit(&pair.key, &value);
            if pair.key == "service.name" {
                outer.service = value.text().into_owned();
            }
            outer.resource.insert(pair.key.clone(), Json::String(value.text().into_owned()));
        }
        for scoped in &batch.scope_spans {
            scope_columns(scoped, outer.clone(), &mut columns)?;
        }
    }
    Ok(columns)
}

fn scope_columns<'a>(
    scoped: &'a ScopeSpans,
    mut outer: Outer<'a>,
    columns: &mut SpanColumns,
) -> Result<(), DecodeError> {
    if let Some(scope) = &scoped.scope {
        outer.scope_name = &scope.name;
        outer.scope_version = &scope.version;
    }
    for pair in scoped.scope.iter().flat_map(|scope| &scope.attributes) {
        let value = value_of(pair);
        outer.typed.inherit(&pair.key, &value);
        outer.scope.insert(pair.key.clone(), Json::String(value.text().into_owned()));
    }
    let outer = ScopeIndexes::new(&outer, columns);
    scoped.spans.iter().try_for_each(|span| span_columns(span, &outer, columns))
}

fn span_columns(span: &Span, outer: &ScopeIndexes, columns: &mut SpanColumns) -> Result<(), DecodeError> {
    let mut typed = Typed::default();
    for pair in &span.attributes {
        attribute(&pair.key, value_of(pair), (&mut typed, columns));
    }
    outer.push(&typed, columns);
    columns.attributes.end_row();
    columns.events.push(array_text(span.events.iter().map(event).collect()).as_bytes());
    columns.links.push(array_text(span.links.iter().map(link).collect()).as_bytes());
    let status = span.status.clone().unwrap_or_default();
    let head = Head {
        trace_id: &span.trace_id,
        span_id: &span.span_id,
        parent_span_id: &span.parent_span_id,
        trace_state: &span.trace_state,
        name: &span.name,
        kind: span.kind.cast_unsigned().into(),
        start_unix_ns: span.start_time_unix_nano,
        end_unix_ns: span.end_time_unix_nano,
        status_code: status.code.cast_unsigned().into(),
        status_message: &status.message,
    };
    push_head(&head, columns)
}

fn value_of(pair: &KeyValue) -> crate::value::Value<'static> {
    own(&pair.value.clone().unwrap_or_default())
}

fn any_value() -> impl Strategy<Value = AnyValue> {
    let scalar = prop_oneof![
        any::<String>().prop_map(Value::StringValue),
        "[0-9]{1,6}".prop_map(Value::StringValue),
        any::<bool>().prop_map(Value::BoolValue),
        any::<i64>().prop_map(Value::IntValue),
        (0..100_000_i64).prop_map(Value::IntValue),
        any::<f64>().prop_map(Value::DoubleValue),
        vec(any::<u8>(), 0..9).prop_map(Value::BytesValue),
    ];
    let value = option::weighted(0.9, scalar).prop_map(|value| AnyValue { value });
    value.prop_recursive(3, 12, 4, |inner| {
        let pair = (any::<String>(), inner.clone()).prop_map(|(key, value)| key_value(key, value));
        prop_oneof![
            vec(inner, 0..4).prop_map(|values| Value::ArrayValue(ArrayValue { values })),
            vec(pair, 0..4).prop_map(|values| Value::KvlistValue(KeyValueList { values })),
        ]
        .prop_map(|value| AnyValue { value: Some(value) })
    })
}

fn key_value(key: String, value: AnyValue) -> KeyValue {
    KeyValue { key, value: Some(value), key_strindex: 0 }
}

fn attributes() -> impl Strategy<Value = Vec<KeyValue>> {
    let known = prop::sample::select(vec![
        "bench.run.id",
        "bench.trial.index",
        "bench.phase",
        "vhost.backend",
        "virtio.queue.index",
        "vhost.doorbell.method",
        "vhost.doorbell.observed",
        "vhost.doorbell.ring_index",
        "vhost.doorbell.batch",
        "vhost.ioctl.request",
        "error.type",
        "service.name",
    ]);
    let key = prop_oneof![known.prop_map(str::to_owned), any::<String>()];
    vec((key, any_value()).prop_map(|(key, value)| key_value(key, value)), 0..6)
}

prop_compose! {
    fn span()(
        ids in (any::<[u8; 16]>(), any::<[u8; 8]>(), option::of(any::<[u8; 8]>())),
        texts in (any::<String>(), any::<String>(), any::<String>()),
        numbers in (-1..7_i32, 0..1_u64 << 63, any::<u64>(), -1..4_i32),
        attributes in attributes(),
        events in vec((any::<u64>(), any::<String>(), attributes()), 0..2),
        links in vec((any::<[u8; 16]>(), any::<[u8; 8]>(), attributes()), 0..2),
        has_status in any::<bool>(),
    ) -> Span {
        Span {
            trace_id: ids.0.to_vec(),
            span_id: ids.1.to_vec(),
            parent_span_id: ids.2.map(|id| id.to_vec()).unwrap_or_default(),
            name: texts.0,
            trace_state: texts.1,
            kind: numbers.0,
            start_time_unix_nano: numbers.1,
            end_time_unix_nano: numbers.2,
            attributes,
            events: events
                .into_iter()
                .map(|(time_unix_nano, name, attributes)| Event { time_unix_nano, name, attributes, ..Event::default() })
                .collect(),
            links: links
                .into_iter()
                .map(|(trace_id, span_id, attributes)| Link {
                    trace_id: trace_id.to_vec(),
                    span_id: span_id.to_vec(),
                    attributes,
                    flags: 0x301,
                    ..Link::default()
                })
                .collect(),
            dropped_events_count: 3,
            flags: 0x101,
            status: has_status.then_some(Status { message: texts.2, code: numbers.3 }),
            ..Span::default()
        }
    }
}

fn request() -> impl Strategy<Value = ExportTraceServiceRequest> {
    let scope = (any::<String>(), any::<String>(), attributes()).prop_map(|(name, version, attributes)| {
        InstrumentationScope { name, version, attributes, ..Default::default() }
    });
    let scope_spans = (option::of(scope), vec(span(), 0..3)).prop_map(|(scope, spans)| ScopeSpans {
        scope,
        spans,
        schema_url: "s".to_owned(),
    });
    let resource = attributes().prop_map(|attributes| Resource { attributes, ..Resource::default() });
    let batch = (option::of(resource), vec(scope_spans, 0..3)).prop_map(|(resource, scope_spans)| {
        ResourceSpans { resource, scope_spans, schema_url: String::new() }
    });
    vec(batch, 0..3).prop_map(|resource_spans| ExportTraceServiceRequest { resource_spans })
}

/// Where prost accepts bytes, the decoder must too and say the same, but for ids and times that OTLP forbids.
fn agree(bytes: &[u8]) -> Result<(), TestCaseError> {
    let ours = decode_protobuf(bytes);
    if let Ok(request) = ExportTraceServiceRequest::decode(bytes) {
        match (columns_of(&request), ours) {
            (Ok(theirs), Ok(ours)) => prop_assert_eq!(theirs.to_native(), ours.to_native()),
            (Err(_), Err(_)) => {}
            (theirs, ours) => prop_assert!(false, "reference {:?}, ours {:?}", theirs.err(), ours.err()),
        }
    }
    Ok(())
}

proptest! {
    #[test]
    fn a_request_decodes_as_prost_decodes_it(request in request()) {
        agree(&request.encode_to_vec())?;
    }

    #[test]
    fn mutated_bytes_never_panic_and_decode_as_prost_decodes_them(
        request in request(), edits in vec((any::<prop::sample::Index>(), any::<u8>()), 1..5), cut in any::<prop::sample::Index>(),
    ) {
        let mut bytes = request.encode_to_vec();
        if !bytes.is_empty() {
            edits.iter().for_each(|(at, byte)| { let i = at.index(bytes.len()); bytes[i] = *byte; });
            agree(&bytes)?;
            bytes.truncate(cut.index(bytes.len()));
        }
        agree(&bytes)?;
    }

    #[test]
    fn random_bytes_never_panic(bytes in vec(any::<u8>(), 0..200)) {
        agree(&bytes)?;
    }

    #[test]
    fn a_request_in_json_decodes_as_in_protobuf(request in request()) {
        let json = serde_json::to_vec(&request).unwrap();
        match (decode_protobuf(&request.encode_to_vec()), decode_json(&json)) {
            (Ok(protobuf), Ok(json)) => prop_assert_eq!(protobuf.to_native(), json.to_native()),
            (protobuf, json) => prop_assert_eq!(protobuf.err(), json.err()),
        }
    }

    #[test]
    fn mutated_json_never_panics(request in request(), at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let mut json = serde_json::to_vec(&request).unwrap();
        let i = at.index(json.len());
        json[i] = byte;
        let _ = decode_json(&json);
    }
}
