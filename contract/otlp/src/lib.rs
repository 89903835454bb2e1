//! OTLP protobuf to and from columns, without I/O.
//!
//! The agent encodes doorbells with [`doorbell`] and late packets with [`outlier`]; the controller decodes what arrives with
//! [`decode_traces`], [`decode_metrics`] and [`decode_logs`], and hands `to_native` of the columns to ClickHouse.

#[macro_use]
mod block;
mod column;
mod decode;
mod decode_span;
pub mod doorbell;
mod error;
mod hex;
mod json;
mod json_list;
mod json_schema;
mod limits;
mod logs;
mod metric_message;
mod metric_point;
mod metrics;
mod native;
mod outer;
mod outer_columns;
pub mod outlier;
mod point_columns;
#[cfg(test)]
mod reference;
mod scope;
mod span;
mod typed;
mod value;
mod wire;

pub use error::{DecodeError, Reason, Rejected};
pub use logs::LogColumns;
pub use point_columns::PointColumns;
pub use span::SpanColumns;

/// How a request is encoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// `application/x-protobuf`.
    Protobuf,
    /// `application/json`.
    Json,
}

/// Decodes an `ExportTraceServiceRequest`.
///
/// # Errors
/// [`DecodeError`] if the body is not one: nothing of it is kept then.
pub fn decode_traces(body: &[u8], encoding: Encoding) -> Result<SpanColumns, DecodeError> {
    match encoding {
        Encoding::Protobuf => decode::decode(body),
        Encoding::Json => decode::decode(&json::to_protobuf(body, &json_schema::TRACES)?),
    }
}

/// Decodes an `ExportMetricsServiceRequest`.
///
/// # Errors
/// [`DecodeError`] if the body is not one: nothing of it is kept then.
pub fn decode_metrics(body: &[u8], encoding: Encoding) -> Result<PointColumns, DecodeError> {
    match encoding {
        Encoding::Protobuf => metrics::decode(body),
        Encoding::Json => metrics::decode(&json::to_protobuf(body, &json_schema::METRICS)?),
    }
}

/// Decodes an `ExportLogsServiceRequest`.
///
/// # Errors
/// [`DecodeError`] if the body is not one: nothing of it is kept then.
pub fn decode_logs(body: &[u8], encoding: Encoding) -> Result<LogColumns, DecodeError> {
    match encoding {
        Encoding::Protobuf => logs::decode(body),
        Encoding::Json => logs::decode(&json::to_protobuf(body, &json_schema::LOGS)?),
    }
}
