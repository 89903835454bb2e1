//! OTLP protobuf to and from columns, without I/O.
//!
//! The agent encodes doorbells with [`doorbell`]; the controller decodes what arrives.

pub mod doorbell;
