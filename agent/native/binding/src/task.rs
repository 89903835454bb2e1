//! Work on the thread pool whose panic becomes a rejection: one that left `compute` would end the process.

use napi::{Error, Result, Status};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Runs a task's work.
///
/// # Errors
/// Its own, or a generic failure when it panicked.
pub(crate) fn guarded<T>(work: impl FnOnce() -> Result<T>) -> Result<T> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| {
        Err(Error::new(Status::GenericFailure, "the datapath panicked: please report this as a bug"))
    })
}
