//! OTLP log requests into the columns of the `logs` table (infra/clickhouse).
//! Source: opentelemetry-proto 1.9, `logs/v1/logs.proto`.

use crate::{
    block::Block,
    column::{Dictionary, Maps, Strings},
    error::{DecodeError, Rejected, check_id_length, time_fault},
    hex::hex_or_nothing,
    limits::ITEMS_MAX,
    outer::{Outer, Rows, walk},
    outer_columns::OuterColumns,
    value::{push_map, text_of},
};
use opentelemetry_proto::tonic::logs::v1::LogRecord;
use prost::Message;

/// Log records by column, ready to be written as a ClickHouse block with [`LogColumns::to_native`].
#[derive(Default, Debug)]
pub struct LogColumns {
    rows: usize,
    rejected: Rejected,
    outer: OuterColumns,
    /// When it happened or, where that is not known, when it was observed; Unix ns.
    time_unix_ns: Vec<u64>,
    observed_unix_ns: Vec<u64>,
    trace_id: Dictionary,
    span_id: Strings,
    flags: Vec<u64>,
    severity_number: Vec<u64>,
    severity_text: Dictionary,
    event_name: Dictionary,
    body: Strings,
    attributes: Maps,
    dropped_attributes: Vec<u64>,
}

/// Decodes an `ExportLogsServiceRequest` in protobuf.
///
/// # Errors
/// [`DecodeError`] if the body is not one: nothing of it is kept then.
pub(crate) fn decode(body: &[u8]) -> Result<LogColumns, DecodeError> {
    let mut columns = LogColumns::default();
    walk(body, &mut columns)?;
    columns.rejected.check(columns.rows)?;
    Ok(columns)
}

impl<'a> Rows<'a> for LogColumns {
    fn resource(&mut self, resource: &Outer<'a>) {
        self.outer.enter_resource(resource);
    }

    fn scope(&mut self, scope: &Outer<'a>) {
        self.outer.enter_scope(scope);
    }

    fn item(&mut self, message: &'a [u8]) -> Result<(), DecodeError> {
        self.record(&LogRecord::decode(message)?)
    }
}

impl LogColumns {
    pub(crate) fn record(&mut self, record: &LogRecord) -> Result<(), DecodeError> {
        check_id_length("traceId", &record.trace_id, 16)?;
        check_id_length("spanId", &record.span_id, 8)?;
        let (time, observed) = (record.time_unix_nano, record.observed_time_unix_nano);
        let fault = time_fault("timeUnixNano", time).or(time_fault("observedTimeUnixNano", observed));
        if let Some(reason) = fault {
            self.rejected.add(reason);
            return Ok(());
        }
        if self.rows == ITEMS_MAX {
            return Err(DecodeError::TooMany);
        }
        self.rows += 1;
        self.outer.end_row();
        self.time_unix_ns.push(if time == 0 { observed } else { time });
        self.observed_unix_ns.push(observed);
        self.trace_id.push_as(&record.trace_id, |id| hex_or_nothing(id).into_bytes().into());
        self.span_id.push(hex_or_nothing(&record.span_id).as_bytes());
        self.flags.push(record.flags.into());
        self.severity_number.push(record.severity_number.cast_unsigned().into());
        self.severity_text.push(record.severity_text.as_bytes());
        self.event_name.push(record.event_name.as_bytes());
        self.body.push(record.body.as_ref().map(text_of).unwrap_or_default().as_bytes());
        push_map(&record.attributes, &mut self.attributes);
        self.dropped_attributes.push(record.dropped_attributes_count.into());
        Ok(())
    }

    fn write_columns(&self, block: &mut Block) {
        self.outer.write(block);
        block.words("time", "DateTime64(9, 'UTC')", &self.time_unix_ns);
        block.words("observed_time", "DateTime64(9, 'UTC')", &self.observed_unix_ns);
        block.texts("trace_id", &self.trace_id);
        block.strings("span_id", &self.span_id);
        block.narrow("flags", ("UInt32", 4), &self.flags);
        block.narrow("severity_number", ("Int32", 4), &self.severity_number);
        block.texts("severity_text", &self.severity_text);
        block.texts("event_name", &self.event_name);
        block.strings("body", &self.body);
        block.maps("attributes", &self.attributes);
        block.narrow("dropped_attributes", ("UInt32", 4), &self.dropped_attributes);
    }
}

columns!(LogColumns, "log records");
