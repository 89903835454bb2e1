//! OTLP trace requests, in protobuf or JSON, into [`SpanColumns`].
//!
//! A protobuf body is read in one walk over its bytes: texts are borrowed until they are in their column, scalar
//! attributes go straight to a typed column or the map, and only what is rare (events, links, nested values) goes
//! through prost's types. Source: opentelemetry-proto 1.9, `trace/v1/trace.proto`; OTLP specification 1.9, "JSON
//! Protobuf Encoding".

use crate::{
    decode_span::decode_span,
    error::DecodeError,
    scope::{Outer, ScopeIndexes},
    span::SpanColumns,
    value::key_value,
    wire::Fields,
};
use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceRequest;
use prost::Message;
use serde_json::Value as Json;

/// Decodes an `ExportTraceServiceRequest` in JSON.
///
/// # Errors
/// [`DecodeError`] if the body is not one: nothing of it is kept then.
pub fn decode_json(body: &[u8]) -> Result<SpanColumns, DecodeError> {
    let request: ExportTraceServiceRequest =
        serde_json::from_slice(body).map_err(|error| DecodeError::Json(error.to_string()))?;
    decode_protobuf(&request.encode_to_vec())
}

/// Decodes an `ExportTraceServiceRequest` in protobuf.
///
/// # Errors
/// [`DecodeError`] if the body is not one: nothing of it is kept then.
pub fn decode_protobuf(body: &[u8]) -> Result<SpanColumns, DecodeError> {
    let mut columns = SpanColumns::default();
    let mut fields = Fields::new(body);
    while let Some((field, payload)) = fields.next()? {
        if field == 1 {
            resource_spans(payload.bytes()?, &mut columns)?;
        }
    }
    Ok(columns)
}

fn resource_spans(message: &[u8], columns: &mut SpanColumns) -> Result<(), DecodeError> {
    let mut outer = Outer::default();
    // The resource may follow its spans in the bytes, and parts of it may come more than once.
    let mut fields = Fields::new(message);
    while let Some((field, payload)) = fields.next()? {
        match field {
            1 => resource(payload.bytes()?, &mut outer)?,
            3 => drop(payload.text()?),
            _ => {}
        }
    }
    let mut fields = Fields::new(message);
    while let Some((field, payload)) = fields.next()? {
        if field == 2 {
            scope_spans(payload.bytes()?, outer.clone(), columns)?;
        }
    }
    Ok(())
}

fn resource<'a>(message: &'a [u8], outer: &mut Outer<'a>) -> Result<(), DecodeError> {
    let mut fields = Fields::new(message);
    while let Some((field, payload)) = fields.next()? {
        if field == 1 {
            let (key, value) = key_value(payload.bytes()?)?;
            outer.typed.inherit(&key, &value);
            if key == "service.name" {
                outer.service = value.text().into_owned();
            }
            outer.resource.insert(key.into_owned(), Json::String(value.text().into_owned()));
        }
    }
    Ok(())
}

fn scope_spans<'a>(
    message: &'a [u8],
    mut outer: Outer<'a>,
    columns: &mut SpanColumns,
) -> Result<(), DecodeError> {
    let mut fields = Fields::new(message);
    while let Some((field, payload)) = fields.next()? {
        match field {
            1 => scope(payload.bytes()?, &mut outer)?,
            3 => drop(payload.text()?),
            _ => {}
        }
    }
    let indexes = ScopeIndexes::new(&outer, columns);
    let mut fields = Fields::new(message);
    while let Some((field, payload)) = fields.next()? {
        if field == 2 {
            decode_span(payload.bytes()?, &indexes, columns)?;
        }
    }
    Ok(())
}

fn scope<'a>(message: &'a [u8], outer: &mut Outer<'a>) -> Result<(), DecodeError> {
    let mut fields = Fields::new(message);
    while let Some((field, payload)) = fields.next()? {
        match field {
            1 => outer.scope_name = payload.text()?,
            2 => outer.scope_version = payload.text()?,
            3 => {
                let (key, value) = key_value(payload.bytes()?)?;
                outer.typed.inherit(&key, &value);
                outer.scope.insert(key.into_owned(), Json::String(value.text().into_owned()));
            }
            _ => {}
        }
    }
    Ok(())
}
