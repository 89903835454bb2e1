//! Packets: made, stamped, sent at their time, and checked at the receiving end.

mod bytes;
mod capture;
mod crc;
mod frame;
mod image;
mod imix;
mod pace;
mod receive;
mod send;
mod stamp;
mod template;
mod verify;

pub(crate) use bytes::copy_overlapping;
pub use capture::{Capture, CaptureError, CapturedFrame, parse as parse_capture, read_capture};
pub(crate) use frame::set_num_buffers;
pub use frame::{FRAME_BYTES_MAX, FrameError, FrameSource};
pub use imix::{IMIX_FRAME_BYTES, IMIX_GENOME, RFC2544_FRAME_BYTES};
pub use pace::{Pace, Timing, TimingError};
pub use receive::{Latency, Receiver, ReceiverOptions, Verify, latency_histogram};
pub use send::Sender;
pub use stamp::{Lane, STAMP_BYTES, Stamp, Stream};
pub use verify::{PacketCounts, Verifier};
