//! Why a request, or an item of one, cannot be taken.
//!
//! What breaks the encoding, an id of the wrong length included, makes the whole request invalid, as it does for the
//! OpenTelemetry Collector: its sender is broken, and nothing says that the rest means what it seems to. An item that is
//! well encoded but cannot be stored (no id, a time beyond the table's) is rejected alone, and the answer counts it
//! (OTLP specification, "Partial Success"); if that leaves nothing, the request is refused.

use crate::limits::{ITEM_BYTES_MAX, ITEMS_MAX};

/// A request that is not valid OTLP. Sending it again cannot help: OTLP/HTTP answers 400.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum DecodeError {
    /// The body ends inside a field.
    #[error("the protobuf body is truncated: a field is longer than what is left of its message")]
    Truncated,
    /// The bytes are not the protobuf message they should be.
    #[error("the body is not a valid OTLP request in protobuf: {0}")]
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
    /// A part that no sound sender makes this large.
    #[error("a {what} has {bytes} bytes, expected at most {ITEM_BYTES_MAX}: shorten its attributes")]
    TooLarge {
        /// Which part of the request.
        what: &'static str,
        /// Bytes found.
        bytes: usize,
    },
    /// More log records or data points than a request may have.
    #[error("the request has more than {ITEMS_MAX} items: send smaller batches")]
    TooMany,
    /// A log record, event, link, data point or nested attribute value that prost refuses.
    #[error("the body is not a valid OTLP request in protobuf: {0}")]
    Nested(String),
    /// The body is not JSON, or not OTLP's JSON.
    #[error("the body is not a valid OTLP request in JSON: {0}")]
    Json(String),
    /// Not one item of the request can be stored.
    #[error("all {items} items of the request were rejected, the first one because {reason}")]
    AllRejected {
        /// How many there are.
        items: u64,
        /// What is wrong with the first one.
        reason: Reason,
    },
}

impl From<prost::DecodeError> for DecodeError {
    fn from(error: prost::DecodeError) -> Self {
        DecodeError::Nested(error.to_string())
    }
}

/// Why one item of a sound request cannot be stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Reason {
    /// A trace id or span id that is absent or zeros only, which W3C Trace Context calls invalid.
    #[error("its {0} is all zero or absent, expected a random id")]
    IdZero(&'static str),
    /// A time that does not fit a `DateTime64(9)`.
    #[error("its {field} is {unix_ns}, expected at most 9223372036854775807 (the year 2262)")]
    TimeRange {
        /// OTLP name of the field.
        field: &'static str,
        /// Value found, Unix ns.
        unix_ns: u64,
    },
}

/// Items that were left out of what was decoded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rejected {
    /// How many.
    pub items: u64,
    /// What is wrong with the first one.
    pub reason: Option<Reason>,
}

impl Rejected {
    pub(crate) fn add(&mut self, reason: Reason) {
        self.items += 1;
        self.reason.get_or_insert(reason);
    }

    /// # Errors
    /// [`DecodeError::AllRejected`] if items were rejected and none kept.
    pub(crate) fn check(&self, kept: usize) -> Result<(), DecodeError> {
        match self.reason {
            Some(reason) if kept == 0 => Err(DecodeError::AllRejected { items: self.items, reason }),
            _ => Ok(()),
        }
    }
}

/// Checks an id that may be absent or zeros only.
///
/// # Errors
/// [`DecodeError::IdLength`] if it has another length.
#[inline]
pub(crate) fn check_id_length(field: &'static str, id: &[u8], expected: usize) -> Result<(), DecodeError> {
    if id.is_empty() || id.len() == expected {
        return Ok(());
    }
    Err(DecodeError::IdLength { field, actual: id.len(), expected })
}

/// What is wrong with a time, if anything is.
#[inline]
pub(crate) fn time_fault(field: &'static str, unix_ns: u64) -> Option<Reason> {
    i64::try_from(unix_ns).is_err().then_some(Reason::TimeRange { field, unix_ns })
}
