//! What the device does with packets: check them, send them back, or send its own.

mod batch;
mod deliver;
mod sink;
mod source;

pub(super) use batch::{BATCH, Batch, gather};
pub(super) use deliver::{Delivery, deliver, loopback};
pub(super) use sink::sink;
pub(super) use source::generate;
