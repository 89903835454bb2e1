//! Packets: made, stamped, sent at their time, and checked at the receiving end.

mod capture;
mod frame;
mod pace;
mod receive;
mod verify;

pub use capture::{CaptureError, read_capture};
pub(crate) use frame::set_single_buffer;
pub use frame::{FrameError, FrameSource, STAMP_BYTES, Stamp, Stream};
pub use pace::Pace;
pub use receive::{Receiver, latency_histogram};
pub use verify::{PacketCounts, Received, Verifier};
