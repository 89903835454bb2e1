//! One span of a request into one row of [`SpanColumns`].

use crate::{
    error::{DecodeError, Reason, check_id_length, time_fault},
    hex::{hex, hex_or_nothing, is_zero, span_id_hex},
    json_list::JsonList,
    scope::ScopeIndexes,
    span::SpanColumns,
    typed::Typed,
    value::{Value, json_texts, key_value},
    wire::Fields,
};
use opentelemetry_proto::tonic::trace::v1::span::{Event, Link};
use prost::Message;
use serde_json::json;

/// Fields of a span that are known only when all of it has been read.
#[derive(Default)]
pub(crate) struct Head<'a> {
    pub(crate) trace_id: &'a [u8],
    pub(crate) span_id: &'a [u8],
    pub(crate) parent_span_id: &'a [u8],
    pub(crate) trace_state: &'a str,
    pub(crate) name: &'a str,
    pub(crate) kind: u64,
    pub(crate) start_unix_ns: u64,
    pub(crate) end_unix_ns: u64,
    pub(crate) status_code: u64,
    pub(crate) status_message: &'a str,
}

/// Decodes one `Span` message into a row, or rejects it alone.
///
/// # Errors
/// [`DecodeError`]; the columns may be of unequal length then.
pub(crate) fn decode_span(
    message: &[u8],
    outer: &ScopeIndexes,
    columns: &mut SpanColumns,
) -> Result<(), DecodeError> {
    let mut head = Head::default();
    let mut typed = Typed::default();
    let (mut events, mut links) = (JsonList::default(), JsonList::default());
    let mut fields = Fields::new(message);
    while let Some((field, payload)) = fields.next()? {
        match field {
            1 => head.trace_id = payload.bytes()?,
            2 => head.span_id = payload.bytes()?,
            3 => head.trace_state = payload.text()?,
            4 => head.parent_span_id = payload.bytes()?,
            5 => head.name = payload.text()?,
            6 => head.kind = payload.varint()?,
            7 => head.start_unix_ns = payload.fixed64()?,
            8 => head.end_unix_ns = payload.fixed64()?,
            9 => {
                let (key, value) = key_value(payload.bytes()?)?;
                attribute(&key, value, (&mut typed, columns));
            }
            11 => push_event(&Event::decode(payload.bytes()?)?, &mut events),
            13 => push_link(&Link::decode(payload.bytes()?)?, &mut links)?,
            15 => status(payload.bytes()?, &mut head)?,
            _ => {}
        }
    }
    end_row(&head, (&typed, &events, &links), (outer, columns))
}

/// Ends the row whose attributes are in their columns: keeps it, or takes it back and counts it as rejected.
///
/// # Errors
/// [`DecodeError::IdLength`].
#[inline]
pub(crate) fn end_row(
    head: &Head<'_>,
    (typed, events, links): (&Typed<'_>, &JsonList, &JsonList),
    (outer, columns): (&ScopeIndexes, &mut SpanColumns),
) -> Result<(), DecodeError> {
    if let Some(reason) = fault(head)? {
        columns.attributes.abandon_row();
        columns.rejected.add(reason);
        return Ok(());
    }
    outer.push(typed, columns);
    columns.attributes.end_row();
    columns.events.push(events.text().as_bytes());
    columns.links.push(links.text().as_bytes());
    push_head(head, columns);
    Ok(())
}

/// Why the span cannot be stored, if so.
#[inline]
fn fault(head: &Head<'_>) -> Result<Option<Reason>, DecodeError> {
    check_id_length("traceId", head.trace_id, 16)?;
    check_id_length("spanId", head.span_id, 8)?;
    check_id_length("parentSpanId", head.parent_span_id, 8)?;
    Ok(if is_zero(head.trace_id) {
        Some(Reason::IdZero("traceId"))
    } else if is_zero(head.span_id) {
        Some(Reason::IdZero("spanId"))
    } else {
        time_fault("startTimeUnixNano", head.start_unix_ns)
    })
}

#[inline]
pub(crate) fn attribute<'a>(
    key: &str,
    value: Value<'a>,
    (typed, columns): (&mut Typed<'a>, &mut SpanColumns),
) {
    if !typed.take(key, &value) {
        columns.attributes.push_entry(key.as_bytes(), value.text().as_bytes());
    }
}

fn status<'a>(message: &'a [u8], head: &mut Head<'a>) -> Result<(), DecodeError> {
    let mut fields = Fields::new(message);
    while let Some((field, payload)) = fields.next()? {
        match field {
            2 => head.status_message = payload.text()?,
            3 => head.status_code = payload.varint()?,
            _ => {}
        }
    }
    Ok(())
}

#[inline]
fn push_head(head: &Head<'_>, columns: &mut SpanColumns) {
    columns.trace_id.push_as(head.trace_id, |id| hex(id).into_bytes().into());
    columns.span_id.push(&span_id_hex(head.span_id));
    columns.parent_span_id.push_as(head.parent_span_id, |id| hex_or_nothing(id).into_bytes().into());
    columns.trace_state.push(head.trace_state.as_bytes());
    columns.name.push(head.name.as_bytes());
    columns.kind.push(kind_text(head.kind).as_bytes());
    columns.start_unix_ns.push(head.start_unix_ns);
    columns.duration_ns.push(head.end_unix_ns.saturating_sub(head.start_unix_ns));
    columns.status.push(status_text(head.status_code).as_bytes());
    columns.status_message.push(head.status_message.as_bytes());
    columns.rows += 1;
}

/// As the OpenTelemetry Collector's ClickHouse exporter spells it.
fn kind_text(kind: u64) -> &'static str {
    match kind {
        1 => "Internal",
        2 => "Server",
        3 => "Client",
        4 => "Producer",
        5 => "Consumer",
        _ => "Unspecified",
    }
}

/// As the OpenTelemetry Collector's ClickHouse exporter spells it.
fn status_text(code: u64) -> &'static str {
    match code {
        1 => "Ok",
        2 => "Error",
        _ => "Unset",
    }
}

pub(crate) fn push_event(event: &Event, events: &mut JsonList) {
    events.push(
        &json!({ "time": event.time_unix_nano, "name": event.name, "attributes": json_texts(&event.attributes) }),
    );
}

pub(crate) fn push_link(link: &Link, links: &mut JsonList) -> Result<(), DecodeError> {
    check_id_length("links.traceId", &link.trace_id, 16)?;
    check_id_length("links.spanId", &link.span_id, 8)?;
    links.push(&json!({
        "trace_id": hex(&link.trace_id),
        "span_id": hex(&link.span_id),
        "trace_state": link.trace_state,
        "attributes": json_texts(&link.attributes),
    }));
    Ok(())
}
