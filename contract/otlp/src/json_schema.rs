//! The messages of OTLP that the decoder reads, as JSON names and protobuf numbers them.
//! Source: opentelemetry-proto 1.9, `opentelemetry/proto/**/*.proto`; names in lower camel case.

/// A message type.
pub(crate) struct Message {
    pub(crate) name: &'static str,
    pub(crate) fields: &'static [Field],
}

pub(crate) struct Field {
    pub(crate) name: &'static str,
    pub(crate) number: u32,
    pub(crate) kind: Kind,
    pub(crate) repeated: bool,
}

/// How a value looks on both sides.
pub(crate) enum Kind {
    Message(&'static Message),
    Text,
    /// Bytes of an id.
    Hex,
    Base64,
    Bool,
    Double,
    Fixed64,
    Fixed32,
    /// An int32, or an enum: OTLP has the number of its value.
    Int32,
    Int64,
    Uint32,
    Uint64,
    Sint32,
    /// An sfixed64.
    Sfixed64,
}

impl Kind {
    /// What JSON should have.
    pub(crate) fn text(&self) -> &'static str {
        match self {
            Kind::Message(_) => "an object",
            Kind::Text => "a string",
            Kind::Hex => "a string of hexadecimal digits",
            Kind::Base64 => "a string in base64",
            Kind::Bool => "true or false",
            Kind::Double => "a number",
            Kind::Fixed64 | Kind::Uint64 => "a whole number from 0 to 18446744073709551615",
            Kind::Fixed32 | Kind::Uint32 => "a whole number from 0 to 4294967295",
            Kind::Int32 | Kind::Sint32 => "a whole number from -2147483648 to 2147483647",
            Kind::Int64 | Kind::Sfixed64 => "a whole number from -9223372036854775808 to 9223372036854775807",
        }
    }

    /// An integer as the bits that go on the wire; nothing if the field does not take it.
    pub(crate) fn integer(&self, value: i128) -> Option<u64> {
        let signed = |value: i64| value.cast_unsigned();
        match self {
            Kind::Fixed64 | Kind::Uint64 => u64::try_from(value).ok(),
            Kind::Fixed32 | Kind::Uint32 => u32::try_from(value).ok().map(u64::from),
            Kind::Int32 => i32::try_from(value).ok().map(|value| signed(value.into())),
            Kind::Int64 | Kind::Sfixed64 => i64::try_from(value).ok().map(signed),
            Kind::Sint32 => i32::try_from(value)
                .ok()
                .map(|value| u64::from(((value << 1) ^ (value >> 31)).cast_unsigned())),
            _ => None,
        }
    }
}

const fn one(number: u32, name: &'static str, kind: Kind) -> Field {
    Field { name, number, kind, repeated: false }
}

const fn many(number: u32, name: &'static str, kind: Kind) -> Field {
    Field { name, number, kind, repeated: true }
}

use Kind::Message as Of;
use Kind::{
    Base64, Bool, Double, Fixed32, Fixed64, Hex, Int32, Int64, Sfixed64, Sint32, Text, Uint32, Uint64,
};

