//! OTLP trace requests into [`SpanColumns`].
//!
//! A body is read in one walk over its bytes: texts are borrowed until they are in their column, scalar attributes go
//! straight to a typed column or the map, and only what is rare (events, links, nested values) goes through prost's
//! types. Source: opentelemetry-proto 1.9, `trace/v1/trace.proto`.

use crate::{
    decode_span::decode_span,
    error::DecodeError,
    outer::{Outer, Rows, walk},
    scope::{ResourceIndexes, ScopeIndexes},
    span::SpanColumns,
};

/// Decodes an `ExportTraceServiceRequest` in protobuf.
///
/// # Errors
/// [`DecodeError`] if the body is not one: nothing of it is kept then.
pub(crate) fn decode(body: &[u8]) -> Result<SpanColumns, DecodeError> {
    let mut rows = SpanRows::default();
    walk(body, &mut rows)?;
    rows.columns.rejected.check(rows.columns.rows)?;
    Ok(rows.columns)
}

#[derive(Default)]
pub(crate) struct SpanRows {
    pub(crate) columns: SpanColumns,
    resource: ResourceIndexes,
    pub(crate) scope: ScopeIndexes,
}

impl<'a> Rows<'a> for SpanRows {
    fn resource(&mut self, resource: &Outer<'a>) {
        self.resource = ResourceIndexes::new(resource, &mut self.columns);
    }

    fn scope(&mut self, scope: &Outer<'a>) {
        self.scope = ScopeIndexes::new(self.resource, scope, &mut self.columns);
    }

    #[inline]
    fn item(&mut self, message: &'a [u8]) -> Result<(), DecodeError> {
        decode_span(message, &self.scope, &mut self.columns)
    }
}
