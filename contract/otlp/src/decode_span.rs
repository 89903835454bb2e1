//! One span of a request into one row of [`SpanColumns`].

use crate::{
    error::DecodeError,
    scope::ScopeIndexes,
    span::SpanColumns,
    typed::Typed,
    value::{Value, json_texts, key_value},
    wire::Fields,
};
use opentelemetry_proto::tonic::trace::v1::span::{Event, Link};
use prost::Message;
use serde_json::{Value as Json, json};

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

/// Decodes one `Span` message into a row.
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
    let (mut events, mut links) = (Vec::new(), Vec::new());
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
            11 => events.push(event(&Event::decode(payload.bytes()?)?)),
            13 => links.push(link(&Link::decode(payload.bytes()?)?)),
            15 => status(payload.bytes()?, &mut head)?,
            _ => {}
        }
    }
    outer.push(&typed, columns);
    columns.attributes.end_row();
    columns.events.push(array_text(events).as_bytes());
    columns.links.push(array_text(links).as_bytes());
    push_head(&head, columns)
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
pub(crate) fn push_head(head: &Head<'_>, columns: &mut SpanColumns) -> Result<(), DecodeError> {
    check_id("traceId", head.trace_id, 16)?;
    check_id("spanId", head.span_id, 8)?;
    if !head.parent_span_id.is_empty() && head.parent_span_id != [0; 8] {
        check_id("parentSpanId", head.parent_span_id, 8)?;
    }
    if i64::try_from(head.start_unix_ns).is_err() {
        return Err(DecodeError::TimeRange(head.start_unix_ns));
    }
    columns.trace_id.push_as(head.trace_id, |id| hex(id).into());
    columns.span_id.push(&hex_id(head.span_id));
    columns
        .parent_span_id
        .push_as(head.parent_span_id, |id| if is_zero(id) { [].into() } else { hex(id).into() });
    columns.trace_state.push(head.trace_state.as_bytes());
    columns.name.push(head.name.as_bytes());
    columns.kind.push(kind_text(head.kind).as_bytes());
    columns.start_unix_ns.push(head.start_unix_ns);
    columns.duration_ns.push(head.end_unix_ns.saturating_sub(head.start_unix_ns));
    columns.status.push(status_text(head.status_code).as_bytes());
    columns.status_message.push(head.status_message.as_bytes());
    columns.rows += 1;
    Ok(())
}

/// An id must have its length and must not be zero.
#[inline]
fn check_id(field: &'static str, id: &[u8], expected: usize) -> Result<(), DecodeError> {
    match id {
        _ if id.len() != expected => Err(DecodeError::IdLength { field, actual: id.len(), expected }),
        _ if is_zero(id) => Err(DecodeError::IdZero(field)),
        _ => Ok(()),
    }
}

#[inline]
fn is_zero(id: &[u8]) -> bool {
    id.iter().all(|byte| *byte == 0)
}

const DIGITS: &[u8; 16] = b"0123456789abcdef";

fn hex(bytes: &[u8]) -> Vec<u8> {
    bytes.iter().flat_map(|byte| [DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]]).collect()
}

/// [`hex`] of a span id, without the heap: every span has a new one.
#[inline]
fn hex_id(id: &[u8]) -> [u8; 16] {
    let mut text = [0; 16];
    for (pair, byte) in text.chunks_exact_mut(2).zip(id) {
        pair.copy_from_slice(&[DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]]);
    }
    text
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

pub(crate) fn event(event: &Event) -> Json {
    json!({ "time": event.time_unix_nano, "name": event.name, "attributes": json_texts(&event.attributes) })
}

pub(crate) fn link(link: &Link) -> Json {
    let (trace_id, span_id) = (hex(&link.trace_id), hex(&link.span_id));
    json!({
        "trace_id": String::from_utf8_lossy(&trace_id),
        "span_id": String::from_utf8_lossy(&span_id),
        "trace_state": link.trace_state,
        "attributes": json_texts(&link.attributes),
    })
}

/// JSON of a list, "" if it is empty.
pub(crate) fn array_text(list: Vec<Json>) -> String {
    if list.is_empty() { String::new() } else { Json::Array(list).to_string() }
}
