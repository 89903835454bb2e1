//! From what JavaScript says to what is meant, or an error that says what was expected; and counts the other way.

use napi::{Error, Result, Status};
use std::time::Duration;

pub(crate) fn invalid(message: String) -> Error {
    Error::new(Status::InvalidArg, message)
}

/// The value for a name, or an error that lists the names.
pub(crate) fn choose<T: Copy>(what: &str, actual: &str, choices: &[(&str, T)]) -> Result<T> {
    choices.iter().find(|(name, _)| *name == actual).map(|(_, value)| *value).ok_or_else(|| {
        let names: Vec<&str> = choices.iter().map(|(name, _)| *name).collect();
        invalid(format!("{what} is '{actual}', expected one of {}", names.join(", ")))
    })
}

pub(crate) fn milliseconds(what: &str, value: f64) -> Result<Duration> {
    Duration::try_from_secs_f64(value / 1e3)
        .map_err(|_| invalid(format!("{what} is {value} ms, expected a time of 0 or more")))
}

/// A count as JavaScript has it.
#[expect(clippy::cast_precision_loss, reason = "counts and durations stay below 2^53")]
pub(crate) fn number(count: u64) -> f64 {
    count as f64
}
