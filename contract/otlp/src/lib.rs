//! OTLP protobuf to and from columns, without I/O.
//!
//! The agent encodes doorbells with [`doorbell`] and late packets with [`outlier`]; the controller decodes what arrives with [`decode_protobuf`] and
//! [`decode_json`] and hands [`SpanColumns::to_native`] to ClickHouse.

mod column;
mod decode;
mod decode_span;
pub mod doorbell;
mod error;
mod native;
pub mod outlier;
#[cfg(test)]
mod reference;
mod scope;
mod span;
mod typed;
mod value;
mod wire;

pub use decode::{decode_json, decode_protobuf};
pub use error::DecodeError;
pub use span::SpanColumns;
