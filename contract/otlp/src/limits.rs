//! What a request may ask of the decoder's memory. Beyond it the request is refused: what comes out of a body is then
//! a small multiple of what went in.

/// Bytes of one span, log record, data point, resource or scope. What is larger could not pass OTLP/gRPC either, whose
/// messages end at 4 MiB by default. An empty message within takes two bytes of it and up to a hundred as a value.
pub(crate) const ITEM_BYTES_MAX: usize = 4 << 20;

/// Log records or data points of a request. Each can be two bytes in a body and some hundred in columns; a span has at
/// least its ids.
pub(crate) const ITEMS_MAX: usize = 1 << 20;
