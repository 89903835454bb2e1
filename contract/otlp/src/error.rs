//! Why a request cannot be decoded.

/// A request that is not valid OTLP. Sending it again cannot help: OTLP/HTTP answers 400.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum DecodeError {
    /// The body ends inside a field.
    #[error("the protobuf body is truncated: a field is longer than what is left of its message")]
    Truncated,
    /// The bytes are not the protobuf message they should be.
    #[error("the body is not a valid ExportTraceServiceRequest in protobuf: {0}")]
    Wire(&'static str),
    /// A trace id or span id of the wrong size.
    #[error("{field} has {actual} bytes, expected {expected}")]
    IdLength {
        /// OTLP name of the field.
        field: &'static str,
        /// Bytes found.
        actual: usize,
        /// Bytes an id of that kind has.
        expected: usize,
    },
    /// A trace id or span id of zeros only, which W3C Trace Context calls invalid.
    #[error("{0} is all zero, expected a random id")]
    IdZero(&'static str),
    /// A time that does not fit a `DateTime64(9)`.
    #[error("startTimeUnixNano is {0}, expected at most 9223372036854775807 (the year 2262)")]
    TimeRange(u64),
    /// An event, link or nested attribute value that prost refuses.
    #[error("the body is not a valid ExportTraceServiceRequest in protobuf: {0}")]
    Nested(String),
    /// The body is not JSON, or not OTLP's JSON.
    #[error("the body is not a valid ExportTraceServiceRequest in JSON: {0}")]
    Json(String),
}

impl From<prost::DecodeError> for DecodeError {
    fn from(error: prost::DecodeError) -> Self {
        DecodeError::Nested(error.to_string())
    }
}
