//! Spans against prost's types.

use super::{any_value_pairs, check, encodings_agree, outer_of, scope, value_of};
use crate::{
    DecodeError, Encoding, SpanColumns,
    decode::SpanRows,
    decode_span::{Head, attribute, end_row, push_event, push_link},
    decode_traces,
    json_list::JsonList,
    outer::Rows,
    scope::ScopeIndexes,
    typed::Typed,
};
use opentelemetry_proto::tonic::{
    collector::trace::v1::ExportTraceServiceRequest,
    resource::v1::Resource,
    trace::v1::{
        ResourceSpans, ScopeSpans, Span, Status,
        span::{Event, Link},
    },
};
use proptest::{collection::vec, option, prelude::*};
use prost::Message;

/// What the decoder should yield, from prost's types.
fn columns_of(request: &ExportTraceServiceRequest) -> Result<SpanColumns, DecodeError> {
    let mut rows = SpanRows::default();
    for batch in &request.resource_spans {
        rows.resource(&outer_of(batch.resource.as_ref(), None, &batch.schema_url));
        for scoped in &batch.scope_spans {
            rows.scope(&outer_of(None, scoped.scope.as_ref(), &scoped.schema_url));
            for span in &scoped.spans {
                span_columns(span, &rows.scope, &mut rows.columns)?;
            }
        }
    }
    rows.columns.rejected.check(rows.columns.rows)?;
    Ok(rows.columns)
}

fn span_columns(span: &Span, outer: &ScopeIndexes, columns: &mut SpanColumns) -> Result<(), DecodeError> {
    let mut typed = Typed::default();
    for pair in &span.attributes {
        attribute(&pair.key, value_of(pair), (&mut typed, columns));
    }
    let (mut events, mut links) = (JsonList::default(), JsonList::default());
    span.events.iter().for_each(|event| push_event(event, &mut events));
    span.links.iter().try_for_each(|link| push_link(link, &mut links))?;
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
    end_row(&head, (&typed, &events, &links), (outer, columns))
}

prop_compose! {
    fn span()(
        ids in (any::<[u8; 16]>(), prop_oneof![9 => any::<[u8; 8]>(), 1 => Just([0; 8])], option::of(any::<[u8; 8]>())),
        texts in (any::<String>(), any::<String>(), any::<String>()),
        numbers in (-1..7_i32, prop_oneof![9 => 0..1_u64 << 63, 1 => any::<u64>()], any::<u64>(), -1..4_i32),
        attributes in any_value_pairs(),
        events in vec((any::<u64>(), any::<String>(), any_value_pairs()), 0..2),
        links in vec((any::<[u8; 16]>(), any::<[u8; 8]>(), any_value_pairs()), 0..2),
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
    let scope_spans = (option::of(scope()), vec(span(), 0..3)).prop_map(|(scope, spans)| ScopeSpans {
        scope,
        spans,
        schema_url: "s".to_owned(),
    });
    let resource = any_value_pairs().prop_map(|attributes| Resource { attributes, ..Resource::default() });
    let batch = (option::of(resource), vec(scope_spans, 0..3)).prop_map(|(resource, scope_spans)| {
        ResourceSpans { resource, scope_spans, schema_url: String::new() }
    });
    vec(batch, 0..3).prop_map(|resource_spans| ExportTraceServiceRequest { resource_spans })
}

fn agree(bytes: &[u8]) -> Result<(), TestCaseError> {
    let ours =
        decode_traces(bytes, Encoding::Protobuf).map(|columns| (columns.to_native(), columns.rejected()));
    let theirs = ExportTraceServiceRequest::decode(bytes)
        .map(|request| columns_of(&request).map(|columns| (columns.to_native(), columns.rejected())));
    check(ours, theirs)
}

proptest! {
    #[test]
    fn a_trace_request_decodes_as_prost_decodes_it(request in request()) {
        agree(&request.encode_to_vec())?;
    }

    #[test]
    fn mutated_trace_requests_never_panic_and_decode_as_prost_decodes_them(
        request in request(), mutation in super::mutation(),
    ) {
        for bytes in mutation.of(request.encode_to_vec()) {
            agree(&bytes)?;
        }
    }

    #[test]
    fn a_trace_request_in_json_decodes_as_in_protobuf(request in request()) {
        encodings_agree(&request.encode_to_vec(), &serde_json::to_vec(&request).unwrap(), |body, encoding| {
            decode_traces(body, encoding).map(|columns| (columns.to_native(), columns.rejected()))
        })?;
    }
}