macro_rules! messages {
    ($($(#[$doc:meta])* $static:ident, $name:literal: [$($field:expr),* $(,)?];)*) => {
        $($(#[$doc])* pub(crate) static $static: Message = Message { name: $name, fields: &[$($field),*] };)*
    };
}

messages! {
    /// A trace request.
    TRACES, "ExportTraceServiceRequest": [many(1, "resourceSpans", Of(&RESOURCE_SPANS))];
    /// A metrics request.
    METRICS, "ExportMetricsServiceRequest": [many(1, "resourceMetrics", Of(&RESOURCE_METRICS))];
    /// A logs request.
    LOGS, "ExportLogsServiceRequest": [many(1, "resourceLogs", Of(&RESOURCE_LOGS))];

    RESOURCE_SPANS, "ResourceSpans": [
        one(1, "resource", Of(&RESOURCE)), many(2, "scopeSpans", Of(&SCOPE_SPANS)), one(3, "schemaUrl", Text),
    ];
    SCOPE_SPANS, "ScopeSpans": [
        one(1, "scope", Of(&SCOPE)), many(2, "spans", Of(&SPAN)), one(3, "schemaUrl", Text),
    ];
    SPAN, "Span": [
        one(1, "traceId", Hex),
        one(2, "spanId", Hex),
        one(3, "traceState", Text),
        one(4, "parentSpanId", Hex),
        one(5, "name", Text),
        one(6, "kind", Int32),
        one(7, "startTimeUnixNano", Fixed64),
        one(8, "endTimeUnixNano", Fixed64),
        many(9, "attributes", Of(&KEY_VALUE)),
        one(10, "droppedAttributesCount", Uint32),
        many(11, "events", Of(&EVENT)),
        one(12, "droppedEventsCount", Uint32),
        many(13, "links", Of(&LINK)),
        one(14, "droppedLinksCount", Uint32),
        one(15, "status", Of(&STATUS)),
        one(16, "flags", Fixed32),
    ];
    EVENT, "Event": [
        one(1, "timeUnixNano", Fixed64),
        one(2, "name", Text),
        many(3, "attributes", Of(&KEY_VALUE)),
        one(4, "droppedAttributesCount", Uint32),
    ];
    LINK, "Link": [
        one(1, "traceId", Hex),
        one(2, "spanId", Hex),
        one(3, "traceState", Text),
        many(4, "attributes", Of(&KEY_VALUE)),
        one(5, "droppedAttributesCount", Uint32),
        one(6, "flags", Fixed32),
    ];
    STATUS, "Status": [one(2, "message", Text), one(3, "code", Int32)];

    RESOURCE_LOGS, "ResourceLogs": [
        one(1, "resource", Of(&RESOURCE)), many(2, "scopeLogs", Of(&SCOPE_LOGS)), one(3, "schemaUrl", Text),
    ];
    SCOPE_LOGS, "ScopeLogs": [
        one(1, "scope", Of(&SCOPE)), many(2, "logRecords", Of(&LOG_RECORD)), one(3, "schemaUrl", Text),
    ];
    LOG_RECORD, "LogRecord": [
        one(1, "timeUnixNano", Fixed64),
        one(2, "severityNumber", Int32),
        one(3, "severityText", Text),
        one(5, "body", Of(&ANY_VALUE)),
        many(6, "attributes", Of(&KEY_VALUE)),
        one(7, "droppedAttributesCount", Uint32),
        one(8, "flags", Fixed32),
        one(9, "traceId", Hex),
        one(10, "spanId", Hex),
        one(11, "observedTimeUnixNano", Fixed64),
        one(12, "eventName", Text),
    ];

    RESOURCE_METRICS, "ResourceMetrics": [
        one(1, "resource", Of(&RESOURCE)), many(2, "scopeMetrics", Of(&SCOPE_METRICS)), one(3, "schemaUrl", Text),
    ];
    SCOPE_METRICS, "ScopeMetrics": [
        one(1, "scope", Of(&SCOPE)), many(2, "metrics", Of(&METRIC)), one(3, "schemaUrl", Text),
    ];
    METRIC, "Metric": [
        one(1, "name", Text),
        one(2, "description", Text),
        one(3, "unit", Text),
        one(5, "gauge", Of(&GAUGE)),
        one(7, "sum", Of(&SUM)),
        one(9, "histogram", Of(&HISTOGRAM)),
        one(10, "exponentialHistogram", Of(&EXPONENTIAL_HISTOGRAM)),
        one(11, "summary", Of(&SUMMARY)),
        many(12, "metadata", Of(&KEY_VALUE)),
    ];
    GAUGE, "Gauge": [many(1, "dataPoints", Of(&NUMBER_POINT))];
    SUM, "Sum": [
        many(1, "dataPoints", Of(&NUMBER_POINT)), one(2, "aggregationTemporality", Int32), one(3, "isMonotonic", Bool),
    ];
    HISTOGRAM, "Histogram": [
        many(1, "dataPoints", Of(&HISTOGRAM_POINT)), one(2, "aggregationTemporality", Int32),
    ];
    EXPONENTIAL_HISTOGRAM, "ExponentialHistogram": [
        many(1, "dataPoints", Of(&EXPONENTIAL_POINT)), one(2, "aggregationTemporality", Int32),
    ];
    SUMMARY, "Summary": [many(1, "dataPoints", Of(&SUMMARY_POINT))];
    NUMBER_POINT, "NumberDataPoint": [
        many(7, "attributes", Of(&KEY_VALUE)),
        one(2, "startTimeUnixNano", Fixed64),
        one(3, "timeUnixNano", Fixed64),
        one(4, "asDouble", Double),
        one(6, "asInt", Sfixed64),
        many(5, "exemplars", Of(&EXEMPLAR)),
        one(8, "flags", Uint32),
    ];
    HISTOGRAM_POINT, "HistogramDataPoint": [
        many(9, "attributes", Of(&KEY_VALUE)),
        one(2, "startTimeUnixNano", Fixed64),
        one(3, "timeUnixNano", Fixed64),
        one(4, "count", Fixed64),
        one(5, "sum", Double),
        many(6, "bucketCounts", Fixed64),
        many(7, "explicitBounds", Double),
        many(8, "exemplars", Of(&EXEMPLAR)),
        one(10, "flags", Uint32),
        one(11, "min", Double),
        one(12, "max", Double),
    ];
    EXPONENTIAL_POINT, "ExponentialHistogramDataPoint": [
        many(1, "attributes", Of(&KEY_VALUE)),
        one(2, "startTimeUnixNano", Fixed64),
        one(3, "timeUnixNano", Fixed64),
        one(4, "count", Fixed64),
        one(5, "sum", Double),
        one(6, "scale", Sint32),
        one(7, "zeroCount", Fixed64),
        one(8, "positive", Of(&BUCKETS)),
        one(9, "negative", Of(&BUCKETS)),
        one(10, "flags", Uint32),
        many(11, "exemplars", Of(&EXEMPLAR)),
        one(12, "min", Double),
        one(13, "max", Double),
        one(14, "zeroThreshold", Double),
    ];
    BUCKETS, "Buckets": [one(1, "offset", Sint32), many(2, "bucketCounts", Uint64)];
    SUMMARY_POINT, "SummaryDataPoint": [
        many(7, "attributes", Of(&KEY_VALUE)),
        one(2, "startTimeUnixNano", Fixed64),
        one(3, "timeUnixNano", Fixed64),
        one(4, "count", Fixed64),
        one(5, "sum", Double),
        many(6, "quantileValues", Of(&VALUE_AT_QUANTILE)),
        one(8, "flags", Uint32),
    ];
    VALUE_AT_QUANTILE, "ValueAtQuantile": [one(1, "quantile", Double), one(2, "value", Double)];
    EXEMPLAR, "Exemplar": [
        many(7, "filteredAttributes", Of(&KEY_VALUE)),
        one(2, "timeUnixNano", Fixed64),
        one(3, "asDouble", Double),
        one(6, "asInt", Sfixed64),
        one(4, "spanId", Hex),
        one(5, "traceId", Hex),
    ];

    RESOURCE, "Resource": [many(1, "attributes", Of(&KEY_VALUE)), one(2, "droppedAttributesCount", Uint32)];
    SCOPE, "InstrumentationScope": [
        one(1, "name", Text),
        one(2, "version", Text),
        many(3, "attributes", Of(&KEY_VALUE)),
        one(4, "droppedAttributesCount", Uint32),
    ];
    KEY_VALUE, "KeyValue": [one(1, "key", Text), one(2, "value", Of(&ANY_VALUE))];
    ANY_VALUE, "AnyValue": [
        one(1, "stringValue", Text),
        one(2, "boolValue", Bool),
        one(3, "intValue", Int64),
        one(4, "doubleValue", Double),
        one(5, "arrayValue", Of(&ARRAY_VALUE)),
        one(6, "kvlistValue", Of(&KEY_VALUE_LIST)),
        one(7, "bytesValue", Base64),
    ];
    ARRAY_VALUE, "ArrayValue": [many(1, "values", Of(&ANY_VALUE))];
    KEY_VALUE_LIST, "KeyValueList": [many(1, "values", Of(&KEY_VALUE))];
}
